"""The doubtful words of a translation between the scripts, and what an editor decides about them."""

import re
from dataclasses import dataclass

from django.db import transaction
from wagtail_localize.models import StringTranslation, Translation

from translations.models import CheckedWord, ProtectedName, Spelling
from translations.services.drafts import save_draft
from translations.services.translating import fill
from translations.translator import converter, doubts
from translations.words import additions, forget


@dataclass(frozen=True)
class Question:
    """A doubtful word: how it may be written, the way it is written now first, why, and where it stands."""

    word: str
    spellings: tuple[str, ...]
    reason: str
    excerpt: tuple[str, str, str]  # before, the word, after


def questions(translation: Translation) -> list[Question]:
    """What an editor should look at in a translation between the scripts, each word once, in the page's order.

    Texts that a person has written, and words that were decided before, raise no question.
    """
    source = translation.source
    language, words = source.locale.language_code, additions(source.object_id)
    write = converter(translation.target_locale.language_code, words)
    found: dict[str, Question] = {}
    for text in _texts(translation):
        for doubt in doubts(language, text, words):
            spellings = _spellings(doubt.word, write(doubt.word), doubt.options)
            # Both words are written alike with this ending: моль loses its ь too.
            settled = doubt.reason == "two words" and len(spellings) == 1
            if not settled and doubt.word.lower() not in found:
                found[doubt.word.lower()] = Question(
                    doubt.word, spellings, doubt.reason, _around(text, doubt.word)
                )
    return list(found.values())


@transaction.atomic
def decide(
    translation: Translation, word: str, spelling: str, user: object, *, everywhere: bool = False
) -> None:
    """Write `word` as `spelling` on this page (or `everywhere`) from now on, and leave a new draft.

    Raises ValidationError for what is not a word in its script.
    """
    if everywhere and spelling == word:
        ProtectedName.objects.get_or_create(name=word)
    else:
        _keep(translation, word, spelling, everywhere=everywhere)
    forget()
    fill(translation, user)
    save_draft(translation, user)


def _keep(translation: Translation, word: str, spelling: str, *, everywhere: bool) -> None:
    from_latin = translation.source.locale.language_code == "uz"
    latin, cyrillic = (word, spelling) if from_latin else (spelling, word)
    key = {} if everywhere else {"page_key": translation.source.object_id}
    pair = (Spelling if everywhere else CheckedWord)(latin=latin, cyrillic=cyrillic, **key)
    pair.full_clean(validate_unique=False, validate_constraints=False)  # one that is there is changed
    type(pair).objects.update_or_create(latin=pair.latin, **key, defaults={"cyrillic": pair.cyrillic})


def _texts(translation: Translation) -> list[str]:
    machine = StringTranslation.objects.filter(
        locale=translation.target_locale,
        context__object_id=translation.source.object_id,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
    ).values_list("translation_of", "context")
    written = set(machine)
    segments = translation.source.stringsegment_set.select_related("string").order_by("order")
    return [
        segment.string.as_value().render_text()
        for segment in segments
        if (segment.string_id, segment.context_id) in written
    ]


def _spellings(word: str, ours: str, options: tuple[str, ...]) -> tuple[str, ...]:
    """Whole words, endings included, for stems that a word may have (ёдни, йодни); ours first."""
    if ours == word:  # foreign, so it keeps its capitals too: YouTube
        return (word,)
    written = ours.lower()
    stem = next((o.removesuffix("ь") for o in options if written.startswith(o.removesuffix("ь"))), "")
    if not stem:
        return (written,)
    ending = written[len(stem) :].removeprefix("ь")
    whole = (option.removesuffix("ь") + ending if ending else option for option in options)
    return tuple(dict.fromkeys([written, *whole]))


def _around(text: str, word: str, length: int = 60) -> tuple[str, str, str]:
    place = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
    if place is None:  # its apostrophe was put right since
        return "", word, ""
    before, after = text[: place.start()], text[place.end() :]
    return before[-length:], word, after[:length]
