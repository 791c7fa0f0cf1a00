"""What a body refers to: ids read from its JSON, without the database."""

import json
import re
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.blocks.stream_block import StreamValue

PAGE_LINK = re.compile(r'<a [^>]*?linktype=\\"page\\"[^>]*>')
DOCUMENT_LINK = re.compile(r'<a [^>]*?linktype=\\"document\\"[^>]*>')
DOCUMENT_ADDRESS = re.compile(r'["\'\s=(](?:(?:https?:)?//([^/"\'\\\s]+))?/documents/(\d{1,9})/')
ID = re.compile(r' id=\\"(\d+)\\"')
PICTURE = re.compile(r'"(?:image|logo)": (\d+)')
CHOSEN = re.compile(r'"page": (\d+)')
FILM = re.compile(r'"(?:file|captions)": (\d+)')
NUMBER = re.compile(r'(?:"value": |^|, )(\d+)')


def raw(body: StreamValue | None) -> str:
    """The JSON of a body."""
    return json.dumps(list(body.raw_data), default=str) if body else ""


def pages_in(text: str) -> set[int]:
    """Ids of the pages that the JSON of a body refers to: by links, and by choosers."""
    return in_tags(text, PAGE_LINK) | {int(pk) for pk in CHOSEN.findall(text)} | in_lists(text, "pages")


def documents_in(text: str) -> set[int]:
    """Ids of the documents that the JSON of a body refers to: by links, in lists to take away, as films with their
    subtitles, and by address.
    """
    chosen = in_lists(text, "documents") | {int(pk) for pk in FILM.findall(text)}
    return in_tags(text, DOCUMENT_LINK) | chosen | documents_by_address(text)


def documents_by_address(text: str) -> set[int]:
    """Ids of the documents whose addresses on our site stand in a text, as somebody typed them: of a film, say."""
    ours = _plain(urlsplit(settings.SITE_URL).netloc)
    return {int(pk) for host, pk in DOCUMENT_ADDRESS.findall(text) if _plain(host) in ("", ours)}


def _plain(host: str) -> str:
    return host.rpartition("@")[2].partition(":")[0].lower().removeprefix("www.")


def pictures_in(text: str) -> set[int]:
    """Ids of the pictures that the JSON of a body shows."""
    return {int(pk) for pk in PICTURE.findall(text)}


def in_tags(text: str, tag: re.Pattern[str]) -> set[int]:
    """The ids in those tags of its rich texts that `tag` finds."""
    return {int(pk) for found in tag.findall(text) for pk in ID.findall(found)}


def in_lists(text: str, name: str) -> set[int]:
    """The ids in the lists of choosers called `name`."""
    lists = re.findall(rf'"{name}": \[(.*?)\]', text, re.DOTALL)
    return {int(pk) for inner in lists for pk in NUMBER.findall(inner)}
