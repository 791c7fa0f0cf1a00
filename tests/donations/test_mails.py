"""Mails to donors, in their language, as text and as HTML."""

import pytest

from core.mail.rendering import render
from core.models import OutboxMessage
from tests.factories.donations import paid, sponsoring

pytestmark = pytest.mark.django_db
LANGUAGES = ["uz", "uz-cyrl", "ru", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_is_in_the_donors_language(language):
    donation = paid(language=language)
    mail = OutboxMessage.objects.get()
    amount = donation.amount.format(language)
    assert mail.language == language
    assert amount in mail.text
    assert amount in mail.html
    assert amount.replace("\u00a0", " ") in mail.subject


def test_a_receipt_says_who_gave_what_for_what():
    donation = paid(designation="tashkent", name="Dilshod Oʻrinov")
    mail = OutboxMessage.objects.get()
    for words in ("Dilshod Oʻrinov", "Tashkent", donation.reference):
        assert words in mail.text
        assert words in mail.html


def test_a_receipt_goes_to_the_donor():
    paid(email="Dilshod@Donors.Example")
    assert OutboxMessage.objects.get().to == "dilshod@donors.example"


def test_markup_in_a_name_is_shown_as_typed():
    paid(name="<b>Aziza</b>")
    mail = OutboxMessage.objects.get()
    assert "<b>Aziza" not in mail.html
    assert "<b>Aziza</b>" in mail.text


def test_a_line_end_in_a_name_begins_no_header():
    paid(name="Aziza\nBcc: all@donors.example")
    assert "\n" not in OutboxMessage.objects.get().subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_sponsor_is_told_the_next_day_and_how_to_stop(language):
    sponsorship = sponsoring(language=language)
    mail = OutboxMessage.objects.get()
    assert sponsorship.reference in mail.text
    assert f"/{language}/sponsorship/cancel/" in mail.text


def test_no_receipt_promises_tax_relief():
    paid()
    assert "tax" not in OutboxMessage.objects.get().text.lower()


def test_mail_reads_without_pictures():
    paid()
    assert "<img" not in OutboxMessage.objects.get().html


GREETED = [
    ("donations/emails/sponsorship_paused", {"until": "1"}),
    ("donations/emails/sponsorship_ends", {"until": "1"}),
    ("donations/emails/pledge_due", {}),
    ("donations/emails/pledge_due", {"reminder": True}),
    ("donations/emails/pledge_ended", {}),
    ("donations/emails/transfer", {}),
    ("donations/emails/receipt_corrected", {}),
    ("donations/emails/receipt_voided", {}),
    ("donations/emails/refund_failed", {}),
    ("donations/emails/in_kind", {}),
]


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru"])
@pytest.mark.parametrize(("template", "more"), GREETED)
def test_after_the_greeting_a_sentence_begins_with_a_capital(template, more, language):
    """English greets with a comma and goes on; Uzbek and Russian with an exclamation mark."""
    words = render(template, language, {"name": "Aziza", "amount": "1", "purpose": "1"} | more)
    greeting, first, *_rest = words.text.split("\n\n")
    assert greeting.endswith("!")
    assert first[0] == first[0].upper()
