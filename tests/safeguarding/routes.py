"""Every way in which a page or snippet can come before visitors. Each is a function of a draft that may not."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.edit import EditAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Locale, Page, Revision, Task, Workflow, WorkflowTask
from wagtail_localize.models import Translation, TranslationSource

from news.models import ArticlePage
from safeguarding.services import scheduling

Draft = ArticlePage


def saved_as_live(page: Draft) -> None:
    page.live = True
    page.save()


def saved_field_by_field(page: Draft) -> None:
    page.live = True
    page.save(update_fields=["live"])


def added_as_live(page: Draft) -> None:
    fields = {"title": "Twin", "slug": "twin", "child_identity": page.child_identity, "body": page.body}
    twin = ArticlePage(locale=page.locale, **fields)
    twin.child_consents = page.child_consents.all()
    page.get_parent().add_child(instance=twin)


def revision_published(page: Draft) -> None:
    page.save_revision().publish()


def published_by_the_page(page: Draft) -> None:
    page.publish(page.save_revision())


def published_by_the_action(page: Draft) -> None:
    PublishPageRevisionAction(page.save_revision()).execute(skip_permission_checks=True)


def scheduled(page: Draft) -> None:
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()


def published_by_the_clock(page: Draft) -> None:
    revision = page.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    scheduling.publish_due()


def approved_in_a_workflow(page: Draft) -> None:
    workflow = Workflow.objects.create(name="One step")
    task = Task.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    page.save_revision()
    state = workflow.start(page, None)
    state.current_task_state.approve()


def reverted_to(page: Draft) -> None:
    old = page.save_revision()
    page.save_revision()
    old.publish()


def copied_as_live(page: Draft) -> None:
    Page.objects.filter(pk=page.pk).update(live=True)
    fresh = ArticlePage.objects.get(pk=page.pk)
    CopyPageAction(fresh, update_attrs={"slug": "copied"}, keep_live=True).execute(
        skip_permission_checks=True
    )


def mirrored(page: Draft) -> None:
    Page.objects.filter(pk=page.pk).update(live=True)
    ArticlePage.objects.get(pk=page.pk).create_alias(update_slug="mirrored")


def translated_by_copying(page: Draft) -> None:
    copy = page.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    copy.save_revision().publish()


def translated_side_by_side(page: Draft) -> None:
    page.save_revision()
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="ru"), enabled=True
    )
    translation.save_target(publish=True)


def edited_by_the_action(page: Draft) -> None:
    EditAction(page, publish=True, clean=False).execute(skip_permission_checks=True)


ROUTES: dict[str, Any] = {
    name: function
    for name, function in list(globals().items())
    if callable(function)
    and getattr(function, "__module__", "") == __name__
    and not isinstance(function, type)
}
