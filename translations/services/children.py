"""What a page says of children, and the consents it names, when its translation is written anew.

They follow the original. But what somebody said of the translation alone stays: without the consent that it names, its
withdrawal would not take the page down any more.
"""

from typing import NamedTuple

from django.db.models import Model
from wagtail.models import Page, Revision

from core.publishing import ChildIdentity


class Told(NamedTuple):
    """Whether a child could be recognised by a page, and the rows that name its consents."""

    identity: str
    consents: list[Model]


def told_of(page: Page) -> Told:
    """What `page` says, before it is written anew."""
    return Told(page.child_identity, list(page.child_consents.all()))


def keep(told: Told, page: Page, original: Page) -> None:
    """Give `page` (unsaved, its fields already those of `original`) back what its original never said."""
    named = {row.consent_id for row in page.child_consents.all()}
    consents = [row for row in told.consents if row.consent_id not in named]
    is_stricter = told.identity == ChildIdentity.RECOGNISABLE != page.child_identity
    if not (consents or is_stricter):
        return
    ever = list(
        Revision.objects.for_instance(original).values_list(
            "content__child_identity", "content__child_consents"
        )
    )
    came = {one["consent"] for _identity, ones in ever for one in ones or ()}
    page.child_consents.add(
        *(type(row)(consent_id=row.consent_id) for row in consents if row.consent_id not in came)
    )
    if is_stricter and told.identity not in {identity for identity, _ones in ever}:
        page.child_identity = told.identity
