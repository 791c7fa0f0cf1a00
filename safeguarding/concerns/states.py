"""The states of a report and the ways between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConcernState(models.TextChoices):
    """As focal points call them; whoever reported reads `PUBLIC_WORDS`."""

    NEW = "new", _("New")
    LOOKING = "looking", _("Being looked at")
    PASSED_ON = "passed_on", _("Passed on")
    CLOSED = "closed", _("Closed")


TRANSITIONS: dict[str, tuple[ConcernState, ...]] = {
    ConcernState.NEW: (ConcernState.LOOKING, ConcernState.PASSED_ON),
    ConcernState.LOOKING: (ConcernState.PASSED_ON, ConcernState.CLOSED),
    ConcernState.PASSED_ON: (ConcernState.LOOKING, ConcernState.CLOSED),
    ConcernState.CLOSED: (ConcernState.LOOKING,),
}

# What focal points press to get to a state.
ACTION_WORDS = {
    ConcernState.LOOKING: _("I am looking at it"),
    ConcernState.PASSED_ON: _("It was passed on"),
    ConcernState.CLOSED: _("Close"),
}
REOPEN = _("Open again")

PUBLIC_WORDS = {
    ConcernState.NEW: _("We have got your report. Nobody has opened it yet."),
    ConcernState.LOOKING: _("We are looking at your report."),
    ConcernState.PASSED_ON: _("We have told those who must act."),
    ConcernState.CLOSED: _("We have finished. You can still write to us here."),
}
# A report that was opened and not taken up yet is new to focal points only.
SEEN_WORDS = _("We have read your report.")
