"""What must hold for rows of Wagtail's own."""

from django.db.models import QuerySet
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page, UploadedFile

from core.publishing import ChildIdentity
from safeguarding.came_down import is_unread_since
from safeguarding.metadata import clean_file
from safeguarding.models import PageConsent
from safeguarding.models.media import nameless
from safeguarding.services.naming import name


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
    consent, name it from now on, or no takedown would find them. Where another consent is named instead, they follow.

    Not because of a mirror, which names what its original does.
    """
    page = instance.page  # as it is being saved
    if page.alias_of_id or any(row.pk is None for row in page.child_consents.all()):
        return
    named = list(PageConsent.objects.filter(page=page.pk).values_list("consent", flat=True))
    for other in _silent_translations(page, origin):
        # What came down with a consent is read by a focal point before it comes back (see gate).
        is_safe = getattr(other, "child_identity", "") == ChildIdentity.CHANGED
        if not is_safe and (other.live or not is_unread_since(other)):
            name(other, named)


def _silent_translations(page: Page, origin: object) -> QuerySet[Page]:
    """Those that name no consent, without what is being deleted together with `page`."""
    silent = page.get_translations().filter(child_consents__isnull=True)
    if isinstance(origin, QuerySet) and issubclass(origin.model, Page):
        silent = silent.exclude(pk__in=origin.values("pk"))
    return silent.specific()
