"""The text editor of a page: Wagtail's, started only when somebody comes near it.

A story of sixty blocks has dozens of them, and each takes the browser as long to start as a whole block. Until then
its text stands in its place, and its field holds what would be saved.
"""

from django.forms import Media
from django.utils.functional import cached_property
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea, DraftailRichTextAreaAdapter
from wagtail.admin.telepath import register


class LateRichTextArea(DraftailRichTextArea):
    """Named by `WAGTAILADMIN_RICH_TEXT_EDITORS`."""

    @cached_property
    def media(self) -> Media:
        """Wagtail's, then the script that waits."""
        return super().media + Media(js=["js/back_office/late_text.js"])


class LateRichTextAreaAdapter(DraftailRichTextAreaAdapter):
    """Within blocks, where scripts make the fields."""

    js_constructor = "core.LateRichTextArea"


register(LateRichTextAreaAdapter(), LateRichTextArea)
