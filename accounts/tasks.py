"""What the worker does for accounts."""

from datetime import timedelta

from accounts.services import clean_up
from core.scheduler import scheduled


@scheduled(every=timedelta(days=1))
def forget_unopened_accounts() -> None:
    """Delete accounts that were begun with an address which nobody has proven."""
    clean_up.forget_unopened_accounts()
