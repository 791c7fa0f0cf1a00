"""Consents: a child's and a guardian's leave to show the child, with what they cover and until when.

Nobody's name is here. The child is called by a pseudonym or by the number of the file that the office keeps.
"""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core.references import LENGTH, new_reference
from languages.info import CONTENT_LANGUAGES
from safeguarding.metadata import clean_file
from safeguarding.querysets import ConsentQuerySet
from safeguarding.storage import private_storage

LANGUAGE_CODES = [code for code, _name in CONTENT_LANGUAGES]
# CRC article 16 and the safeguarding policy: asked again at the latest after two years.
LONGEST = timedelta(days=731)
MOST_EVIDENCE_BYTES = 30 * 1024 * 1024  # a scan, or some minutes of film


class Scope(models.TextChoices):
    """Where a picture or story may be shown."""

    WEB = "web", _("This website")
    PRINT = "print", _("Print")
    SOCIAL = "social", _("Social networks")
    SPONSORS = "sponsors", _("Letters to sponsors")


class ConsentState(models.TextChoices):
    """How a consent stands on a day: reckoned from its dates, never stored."""

    INCOMPLETE = "incomplete", _("incomplete")
    VALID = "valid", _("valid")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")


def today() -> date:
    """In Tashkent, also for staff who have chosen another time zone for their screens."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def consent_reference() -> str:
    """For a consent."""
    return new_reference("C")


def all_languages() -> list[str]:
    """Every language of the site."""
    return list(LANGUAGE_CODES)


def this_website() -> list[str]:
    """The least that can be asked for."""
    return [Scope.WEB.value]


class Consent(ClusterableModel):
    """Leave to show one child. Without the child's and the guardian's it covers nothing."""

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=consent_reference, editable=False
    )
    subject = models.CharField(
        _("child"),
        max_length=100,
        help_text=_("A pseudonym or the number of the file. Never the child’s name."),
    )
    is_adult = models.BooleanField(
        _("of age"), default=False, help_text=_("The person was 18 or older: no guardian is asked.")
    )
    child_agreed_on = models.DateField(_("the child agreed on"), null=True, blank=True)
    child_agreed_how = models.CharField(
        _("how the child was asked"),
        max_length=200,
        blank=True,
        help_text=_("In whose presence, in which words."),
    )
    guardian_agreed_on = models.DateField(_("the guardian agreed on"), null=True, blank=True)
    guardian_role = models.CharField(
        _("who the guardian is"),
        max_length=100,
        blank=True,
        help_text=_("For example mother, or guardianship authority of a district. No name."),
    )
    scopes = models.JSONField(_("may be shown in"), default=this_website)
    languages = models.JSONField(_("in which languages"), default=all_languages)
    expires_on = models.DateField(_("ends on"), help_text=_("The last day on which it counts."))
    note = models.TextField(_("conditions"), blank=True, help_text=_("What else was agreed. No names."))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    # When everything that rested on it had come down; empty again once it is renewed.
    taken_down_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [models.Index(fields=("expires_on",), name="consent_expiry")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_adult=True)
                | Q(guardian_agreed_on__isnull=True)
                | Q(guardian_agreed_on__lte=models.F("expires_on")),
                name="consent_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} · {self.subject}"

    @transaction.atomic
    def save(self, *args: object, **kwargs: object) -> None:
        """A consent that was given anew may carry things again, which then come down again when it ends.

        What a takedown wrote meanwhile stays: a form that was read before it must not bring a consent back.
        """
        if self.pk:
            self._heed_takedown()
        if self.state != ConsentState.EXPIRED and not self.withdrawn_at:
            self.taken_down_at = None
        super().save(*args, **kwargs)

    def _heed_takedown(self) -> None:
        """Read anew what only takedowns write, and keep others from writing it until this row is written."""
        row = Consent.objects.select_for_update().filter(pk=self.pk)
        for written in row.values("withdrawn_at", "taken_down_at"):
            self.withdrawn_at, self.taken_down_at = written["withdrawn_at"], written["taken_down_at"]

    @property
    def began_on(self) -> date | None:
        """The day from which it counts: both have agreed. None while somebody has not."""
        wanted = [self.child_agreed_on] if self.is_adult else [self.child_agreed_on, self.guardian_agreed_on]
        return max(filter(None, wanted)) if all(wanted) else None

    def state_on(self, day: date | None = None) -> ConsentState:
        """How it stands on a day (default: today in Tashkent)."""
        day = day or today()
        if self.withdrawn_at:
            return ConsentState.WITHDRAWN
        if self.began_on is None or self.began_on > day:
            return ConsentState.INCOMPLETE
        return ConsentState.VALID if day <= self.expires_on else ConsentState.EXPIRED

    @property
    def state(self) -> ConsentState:
        """How it stands today."""
        return self.state_on()

    def covers(self, scope: str, languages: list[str], day: date | None = None) -> bool:
        """Whether the child may be shown there, in all these languages, on that day."""
        return (
            self.state_on(day) == ConsentState.VALID
            and scope in self.scopes
            and set(languages) <= set(self.languages)
        )


def evidence_path(instance: "ConsentEvidence", filename: str) -> str:
    """A name that tells nothing and that nobody guesses, below the private root."""
    suffix = filename.rpartition(".")[2].lower()[:5]
    return f"consents/{new_reference('E')}.{suffix}"


class ConsentEvidence(models.Model):
    """A signed form, a recording: kept privately, looked at by focal points only, each look on the record."""

    consent = ParentalKey(Consent, on_delete=models.CASCADE, related_name="evidence")
    file = models.FileField(_("file"), upload_to=evidence_path, storage=private_storage)
    description = models.CharField(_("what it is"), max_length=100, help_text=_("For example: signed form."))
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("added_at", "pk")
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return self.description

    def save(self, *args: object, **kwargs: object) -> None:
        """Store it; a file that is new is cleaned first. Raises ValidationError where it cannot be."""
        if self.file and not self.file._committed:
            self._clean_file()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a new file that is too large or cannot be cleaned, beside its field; raises ValidationError."""
        if self.file and not self.file._committed:
            if self.file.size > MOST_EVIDENCE_BYTES:
                most = filesizeformat(MOST_EVIDENCE_BYTES)
                words = _("This file is larger than %(most)s. Save it smaller, or as several files.")
                raise ValidationError({"file": words % {"most": most}})
            try:
                self._clean_file()
            except ValidationError as error:
                raise ValidationError({"file": error.messages}) from error

    def _clean_file(self) -> None:
        """A signed paper is a proof as it is; everything else tells nothing of whose telephone it was in."""
        self.file = clean_file(self.file.file, keep_signed=True)


class PageConsent(models.Model):
    """A page rests on a consent: it tells of the child."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="child_consents")
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, related_name="page_uses", verbose_name=_("consent")
    )

    class Meta:
        verbose_name = _("consent of a page")
        verbose_name_plural = _("consents of pages")
        constraints = [
            models.UniqueConstraint(fields=("page", "consent"), name="one_row_per_page_and_consent")
        ]

    def __str__(self) -> str:
        return str(self.consent)
