"""From withdrawal to nothing served."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page

from core.models import AuditEntry, OutboxMessage
from core.publishing import ChildIdentity
from news.models import ArticlePage
from safeguarding import tasks, traces
from safeguarding.models import Consent, ConsentState, PageConsent, Shows, Takedown
from safeguarding.services import narrowing, takedown
from tests.factories.accounts import UserFactory
from tests.factories.safeguarding import consent, image

pytestmark = pytest.mark.django_db
EMBED = '<embed embedtype="image" id="{}" alt="" format="fullwidth"/>'


@pytest.fixture
def given():
    return consent()


@pytest.fixture
def story(article, given) -> ArticlePage:
    article.child_identity = ChildIdentity.RECOGNISABLE
    article.child_consents = [PageConsent(consent=given)]
    article.save_revision().publish()
    return ArticlePage.objects.get(pk=article.pk)


def test_a_story_goes_in_all_its_languages(story, given):
    other = story.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    other.save_revision().publish()
    takedown.withdraw(given)
    assert not Page.objects.live().filter(pk__in=[story.pk, other.pk]).exists()


def test_its_address_answers_no_more(story, given, client: Client):
    assert client.get(story.url_path).status_code == 200
    takedown.withdraw(given)
    assert client.get(story.url_path).status_code == 404


def test_every_copy_of_a_picture_is_deleted(given):
    picture = image(Shows.CHILD, given)
    copy = picture.get_rendition("width-20")
    storage, name = copy.file.storage, copy.file.name
    assert storage.exists(name)
    takedown.withdraw(given)
    assert not storage.exists(name)
    assert not picture.renditions.exists()


def test_the_page_around_a_picture_stays_and_is_named_in_the_report(
    article, given, django_capture_on_commit_callbacks
):
    picture = image(Shows.CHILD, given)
    article.body = [("paragraph", EMBED.format(picture.pk))]
    with django_capture_on_commit_callbacks(execute=True):  # its index waits for a worker
        article.save_revision().publish()
    done = takedown.withdraw(given)
    assert ArticlePage.objects.get(pk=article.pk).live
    assert [line["address"] for line in done.report["pages_with_pictures"]] == [article.url_path]


def test_the_words_beside_a_picture_go_with_it_wherever_they_were_told(article, given, client: Client):
    picture = image(Shows.CHILD, given)
    shown = {"image": picture.pk, "alt_text": "Zumradxon laughs", "decorative": False}
    alone = {"picture": shown, "caption": "Zumradxon on her swing", "shape": ""}
    together = {"title": "", "items": [{"picture": shown, "caption": "Zumradxon"}] * 2}
    body = [{"type": "image", "value": alone}, {"type": "gallery", "value": together}]
    article.body = article._meta.get_field("body").to_python(json.dumps(body))
    article.save_revision().publish()
    assert "Zumradxon" in client.get(article.url_path).content.decode()
    takedown.withdraw(given)
    told = (
        *(article.url_path, f"/api/pages/{article.pk}/"),
        *("/en/search/?q=Zumrad", "/en/search/suggest/?q=Zumrad"),
    )
    assert [address for address in told if "Zumradxon" in client.get(address).content.decode()] == []


def test_the_report_is_sealed_and_a_changed_one_is_told(story, given):
    done = takedown.withdraw(given, UserFactory())
    assert done.is_intact
    assert done.report["stories"][0]["address"] == story.url_path
    done.report["stories"] = []
    assert not done.is_intact


def test_the_report_names_the_mails_that_carried_it(story, given, monkeypatch):
    monkeypatch.setattr(
        traces, "_finders", [lambda images, pages: [{"what": "Issue 4", "when": "", "copies": 7}]]
    )
    assert takedown.withdraw(given).report["mails"] == [{"what": "Issue 4", "when": "", "copies": 7}]


def test_who_withdrew_it_is_on_the_record(given):
    actor = UserFactory()
    takedown.withdraw(given, actor)
    actions = AuditEntry.objects.about(given).values_list("action", "actor")
    assert set(actions) == {("consent.withdraw", actor.pk), ("consent.taken_down", actor.pk)}


def test_withdrawing_twice_is_one_withdrawal(story, given):
    takedown.withdraw(given)
    first = Takedown.objects.get()
    takedown.withdraw(given)
    given.refresh_from_db()
    assert given.withdrawn_at < first.finished_at
    assert AuditEntry.objects.about(given).filter(action="consent.withdraw").count() == 1


def came_through_the_gate_before(story: ArticlePage) -> None:
    """In another transaction, which was not done when the takedown looked for stories."""
    Page.objects.filter(pk=story.pk).update(live=True)


def test_a_story_that_was_being_published_meanwhile_goes_within_a_minute(story, given):
    takedown.withdraw(given)
    came_through_the_gate_before(story)
    tasks.finish_takedowns()
    assert not Page.objects.get(pk=story.pk).live


@pytest.mark.parametrize(
    ("job", "step"),
    [(tasks.finish_takedowns, "finish_open"), (tasks.take_down_what_lapsed, "take_down_lapsed")],
)
def test_one_that_cannot_be_finished_keeps_no_other_up(story, given, monkeypatch, job, step):
    takedown.withdraw(given)
    came_through_the_gate_before(story)
    monkeypatch.setattr(takedown, step, _fail)
    with pytest.raises(OSError, match="storage"):
        job()
    assert not Page.objects.get(pk=story.pk).live


def _fail() -> None:
    raise OSError("the storage does not answer")


def test_a_story_of_a_consent_that_was_given_anew_stays(story, given):
    yesterday = timezone.localdate() - timedelta(days=1)
    Consent.objects.update(child_agreed_on=yesterday, guardian_agreed_on=yesterday, expires_on=yesterday)
    takedown.take_down_lapsed()
    given.save()  # for another year
    came_through_the_gate_before(story)
    picture = image(Shows.CHILD, given)
    picture.get_rendition("width-20")
    tasks.finish_takedowns()
    assert Page.objects.get(pk=story.pk).live
    assert picture.renditions.exists()  # pages show it again


@pytest.mark.parametrize("step", ["_unpublish_stories", "hide", "_seal"])
def test_a_crash_in_the_middle_is_finished_on_restart(story, given, step, monkeypatch):
    picture = image(Shows.CHILD, given)
    picture.get_rendition("width-20")
    with monkeypatch.context() as patch:
        patch.setattr(takedown, step, _crash)
        with pytest.raises(SystemExit):
            takedown.withdraw(given)
    assert Takedown.objects.get().finished_at is None
    tasks.finish_takedowns()
    done = Takedown.objects.get()
    assert done.is_intact
    assert done.report["copies"] == 1
    assert not Page.objects.get(pk=story.pk).live
    assert not picture.renditions.exists()


def test_one_that_ended_comes_down_by_the_clock_and_once(story, given):
    yesterday = timezone.localdate() - timedelta(days=1)
    type(given).objects.filter(pk=given.pk).update(
        child_agreed_on=yesterday, guardian_agreed_on=yesterday, expires_on=yesterday
    )
    tasks.take_down_what_lapsed()
    tasks.take_down_what_lapsed()
    assert not Page.objects.get(pk=story.pk).live
    assert Takedown.objects.get().reason == "expired"


def test_one_that_was_given_anew_while_it_came_down_comes_down_again_when_it_ends(given, time_machine):
    Consent.objects.update(expires_on=timezone.localdate() + timedelta(days=3))
    open_since_a_crash = Takedown.objects.create(consent=given, reason="expired")
    takedown.finish_open()
    open_since_a_crash.refresh_from_db()
    assert open_since_a_crash.finished_at
    picture = image(Shows.CHILD, given)
    picture.get_rendition("width-20")
    time_machine.move_to(timezone.now() + timedelta(days=5))
    tasks.take_down_what_lapsed()
    assert Takedown.objects.count() == 2
    assert not picture.renditions.exists()


def test_of_two_runs_at_once_the_first_ones_survey_is_the_proof(story, given, monkeypatch):
    """A worker finds the takedown open while whoever withdrew it waits for the answer."""
    survey = takedown._survey

    def while_another_removes(*args: object) -> dict:
        monkeypatch.setattr(takedown, "_survey", survey)
        running = Takedown.objects.get()
        Takedown.objects.update(report=survey(*args))
        takedown._unpublish_stories(running.consent, None)
        return survey(*args)

    monkeypatch.setattr(takedown, "_survey", while_another_removes)
    done = takedown.withdraw(given)
    assert [line["was_live"] for line in done.report["stories"]] == [True]


def test_its_last_day_ends_at_midnight_in_tashkent(story, given, time_machine):
    """19:00 in Greenwich: neither a story nor a picture is taken down a day too early, nor hours too late."""
    copy = image(Shows.CHILD, given).get_rendition("width-480|format-jpeg")
    last = given.expires_on
    for hour, minute, stands in ((18, 55, True), (19, 5, False)):
        time_machine.move_to(datetime(last.year, last.month, last.day, hour, minute, tzinfo=UTC), tick=False)
        tasks.take_down_what_lapsed()
        assert Page.objects.get(pk=story.pk).live is stands
        assert copy.file.storage.exists(copy.file.name) is stands


def test_mirrors_go_too_also_of_a_language_that_names_no_consent(story, given):
    other = story.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    other.child_identity, other.child_consents = ChildIdentity.NOBODY, []
    other.save_revision().publish()
    others = [ArticlePage.objects.get(pk=page.pk) for page in (story, other)]
    mirrors = [page.create_alias(update_slug=f"mirror-{page.pk}") for page in others]
    assert all(mirror.live for mirror in mirrors)
    done = takedown.withdraw(given)
    assert not Page.objects.live().filter(pk__in=[mirror.pk for mirror in mirrors]).exists()
    named = {line["page"] for line in done.report["stories"]}
    assert named >= {page.pk for page in (*others, *mirrors)}


def test_a_story_that_waits_for_its_time_leaves_the_schedule(article, given):
    article.child_identity = ChildIdentity.RECOGNISABLE
    article.child_consents = [PageConsent(consent=given)]
    article.go_live_at = timezone.now() + timedelta(days=1)
    article.save_revision().publish()
    takedown.withdraw(given)
    assert not article.revisions.filter(approved_go_live_at__isnull=False).exists()


@pytest.mark.parametrize(("days", "warnings"), [(61, 0), (60, 1), (20, 1), (14, 1)])
def test_focal_points_are_warned_in_time_and_once(days, warnings):
    UserFactory(role="safeguarding")
    consent(expires_on=timezone.localdate() + timedelta(days=days))
    tasks.warn_of_ending_consents()
    tasks.warn_of_ending_consents()
    assert OutboxMessage.objects.filter(template="safeguarding/emails/consent_ends").count() == warnings


def test_the_warnings_are_two(time_machine):
    UserFactory(role="safeguarding")
    time_machine.move_to(timezone.now())
    consent(expires_on=timezone.localdate() + timedelta(days=60))
    tasks.warn_of_ending_consents()
    time_machine.shift(timedelta(days=47))
    tasks.warn_of_ending_consents()
    assert OutboxMessage.objects.filter(template="safeguarding/emails/consent_ends").count() == 2


def _crash(*args: object) -> None:
    raise SystemExit


def test_a_form_that_was_open_meanwhile_does_not_bring_a_consent_back():
    given = consent()
    stale = Consent.objects.get(pk=given.pk)  # somebody has begun to save another note
    takedown.withdraw(given)
    stale.note = "Only the garden"
    stale.save()
    now = Consent.objects.get(pk=given.pk)
    assert (now.state, now.note) == (ConsentState.WITHDRAWN, "Only the garden")
    assert stale.state == ConsentState.WITHDRAWN
    assert takedown.take_down_lapsed() == 0  # it has come down; nothing to report a second time


def test_an_error_with_one_keeps_no_other_up(article, monkeypatch):
    """Neither another story of the same consent nor what rests on other consents; it is tried again."""
    consents = [consent(), consent()]
    stories = []
    for number, given in enumerate([consents[0], *consents]):
        story = ArticlePage(title="Day", slug=f"day-{number}", child_identity=ChildIdentity.RECOGNISABLE)
        story.locale, story.child_consents = article.locale, [PageConsent(consent=given)]
        stories.append(article.get_parent().add_child(instance=story))
    real = takedown.take_offline

    def fail_with_the_first(page, actor=None):
        if page.pk == stories[0].pk:
            raise RuntimeError("the disk is full")
        real(page, actor)

    Consent.objects.update(withdrawn_at=timezone.now())
    monkeypatch.setattr(takedown, "take_offline", fail_with_the_first)
    monkeypatch.setattr(narrowing, "take_offline", fail_with_the_first)
    with pytest.raises(RuntimeError):
        tasks.take_down_what_lapsed()
    with pytest.raises(RuntimeError):
        tasks.finish_takedowns()
    assert [Page.objects.get(pk=story.pk).live for story in stories] == [True, False, False]
    monkeypatch.setattr(takedown, "take_offline", real)
    tasks.finish_takedowns()
    assert not Page.objects.get(pk=stories[0].pk).live
    assert not Takedown.objects.filter(finished_at=None).exists()


@pytest.mark.parametrize("failing", ["take_offline", "hide", "_recall"])
def test_a_step_that_fails_keeps_no_other_step_up(story, given, monkeypatch, failing):
    """A page that cannot be unpublished must not leave pictures where they are, nor one picture the next."""
    pictures = [image(Shows.CHILD, given) for _number in range(2)]
    for picture in pictures:
        picture.get_rendition("width-20")
    real, done = getattr(takedown, failing), []
    monkeypatch.setattr(takedown, failing, lambda thing, **_more: done.append(thing) or _fail())
    recalled: list[set[int]] = []
    monkeypatch.setattr(traces, "_recallers", [lambda images, pages: recalled.append(images)])
    with pytest.raises(OSError, match="storage"):
        takedown.withdraw(given)
    assert Page.objects.get(pk=story.pk).live is (failing == "take_offline")
    assert [picture.renditions.exists() for picture in pictures] == [failing == "hide"] * 2
    assert (recalled == []) is (failing == "_recall")
    assert failing != "hide" or len(done) == len(pictures)
    monkeypatch.setattr(takedown, failing, real)
    tasks.finish_takedowns()
    assert Takedown.objects.get().is_intact


def test_a_takedown_is_called_by_the_day_here():
    row = Takedown(consent=consent(), began_at=datetime(2026, 11, 27, 20, 58, tzinfo=UTC))
    assert str(row).endswith("28.11.2026")
