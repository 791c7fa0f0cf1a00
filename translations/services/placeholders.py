"""What stands in braces, such as a key figure's {houses-total}, stays in every translation: moved, never lost."""

import re
from collections import Counter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation

PLACEHOLDER = re.compile(r"\{[\w-]+\}")


def check(translation: StringTranslation) -> None:
    """Mark a text that has not the placeholders of its original: its editor reads why, and no page takes it."""
    wanted, found = _count(translation.translation_of.data), _count(translation.data)
    if wanted != found and not translation.has_error:
        wrong = ", ".join(sorted((wanted - found) + (found - wanted)))
        words = _("The text must have %(names)s as its original has: a key figure stands there on the page.")
        # wagtail-localize takes the list of a field's errors and keeps the first.
        translation.set_field_error([ValidationError(words % {"names": wrong})])


def is_whole(original: str, text: str) -> bool:
    """Whether a text has the placeholders of its original."""
    return _count(original) == _count(text)


def _count(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))
