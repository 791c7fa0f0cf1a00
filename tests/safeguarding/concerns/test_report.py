"""Reporting a concern."""

import logging
import re

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.test import Client
from wagtail.models import Page

from core.models import AuditEntry, OutboxMessage
from safeguarding.concerns import attachments, codes, limits
from safeguarding.models import Concern, ConcernFile, ConcernMessage
from safeguarding.models.concern import private_storage
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.concerns import filled, old_token, pdf, picture

pytestmark = pytest.mark.django_db
FORM = "/en/concern/report/"
CODE = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}")


def send(client: Client | None = None, **fields: object):
    return (client or Client()).post(FORM, filled(**fields))


def code_in(response) -> str:
    return CODE.search(response.content.decode()).group()


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_page_about_concerns_leads_to_the_form(language):
    page = Client().get(f"/{language}/concern/").content.decode()
    assert f'href="/{language}/concern/report/"' in page
    assert f'href="/{language}/concern/answer/"' in page


@pytest.mark.parametrize("change", [{"live": False}, {"url_path": "/elsewhere/"}])
@pytest.mark.parametrize("language", ["uz", "ru"])
def test_where_staff_took_that_page_away_its_address_leads_to_the_form(language, change):
    Page.objects.filter(url_path=f"/{language}/concern/").update(**change)
    answer = Client().get(f"/{language}/concern/")
    assert answer.headers["Location"] == f"/{language}/concern/report/"
    assert f"/{language}/concern/" in Client().get(f"/{language}/").content.decode()


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
@pytest.mark.parametrize("address", ["report", "answer"])
def test_pages_open_in_every_language_and_are_kept_nowhere(language, address):
    response = Client().get(f"/{language}/concern/{address}/")
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_report_needs_no_more_than_what_happened():
    assert send().status_code == 200
    assert Concern.objects.get().text == "Somebody shouts at Karim."


def test_all_that_was_told_is_kept():
    send(place="Samarkand", name="Aziz", contact="@aziz", is_child="on")
    row = Concern.objects.get()
    assert (row.place, row.name, row.contact, row.is_child, row.language) == (
        "Samarkand",
        "Aziz",
        "@aziz",
        True,
        "en",
    )


def test_a_report_of_as_many_lines_as_the_box_takes_is_kept():
    typed = "abc\n" * 2499 + "last"
    assert send(text=typed.replace("\n", "\r\n")).status_code == 200
    assert Concern.objects.get().text == typed


def test_code_that_is_shown_opens_the_report():
    assert Concern.objects.with_code(code_in(send())).exists()


def test_nothing_is_kept_about_where_it_came_from():
    user = UserFactory()
    client = signed_in(user)
    client.post(FORM, filled(), REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Telltale/1")
    rows = [*Concern.objects.values(), *AuditEntry.objects.values(), *OutboxMessage.objects.values()]
    assert not any("203.0.113.77" in str(row) or "Telltale" in str(row) for row in rows)
    assert AuditEntry.objects.about(Concern.objects.get()).get().actor is None
    assert "concern" not in str(dict(client.session))


def test_limits_do_not_name_the_network():
    Client().post(FORM, filled(), REMOTE_ADDR="203.0.113.77")
    assert not any("203.0.113.77" in str(item) for item in cache._cache.items())


def test_limits_cannot_be_counted_up_again_once_their_key_is_gone():
    from safeguarding.concerns import limits

    request = Client().get(FORM).wsgi_request
    before = limits._name(request, "report")
    cache.delete(limits.KEY_NAME)
    assert limits._name(request, "report") != before


def test_nothing_that_was_written_is_logged(caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    send(text="Somebody shouts at Karim.", name="Aziz Telltale", contact="@telltale")
    assert not any(word in caplog.text for word in ("Karim", "Telltale", "@telltale"))


def test_form_sent_twice_is_one_report_with_one_code():
    form = filled()
    first, second = Client().post(FORM, form), Client().post(FORM, form)
    assert Concern.objects.count() == 1
    assert code_in(first) == code_in(second)


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru"])
def test_the_code_is_shown_in_another_language_too(language):
    form = filled()
    code = code_in(Client().post(FORM, form))
    response = Client().post(f"/{language}/concern/report/", {"again": form["started"]})
    assert code_in(response) == code
    assert Concern.objects.count() == 1


@pytest.mark.parametrize("token", [str, lambda: "forged", old_token], ids=["none", "forged", "another"])
def test_no_code_is_shown_for_a_form_that_was_never_sent(token):
    response = Client().post(FORM, {"again": token()})
    assert response.headers["Location"] == "/en/concern/answer/"


def test_form_sent_again_with_more_words_loses_none():
    form = filled()
    Client().post(FORM, form)
    Client().post(FORM, form | {"text": "And on Sunday, too."})
    Client().post(FORM, form | {"text": "And on Sunday, too."})
    assert ConcernMessage.objects.get().text == "And on Sunday, too."


def test_form_sent_again_with_other_files_loses_none():
    form = filled()
    Client().post(FORM, form | {"files": [pdf("first.pdf")]})
    for _twice in range(2):
        again = form | {"files": [pdf("first.pdf"), picture("second.jpg")]}
        assert Client().post(FORM, again).status_code == 200
    assert sorted(ConcernFile.objects.values_list("ending", flat=True)) == ["jpg", "pdf"]
    added = ConcernMessage.objects.get()
    assert added.text == ""
    assert [row.ending for row in added.files.all()] == ["jpg"]
    assert Concern.objects.get().unread_since


def test_form_sent_again_as_it_was_adds_nothing():
    form = filled()
    for _twice in range(2):
        Client().post(FORM, form | {"files": [picture(), pdf()]})
    assert ConcernFile.objects.count() == 2
    assert not ConcernMessage.objects.exists()


def test_form_sent_again_with_a_way_to_reach_one_loses_it_not():
    form = filled()
    Client().post(FORM, form)
    Client().post(FORM, form | {"contact": "+998 90 123 45 67", "place": "Shovot"})
    assert ConcernMessage.objects.get().text == "Shovot\n\n+998 90 123 45 67"


def test_form_sent_again_by_who_says_now_to_be_a_child_loses_it_not():
    form = filled()
    Client().post(FORM, form)
    Concern.objects.update(unread_since=None)
    for _twice in range(2):
        Client().post(FORM, form | {"is_child": "on", "contact": "@karim"})
    report = Concern.objects.get()
    assert report.is_child
    assert report.unread_since
    assert sorted(report.messages.values_list("text", flat=True)) == ["@karim", "I am under 18"]


@pytest.mark.parametrize("refused", ["too many", "trap", "stale", "one is too large", "no words"])
def test_no_file_is_unpacked_for_a_report_that_is_refused(refused, monkeypatch):
    unpacked = []
    monkeypatch.setattr(attachments, "clean_content", lambda *given, **how: unpacked.append(given))
    if refused == "too many":
        monkeypatch.setitem(limits.LIMITS, "report", 0)
    changed = {
        "trap": {"leave_empty": "x"},
        "stale": {"started": "forged"},
        "no words": {"text": ""},
        "one is too large": {"files": [picture(), pdf(size=attachments.MOST_BYTES + 1)]},
    }
    response = send(**{"files": [picture()]} | changed.get(refused, {}))
    assert response.status_code in (422, 429)
    assert unpacked == []


def test_empty_report_is_asked_for_words_and_keeps_the_rest():
    response = send(text="", place="Samarkand <b>")
    assert response.status_code == 422
    assert "Samarkand &lt;b&gt;" in response.content.decode()
    assert not Concern.objects.exists()


def test_links_may_be_what_it_is_about():
    assert send(text="https://a.example https://b.example https://c.example").status_code == 200


@pytest.mark.parametrize("trap", [{"leave_empty": "x"}, {"started": ""}, {"started": "forged"}])
def test_machines_are_stopped_and_words_kept(trap):
    response = send(**trap)
    assert response.status_code == 422
    assert "Somebody shouts at Karim." in response.content.decode()
    assert not Concern.objects.exists()


def test_too_many_from_one_network_wait():
    responses = [send().status_code for _ in range(21)]
    assert (responses[19], responses[20]) == (200, 429)


def test_files_are_kept_under_names_that_say_nothing():
    send(files=[picture("karim-at-school.jpg"), pdf("letter-of-aziz.pdf")])
    names = [row.file.name for row in ConcernFile.objects.all()]
    assert len(names) == 2
    assert all(re.fullmatch(r"concerns/\w{40}", name) for name in names)


def test_kept_picture_does_not_say_where_it_was_made():
    send(files=[picture()])
    with ConcernFile.objects.get().file.open() as kept:
        assert b"Karimov" not in kept.read()


def test_kept_file_has_no_public_address():
    send(files=[picture()])
    row = ConcernFile.objects.get()
    for path in (f"/media/{row.file.name}", row.file.url, f"/documents/{row.pk}/{row.file.name}"):
        assert Client().get(path).status_code == 404


def test_files_lie_in_the_private_storage():
    assert private_storage() == storages["private"]
    assert ConcernFile._meta.get_field("file").deconstruct()[3]["storage"] is private_storage


def test_refused_file_keeps_the_words_and_says_that_files_must_be_chosen_again():
    response = send(files=[picture("a.exe")])
    page = response.content.decode()
    assert response.status_code == 422
    assert "choose them again" in page
    assert "Somebody shouts at Karim." in page
    assert not Concern.objects.exists()


def test_no_file_stays_behind_when_the_report_fails(monkeypatch, folder):
    def fail(self, *args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(ConcernFile, "save", fail)
    with pytest.raises(RuntimeError):
        send(files=[pdf()])
    assert not [path for path in folder.rglob("*") if path.is_file()]
    assert not Concern.objects.exists()


def test_where_files_cannot_be_stored_the_words_stay_and_arrive_without_them(monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("no room for pupil.pdf")

    monkeypatch.setattr(ConcernFile._meta.get_field("file").storage, "save", fail)
    form = filled(files=[pdf()])
    answer = Client().post(FORM, form)
    assert answer.status_code == 503
    assert "Send your words without them" in answer.content.decode()
    assert "choose them again" not in answer.content.decode()
    assert "Somebody shouts at Karim." in answer.content.decode()
    assert not Concern.objects.exists()
    assert Client().post(FORM, {**form, "files": []}).status_code == 200
    assert Concern.objects.get().text == "Somebody shouts at Karim."


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_page_that_is_shown_again_after_the_secret_key_changed_has_the_code_that_opens_the_report(
    settings, language
):
    """As another language or as the form sent once more; a new code would open nothing."""
    form = filled()
    code = code_in(Client().post(FORM, form))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    again = form if language == "en" else {"again": form["started"]}
    assert code_in(Client().post(f"/{language}/concern/report/", again)) == code
    assert Concern.objects.with_code(code).count() == Concern.objects.count() == 1


def test_page_offers_a_quick_way_out():
    page = Client().get(FORM).content.decode()
    assert 'href="https://en.wikipedia.org/" rel="noreferrer noopener"' in page


def test_fingerprint_does_not_give_the_code_away():
    send()
    row = Concern.objects.get()
    assert codes.code_for(row.submission) != code_in(send())


def test_a_question_that_was_not_answered_is_named_without_a_colon():
    page = send(text="").content.decode()
    assert "What happened? Write a few words" in page


@pytest.mark.parametrize("refused", ["letter-of-aziz.exe", "letter-of-aziz.png"])
def test_of_several_files_the_one_that_is_refused_is_named(refused):
    """Which of five pictures is it? By its ending, or by its content, which is looked at later."""
    html = send(files=[picture("first.jpg"), pdf(refused)]).content.decode()
    assert f"{refused}: " in html
    assert "first.jpg" not in html
    assert not Concern.objects.exists()


def test_a_single_file_needs_no_name():
    assert "letter-of-aziz" not in send(files=[pdf("letter-of-aziz.exe")]).content.decode()
