"""Blocks that show programmes, villages and key figures, and the body that pages are made of."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter
from wagtail_localize.segments.types import BaseValue

from core.blocks import (
    AccordionBlock,
    CalloutBlock,
    CallToActionBlock,
    DocumentsBlock,
    GalleryBlock,
    ImageFigureBlock,
    NewsletterBlock,
    ParagraphBlock,
    PartnerLogosBlock,
    Previewed,
    QuoteBlock,
    StatisticsBlock,
    TimelineBlock,
    VideoBlock,
    groups,
)
from core.chosen import FoundTogether, TogetherStreamBlock
from core.linked_pages import PageChooserBlock, may_lead_to
from programmes import figures


class KeyFigureChooserBlock(FoundTogether, SnippetChooserBlock):
    """Wagtail's, reading what was gathered."""

    def bulk_to_python(self, values: list[int | None]) -> list[object | None]:
        """The figures in the order of their ids; nothing for one that is gone."""
        found = figures.find(value for value in values if value)
        return [found.get(value) for value in values]

    class Meta:
        icon = "snippet"


class KeyFiguresBlock(Previewed, blocks.StructBlock):
    """Key figures side by side, each with its date and source."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    figures = blocks.ListBlock(
        KeyFigureChooserBlock("programmes.KeyFigure"), label=_("Figures"), min_num=1, max_num=6
    )

    def sample(self, words: dict[str, str]) -> dict[str, object]:
        """The first key figures there are."""
        first = self.child_blocks["figures"].child_block.target_model.objects.all()[:3]
        return {"title": words["short"], "figures": list(first)}

    class Meta:
        icon = "order"
        label = _("Key figures")
        group = groups.NUMBERS
        description = _(
            "Figures kept in one place, each with its date and source; several pages may show them."
        )
        template = "blocks/key_figures.html"


class RelatedPagesValue(blocks.StructValue):
    """Leaves out what is not published, or not for everybody."""

    @property
    def live_pages(self) -> list[Page]:
        """The chosen pages that a visitor can open."""
        return [page for page in self["pages"] if page and may_lead_to(page)]


class RelatedPagesBlock(Previewed, blocks.StructBlock):
    """Cards that lead to other pages."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    pages = blocks.ListBlock(PageChooserBlock(), label=_("Pages"), min_num=1, max_num=6)

    def sample(self, words: dict[str, str]) -> dict[str, object]:
        """Pages of the editor's language."""
        home = f"/{get_language() or 'uz'}/"
        pages = Page.objects.live().filter(url_path__startswith=home, depth__gt=2).order_by("path")[:3]
        return {"title": words["short"], "pages": list(pages)}

    class Meta:
        icon = "doc-full"
        label = _("Related pages")
        group = groups.PLACES
        description = _("Links to pages that continue this one. Pages that are not published are left out.")
        template = "blocks/related_pages.html"
        value_class = RelatedPagesValue


class TitleAndTextBlock(Previewed, blocks.StructBlock):
    """What blocks that show something of their own have in common: the words above it."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=300)

    def sample(self, words: dict[str, str]) -> dict[str, object]:
        """A title and a sentence."""
        return {"title": words["short"], "text": words["text"]}


class VillageMapBlock(TitleAndTextBlock):
    """The country with the villages."""

    class Meta:
        icon = "site"
        label = _("Map of the villages")
        group = groups.PLACES
        description = _("The map with all villages, and the list that says the same in words.")
        template = "blocks/village_map.html"


class DonateBlock(TitleAndTextBlock):
    """Amounts that begin a gift."""

    frequency = blocks.ChoiceBlock(
        label=_("How often"),
        choices=[("once", _("Once")), ("month", _("Every month"))],
        default="once",
        help_text=_("What the form starts with; the donor may change it."),
    )
    designation = blocks.CharBlock(
        label=_("Purpose"),
        required=False,
        max_length=60,
        help_text=_("The code of a purpose, such as a village’s; left empty, where it is needed most."),
    )

    class Meta:
        icon = "form"
        label = _("Gift form")
        group = groups.TAKE_PART
        description = _("Amounts; each opens the gift form with that amount. It needs no script.")
        template = "blocks/donate.html"


class VolunteerBlock(TitleAndTextBlock):
    """Where one can help."""

    class Meta:
        icon = "user"
        label = _("Volunteering")
        group = groups.TAKE_PART
        description = _(
            "The places where volunteers are welcome; each opens the registration with that place."
        )
        template = "blocks/volunteer.html"


class BodyBlock(TogetherStreamBlock):
    """What the body of a page is made of."""

    paragraph = ParagraphBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    accordion = AccordionBlock()
    image = ImageFigureBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    documents = DocumentsBlock()
    key_figures = KeyFiguresBlock()
    statistics = StatisticsBlock()
    timeline = TimelineBlock()
    related = RelatedPagesBlock()
    village_map = VillageMapBlock()
    partner_logos = PartnerLogosBlock()
    call_to_action = CallToActionBlock()
    donate = DonateBlock()
    volunteer = VolunteerBlock()
    newsletter = NewsletterBlock()


class BodyField(StreamField):
    """The body of a page; a new block needs no migration, as its values are JSON like all others.

    Its texts are translated with their figures named (see `programmes.figures`).
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(BodyBlock(), **{"blank": True, "verbose_name": _("body")} | kwargs)

    def deconstruct(self) -> tuple:
        """Leave the blocks out of migrations."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs

    def get_translatable_segments(self, value: StreamValue) -> list[BaseValue]:
        """What wagtail-localize has translated."""
        return StreamFieldSegmentExtractor(self).handle_stream_block(figures.named(value))

    def restore_translated_segments(self, value: StreamValue, segments: list[BaseValue]) -> StreamValue:
        """The original `value` with its texts translated; nothing a body chooses has a row for each language."""
        writer = StreamFieldSegmentsWriter(self, src_locale=None, tgt_locale=None)
        return figures.referring(writer.handle_stream_block(figures.named(value), segments), value)
