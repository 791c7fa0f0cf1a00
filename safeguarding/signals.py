"""What must hold for rows of Wagtail's own."""

from django.db.models import Model, QuerySet
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page, UploadedFile

from core.publishing import ChildIdentity
from safeguarding import mirrors
from safeguarding.came_down import is_unread_since
from safeguarding.gate import consents_of
from safeguarding.metadata import clean_file
from safeguarding.models import PageConsent
from safeguarding.models.media import nameless
from safeguarding.services.naming import keep, name

ENDING = frozenset({"alias_of", "alias_of_id"})


@receiver(pre_save, sender=UploadedFile)
def clean_what_waits(instance: UploadedFile, **_signal: object) -> None:
    """A file that was uploaded among several and lacks something waits beside the library, and is copied into it as it
    lies there. Raises ValidationError where it cannot be cleaned.
    """
    if instance.file and not instance.file._committed:
        waiting = clean_file(instance.file.file)
        waiting.name = nameless("", waiting.name).lstrip("/")
        instance.file = waiting


@receiver(pre_delete, sender=PageConsent)
def hand_over(instance: PageConsent, origin: object, **_signal: object) -> None:
    """A page that tells of a child no more, or goes: its other languages, which tell of the child without naming the
    consent, name it from now on, or no takedown would find them; so do those of its mirrors elsewhere. Where another
    consent is named instead, they follow.

    Not because of a mirror, which names what its original does.
    """
    page = instance.page  # as it is being saved
    if page.alias_of_id or any(row.pk is None for row in page.child_consents.all()):
        return
    named = list(PageConsent.objects.filter(page=page.pk).values_list("consent", flat=True))
    _hand_to(_silent_translations(page, origin), named)


def _hand_to(silent: QuerySet[Page], consents: list[int]) -> None:
    for other in silent:
        # What came down with a consent is read by a focal point before it comes back (see gate).
        is_safe = getattr(other, "child_identity", "") == ChildIdentity.CHANGED
        if not is_safe and (other.live or not is_unread_since(other)):
            name(other, consents)


def _silent_translations(page: Page, origin: object) -> QuerySet[Page]:
    """Those that name no consent, without what is being deleted together with `page`."""
    told = Page.objects.filter(translation_key__in=mirrors.with_mirrors([page.translation_key]))
    return _that_stay(told.exclude(pk=page.pk).filter(child_consents__isnull=True), origin).specific()


@receiver(pre_save)
def keep_of_an_ended_mirror(instance: Model, update_fields: frozenset[str] | None, **_signal: object) -> None:
    """Whichever way it is ended: by its button, or because it is translated."""
    if isinstance(instance, Page) and ENDING & (update_fields or frozenset()) and not instance.alias_of_id:
        mirror = Page.objects.filter(pk=instance.pk, alias_of__isnull=False).first()
        if mirror:
            keep(mirror.alias_of, mirror)


@receiver(pre_delete, sender=Page)
def keep_of_mirrors_without_original(instance: Page, origin: object, **_signal: object) -> None:
    """They are pages of their own from then on; so is what was translated from a mirror elsewhere that goes."""
    for mirror in _that_stay(Page.objects.filter(alias_of=instance.pk), origin):
        keep(instance, mirror)
    if mirrors.original_of(instance).translation_key != instance.translation_key:
        _hand_to(_silent_translations(instance, origin), [one.pk for one in consents_of(instance.specific)])


def _that_stay(pages: QuerySet[Page], origin: object) -> QuerySet[Page]:
    """Without what is being deleted itself."""
    if isinstance(origin, QuerySet) and issubclass(origin.model, Page):
        return pages.exclude(pk__in=origin.values("pk"))
    return pages
