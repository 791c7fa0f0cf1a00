"""Blocks of films and files."""

import re
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock as WagtailDocumentChooserBlock

from core import linked_documents
from core.chosen import FoundTogether
from core.pages import ILLUSTRATIONS

from . import groups
from .preview import Previewed

YOUTUBE = {"youtube.com", "youtube-nocookie.com", "youtu.be", "m.youtube.com"}
VIMEO = {"vimeo.com", "player.vimeo.com"}
VIDEO_FILE = re.compile(r"\.(mp4|webm)$", re.IGNORECASE)
YOUTUBE_ID = re.compile(r"^[\w-]{6,20}$")


class Film:
    """What an address of a film says: `provider` (YouTube, Vimeo, or "" for a file) and the address that plays it."""

    def __init__(self, address: str) -> None:
        self.provider, self.player = "", ""
        try:
            parts = urlsplit(address)
        except ValueError:  # a bracket out of place
            return
        host = (parts.hostname or "").removeprefix("www.")
        last = parts.path.rstrip("/").rpartition("/")[2]
        if host in YOUTUBE:
            found = parse_qs(parts.query).get("v", [last])[0]
            if YOUTUBE_ID.match(found):
                self.provider, self.player = "YouTube", f"https://www.youtube-nocookie.com/embed/{found}"
        elif host in VIMEO and last.isdigit():
            self.provider, self.player = "Vimeo", f"https://player.vimeo.com/video/{last}?dnt=1"
        elif VIDEO_FILE.search(parts.path):
            self.player = address


class VideoValue(blocks.StructValue):
    """Knows who would be asked for the film."""

    @property
    def film(self) -> Film:
        """Who keeps the film, and where it plays."""
        return Film(self["url"])


class VideoBlock(Previewed, blocks.StructBlock):
    """A film. Nothing is loaded from anybody else before the visitor presses."""

    url = blocks.CharBlock(
        label=_("Address of the film"),
        max_length=300,
        help_text=_("On YouTube or Vimeo, or of a file of ours that ends in .mp4 or .webm."),
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    length = blocks.CharBlock(label=_("Length"), required=False, max_length=20, help_text=_("Such as 2:30."))
    illustration = blocks.ChoiceBlock(
        label=_("Picture on the curtain"),
        choices=ILLUSTRATIONS,
        default="hero",
        help_text=_("One of our drawings, so that nothing is loaded from elsewhere."),
    )
    transcript = blocks.RichTextBlock(
        label=_("What is said and seen"),
        required=False,
        features=["bold", "italic", "link", "ul"],
        help_text=_("For those who do not hear or see the film."),
    )

    def clean(self, value: VideoValue) -> VideoValue:
        """Refuse an address that no player of ours can show; raises StructBlockValidationError."""
        value = super().clean(value)
        if not Film(value["url"]).player or not value["url"].startswith(("https://", "/")):
            problem = ValidationError(
                _("Give the address of a film on YouTube or Vimeo, or of an .mp4 or .webm file.")
            )
            raise StructBlockValidationError(block_errors={"url": problem})
        return value

    def sample(self, words: dict[str, str]) -> dict[str, object]:
        """A curtain that leads nowhere in particular."""
        return {
            "url": "https://vimeo.com/1",
            "title": words["short"],
            "length": "2:30",
            "illustration": "hero",
            "transcript": f"<p>{words['text']}</p>",
        }

    class Meta:
        icon = "media"
        label = _("Film")
        group = groups.PICTURES
        description = _(
            "A film behind a drawing of ours. YouTube or Vimeo learn of the visitor only after a press."
        )
        template = "blocks/video.html"
        value_class = VideoValue


class DocumentChooserBlock(FoundTogether, WagtailDocumentChooserBlock):
    """Wagtail's; any number costs one query."""

    class Meta:
        icon = "doc-full-inverse"


class DocumentsBlock(Previewed, blocks.StructBlock):
    """Files to take away, each with its kind and size."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    documents = blocks.ListBlock(DocumentChooserBlock(), label=_("Documents"), min_num=1, max_num=10)

    def sample(self, words: dict[str, str]) -> dict[str, object]:
        """Any documents of the library."""
        library = get_document_model().objects.order_by("pk")
        return {"title": words["short"], "documents": list(library[:2])}

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        """Add those that are there and may be offered, as `documents`."""
        there = [document for document in value["documents"] if document]
        offered = linked_documents.find(document.pk for document in there)
        shown = [document for document in there if document.pk in offered]
        return {**super().get_context(value, parent_context), "documents": shown}

    class Meta:
        icon = "download"
        label = _("Documents")
        group = groups.PICTURES
        description = _("Files to download; title, kind and size are shown.")
        template = "blocks/documents.html"


class NewsletterBlock(Previewed, blocks.StructBlock):
    """The way to the newsletter."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=300)

    def sample(self, words: dict[str, str]) -> dict[str, str]:
        """A title and a sentence."""
        return {"title": words["short"], "text": words["text"]}

    class Meta:
        icon = "mail"
        label = _("Newsletter")
        group = groups.TAKE_PART
        description = _("A few words and the button that leads to the newsletter’s form.")
        template = "blocks/newsletter.html"
