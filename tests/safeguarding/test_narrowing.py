"""A consent that is narrowed in its own form: what it no longer covers comes down at once, and by the clock."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from core.models import AuditEntry
from core.publishing import ChildIdentity, PublishRefused
from news.models import ArticlePage
from safeguarding import tasks, traces
from safeguarding.models import Consent, PageConsent, Shows, Takedown
from safeguarding.services import narrowing
from tests.factories.accounts import signed_in, staff
from tests.factories.safeguarding import consent, image

pytestmark = pytest.mark.django_db
NARROWED = {
    "language": {"languages": ["uz", "ru"]},
    "place": {"scopes": ["print"]},
    "guardian": {"guardian_agreed_on": ""},
    "child": {"child_agreed_on": ""},
}


def posted(given: Consent, **changes: object) -> dict[str, object]:
    """What the form sends, with changes."""
    sent = {
        "subject": given.subject,
        "child_agreed_on": str(given.child_agreed_on),
        "child_agreed_how": "",
        "guardian_agreed_on": str(given.guardian_agreed_on),
        "guardian_role": "mother",
        "scopes": given.scopes,
        "languages": given.languages,
        "expires_on": str(given.expires_on),
        "note": "",
        "evidence-TOTAL_FORMS": "0",
        "evidence-INITIAL_FORMS": "0",
        "evidence-MIN_NUM_FORMS": "0",
        "evidence-MAX_NUM_FORMS": "1000",
    }
    return sent | changes


@pytest.fixture
def given():
    return consent()


@pytest.fixture
def story(article, given):
    """In English, about a child; published."""
    article.child_identity = ChildIdentity.RECOGNISABLE
    article.child_consents = [PageConsent(consent=given)]
    article.save_revision().publish()
    return ArticlePage.objects.get(pk=article.pk)


def edit(given: Consent, **changes: object):
    client = signed_in(staff("safeguarding"))
    answer = client.post(reverse("consents:edit", args=[given.pk]), posted(given, **changes), follow=True)
    assert answer.redirect_chain
    return answer.content.decode()


@pytest.mark.parametrize("what", NARROWED)
def test_stories_and_copies_come_down_as_soon_as_it_is_written_down(story, given, what):
    copy = image(Shows.CHILD, given).get_rendition("width-480|format-jpeg")
    assert Client().get(story.url_path).status_code == 200
    said = edit(given, **NARROWED[what])
    assert story.title in said
    assert Client().get(story.url_path).status_code == 404
    # In other languages the picture may still be shown.
    assert copy.file.storage.exists(copy.file.name) is (what == "language")
    assert AuditEntry.objects.about(given).filter(action="consent.narrowed").count() == 1


@pytest.mark.parametrize("what", NARROWED)
def test_a_story_that_was_offline_meanwhile_does_not_come_back_unread(story, given, what):
    """Nor would it after a withdrawal: the consent taken off was enough."""
    story.unpublish()
    assert story.title not in edit(given, **NARROWED[what])  # nothing came down
    assert not AuditEntry.objects.about(given).filter(action="consent.narrowed").exists()
    story = ArticlePage.objects.get(pk=story.pk)
    story.child_identity, story.child_consents = ChildIdentity.NOBODY, []
    with pytest.raises(PublishRefused):
        story.save_revision().publish()


def test_what_it_still_covers_stays(story, given):
    edit(given, languages=["en"], note="Not in the newspaper")
    assert Client().get(story.url_path).status_code == 200
    assert not AuditEntry.objects.about(given).filter(action="consent.narrowed").exists()


@pytest.mark.parametrize("what", NARROWED)
def test_what_a_crash_left_up_comes_down_by_the_clock(story, given, what):
    copy = image(Shows.CHILD, given).get_rendition("width-480|format-jpeg")
    Consent.objects.update(**{name: value or None for name, value in NARROWED[what].items()})
    tasks.take_down_what_lapsed()
    assert Client().get(story.url_path).status_code == 404
    assert copy.file.storage.exists(copy.file.name) is (what == "language")


@pytest.mark.parametrize("by", ["form", "clock"])
@pytest.mark.parametrize("failing", ["take_offline", "settle"])
def test_what_fails_with_one_keeps_no_other_up(story, given, monkeypatch, failing, by):
    twin = story.copy(update_attrs={"slug": "twin"})
    pictures = [image(Shows.CHILD, given) for _number in range(2)]
    for picture in pictures:
        picture.get_rendition("width-480|format-jpeg")
    real, recalled = getattr(narrowing, failing), []
    first = {"take_offline": story, "settle": pictures[0]}[failing]

    def fail_with_the_first(thing, *more):
        if thing.pk == first.pk:
            raise OSError("storage")
        real(thing, *more)

    monkeypatch.setattr(narrowing, failing, fail_with_the_first)
    monkeypatch.setattr(traces, "_recallers", [lambda images, pages: recalled.append(images)])
    Consent.objects.update(scopes=["print"])
    with pytest.raises(OSError, match="storage"):
        narrowing.settle_consent(Consent.objects.get()) if by == "form" else tasks.take_down_what_lapsed()
    left = [*Page.objects.live().filter(pk__in=[story.pk, twin.pk])]
    assert [page.pk for page in left] == ([story.pk] if failing == "take_offline" else [])
    assert [picture.renditions.exists() for picture in pictures] == [failing == "settle", False]
    assert len(recalled) == (by == "form")


def test_an_end_in_the_past_is_a_takedown_with_a_report(story, given):
    yesterday = str(timezone.localdate() - timedelta(days=1))
    edit(given, child_agreed_on=yesterday, guardian_agreed_on=yesterday, expires_on=yesterday)
    assert Client().get(story.url_path).status_code == 404
    report = Takedown.objects.get(consent=given).report
    assert [line["was_live"] for line in report["stories"]] == [True]


@pytest.fixture
def silent(story):
    """The same story in Russian, which names no consent; published before one had to be named."""
    russian = story.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    russian.child_identity, russian.child_consents = ChildIdentity.NOBODY, []
    russian.save_revision().publish()
    return ArticlePage.objects.get(pk=russian.pk)


def test_a_translation_that_names_no_consent_comes_down_with_its_language(silent, given):
    said = edit(given, languages=["uz", "en"])
    assert silent.title in said
    assert Client().get(silent.url_path).status_code == 404


def test_a_translation_with_changed_names_stays(silent, given):
    silent.child_identity = ChildIdentity.CHANGED
    silent.save_revision().publish()
    edit(given, languages=["uz", "en"])
    assert Client().get(silent.url_path).status_code == 200


def form_shown(client: Client, given: Consent) -> str:
    """The hidden field of the form as a browser has it."""
    page = client.get(reverse("consents:edit", args=[given.pk])).content.decode()
    return re.search(r'name="as_seen" value="(\w+)"', page)[1]


def test_a_form_that_stayed_open_does_not_bring_back_what_was_taken_off(given):
    """Pictures would be shown again in the moment in which somebody saves a note."""
    focal_point = signed_in(staff("safeguarding"))
    address, seen = reverse("consents:edit", args=[given.pk]), form_shown(focal_point, given)
    edit(given, guardian_agreed_on="")
    answer = focal_point.post(address, posted(given, note="Only the garden", as_seen=seen))
    assert "since you opened it" in answer.content.decode()
    assert "Only the garden" in answer.content.decode()
    given.refresh_from_db()
    assert (given.guardian_agreed_on, given.note) == (None, "")
    told = posted(
        given, guardian_agreed_on="", note="Only the garden", as_seen=form_shown(focal_point, given)
    )
    assert focal_point.post(address, told).status_code == 302
