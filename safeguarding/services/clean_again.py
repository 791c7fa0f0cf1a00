"""Documents that were stored when less of what files tell of their making was known, cleaned as new ones are.

Pictures need none of it: their pixels alone were kept from the beginning. Proofs of consents and what comes with a
report are private, and stay as they were given.
"""

from enum import Enum

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from core import audit
from core.page_cache import invalidate
from safeguarding.metadata import clean_content
from safeguarding.models import CustomDocument, Shows
from safeguarding.services.file_names import move


class Outcome(Enum):
    """What became of a document."""

    SAME = "same"
    CLEANED = "cleaned"
    HIDDEN = "hidden"
    GONE = "gone"


def clean_again(document: CustomDocument) -> Outcome:
    """Put the cleaned file in place of the stored one, under another address. Repeating it changes nothing.

    One that would be refused today is offered no more until somebody has looked at it (`Shows.UNKNOWN`), and stays
    for staff to save anew.
    """
    try:
        with document.open_file() as file:
            raw = file.read()
    except FileNotFoundError:
        return Outcome.GONE
    try:
        clean = clean_content(document.file_extension, raw)
    except ValidationError:
        return _hide(document)
    if clean == raw:
        return Outcome.SAME
    return Outcome.CLEANED if _replace(document, ContentFile(clean)) else Outcome.GONE


@transaction.atomic
def _replace(document: CustomDocument, content: ContentFile) -> bool:
    if not move(document, content):
        return False
    document._set_document_file_metadata()  # which leaves it open
    document.file.close()
    document.save(update_fields=["file_size", "file_hash"])
    audit.record(action="document.clean", obj=document, new="cleaned")
    return True


@transaction.atomic
def _hide(document: CustomDocument) -> Outcome:
    changed = CustomDocument.objects.filter(pk=document.pk).exclude(shows=Shows.UNKNOWN)
    if changed.update(shows=Shows.UNKNOWN):
        audit.record(action="document.clean", obj=document, new="hidden")
        invalidate(document)
    return Outcome.HIDDEN
