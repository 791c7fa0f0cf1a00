"""Transfers that nobody announced: one person says whose they are, another confirms."""

from decimal import Decimal

import pytest

from core.models import OutboxMessage
from core.money import Money
from donations.gateways.outcomes import Outcome, Verdict
from donations.models import (
    Donation,
    Donor,
    LedgerEntry,
    LineState,
    Payment,
    StatementLine,
    UnannouncedGift,
)
from donations.services import bank_statements, payments
from donations.services.decisions import Refused
from tests.donations.test_bank_statements import AMOUNT, bring, line, transfer
from tests.factories.accounts import signed_in, staff
from tests.factories.donations import purpose

pytestmark = pytest.mark.django_db
LESS = Money(9_950_000, "UZS")


def said(**changes: object) -> UnannouncedGift:
    fields = {"name": "Anor LLC", "email": "anor@mail.example", "designation": purpose(), "language": "ru"}
    return UnannouncedGift(**fields | changes)


def proposed(*lines: object, **changes: object) -> StatementLine:
    (row,) = bring(*(lines or [line("charity", payer="ООО АНОР")]))
    bank_statements.propose_new(row, said(**changes), staff("finance"))
    return row


def confirm(row: StatementLine) -> Donation:
    row = StatementLine.objects.get(pk=row.pk)
    bank_statements.confirm(row, row.proposal, staff("finance"))
    row.refresh_from_db()
    return row.payment.donation


def test_two_persons_make_a_gift_of_it_which_is_booked_on_its_day_and_thanked():
    row = proposed(is_anonymous=True, country="DE")
    assert not Donation.objects.exists()
    assert not Donor.objects.exists()
    assert not OutboxMessage.objects.exists()
    gift = confirm(row)
    row.refresh_from_db()
    assert (row.state, row.unannounced, UnannouncedGift.objects.count()) == (LineState.MATCHED, None, 0)
    assert (gift.state, gift.amount, gift.donor_name, gift.is_anonymous) == ("paid", AMOUNT, "Anor LLC", True)
    assert (gift.donor.email, gift.donor.country, gift.language) == ("anor@mail.example", "DE", "ru")
    entries = LedgerEntry.objects.filter(donation=gift)
    assert {entry.booked_on for entry in entries} == {row.booked_on}
    assert sum(entries.values_list("amount_minor", flat=True)) == Decimal(0)
    assert OutboxMessage.objects.get(to="anor@mail.example").key == f"receipt:{row.payment.reference}"


def test_nobody_confirms_their_own_word_nor_what_they_have_not_seen():
    row = proposed()
    with pytest.raises(Refused):
        bank_statements.confirm(row, row.proposal, row.proposed_by)
    with pytest.raises(Refused):
        bank_statements.confirm(row, "", staff("finance"))
    with pytest.raises(Refused):
        bank_statements.confirm(row, f"new-{row.unannounced_id + 1}", staff("finance"))
    assert not Donation.objects.exists()


def test_of_two_who_say_whose_it_is_one_is_heard_and_nothing_of_the_other_is_kept():
    (row,) = bring(line("charity"))
    again = StatementLine.objects.get(pk=row.pk)
    bank_statements.propose_new(row, said(), staff("finance"))
    with pytest.raises(Refused):
        bank_statements.propose_new(again, said(name="Somebody"), staff("finance"))
    assert [one.name for one in UnannouncedGift.objects.all()] == ["Anor LLC"]


def test_what_is_taken_away_is_forgotten_and_may_be_said_otherwise():
    row = proposed()
    bank_statements.send_back(row, staff("finance"))
    assert not UnannouncedGift.objects.exists()
    with pytest.raises(Refused):
        confirm(row)
    bank_statements.propose_new(row, said(name="Botir"), staff("finance"))
    assert confirm(row).donor_name == "Botir"
    assert Donation.objects.count() == 1


def test_a_second_confirmation_books_nothing():
    row = proposed()
    seen = StatementLine.objects.get(pk=row.pk)
    confirm(row)
    with pytest.raises(Refused):
        bank_statements.confirm(seen, seen.proposal, staff("finance"))
    assert Donation.objects.count() == Payment.objects.count() == 1


def test_who_has_no_address_is_a_donor_of_their_own():
    known = transfer(email="")
    assert confirm(proposed(email="", name="Anvar Karimov")).donor != known.donation.donor
    assert not OutboxMessage.objects.exists()


def test_the_form_knows_what_the_line_names_and_keeps_what_is_typed():
    reference = transfer().reference
    bring(line(reference))
    row = bring(line(reference, payer="KARIMOV A", amount=LESS), name="a standing order goes on")[-1]
    client, address = signed_in(staff("finance")), f"/admin/giving/statements/{row.pk}/gift/"
    assert address in client.get(f"/admin/giving/statements/{row.pk}/").content.decode()
    page = client.get(address)
    assert page.context["form"].initial["email"] == "anvar@mail.example"
    sent = {"name": "Anvar", "email": "no address", "designation": purpose().pk, "language": "ru"}
    page = client.post(address, sent)
    assert list(page.context["form"].errors) == ["email"]
    assert 'value="no address"' in page.content.decode()
    done = client.post(address, sent | {"email": "Anvar@Mail.example"}, follow=True).content.decode()
    assert "Somebody else must confirm" in done
    assert "anvar@mail.example" in done
    assert "Somebody was quicker" in client.get(address, follow=True).content.decode()
    second = signed_in(staff("finance"))
    row.refresh_from_db()
    done = second.post(f"/admin/giving/statements/{row.pk}/confirm/", {"proposal": row.proposal}, follow=True)
    assert "Booked" in done.content.decode()
    assert [gift.amount for gift in Donation.objects.filter(state="paid")] == [LESS, AMOUNT]


def test_a_line_that_names_nothing_is_its_payers():
    (row,) = bring(line("charity", payer="ООО АНОР"))
    page = signed_in(staff("finance")).get(f"/admin/giving/statements/{row.pk}/gift/")
    assert page.context["form"].initial["name"] == "ООО АНОР"


@pytest.mark.parametrize("role", ["editor", "publisher", "safeguarding", "donor_care"])
def test_nobody_else_says_whose_it_is(role):
    (row,) = bring(line("charity"))
    sent = {"name": "Anvar", "designation": purpose().pk, "language": "ru"}
    signed_in(staff(role)).post(f"/admin/giving/statements/{row.pk}/gift/", sent)
    row.refresh_from_db()
    assert row.state == LineState.UNMATCHED


def test_nothing_is_left_of_a_gift_that_the_door_does_not_take(monkeypatch):
    row = proposed()
    monkeypatch.setattr(payments, "apply", lambda _settle: Outcome(Verdict.MISMATCH))
    with pytest.raises(Refused):
        confirm(row)
    row.refresh_from_db()
    assert (row.state, UnannouncedGift.objects.get()) == (LineState.PROPOSED, row.unannounced)
    assert not Donor.objects.exists()
