"""Makes translations of pages that were translated by hand before: nothing that is written is lost."""

import json
from collections import defaultdict
from collections.abc import Callable

from django.db.models import QuerySet
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

Place = tuple[str, ...]  # a path, with numbers for the ids of blocks where the two pages have different ones
Items = list[tuple[str, object]]  # by paths


def adopt(source: TranslationSource, page: Page, locale: Locale, machine: dict[str, str]) -> int:
    """Take the texts of `page` as the translations of those of `source`; returns how many.

    Texts belong together when they stand at the same place of blocks of the same shape. `machine` maps an original
    text to what the translator writes: a text that is the same is not taken for handwork. What was translated before
    and the page no longer says goes: it would come back with the next publication. What waits to be translated goes on
    waiting, though the page has words in its place.
    """
    rows = StringTranslation.objects.filter(locale=locale, context__object_id=source.object_id)
    typed = set(typed_since(rows, page).values_list("translation_of_id", "context_id"))
    is_untouched = TranslationLog.objects.filter(revision=page.latest_revision_id).exists()
    if is_untouched:  # what has a mistake is on the screen alone
        typed |= set(rows.filter(has_error=True).values_list("translation_of_id", "context_id"))
    segments = source.stringsegment_set.select_related("string", "context").order_by("order")
    originals, translated = _by_place(
        [(segment.context.path, segment) for segment in segments],
        [
            (segment.path, segment.string.data)
            for segment in extract_segments(page)
            if isinstance(segment, StringSegmentValue)
        ],
    )
    said = {text for texts in translated.values() for text in texts}
    known = set(rows.filter(has_error=False).values_list("translation_of_id", "context_id", "data"))
    waiting = _waiting(source, locale, said)
    pairs = [
        (segment, text)
        for place in _alike(originals, translated)
        for segment, text in zip(originals[place], translated[place], strict=True)
        if (segment.string_id, segment.context_id) not in typed
        and ((segment.string_id, segment.context_id, text) in known or not waiting(segment, text))
    ]
    taken = typed | {(segment.string_id, segment.context_id) for segment, _text in pairs}
    gone = [
        row.pk
        for row in rows.filter(has_error=False)  # no page takes those, so that their writers find them again
        if (row.translation_of_id, row.context_id) not in taken and row.data not in said
    ]
    rows.filter(pk__in=gone).delete()
    for segment, text in pairs:
        if (segment.string_id, segment.context_id, text) not in known:
            _write(segment, text, locale, by_hand=machine.get(segment.string.data) != text)
    return len(pairs)


def _waiting(
    source: TranslationSource, locale: Locale, said: set[str]
) -> Callable[[StringSegment, str], bool]:
    """Whether a text of the page is none of its original's: a page written from its original has the original's words
    where none were there, and what was translated before the original changed.
    """
    if not TranslationLog.objects.filter(source=source, locale=locale).exists():
        return lambda _segment, _text: False  # a person has written all of it
    theirs = set(String.objects.filter(locale=source.locale, data__in=said).values_list("data", flat=True))
    rows = StringTranslation.objects.filter(
        locale=locale,
        translation_of__locale=source.locale,
        context__object_id=source.object_id,
        has_error=False,
    )
    before = set(rows.values_list("context_id", "data"))
    return lambda segment, text: text in theirs or (segment.context_id, text) in before


def _write(segment: StringSegment, text: str, locale: Locale, *, by_hand: bool) -> None:
    kinds = StringTranslation
    kinds.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=locale,
        defaults={
            "data": text,
            "translation_type": kinds.TRANSLATION_TYPE_MANUAL if by_hand else kinds.TRANSLATION_TYPE_MACHINE,
            "last_translated_by": None,
            "has_error": False,
            "field_error": "",
        },
    )


def adopt_choices(source: TranslationSource, page: Page, locale: Locale) -> int:
    """Take what `page` shows instead of the original's documents, pictures and addresses; returns how many.

    Not the pages they link to: those follow the original's (see `links`).
    """
    rows = SegmentOverride.objects.filter(locale=locale, context__object_id=source.object_id)
    typed = set(typed_since(rows, page).values_list("context_id", flat=True))
    rows.exclude(context__in=typed).delete()
    segments = source.overridablesegment_set.select_related("context").order_by("order")
    originals, chosen = _by_place(
        [(segment.context.path, segment) for segment in segments],
        [
            (segment.path, segment.data)
            for segment in extract_segments(page)
            if isinstance(segment, OverridableSegmentValue)
        ],
    )
    pairs = [
        (segment, data)
        for place in _alike(originals, chosen)
        if len(place) > 1 and not _leads_to_page(place)
        for segment, data in zip(originals[place], chosen[place], strict=True)
        if segment.data != data and segment.context_id not in typed
    ]
    for segment, data in pairs:
        SegmentOverride.objects.update_or_create(
            locale=locale,
            context=segment.context,
            defaults={"data_json": json.dumps(data), "has_error": False, "field_error": ""},
        )
    return len(pairs)


def left_over(translation: Translation, page: Page) -> int:
    """How many texts of `page` are beside no text of the original: they go when the page is next written from it."""
    source, locale = translation.source, translation.target_locale
    ours = source.stringsegment_set.values_list("string__data", flat=True)  # not translated yet
    rows = StringTranslation.objects.filter(locale=locale, context__object_id=source.object_id)
    placed = {*ours, *rows.values_list("data", flat=True)}
    said = (one.string.data for one in extract_segments(page) if isinstance(one, StringSegmentValue))
    return sum(text not in placed for text in said)


def typed_since(rows: QuerySet, page: Page) -> QuerySet:
    """What was translated beside the original after the page was last written, so that no version of it has it yet."""
    at = page.latest_revision_created_at
    return rows.filter(updated_at__gt=at) if at else rows


def _leads_to_page(place: Place) -> bool:
    """Choosers of pages are called so in all our blocks (see `core.body_links`)."""
    names = [part for part in place if not part.isdecimal()]
    return names[-1] in ("page", "pages")


def _by_place(ours: Items, theirs: Items) -> tuple[dict[Place, list], dict[Place, list]]:
    """Both by their places. A page that was written from its original has the ids of its blocks, wherever somebody has
    put them since; one that was translated by hand has its own, so that there the order counts.
    """
    known = {field for field, _id in _ids(ours) & _ids(theirs)}
    return _placed(ours, known), _placed(theirs, known)


def _ids(items: Items) -> set[tuple[str, str]]:
    """The ids of blocks, each with its field."""
    paths = (path.split(".") for path, _item in items)
    return {(path[0], part) for path in paths for part in path if _is_id(part)}


def _is_id(part: str) -> bool:
    return len(part) == 36 and part.count("-") == 4


def _placed(items: Items, known: set[str]) -> dict[Place, list]:
    """With numbers for ids, but for those of the `known` fields."""
    numbers: dict[str, dict[str, int]] = defaultdict(dict)
    found: dict[Place, list] = defaultdict(list)
    for path, item in items:
        place, parent = [], ""
        parts = path.split(".")
        for part in parts:
            is_counted = _is_id(part) and parts[0] not in known
            place.append(str(numbers[parent].setdefault(part, len(numbers[parent]))) if is_counted else part)
            parent += "." + part
        found[tuple(place)].append(item)
    return found


def _alike(originals: dict[Place, list], translated: dict[Place, list]) -> list[Place]:
    """The places of blocks that have the same places with the same number of texts on both sides."""
    ours, theirs = _shapes(originals), _shapes(translated)
    return [place for place in originals if ours[place[:2]] == theirs.get(place[:2])]


def _shapes(texts: dict[Place, list]) -> dict[Place, set]:
    shapes: dict[Place, set] = defaultdict(set)
    for place, items in texts.items():
        shapes[place[:2]].add((place, len(items)))
    return shapes
