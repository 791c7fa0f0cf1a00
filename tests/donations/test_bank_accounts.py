"""The account that donors transfer to: changed by one, known to all who look after payments."""

import pytest

from core.models import OutboxMessage
from donations.models import BankAccount
from tests.factories.accounts import signed_in, staff

pytestmark = pytest.mark.django_db
ACCOUNTS = "/admin/giving/accounts"


@pytest.fixture
def account(settings) -> BankAccount:
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    return BankAccount.objects.get(currency="UZS")


def form_of(account: BankAccount, **changes: str) -> dict[str, str]:
    texts = {
        f"{name}_{language}": text
        for name in ("recipient", "bank")
        for language, text in getattr(account, name).items()
    }
    names = ("currency", "number", "bank_code", "swift", "tax_number")
    return texts | {name: getattr(account, name) for name in names} | {"is_open": "on"} | changes


def test_whoever_looks_after_payments_is_told_of_another_number_and_who_wrote_it(account):
    person = staff("finance")
    page = signed_in(person).post(f"{ACCOUNTS}/edit/{account.pk}/", form_of(account, number="9999 0000"))
    assert page.status_code == 302, page.context["form"].errors
    letter = OutboxMessage.objects.get(to="money@sos.example")
    for words in ("UZS 9999 0000", person.email):
        assert words in letter.text


def test_saving_the_same_again_tells_nothing(account):
    signed_in(staff("finance")).post(f"{ACCOUNTS}/edit/{account.pk}/", form_of(account))
    assert not OutboxMessage.objects.exists()


def test_a_new_account_is_told_of(account):
    fields = form_of(account, currency="GBP", number="1")
    page = signed_in(staff("finance")).post(f"{ACCOUNTS}/new/", fields)
    assert page.status_code == 302, page.context["form"].errors
    assert "GBP 1" in OutboxMessage.objects.get(to="money@sos.example").text


def test_no_address_of_a_copy_writes_over_an_account_without_a_word(account):
    number = account.number
    page = signed_in(staff("finance")).post(
        f"{ACCOUNTS}/copy/{account.pk}/", form_of(account, number="9999 0000")
    )
    account.refresh_from_db()
    assert (page.status_code, account.number) == (404, number)
