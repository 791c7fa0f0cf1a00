"""Companies and organisations that would like to work with the association."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.interests.models import Interest, InterestNote
from partners.countries import country_name


class Engagement(models.TextChoices):
    """Ways of working together."""

    FUNDING = "funding", _("Funding")
    IN_KIND = "in_kind", _("Goods or services")
    PRO_BONO = "pro_bono", _("Skill and time of professionals, free of charge")
    EMPLOYEES = "employees", _("Volunteering by our employees")
    PAYROLL = "payroll", _("Payroll giving")
    MATCHING = "matching", _("Matching our employees' gifts")
    JOBS = "jobs", _("Jobs and placements for young people")


class PartnerInterest(Interest):
    """An organisation asks to work with the association; `name` is the contact person's."""

    kind = "partner"

    organisation = models.CharField(_("organisation"), max_length=200)
    engagements = models.JSONField(_("kinds of engagement"), default=list)
    country = models.CharField(_("country"), max_length=2, default="UZ", help_text=_("ISO 3166 code."))
    website = models.URLField(_("website"), blank=True)

    class Meta(Interest.Meta):
        verbose_name = _("partner's interest")
        verbose_name_plural = _("partners' interests")

    def get_engagements_display(self) -> str:
        """The kinds in words; what was once offered and is no longer stays readable."""
        labels = dict(Engagement.choices)
        return ", ".join(str(labels.get(kind, kind)) for kind in self.engagements)

    def get_country_display(self) -> str:
        """The country in the active language."""
        return country_name(self.country)


class PartnerNote(InterestNote):
    """A remark of staff about a partner's interest."""

    interest = models.ForeignKey(PartnerInterest, on_delete=models.CASCADE, related_name="notes")

    class Meta(InterestNote.Meta):
        verbose_name = _("note")
