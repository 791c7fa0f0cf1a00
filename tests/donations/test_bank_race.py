"""Several decide about one line of a statement at once: it is booked once. On PostgreSQL with its real row locks."""

import pytest

from donations.models import LedgerEntry, LineState, Payment, StatementLine
from donations.services import bank_statements
from donations.services.decisions import Refused
from tests.donations.test_bank_statements import bring, line, transfer
from tests.donations.test_race import at_once
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_line_that_eight_confirm_while_it_is_changed_is_one_gift():
    payments = transfer(), transfer(name="Botir", email="botir@mail.example")
    first, second = staff("finance"), staff("finance")
    (row,) = bring(line("no reference"))
    bank_statements.propose(row, payments[0].reference, first)

    def work(index: int) -> str:
        read = StatementLine.objects.get(pk=row.pk)
        try:
            if index:
                bank_statements.confirm(read, payments[0].reference, second)
            else:
                bank_statements.send_back(read, first)
                bank_statements.propose(read, payments[1].reference, first)
        except Refused:
            return "refused"
        return "done"

    at_once(8, work)
    row.refresh_from_db()
    booked = Payment.objects.filter(state="succeeded").count()
    assert booked == (row.state == LineState.MATCHED)
    assert LedgerEntry.objects.count() == 2 * booked


def test_one_file_that_eight_import_at_once_is_booked_once():
    payment, by = transfer(), staff("finance")
    lines = [line(payment.reference), line("x", "Kimdir")]

    def work(_index: int) -> None:
        try:
            bank_statements.import_lines("november.csv", b"content", lines, by)
        except Refused:
            return

    at_once(8, work)
    assert StatementLine.objects.count() == 2
    assert Payment.objects.get(pk=payment.pk).state == "succeeded"
    assert LedgerEntry.objects.count() == 2
