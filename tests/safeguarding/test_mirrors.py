"""Mirrors rest on what their originals rest on, and are read in them; so does what becomes of one that is ended."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation

from core.publishing import ChildIdentity, PublishRefused
from news.models import ArticlePage
from safeguarding.models import Consent, PageConsent
from safeguarding.services import narrowing, takedown, workflow
from tests.factories.accounts import signed_in, staff
from tests.factories.safeguarding import consent
from tests.safeguarding.test_came_down import goes_the_way_of_every_page
from tests.safeguarding.test_silent_translations import is_live, mirror_of, publish
from translations.services.translating import begin_as_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def given() -> Consent:
    return consent()


@pytest.fixture
def story(article, given) -> ArticlePage:
    return publish(article, ChildIdentity.RECOGNISABLE, given)


@pytest.fixture
def silent(story) -> ArticlePage:
    """Its Russian names no consent."""
    russian = story.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    return publish(russian, ChildIdentity.NOBODY)


@pytest.fixture
def mirror(silent) -> ArticlePage:
    """Of the Russian, elsewhere."""
    return silent.create_alias(update_slug="mirrored")


def fresh(page: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def end(mirror: ArticlePage) -> ArticlePage:
    signed_in(staff("publisher")).post(reverse("wagtailadmin_pages:convert_alias", args=[mirror.pk]))
    assert fresh(mirror).alias_of is None
    return fresh(mirror)


def delete(page: ArticlePage) -> None:
    signed_in(staff("publisher")).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not ArticlePage.objects.filter(pk=page.pk).exists()


def tells_of_nobody_unread(story: ArticlePage) -> None:
    """As its draft: the consent alone is taken off."""
    story = fresh(story)
    story.child_identity, story.child_consents = ChildIdentity.NOBODY, []
    story.save()
    story.save_revision()


def test_a_withdrawal_finds_the_copy_of_a_mirror(mirror, given):
    there = {"new_title": "Twin", "new_slug": "twin", "new_parent_page": mirror.get_parent().pk}
    copied = reverse("wagtailadmin_pages:copy", args=[mirror.pk])
    signed_in(staff("publisher")).post(copied, there | {"publish_copies": "on"})
    twin = ArticlePage.objects.get(slug="twin")
    assert is_live(twin)
    takedown.withdraw(given)
    assert not is_live(twin)


def test_a_withdrawal_finds_the_mirror_of_a_mirror_that_was_ended(mirror, given):
    second = end(mirror.create_alias(update_slug="again"))
    assert is_live(second)
    takedown.withdraw(given)
    assert not is_live(second)


def test_a_withdrawal_finds_a_mirror_that_lost_its_original(silent, mirror, given):
    delete(silent)
    fresh(mirror).save_revision().publish()
    takedown.withdraw(given)
    assert not is_live(mirror)


def test_a_mirror_that_goes_with_its_original_is_given_nothing(silent, mirror):
    """Or the row that names the consent would be left without its page."""
    silent.unpublish()
    fresh(mirror).move(fresh(silent), "last-child")
    fresh(silent).delete()
    assert not ArticlePage.objects.filter(pk__in=[silent.pk, mirror.pk]).exists()


def test_a_narrowed_consent_takes_down_a_mirror_in_a_language_of_its_own(mirror, given):
    uzbek = mirror_of(mirror, "uz")
    assert is_live(uzbek)
    Consent.objects.filter(pk=given.pk).update(languages=["en", "ru"])
    narrowing.settle_consent(Consent.objects.get())
    assert not is_live(uzbek)


def test_what_its_original_comes_to_say_is_refused_for_no_mirror(silent, mirror):
    """The original was live already when its mirror was refused, for want of consents of its own."""
    publish(fresh(silent), ChildIdentity.RECOGNISABLE)
    assert fresh(mirror).child_identity == ChildIdentity.RECOGNISABLE


@pytest.mark.parametrize("lost", [end, lambda second: delete(second.alias_of)], ids=["ended", "alone"])
def test_what_came_down_is_not_published_unread_as_the_mirror_of_a_mirror(mirror, given, lost):
    second = mirror.create_alias(update_slug="again")
    takedown.withdraw(given)
    lost(fresh(second))
    with pytest.raises(PublishRefused):
        publish(fresh(second), ChildIdentity.NOBODY)


def test_nor_as_a_mirror_that_was_made_later(story, given):
    takedown.withdraw(given)
    tells_of_nobody_unread(story)
    mirror = end(mirror_of(fresh(story)))
    with pytest.raises(PublishRefused):
        publish(mirror, ChildIdentity.NOBODY)


def test_nor_as_a_language_that_was_read_and_then_made_a_mirror(story, given):
    """What was read is what it said before."""
    begin_as_draft(story, Locale.objects.get(language_code="ru"), None)
    russian = publish(story.get_translations().get().specific, ChildIdentity.NOBODY)
    Translation.objects.update(enabled=False)
    takedown.withdraw(given)
    workflow.ensure()
    goes_the_way_of_every_page(russian, ChildIdentity.CHANGED)
    tells_of_nobody_unread(story)
    signed_in(staff("publisher")).post(f"/admin/localize/page/{russian.pk}/convert_to_alias/")
    assert fresh(russian).alias_of_id == story.pk
    with pytest.raises(PublishRefused):
        publish(end(russian), ChildIdentity.NOBODY)


def test_a_mirror_of_what_was_read_is_like_any_other_page_once_it_is_ended(story, given):
    takedown.withdraw(given)
    there = {"new_title": "Twin", "new_slug": "twin", "new_parent_page": story.get_parent().pk, "alias": "on"}
    signed_in(staff("publisher")).post(reverse("wagtailadmin_pages:copy", args=[story.pk]), there)
    workflow.ensure()
    goes_the_way_of_every_page(story, ChildIdentity.CHANGED)
    twin = end(ArticlePage.objects.get(slug="twin"))
    assert not PageConsent.objects.filter(page=twin.pk).exists()
    assert is_live(publish(twin, ChildIdentity.CHANGED))


@pytest.fixture
def translated(mirror) -> ArticlePage:
    """The mirror in English, a page of its own, which says that it tells of nobody."""
    begin_as_draft(mirror, Locale.objects.get(language_code="en"), None)
    return publish(mirror.get_translations().get().specific, ChildIdentity.NOBODY)


def changes_all_names(silent: ArticlePage) -> None:
    for page in (*silent.get_translations().specific(), fresh(silent)):
        publish(page, ChildIdentity.CHANGED)


@pytest.mark.parametrize("lost", [changes_all_names, delete, lambda silent: delete(silent.aliases.get())])
def test_a_withdrawal_finds_what_was_translated_from_a_mirror(silent, translated, given, lost):
    lost(silent)
    if not is_live(translated):  # gone with what was deleted
        fresh(translated).save_revision().publish()
    takedown.withdraw(given)
    assert not is_live(translated)
