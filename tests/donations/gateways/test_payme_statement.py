"""Payme cannot be asked: a statement of its cabinet is laid beside our rows, as CSV or Excel."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from core.money import Money
from donations.bank_files import csv_file, xlsx_file
from donations.bank_files.lines import Unreadable
from donations.gateways.payme import statement
from donations.gateways.registry import offers
from donations.gateways.reports import Seen
from donations.models import (
    Difference,
    DifferenceKind,
    LedgerEntry,
    Payment,
    ReconcileRun,
    RunKind,
    Stand,
)
from donations.services import differences
from tests.donations.gateways.local import cancel, create, order, payme_id, perform
from tests.factories.accounts import signed_in, staff

pytestmark = pytest.mark.django_db
PAGE = "/admin/giving/reconciliation/statement/"
HEADINGS = ["ID транзакции", "Дата", "Номер заказа", "Сумма", "Статус"]
Kind = DifferenceKind


def now() -> int:
    return int(timezone.now().timestamp() * 1000)


def paid(**changes: object) -> tuple[Payment, str]:
    payment, number = order("payme", **changes), payme_id()
    create(payment, number, time=now())
    perform(number)
    return Payment.objects.get(pk=payment.pk), number


def row(payment: Payment, number: str, amount: str = "5 000,00", state: str = "Оплачен") -> list[str]:
    return [number, "05.11.2026 12:30", payment.reference, amount, state]


def stranger(number: str) -> list[str]:
    """Of an order that we never had."""
    return [number, "05.11.2026 12:30", "P-0000-1111-2222", "5000", "Оплачен"]


def csv(*rows: list[str], headings: list[str] = HEADINGS) -> bytes:
    return "\n".join(";".join(cells) for cells in [headings, *rows]).encode()


def read(content: bytes, **options: bool):
    table = csv_file.open_table(content)
    return statement.read(table, statement.guess(table.columns), **options)


def lay(*rows: list[str], days: int = 0):
    today = timezone.localdate()
    ours = statement.paid_between(today - timedelta(days=days), today, livemode=True)
    return differences.take_statement(offers()["payme"], read(csv(*rows)), ours, staff("finance"))


def found() -> list[tuple[str, str, str]]:
    return list(Difference.objects.values_list("kind", "ours", "theirs"))


# --- Reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headings",
    [
        ["ID транзакции", "Дата", "Номер заказа", "Сумма", "Статус"],
        ["Transaction ID", "Date", "Order", "Amount", "Status"],
        ["Tranzaksiya", "Sana", "Buyurtma", "Summa", "Holat"],
        ["№ чека", "Время", "Лицевой счёт", "Сумма, сум", "Состояние"],
    ],
)
def test_columns_are_found_by_their_headings(headings):
    assert statement.guess(headings) == {"number": 0, "order": 2, "amount": 3, "state": 4}


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("Оплачен", Seen.PAID),
        ("Успешно", Seen.PAID),
        ("Toʻlangan", Seen.PAID),
        ("To'langan", Seen.PAID),
        ("Success", Seen.PAID),
        ("2", Seen.PAID),
        ("Не оплачен", Seen.ENDED),
        ("Отменён", Seen.ENDED),
        ("Toʻlanmagan", Seen.ENDED),
        ("Bekor qilingan", Seen.ENDED),
        ("-1", Seen.ENDED),
        ("Возврат", Seen.GIVEN_BACK),
        ("Qaytarilgan", Seen.GIVEN_BACK),
        ("-2", Seen.GIVEN_BACK),
        ("Ожидает оплаты", Seen.OPEN),
        ("1", Seen.OPEN),
    ],
)
def test_states_are_read_in_three_languages(words, seen):
    payment, number = paid()
    [one] = read(csv(row(payment, number, state=words)))
    assert one.seen is seen


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("5 000,00", 500_000),
        ("5000", 500_000),
        ("5,000.50", 500_050),
        ("5000 сум", 500_000),
        ("-5000", 500_000),
    ],
)
def test_amounts_are_read_as_people_write_them(written, minor):
    payment, number = paid()
    [one] = read(csv(row(payment, number, amount=written)))
    assert one.amount == Money(minor, "UZS")


def test_amounts_in_tiyin_are_read_as_such():
    payment, number = paid()
    [one] = read(csv(row(payment, number, amount="500000")), in_tiyin=True)
    assert one.amount == Money(500_000, "UZS")
    with pytest.raises(Unreadable):
        read(csv(row(payment, number, amount="5000,5")), in_tiyin=True)


def test_sums_and_empty_rows_are_left_out():
    payment, number = paid()
    told = read(csv(row(payment, number), ["Итого", "", "", "5000", ""], ["", "", "", "", ""]))
    assert [one.number for one in told] == [number]


@pytest.mark.parametrize("cells", [{"state": "как-то"}, {"amount": "пять"}, {"amount": ""}])
def test_what_cannot_be_understood_is_said_with_its_row(cells):
    payment, number = paid()
    with pytest.raises(Unreadable) as error:
        read(csv(row(payment, number), row(payment, payme_id(), **cells)))
    assert error.value.place == "3"


def test_a_file_without_transactions_is_no_statement():
    with pytest.raises(Unreadable):
        read(csv(["Итого", "", "", "5000", ""]))


# --- Excel ---------------------------------------------------------------------------------------


def sheet(*rows: list[object]) -> bytes:
    book = Workbook()
    for cells in rows:
        book.active.append(cells)
    book.save(output := BytesIO())
    return output.getvalue()


def test_an_excel_sheet_is_read_below_its_titles():
    payment, number = paid()
    content = sheet(
        ["Отчёт по кассе"], [], HEADINGS, [number, date(2026, 11, 5), payment.reference, 5000, "Оплачен"]
    )
    assert xlsx_file.is_xlsx(content)
    table = xlsx_file.open_sheet(content)
    [one] = statement.read(table, statement.guess(table.columns))
    assert (one.number, one.reference, one.amount) == (number, payment.reference, payment.amount)
    assert table.first_row == 4


def test_numbers_of_excel_keep_their_fraction_and_lose_none():
    payment, number = paid()
    content = sheet(HEADINGS, [number, "", payment.reference, 5000.5, "Оплачен"])
    table = xlsx_file.open_sheet(content)
    [one] = statement.read(table, statement.guess(table.columns))
    assert one.amount == Money(500_050, "UZS")


def zipped(name: str, content: bytes) -> bytes:
    with ZipFile(output := BytesIO(), "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return output.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 nothing",
        zipped("a.txt", b"x"),
        zipped("xl/workbook.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"),
        zipped("xl/big.xml", b"0" * 25_000_000),
        sheet(HEADINGS),
        sheet(["a"], ["b"]),
    ],
)
def test_what_is_no_sheet_is_refused(content):
    with pytest.raises(Unreadable):
        xlsx_file.open_sheet(content)


# --- Comparing -----------------------------------------------------------------------------------


def test_where_both_say_the_same_nothing_is_noted():
    first, second = paid(), paid()
    run = lay(row(*first), row(*second))
    assert (run.kind, run.asked, run.differences, run.started_by is not None) == (
        RunKind.STATEMENT,
        2,
        0,
        True,
    )
    assert not Difference.objects.exists()


def test_missing_there():
    first, second = paid(), paid()
    lay(row(*first))
    row_ = Difference.objects.get()
    assert (row_.kind, row_.payment) == (Kind.MISSING_THERE, second[0])


def test_missing_here_and_nothing_is_credited():
    lay(stranger(number := payme_id()))
    row_ = Difference.objects.get()
    assert (row_.kind, row_.reference, row_.payment) == (Kind.MISSING_HERE, number, None)
    assert not LedgerEntry.objects.exists()


def test_paid_there_for_an_order_whose_calls_never_came():
    with time_machine.travel(timezone.now() - timedelta(hours=2)):
        payment = order("payme")
    lay(row(payment, payme_id()))
    row_ = Difference.objects.get()
    assert (row_.kind, row_.ours, row_.theirs, row_.payment) == (Kind.STATE, Stand.OPEN, Stand.PAID, payment)
    assert not LedgerEntry.objects.exists()


def test_another_amount():
    lay(row(*paid(), amount="6000"))
    assert found() == [(Kind.AMOUNT, Stand.PAID, Stand.PAID)]


@pytest.mark.parametrize(
    ("words", "theirs"), [("Отменён", Stand.ENDED), ("Возврат", Stand.GIVEN_BACK), ("Создан", Stand.OPEN)]
)
def test_another_state(words, theirs):
    lay(row(*paid(), state=words))
    assert found() == [(Kind.STATE, Stand.PAID, theirs)]


@pytest.mark.parametrize("words", ["Отменён", "Возврат"])
def test_given_back_on_both_sides(words):
    payment, number = paid()
    cancel(number, 5)
    lay(row(payment, number, state=words))
    assert not Difference.objects.exists()


def test_given_back_here_only():
    payment, number = paid()
    cancel(number, 5)
    lay(row(payment, number))
    assert found() == [(Kind.STATE, Stand.GIVEN_BACK, Stand.PAID)]


def test_attempts_that_came_to_nothing_are_no_difference():
    payment, number = order("payme"), payme_id()
    create(payment, number, time=now())
    cancel(number)
    lay(row(payment, number, state="Отменён"), row(*paid()))
    assert not Difference.objects.exists()


def test_other_days_are_not_demanded():
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        old = paid()
    lay(row(*paid()))
    assert not Difference.objects.exists()
    lay(row(*paid()), days=5)
    assert old[0] in {one.payment for one in Difference.objects.all()}


def test_the_next_statement_that_has_it_resolves_it():
    first, second = paid(), paid()
    lay(row(*first))
    lay(row(*first), row(*second))
    assert Difference.objects.get().went_by_itself


# --- The screen ----------------------------------------------------------------------------------


def send(client, content: bytes | None = None, name: str = "payme.csv", **fields: str):
    today = timezone.localdate().isoformat()
    data = {"first": today, "last": today, **fields}
    if content is not None:
        data["file"] = SimpleUploadedFile(name, content)
    return client.post(PAGE, data, follow=True)


def test_looking_changes_nothing_and_the_second_press_writes_down():
    client = signed_in(staff("finance"))
    paid()
    seen = send(client, csv(stranger(payme_id())))
    text = seen.content.decode()
    assert "Not in our books" in text
    assert "Unknown to the provider" in text
    assert not Difference.objects.exists()
    assert not ReconcileRun.objects.exists()
    done = send(client, kept=seen.context["kept"], note="1")
    assert done.redirect_chain[-1][0] == "/admin/giving/differences/?state=open&gateway=payme"
    assert "2 differences were found." in done.content.decode()
    assert Difference.objects.count() == 2


def test_its_days_are_picked_from_a_calendar():
    assert "date-time-chooser.js" in signed_in(staff("finance")).get(PAGE).content.decode()


def test_columns_can_be_chosen_and_stay_chosen():
    client = signed_in(staff("finance"))
    payment, number = paid()
    content = csv(row(payment, number), headings=["a", "b", "c", "d", "e"])
    seen = send(client, content)
    assert "Say which columns hold Payme’s number and the amount." in seen.content.decode()
    chosen = {"column_number": "0", "column_amount": "3", "column_state": "4", "column_order": "2"}
    seen = send(client, kept=seen.context["kept"], **chosen)
    assert "Both sides say the same." in seen.content.decode()
    assert seen.context["form"]["column_amount"].value() == "3"


def test_words_that_nobody_understands_are_named_and_the_column_can_be_let_go():
    client = signed_in(staff("finance"))
    payment, number = paid()
    seen = send(client, csv(row(payment, number, state="как-то")))
    assert "“как-то” says no state that we know." in seen.content.decode()
    assert "Line or entry: 2. Column:" in seen.content.decode()
    chosen = {"column_number": "0", "column_amount": "3", "column_state": "", "column_order": "2"}
    seen = send(client, kept=seen.context["kept"], **chosen)
    assert "Both sides say the same." in seen.content.decode()


@pytest.mark.parametrize(
    ("content", "fields", "words"),
    [
        (None, {}, "Choose the file that you have saved in Payme’s cabinet."),
        (b"nothing", {}, "The file cannot be read."),
        (b"x" * 1_000_001, {}, "The file is too large."),
        (csv(["a", "b", "c", "d", "e"]), {"last": "2020-01-01"}, "The last day lies before the first."),
        (csv(["a", "b", "c", "d", "e"]), {"first": "soon"}, "Enter a valid date."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(content, fields, words):
    page = send(signed_in(staff("finance")), content, **fields)
    assert words in page.content.decode()


def test_a_kept_file_that_somebody_changed_is_none():
    page = send(signed_in(staff("finance")), kept="forged:x:y")
    assert "Choose the file that you have saved" in page.content.decode()


def test_without_payme_there_is_nothing_to_compare(settings):
    settings.PAYMENT_GATEWAYS = {k: v for k, v in settings.PAYMENT_GATEWAYS.items() if k != "payme"}
    page = signed_in(staff("finance")).get(PAGE, follow=True)
    assert page.redirect_chain[-1][0] == "/admin/giving/reconciliation/"


@pytest.mark.parametrize("role", ["donor_care", "editor", "publisher"])
def test_only_finance_brings_statements(role):
    client = signed_in(staff(role))
    assert client.get(PAGE).status_code != 200
    send(client, csv(stranger(payme_id())), note="1")
    assert not Difference.objects.exists()
