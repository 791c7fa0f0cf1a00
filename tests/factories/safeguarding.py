"""Consents, and pictures and documents that rest on them."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from safeguarding.models import Consent, CustomDocument, CustomImage, Shows


def consent(**changes: Any) -> Consent:
    """A child's and a guardian's, given today for a year, for everything everywhere."""
    today = timezone.localdate()
    fields: dict[str, Any] = {
        "subject": "File 12",
        "child_agreed_on": today,
        "guardian_agreed_on": today,
        "guardian_role": "mother",
        "scopes": ["web", "print", "social", "sponsors"],
        "expires_on": today + timedelta(days=365),
    }
    return Consent.objects.create(**fields | changes)


def picture_file(name: str = "courtyard.png") -> ContentFile:
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "PNG")
    return ContentFile(out.getvalue(), name=name)


def pdf_file(name: str = "report.pdf") -> ContentFile:
    """A paper of one empty page."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, deterministic_id=True)
    return ContentFile(out.getvalue(), name=name)


def image(shows: Shows = Shows.NOBODY, *consents: Consent, **changes: Any) -> CustomImage:
    """A picture in the library."""
    made = CustomImage.objects.create(
        **{"title": "Courtyard", "file": picture_file(), "shows": shows, "description": "A courtyard"}
        | changes
    )
    made.consents.set(consents)
    return made


def document(shows: Shows = Shows.NOBODY, *consents: Consent, **changes: Any) -> CustomDocument:
    """A file in the library."""
    made = CustomDocument.objects.create(**{"title": "Report", "file": pdf_file(), "shows": shows} | changes)
    made.consents.set(consents)
    return made
