"""Coming back with the code."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.models import OutboxMessage
from safeguarding.concerns import limits, services
from safeguarding.concerns.states import ConcernState
from safeguarding.models import ConcernFile
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.concerns import CODE, ConcernFactory, filled, pdf

pytestmark = pytest.mark.django_db
PAGE = "/en/concern/answer/"


@pytest.fixture
def concern():
    return ConcernFactory()


@pytest.fixture
def visitor(concern):
    client = Client()
    client.post(PAGE, {"code": CODE})
    return client


def test_without_a_code_nothing_is_shown(concern):
    assert concern.text not in Client().get(PAGE).content.decode()


def test_code_shows_the_report_and_the_answers(concern, visitor):
    services.answer(concern, "Thank you. We come on Monday.", author=UserFactory())
    page = visitor.get(PAGE).content.decode()
    assert concern.text in page
    assert "We come on Monday." in page


def test_code_is_never_in_an_address(concern):
    response = Client().post(PAGE, {"code": CODE})
    assert (response.status_code, response.url) == (302, PAGE)
    assert concern.text not in Client().get(f"{PAGE}?code={CODE}").content.decode()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_whoever_goes_back_after_a_quick_way_out_is_asked_for_the_code(concern, visitor, language):
    page = f"/{language}/concern/answer/"
    shown = visitor.get(page).content.decode()
    assert concern.text in shown
    [way_out] = re.findall(r'class="exit"><a class="[^"]*" href="([^"]*)"', shown)
    answer = visitor.get(way_out)
    assert answer.url == f"https://{language}.wikipedia.org/"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    for other in ("en", "ru"):
        assert concern.text not in visitor.get(f"/{other}/concern/answer/").content.decode()


def test_what_is_sent_by_a_double_press_is_written_once(concern):
    author, colleague = UserFactory(), UserFactory()
    for who in (author, author, colleague):
        services.answer(concern, "We come.", author=who)
        services.add_note(concern, "Calls the school.", author=who)
    assert [row.author for row in concern.messages.all()] == [author, colleague]
    assert concern.notes.count() == 2
    services.answer(concern, "We come on Monday.", author=colleague)
    services.answer(concern, "We come.", author=colleague)
    assert concern.messages.count() == 4


def test_notes_and_names_of_staff_are_not_shown(concern, visitor):
    author = UserFactory(full_name="Gulnora Secret")
    services.add_note(concern, "Internal remark", author=author)
    services.answer(concern, "We come.", author=author)
    page = visitor.get(PAGE).content.decode()
    assert "Internal remark" not in page
    assert "Gulnora" not in page


def test_visitor_reads_that_somebody_has_opened_it(concern, visitor):
    assert "Nobody has opened it yet" in visitor.get(PAGE).content.decode()
    services.note_reading(concern, reader=UserFactory())
    assert "We have read your report" in visitor.get(PAGE).content.decode()


def test_wrong_code_says_so(concern):
    response = Client().post(PAGE, {"code": "AAAA-AAAA-AAAA-AAAA"})
    assert response.status_code == 422
    assert not any(name.startswith("concern") for name in response.cookies)


def test_wrong_codes_are_limited_and_then_the_right_one_waits_too(concern):
    client = Client()
    for _ in range(10):
        client.post(PAGE, {"code": "AAAA"})
    assert client.post(PAGE, {"code": CODE}).status_code == 429


def test_access_ends_after_twenty_minutes(concern, visitor):
    with time_machine.travel(timezone.now() + timedelta(minutes=20, seconds=5), tick=False):
        assert concern.text not in visitor.get(PAGE).content.decode()


def test_access_is_in_a_cookie_of_this_page_alone(concern):
    cookie = Client().post(PAGE, {"code": CODE}).cookies["concern-en"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (
        PAGE,
        True,
        "Strict",
        1200,
    )


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru"])
def test_report_stays_open_in_another_language_and_is_closed_in_all(concern, visitor, language):
    page = f"/{language}/concern/answer/"
    assert concern.text in visitor.get(page).content.decode()
    visitor.post(PAGE, {"leave": "1"})
    assert concern.text not in visitor.get(page).content.decode()


def test_forged_cookie_opens_nothing(concern):
    client = Client()
    client.cookies["concern-en"] = str(concern.pk)
    assert concern.text not in client.get(PAGE).content.decode()


def test_report_is_not_tied_to_the_account_of_whoever_is_signed_in(concern):
    client = signed_in(UserFactory())
    before = dict(client.session)
    client.post(PAGE, {"code": CODE})
    client.post(PAGE, filled(text="More"))
    assert dict(client.session) == before
    assert concern.messages.get().author is None


def test_more_can_be_written_and_attached(concern, visitor):
    assert visitor.post(PAGE, filled(text="It happened again.", files=[pdf()])).status_code == 302
    message = concern.messages.get()
    assert (message.text, message.files.count(), message.from_reporter) == ("It happened again.", 1, True)


def test_more_stays_typed_where_its_file_cannot_be_stored(concern, visitor, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(ConcernFile._meta.get_field("file").storage, "save", fail)
    answer = visitor.post(PAGE, filled(text="It happened again.", files=[pdf()]))
    assert answer.status_code == 503
    assert "It happened again.</textarea>" in answer.content.decode()
    assert not concern.messages.exists()


def test_more_sent_twice_is_kept_once(concern, visitor):
    form = filled(text="It happened again.")
    visitor.post(PAGE, form)
    visitor.post(PAGE, form)
    assert concern.messages.count() == 1


def test_nothing_is_not_sent(concern, visitor):
    assert visitor.post(PAGE, filled(text="")).status_code == 422
    assert not concern.messages.exists()


def test_nothing_is_added_without_the_code(concern):
    Client().post(PAGE, filled(text="It happened again."))
    assert not concern.messages.exists()


def test_words_typed_when_the_time_ran_out_are_kept(concern, visitor):
    with time_machine.travel(timezone.now() + timedelta(minutes=25), tick=False):
        late = visitor.post(PAGE, filled(text="It happened again."))
        assert late.status_code == 403
        assert "It happened again." in late.content.decode()
        opened = visitor.post(PAGE, {"code": CODE, "text": "It happened again."})
        assert "It happened again.</textarea>" in opened.content.decode()


@pytest.mark.parametrize(("files", "is_told"), [([pdf()], True), ([], False)])
def test_whoever_was_late_is_told_that_files_must_be_chosen_again(files, is_told):
    late = Client().post(PAGE, filled(text="Look at this.", files=files))
    assert ("choose them again" in late.content.decode()) is is_told


def test_many_lines_are_kept_to_the_last_and_so_when_the_time_ran_out(concern, visitor):
    typed = "abc\n" * 2499 + "last"
    assert visitor.post(PAGE, filled(text=typed.replace("\n", "\r\n"))).status_code == 302
    assert concern.messages.get().text == typed
    late = Client().post(PAGE, filled(text=typed.replace("\n", "\r\n")))
    assert "last" in late.content.decode()


def test_leaving_forgets_the_report(concern, visitor):
    visitor.post(PAGE, {"leave": "1"})
    assert concern.text not in visitor.get(PAGE).content.decode()


def test_more_opens_a_closed_report_again(concern, visitor):
    actor = UserFactory()
    services.note_reading(concern, reader=actor)
    services.change_state(concern, ConcernState.LOOKING, actor=actor)
    services.change_state(concern, ConcernState.CLOSED, actor=actor)
    visitor.post(PAGE, filled(text="It happened again."))
    concern.refresh_from_db()
    assert (concern.state, concern.closed_at) == (ConcernState.LOOKING, None)


def test_more_is_mailed_to_focal_points_without_its_words(concern, visitor):
    focal = UserFactory(role="safeguarding", language="ru")
    visitor.post(PAGE, filled(text="It happened again."))
    mail = OutboxMessage.objects.get(to=focal.email)
    assert (mail.template, mail.language) == ("concern/mail/added", "ru")
    assert "happened" not in mail.text + mail.html + mail.subject


def test_queries_do_not_grow_with_the_conversation(concern, visitor, django_assert_max_num_queries):
    for number in range(10):
        services.answer(concern, f"Answer {number}", author=UserFactory())
    with django_assert_max_num_queries(12):
        visitor.get(PAGE)


def test_what_is_added_is_limited_as_reports_are(visitor, concern, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "add", 1)
    answers = [visitor.post(PAGE, filled(text=f"Word {number}")) for number in (1, 2)]
    assert [answer.status_code for answer in answers] == [302, 429]
    assert concern.messages.count() == 1
    assert "Word 2" in answers[1].content.decode()
