"""No number is missing and none is given twice: many workers at once, and workers that die."""

from collections.abc import Iterator
from contextlib import suppress
from time import sleep
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from donations.models import Payment, Receipt
from donations.services import papers, receipts
from safeguarding.storage import private_storage
from tests.donations.killing import killed_at
from tests.donations.test_race import at_once
from tests.factories.donations import give_back, paid, som

pytestmark = pytest.mark.django_db(transaction=True)


def assert_no_gap(count: int) -> None:
    numbers = sorted(Receipt.objects.values_list("number", flat=True))
    assert numbers == list(range(1, count + 1))
    assert not Receipt.objects.unmade().exists()
    for receipt in Receipt.objects.all():
        assert papers.read(receipt) == receipts.render(receipt)


@pytest.mark.postgres
def test_thirty_workers_number_thirty_gifts_without_a_gap():
    keys = [paid(email=f"d{number}@donors.example").payments.get().pk for number in range(30)]
    at_once(30, lambda index: receipts.catch_up(keys[index]))
    assert_no_gap(30)


def test_eight_workers_number_eight_gifts_without_a_gap():
    keys = [paid(email=f"d{number}@donors.example").payments.get().pk for number in range(8)]
    at_once(8, lambda index: receipts.catch_up(keys[index]))
    assert_no_gap(8)


def test_eight_workers_at_one_gift_make_one_receipt():
    payment = paid().payments.get()
    at_once(8, lambda _index: receipts.catch_up(payment.pk))
    assert_no_gap(1)


def test_eight_workers_at_one_refund_make_one_correction():
    payment = paid().payments.get()
    give_back(payment, som(30_000))
    at_once(8, lambda _index: receipts.catch_up(payment.pk))
    assert_no_gap(2)


class WrittenInTwoHalves(ContentFile[Any]):
    """Long enough in the writing for others to find half of it."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        content = self.read()
        yield content[:1000]
        sleep(0.05)
        yield content[1000:]


def test_a_file_half_written_by_another_worker_is_not_taken_for_a_dead_ones(monkeypatch):
    payment = paid().payments.get()
    with transaction.atomic():
        receipts._write_down(payment)
    content = receipts.render(Receipt.objects.get())
    thrown_away: list[str] = []
    monkeypatch.setattr(papers, "ContentFile", WrittenInTwoHalves)
    monkeypatch.setattr(private_storage(), "delete", thrown_away.append)
    at_once(4, lambda _index: papers.keep(Receipt.objects.get(), content, "receipts/two-halves"))
    assert thrown_away == []
    assert_no_gap(1)


def test_workers_that_roll_back_between_others_leave_no_gap(monkeypatch):
    """Every third one dies after it took a number and before it commits."""
    keys = [paid(email=f"d{number}@donors.example").payments.get().pk for number in range(9)]
    doomed = set(keys[::3])
    write = receipts._write_down

    def die(payment: Payment) -> None:
        write(payment)
        if payment.pk in doomed:
            raise RuntimeError("killed")

    def work(index: int) -> None:
        with suppress(RuntimeError):
            receipts.catch_up(keys[index])

    with monkeypatch.context() as patch:
        patch.setattr(receipts, "_write_down", die)
        at_once(9, work)
    assert_no_gap(6)
    receipts.catch_up_on_all()
    assert_no_gap(9)


def test_a_worker_that_dies_at_any_commit_leaves_no_gap_and_no_gift_without_receipt():
    at = done = 0
    died = True
    while died:
        at += 1
        payment = paid(email=f"d{at}@donors.example").payments.get()
        died = killed_at(at, lambda: receipts.catch_up(payment.pk))  # noqa: B023
        receipts.catch_up_on_all()
        done += 1
    assert done >= 3
    assert_no_gap(done)


def test_a_worker_that_dies_between_storing_and_noting_a_file_leaves_one_file(monkeypatch):
    class Killed(BaseException):
        pass

    payment = paid().payments.get()
    store = papers._store

    def die(name: str, content: bytes) -> str:
        store(name, content)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(papers, "_store", die)
        with pytest.raises(Killed):
            receipts.catch_up(payment.pk)
    receipts.catch_up_on_all()
    assert_no_gap(1)
    receipt = Receipt.objects.get()
    assert receipt.file.name == f"receipts/{receipt.year}/{receipt.reference}-{receipt.sha256[:16]}.pdf"


def test_one_payment_whose_paper_the_database_refuses_does_not_keep_the_others_waiting(monkeypatch):
    bad, good = (paid(email=f"d{number}@donors.example").payments.get() for number in range(2))
    write = receipts._write_down

    def refuse(payment: Payment) -> None:
        if payment.pk == bad.pk:
            raise IntegrityError
        write(payment)

    monkeypatch.setattr(receipts, "_write_down", refuse)
    receipts.catch_up_on_all()
    assert list(Receipt.objects.values_list("payment", flat=True)) == [good.pk]
