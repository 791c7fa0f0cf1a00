"""Numbers that an editor types."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from . import groups
from .preview import Previewed


class StatisticBlock(blocks.StructBlock):
    """A number, what it counts, and who says so."""

    value = blocks.CharBlock(
        label=_("Number"), max_length=20, help_text=_("With its unit, such as 12 or 85%.")
    )
    label = blocks.CharBlock(label=_("What it counts"), max_length=120)
    source = blocks.CharBlock(label=_("Source"), max_length=120)
    url = blocks.URLBlock(label=_("Address of the source"), required=False)
    as_of = blocks.CharBlock(label=_("As of"), required=False, max_length=40, help_text=_("Such as 2025."))


class StatisticsBlock(Previewed, blocks.StructBlock):
    """Numbers of one page only. What stands on several pages is a key figure."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    items = blocks.ListBlock(StatisticBlock(), label=_("Numbers"), min_num=1, max_num=6)

    def sample(self, words: dict[str, str]) -> dict[str, object]:
        """Three numbers."""
        rows = [
            {"value": value, "label": words["figure"], "source": words["source"]}
            for value in ("12", "85%", "3")
        ]
        return {"title": words["short"], "items": rows}

    class Meta:
        icon = "order"
        label = _("Statistics")
        group = groups.NUMBERS
        description = _(
            "Numbers typed here, each with its source. Use key figures for what several pages show."
        )
        template = "blocks/statistics.html"
