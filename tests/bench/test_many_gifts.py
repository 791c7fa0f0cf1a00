"""The benchmark writes its rows past the models: a new column or check must not break it unseen."""

import pytest

from bench.many_gifts import fill_giving
from donations.models import Donation, LedgerEntry, Sponsorship
from home.demo.accounts import seed_accounts


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_its_gifts_fit_the_books():
    seed_accounts()
    told = fill_giving("1", "400")
    assert told == {"gifts": Donation.objects.count(), "entries": LedgerEntry.objects.count()}
    assert Donation.objects.count() >= 400
    assert Sponsorship.objects.exists()
