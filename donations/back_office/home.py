"""What waits for those who answer for the books, on the first page of the back office."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.home_panel import HomePanel, Line
from donations.models import BoxCount, BoxCountState
from donations.services import overview

MOST_LINES = 20


def home_panel() -> HomePanel:
    """A line for each kind of thing; one quiet line when nothing waits."""
    waits = overview.waiting()
    page = reverse("reconciliation:index")
    lines = [
        _counted(
            waits.held,
            ngettext(
                "%(count)s message from a provider is held",
                "%(count)s messages from providers are held",
                waits.held,
            ),
            reverse("provider_events:index") + "?state=quarantined",
        ),
        _counted(
            waits.differences,
            ngettext(
                "%(count)s difference between a provider and the books",
                "%(count)s differences between providers and the books",
                waits.differences,
            ),
            reverse("differences:index") + "?state=open",
        ),
        *(
            Line(_("%(provider)s is silent") % {"provider": label}, page, _("Attempts, but no message"))
            for label in waits.silent
        ),
    ]
    shown = [line for line in lines if line is not None]
    quiet = Line(_("Providers and books agree, nothing waits"), page)
    return HomePanel("providers", gettext_lazy("Payment providers"), shown or [quiet], order=130)


def entry_panel() -> HomePanel:
    """What is entered by hand, each with the way to it; counts that somebody else must confirm come first."""
    lines = [
        Line(str(count), reverse("box_counts:inspect", args=[count.pk]), count.get_state_display())
        for count in BoxCount.objects.filter(state=BoxCountState.ENTERED).order_by("pk")[:MOST_LINES]
    ]
    lines.append(Line(_("Enter a gift in cash"), reverse("cash:gift")))
    lines.append(Line(_("Enter a count"), reverse("cash:count")))
    return HomePanel("entries", gettext_lazy("Giving"), lines, order=120)


def _counted(number: int, words: str, url: str) -> Line | None:
    return Line(words % {"count": number}, url) if number else None
