"""What giving does by the clock. Each looks for what is due by now; running twice does no harm."""

from datetime import timedelta

from core.scheduler import scheduled
from donations.gateways import registry
from donations.gateways.sandbox import delivery, provider
from donations.services import (
    account_lines,
    cancellation,
    closing,
    following,
    giving_back,
    import_files,
    importing,
    pay_pages,
    pledges,
    receipts,
    reconciliation,
    renewals,
    runs,
    statements,
    transfers,
)
from donations.services.books import BOOKS


@scheduled(every=timedelta(hours=1))
def charge_what_is_due() -> None:
    """Renewals, and new tries of those that failed."""
    renewals.charge_due()


@scheduled(every=timedelta(hours=1))
def ask_for_pledges() -> None:
    """Regular gifts that nobody charges: the period that is due, then reminders."""
    pledges.ask_for_what_is_due()
    pledges.remind()
    pledges.let_go_of_ended()


@scheduled(every=timedelta(minutes=1))
def go_on_with_imports() -> None:
    """Files that a worker died over."""
    importing.go_on_with_left()


@scheduled(every=timedelta(days=1))
def forget_imported_files() -> None:
    """What they held is in the books by then."""
    import_files.forget_old()


@scheduled(every=timedelta(minutes=15))
def ask_about_open_payments() -> None:
    """Whatever callback was lost, its news arrives."""
    reconciliation.reconcile()


@scheduled(every=timedelta(hours=6))
def ask_for_missed_messages() -> None:
    """What providers tried to tell while we did not answer."""
    following.ask_for_missed()


@scheduled(every=timedelta(days=1))
def ask_about_sponsorships() -> None:
    """Renewals that no message told of."""
    following.ask_about_sponsorships()


@scheduled(every=timedelta(days=1), offset=timedelta(hours=1))
def lay_providers_beside_the_books() -> None:
    """What differs is noted for people; nothing is booked by it."""
    BOOKS.all()


@scheduled(every=timedelta(days=1))
def forget_old_runs() -> None:
    """Of reconciliation."""
    runs.forget_old()


@scheduled(every=timedelta(hours=1))
def give_back_what_was_approved() -> None:
    """Refunds that the provider was silent about."""
    giving_back.carry_on()


@scheduled(every=timedelta(minutes=10))
def ask_what_gifts_cost() -> None:
    """Fees of gifts that have just come, or been given back."""
    account_lines.ask_about_costs()


@scheduled(every=timedelta(hours=6))
def ask_about_payouts() -> None:
    """What was sent to our bank and no message told of."""
    account_lines.ask_about_payouts()


@scheduled(every=timedelta(minutes=15))
def forget_cards() -> None:
    """Cards of sponsorships that have ended."""
    cancellation.revoke_cards()


@scheduled(every=timedelta(minutes=5))
def close_pay_pages() -> None:
    """On which nobody may pay any more."""
    pay_pages.close_unwanted()


@scheduled(every=timedelta(days=1))
def stop_waiting_for_transfers() -> None:
    """Those that nobody has made for long."""
    transfers.stop_waiting()


@scheduled(every=timedelta(minutes=10))
def make_missing_papers() -> None:
    """Receipts and statements that a worker died over."""
    receipts.catch_up_on_all()
    statements.make_all()


@scheduled(every=timedelta(days=1))
def forget_old_statements() -> None:
    """They can be asked for again."""
    statements.forget_old()


@scheduled(every=timedelta(minutes=1))
def run_the_sandbox() -> None:
    """What the sandbox provider could not tell in its time. Nothing where it is switched off."""
    if "sandbox" in registry.offers():
        provider.expire_sessions()
        delivery.deliver_due()


@scheduled(every=timedelta(days=1))
def verify_closed_months() -> None:
    """Whether the ledger still says what months were closed with."""
    closing.verify_all()
