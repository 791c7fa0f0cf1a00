"""What a page says where its original has changed and nobody has translated that yet, or somebody has by mistake."""

from collections import defaultdict
from collections.abc import Iterable

from wagtail.models import Locale, Page
from wagtail_localize.models import String, StringSegment, StringTranslation, TranslationSource
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
    segments = source.stringsegment_set.annotate_translation(locale).select_related("string", "context")
    waiting: dict[int, list[StringSegment]] = defaultdict(list)
    done: dict[str, set[str]] = defaultdict(set)
    for segment in segments:
        if segment.translation is None:
            waiting[segment.context_id].append(segment)
        else:
            done[segment.context.path].add(segment.translation)
    said = [one for one in extract_segments(page) if isinstance(one, StringSegmentValue)]
    texts = {one.string.data for one in said}
    before = _translated_before(source, locale, waiting, texts)
    theirs = set(String.objects.filter(locale=source.locale, data__in=texts).values_list("data", flat=True))
    found: dict[Place, StringValue] = {}
    for context, (segment, *others) in waiting.items():
        path = segment.context.path
        # Of a mistake, or a text that was taken away, no row has what the page said; the original's words are none.
        here = [one.string.data for one in said if one.path == path]
        words = before[context] or [text for text in here if text not in done[path] | theirs]
        if len(words) == 1 and not others and _fits(segment.string.data, words[0]):
            found[path, segment.order] = StringValue(words[0])
    return found


def _translated_before(
    source: TranslationSource, locale: Locale, contexts: Iterable[int], said: set[str]
) -> dict[int, list[str]]:
    rows = StringTranslation.objects.filter(
        locale=locale, context__in=contexts, translation_of__locale=source.locale, has_error=False
    ).exclude(translation_of__in=source.stringsegment_set.values("string"))
    before: dict[int, list[str]] = defaultdict(list)
    for context, text in rows.values_list("context", "data"):
        if text in said:
            before[context].append(text)
    return before


def _fits(original: str, text: str) -> bool:
    """Whether a text names no link and no key figure that its new original lacks."""
    try:
        validate_translation_links(original, text)
    except ValueError:
        return False
    return is_whole(original, text)
