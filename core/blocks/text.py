"""Blocks of words."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from . import groups
from .preview import Previewed

# The last is a feature of `programmes`: a number of the register, which changes on every page at once.
RICH_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "key-figure"]
NOTE_FEATURES = ["bold", "italic", "link", "ul", "key-figure"]
ANSWER_FEATURES = ["bold", "italic", "link", "ul", "ol", "key-figure"]


class ParagraphBlock(Previewed, blocks.RichTextBlock):
    """Running text with headings, lists and links."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    def sample(self, words: dict[str, str]) -> str:
        """A heading and two paragraphs."""
        return f"<h2>{words['short']}</h2><p>{words['text']}</p><p>{words['lead']}</p>"

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = groups.WORDS
        description = _("Running text with headings, lists and links.")
        template = "blocks/paragraph.html"


class QuoteBlock(Previewed, blocks.StructBlock):
    """Somebody's words and who said them."""

    text = blocks.TextBlock(label=_("Words"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False)

    def sample(self, words: dict[str, str]) -> dict[str, str]:
        """Words and their speaker."""
        return {"text": words["quote"], "attribution": words["who"]}

    class Meta:
        icon = "openquote"
        label = _("Quote")
        group = groups.WORDS
        description = _("Somebody’s words, large. A child’s name is changed, and the line below says so.")
        template = "blocks/quote.html"


class CalloutBlock(Previewed, blocks.StructBlock):
    """A note set apart from the text."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=NOTE_FEATURES)
    tone = blocks.ChoiceBlock(
        label=_("Tone"),
        choices=[("note", _("Note")), ("good", _("Good news")), ("care", _("Take care"))],
        default="note",
    )

    def sample(self, words: dict[str, str]) -> dict[str, str]:
        """A note."""
        return {"title": words["short"], "text": f"<p>{words['text']}</p>", "tone": "note"}

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        group = groups.WORDS
        description = _("A short note on a coloured ground: news, advice or a warning.")
        template = "blocks/callout.html"


class AccordionItemBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(label=_("Question"))
    answer = blocks.RichTextBlock(label=_("Answer"), features=ANSWER_FEATURES)


class AccordionBlock(Previewed, blocks.StructBlock):
    """Questions that open to show their answers."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    items = blocks.ListBlock(AccordionItemBlock(), label=_("Questions"), min_num=1, max_num=40)

    def sample(self, words: dict[str, str]) -> dict[str, object]:
        """Two questions."""
        item = {"question": words["title"], "answer": f"<p>{words['text']}</p>"}
        return {"title": words["short"], "items": [item, item]}

    class Meta:
        icon = "list-ul"
        label = _("Questions and answers")
        group = groups.WORDS
        description = _("Questions that open to show their answers.")
        template = "blocks/accordion.html"


class TimelineItemBlock(blocks.StructBlock):
    """Something that happened, and when."""

    when = blocks.CharBlock(label=_("When"))
    title = blocks.CharBlock(label=_("Title"))
    text = blocks.TextBlock(label=_("Text"), required=False)


class TimelineBlock(Previewed, blocks.StructBlock):
    """Events in the order of time."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    items = blocks.ListBlock(TimelineItemBlock(), label=_("Events"), min_num=1, max_num=30)

    def sample(self, words: dict[str, str]) -> dict[str, object]:
        """Two events."""
        items = [{"when": when, "title": words["short"], "text": words["text"]} for when in ("1997", "2000")]
        return {"title": words["short"], "items": items}

    class Meta:
        icon = "history"
        label = _("Timeline")
        group = groups.NUMBERS
        description = _("What happened when, from the first to the last.")
        template = "blocks/timeline.html"
