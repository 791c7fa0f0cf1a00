"""Begins translations and has the translator between the scripts write them."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Q
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from translations.models import script_locale
from translations.services.adopting import adopt, adopt_choices
from translations.services.drafts import save_draft
from translations.translator import ScriptTranslator
from translations.words import additions

TRANSLATOR = ScriptTranslator({})


@transaction.atomic
def begin(page: Page, locale: Locale) -> Translation:
    """The translation of `page` into `locale`, side by side, with the newest text of the original.

    What the page in that language says already is kept as its translation; what has changed in the original since it
    was written waits to be translated anew. A page is translated from one language only: others end.
    """
    found = Translation.objects.filter(
        source__object_id=page.translation_key, source__locale=page.locale, target_locale=locale
    ).first()
    if not (found and found.enabled):
        _adopt_existing(page, locale)
    source, _made = TranslationSource.update_or_create_from_instance(newest(page))
    translation, _made = Translation.objects.update_or_create(
        source=source, target_locale=locale, defaults={"enabled": True}
    )
    # wagtail-localize expects one source for each page, ended translations included. Their texts are kept all the same.
    others = Translation.objects.filter(source__object_id=page.translation_key).exclude(pk=translation.pk)
    others.filter(Q(target_locale=locale) | Q(source__locale=locale, target_locale=page.locale)).delete()
    return translation


@transaction.atomic
def begin_as_draft(page: Page, locale: Locale, user: object) -> Translation:
    """Begin the translation of a page, and before it those of the pages above that `locale` lacks, all as drafts.

    Wagtail would make mirrors of those above: live ones, in the original's words, which nobody approved. Raises
    ValidationError where one of them would not be valid.
    """
    parent = page.get_parent()
    if not (parent.is_root() or parent.get_translations(inclusive=True).filter(locale=locale).exists()):
        begin_as_draft(parent.specific, locale, user)
    translation = begin(page, locale)
    if TRANSLATOR.can_translate(page.locale, locale):
        fill(translation, user)
    save_draft(translation, user)
    return translation


def write_in_other_script(page: Page, user: object) -> Translation:
    """Begin or bring up to date the translation of `page` into Uzbek's other script, as a draft.

    Raises ValidationError where the page would not be valid, ValueError where its language is not Uzbek.
    """
    locale = script_locale(page.locale)
    if locale is None:
        raise ValueError("Only Uzbek has two scripts.")
    return begin_as_draft(page, locale, user)


def fill(translation: Translation, user: object) -> int:
    """Have the translator write what no person has; returns how many texts it wrote.

    What it wrote before is written again, since the lists of words may have grown.
    """
    source, locale = translation.source, translation.target_locale
    handmade = set(
        StringTranslation.objects.filter(locale=locale, context__object_id=source.object_id, has_error=False)
        .exclude(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
        .values_list("translation_of", "context")
    )
    places = defaultdict(list)
    for segment in source.stringsegment_set.select_related("string"):
        if (segment.string_id, segment.context_id) not in handmade:
            places[segment.string.as_value()].append((segment.string_id, segment.context_id))
    words = additions(source.object_id)
    written = TRANSLATOR.translate(source.locale, locale, places, words)
    for string, where in places.items():
        for string_id, context_id in where:
            _keep(locale, string_id, context_id, written[string].data, user)
    return len(places)


def as_it_was(page: Page, existing: Page) -> Page:
    """The original as it was when its translation was last written."""
    revisions = Revision.objects.for_instance(page).order_by("created_at")
    before = revisions.filter(created_at__lte=existing.latest_revision_created_at or page.last_published_at)
    revision = before.last() or revisions.first()
    return revision.as_object() if revision else page


def newest(page: Page) -> Page:
    """The page as its editors see it: its newest draft."""
    return page.get_latest_revision_as_object()


def _keep(locale: Locale, string_id: int, context_id: int, text: str, user: object) -> None:
    StringTranslation.objects.update_or_create(
        translation_of_id=string_id,
        context_id=context_id,
        locale=locale,
        defaults={
            "data": text,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MACHINE,
            "tool_name": TRANSLATOR.display_name,
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )


def _adopt_existing(page: Page, locale: Locale) -> None:
    existing = Page.objects.filter(translation_key=page.translation_key, locale=locale, alias_of=None).first()
    if existing is None:
        return
    existing = newest(existing)
    then = as_it_was(page, existing)
    source, _made = TranslationSource.update_or_create_from_instance(then)
    strings = [row.string.as_value() for row in source.stringsegment_set.select_related("string")]
    machine = {}
    if TRANSLATOR.can_translate(page.locale, locale):
        written = TRANSLATOR.translate(page.locale, locale, strings, additions(page.translation_key))
        machine = {string.data: translated.data for string, translated in written.items()}
    adopt(source, existing, locale, machine)
    adopt_choices(source, existing, locale)
