"""A transfer that was announced came with another amount: two persons say so, and the gift has what came."""

import pytest

from core.models import AuditEntry, OutboxMessage
from core.money import Money
from donations.models import (
    Donation,
    LedgerEntry,
    LineState,
    Payment,
    PaymentState,
    ProviderEvent,
    Sponsorship,
    StatementLine,
)
from donations.services import bank_statements, cancellation, payments
from tests.donations.pledges.pledging import latest, pledged, transferred, worker
from tests.donations.test_bank_statements import AMOUNT, bring, line, state, transfer
from tests.donations.test_race import at_once
from tests.factories.accounts import signed_in, staff
from tests.factories.donations import begun

pytestmark = pytest.mark.django_db
CAME = [Money(9_950_000, "UZS"), Money(25_000_000, "UZS"), Money(800, "USD")]
LESS = CAME[0]


def two_persons_say(payment: Payment, came: Money = LESS) -> StatementLine:
    (*_others, row) = bring(line(payment.reference, amount=came))
    bank_statements.propose(row, payment.reference, staff("finance"))
    row = StatementLine.objects.get(pk=row.pk)
    bank_statements.confirm(row, row.proposal, staff("finance"))
    return row


def amounts(payment: Payment) -> tuple[str, Money, str, Money]:
    payment = Payment.objects.select_related("donation").get(pk=payment.pk)
    return payment.state, payment.amount, payment.donation.state, payment.donation.amount


@pytest.mark.parametrize("came", CAME)
def test_the_gift_has_what_came_in_books_and_mail_and_on_the_record(came):
    payment = transfer()
    row = two_persons_say(payment, came)
    assert (row.state, amounts(payment)) == (LineState.MATCHED, ("succeeded", came, "paid", came))
    assert {abs(entry.amount_minor) for entry in LedgerEntry.objects.all()} == {came.minor}
    assert {entry.currency for entry in LedgerEntry.objects.all()} == {came.currency}
    mail = OutboxMessage.objects.get(key=f"receipt:{payment.reference}")
    assert came.format("ru") in mail.text
    for name in ("payment", "donation"):
        entry = AuditEntry.objects.get(action=f"{name}.amount")
        assert (entry.old, entry.new, entry.actor) == (str(AMOUNT), str(came), row.decided_by)


def test_a_period_of_a_pledge_is_paid_by_what_came_and_the_pledge_goes_on_as_promised():
    pledge = pledged(gateway="bank")
    for day in ("2027-02-28", "2027-03-31"):
        worker(day)
    two_persons_say(latest(pledge).payments.get())
    pledge.refresh_from_db()
    assert (pledge.state, pledge.failures, pledge.amount) == ("active", 0, AMOUNT)
    worker("2027-04-30")
    pledge.refresh_from_db()
    assert (pledge.state, pledge.failures, latest(pledge).amount) == ("active", 0, AMOUNT)


def test_a_pledge_begins_with_what_came():
    payment = begun(designation="tashkent", frequency="month", gateway="bank")
    two_persons_say(payment)
    pledge = Sponsorship.objects.get()
    assert (pledge.state, pledge.amount, amounts(payment)[1:]) == ("active", AMOUNT, (LESS, "paid", LESS))


def test_what_came_for_a_gift_that_was_paid_otherwise_goes_back_as_it_came():
    first = transfer()
    payments.give_up(first, "another-way", "another way was chosen")
    donation = Donation.objects.get()
    other = Payment.objects.create(
        donation=donation, amount_minor=AMOUNT.minor, currency="UZS", gateway="bank"
    )
    payments.apply(transferred(other))
    two_persons_say(first)
    assert amounts(first) == ("succeeded", LESS, "paid", AMOUNT)
    assert Payment.objects.get(pk=first.pk).refund_due == "duplicate"


def test_what_came_after_the_regular_gift_was_ended_goes_back_as_it_came():
    pledge = pledged(gateway="bank")
    worker("2027-02-28")
    payment = latest(pledge).payments.get()
    cancellation.cancel(pledge)
    two_persons_say(payment)
    assert (amounts(payment)[1], amounts(payment)[3]) == (LESS, AMOUNT)
    assert Payment.objects.get(pk=payment.pk).refund_due == "after_cancel"


def test_what_was_paid_meanwhile_as_announced_stays_as_it_is_and_the_line_waits():
    payment = transfer()
    (row,) = bring(line(payment.reference, amount=LESS))
    bank_statements.propose(row, payment.reference, staff("finance"))
    bring(line(payment.reference), name="later")
    row = StatementLine.objects.get(pk=row.pk)
    bank_statements.confirm(row, row.proposal, staff("finance"))
    row.refresh_from_db()
    assert (row.state, amounts(payment)) == (LineState.PROPOSED, ("succeeded", AMOUNT, "paid", AMOUNT))
    assert not AuditEntry.objects.filter(action__endswith=".amount").exists()


@pytest.mark.parametrize("ending", [PaymentState.EXPIRED, PaymentState.REDIRECTED])
def test_late_is_as_good(ending):
    payment = transfer()
    if ending == PaymentState.EXPIRED:
        payments.give_up(payment, "waited", "no transfer came")
    assert state(payment) == ending
    two_persons_say(payment)
    assert amounts(payment) == ("succeeded", LESS, "paid", LESS)


def test_both_amounts_are_on_the_page_of_whoever_proposes_and_of_whoever_confirms():
    payment = transfer()
    (row,) = bring(line(payment.reference, amount=LESS))
    address = f"/admin/giving/statements/{row.pk}/"
    page = signed_in(staff("finance")).get(address).content.decode()
    assert f'value="{payment.reference}"' in page
    assert f"Announced was another amount: {AMOUNT.format('en')}" in page
    bank_statements.propose(row, payment.reference, staff("finance"))
    page = signed_in(staff("finance")).get(address).content.decode()
    assert f"Confirmed, the gift has what came: {LESS.format('en')}" in page


def test_a_closed_payment_is_named_but_not_offered():
    reference = transfer().reference
    bring(line(reference))
    row = bring(line(reference, amount=LESS), name="a standing order goes on")[-1]
    page = signed_in(staff("finance")).get(f"/admin/giving/statements/{row.pk}/").content.decode()
    assert f'value="{reference}"' not in page
    assert "It is paid or closed" in page


@pytest.mark.django_db(transaction=True)
def test_of_lines_that_are_confirmed_at_once_for_one_gift_one_is_booked():
    payment = transfer()
    rows = bring(*(line("x", amount=Money(9_000_000 + number, "UZS")) for number in range(6)))
    for row in rows:
        bank_statements.propose(row, payment.reference, staff("finance"))
    second = staff("finance")

    def work(index: int) -> None:
        read = StatementLine.objects.get(pk=rows[index].pk)
        bank_statements.confirm(read, read.proposal, second)

    at_once(6, work)
    booked = StatementLine.objects.get(state=LineState.MATCHED)
    assert amounts(payment) == ("succeeded", booked.amount, "paid", booked.amount)
    assert {abs(entry.amount_minor) for entry in LedgerEntry.objects.all()} == {booked.amount_minor}


@pytest.mark.parametrize("parts", [(6_000_000, 4_000_000), (5_000_000, 5_000_000)])
def test_of_two_parts_of_one_gift_the_second_waits_and_nobody_is_alarmed(settings, parts):
    """The hint of both lines is the same gift, so both are proposed for it."""
    settings.PAYMENTS_ALERT_EMAILS = ["payments@sos.example"]
    payment, first, second = transfer(), staff("finance"), staff("finance")
    rows = bring(*(line(payment.reference, amount=Money(part, "UZS")) for part in parts))
    for row in rows:
        bank_statements.propose(row, payment.reference, first)
    for row in rows:
        bank_statements.confirm(row, payment.reference, second)
    assert [(row.state, row.note) for row in rows] == [
        (LineState.MATCHED, "amount differs"),
        (LineState.PROPOSED, "the payment is succeeded"),
    ]
    assert not ProviderEvent.objects.quarantined().exists()
    assert not OutboxMessage.objects.filter(to="payments@sos.example").exists()


def test_what_comes_after_another_amount_is_not_said_to_be_announced_so():
    payment = transfer()
    two_persons_say(payment)
    row = bring(line(payment.reference), name="once more")[-1]
    assert row.note == "payment is succeeded"
    page = signed_in(staff("finance")).get(f"/admin/giving/statements/{row.pk}/").content.decode()
    assert "It is paid or closed" in page
    assert "Announced was another amount" not in page


def test_whoever_confirms_reads_that_the_money_goes_back_where_the_gift_waits_for_nothing():
    pledge = pledged(gateway="bank")
    worker("2027-02-28")
    payment = latest(pledge).payments.get()
    (*_others, row) = bring(line(payment.reference, amount=LESS))
    bank_statements.propose(row, payment.reference, staff("finance"))
    cancellation.cancel(pledge)
    page = signed_in(staff("finance")).get(f"/admin/giving/statements/{row.pk}/").content.decode()
    assert "the gift has what came" not in page
    assert "Confirmed, the money is owed back. The sponsorship was cancelled before." in page


@pytest.mark.parametrize("came", [AMOUNT, LESS])
def test_a_standing_order_that_names_a_former_period_is_offered_for_the_one_that_is_due(came):
    """It names the first for ever: entered as a gift of its own, three periods were unpaid and the pledge ended."""
    pledge = pledged(gateway="bank")
    first = Payment.objects.get()
    worker("2027-02-28")
    due = latest(pledge).payments.get()
    (row,) = bring(line(first.reference, amount=came))
    assert row.state == LineState.UNMATCHED
    page = signed_in(staff("finance")).get(f"/admin/giving/statements/{row.pk}/").content.decode()
    assert f'value="{due.reference}"' in page
    assert "It is paid or closed" not in page


def test_one_that_goes_on_after_the_regular_gift_was_ended_is_no_period_of_it():
    pledge = pledged(gateway="bank")
    first = Payment.objects.get()
    worker("2027-02-28")
    cancellation.cancel(pledge)
    (row,) = bring(line(first.reference))
    assert bank_statements.hint(row).payment == first


def test_of_two_transfers_of_one_gift_in_one_file_the_second_waits_and_nobody_is_alarmed():
    reference = transfer().reference
    rows = bring(line(reference), line(reference, bank_reference="B"))
    assert [(row.state, row.note) for row in rows] == [
        (LineState.MATCHED, ""),
        (LineState.UNMATCHED, "the payment is succeeded"),
    ]
    assert not ProviderEvent.objects.quarantined().exists()
