"""The texts of a translation put together to a draft; the published page stays as it is.

wagtail-localize's own `save_target` writes the row that visitors see even when asked for a draft, and fills what is
not translated with the original's text. So drafts are made here, of the same segments.
"""

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation, TranslationLog
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.ingest import ingest_segments

from core.slugs import free_slug
from languages.slugs import slugify
from translations.services import children, times
from translations.services.adopting import typed_since
from translations.services.former import former_words
from translations.services.links import localise_links


@transaction.atomic
def save_draft(translation: Translation, user: object) -> Page:
    """Write the translation's texts into a new revision of its page, which is made if need be; returns the page.

    Raises ValidationError where the page would not be valid.
    """
    source, locale = translation.source, translation.target_locale
    original = source.as_instance()
    page = _target(original, translation)
    told = children.told_of(page)
    former = former_words(source, locale, page)
    copy_synchronised_fields(original, page)
    children.keep(told, page, original)
    times.follow(page, original)
    segments = source._get_segments_for_translation(locale, fallback=True)
    for segment in segments:
        if isinstance(segment, StringSegmentValue):
            segment.string = former.get((segment.path, segment.order), segment.string)
    ingest_segments(original, page, source.locale, locale, segments)
    localise_links(page, source.locale)
    if page.first_published_at is None and not page.live and not page.get_parent().is_root():
        slug = slugify(page.title, locale.language_code) or page.slug
        page.slug = free_slug(page, page.get_parent(), slug)
    revision = page.save_revision(user=user, log_action=True)
    _close_as(original, page)
    TranslationLog.objects.create(source=source, locale=locale, revision=revision)
    return page


def publish(translation: Translation, user: object) -> Page:
    """Publish a translation, on its editor's word.

    Raises ValidationError where texts are not translated yet: visitors would read two languages on one page.
    """
    require_all_texts(translation)
    page = save_draft(translation, user)
    page.latest_revision.publish(user=user)
    return page


def take_over(translation: Translation, page: Page, user: object, *, with_original: bool) -> None:
    """Write into the draft of `page` what was written on the screen since: whoever approves has read that.

    `with_original`: what was fetched from the original since, too, which the screen shows as well. Raises
    ValidationError where texts are missing, or where the page would not be valid.
    """
    is_newer = is_written_since(translation, page)
    if with_original or is_newer:
        require_all_texts(translation)
    if is_newer or (with_original and translation.source.last_updated_at > page.latest_revision_created_at):
        save_draft(translation, user)


def is_written_since(translation: Translation, page: Page) -> bool:
    """Whether somebody has written on the screen what no version of `page` has yet, or taken away what the newest has;
    what was adopted it says itself.
    """
    taken_away, at = translation.translations_last_updated_at, page.latest_revision_created_at
    if taken_away and at and taken_away > at:
        return True
    theirs = {"context__object_id": translation.source.object_id, "locale": translation.target_locale}
    kinds = (StringTranslation, SegmentOverride)
    rows = (kind.objects.filter(last_translated_by__isnull=False, **theirs) for kind in kinds)
    return any(typed_since(some, page).exists() for some in rows)


def require_all_texts(translation: Translation) -> None:
    """Raise ValidationError unless everything is translated."""
    total, done = translation.get_progress()
    if missing := total - done:
        words = ngettext(
            "%(count)s text is not translated yet.", "%(count)s texts are not translated yet.", missing
        )
        raise ValidationError(words % {"count": missing} + " " + _("Nothing was published."))


def _close_as(original: Page, page: Page) -> None:
    """Close `page` where its original is closed to the public, by itself or by a section above it.

    wagtail-localize does not look above, and opens at once what staff closed in this language alone.
    """
    closed = original.get_view_restrictions().first()
    if closed and not page.get_view_restrictions().exists():
        ours = page.view_restrictions.create(
            restriction_type=closed.restriction_type, password=closed.password
        )
        ours.groups.set(closed.groups.all())


def _target(original: Page, translation: Translation) -> Page:
    try:
        page = translation.get_target_instance()
    except ObjectDoesNotExist:
        return original.copy_for_translation(translation.target_locale)
    if page.alias_of_id:
        page.alias_of = None
        page.save(update_fields=["alias_of"], clean=False)
    return page.get_latest_revision_as_object()
