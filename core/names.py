"""Names that people write of themselves, on forms that anybody can send."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Sites and mailboxes: what advertises stands where we greet, and names no person. "Dr.Aziz" is one, "t.me/shop" is not.
_ADDRESS = re.compile(r"https?:|://|www\.|\[url|@|\.[a-z]{2,}/", re.IGNORECASE)


def of_person(typed: str) -> str:
    """A name as one line; raises ValidationError where it has an address in it, or no letter at all."""
    name = " ".join(typed.split())
    if _ADDRESS.search(name) or not any(char.isalpha() for char in name):
        raise ValidationError(_("Please write your name only."))
    return name
