"""What waits for those who answer for the books, on the first page of the back office."""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.home_panel import HomePanel, Line
from donations.models import BoxCount, BoxCountState, MonthClose
from donations.services import overview, to_decide
from donations.services.to_decide import MoneyBack

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


def books_panel() -> HomePanel:
    """What two persons, or somebody with a deadline, have to decide; each kind with the way to it."""
    counts = to_decide.counts()
    lines = [_counted(counts[name], words(counts[name]), url) for name, words, url in _kinds()]
    month = MonthClose.objects.waiting().first()
    if month:
        words = _("%(month)s waits for a second person to close it") % {"month": month}
        lines.append(Line(words, reverse("months:inspect", args=[month.pk])))
    shown = [line for line in lines if line is not None]
    return HomePanel("books", gettext_lazy("Books"), shown, 125, gettext_lazy("Nothing waits for a decision"))


def _kinds() -> Iterable[tuple[str, Callable[[int], str], str]]:
    """The most pressing first: by name (to_decide.counts), words for a number of them, address."""
    gifts = reverse("donations:index") + "?money_back="
    yield "disputes", _disputes, reverse("disputes:index") + "?state=open"
    yield MoneyBack.ASKED, _asked, f"{gifts}{MoneyBack.ASKED}"
    yield MoneyBack.APPROVED, _approved, f"{gifts}{MoneyBack.APPROVED}"
    yield MoneyBack.REFUSED, _refused, f"{gifts}{MoneyBack.REFUSED}"
    yield MoneyBack.OWED, _owed, f"{gifts}{MoneyBack.OWED}"
    yield "corrections", _corrections, reverse("cash:index")
    yield "lines", _lines, reverse("statement_lines:index") + "?state=unmatched&state=proposed"
    yield "payouts", _payouts, reverse("payouts:index") + "?state=held"


def _disputes(count: int) -> str:
    return ngettext("%(count)s dispute waits for our answer", "%(count)s disputes wait for our answer", count)


def _asked(count: int) -> str:
    return ngettext(
        "%(count)s gift to be given back waits for a second person",
        "%(count)s gifts to be given back wait for a second person",
        count,
    )


def _approved(count: int) -> str:
    return ngettext(
        "%(count)s gift is approved to be given back and has not gone yet",
        "%(count)s gifts are approved to be given back and have not gone yet",
        count,
    )


def _refused(count: int) -> str:
    return ngettext(
        "%(count)s gift could not be given back, another way is needed",
        "%(count)s gifts could not be given back, another way is needed",
        count,
    )


def _owed(count: int) -> str:
    return ngettext(
        "%(count)s gift of which money is owed to its donor",
        "%(count)s gifts of which money is owed to their donors",
        count,
    )


def _corrections(count: int) -> str:
    return ngettext(
        "%(count)s correction of cash waits for a second person",
        "%(count)s corrections of cash wait for a second person",
        count,
    )


def _lines(count: int) -> str:
    return ngettext(
        "%(count)s line of a bank statement waits for a decision",
        "%(count)s lines of bank statements wait for a decision",
        count,
    )


def _payouts(count: int) -> str:
    return ngettext("%(count)s payout is held", "%(count)s payouts are held", count)


def entry_panel() -> HomePanel:
    """What is entered by hand, each with the way to it; counts that somebody else must confirm come first."""
    lines = [
        Line(
            f"{count.box}, {date_format(count.opened_on, 'SHORT_DATE_FORMAT')}",
            reverse("box_counts:inspect", args=[count.pk]),
            count.get_state_display(),
        )
        for count in _counts_that_wait()
    ]
    lines.append(Line(_("Enter a gift in cash"), reverse("cash:gift")))
    lines.append(Line(_("Enter a count"), reverse("cash:count")))
    return HomePanel("entries", gettext_lazy("Giving"), lines, order=120)


def _counts_that_wait() -> QuerySet[BoxCount]:
    return (
        BoxCount.objects.filter(state=BoxCountState.ENTERED).select_related("box").order_by("pk")[:MOST_LINES]
    )


def _counted(number: int, words: str, url: str) -> Line | None:
    return Line(words % {"count": number}, url) if number else None
