"""Every way a text is written, its apostrophes are right afterwards."""

import pytest
from django.apps import apps
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale

from core.localized import LocalizedCharField
from core.normalised import Normalised
from home.models import SiteSettings, StandardPage
from languages.markup import normalise_html
from languages.normalising import normalise, prose_fields
from programmes.models import KeyFigure
from tests.factories.volunteers import VolunteerInterestFactory

OURS = {
    "accounts",
    "core",
    "donations",
    "home",
    "languages",
    "news",
    "newsletter",
    "partners",
    "programmes",
    "safeguarding",
    "volunteers",
}

# Why these models keep their texts as typed.
AS_TYPED = {
    "SandboxToken": "codes", "SandboxPayment": "what a provider was sent", "SandboxEvent": "codes",
    "Donor": "names of people", "Sponsorship": "names of people", "Donation": "names of people",
    "BalanceLine": "codes", "Dispute": "codes", "Payout": "codes",
    "Payment": "codes", "LedgerEntry": "codes", "ProviderEvent": "codes", "Refund": "codes",
    "PaymeTransaction": "codes",
    "VolunteerNote": "staff's own, seen by nobody else", "PartnerNote": "staff's own, seen by nobody else",
    "CustomImage": "does not say its language", "CustomDocument": "does not say its language",
    "CustomRendition": "codes", "User": "names of people", "AuditEntry": "a record", "ScheduledRun": "codes",
    "SiteSettings": "names and numbers of the bank beside texts in all languages",
    "Subscriber": "addresses", "SubscriberEvent": "a record", "Issue": "a title for staff",
    "Concern": "as somebody told it", "ConcernMessage": "as somebody told it", "ConcernFile": "codes",
    "ConcernNote": "staff's own, seen by nobody else", "Consent": "staff's own, seen by nobody else",
    "ConsentEvidence": "staff's own, seen by nobody else", "Takedown": "a record",
    "SafeguardingTask": "Wagtail's", "PublishingTask": "Wagtail's",
    "LegalEntity": "letters and numbers beside texts in all languages", "Receipt": "codes",
    "BankAccount": "numbers beside texts in all languages", "BankStatement": "the name of a file",
    "UnannouncedGift": "names of people",
    "StatementLine": "as the bank wrote it", "RefundOrder": "staff's own, seen by nobody else",
    "CashBox": "staff's own, seen by nobody else", "CashGift": "staff's own, seen by nobody else",
    "BoxAmount": "codes", "BoxCount": "staff's own, seen by nobody else",
    "CashDeposit": "staff's own, seen by nobody else",
    "CashCorrection": "staff's own, seen by nobody else", "MonthClose": "codes", "LateBooking": "codes",
    "GiftInKind": "names of people and things, in whatever language they are given",
    "ReconcileRun": "codes", "Difference": "staff's own, seen by nobody else",
    "DataImport": "the name of a file", "ImportProblem": "as it stands in a file", "ImportedRow": "codes",
    "Heartbeat": "codes", "OutboxMessage": "made of texts that are right already",
}  # fmt: skip


def uzbek(slug: str = "biz-kimmiz") -> StandardPage:
    return StandardPage.objects.get(slug=slug, locale__language_code="uz")


def test_every_model_with_prose_is_covered() -> None:
    forgotten = [
        model.__name__
        for model in apps.get_models()
        if model.__module__.partition(".")[0] in OURS
        and not issubclass(model, Normalised)
        and any(not isinstance(field, LocalizedCharField) for field in prose_fields(model))
        and model.__name__ not in AS_TYPED
        and not set(getattr(model, "verbatim", ()))
        and not _only_localized_matter(model)
    ]
    assert forgotten == []


def _only_localized_matter(model: type) -> bool:
    """Its prose is in all languages at once; beside it stand a phone number, a value."""
    plain = [field.name for field in prose_fields(model) if not isinstance(field, LocalizedCharField)]
    return set(plain) <= {"phone", "value"}


@pytest.mark.django_db
def test_a_page_is_put_right_when_it_is_saved() -> None:
    page = uzbek()
    page.title, page.summary = "O'zbekiston tog'i", "Ma'no"
    page.save()
    page.refresh_from_db()
    assert (page.title, page.summary) == ("Oʻzbekiston togʻi", "Maʼno")


@pytest.mark.django_db
def test_a_draft_is_put_right_too() -> None:
    page = uzbek()
    page.title = "O'zbekiston"
    assert page.save_revision().content["title"] == "Oʻzbekiston"


@pytest.mark.django_db
def test_blocks_are_put_right_whatever_their_depth() -> None:
    page = uzbek()
    page.body = [
        ("paragraph", "<p>o&#x27;zbek <a href=\"/o'y/\">yo'l</a></p>"),
        ("accordion", {"title": "Ko'p", "items": [{"question": "Qo'shimcha?", "answer": "<p>Bo'ladi</p>"}]}),
        ("call_to_action", {"title": "Ko'r", "label": "Bo'l", "url": "https://x.uz/o'y"}),
    ]
    page.save()
    page.refresh_from_db()
    paragraph, accordion, call = (block.value for block in page.body)
    assert paragraph.source == '<p>oʻzbek <a href="/o\'y/">yoʻl</a></p>'
    assert accordion["items"][0]["question"] == "Qoʻshimcha?"
    assert accordion["items"][0]["answer"].source == "<p>Boʻladi</p>"
    assert (call["title"], call["url"]) == ("Koʻr", "https://x.uz/o'y")


@pytest.mark.django_db
def test_blocks_keep_their_ids() -> None:
    page = uzbek()
    before = [block.id for block in page.body]
    page.body[0].value = page.body[0].value
    page.save()
    assert [block.id for block in uzbek().body] == before


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ru"])
def test_other_languages_keep_their_apostrophes(language: str) -> None:
    page = StandardPage.objects.filter(locale=Locale.objects.get(language_code=language)).first()
    page.title = "Don’t go, o'clock"
    page.save()
    assert page.title == "Don’t go, o'clock"


@pytest.mark.django_db
def test_a_text_in_all_languages_is_put_right_in_uzbek_only() -> None:
    figure = KeyFigure.objects.first()
    figure.label = {"uz": "Bog'lar", "en": "The dog's"}
    figure.save()
    figure.refresh_from_db()
    assert figure.label == {"uz": "Bogʻlar", "en": "The dog's"}


@pytest.mark.django_db
def test_site_settings_are_put_right() -> None:
    settings = SiteSettings.load()
    settings.tagline = {"uz": "Har bolaga oila bo'lsin"}
    settings.save()
    assert SiteSettings.load(RequestFactory().get("/")).tagline["uz"] == "Har bolaga oila boʻlsin"


@pytest.mark.django_db
def test_a_visitors_message_is_put_right_and_the_name_is_theirs() -> None:
    interest = VolunteerInterestFactory(language="uz", name="G'ulom O'ktamov", message="Ko'maklashaman")
    interest.refresh_from_db()
    assert (interest.message, interest.name) == ("Koʻmaklashaman", "G'ulom O'ktamov")


@pytest.mark.django_db
def test_a_message_in_english_is_left_alone() -> None:
    interest = VolunteerInterestFactory(language="en", message="I don't know o'clock")
    assert interest.message == "I don't know o'clock"


@pytest.mark.django_db
def test_the_seeded_pages_are_right_already() -> None:
    changed = []
    for page in StandardPage.objects.filter(locale__language_code="uz"):
        before = page.to_json()
        if normalise(page).to_json() != before:
            changed.append(page.title)
    assert changed == []


@given(st.text(alphabet="og'’ʻ<>&;b ", max_size=30))
def test_putting_markup_right_twice_changes_nothing_more(text: str) -> None:
    once = normalise_html(f"<p>{text}</p>")
    assert normalise_html(once) == once
