"""Pages that tell of a child by the consents of others come to name them themselves, and to be read where those are."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page, Revision

from core.publishing import ChildIdentity
from safeguarding.came_down import record_of_copy
from safeguarding.gate import consents_of
from safeguarding.mirrors import original_of
from safeguarding.models import PageConsent


def name(page: Page, consents: Iterable[int]) -> None:
    """In its versions, too: whoever publishes one would take it off again without knowing."""
    rows = PageConsent.objects.bulk_create(PageConsent(page=page, consent_id=pk) for pk in consents)
    told = [{"pk": row.pk, "page": page.pk, "consent": row.consent_id} for row in rows]
    for version in Revision.objects.for_instance(page):
        says = version.content
        if not says.get("child_consents") and says.get("child_identity") != ChildIdentity.CHANGED:
            Revision.objects.filter(pk=version.pk).update(content=says | {"child_consents": told})


def keep(original: Page, copy: Page, actor: Any = None) -> None:
    """What holds of a page holds of a copy of it, which tells the same and is none of its languages any more: a mirror
    that is ended, or loses its original, is one from then on.
    """
    record_of_copy(original, copy, actor)
    is_outside = copy.translation_key != original_of(original).translation_key
    if is_outside and not copy.child_consents.exists():
        name(copy, [consent.pk for consent in consents_of(original.specific)])
