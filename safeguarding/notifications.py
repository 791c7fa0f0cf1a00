"""Mails to those who look after children's pictures and stories. Nothing about a child is in them."""

from django.conf import settings
from django.urls import reverse
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
    people = [revision.user] if revision.user and revision.user.is_active else responsible("publisher")
    page = revision.as_object()
    for person in people:
        _send(
            f"not-published:{revision.pk}:{revision.approved_go_live_at:%Y%m%d%H%M}:{person.pk}",
            person,
            "not_published",
            {
                "title": str(page),
                "reasons": reasons,
                "url": _address("wagtailadmin_pages:edit", page.pk) if hasattr(page, "url_path") else "",
            },
        )


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
