"""Every screen of a row opens: an address that is offered and is not there breaks the page that offers it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.models import User
from accounts.roles import ROLES
from accounts.services.role_sync import give_role
from donations import models as giving
from home.models import Announcement
from newsletter.models import Issue, Subscriber
from partners.models import PartnerInterest
from safeguarding.models import Concern, Consent, CustomImage, Takedown
from safeguarding.services import takedown
from tests.donations.importing.bringing import bring, gift, table
from tests.donations.test_bank_statements import bring as bring_lines
from tests.donations.test_bank_statements import line
from tests.factories import cash, newsletter
from tests.factories.accounts import signed_in, staff
from tests.factories.concerns import ConcernFactory
from tests.factories.donations import paid, purpose, sponsoring
from tests.factories.partners import PartnerInterestFactory
from tests.factories.safeguarding import consent, image
from tests.factories.volunteers import VolunteerInterestFactory
from translations.models import ProtectedName, Spelling
from volunteers.models import VolunteerInterest

pytestmark = pytest.mark.django_db


def _dispute() -> giving.Dispute:
    payment = paid().payments.get()
    return giving.Dispute.objects.create(
        payment=payment, gateway="stripe", provider_reference="du_1", opened_at=timezone.now(), **_amount()
    )


def _payout() -> giving.Payout:
    return giving.Payout.objects.create(
        provider_reference="po_1",
        gateway="stripe",
        arrived_on=timezone.localdate(),
        sent_at=timezone.now(),
        **_amount(),
    )


def _difference() -> giving.Difference:
    run = giving.ReconcileRun.objects.create(gateway="sandbox", kind="books")
    return giving.Difference.objects.create(
        gateway="sandbox", kind="state", reference="x", ours="paid", theirs="open", found_in=run
    )


def _in_kind() -> giving.GiftInKind:
    return giving.GiftInKind.objects.create(
        what="Coats",
        unit="kg",
        quantity=1,
        giver="Anor",
        language="uz",
        designation=purpose(),
        received_on=timezone.localdate(),
        received_by="Olga",
        condition="new",
        form_key="kind:1",
        entered_by=staff("donor_care"),
    )


def _amount() -> dict[str, object]:
    return {"amount_minor": 100, "currency": "UZS"}


# Rows that the seeded database has not, or without their files.
MADE: dict[type[Model], Callable[[], object]] = {
    Announcement: lambda: Announcement.objects.create(text={"uz": "Bayram muborak"}),
    Concern: ConcernFactory,
    Consent: consent,
    CustomImage: image,
    Issue: lambda: newsletter.issue(uz="Noyabr"),
    PartnerInterest: PartnerInterestFactory,
    ProtectedName: lambda: ProtectedName.objects.create(name="Payme"),
    Spelling: lambda: Spelling.objects.create(latin="sentyabr", cyrillic="сентябрь"),
    Subscriber: newsletter.SubscriberFactory,
    Takedown: lambda: takedown.withdraw(consent()),
    VolunteerInterest: VolunteerInterestFactory,
    giving.BoxCount: lambda: cash.counted(staff("donor_care")),
    giving.CashBox: cash.box,
    giving.CashDeposit: lambda: cash.given_cash() and cash.deposit("1000", staff("finance")),
    giving.DataImport: lambda: bring(table(gift())),
    giving.Difference: _difference,
    giving.Dispute: _dispute,
    giving.Donation: paid,
    giving.GiftInKind: _in_kind,
    giving.LedgerEntry: paid,
    giving.MonthClose: lambda: giving.MonthClose.objects.create(
        last_day=date(2026, 10, 31), proposed_by=staff("finance")
    ),
    giving.Payout: _payout,
    giving.ProviderEvent: paid,
    giving.Sponsorship: sponsoring,
    giving.StatementLine: lambda: bring_lines(line("no reference")),
}


def screens() -> dict[type[Model], list[str]]:
    """By model: the routes below /admin/ that show one row of it."""
    found: dict[type[Model], list[str]] = defaultdict(list)
    for route, pattern in _patterns(get_resolver(), ""):
        view = getattr(pattern.callback, "view_class", None)
        model = getattr(pattern.callback, "view_initkwargs", {}).get("model") or getattr(view, "model", None)
        if route.startswith("admin/") and route.count("<") == 1 and isinstance(model, type):
            found[model].append(route)
    return found


def _patterns(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        route = f"{prefix}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _patterns(one, route)
        else:
            yield route, one


SCREENS = screens()
# What there is to see only of other rows, or where a setting allows it.
MAY_BE_MISSING = (
    "/admin/collections/1/delete/",  # the root
    "/admin/workflows/usage/",
    "/admin/giving/refunds/",
    "/admin/giving/payments/",
    "/generate_url/",
)


@pytest.fixture
def everybody() -> Client:
    """Somebody with every role there is."""
    user = staff("administrator")
    for role in ROLES:
        give_role(user, role.slug)
    return signed_in(User.objects.get(pk=user.pk))


def has_no_name(answer: HttpResponse) -> bool:
    """Whether it is a page whose title, as a tab and a screen reader say it, begins with the site's name."""
    title = re.search(r"<title>(.*?)</title>", "" if answer.streaming else answer.content.decode(), re.DOTALL)
    return bool(title) and title[1].strip().startswith("-")


@pytest.mark.parametrize("model", SCREENS, ids=lambda model: model._meta.label)
def test_each_screen_of_a_row_opens(everybody, model):
    if model in MADE:
        MADE[model]()
    row = model._default_manager.latest("pk")
    for route in SCREENS[model]:
        before, _kind, after = route.partition("<")
        address = f"/{before}{row.pk}{after.partition('>')[2]}"
        answer = everybody.get(address)
        missing = answer.status_code == 404 and any(part in address for part in MAY_BE_MISSING)
        assert missing or answer.status_code in (200, 302, 405), f"{answer.status_code} at {address}"
        assert not has_no_name(answer), f"{address} has no name"


FAILS = "admin/failwhale/"  # Wagtail’s own, to see what an error does
ALONE = sorted(
    route
    for route, _pattern in _patterns(get_resolver(), "")
    if route.startswith("admin/") and not set("<^$(") & set(route) and route != FAILS
)


@pytest.mark.parametrize("route", ALONE)
def test_each_screen_that_needs_no_row_has_a_name(everybody, route):
    answer = everybody.get(f"/{route}")
    assert answer.status_code < 500
    assert not has_no_name(answer)
