"""What a registration of interest holds, whoever it comes from."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from phonenumber_field.modelfields import PhoneNumberField

from core.interests.keys import mailbox_key, name_key, new_reference, search_key
from core.interests.querysets import InterestQuerySet
from core.interests.states import (
    ACTION_WORDS,
    PUBLIC_WORDS,
    REOPEN,
    TRANSITIONS,
    UNCONFIRMED_WORDS,
    InterestState,
)
from core.normalised import Normalised


class Interest(Normalised):
    """Somebody who would like to help. States change in `core.interests.services` only."""

    kind: str  # "volunteer" or "partner"; names templates, mails and addresses
    verbatim = ("name", "organisation", "phone", "consent_version", "consent_purpose")

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference, editable=False
    )
    submission = models.CharField(max_length=64, unique=True, editable=False)  # one sent form makes one row
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    phone = PhoneNumberField(_("phone"), blank=True)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    consent_version = models.CharField(_("consent text"), max_length=20)
    consent_purpose = models.CharField(_("purpose"), max_length=40)
    consented_at = models.DateTimeField(_("consented"), default=timezone.now)
    address_confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=InterestState, default=InterestState.NEW)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("account"),
    )
    email_key = models.CharField(max_length=254, db_index=True, editable=False)
    organisation_key = models.CharField(max_length=200, blank=True, db_index=True, editable=False)
    search_key = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(_("registered"), default=timezone.now, db_index=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the keys in step with what they are made of."""
        organisation = getattr(self, "organisation", "")
        self.email_key = mailbox_key(self.email)
        self.organisation_key = name_key(organisation)[:200]
        self.search_key = search_key(
            self.name, organisation, self.email, self.phone, self.reference, self.message
        )
        super().save(*args, **kwargs)

    @property
    def title(self) -> str:
        """Whom staff see in lists."""
        return getattr(self, "organisation", "") or self.name

    @property
    def is_confirmed(self) -> bool:
        """Whether the address was confirmed."""
        return self.address_confirmed_at is not None

    @property
    def public_state(self) -> str:
        """The state in words for the person, in the active language."""
        if self.state == InterestState.NEW and not self.is_confirmed:
            return UNCONFIRMED_WORDS
        return PUBLIC_WORDS[InterestState(self.state)]

    @property
    def next_states(self) -> list[tuple[str, str]]:
        """The states that may follow, each with the words on its button."""
        reopened = self.state in (InterestState.ACCEPTED, InterestState.DECLINED)
        return [(state, REOPEN if reopened else ACTION_WORDS[state]) for state in TRANSITIONS[self.state]]

    @property
    def is_repeat(self) -> bool:
        """Whether the same mailbox had registered before and was not declined."""
        return self._earlier().exists()

    @property
    def is_answered_elsewhere(self) -> bool:
        """Whether it is a repeat of one that staff answer: one that nobody ever confirmed they do not."""
        return self._earlier().confirmed().exists()

    def _earlier(self) -> InterestQuerySet:
        return type(self).objects.open().filter(email_key=self.email_key, pk__lt=self.pk)


class InterestNote(models.Model):
    """A remark of staff. Concrete models add `interest` with related_name "notes"."""

    text = models.TextField(_("note"), max_length=4000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("author"),
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        abstract = True
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{timezone.localdate(self.created_at):%d.%m.%Y}: {self.text[:60]}"
