"""Issues and subscribers in the back office."""

import csv
import re

import pytest

from core.models import AuditEntry, OutboxMessage
from newsletter.back_office.issues import IssueEditView
from newsletter.models import Issue
from newsletter.services import sending
from tests.factories.accounts import signed_in, staff
from tests.factories.newsletter import SubscriberFactory, issue, write

pytestmark = pytest.mark.django_db
ISSUES = "/admin/newsletter/issues/"
EXPORT = "/admin/newsletter/subscribers/export/"


@pytest.fixture
def publisher():
    return staff("publisher", language="en")


@pytest.fixture
def desk(publisher):
    return signed_in(publisher)


@pytest.fixture
def made():
    return issue(uz="Qish", en="Winter")


def sure(desk, made: Issue) -> dict[str, str]:
    """What the page of an issue sends that one has looked at."""
    page = desk.get(f"{ISSUES}{made.pk}/").content.decode()
    return {"sure": "1", "seen": re.search(r'name="seen" value="(\w*)"', page)[1]}


def test_issue_is_written_in_a_form(desk):
    assert desk.get(f"{ISSUES}new/").status_code == 200
    desk.post(
        f"{ISSUES}new/",
        {
            "title": "Spring",
            "purpose": "news",
            "texts-TOTAL_FORMS": "1",
            "texts-INITIAL_FORMS": "0",
            "texts-MIN_NUM_FORMS": "1",
            "texts-MAX_NUM_FORMS": "4",
            "texts-0-id": "",
            "texts-0-language": "uz",
            "texts-0-subject": "Bahor",
            "texts-0-body-count": "1",
            "texts-0-body-0-deleted": "",
            "texts-0-body-0-order": "0",
            "texts-0-body-0-type": "read_on",
            "texts-0-body-0-id": "",
            "texts-0-body-0-value-page": "3",
            "texts-0-body-0-value-text": "",
            "texts-0-body-0-value-label": "Oʻqish",
        },
    )
    assert Issue.objects.get().texts.get().subject == "Bahor"


def rewritten(desk, made: Issue, **subjects: str) -> dict[str, object]:
    """What the form of an issue sends, as it was opened, with other subjects in some languages."""
    page = desk.get(f"{ISSUES}edit/{made.pk}/").content.decode()
    seen = re.search(r'name="as_seen" value="(\w*)"', page)
    sent = {"title": made.title, "purpose": made.purpose, "as_seen": seen[1] if seen else ""}
    sent |= {"texts-TOTAL_FORMS": 2, "texts-INITIAL_FORMS": 2, "texts-MIN_NUM_FORMS": 1}
    for number, text in enumerate(made.texts.all()):
        one = {"id": text.pk, "language": text.language, "subject": subjects.get(text.language, text.subject)}
        block = {"deleted": "", "order": 0, "type": "read_on", "value-page": 3, "value-label": "Read"}
        one |= {"body-count": 1} | {f"body-0-{key}": value for key, value in block.items()}
        sent |= {f"texts-{number}-{key}": value for key, value in one.items()}
    return sent


def test_of_two_who_write_one_issue_neither_loses_words(desk, made):
    """Each writes a language, in the form with both."""
    english, uzbek = rewritten(desk, made, en="Hard winter"), rewritten(desk, made, uz="Qattiq qish")
    desk.post(f"{ISSUES}edit/{made.pk}/", english)
    page = desk.post(f"{ISSUES}edit/{made.pk}/", uzbek).content.decode()
    assert "Somebody has changed this since you opened it." in page
    assert "Qattiq qish" in page
    assert made.texts.get(language="en").subject == "Hard winter"
    desk.post(f"{ISSUES}edit/{made.pk}/", rewritten(desk, made, uz="Qattiq qish"))
    assert {text.subject for text in made.texts.all()} == {"Hard winter", "Qattiq qish"}


def test_page_shows_who_gets_it_in_which_language(desk, made):
    SubscriberFactory.create_batch(3, language="uz")
    page = desk.get(f"{ISSUES}{made.pk}/").content.decode()
    assert "Qish" in page
    assert "Қиш" in page
    assert "<td>3</td>" in page


def test_preview_is_the_mail(desk, made):
    assert "<b>words</b>" in desk.get(f"{ISSUES}{made.pk}/preview/en/").content.decode()
    assert desk.get(f"{ISSUES}{made.pk}/preview/ru/").status_code == 404


def test_test_mail_goes_to_oneself(desk, publisher, made):
    desk.post(f"{ISSUES}{made.pk}/test/")
    assert set(OutboxMessage.objects.values_list("to", flat=True)) == {publisher.email}


def test_sending_needs_to_be_sure(desk, made):
    SubscriberFactory()
    desk.post(f"{ISSUES}{made.pk}/send/")
    assert Issue.objects.get().is_draft
    desk.post(f"{ISSUES}{made.pk}/send/", sure(desk, made))
    assert Issue.objects.get().state == "sending"


def test_what_is_sent_by_a_double_press_is_said_to_be_sent(desk, made):
    SubscriberFactory()
    looked_at = sure(desk, made)
    for client, words in (
        (desk, "sends it now"),
        (desk, "sends it now"),
        (signed_in(staff("publisher", language="en")), "under way already"),
    ):
        assert words in client.post(f"{ISSUES}{made.pk}/send/", looked_at, follow=True).content.decode()
    assert AuditEntry.objects.filter(action="newsletter.send").count() == 1


def test_an_issue_that_nobody_would_get_stays_a_draft(desk, made):
    SubscriberFactory(language="ru")  # which it lacks
    looked_at = sure(desk, made)
    page = desk.post(f"{ISSUES}{made.pk}/send/", looked_at, follow=True).content.decode()
    assert "Nobody would get it" in page
    assert Issue.objects.get().is_draft


def test_what_was_changed_since_it_was_looked_at_is_not_sent(desk, made):
    SubscriberFactory()
    looked_at = sure(desk, made)
    text = made.texts.get(language="en")
    text.subject = "Zumradxon Karimova, 9"
    text.save()
    answer = desk.post(f"{ISSUES}{made.pk}/send/", looked_at, follow=True)
    assert "Somebody has changed this since you opened it." in answer.content.decode()
    assert Issue.objects.get().is_draft
    desk.post(f"{ISSUES}{made.pk}/send/", sure(desk, made))
    assert Issue.objects.get().state == "sending"


def test_editor_writes_and_does_not_send(made):
    client = signed_in(staff("editor"))
    assert client.get(f"{ISSUES}{made.pk}/").status_code == 200
    client.post(f"{ISSUES}{made.pk}/send/", {"sure": "1"})
    assert Issue.objects.get().is_draft


@pytest.mark.parametrize("role", ["finance", "donor_care", "safeguarding", "volunteer_coordinator"])
def test_other_roles_see_and_do_nothing(role, made):
    client = signed_in(staff(role))
    client.post(f"{ISSUES}{made.pk}/send/", {"sure": "1"})
    client.post(f"{ISSUES}{made.pk}/test/")
    assert Issue.objects.get().is_draft
    assert not OutboxMessage.objects.exists()
    assert client.get(f"{ISSUES}{made.pk}/preview/en/").status_code in (302, 403)


def test_words_that_cyrillic_only_guesses_are_named_before_it_is_sent(desk):
    words = desk.get(f"{ISSUES}{issue(uz='Mol boqdik').pk}/").content.decode()
    assert "2 words to look at: Mol, words" in words
    written = issue(uz="Mol boqdik", uz_cyrl="Мол боқдик")
    assert "to look at" not in desk.get(f"{ISSUES}{written.pk}/").content.decode()


def test_issue_under_way_is_not_changed(desk, publisher, made):
    sending.start(made, actor=publisher)
    assert desk.get(f"{ISSUES}edit/{made.pk}/").status_code in (302, 403)


def test_issue_that_people_have_got_is_not_deleted_by_anybody(publisher, made):
    """A takedown has to find it."""
    chief = staff("administrator", is_superuser=True)
    sending.start(made, actor=publisher)
    signed_in(chief).post(f"{ISSUES}delete/{made.pk}/")
    assert Issue.objects.filter(pk=made.pk).exists()


def test_nor_is_one_that_is_sent_while_its_form_is_read(desk, publisher, made, monkeypatch):
    read = IssueEditView.get_object

    def and_meanwhile(view: IssueEditView, queryset: object = None) -> Issue:
        found = read(view, queryset)
        sending.start(Issue.objects.get(pk=made.pk), actor=publisher)
        return found

    monkeypatch.setattr(IssueEditView, "get_object", and_meanwhile)
    text = made.texts.get(language="uz")
    sent = {
        "title": "Later",
        "purpose": "news",
        "texts-TOTAL_FORMS": "1",
        "texts-INITIAL_FORMS": "1",
        "texts-0-id": text.pk,
        "texts-0-language": "uz",
        "texts-0-subject": "Keyin",
        "texts-0-body-count": "1",
        "texts-0-body-0-deleted": "",
        "texts-0-body-0-order": "0",
        "texts-0-body-0-type": "read_on",
        "texts-0-body-0-value-page": "3",
        "texts-0-body-0-value-text": "",
        "texts-0-body-0-value-label": "Oʻqish",
    }
    desk.post(f"{ISSUES}edit/{made.pk}/", sent)
    assert Issue.objects.get(pk=made.pk).state != Issue.State.DRAFT
    assert made.texts.get(language="uz").subject == "Qish"


def test_subscribers_are_listed_with_their_history(desk):
    reader = SubscriberFactory(email="aziza@people.example")
    reader.events.create(what="asked", purposes=["news"], language="en", consent_version="2026-11")
    assert "aziza@people.example" in desk.get("/admin/newsletter/subscribers/?q=aziza").content.decode()
    history = desk.get(f"/admin/newsletter/subscribers/{reader.pk}/").content.decode()
    assert "2026-11" in history
    assert ": asked for, News of the association, " in history


def test_export_has_confirmed_addresses_only(desk, publisher):
    SubscriberFactory(email="yes@people.example", wants_campaigns=True)
    SubscriberFactory(email="pending@people.example", state="pending")
    response = desk.post(EXPORT, {"reason": "Printed letters"})
    rows = list(csv.DictReader(b"".join(response.streaming_content).decode().splitlines()))
    assert [(row["email"], row["purposes"]) for row in rows] == [("yes@people.example", "news campaigns")]
    entry = AuditEntry.objects.get(action="newsletter.export")
    assert (entry.actor, entry.note) == (publisher, "Printed letters")


def test_export_needs_a_reason(desk):
    assert desk.post(EXPORT, {"reason": ""}).status_code == 200
    assert not AuditEntry.objects.filter(action="newsletter.export").exists()


def test_export_is_not_run_by_spreadsheets(desk):
    SubscriberFactory(email="=cmd@people.example")
    body = b"".join(desk.post(EXPORT, {"reason": "Letters"}).streaming_content).decode()
    assert "'=cmd@people.example" in body


def test_editor_does_not_export():
    SubscriberFactory()
    response = signed_in(staff("editor")).post(EXPORT, {"reason": "Letters"})
    assert response.status_code in (302, 403)
    assert not AuditEntry.objects.filter(action="newsletter.export").exists()


def test_before_it_is_sent_a_person_reads_what_could_lead_to_a_child(desk, publisher):
    made = issue(en="Winter")
    write(made, "uz", "Qish", [("paragraph", "<p>Aziza Karimova, 9 yashar, 12-maktabda oʻqiydi.</p>")])
    said = desk.get(f"{ISSUES}{made.pk}/").content.decode()
    assert "Aziza Karimova, 9 yashar" in said
    assert "Азиза Каримова" not in said  # made from the same words
    assert "12-maktabda" in said
    sending.start(made, actor=publisher)
    assert "Aziza" not in desk.get(f"{ISSUES}{made.pk}/").content.decode()
