"""Sending an issue: to those who chose it, in their language, each mail once."""

import gc

import pytest
from django.core import mail as django_mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.images.tests.utils import get_test_image_file

from core import mail
from core.models import AuditEntry, OutboxMessage
from core.publishing import PublishRefused
from core.worker.process import WorkerProcess
from newsletter import letters, links
from newsletter.models import Issue
from newsletter.services import sending, subscriptions
from newsletter.tasks import send_issues
from programmes.models import VillagePage
from safeguarding.models import CustomImage, PageConsent, Shows
from safeguarding.services import takedown
from tests.factories.accounts import UserFactory
from tests.factories.newsletter import SubscriberFactory, issue, write
from tests.factories.safeguarding import consent, image
from translations.models import ProtectedName, Spelling

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory(email="staff@people.example")


def send(made: Issue, person) -> None:
    sending.start(made, actor=person)
    send_issues()


def receivers() -> dict[str, str]:
    return dict(OutboxMessage.objects.filter(template=sending.TEMPLATE).values_list("to", "subject"))


def test_each_reader_gets_their_language(person):
    uz, ru = SubscriberFactory(language="uz"), SubscriberFactory(language="ru")
    send(issue(uz="Qish", ru="Зима"), person)
    assert receivers() == {uz.email: "Qish", ru.email: "Зима"}


def test_it_goes_out_at_once_and_the_job_finds_nothing_left(person, django_capture_on_commit_callbacks):
    SubscriberFactory(language="en")
    made = issue(en="Winter")
    with django_capture_on_commit_callbacks(execute=True):
        sending.start(made, actor=person)
    queued = DBTaskResult.objects.ready().get(task_path="newsletter.services.sending.begin")
    sending.begin.func(*queued.args_kwargs["args"])
    assert len(receivers()) == 1
    assert Issue.objects.get(pk=made.pk).state == Issue.State.SENT
    send_issues()
    assert OutboxMessage.objects.filter(template=sending.TEMPLATE).count() == 1


def test_cyrillic_uzbek_is_made_from_latin(person):
    reader = SubscriberFactory(language="uz-cyrl")
    send(issue(uz="Qish keldi"), person)
    assert receivers() == {reader.email: "Қиш келди"}


def test_cyrillic_keeps_to_the_names_and_spellings_of_staff(person):
    ProtectedName.objects.create(name="Bahor Fest")
    Spelling.objects.create(latin="kafe", cyrillic="каффе")
    SubscriberFactory(language="uz-cyrl")
    send(issue(uz="Bahor Festda kafe"), person)
    [sent] = OutboxMessage.objects.filter(template=sending.TEMPLATE)
    assert sent.subject == "Bahor Festда каффе"
    assert "Bahor Festда каффе" in sent.text
    assert "Bahor Festда каффе" in sent.html


def test_written_cyrillic_goes_first(person):
    SubscriberFactory(language="uz-cyrl")
    send(issue(uz="Qish", uz_cyrl="Қиш ёзилган"), person)
    assert list(receivers().values()) == ["Қиш ёзилган"]


def test_language_without_text_gets_nothing(person):
    SubscriberFactory(language="en")
    made = issue(uz="Qish")
    send(made, person)
    made.refresh_from_db()
    assert (receivers(), made.count, made.state) == ({}, 0, "sent")


@pytest.mark.parametrize(
    "who",
    [
        {"state": "pending"},
        {"state": "unsubscribed"},
        {"wants_news": False, "wants_campaigns": True},
    ],
)
def test_others_get_nothing(who, person):
    SubscriberFactory(**who)
    send(issue(en="Winter"), person)
    assert receivers() == {}


def test_who_confirms_after_the_start_gets_the_next_one(person):
    made = issue(en="Winter")
    sending.start(made, actor=person)
    SubscriberFactory(confirmed_at=timezone.now() + timezone.timedelta(minutes=1))
    send_issues()
    assert receivers() == {}


def test_who_confirms_once_more_after_the_start_is_not_left_out(person):
    reader = SubscriberFactory()
    sending.start(issue(en="Winter"), actor=person)
    subscriptions.confirm(links.Request(reader, ["news", "villages"], "en", "2026-11", reader.turn))
    send_issues()
    assert list(receivers()) == [reader.email]


def test_batches_reach_everybody_once(person, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 3)
    SubscriberFactory.create_batch(8)
    made = issue(en="Winter")
    send(made, person)
    send_issues()
    made.refresh_from_db()
    assert (len(receivers()), made.count, made.state) == (8, 8, "sent")


def test_worker_that_died_is_followed_by_one_that_goes_on(person, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 3)
    SubscriberFactory.create_batch(8)
    made = issue(en="Winter")
    sending.start(made, actor=person)
    enqueue, calls = mail.enqueue, []

    def die_in_the_second_batch(**kwargs):
        calls.append(1)
        if len(calls) == 5:
            raise MemoryError
        return enqueue(**kwargs)

    monkeypatch.setattr(sending.mail, "enqueue", die_in_the_second_batch)
    with pytest.raises(MemoryError):
        send_issues()
    assert OutboxMessage.objects.count() == 3
    send_issues()
    made.refresh_from_db()
    assert (OutboxMessage.objects.count(), made.count, made.state) == (8, 8, "sent")


def test_worker_that_is_asked_to_stop_leaves_the_rest(person, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 3)
    SubscriberFactory.create_batch(5)
    made = sending.start(issue(en="Winter"), actor=person)
    sending.go_on(made, stopping=lambda: OutboxMessage.objects.exists())
    assert (OutboxMessage.objects.count(), Issue.objects.get().state) == (3, "sending")


def test_issue_is_begun_once(person):
    made = issue(en="Winter")
    sending.start(made, actor=person)
    with pytest.raises(sending.NotSendable):
        sending.start(made, actor=person)
    assert AuditEntry.objects.about(made).get(action="newsletter.send").actor == person


def test_issue_without_text_is_not_begun(person):
    with pytest.raises(sending.NotSendable):
        sending.start(issue(), actor=person)


def test_mail_has_the_headers_of_one_click_unsubscribing(person):
    reader = SubscriberFactory()
    send(issue(en="Winter"), person)
    mail.send_due()
    message = django_mail.outbox[0].message()
    link = message["List-Unsubscribe"].strip("<>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/en/newsletter/unsubscribe/" in link
    assert link in OutboxMessage.objects.get().text
    assert reader.email not in link


def test_mails_words_have_the_links_that_change_and_end_it(person):
    SubscriberFactory()
    send(issue(en="Winter"), person)
    row = OutboxMessage.objects.get()
    for words in (row.text, row.html):
        assert "/en/newsletter/preferences/" in words
        assert "/en/newsletter/unsubscribe/" in words


def test_test_goes_to_whoever_asks_in_every_language_and_ends_nothing(person):
    made = issue(uz="Qish", en="Winter")
    assert sending.send_test(made, person) == ["uz", "en", "uz-cyrl"]
    rows = OutboxMessage.objects.all()
    assert {row.to for row in rows} == {person.email}
    assert not any("List-Unsubscribe" in row.headers for row in rows)
    assert made.is_draft


def test_counts_are_by_language():
    SubscriberFactory.create_batch(2, language="uz")
    SubscriberFactory(language="ru")
    SubscriberFactory(language="ru", state="pending")
    assert sending.counts(issue(uz="Qish")) == {"uz": 2, "ru": 1}


def leading_to(linked, shown) -> list[tuple[str, object]]:
    """A body with a link to one page, and a way on to another."""
    return [
        ("paragraph", f'<p><a linktype="page" id="{linked.pk}">there</a></p>'),
        ("read_on", {"page": shown.pk, "text": "Look", "label": "Read"}),
    ]


def test_pages_that_an_issue_carried_are_kept(person, settings):
    linked, shown = VillagePage.objects.filter(locale__language_code="en")[:2]
    made = issue()
    write(made, "en", "Winter", leading_to(linked, shown))
    sending.start(made, actor=person)
    made.refresh_from_db()
    assert made.carried_pages == sorted([linked.pk, shown.pk])
    assert Issue.objects.that_carried(set(), {shown.pk}) == [made]
    assert Issue.objects.that_carried({1}, set()) == []


def test_letters_name_the_host_of_every_address(settings):
    page = VillagePage.objects.filter(locale__language_code="en").first()
    made = issue()
    write(made, "en", "W", [("paragraph", f'<p><a linktype="page" id="{page.pk}">there</a></p>')])
    letter = letters.letters(made)["en"]
    assert f'href="{settings.SITE_URL}{page.url_path}"' in letter.html
    assert f"there ({settings.SITE_URL}{page.url_path})" in letter.text


def test_plain_words_keep_lists_links_and_descriptions():
    words = letters.plain(
        '<h2>News</h2><ul><li>one</li><li>two</li></ul><p>See <a href="https://x.example">here</a> &amp; '
        '<a href="https://y.example">https://y.example</a><br/>end</p><img src="x" alt="A tree">'
    )
    assert words == ("News\n- one\n- two\n\nSee here (https://x.example) & https://y.example\nend\n[A tree]")


def test_unpublished_page_is_left_out():
    page = VillagePage.objects.filter(locale__language_code="en").first()
    made = issue()
    write(made, "en", "W", [("read_on", {"page": page.pk, "text": "", "label": "Read"})])
    VillagePage.objects.filter(pk=page.pk).update(live=False)
    assert page.title not in letters.letters(made)["en"].text


# Wagtail leaves the temporary file of a rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_picture_is_mailed_with_its_address_and_words_and_is_kept_in_the_list(person, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = CustomImage.objects.create(title="Tree", shows="nobody", file=get_test_image_file())
    made = issue()
    write(made, "en", "Winter", [("picture", {"image": image.pk, "alt": "A mulberry tree"})])
    letter = letters.letters(made)["en"]
    assert f'src="{settings.SITE_URL}/media/images/' in letter.html
    assert "[A mulberry tree]" in letter.text
    sending.start(made, actor=person)
    assert Issue.objects.that_carried({image.pk}, set()) == [made]
    gc.collect()


def test_an_issue_goes_on_without_a_picture_whose_file_is_gone(person):
    reader, picture = SubscriberFactory(language="en"), image(Shows.NOBODY)
    made = issue()
    write(made, "en", "Winter", [("picture", {"image": picture.pk, "alt": "A garden"})])
    picture.file.storage.delete(picture.file.name)
    send(made, person)
    assert list(receivers()) == [reader.email]
    assert "A garden" not in OutboxMessage.objects.get().text


def test_picture_of_a_child_without_consent_is_not_sent(person):
    picture = image(Shows.CHILD, title="Garden")
    made = issue()
    write(made, "en", "Winter", [("picture", {"image": picture.pk, "alt": "A garden"})])
    with pytest.raises(PublishRefused, match="Garden"):
        sending.start(made, actor=person)
    made.refresh_from_db()
    assert made.is_draft


def test_a_picture_is_asked_for_in_the_languages_that_show_it(person):
    given = consent(languages=["uz", "uz-cyrl"])
    made = issue(ru="Зима")
    picture = ("picture", {"image": image(Shows.CHILD, given, title="Garden").pk, "alt": "Bogʻ"})
    write(made, "uz", "Qish", [picture])
    assert sending.start(made, actor=person).state == "sending"
    other = issue(uz="Qish")
    write(other, "ru", "Зима", [picture])
    with pytest.raises(PublishRefused, match="Garden"):
        sending.start(other, actor=person)


def test_takedown_names_the_issue_that_carried_the_picture(person):
    given = consent()
    picture = image(Shows.CHILD, given)
    made = issue()
    write(made, "en", "Winter", [("picture", {"image": picture.pk, "alt": "A garden"})])
    send(made, person)
    assert [mail["what"] for mail in takedown.withdraw(given).report["mails"]] == [str(made)]


def test_picture_whose_consent_was_withdrawn_is_left_out_of_what_still_goes(person):
    given = consent()
    picture = image(Shows.CHILD, given)
    made = issue()
    write(made, "en", "Winter", [("picture", {"image": picture.pk, "alt": "A garden"})])
    sending.start(made, actor=person)
    takedown.withdraw(given)
    assert "<img" not in letters.letters(made)["en"].html


def test_a_letter_in_the_other_script_asks_for_its_own_language():
    picture = image(Shows.CHILD, consent(languages=["uz"]))
    made = issue()
    write(made, "uz", "Qish", [("picture", {"image": picture.pk, "alt": "Bogʻ"})])
    found = letters.letters(made)
    assert "<img" in found["uz"].html
    assert "<img" not in found["uz-cyrl"].html


def test_a_story_is_not_told_in_a_language_that_its_consent_does_not_cover():
    given = consent(languages=["uz"])
    page = VillagePage.objects.filter(locale__language_code="uz").first()
    for other in page.get_translations():  # they may not tell it
        other.unpublish()
    page.refresh_from_db()
    page.child_consents = [PageConsent(consent=given)]
    page.save_revision().publish()
    made = issue(uz="Qish")
    write(made, "ru", "Зима", [("read_on", {"page": page.pk, "text": "Zumradxon рисует", "label": "Читать"})])
    text = made.texts.get(language="uz")
    text.body = [("read_on", {"page": page, "text": "Zumradxon chizadi", "label": "Oʻqish"})]
    text.save()
    found = letters.letters(made)
    assert "Zumradxon" in found["uz"].html
    assert "Zumradxon" not in found["ru"].html + found["ru"].text
    assert "чизади" not in found["uz-cyrl"].html + found["uz-cyrl"].text


def test_a_letter_in_the_other_script_leads_to_pages_in_its_own():
    """Where those are published; the other keep their address."""
    linked, shown = VillagePage.objects.filter(locale__language_code="uz")[:2]
    made = issue()
    write(made, "uz", "Qish", leading_to(linked, shown))
    VillagePage.objects.filter(translation_key=shown.translation_key, locale__language_code="uz-cyrl").update(
        live=False
    )
    cyrillic = linked.get_translations().get(locale__language_code="uz-cyrl").url_path
    assert cyrillic.startswith("/uz-cyrl/")
    letter = letters.letters(made)["uz-cyrl"]
    for words in (letter.text, letter.html):
        assert cyrillic in words
        assert linked.url_path not in words
        assert shown.url_path in words


def test_a_code_does_not_wait_behind_a_long_newsletter(person, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 3)
    monkeypatch.setattr(sending, "MOST_WAITING", 4)
    SubscriberFactory.create_batch(20)
    send(issue(en="Winter"), person)
    OutboxMessage.objects.create(key="code", to="a@people.example", due_at=timezone.now())
    mail.send_due(most=7)
    assert ["a@people.example"] in [message.to for message in django_mail.outbox]


def test_the_worker_puts_in_more_when_there_is_room_until_all_have_it(person, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 3)
    monkeypatch.setattr(sending, "MOST_WAITING", 4)
    SubscriberFactory.create_batch(20)
    sending.start(issue(en="Winter"), actor=person)
    WorkerProcess().drain()
    assert (len(django_mail.outbox), Issue.objects.get().state) == (20, "sent")


def test_addresses_that_are_busy_for_hours_do_not_hold_up_the_others(person, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 3)
    monkeypatch.setattr(sending, "MOST_WAITING", 4)
    SubscriberFactory.create_batch(20)
    send(issue(en="Winter"), person)
    OutboxMessage.objects.update(due_at=timezone.now() + timezone.timedelta(hours=6))
    send_issues()
    assert OutboxMessage.objects.count() > 6
