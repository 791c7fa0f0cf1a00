"""What a page says where its original has changed and nobody has translated that yet."""

from collections import defaultdict

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue, validate_translation_links

from translations.services.placeholders import is_whole

Place = tuple[str, int]  # the path of a text, and its place among those of the page


def former_words(source: TranslationSource, locale: Locale, page: Page) -> dict[Place, StringValue]:
    """What `page`, before it is written anew, has in the place of texts that wait to be translated: its draft would
    have the original's words there, and have lost its own.

    Only where one text of a field or block has changed: of several nobody can tell which was which.
    """
    segments = source.stringsegment_set.annotate_translation(locale)
    waiting: dict[int, list[StringSegment]] = defaultdict(list)
    for segment in segments.filter(translation=None).select_related("string", "context"):
        waiting[segment.context_id].append(segment)
    said = {one.string.data for one in extract_segments(page) if isinstance(one, StringSegmentValue)}
    rows = StringTranslation.objects.filter(
        locale=locale, context__in=waiting, translation_of__locale=source.locale, has_error=False
    ).exclude(translation_of__in=source.stringsegment_set.values("string"))
    before: dict[int, list[str]] = defaultdict(list)
    for context, text in rows.values_list("context", "data"):
        if text in said:
            before[context].append(text)
    return {
        (segments[0].context.path, segments[0].order): StringValue(before[context][0])
        for context, segments in waiting.items()
        if len(segments) == len(before[context]) == 1 and _fits(segments[0].string.data, before[context][0])
    }


def _fits(original: str, text: str) -> bool:
    """Whether a text names no link and no key figure that its new original lacks."""
    try:
        validate_translation_links(original, text)
    except ValueError:
        return False
    return is_whole(original, text)
