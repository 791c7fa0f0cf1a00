"""The groups of the block picker."""

from django.utils.translation import gettext_lazy as _

WORDS = _("Words")
PICTURES = _("Pictures and files")
NUMBERS = _("Numbers and time")
PLACES = _("Places and pages")
TAKE_PART = _("Taking part")
