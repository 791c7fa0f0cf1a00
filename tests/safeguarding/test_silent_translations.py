"""Languages of a story that name no consent: they rest on what the others name, also when those name it no more."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page

from core.publishing import ChildIdentity, PublishRefused
from news.models import ArticlePage
from safeguarding.models import PageConsent
from safeguarding.services import takedown
from tests.factories.accounts import signed_in, staff
from tests.factories.safeguarding import consent

pytestmark = pytest.mark.django_db


def publish(page: ArticlePage, identity: str, *consents: object) -> ArticlePage:
    page.child_identity = identity
    page.child_consents = [PageConsent(consent=one) for one in consents]
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


@pytest.fixture
def given():
    return consent()


@pytest.fixture
def story(article, given) -> ArticlePage:
    return publish(article, ChildIdentity.RECOGNISABLE, given, consent())


@pytest.fixture(params=[ChildIdentity.RECOGNISABLE, ChildIdentity.NOBODY])
def silent(story, request) -> ArticlePage:
    russian = story.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    return publish(russian, request.param)


def is_live(page: ArticlePage) -> bool:
    return Page.objects.get(pk=page.pk).live


def changes_its_names(story: ArticlePage) -> None:
    publish(story, ChildIdentity.CHANGED)


def tells_of_the_other_child_alone(story: ArticlePage) -> None:
    _first, second = story.child_consents.all()
    story.child_consents = [second]
    story.save_revision().publish()


def is_deleted_as_a_draft(story: ArticlePage) -> None:
    Page.objects.filter(pk=story.pk).update(live=False)
    ArticlePage.objects.get(pk=story.pk).delete()


@pytest.mark.parametrize(
    "original", [changes_its_names, tells_of_the_other_child_alone, is_deleted_as_a_draft]
)
def test_a_withdrawal_finds_them_when_the_original_names_it_no_more(story, silent, given, original):
    original(story)
    assert is_live(silent)
    takedown.withdraw(given)
    assert not is_live(silent)


def test_they_follow_the_original_to_another_consent(story, silent, given):
    renewed = consent()
    story = publish(story, ChildIdentity.RECOGNISABLE, renewed)
    takedown.withdraw(given)
    assert is_live(silent)
    takedown.withdraw(renewed)
    assert not is_live(silent)


def test_one_in_which_names_are_changed_rests_on_nothing(story, silent, given):
    publish(silent, ChildIdentity.CHANGED)
    changes_its_names(story)
    takedown.withdraw(given)
    assert is_live(silent)


@pytest.mark.parametrize("as_what", ["draft", "publish_copies", "alias"])
def test_a_copy_is_none_of_its_languages_and_names_what_it_rests_on(story, given, as_what):
    """A withdrawal did not find it, nor a mirror that was ended."""
    russian = story.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    silent, publisher = publish(russian, ChildIdentity.NOBODY), signed_in(staff("publisher"))
    there = {"new_title": "Twin", "new_slug": "twin", "new_parent_page": silent.get_parent().pk}
    publisher.post(reverse("wagtailadmin_pages:copy", args=[silent.pk]), there | {as_what: "on"})
    twin = ArticlePage.objects.get(slug="twin")
    publisher.post(reverse("wagtailadmin_pages:convert_alias", args=[twin.pk]))
    ArticlePage.objects.get(slug="twin").get_latest_revision().publish()
    assert is_live(twin)
    takedown.withdraw(given)
    assert not is_live(twin)


def copied(section: Page, as_what: str) -> str:
    there = {"new_title": "Twin", "new_slug": "twin", "new_parent_page": section.get_parent().pk}
    address = reverse("wagtailadmin_pages:copy", args=[section.pk])
    sent = there | {"copy_subpages": "on", as_what: "on"}
    return signed_in(staff("administrator")).post(address, sent).content.decode()


@pytest.fixture
def needing(story) -> ArticlePage:
    """A language that says itself that it needs consents, and names none."""
    russian = story.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    return publish(russian, ChildIdentity.RECOGNISABLE)


def test_no_section_is_copied_in_part_for_a_page_that_needs_consents_and_names_none(needing):
    """The copies of what came before it were published."""
    answer = copied(needing.get_parent(), "publish_copies")
    assert "A day: A child could be recognised by this page" in answer
    assert not Page.objects.filter(slug="twin").exists()


def test_a_section_is_mirrored_whole_and_what_it_shows_goes_with_a_withdrawal(needing, given):
    copied(needing.get_parent(), "alias")
    (mirror,) = needing.aliases.all()
    assert is_live(mirror)
    takedown.withdraw(given)
    assert not is_live(mirror)


def test_what_goes_together_with_it_is_given_nothing(story, silent):
    Page.objects.filter(pk=silent.pk).update(live=False)
    Page.objects.filter(pk=story.pk).update(live=False)
    Page.objects.get(pk=silent.pk).move(Page.objects.get(pk=story.pk), "last-child")
    Page.objects.get(pk=story.pk).delete()
    assert not Page.objects.filter(pk__in=[story.pk, silent.pk]).exists()


def test_they_name_it_in_their_drafts_too(story, silent, given):
    """Else whoever publishes one, which somebody had begun before, would take it off without knowing."""
    silent.title = "A day in spring"
    draft = silent.save_revision()
    changes_its_names(story)
    type(draft).objects.get(pk=draft.pk).publish()
    assert is_live(silent)
    takedown.withdraw(given)
    assert not is_live(silent)


def mirror_of(story: ArticlePage, code: str = "ru") -> ArticlePage:
    return story.copy_for_translation(Locale.objects.get(language_code=code), copy_parents=True, alias=True)


def named_by(page: ArticlePage) -> int:
    return PageConsent.objects.filter(page=page.pk).count()


def test_a_page_is_not_given_back_by_its_mirror_what_it_names_no_more(story):
    """Somebody had named it by mistake: the page tells of nobody."""
    mirror = mirror_of(story)
    assert named_by(mirror)
    publish(story, ChildIdentity.NOBODY)
    assert (named_by(story), named_by(mirror)) == (0, 0)


def test_a_new_mirror_rests_on_what_another_language_names(article):
    publish(article, ChildIdentity.RECOGNISABLE, consent(languages=["en", "ru"]))
    story = ArticlePage.objects.get(pk=article.pk)
    russian = story.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    russian.save_revision().publish()
    silent = publish(story, ChildIdentity.NOBODY)
    assert named_by(russian)
    with pytest.raises(PublishRefused):
        silent.copy_for_translation(Locale.objects.get(language_code="uz"), copy_parents=True, alias=True)
