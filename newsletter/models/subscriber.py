"""Who gets the newsletter, and how that came about."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from core.interests.keys import mailbox_key
from newsletter.querysets import SubscriberQuerySet


class Purpose(models.TextChoices):
    """What people can subscribe to, each by itself; `Subscriber` has a field `wants_<purpose>` for it."""

    NEWS = "news", _("News of the association")
    VILLAGES = "villages", _("Updates from the villages")
    CAMPAIGNS = "campaigns", _("Campaigns that need support")


class SubscriberState(models.TextChoices):
    """Nothing is sent to an address before its owner has confirmed it."""

    PENDING = "pending", _("Not confirmed yet")
    CONFIRMED = "confirmed", _("Confirmed")
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
    # What was agreed to stays written down; nothing is sent before the owner subscribes anew.
    REFUSED = "refused", _("Address refused by its mail server")


def new_key() -> str:
    """Names a subscriber in links without saying who it is."""
    return get_random_string(22)


class Subscriber(models.Model):
    """One mailbox. States change in `newsletter.services` only."""

    State = SubscriberState

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    email = models.EmailField(_("e-mail address"))
    email_key = models.CharField(max_length=254, unique=True, editable=False)  # one row a mailbox
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PENDING)
    wants_news = models.BooleanField(Purpose.NEWS.label, default=False)
    wants_villages = models.BooleanField(Purpose.VILLAGES.label, default=False)
    wants_campaigns = models.BooleanField(Purpose.CAMPAIGNS.label, default=False)
    consent_version = models.CharField(_("consent text"), max_length=20, blank=True)
    # Counts confirmations, endings and refusals: a link from before the latest of them does nothing any more.
    turn = models.PositiveIntegerField(default=0, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = [models.Index(fields=["state", "language"], name="newsletter_receivers")]
        permissions = [("export_subscriber", "Can export confirmed addresses")]
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")

    def __str__(self) -> str:
        return f"#{self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the key in step with the address."""
        self.email_key = mailbox_key(self.email)
        super().save(*args, **kwargs)

    @property
    def purposes(self) -> list[str]:
        """What the subscriber gets."""
        return [purpose.value for purpose in Purpose if getattr(self, f"wants_{purpose}")]

    @property
    def may_begin_again(self) -> bool:
        """Whether a link in their mails is enough: the address was proven, and its server did not say it is no more."""
        was_proven = self.state == self.State.UNSUBSCRIBED and self.confirmed_at is not None
        return was_proven or self.state == self.State.CONFIRMED

    def choose(self, purposes: list[str]) -> None:
        """Set what the subscriber gets, without saving."""
        for purpose in Purpose:
            setattr(self, f"wants_{purpose}", purpose.value in purposes)


class SubscriberEvent(models.Model):
    """One step of a consent's history: proof of what was agreed to, and when it ended."""

    class What(models.TextChoices):
        ASKED = "asked", _("asked for")
        CONFIRMED = "confirmed", _("confirmed")
        CHANGED = "changed", _("changed")
        UNSUBSCRIBED = "unsubscribed", _("ended")
        REFUSED = "refused", _("refused by the mail server")

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(_("what"), max_length=12, choices=What)
    purposes = models.JSONField(_("purposes"), default=list)
    language = models.CharField(_("language"), max_length=10)
    consent_version = models.CharField(_("consent text"), max_length=20)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.what} {timezone.localdate(self.at):%d.%m.%Y}"

    @property
    def purposes_in_words(self) -> str:
        """What it was about, for readers."""
        labels = dict(Purpose.choices)
        return ", ".join(str(labels.get(purpose, purpose)) for purpose in self.purposes)
