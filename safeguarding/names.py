"""The names of the workflows and steps that we make, in the language of whoever reads them.

A name is one row for all languages, and Wagtail shows it in dozens of places and mails. So what comes out of the
database under one of our names says itself in the active language when it is shown, and stays what it was for the
database. A name that staff chose is nobody's business.
"""

from typing import Any, Self

from django.db import models
from django.db.models.signals import post_init, pre_save
from django.utils.html import escape
from django.utils.translation import override, pgettext_lazy
from wagtail.models import GroupApprovalTask, ModelLogEntry, PageLogEntry, Task, Workflow

from languages.info import CONTENT_LANGUAGES
from safeguarding.models.tasks import PublishingTask, SafeguardingTask

OURS = {
    "Safeguarding, then publishing": pgettext_lazy("way to publication", "Safeguarding, then publishing"),
    "Safeguarding": pgettext_lazy("way to publication", "Safeguarding"),
    "Publishing": pgettext_lazy("way to publication", "Publishing"),
    "Approval by a publisher": pgettext_lazy("way to publication", "Approval by a publisher"),
}
NAMED: tuple[type[models.Model], ...] = (Workflow, Task, GroupApprovalTask, SafeguardingTask, PublishingTask)
LOGS: tuple[type[models.Model], ...] = (PageLogEntry, ModelLogEntry)  # whose `data` keep names as they were


class OurName(str):
    """One of `OURS`: equal to what the database holds, shown in the active language."""

    __slots__ = ()

    def __new__(cls, name: str) -> Self:
        """Of one that is such a name already, too, which `str` would say in the active language."""
        return super().__new__(cls, str.__str__(name))

    def __str__(self) -> str:
        return str(OURS[str.__str__(self)])

    def __html__(self) -> str:
        """For templates."""
        return escape(str(self))


def connect() -> None:
    """Let every workflow and step read so, and what the history of pages says of them."""
    for model in NAMED:
        post_init.connect(_say, sender=model, dispatch_uid=f"names:{model.__name__}")
        pre_save.connect(_unsay, sender=model, dispatch_uid=f"names:{model.__name__}")
    for model in LOGS:
        post_init.connect(_say_in_log, sender=model, dispatch_uid=f"names:{model.__name__}")


def _say(instance: Any, **_signal: object) -> None:
    if (name := instance.__dict__.get("name")) in OURS:
        instance.name = OurName(name)


def _say_in_log(instance: Any, **_signal: object) -> None:
    """Wagtail writes {"workflow": {"title": …, "task": {"title": …}, "next": {"title": …}}} of what was handed in."""
    told = (instance.__dict__.get("data") or {}).get("workflow")
    if not isinstance(told, dict):
        return
    for named in (told, told.get("task"), told.get("next")):
        if isinstance(named, dict) and named.get("title") in OURS:
            named["title"] = OurName(named["title"])


def _unsay(instance: Any, **_signal: object) -> None:
    """A form that showed the name in the reader's language hands it back in it."""
    for name, shown in OURS.items():
        for code, _language in CONTENT_LANGUAGES:
            with override(code):
                if str.__str__(instance.name) == str(shown):
                    instance.name = OurName(name)
