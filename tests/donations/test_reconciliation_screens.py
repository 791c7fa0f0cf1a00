"""Reconciliation in the back office: seen by those who answer for the books, asked by POST, the same queries always."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from donations.gateways.instructions import Ending
from donations.gateways.requests import GatewayUnavailable
from donations.gateways.sandbox.gateway import SandboxGateway
from donations.gateways.sandbox.models import Choice
from donations.gateways.sandbox.provider import decide
from donations.models import (
    Difference,
    EventState,
    LedgerEntry,
    Payment,
    ProviderEvent,
    ReconcileRun,
    RunKind,
    RunState,
)
from donations.services import overview, payments, rounds, runs
from tests.factories.accounts import signed_in, staff
from tests.factories.donations import begun, message, post, release, settle, som

pytestmark = pytest.mark.django_db
PAGE, MESSAGES, DIFFERENCES = (
    "/admin/giving/reconciliation/",
    "/admin/giving/messages/",
    "/admin/giving/differences/",
)
FINANCE = ("finance", "administrator")
OTHERS = ("donor_care", "editor", "publisher", "safeguarding", "volunteer_coordinator")
REASON = "Checked with the provider: it was a test of theirs."


@pytest.fixture
def finance() -> Client:
    return signed_in(staff("finance"))


def text(client: Client, url: str, **query: str) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return re.sub(r"[ \n]+", " ", response.content.decode())


def hold(**changes: object) -> ProviderEvent:
    payment = begun(**changes)
    payments.apply(settle(payment, amount=som(1)))
    return ProviderEvent.objects.quarantined().latest("pk")


def differ(**changes: object) -> Difference:
    payment = begun(**changes)
    payments.apply(settle(payment))
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        rounds.run_all("sandbox", "books")
    return Difference.objects.get(payment=payment)


def hours_ago(hours: int):
    return time_machine.travel(timezone.now() - timedelta(hours=hours))


# --- Who -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [PAGE, DIFFERENCES])
@pytest.mark.parametrize(("role", "may"), [*((r, True) for r in FINANCE), *((r, False) for r in OTHERS)])
def test_only_those_who_answer_for_the_books_see_it(url, role, may):
    client = signed_in(staff(role))
    assert (client.get(url).status_code == 200) is may
    assert ("/admin/giving/reconciliation/" in client.get("/admin/").content.decode()) is may


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_asks_retries_dismisses_or_resolves(role):
    event, row = hold(), differ(email="b@donors.example")
    before = ReconcileRun.objects.count()
    client = signed_in(staff(role))
    for address in (
        f"{PAGE}ask/",
        f"{MESSAGES}{event.pk}/retry/",
        f"{MESSAGES}{event.pk}/dismiss/",
        f"{DIFFERENCES}{row.pk}/resolve/",
    ):
        assert client.post(address, {"reason": REASON}).status_code in (302, 403)
    event.refresh_from_db()
    row.refresh_from_db()
    assert (event.state, row.state) == (EventState.QUARANTINED, "open")
    assert ReconcileRun.objects.count() == before


def test_donor_care_sees_a_held_message_without_the_buttons():
    page = text(signed_in(staff("donor_care")), f"{MESSAGES}{hold().pk}/")
    assert "Why it is held" in page
    assert "Dismiss this message" not in page


def test_looking_changes_nothing(finance):
    event, row = hold(), differ(email="b@donors.example")
    for address in (
        f"{PAGE}ask/",
        f"{MESSAGES}{event.pk}/retry/",
        f"{MESSAGES}{event.pk}/dismiss/",
        f"{DIFFERENCES}{row.pk}/resolve/",
    ):
        assert finance.get(address).status_code == 405


# --- The page ------------------------------------------------------------------------------------


def test_a_card_for_each_way_to_pay_also_when_nothing_ever_happened(finance):
    page = text(finance, PAGE)
    assert page.count('class="provider"') == len(rounds.offers())
    for words in ("Nothing waits", "none so far", "not yet asked", "This provider cannot be asked"):
        assert words in page


def test_a_card_tells_what_came_what_is_under_way_and_what_waits(finance):
    hold()
    begun(email="b@donors.example")
    differ(email="c@donors.example")
    [card] = [one for one in overview.overviews() if one.code == "sandbox"]
    assert (card.held, card.differences, card.open_payments) == (1, 1, 2)
    assert card.last_message == ProviderEvent.objects.latest("pk").received_at
    assert card.oldest == Payment.objects.open().order_by("created_at").first().created_at
    page = text(finance, PAGE)
    assert "Something waits for a person" in page
    assert "messages/?state=quarantined&amp;gateway=sandbox" in page


def test_something_that_waits_is_shown_also_when_its_gateway_is_switched_off(finance, settings):
    hold()
    settings.PAYMENT_GATEWAYS = {k: v for k, v in settings.PAYMENT_GATEWAYS.items() if k != "sandbox"}
    [card] = [one for one in overview.overviews() if one.code == "sandbox"]
    assert (card.offer, card.held, card.can_be_asked) == (None, 1, False)
    page = text(finance, PAGE)
    assert "Switched off" in page
    assert "Something waits for a person" in page


def test_the_last_run_of_each_kind_is_told_with_its_result(finance, monkeypatch):
    begun()

    def silent(*_args: object) -> None:
        raise GatewayUnavailable

    monkeypatch.setattr(SandboxGateway, "status", silent)
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        rounds.run_all("sandbox")
    page = text(finance, PAGE)
    assert "The provider did not answer" in page
    assert "asked 1, changed 0, without an answer 1" in page
    assert "From the command line" in page


def test_an_interrupted_run_is_said_to_be_interrupted(finance):
    runs.begin("sandbox", RunKind.OPEN)
    ReconcileRun.objects.update(moved_at=timezone.now() - timedelta(hours=1))
    page = text(finance, PAGE)
    assert "Interrupted before its end" in page
    assert "data-under-way" not in page


@pytest.mark.parametrize(
    ("hours", "last", "silent"), [(72, None, True), (10, None, False), (72, 60, False), (72, 100, True)]
)
def test_a_provider_is_silent_when_attempts_are_followed_by_nothing(finance, hours, last, silent):
    with hours_ago(hours):
        payment = begun()
    if last:
        with hours_ago(last):
            post(message(payment, "payment.processing"))
    page = text(finance, PAGE)
    assert ("Silent:" in page) is silent
    assert ("is silent" in text(finance, "/admin/")) is silent


def test_attempts_of_long_ago_make_nobody_silent(finance):
    with hours_ago(24 * 30):
        begun()
    assert "Silent:" not in text(finance, PAGE)


def test_how_long_is_a_setting(finance, settings):
    settings.GATEWAY_SILENT_HOURS = 5
    with hours_ago(10):
        begun()
    assert "Silent:" in text(finance, PAGE)


# --- Run now -------------------------------------------------------------------------------------


def test_asking_now_waits_for_the_worker_and_then_shows_the_result(finance):
    payment = begun()
    decide(payment.provider_reference, Choice.SUCCESS)
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        page = finance.post(f"{PAGE}ask/", {"gateway": "sandbox"}, follow=True).content.decode()
        assert "Waits for its turn" in page
        assert "data-under-way" in page
        rounds.run_queued.func(list(ReconcileRun.objects.order_by("pk").values_list("pk", flat=True)))
        page = text(finance, PAGE)
    assert "data-under-way" not in page
    assert "asked 1, changed 1, without an answer 0" in page
    assert "By a person: " in page
    assert LedgerEntry.objects.count() == 2


def test_all_providers_can_be_asked_at_once(finance):
    finance.post(f"{PAGE}ask/")
    assert set(ReconcileRun.objects.values_list("gateway", "kind")) == {
        ("sandbox", "open"),
        ("sandbox", "books"),
    }
    assert set(ReconcileRun.objects.values_list("state", flat=True)) == {RunState.QUEUED}


def test_an_unknown_provider_is_not_asked(finance):
    assert finance.post(f"{PAGE}ask/", {"gateway": "paypal"}).status_code == 404


# --- A held message ------------------------------------------------------------------------------


def test_its_page_says_why_and_what_the_payment_is(finance):
    event = hold()
    page = text(finance, f"{MESSAGES}{event.pk}/")
    for words in (
        "The amount or the currency is not the one that was promised.",
        event.reason,
        event.payment.reference,
        event.payment.amount.format("en"),
        "Ask the provider again",
        "Dismiss this message",
    ):
        assert words in page


def test_a_retry_says_what_came_of_it(finance):
    event = hold()
    address = f"{MESSAGES}{event.pk}/retry/"
    assert "still does not fit" in finance.post(address, follow=True).content.decode()
    decide(event.payment.provider_reference, Choice.SUCCESS)
    assert "acted on" in finance.post(address, follow=True).content.decode()
    assert "Somebody was quicker" in finance.post(address, follow=True).content.decode()
    assert LedgerEntry.objects.count() == 2


def test_a_reason_that_is_too_short_is_kept_and_the_error_stands_beside_it(finance):
    event = hold()
    answer = finance.post(f"{MESSAGES}{event.pk}/dismiss/", {"reason": "a <test>"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "a &lt;test&gt;</textarea>" in page
    assert "write the reason in at least 20 characters" in page
    event.refresh_from_db()
    assert event.state == EventState.QUARANTINED


def test_the_error_is_in_the_readers_language(finance):
    client = signed_in(staff("finance", language="ru"))
    page = client.post(f"{MESSAGES}{hold().pk}/dismiss/", {"reason": "x" * 201}).content.decode()
    assert "Убедитесь" in page


def test_a_dismissed_message_tells_who_and_why_and_has_no_buttons(finance):
    event = hold()
    page = finance.post(f"{MESSAGES}{event.pk}/dismiss/", {"reason": REASON}, follow=True).content.decode()
    for words in (REASON, "→ Dismissed by a person", "@people.example"):
        assert words in page
    assert "Dismiss this message" not in page


def test_who_comes_second_is_told(finance):
    event = hold()
    finance.post(f"{MESSAGES}{event.pk}/dismiss/", {"reason": REASON})
    page = finance.post(f"{MESSAGES}{event.pk}/dismiss/", {"reason": REASON}, follow=True).content.decode()
    assert "Somebody was quicker" in page


@pytest.mark.parametrize(
    ("gateway", "event_id", "words"),
    [
        ("bank", "line:abc", "decide about that line"),
        ("payme", "cancel:abc", "Payme was told no"),
        ("sandbox", "by-hand:R-1", "Somebody recorded it by hand"),
        ("sandbox", "evt_x", "Look the payment up in the provider’s cabinet"),
    ],
)
def test_where_nobody_can_be_asked_the_page_says_what_to_do(finance, gateway, event_id, words):
    event = ProviderEvent.objects.create(
        gateway=gateway,
        event_id=event_id,
        kind="refund",
        state=EventState.QUARANTINED,
        reason="no such payment",
    )
    page = text(finance, f"{MESSAGES}{event.pk}/")
    assert words in page
    assert "Ask the provider again" not in page


def test_a_message_that_is_not_held_has_no_buttons(finance):
    payment = begun()
    payments.apply(settle(payment))
    page = text(finance, f"{MESSAGES}{ProviderEvent.objects.get().pk}/")
    assert "Why it is held" not in page
    assert "Dismiss this message" not in page


def test_every_reason_that_the_door_gives_is_explained(finance):
    from donations import explanations

    payment = begun()
    payments.apply(settle(payment, reference="P-0000-1111-2222", provider_reference=""))
    payments.apply(settle(payment, amount=som(1)))
    payments.apply(settle(payment, livemode=True))
    payments.apply(settle(payment, gateway="bank"))
    payments.apply(settle(payment, provider_reference="other"))
    payments.apply(release(payment, Ending.CANCELLED))
    payments.apply(settle(payment))
    reasons = list(ProviderEvent.objects.quarantined().values_list("reason", flat=True))
    assert len(reasons) == 6
    assert all(explanations.of(reason) != explanations._OTHERWISE for reason in reasons)


# --- Differences ---------------------------------------------------------------------------------


def test_a_difference_is_found_in_the_list_and_resolved_on_its_page(finance):
    row = differ()
    assert row.reference in text(finance, DIFFERENCES, state="open", gateway="sandbox", kind="state")
    assert row.reference in text(finance, DIFFERENCES, q=row.reference)
    page = text(finance, f"{DIFFERENCES}{row.pk}/")
    assert "Resolve it" in page
    assert row.payment.amount.format("en") in page
    assert finance.post(f"{DIFFERENCES}{row.pk}/resolve/", {"reason": " "}).status_code == 422
    page = finance.post(
        f"{DIFFERENCES}{row.pk}/resolve/", {"reason": "their mistake"}, follow=True
    ).content.decode()
    assert "their mistake" in page
    assert "Resolve it" not in page
    assert row.reference not in text(finance, DIFFERENCES, state="open")


def test_a_difference_leads_to_the_messages_that_are_held_about_it(finance):
    row = differ()
    payments.apply(settle(row.payment, amount=som(1)))
    event = ProviderEvent.objects.quarantined().get()
    assert f"{MESSAGES}{event.pk}/" in text(finance, f"{DIFFERENCES}{row.pk}/")


def test_one_that_went_by_itself_says_so(finance):
    row = differ()
    decide(row.payment.provider_reference, Choice.SUCCESS)
    with time_machine.travel(timezone.now() + timedelta(hours=4), tick=False):
        rounds.run_all("sandbox", "books")
    assert "both sides say the same again" in text(finance, f"{DIFFERENCES}{row.pk}/")


# --- The first page ------------------------------------------------------------------------------


def test_when_all_is_well_there_is_one_quiet_line(finance):
    assert "Providers and books agree, nothing waits" in text(finance, "/admin/")


def test_what_waits_is_counted_with_the_way_to_it(finance):
    hold()
    hold(email="b@donors.example")
    differ(email="c@donors.example")
    page = text(finance, "/admin/")
    assert "2 messages from providers are held" in page
    assert "1 difference between a provider and the books" in page
    assert "/admin/giving/differences/?state=open" in page
    assert "nothing waits" not in page


@pytest.mark.parametrize("role", OTHERS)
def test_others_have_no_such_panel(role):
    hold()
    assert "held" not in text(signed_in(staff(role)), "/admin/")


# --- Queries -------------------------------------------------------------------------------------


def count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


@pytest.mark.parametrize("url", [PAGE, MESSAGES, DIFFERENCES, "/admin/"])
def test_more_to_show_costs_the_same_queries(finance, url):
    hold()
    differ(email="first@donors.example")
    finance.get(url)
    before = count(finance, url)
    for number in range(4):
        hold(email=f"h{number}@donors.example")
        differ(email=f"d{number}@donors.example")
    assert count(finance, url) == before


def test_a_message_with_a_long_history_costs_the_same_queries(finance):
    event = hold()
    url = f"{MESSAGES}{event.pk}/"
    finance.post(f"{url}retry/")
    finance.get(url)
    before = count(finance, url)
    for _ in range(3):
        signed_in(staff("finance")).post(f"{url}retry/")
    assert count(finance, url) == before


def test_of_cash_nobody_is_sent_to_bank_statements(finance):
    _before, _heading, cash = text(finance, PAGE).partition('id="cash"')
    assert cash
    assert "bank statements" not in cash.partition("</section>")[0]
