"""People who would like to volunteer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.interests.models import Interest, InterestNote
from programmes.models import Village


class VolunteerInterest(Interest):
    """Somebody asks to volunteer; no application yet, and no contact with children before screening."""

    kind = "volunteer"

    place = models.ForeignKey(
        Village,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("preferred place"),
    )

    class Meta(Interest.Meta):
        verbose_name = _("volunteer's interest")
        verbose_name_plural = _("volunteers' interests")

    def get_place_display(self) -> str:
        """The place in words, in the active language."""
        return str(self.place or _("Anywhere, or from home"))


class VolunteerNote(InterestNote):
    """A remark of staff about a volunteer's interest."""

    interest = models.ForeignKey(VolunteerInterest, on_delete=models.CASCADE, related_name="notes")

    class Meta(InterestNote.Meta):
        verbose_name = _("note")
