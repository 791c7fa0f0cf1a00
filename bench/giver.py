"""What the benchmark of giving asks of the product: who looks, at which addresses, with how many queries."""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bench.editor import session_of
from donations import links
from donations.models import (
    CampaignPage,
    Donation,
    Donor,
    LedgerEntry,
    MonthClose,
    Payment,
    Payout,
    ProviderEvent,
    Receipt,
    Sponsorship,
)
from programmes.models import Village, VillagePage

SPREAD = 8  # rows that are looked at, from all over a table
PER_PAGE = 50
MOST_ROWS = 1_000_000


def giving() -> dict[str, object]:
    """Sessions by who they are of, and of each kind of page who asks, the addresses, and queries of each.

    Queries are the most that any of the addresses took, when all that is made once has been made.
    """
    sessions = {
        "finance": session_of(User.objects.get(email="finance@demo.example")),
        "donor": session_of(User.objects.get(email="donor@demo.example")),
        "": "",
    }
    pages = {}
    for name, (who, addresses) in (_office() | _books() | _others()).items():
        queries = max(_queries(sessions[who], address) for address in addresses)
        pages[name] = {"who": who, "addresses": addresses, "queries": queries}
    return {
        "gifts": Donation.objects.count(),
        "donors": Donor.objects.count(),
        "entries": LedgerEntry.objects.count(),
        "sessions": sessions,
        "pages": pages,
        "files": _files(),
    }


def _files() -> dict[str, str]:
    """All gifts, and of the ledger as much as is a million rows at most."""
    late = LedgerEntry.objects.order_by("-booked_on").values_list("booked_on", flat=True)[MOST_ROWS:][:1]
    since = {"booked_on_from": str(late[0] + timedelta(days=1))} if late else {}
    return {
        f"{name}, {kind}": _list(place, query | {"export": kind})[0]
        for kind in ("csv", "xlsx")
        for name, place, query in (("ledger", "ledger", since), ("gifts", "donations", {}))
    }


def _office() -> dict[str, tuple[str, list[str]]]:
    """Gifts and regular gifts."""
    gifts, village = _some(Donation), Village.objects.first().designation.pk
    pages = Donation.objects.count() // PER_PAGE
    asked = {
        "gifts": [{}],
        "gifts: page 2": [{"p": 2}],
        "gifts: far back": [{"p": pages // 2}, {"p": pages}],
        "gifts: an address": [{"q": one.donor.email} for one in gifts],
        "gifts: half an address": [{"q": one.donor.email[: one.donor.email.index("@")]} for one in gifts],
        "gifts: a reference": [{"q": one.reference} for one in gifts],
        "gifts: a part of a reference": [{"q": one.reference[2:11].lower()} for one in gifts],
        "gifts: a name": [{"q": one.donor_name} for one in gifts],
        "gifts: a common word": [{"q": "karimov"}, {"q": "mail.example"}, {"q": "ov"}],
        "gifts: found nowhere": [{"q": "qwertyuiop"}],
        "gifts: by state": [{"state": state} for state in ("paid", "open", "lapsed", "refunded")],
        "gifts: by method": [{"gateway": code} for code in ("payme", "bank", "cash")],
        "gifts: by currency": [{"currency": code} for code in ("UZS", "GBP")],
        "gifts: the largest": [{"ordering": "-amount_minor"}],
        "gifts: by purpose": [{"designation": village}],
        "gifts: by period": [_period("created_at", days) for days in (7, 31, 366)],
        "gifts: a name in a year": [_period("created_at", 366) | {"q": one.donor_name} for one in gifts[:3]],
    }
    found = {name: ("finance", _list("donations", *queries)) for name, queries in asked.items()}
    again = _some(Sponsorship)
    return found | {
        "a gift": ("finance", [reverse("donations:inspect", args=[one.pk]) for one in gifts]),
        "regular gifts": ("finance", _list("sponsorships", {}, {"p": 3}, {"state": "past_due"})),
        "regular gifts: a name": (
            "finance",
            _list("sponsorships", *({"q": one.donor_name} for one in again)),
        ),
        "a regular gift": ("finance", [reverse("sponsorships:inspect", args=[one.pk]) for one in again]),
    }


def _books() -> dict[str, tuple[str, list[str]]]:
    """The ledger, and what stands around it."""
    village = Village.objects.first()
    pages = LedgerEntry.objects.count() // PER_PAGE
    entries, payments, events = _some(LedgerEntry), _some(Payment), _some(ProviderEvent)
    asked = {
        "ledger": ("ledger", [{}]),
        "ledger: page 2": ("ledger", [{"p": 2}]),
        "ledger: far back": ("ledger", [{"p": pages // 2}, {"p": pages}]),
        "ledger: a month": ("ledger", [_period("booked_on", 30, back) for back in (40, 400)]),
        "ledger: a year": ("ledger", [_period("booked_on", 366)]),
        "ledger: a year, added up": ("ledger", [_period("booked_on", 366) | {"sums": 1}]),
        "ledger: an account": ("ledger", [{"account": name} for name in ("gifts", "fees", "bank")]),
        "ledger: a method": ("ledger", [{"gateway": name} for name in ("stripe", "cash")]),
        "ledger: a village": ("ledger", [{"village": village.pk}]),
        "ledger: a campaign": ("ledger", [{"campaign": 1}]),
        "ledger: a country": ("ledger", [{"country": "DE"}, {"country": "-"}]),
        "ledger: a month of a village": ("ledger", [_period("booked_on", 30, 40) | {"village": village.pk}]),
        "ledger: a source": ("ledger", [{"q": one.source} for one in entries]),
        "ledger: a gift’s reference": ("ledger", [{"q": one.donation.reference} for one in entries]),
        "ledger: a provider’s number": ("ledger", [{"q": one.provider_reference} for one in payments]),
        "payouts": ("payouts", [{}, {"p": 3}]),
        "payouts: a gift’s reference": ("payouts", [{"q": one.donation.reference} for one in entries]),
        "bank lines": ("statement_lines", [{}, {"p": 3}, {"state": "unmatched"}]),
        "bank lines: a payment": ("statement_lines", [{"q": one.reference} for one in payments]),
        "messages": ("provider_events", [{}, {"state": "quarantined"}]),
        "messages: a number": ("provider_events", [{"q": one.event_id} for one in events]),
        "differences": ("differences", [{}]),
        "disputes": ("disputes", [{}]),
        "reconciliation": ("reconciliation", [{}]),
        "months": ("months", [{}]),
        "gifts by country": ("gift_countries", [{}]),
        "gifts by country: a year": ("gift_countries", [_period("", 366)]),
        # A file is never kept: what adding up takes.
        "gifts by country: a year, as a file": ("gift_countries", [_period("", 366) | {"export": "csv"}]),
    }
    found = {name: ("finance", _list(place, *queries)) for name, (place, queries) in asked.items()}
    rows = {
        "an entry": ("ledger", entries),
        "a payout": ("payouts", _some(Payout)),
        "a month": ("months", _some(MonthClose)),
    }
    for name, (place, some) in rows.items():
        if some:
            found[name] = ("finance", [reverse(f"{place}:inspect", args=[one.pk]) for one in some])
    return found | {"first page of the office": ("finance", [reverse("wagtailadmin_home")])}


def _others() -> dict[str, tuple[str, list[str]]]:
    """What donors and visitors see, not from the cache."""
    host = settings.SITE_URL
    return {
        "a donor’s own page": ("donor", [reverse("my")]),
        "village, rendered": ("", [_public(VillagePage)]),
        "campaign, rendered": ("", [_public(CampaignPage)]),
        "the form to give": ("", [reverse("donate")]),
        "thanks": ("", [links.thanks_url(one) for one in _some(Donation)]),
        "papers of a gift": (
            "",
            [links.receipts_url(one.payment).removeprefix(host) for one in _some(Receipt)],
        ),
    }


def _public(model: type) -> str:
    return model.objects.live().filter(locale__language_code="uz").first().url_path


def _some(model: type) -> list:
    """Rows from all over a table, by their keys."""
    keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
    places = [len(keys) * (2 * number + 1) // (2 * SPREAD) for number in range(SPREAD)] if keys else []
    return list(model.objects.filter(pk__in={keys[place] for place in places}))


def _list(place: str, *queries: dict[str, object]) -> list[str]:
    address = reverse(f"{place}:index")
    return [f"{address}?{urlencode(query)}" if query else address for query in queries]


def _period(field: str, days: int, back: int = 0) -> dict[str, str]:
    until = timezone.localdate() - timedelta(days=back)
    names = (f"{field}_from", f"{field}_to") if field else ("since", "until")
    return dict(zip(names, (str(until - timedelta(days=days)), str(until)), strict=True))


def _queries(session: str, address: str) -> int:
    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0])
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return len(queries)
