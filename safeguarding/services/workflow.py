"""The way to publication that every page of the site takes."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page, Task, Workflow, WorkflowPage, WorkflowTask

from accounts.roles import BY_SLUG
from safeguarding.models.tasks import PublishingTask, SafeguardingTask

NAME = "Safeguarding, then publishing"
STEPS: tuple[tuple[type[Task], str, tuple[str, ...]], ...] = (
    (SafeguardingTask, "Safeguarding", ("safeguarding",)),
    (PublishingTask, "Publishing", ("publisher", "administrator")),
)


@transaction.atomic
def ensure() -> Workflow:
    """Make the workflow where it is missing and put every language under it; staff may change it afterwards."""
    workflow, made = Workflow.objects.get_or_create(name=NAME)
    if made:
        for order, (kind, name, roles) in enumerate(STEPS):
            task = kind.objects.create(name=name)
            task.groups.set(Group.objects.filter(name__in=[BY_SLUG[role].name for role in roles]))
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    for page in Page.objects.filter(depth=2, workflowpage__isnull=True):
        WorkflowPage.objects.create(page=page, workflow=workflow)
    return workflow
