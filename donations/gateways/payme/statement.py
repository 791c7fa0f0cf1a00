"""The statement of Payme's merchant cabinet, laid beside the books: Payme itself cannot be asked.

No document says how the cabinet names its columns, so they are guessed by their headings in three languages, and
whoever brings the file may say otherwise.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from core.money import Money, read_money
from donations.bank_files.csv_file import Table, plain_number, reading
from donations.bank_files.lines import Unreadable
from donations.gateways.reports import Seen, Standing
from donations.models import Payment

from .models import CURRENCY, PaymeState
from .reading import CODE, EPOCH

FIELDS = ("number", "amount", "state", "order")
REQUIRED = ("number", "amount")
_GUESSES = {
    "order": r"order|account|reference|buyurtma|hisob|заказ|сч[её]т|лицев|заказа|реквизит",
    "number": r"transaction|payme|\bid\b|tranzaksiya|chek|транзакц|чек|операци|идентификатор|^№$",
    "amount": r"amount|sum\b|summa|сумма|miqdor",
    "state": r"state|status|holat|стат|состояни",
}
_NUMBER = re.compile(r"[0-9A-Za-z]{24}", re.ASCII)
_ORDER = re.compile(r"P(-[0-9A-Z]{4}){3}", re.ASCII)
# In this order: "not paid" and "waits for payment" hold the word of "paid".
_STATES = (
    (Seen.GIVEN_BACK, r"^-2$|refund|revers|returned|возвра|qaytar"),
    (Seen.ENDED, r"^-1$|cancel|fail|error|not paid|отмен|ошиб|неусп|не опл|bekor|xato|rad et|to.?lanmagan"),
    (Seen.OPEN, r"^[01]$|creat|pend|wait|process|ожид|создан|обраб|yaratil|kutil|jarayon"),
    (
        Seen.PAID,
        r"^2$|paid|success|perform|complet|оплач|успеш|провед|заверш|выполн|to.?lan|muvaffaq|bajaril",
    ),
)


def guess(columns: list[str]) -> dict[str, int]:
    """Which column is probably what; each column once."""
    found: dict[str, int] = {}
    for field, words in _GUESSES.items():
        for place, heading in enumerate(columns):
            if place not in found.values() and re.search(words, heading.lower()):
                found[field] = place
                break
    return found


def read(table: Table, columns: Mapping[str, int], *, in_tiyin: bool = False) -> list[Standing]:
    """Each row with a number of Payme's; others are sums and headings. Raises Unreadable with the row."""
    told = []
    for place, row in enumerate(table.rows, table.first_row):
        cells = {field: row[column] if column < len(row) else "" for field, column in columns.items()}
        if not _NUMBER.fullmatch(cells["number"]):
            continue
        told.append(_standing(cells, in_tiyin, str(place)))
    if not told:
        raise Unreadable("no transaction")
    return told


def paid_between(first: date, last: date, *, livemode: bool) -> Iterable[Payment]:
    """Our payments that must stand on a statement of these days, both included.

    A statement may go by when a transaction was made or by when it was performed: those of which one of the two lies
    outside, around midnight, are not demanded.
    """
    since, until = _milliseconds(first), _milliseconds(last + timedelta(days=1))
    return Payment.objects.filter(
        gateway=CODE,
        livemode=livemode,
        payme_transactions__state__in=(PaymeState.PERFORMED, PaymeState.GIVEN_BACK),
        payme_transactions__payme_time__gte=since,
        payme_transactions__payme_time__lt=until,
        payme_transactions__perform_time__gte=since,
        payme_transactions__perform_time__lt=until,
    ).distinct()


def _standing(cells: Mapping[str, str], in_tiyin: bool, place: str) -> Standing:
    order = _ORDER.search(cells.get("order", ""))
    with reading("amount", cells["amount"], place):
        amount = _amount(cells["amount"], in_tiyin)
    with reading("state", cells.get("state", ""), place):
        seen = _seen(cells["state"]) if "state" in cells else Seen.PAID
    return Standing(number=cells["number"], reference=order[0] if order else "", amount=amount, seen=seen)


def _amount(text: str, in_tiyin: bool) -> Money:
    """Without what stands around the number, a minus included: some write what went back with one."""
    number = plain_number(re.sub(r"[^0-9.,]", "", text).strip(".,"))
    if not in_tiyin:
        return read_money(number, CURRENCY)
    if not number.isdecimal():
        raise ValueError("amount")
    return Money(int(number), CURRENCY)


def _seen(words: str) -> Seen:
    """Raises ValueError for words that say nothing to us: a wrong guess would make differences of them."""
    for seen, pattern in _STATES:
        if re.search(pattern, words.strip().lower()):
            return seen
    raise ValueError("state")


def _milliseconds(day: date) -> int:
    """When a day begins in Tashkent, as Payme counts."""
    begins = timezone.make_aware(datetime.combine(day, time()))
    return (begins.astimezone(UTC) - EPOCH) // timedelta(milliseconds=1)
