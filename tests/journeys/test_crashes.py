"""The real processes are killed without a word at every stage of a gift. Nothing is lost, nothing happens twice."""

import os
import signal
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Sum
from django.utils import timezone

from core.models import OutboxMessage
from donations.models import Account, LedgerEntry
from tests.journeys.mailbox import Mailbox
from tests.journeys.plain_donor import PlainDonor
from tests.journeys.product import Product, is_alive, is_halted, kill, wait_until

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="processes are found as Linux shows them"
)
PATIENCE = 30
AMOUNT = 100_000_00


@pytest.fixture(scope="module")
def fragile(run_product: Callable[[str], Product]) -> Product:
    """A product of its own, as it is broken again and again."""
    return run_product("fragile")


@pytest.fixture
def donor(fragile: Product, request: pytest.FixtureRequest) -> PlainDonor:
    """Somebody on the pay page."""
    donor = PlainDonor(fragile.url, f"{request.node.originalname}@crash.example")
    donor.reaches_the_pay_page()
    return donor


def starts_again(product: Product) -> None:
    """The machine comes back, and the leases that the dead still held have run out."""
    product.start()
    held = OutboxMessage.objects.using(product.alias).filter(state=OutboxMessage.State.SENDING)
    held.update(due_at=timezone.now())


def holds_still(product: Product, worker: int) -> None:
    """Stop the worker, but not while it writes: a process halted inside its transaction locks SQLite for everybody."""

    def is_halted_outside_a_transaction() -> bool:
        os.kill(worker, signal.SIGSTOP)
        wait_until(lambda: is_halted(worker), PATIENCE)  # the signal takes effect when a system call returns
        if connections[product.alias].vendor != "sqlite" or _can_write(connections[product.alias]):
            return True
        os.kill(worker, signal.SIGCONT)
        return False

    wait_until(is_halted_outside_a_transaction, PATIENCE)


def _can_write(database: BaseDatabaseWrapper) -> bool:
    own = sqlite3.connect(database.settings_dict["NAME"], timeout=0.2, isolation_level=None)
    try:
        own.execute("BEGIN IMMEDIATE")
        own.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    finally:
        own.close()
    return True


def is_settled_once(product: Product, donor: PlainDonor) -> None:
    """The page thanks, the books have one credit, the mailbox one receipt."""
    wait_until(donor.is_thanked, PATIENCE)
    entries = LedgerEntry.objects.using(product.alias).filter(donation__donor__email=donor.email)
    credited = entries.filter(account=Account.GATEWAY).aggregate(total=Sum("amount_minor"))["total"]
    assert (entries.count(), credited) == (2, AMOUNT)
    mailbox = Mailbox(product.folder / "mail")
    mailbox.wait_for(donor.email)
    rows = OutboxMessage.objects.using(product.alias).filter(to=donor.email)
    assert [row.key.partition(":")[0] for row in rows] == ["receipt"]
    assert len(mailbox.to(donor.email)) == 1


def test_everything_is_killed_after_the_form_was_sent(fragile: Product, donor: PlainDonor) -> None:
    fragile.crash()
    starts_again(fragile)
    donor.decides("success")
    is_settled_once(fragile, donor)


def test_everything_is_killed_during_a_slow_payment(fragile: Product, donor: PlainDonor) -> None:
    assert "Your payment is in progress" in donor.decides("slow")
    fragile.crash()
    starts_again(fragile)
    is_settled_once(fragile, donor)


def test_everything_is_killed_once_the_payment_is_through(fragile: Product, donor: PlainDonor) -> None:
    donor.decides("success")
    fragile.crash()
    starts_again(fragile)
    is_settled_once(fragile, donor)


def test_the_web_server_is_killed_and_is_replaced_while_the_donor_pays(
    fragile: Product, donor: PlainDonor
) -> None:
    kill(*fragile.web())
    fragile.wait_until_ready()
    donor.decides("success")
    is_settled_once(fragile, donor)


def test_the_worker_is_killed_before_the_receipt_goes_out(fragile: Product, donor: PlainDonor) -> None:
    worker = fragile.worker()
    holds_still(fragile, worker)
    try:
        donor.decides("repeat")
        assert Mailbox(fragile.folder / "mail").to(donor.email) == []
    finally:
        kill(worker)
    wait_until(lambda: not is_alive(worker), PATIENCE)
    is_settled_once(fragile, donor)


def test_everything_is_killed_while_many_pay_at_once(fragile: Product) -> None:
    donors = [PlainDonor(fragile.url, f"many-{number}@crash.example") for number in range(8)]
    for donor in donors:
        donor.reaches_the_pay_page()
    with ThreadPoolExecutor(len(donors)) as threads:
        paying = [threads.submit(donor.tries_to_decide, "success") for donor in donors]
        wait_until(lambda: any(one.done() for one in paying), PATIENCE)
        fragile.crash()
    starts_again(fragile)
    for donor in donors:
        donor.decides_unless_decided("success")
        is_settled_once(fragile, donor)


def test_told_to_stop_it_leaves_no_process_behind(fragile: Product) -> None:
    family = fragile.family()
    assert fragile.stop() == []
    assert not any(map(is_alive, family))
