"""Mails to those who look after children's pictures and stories. Nothing about a child is in them."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from accounts.models import User
from accounts.services.role_sync import responsible
from core.mail import enqueue
from safeguarding.models import Consent


def consent_ends(consent: Consent, days: int) -> None:
    """Tell the focal points that a consent ends in so many days; once for each of the two warnings and each end."""
    for person in responsible("safeguarding"):
        _send(
            f"consent-ends:{consent.reference}:{consent.expires_on}:{days}:{person.pk}",
            person,
            "consent_ends",
            {
                "reference": consent.reference,
                "date": consent.expires_on,
                "url": _address("consents:edit", consent.pk),
            },
        )


def not_published(revision: Revision, reasons: list[str]) -> None:
    """Tell whoever scheduled it that a page was not published at its time, and why."""
    page = revision.as_object()
    for person in _scheduled_by(revision.user):
        _send(
            f"not-published:{revision.pk}:{revision.approved_go_live_at:%Y%m%d%H%M}:{person.pk}",
            person,
            "not_published",
            {
                "title": str(page),
                "reasons": reasons,
                "url": _editor(page),
            },
        )


def schedule_failed(instance: Model | None, title: str, user: User | None = None) -> None:
    """Tell whoever scheduled it, once a day, that an error keeps something from appearing or going at its time."""
    what = f"{instance._meta.label}-{instance.pk}" if instance else title[:80]
    for person in _scheduled_by(user):
        _send(
            f"schedule-failed:{what}:{timezone.localdate()}:{person.pk}",
            person,
            "schedule_failed",
            {"title": title, "url": _editor(instance)},
        )


def _scheduled_by(user: User | None) -> Iterable[User]:
    return [user] if user and user.is_active else responsible("publisher")


def _editor(instance: Model | None) -> str:
    """Where a page is edited; nothing for what is no page."""
    return _address("wagtailadmin_pages:edit", instance.pk) if hasattr(instance, "url_path") else ""


def _address(name: str, pk: int) -> str:
    return settings.SITE_URL + reverse(name, args=[pk])


def _send(key: str, person: User, template: str, context: dict[str, object]) -> None:
    enqueue(
        key=key,
        to=person.email,
        language=person.language,
        template=f"safeguarding/emails/{template}",
        context={"name": person.get_full_name(), **context},
    )
