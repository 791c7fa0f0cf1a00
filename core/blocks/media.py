"""Blocks of films and files."""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock as WagtailDocumentChooserBlock
from wagtail_localize.segments import OverridableSegmentValue

from core import body_links, linked_documents
from core.chosen import FoundTogether
from core.pages import ILLUSTRATIONS

from . import groups
from .preview import Previewed

YOUTUBE = {"youtube.com", "youtube-nocookie.com", "youtu.be", "m.youtube.com"}
VIMEO = {"vimeo.com", "player.vimeo.com"}
VIDEO_FILE = re.compile(r"\.(mp4|webm)$", re.IGNORECASE)
YOUTUBE_ID = re.compile(r"^[\w-]{11}$")
YOUTUBE_PLACES = {"embed", "live", "shorts", "v"}  # what stands before a film; a channel or a list is none
VIMEO_KEY = re.compile(r"^[0-9a-f]{6,20}$")  # without it a film that is not listed does not play


class Film:
    """What an address of a film says: `provider` (YouTube, Vimeo, or "" for a file) and the address that plays it."""

    def __init__(self, address: str) -> None:
        self.provider, self.player = "", ""
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:  # a bracket out of place
            return
        if host in YOUTUBE:
            if YOUTUBE_ID.match(found := _youtube(host, parts)):
                self.provider, self.player = "YouTube", f"https://www.youtube-nocookie.com/embed/{found}"
        elif host in VIMEO:
            number, key = _vimeo(parts)
            if number.isdecimal():
                address = f"https://player.vimeo.com/video/{number}?dnt=1" + (f"&h={key}" if key else "")
                self.provider, self.player = "Vimeo", address
        elif VIDEO_FILE.search(parts.path) and host in ("", _our_host()):
            self.player = address  # browsers play no file of another site: media-src


def _youtube(host: str, parts: SplitResult) -> str:
    """What stands where the name of a film does."""
    first, _slash, rest = parts.path.strip("/").partition("/")
    if host == "youtu.be":
        return first
    return parse_qs(parts.query).get("v", [""])[0] if first == "watch" else rest * (first in YOUTUBE_PLACES)


def _vimeo(parts: SplitResult) -> tuple[str, str]:
    """The number of a film, or something else, and the key of one that is not listed, or ""."""
    *before, last = parts.path.rstrip("/").split("/")
    if before and before[-1].isdecimal() and VIMEO_KEY.match(last):
        return before[-1], last
    key = parse_qs(parts.query).get("h", [""])[0]
    return last, key if VIMEO_KEY.match(key) else ""


def _our_host() -> str:
    """Where this site is."""
    return (urlsplit(settings.SITE_URL).hostname or "").removeprefix("www.")


class VideoValue(blocks.StructValue):
    """Knows who would be asked for the film."""

    @property
    def address(self) -> str:
        """Of the film that was chosen in the library, else the one that was typed."""
        chosen = self.get("file")
        return chosen.url if chosen else self["url"]

    @property
    def film(self) -> Film:
        """Who keeps the film, and where it plays."""
        return Film(self.address)

    @property
    def documents(self) -> set[int]:
        """Ids of the film, if it is ours, and of its subtitles."""
        chosen = (self.get("file"), self.get("captions"))
        return body_links.documents_by_address(f'"{self["url"]}"') | {one.pk for one in chosen if one}


class FilmAddressBlock(blocks.CharBlock):
    """Nothing to translate: other languages show the same film, and may name another."""

    def extract_references(self, value: str) -> Iterator[tuple]:
        """A film of ours is a document: the gate asks for it, and a takedown finds it."""
        for pk in body_links.documents_by_address(f'"{value}"'):
            yield get_document_model(), str(pk), "", ""

    def get_translatable_segments(self, value: str) -> list[OverridableSegmentValue]:
        """As wagtail-localize treats addresses of sites."""
        return [OverridableSegmentValue("", value)] if value else []

    def restore_translated_segments(self, value: str, segments: list[OverridableSegmentValue]) -> str:
        """The other film's address."""
        return segments[0].data or value


class DocumentChooserBlock(FoundTogether, WagtailDocumentChooserBlock):
    """Wagtail's; any number costs one query."""

    class Meta:
        icon = "doc-full-inverse"


class VideoBlock(Previewed, blocks.StructBlock):
    """A film. Nothing is loaded from anybody else before the visitor presses."""

    url = FilmAddressBlock(
        label=_("Address of the film"),
        required=False,
        max_length=300,
        help_text=_("On YouTube or Vimeo. Left empty where the film is chosen below."),
    )
    file = DocumentChooserBlock(
        label=_("Film of the library"),
        required=False,
        help_text=_("An .mp4 file among our documents: it comes down with the consent of whom it shows."),
    )
    captions = DocumentChooserBlock(
        label=_("Subtitles"),
        required=False,
        help_text=_(
            "A .vtt file among our documents: needed where somebody speaks in a film of ours. A translation may name "
            "another. On YouTube and Vimeo subtitles are added there."
        ),
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
        """Refuse what no player of ours can show, and files of another kind; raises StructBlockValidationError."""
        value = super().clean(value)
        if self.is_deferred_validation and not value.address:  # a draft, not written to its end
            return value
        if problems := {name: ValidationError(words) for name, words in _problems(value)}:
            raise StructBlockValidationError(block_errors=problems)
        return value

    def get_context(self, value: VideoValue, parent_context: dict | None = None) -> dict:
        """Whether it is there and may be offered in this language, as `is_offered`, and its subtitles, if they may."""
        offered = linked_documents.find(value.documents)
        captions = value.get("captions")
        needed = value.documents - ({captions.pk} if captions else set())
        is_offered = bool(value.address) and needed <= offered.keys()
        shown = offered.get(captions.pk) if captions and not value.film.provider else None
        return {**super().get_context(value, parent_context), "is_offered": is_offered, "captions": shown}

    def get_searchable_content(self, value: VideoValue) -> list[str]:
        """Nothing of a film of ours: it may come down while its page stays, and what is found is not asked again."""
        return [] if value.documents else super().get_searchable_content(value)

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


def _problems(value: VideoValue) -> Iterator[tuple[str, Promise]]:
    """Each with its field."""
    film, captions = value.get("file"), value.get("captions")
    if film and value["url"]:
        yield "file", _("Either an address or a film of the library: the other stays empty.")
    elif film and film.file_extension != "mp4":
        yield "file", _("This is no .mp4 file.")
    elif not film and not (Film(value["url"]).player and value["url"].startswith(("https://", "/"))):
        yield (
            "url",
            _(
                "Give the address of one film on YouTube or Vimeo, from https:// on, or choose one of the library."
            ),
        )
    if captions and captions.file_extension != "vtt":
        yield "captions", _("This is no .vtt file.")
    elif captions and value.film.provider:
        yield (
            "captions",
            _("Only a film of ours takes subtitles from here. On YouTube and Vimeo they are added there."),
        )


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
