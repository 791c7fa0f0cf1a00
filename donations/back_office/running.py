"""Regular gifts that run for closed purposes, on the first page of the back office; and the way to their list."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.home_panel import HomePanel, Line
from donations import closed_purposes
from donations.models import RUNNING, Designation


def home_panel() -> HomePanel:
    """A line for each closed purpose to which money still comes."""
    lines = [
        Line(_words(one), running_url(one.designation), _("They go on until they are cancelled."))
        for one in closed_purposes.still_given_to()
    ]
    return HomePanel("closed-purposes", gettext_lazy("Regular gifts for closed purposes"), lines, order=145)


def running_url(designation: Designation) -> str:
    """The list of its running regular gifts."""
    query = {"designation": designation.pk, "state": [str(state) for state in RUNNING]}
    return f"{reverse('sponsorships:index')}?{urlencode(query, doseq=True)}"


def _words(one: closed_purposes.Closed) -> str:
    words = ngettext(
        "%(purpose)s: %(count)s regular gift still runs",
        "%(purpose)s: %(count)s regular gifts still run",
        one.running,
    )
    return words % {"purpose": one.designation, "count": one.running}
