"""From a line of a statement to a gift: by itself what is sure, by two persons what is not."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override

from core.models import OutboxMessage
from core.money import Money
from donations.bank_files import csv_file
from donations.bank_files.lines import Line
from donations.models import Donation, LedgerEntry, LineState, Payment, StatementLine
from donations.services import bank_statements, checkout, known_lines, transfers
from donations.services.decisions import Refused
from tests.factories.accounts import staff
from tests.factories.donations import purpose

pytestmark = pytest.mark.django_db
AMOUNT = Money(10_000_000, "UZS")


def transfer(name="Anvar Karimov", amount=AMOUNT, email="anvar@mail.example", **changes) -> Payment:
    gift = checkout.Gift(
        amount=amount,
        frequency="once",
        designation=purpose(),
        name=name,
        email=email,
        language="ru",
        gateway="bank",
        **changes,
    )
    checkout.start(gift)
    return Payment.objects.latest("pk")


def line(text="", payer="", amount=AMOUNT, **changes) -> Line:
    fields = {"booked_on": date(2026, 11, 20), "amount": amount, "payer": payer, "text": text}
    return Line(**fields | changes)


def bring(*lines: Line, name="november.csv") -> list[StatementLine]:
    content = repr(lines).encode()
    bank_statements.import_lines(name, content, list(lines), staff("finance"))
    return list(StatementLine.objects.order_by("pk"))


def state(payment: Payment) -> str:
    return Payment.objects.get(pk=payment.pk).state


def test_our_reference_with_the_same_amount_is_booked_and_thanked():
    payment = transfer()
    (row,) = bring(line(f"Xayriya {payment.reference}"))
    assert (row.state, state(payment)) == (LineState.MATCHED, "succeeded")
    assert Donation.objects.get(pk=payment.donation_id).state == "paid"
    assert OutboxMessage.objects.filter(key=f"receipt:{payment.reference}", language="ru").exists()
    assert sum(LedgerEntry.objects.values_list("amount_minor", flat=True)) == 0


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        lambda text: text.replace("-", ""),
        lambda text: text.replace("-", " "),
        lambda text: "оплата " + text.translate(str.maketrans("ABEKMHPCTXY0", "АВЕКМНРСТХУО")) + ".",
        lambda text: f"XAYRIYA{text}RAHMAT",  # as banks join the lines of a purpose
    ],
)
def test_a_reference_is_found_however_it_was_typed(write):
    payment = transfer()
    assert payment.reference in bank_statements.references_in(f"Gift {write(payment.reference)} thanks")


def test_every_cyrillic_letter_that_looks_like_one_of_ours_is_understood():
    assert bank_statements.references_in("Р-АВСЕ-НКМР-ТХУО") == ["P-ABCE-HKMP-TXY0"]


def test_a_line_that_two_files_count_differently_is_one():
    """The first column counts the rows: what was the second of a day is the ninth of the week."""
    head = "№ п/п;Дата;Плательщик;Кредит;Назначение\n"
    for number, text in enumerate(("2;", "9;")):
        table = csv_file.open_table(f"{head}{text}20.11.2026;Иванов;100 000,00;дар\n".encode())
        bring(*csv_file.read(table, csv_file.guess(table.columns), "UZS"), name=f"{number}.csv")
    assert StatementLine.objects.count() == 1


@pytest.mark.parametrize("words", ["HELP SOS", "Petr", "PAYMENTS", "Рак А", "Help SOS, Petr -"])
def test_words_that_look_like_the_beginning_of_a_reference_hide_none(words):
    payment = transfer()
    (row,) = bring(line(f"{words} {payment.reference}"))
    assert (row.state, state(payment)) == (LineState.MATCHED, "succeeded")


def test_the_same_file_twice_and_the_same_line_in_another_change_nothing():
    payment = transfer()
    one, two = line(f"{payment.reference}"), line("something else", amount=Money(5, "UZS"))
    bring(one)
    bring(one)
    bring(one, two, name="week.csv")
    assert StatementLine.objects.count() == 2
    assert LedgerEntry.objects.count() == 2


@pytest.mark.parametrize("payers", [True, False])
def test_two_donors_whose_orders_have_one_number_are_two_gifts(payers):
    one, two = transfer(), transfer(name="Botir", email="botir@mail.example")
    number = {"bank_reference": "1", "is_payers_number": payers}
    lines = line(one.reference, "Anvar", **number), line(two.reference, "Botir", **number)
    bring(*lines)
    assert (state(one), state(two)) == ("succeeded", "succeeded")
    bring(*lines, name="again.csv")
    assert StatementLine.objects.count() == 2


def test_orders_of_one_number_are_told_apart_across_files():
    number = {"bank_reference": "1", "is_payers_number": True}
    bring(line("gift", "Anvar", **number))
    assert len(bring(line("gift", "Botir", **number), name="evening.csv")) == 2


def test_a_line_that_was_kept_by_its_number_alone_is_known():
    old = bring(line("xayriya", "Anvar", bank_reference="1"))
    same = line("xayriya", "Anvar", bank_reference="1", is_payers_number=True)
    assert bring(same, name="again.csv") == old


@pytest.mark.parametrize("first", [0, 1])
def test_a_line_is_known_in_another_form_that_says_more(first):
    forms = (
        line("Gift P-7K3M E-1", "Anna Muster", bank_reference="B-7"),
        line("gift p-7k3m", "MUSTER ANNA", bank_reference="B-7", is_payers_number=True),
    )
    bring(forms[first])
    assert len(bring(forms[1 - first], name="other form")) == 1


def test_a_line_that_is_here_stands_for_one_of_two():
    bring(line("", "", bank_reference="1"))
    number = {"bank_reference": "1", "is_payers_number": True}
    found = bank_statements.look([line("a", "Anvar", **number), line("b", "Botir", **number)])
    assert [one.known for one in found] == [True, False]


def test_a_number_of_a_whole_batch_hides_no_gift_of_a_later_file():
    """Some banks give one number to all transfers of a day, and finance fetches the statement twice a day."""
    one, two = transfer(), transfer(email="other@mail.example")
    morning = line(one.reference, "ANVAR", bank_reference="B-77")
    evening = line(two.reference, "BOTIR", bank_reference="B-77")
    bring(morning)
    bring(evening, name="evening")
    assert (state(one), state(two)) == ("succeeded", "succeeded")
    for again in ((evening, morning), (morning, evening), (evening,)):
        bring(*again, name="again")
    assert StatementLine.objects.count() == 2


def test_of_lines_with_one_number_each_has_the_row_that_says_the_very_same():
    """One says less than the other: taken for it, the one would be kept twice, the other never."""
    less, more = line("dar", "VERA", bank_reference="B-77"), line("dar P-7", "VERA", bank_reference="B-77")
    other = line("dar", "ANNA", bank_reference="B-77")
    bring(less, other)
    for again in ((more, other, less), (other, more, less), (less, more, other)):
        rows = bring(*again, name="again")
        assert sorted(row.text for row in rows) == ["dar", "dar", "dar P-7"]


def test_a_line_whose_words_do_not_all_find_room_is_known_again():
    words = " ".join(f"ism{number:05}" for number in range(200))
    long = line(words, words, bank_reference="B-77")
    assert len(bring(long)) == len(bring(long, name="again")) == 1


def test_a_line_that_looked_new_and_was_not_kept_is_said_and_the_rest_is_done(monkeypatch):
    payment = transfer()
    gone, sure = line("x"), line(payment.reference)
    bring(gone)
    monkeypatch.setattr(known_lines, "known_among", lambda lines, marks: set())
    with pytest.raises(Refused, match="1 line was not taken"), override("en"):
        bring(gone, sure, name="week.csv")
    assert state(payment) == "succeeded"


def test_another_amount_waits_for_a_person():
    payment = transfer()
    (row,) = bring(line(payment.reference, amount=Money(9_999_999, "UZS")))
    assert (row.state, row.note, state(payment)) == (LineState.UNMATCHED, "amount differs", "redirected")


def test_a_second_transfer_of_the_same_gift_waits():
    payment = transfer()
    bring(line(payment.reference))
    rows = bring(line(payment.reference, booked_on=date(2026, 11, 21)), name="later")
    assert [row.state for row in rows] == [LineState.MATCHED, LineState.UNMATCHED]


@pytest.mark.parametrize("payer", ["KARIMOV ANVAR", "КАРИМОВ АНВАР БАХТИЯРОВИЧ", "Анвар Каримов"])
def test_name_and_amount_are_a_hint_in_any_script_and_book_nothing(payer):
    payment = transfer()
    (found,) = bank_statements.look([line("xayriya", payer=payer)])
    assert (found.payment, found.sure) == (payment, False)
    (row,) = bring(line("xayriya", payer=payer))
    assert (row.state, state(payment)) == (LineState.UNMATCHED, "redirected")


def test_a_line_that_names_two_gifts_waits_for_a_person():
    """Of a batch whose parts nobody tells apart, or of two gifts in one transfer: which was paid, nobody knows."""
    one, two = transfer(), transfer(email="other@mail.example")
    (row,) = bring(line(f"{one.reference} {two.reference}"))
    assert (row.state, state(one), state(two)) == (LineState.UNMATCHED, "redirected", "redirected")


def test_a_line_that_names_two_attempts_at_one_gift_is_booked():
    first = transfer()
    with time_machine.travel(timezone.now() + timedelta(days=60), tick=False):
        transfers.stop_waiting()
    checkout.carry_on(first.donation)
    second = Payment.objects.latest("pk")
    (row,) = bring(line(f"{first.reference} {second.reference}"))
    assert row.state == LineState.MATCHED


def test_looking_changes_nothing():
    payment = transfer()
    bank_statements.look([line(payment.reference)])
    assert not StatementLine.objects.exists()
    assert state(payment) == "redirected"


def test_two_persons_book_what_is_not_sure():
    payment, first, second = transfer(), staff("finance"), staff("finance")
    (row,) = bring(line("no reference"))
    bank_statements.propose(row, payment.reference, first)
    with pytest.raises(Refused):
        bank_statements.confirm(row, payment.reference, first)
    assert state(payment) == "redirected"
    bank_statements.confirm(row, payment.reference, second)
    assert (row.state, state(payment)) == (LineState.MATCHED, "succeeded")


def test_a_reference_may_be_copied_as_the_payer_wrote_it():
    payment = transfer()
    (row,) = bring(line("no reference"))
    typed = payment.reference.replace("-", "").lower().replace("p", "р", 1)
    bank_statements.propose(row, typed, staff("finance"))
    assert row.payment == payment


def test_a_proposal_that_was_changed_since_it_was_seen_is_not_confirmed():
    seen, other, first = transfer(), transfer(name="Botir", email="botir@mail.example"), staff("finance")
    (row,) = bring(line("no reference"))
    bank_statements.propose(row, seen.reference, first)
    bank_statements.send_back(row, first)
    bank_statements.propose(row, other.reference, first)
    with pytest.raises(Refused):
        bank_statements.confirm(row, seen.reference, staff("finance"))
    assert (row.state, state(seen), state(other)) == (LineState.PROPOSED, "redirected", "redirected")


def test_a_proposal_that_is_changed_while_it_is_confirmed_is_not_booked():
    seen, other, first = transfer(), transfer(name="Botir", email="botir@mail.example"), staff("finance")
    (row,) = bring(line("no reference"))
    bank_statements.propose(row, seen.reference, first)
    as_read = StatementLine.objects.get(pk=row.pk)
    bank_statements.send_back(row, first)
    bank_statements.propose(row, other.reference, first)
    with pytest.raises(Refused):
        bank_statements.confirm(as_read, seen.reference, staff("finance"))
    assert (state(seen), state(other)) == ("redirected", "redirected")


def test_a_line_that_the_door_refused_is_booked_as_another_gift():
    july, august = transfer(), transfer()
    bring(
        line(july.reference, bank_reference="A"),
        line(july.reference, bank_reference="B", booked_on=date(2026, 11, 21)),
    )
    row = StatementLine.objects.get(bank_reference="B")
    bank_statements.propose(row, august.reference, staff("finance"))
    bank_statements.confirm(row, august.reference, staff("finance"))
    assert (row.state, state(august)) == (LineState.MATCHED, "succeeded")


def test_a_proposal_that_the_door_refused_is_replaced_by_another():
    taken, right, first, second = transfer(), transfer(), staff("finance"), staff("finance")
    rows = bring(line("x"), line("y"))
    for row in rows:
        bank_statements.propose(row, taken.reference, first)
    for row in rows:
        bank_statements.confirm(row, taken.reference, second)
    late = rows[1]
    bank_statements.send_back(late, second)
    bank_statements.propose(late, right.reference, first)
    bank_statements.confirm(late, right.reference, second)
    assert (late.state, state(right)) == (LineState.MATCHED, "succeeded")


def test_a_line_is_booked_as_one_gift_only():
    one, other, first, second = transfer(), transfer(), staff("finance"), staff("finance")
    (row,) = bring(line("x"))
    bank_statements.propose(row, one.reference, first)
    as_read = StatementLine.objects.get(pk=row.pk)
    bank_statements.confirm(row, one.reference, second)
    as_read.payment = other
    for again in (row, as_read):
        with pytest.raises(Refused):
            bank_statements.confirm(again, other.reference, second)
    assert (state(other), LedgerEntry.objects.count()) == ("redirected", 2)


def test_what_cannot_be_that_gift_is_not_proposed():
    paid, by = transfer(), staff("finance")
    row = bring(line(paid.reference), line("x"))[-1]
    for reference in (paid.reference, "P-0000-0000-0000", ""):
        with pytest.raises(Refused):
            bank_statements.propose(row, reference, by)


def test_a_proposal_can_be_sent_back_and_what_is_no_gift_is_dismissed_with_a_reason():
    payment, by = transfer(), staff("finance")
    (row,) = bring(line("x"))
    bank_statements.propose(row, payment.reference, by)
    bank_statements.send_back(row, staff("finance"))
    with pytest.raises(Refused):
        bank_statements.dismiss(row, " ", by)
    bank_statements.dismiss(row, "rent", by)
    assert (row.state, row.note) == (LineState.DISMISSED, "rent")
    with pytest.raises(Refused):
        bank_statements.propose(row, payment.reference, by)


def test_what_was_no_gift_by_mistake_is_taken_up_again_and_booked():
    payment, by = transfer(), staff("finance")
    (row,) = bring(line("x"))
    bank_statements.dismiss(row, "rent", by)
    bank_statements.take_up_again(row, by)
    with pytest.raises(Refused):
        bank_statements.take_up_again(row, by)
    bank_statements.propose(row, payment.reference, by)
    bank_statements.confirm(row, payment.reference, staff("finance"))
    assert (row.state, row.note) == (LineState.MATCHED, "rent")


def test_of_two_who_decide_at_once_one_is_told():
    payment = transfer()
    (row,) = bring(line("x"))
    other = StatementLine.objects.get(pk=row.pk)
    bank_statements.propose(row, payment.reference, staff("finance"))
    with pytest.raises(Refused):
        bank_statements.dismiss(other, "rent", staff("finance"))


def test_a_crash_between_keeping_and_booking_is_finished_by_importing_again(monkeypatch):
    payment = transfer()
    monkeypatch.setattr(bank_statements, "_book", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bring(line(payment.reference))
    monkeypatch.undo()
    (row,) = bring(line(payment.reference))
    assert (row.state, state(payment)) == (LineState.MATCHED, "succeeded")


def test_a_transfer_that_does_not_come_is_given_up_and_booked_when_it_comes_after_all():
    payment = transfer()
    with time_machine.travel(timezone.now() + timedelta(days=59), tick=False):
        assert transfers.stop_waiting() == 0
    with time_machine.travel(timezone.now() + timedelta(days=61), tick=False):
        assert transfers.stop_waiting() == 1
    assert state(payment) == "expired"
    bring(line(payment.reference))
    assert state(payment) == "succeeded"


# --- Trials and real money ---


@pytest.fixture
def announced_in_a_trial(settings) -> Payment:
    """A transfer of before the keys of real money were set."""
    settings.PAYMENTS_LIVE = False
    payment = transfer()
    settings.PAYMENTS_LIVE = True
    return payment


def test_real_money_is_not_booked_as_a_gift_of_a_trial(announced_in_a_trial):
    (row,) = bring(line(announced_in_a_trial.reference, payer=announced_in_a_trial.donation.donor_name))
    assert (row.state, row.note) == (LineState.UNMATCHED, "")
    assert state(announced_in_a_trial) == "redirected"
    assert not LedgerEntry.objects.exists()


def test_nobody_can_propose_a_gift_of_a_trial_for_real_money(announced_in_a_trial):
    (row,) = bring(line("no reference"))
    with pytest.raises(Refused):
        bank_statements.propose(row, announced_in_a_trial.reference, staff("finance"))


def test_what_was_proposed_before_the_trial_ended_is_not_booked(settings):
    settings.PAYMENTS_LIVE = False
    payment = transfer()
    (row,) = bring(line("no reference"))
    bank_statements.propose(row, payment.reference, staff("finance"))
    settings.PAYMENTS_LIVE = True
    bank_statements.confirm(row, payment.reference, staff("finance"))
    row.refresh_from_db()
    assert row.state == LineState.PROPOSED
    assert not LedgerEntry.objects.exists()
