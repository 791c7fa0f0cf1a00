"""What staff set once for the whole site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from core.localized import LocalizedCharField

BANK = ("bank_recipient", "bank_account", "bank_name", "bank_code", "bank_swift", "tax_number")


@register_setting(icon="cog")
class SiteSettings(BaseGenericSetting):
    """Names, contacts and links shown on every page."""

    name = LocalizedCharField(_("name of the organisation"))
    short_name = LocalizedCharField(_("short name"))
    tagline = LocalizedCharField(_("line below the name"), blank=True)
    address = LocalizedCharField(_("postal address"), blank=True)
    hours = LocalizedCharField(_("office hours"), blank=True)
    registration = LocalizedCharField(_("registration"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    safeguarding_email = models.EmailField(_("e-mail address for concerns about a child"), blank=True)
    bank_recipient = LocalizedCharField(_("recipient"), blank=True)
    bank_account = models.CharField(_("account"), max_length=40, blank=True)
    bank_name = LocalizedCharField(_("bank"), blank=True)
    bank_code = models.CharField(_("bank code (MFO)"), max_length=12, blank=True)
    bank_swift = models.CharField("SWIFT", max_length=11, blank=True)
    tax_number = models.CharField(_("taxpayer number (STIR)"), max_length=20, blank=True)
    telegram_url = models.URLField("Telegram", blank=True)
    facebook_url = models.URLField("Facebook", blank=True)
    instagram_url = models.URLField("Instagram", blank=True)
    youtube_url = models.URLField("YouTube", blank=True)

    panels = [
        HelpPanel(template="home/back_office/menus.html", heading=_("Menus, footer and announcements")),
        MultiFieldPanel([FieldPanel("name"), FieldPanel("short_name"), FieldPanel("tagline")], _("Names")),
        MultiFieldPanel(
            [FieldPanel("address"), FieldPanel("hours"), FieldPanel("phone"), FieldPanel("email")],
            _("Contacts"),
        ),
        FieldPanel("safeguarding_email"),
        FieldPanel("registration"),
        MultiFieldPanel([FieldPanel(name) for name in BANK], _("Bank details")),
        MultiFieldPanel(
            [FieldPanel(f"{name}_url") for name in ("telegram", "facebook", "instagram", "youtube")],
            _("Links"),
        ),
    ]

    class Meta:
        verbose_name = _("site settings")

    def __str__(self) -> str:
        return str(self.short_name)

    @property
    def links(self) -> list[tuple[str, str]]:
        """Icon name and address of each social network that is set."""
        names = ("telegram", "facebook", "instagram", "youtube")
        return [(name, url) for name in names if (url := getattr(self, f"{name}_url"))]
