"""The address of a page as an editor types its title: the browser knows Russian letters, not the Uzbek ones."""

from django.db.models import SlugField
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import SlugInput

from languages.alphabet import APOSTROPHES

# What `languages.slugs.slugify` makes of them when a page is saved without an address.
_LETTERS = {"[ўЎ]": "o", "[қҚ]": "q", "[ғҒ]": "g", "[ҳҲ]": "h", f"[{APOSTROPHES}]": ""}


class UzbekSlugInput(SlugInput):
    """Wagtail's, which reads Uzbek in Cyrillic script too."""

    def __init__(
        self, attrs: dict | None = None, formatters: list | None = None, locale: object = None
    ) -> None:
        super().__init__(attrs, [*(formatters or ()), *_LETTERS.items()], locale)


def register() -> None:
    """Called once, before Wagtail builds its forms."""
    register_form_field_override(SlugField, override={"widget": UzbekSlugInput})
