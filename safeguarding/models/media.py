"""Images and documents of our own: what they carry is cleaned away, whom they show is asked."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from safeguarding.metadata import clean_file, strip_metadata
from safeguarding.models.consent import Consent

RANDOM_BYTES = 9
# Not Wagtail's folders: what lies in those was stored under its own name (services.file_names).
ORIGINALS, PAPERS = "originals", "papers"


def nameless(folder: str, filename: str) -> str:
    """A name that nobody guesses, in `folder`, and that tells nothing: a file's own name may be a child's, and stands
    in the addresses of public pages.
    """
    return f"{folder}/{secrets.token_urlsafe(RANDOM_BYTES)}.{filename.rpartition('.')[2]}"


def paper_name(instance: models.Model, filename: str) -> str:
    """Where a document is stored."""
    return nameless(PAPERS, filename)


class Shows(models.TextChoices):
    """Whom a picture or a document shows. Nothing is published before somebody has answered."""

    UNKNOWN = "unknown", _("Not looked at yet")
    NOBODY = "nobody", _("Nobody")
    ADULTS = "adults", _("Adults only, who agreed")
    HIDDEN = "hidden", _("Children whom nobody could recognise")
    CHILD = "child", _("A child who could be recognised: consents are needed")


class ShowsPeople(models.Model):
    """Something that may show a child."""

    shows = models.CharField(_("whom it shows"), max_length=8, choices=Shows, default=Shows.UNKNOWN)
    consents = models.ManyToManyField(
        Consent, blank=True, related_name="%(class)ss", verbose_name=_("consents")
    )

    class Meta:
        abstract = True

    def forget_answer(self) -> None:
        """A new file was not looked at yet, whatever was said of the former; unless it is answered with it."""
        before = type(self).objects.filter(pk=self.pk).values_list("shows", flat=True).first()
        if before == self.shows:
            self.shows = Shows.UNKNOWN


class CustomImage(AbstractImage, ShowsPeople):  # noqa: DJ008  (Wagtail's has it)
    """An image whose metadata (EXIF, GPS, XMP, thumbnails) is removed before it is stored."""

    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("Adds nothing to the text; screen readers skip it.")
    )
    credit = models.CharField(_("credit"), max_length=200, blank=True)

    # What everybody has to answer first; Wagtail's order begins with a title that it makes of the file's name.
    admin_form_fields = (
        *("file", "title", "description", "shows", "consents", "is_decorative", "credit"),
        *(name for name in Image.admin_form_fields if name not in {"file", "title", "description"}),
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def save(self, *args: object, **kwargs: object) -> None:
        """Store the image; a file that is new is cleaned first."""
        if self.file and not self.file._committed:
            self.forget_answer()
            strip_metadata(self)
        super().save(*args, **kwargs)

    def get_upload_to(self, filename: str) -> str:
        """Where it is stored; copies are named after it. Editors see copies of pictures that nobody else may see."""
        return nameless(ORIGINALS, super().get_upload_to(filename))

    @property
    def default_alt_text(self) -> str:
        """The description, and never the title: that is the name of the file until somebody writes another."""
        return self.description


class CustomRendition(AbstractRendition):
    """A size of an image."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_each"
            )
        ]


class CustomDocument(AbstractDocument, ShowsPeople):  # noqa: DJ008
    """A file for visitors to download."""

    file = models.FileField(upload_to=paper_name, verbose_name=_("file"))

    admin_form_fields = (*Document.admin_form_fields, "shows", "consents")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def save(self, *args: object, **kwargs: object) -> None:
        """Store the document; a file that is new is cleaned first. Raises ValidationError where it cannot be."""
        if self.file and not self.file._committed:
            self.forget_answer()
            self.file = clean_file(self.file.file)
            self._set_document_file_metadata()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Of a file that is not there, because its form refused it, no ending is asked for."""
        if self.file:
            super().clean()
