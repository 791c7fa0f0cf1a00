"""The checker beside the editor: what a page says, and what should be looked at."""

import html
import json
import re
from collections.abc import Iterable, Iterator

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from modelcluster.models import get_all_child_relations
from wagtail.admin.panels import Panel
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME
from wagtail_localize.models import Translation
from wagtail_localize.strings import StringValue

from core.pages import BasePage
from languages.normalising import prose_fields
from safeguarding.checker import Finding, check
from safeguarding.gate import media_of
from safeguarding.metadata import subtitles
from safeguarding.models import CustomDocument

MOST_CHARACTERS = 200_000
_AS_SPACES = re.compile(r"_|(?<=[^\W\d_])-(?=[^\W\d_])")  # in names of files
# Where a link leads, to a telephone or a messenger, too; what is seen on a picture in running text.
_IN_MARKUP = re.compile(r'\s(?:href|alt)="([^"]*)"')
_LINE_END = re.compile(r"</(?:p|li|h[1-6])>|<br\s*/?>")
# Whoever tells, and the place beside it, which nobody has typed.
WHO_AND_WHERE = ("person", "place", "village")


def texts_of(row: Model) -> Iterator[str]:
    """Everything that a page, or another row that the public reads, says: its fields, every text in its blocks,
    captions included, and its child rows.
    """
    yield from texts_beside(row)
    yield from _texts_within(row)


def _texts_within(row: Model) -> Iterator[str]:
    yield from _texts_of_row(row)
    for relation in get_all_child_relations(row):
        name = relation.get_accessor_name()
        if name != COMMENTS_RELATION_NAME:  # staff among themselves
            for inner in getattr(row, name).all():
                yield from _texts_of_row(inner)


def texts_beside(row: Model) -> Iterator[str]:
    """What a page says that is not written in its form, or not in its prose, as it was last kept."""
    if isinstance(row, BasePage):
        yield _who_and_where(row)
        yield row.slug
        yield from _of_the_library(row)
        yield from _of_rows_beside(row)


def _of_rows_beside(page: BasePage) -> Iterator[str]:
    """What a page shows of rows of their own: a campaign's purpose, what its money buys; in all languages."""
    for name in set(page.shown_with) - set(WHO_AND_WHERE):
        if row := getattr(page, name, None):
            yield from texts_of(row)


def _who_and_where(page: BasePage) -> str:
    return " ".join(str(getattr(page, name, None) or "") for name in WHO_AND_WHERE)


def _texts_of_row(row: Model) -> Iterator[str]:
    """Not the names of staff, which stand verbatim."""
    for field in prose_fields(type(row)):
        value = field.value_from_object(row)
        yield from _texts(list(value.raw_data) if isinstance(field, StreamField) else value)


def findings_of(row: Model) -> list[Finding]:
    """What should be looked at in a page, or in another row that the public reads."""
    return _found_in(texts_of(row))


def _found_in(texts: Iterable[str]) -> list[Finding]:
    return check("\n".join(filter(None, texts)))


def findings_of_translation(page: BasePage, translation: Translation) -> list[Finding]:
    """What should be looked at in what translators have written for `page`, whether or not a draft has it yet."""
    segments = translation.source.stringsegment_set.annotate_translation(translation.target_locale)
    written = segments.filter(translation__isnull=False).order_by("order")
    texts = (StringValue(segment.translation).render_text() for segment in written)
    return check("\n".join([_who_and_where(page), *texts]))


@require_POST
def check_text(request: HttpRequest) -> HttpResponse:
    """The findings in the texts of an editor's form, as the part of the page that shows them. Nothing is kept."""
    try:
        texts = json.loads(request.body)["texts"]
        text = "\n".join(str(one) for one in texts)[:MOST_CHARACTERS]
    except (ValueError, KeyError, TypeError):
        return HttpResponseBadRequest()
    return render(request, "safeguarding/back_office/findings.html", {"findings": check(text)})


class CheckPanel(Panel):
    """Shows what the checker found, and looks again while one types."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "safeguarding/back_office/check_panel.html"

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            """With what is found in it as it was last kept, and what the script sends with each look."""
            context = super().get_context_data(parent_context)
            if not self.instance.pk:
                return context | {"findings": [], "beside": []}
            beside = list(filter(None, texts_beside(self.instance)))
            return context | {
                "findings": _found_in([*beside, *_texts_within(self.instance)]),
                "beside": beside,
            }

        @property
        def media(self) -> forms.Media:
            """The script that looks again."""
            return forms.Media(js=["js/back_office/check.js"])


def check_panel() -> CheckPanel:
    """For a page's tab about children, and for whatever else staff write for the public."""
    return CheckPanel(heading=_("What should be looked at"), icon="warning")


def _of_the_library(page: BasePage) -> Iterator[str]:
    """What pages show of things that they refer to and that is not written in them: whom a picture is owed to, the
    title of a document, which is often the name that its file had and which readers keep it under, and subtitles.
    """
    for media in media_of(page):
        if not isinstance(media, CustomDocument):
            yield media.credit
            continue
        yield _AS_SPACES.sub(" ", media.title)
        if media.file_extension == "vtt":
            yield _said_in(media)


def _said_in(document: CustomDocument) -> str:
    """The words of subtitles, one look at the file; nothing where it is gone, which the page shows anyway."""
    try:
        with document.file.open("rb") as file:
            return subtitles.words(file.read(MOST_CHARACTERS))
    except OSError:
        return ""


def _texts(value: object) -> Iterator[str]:
    """Every text in a stream's raw data, without markup; ids and types are no texts that anybody would look for."""
    if isinstance(value, str):
        # Kept rich text names what it cannot hold: &nbsp; between two words, &#x27; within one.
        yield html.unescape(strip_tags(_LINE_END.sub("\n", value)))
        yield from map(html.unescape, _IN_MARKUP.findall(value))
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("id", "type"):
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
