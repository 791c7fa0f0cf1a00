"""Pages that tell of a child by the consents of their other languages come to name them themselves."""

from collections.abc import Iterable

from wagtail.models import Page, Revision

from core.publishing import ChildIdentity
from safeguarding.models import PageConsent


def name(page: Page, consents: Iterable[int]) -> None:
    """In its versions, too: whoever publishes one would take it off again without knowing."""
    rows = PageConsent.objects.bulk_create(PageConsent(page=page, consent_id=pk) for pk in consents)
    told = [{"pk": row.pk, "page": page.pk, "consent": row.consent_id} for row in rows]
    for version in Revision.objects.for_instance(page):
        says = version.content
        if not says.get("child_consents") and says.get("child_identity") != ChildIdentity.CHANGED:
            Revision.objects.filter(pk=version.pk).update(content=says | {"child_consents": told})
