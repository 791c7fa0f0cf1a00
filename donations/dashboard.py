"""A donor's panels under `/my/`."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import when_address_proven, when_language_chosen
from core.dashboard import Panel, register
from donations.links import cancel_url, sponsorship_token, thanks_url
from donations.models import (
    CorrectionState,
    Donation,
    DonationState,
    Donor,
    Receipt,
    Sponsorship,
    Statement,
)
from donations.receipts.year import years_of
from donations.services import donors
from donations.services.choices import choices_of

PER_PAGE = 12  # a year of a monthly gift
MOST_STATEMENTS = 5
MOST_REGULAR = 50


def gifts(request: HttpRequest) -> dict[str, object]:
    """The person's own gifts, latest first, without attempts that came to nothing, and cash that never came so."""
    own = Donation.objects.for_user(request.user).exclude(state=DonationState.LAPSED)
    rows = own.exclude(payments__cash_corrections__state=CorrectionState.BOOKED).with_names()
    page = _page_of(rows, request, "gifts")
    return {"page_obj": page, "gifts": [(row, thanks_url(row)) for row in page]}


def _page_of(rows: QuerySet, request: HttpRequest, panel: str) -> Page:
    """The one that the address asks for: each panel is leafed through by itself."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get(panel))


def receipts(request: HttpRequest) -> dict[str, object]:
    """The person's own receipts and annual statements, latest first, and the years there can be statements of."""
    donors = list(Donor.objects.filter(user=request.user))
    return {
        "page_obj": _page_of(Receipt.objects.for_user(request.user).with_correction(), request, "receipts"),
        "years": years_of(donors),
        "has_addresses": len({donor.email for donor in donors} - {""}) > 1,
        "statements": Statement.objects.for_user(request.user).select_related("donor")[:MOST_STATEMENTS],
    }


def sponsorships(request: HttpRequest) -> dict[str, object]:
    """The person's own regular gifts, with what can be done about running ones, and of pledges what is to be paid."""
    of_user = Sponsorship.objects.for_user(request.user).started().with_latest_period()
    rows = list(of_user.select_related("designation__village", "designation__campaign")[:MOST_REGULAR])
    latest = Donation.objects.in_bulk([row.latest_period for row in rows if row.is_pledge and row.is_running])
    return {
        "sponsorships": [
            {
                "row": row,
                "cancel_url": cancel_url(row) if row.is_running else "",
                "token": sponsorship_token(row),
                "choices": choices_of(row),
                "asked": (asked := latest.get(row.latest_period)),
                "pay_url": thanks_url(asked) if asked and asked.paid_at is None else "",
            }
            for row in rows
        ]
    }


def attach(user: User, email: str) -> None:
    """Gifts that a guest made with this address are the user's from now on."""
    donors.claim(user, email)
    donors.bring_home(user, email)


def speak(user: User) -> None:
    """Mails of a regular gift come in the language that its donor chooses for our mails, also those of a period that
    is asked for already.
    """
    periods = Donation.objects.for_user(user).exclude(sponsorship=None)
    periods.filter(paid_at=None).update(language=user.language)
    Sponsorship.objects.for_user(user).update(language=user.language)


register(
    Panel(
        "sponsorships", _("Regular gifts"), "donations/my_sponsorships.html", sponsorships, 10, icon="heart"
    )
)
register(Panel("gifts", _("My gifts"), "donations/my_gifts.html", gifts, 20, icon="receipt"))
register(Panel("receipts", _("Receipts"), "donations/my_receipts.html", receipts, 30, icon="certificate"))
when_address_proven(attach)
when_language_chosen(speak)
