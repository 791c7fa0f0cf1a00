"""What must hold for rows of Wagtail's own."""

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import UploadedFile

from safeguarding.metadata import clean_file
from safeguarding.models.media import nameless


@receiver(pre_save, sender=UploadedFile)
def clean_what_waits(instance: UploadedFile, **_signal: object) -> None:
    """A file that was uploaded among several and lacks something waits beside the library, and is copied into it as it
    lies there. Raises ValidationError where it cannot be cleaned.
    """
    if instance.file and not instance.file._committed:
        waiting = clean_file(instance.file.file)
        waiting.name = nameless("", waiting.name).lstrip("/")
        instance.file = waiting
