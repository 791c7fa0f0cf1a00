"""What texts bring along from slides and PDF files, and neither feeds nor calendars can hold."""

import re

# XML 1.0 (2.2): Django gives no feed at all for the controls, and readers take none with U+FFFE or U+FFFF in it.
# RFC 5545 (3.1): calendars hold no controls either; DEL is one to them.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]+")


def writable(text: str) -> str:
    """The text with a space in place of such signs."""
    return UNWRITABLE.sub(" ", text)
