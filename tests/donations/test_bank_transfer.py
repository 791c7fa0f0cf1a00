"""A donor who pays at the bank: the page, the mail, and nothing that is credited before the statement says so."""

import pytest
from django.core import mail

from core.models import OutboxMessage
from donations.links import thanks_url
from donations.models import BankAccount, Donation, Payment
from donations.services import checkout
from donations.services.checkout import carry_on
from tests.factories.donations import gift

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting() -> Payment:
    checkout.start(gift(gateway="bank", language="ru"))
    return Payment.objects.latest("pk")


def test_the_donor_is_led_to_the_details_and_gets_them_by_mail(client):
    address = checkout.start(gift(gateway="bank", language="en"))
    payment = Payment.objects.latest("pk")
    page = client.get(address)
    text = page.content.decode()
    account = BankAccount.objects.get(currency="UZS")
    assert page.status_code == 200
    assert "Refresh" not in page.headers
    for words in (payment.reference, account.number, payment.amount.format("en"), "<svg"):
        assert words in text
    letter = OutboxMessage.objects.get(key=f"transfer:{payment.reference}")
    assert payment.reference in letter.text
    assert account.number in letter.text


@pytest.mark.parametrize("frequency", ["once", "month"])
def test_no_words_of_whoever_filled_in_the_form_go_to_an_address_that_may_be_a_strangers(frequency):
    checkout.start(gift(gateway="bank", frequency=frequency, name="You are a thief"))
    letter = OutboxMessage.objects.get(key__startswith="transfer:")
    assert "thief" not in letter.text + letter.html + letter.subject
    assert "Hello," in letter.text
    assert "Hello," in letter.html


@pytest.mark.parametrize("frequency", ["month", "year"])
def test_the_first_transfer_of_a_regular_gift_is_thanked_for_and_both_say_that_we_remind(client, frequency):
    page = client.get(checkout.start(gift(gateway="bank", frequency=frequency, language="en")))
    letter = OutboxMessage.objects.get(key__startswith="transfer:")
    reminds = f"We remind you by mail every {frequency} with a link to pay; nothing is taken by itself."
    for words in (letter.text, letter.html):
        assert "thank you for wanting to give" in words
        assert "it is time for" not in words
        assert reminds in words
    assert reminds in page.content.decode()


def test_a_single_transfer_promises_no_reminders(client):
    page = client.get(checkout.start(gift(gateway="bank", language="en")))
    letter = OutboxMessage.objects.get(key__startswith="transfer:")
    assert "We remind you" not in page.content.decode() + letter.text + letter.html


def test_going_there_again_is_no_second_payment_and_no_second_mail(waiting):
    assert carry_on(Donation.objects.get(pk=waiting.donation_id)) == thanks_url(waiting.donation)
    assert Payment.objects.filter(donation=waiting.donation).count() == 1
    assert OutboxMessage.objects.filter(key__startswith="transfer:").count() == 1
    assert mail.outbox == []


def test_nothing_is_offered_without_an_account(client):
    BankAccount.objects.update(is_open=False)
    page = client.get(
        "/en/donate/", {"step": "you", "amount": "100000", "currency": "UZS", "frequency": "once"}
    )
    assert "Bank transfer" not in page.content.decode()


def test_it_is_offered_for_single_gifts_and_as_a_pledge(client):
    query = {"step": "you", "amount": "100000", "currency": "UZS"}
    once = client.get("/en/donate/", query | {"frequency": "once"}).content.decode()
    monthly = client.get("/en/donate/", query | {"frequency": "month"}).content.decode()
    words = "We remind you by mail every month with a link to pay; nothing is taken by itself."
    assert ("Bank transfer" in once, "Bank transfer" in monthly) == (True, True)
    assert (words in once, words in monthly) == (False, True)


def test_whoever_has_begun_sees_the_details_although_it_is_no_longer_offered(client, waiting):
    BankAccount.objects.update(is_open=False)
    assert waiting.reference in client.get(thanks_url(waiting.donation)).content.decode()


def test_without_any_account_the_page_says_whom_to_ask(client, waiting):
    BankAccount.objects.all().delete()
    page = client.get(thanks_url(waiting.donation).replace("/ru/", "/en/"))
    assert "Please write to us" in page.content.decode()


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_the_page_and_the_mail_speak_the_donors_language(client, language):
    address = checkout.start(gift(gateway="bank", language=language))
    assert client.get(address).status_code == 200
    assert OutboxMessage.objects.latest("pk").language == language
