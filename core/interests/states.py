"""The states of an interest and the ways between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InterestState(models.TextChoices):
    """As staff call them; what the person reads is in `PUBLIC_WORDS`."""

    NEW = "new", _("New")
    IN_CONTACT = "in_contact", _("In contact")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


# Decisions come after a conversation; one that was decided can be opened again.
TRANSITIONS: dict[str, tuple[InterestState, ...]] = {
    InterestState.NEW: (InterestState.IN_CONTACT, InterestState.DECLINED),
    InterestState.IN_CONTACT: (InterestState.ACCEPTED, InterestState.DECLINED),
    InterestState.ACCEPTED: (InterestState.IN_CONTACT,),
    InterestState.DECLINED: (InterestState.IN_CONTACT,),
}
OPEN = (InterestState.NEW, InterestState.IN_CONTACT, InterestState.ACCEPTED)

# What staff press to get to a state.
ACTION_WORDS = {
    InterestState.IN_CONTACT: _("We are in contact"),
    InterestState.ACCEPTED: _("Accept"),
    InterestState.DECLINED: _("Decline"),
}
REOPEN = _("Open again")

PUBLIC_WORDS = {
    InterestState.NEW: _("Received: we will write to you soon"),
    InterestState.IN_CONTACT: _("We are talking with you"),
    InterestState.ACCEPTED: _("Welcome: we are working together"),
    InterestState.DECLINED: _("Closed: we cannot take this up now"),
}
UNCONFIRMED_WORDS = _("Waiting for you to confirm your e-mail address")
