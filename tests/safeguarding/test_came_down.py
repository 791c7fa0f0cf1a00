"""A story that came down with a consent comes back with another consent, or after a focal point has read it."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale

from core.publishing import ChildIdentity, PublishRefused
from news.models import ArticlePage
from safeguarding.models import Consent, PageConsent
from safeguarding.services import narrowing, takedown, workflow
from tests.factories.accounts import signed_in, staff
from tests.factories.safeguarding import consent
from tests.safeguarding.test_back_office import PUBLISH, edit
from tests.safeguarding.test_silent_translations import mirror_of
from tests.safeguarding.test_workflow import act, is_live, submit
from translations.services.translating import begin_as_draft

pytestmark = pytest.mark.django_db
ANSWERS = [ChildIdentity.NOBODY, ChildIdentity.CHANGED]


def narrow(given: Consent) -> None:
    Consent.objects.filter(pk=given.pk).update(languages=["uz"])
    narrowing.settle_consent(Consent.objects.get(pk=given.pk))


@pytest.fixture(params=[takedown.withdraw, narrow], ids=["withdrawn", "narrowed"])
def story(article, request) -> ArticlePage:
    given = consent()
    publish(article, ChildIdentity.RECOGNISABLE, given)
    request.param(given)
    assert not is_live(article)
    return ArticlePage.objects.get(pk=article.pk)


def publish(page: ArticlePage, identity: str, *consents: Consent) -> None:
    page.child_identity = identity
    page.child_consents = [PageConsent(consent=one) for one in consents]
    page.save_revision().publish()


@pytest.mark.parametrize("identity", ANSWERS)
def test_it_is_not_published_by_taking_the_consent_off(story, identity):
    publisher = signed_in(staff("publisher"))
    answer = edit(publisher, story, child_identity=identity, **PUBLISH)
    assert "a focal point has to read it" in answer.content.decode()
    edit(publisher, story, child_identity=identity)  # a draft: nobody sees it
    many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    publisher.post(f"{many}?id={story.pk}")
    assert not is_live(story)
    with pytest.raises(PublishRefused):
        publish(story, identity)


def test_it_comes_back_by_the_way_of_every_page(story):
    workflow.ensure()
    submit(signed_in(staff("editor")), story, child_identity=ChildIdentity.CHANGED)
    act(signed_in(staff("safeguarding")), story)
    act(signed_in(staff("publisher")), story)
    assert is_live(story)
    publish(ArticlePage.objects.get(pk=story.pk), ChildIdentity.CHANGED)  # and is like any other


def test_nor_by_taking_off_one_of_several(article):
    """The brother's is still named, the sister is still told of."""
    sister, brother = consent(), consent()
    publish(article, ChildIdentity.RECOGNISABLE, sister, brother)
    takedown.withdraw(sister)
    story = ArticlePage.objects.get(pk=article.pk)
    with pytest.raises(PublishRefused):
        publish(story, ChildIdentity.RECOGNISABLE, brother)
    publish(story, ChildIdentity.RECOGNISABLE, brother, consent())
    assert is_live(story)


@pytest.mark.parametrize("alias", ["", "on"])
def test_nor_as_a_copy(story, alias):
    publisher = signed_in(staff("publisher"))
    there = {
        "new_title": "Twin",
        "new_slug": "twin",
        "new_parent_page": story.get_parent().pk,
        "alias": alias,
    }
    publisher.post(reverse("wagtailadmin_pages:copy", args=[story.pk]), there)
    twin = ArticlePage.objects.get(slug="twin")
    publisher.post(reverse("wagtailadmin_pages:convert_alias", args=[twin.pk]))
    with pytest.raises(PublishRefused):
        publish(ArticlePage.objects.get(pk=twin.pk), ChildIdentity.NOBODY)


def test_its_mirrors_come_back_with_it(article):
    given = consent()
    publish(article, ChildIdentity.RECOGNISABLE, given)
    mirror = ArticlePage.objects.get(pk=article.pk).create_alias(update_slug="mirrored")
    takedown.withdraw(given)
    assert not is_live(mirror)
    workflow.ensure()
    submit(signed_in(staff("editor")), article, child_identity=ChildIdentity.CHANGED)
    act(signed_in(staff("safeguarding")), article)
    act(signed_in(staff("publisher")), article)
    assert is_live(article)
    assert is_live(mirror)


def test_it_comes_back_with_another_consent(story):
    publish(story, ChildIdentity.RECOGNISABLE, consent())
    assert is_live(story)


def test_what_was_read_before_it_came_down_is_to_be_read_again(article):
    workflow.ensure()
    given = consent()
    article.child_identity = ChildIdentity.RECOGNISABLE
    article.child_consents = [PageConsent(consent=given)]
    article.save_revision()
    workflow.ensure().start(article, None)
    act(signed_in(staff("safeguarding")), article)
    act(signed_in(staff("publisher")), article)
    assert is_live(article)
    takedown.withdraw(given)
    with pytest.raises(PublishRefused):
        publish(ArticlePage.objects.get(pk=article.pk), ChildIdentity.NOBODY)


def test_what_was_read_and_not_yet_published_is_to_be_read_again_when_its_other_consent_goes(story):
    workflow.ensure()
    renewed = consent()
    story.child_consents = [PageConsent(consent=renewed)]
    story.save()
    story.save_revision()
    workflow.ensure().start(story, None)
    act(signed_in(staff("safeguarding")), story)
    takedown.withdraw(renewed)
    with pytest.raises(PublishRefused):
        publish(ArticlePage.objects.get(pk=story.pk), ChildIdentity.NOBODY)


def test_nor_is_it_published_in_a_language_that_is_new(story):
    """Of what was not read, the consent alone taken off."""
    story.child_identity = ChildIdentity.NOBODY
    story.child_consents = []
    story.save()
    workflow.ensure()
    russian = story.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    with pytest.raises(PublishRefused):
        publish(russian, ChildIdentity.NOBODY)
    goes_the_way_of_every_page(russian, ChildIdentity.NOBODY)
    assert is_live(russian)
    assert not is_live(story)


def test_a_new_language_of_what_was_read_is_like_any_other(story):
    workflow.ensure()
    goes_the_way_of_every_page(story, ChildIdentity.CHANGED)
    story.refresh_from_db()
    russian = story.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    publish(russian, ChildIdentity.CHANGED)
    assert is_live(russian)


def goes_the_way_of_every_page(page: ArticlePage, identity: str) -> None:
    submit(signed_in(staff("editor")), page, child_identity=identity)
    act(signed_in(staff("safeguarding")), page)
    act(signed_in(staff("publisher")), page)


def test_it_comes_back_telling_of_nobody_with_its_mirrors(article):
    given = consent()
    publish(article, ChildIdentity.RECOGNISABLE, given)
    mirrors = [mirror_of(ArticlePage.objects.get(pk=article.pk), code) for code in ("ru", "uz")]
    mirrors.append(mirrors[0].create_alias(update_slug="again"))
    takedown.withdraw(given)
    workflow.ensure()
    goes_the_way_of_every_page(article, ChildIdentity.NOBODY)
    assert all(is_live(page) for page in (article, *mirrors))
    narrowing.settle_stories()
    assert is_live(article)


@pytest.mark.parametrize("ended", ["converted", "translated"])
def test_its_mirror_that_came_back_with_it_may_be_ended(article, ended):
    given = consent()
    publish(article, ChildIdentity.RECOGNISABLE, given)
    mirror = mirror_of(ArticlePage.objects.get(pk=article.pk))
    takedown.withdraw(given)
    workflow.ensure()
    goes_the_way_of_every_page(article, ChildIdentity.CHANGED)
    if ended == "converted":
        signed_in(staff("publisher")).post(reverse("wagtailadmin_pages:convert_alias", args=[mirror.pk]))
    else:
        begin_as_draft(ArticlePage.objects.get(pk=article.pk), mirror.locale, None)
    mirror.refresh_from_db()
    assert (mirror.alias_of, mirror.live) == (None, True)


def test_nor_with_the_mirror_with_which_it_went(article):
    """The consent goes on in the original's language: taken off there, it would not be asked for the mirror's."""
    given = consent()
    publish(article, ChildIdentity.RECOGNISABLE, given)
    mirror = mirror_of(ArticlePage.objects.get(pk=article.pk))
    Consent.objects.update(languages=["en"])
    narrowing.settle_consent(Consent.objects.get())
    assert not is_live(article)
    story = ArticlePage.objects.get(pk=article.pk)
    for identity, consents in [(ChildIdentity.NOBODY, []), (ChildIdentity.RECOGNISABLE, [given])]:
        with pytest.raises(PublishRefused):
            publish(story, identity, *consents)
    signed_in(staff("publisher")).post(reverse("wagtailadmin_pages:convert_alias", args=[mirror.pk]))
    publish(story, ChildIdentity.RECOGNISABLE, given)
    assert (is_live(story), is_live(mirror)) == (True, False)


def test_nor_is_its_mirror_that_was_offline_and_is_ended(article):
    """It says what nobody has read, whatever becomes of its original."""
    given = consent()
    publish(article, ChildIdentity.RECOGNISABLE, given)
    mirror = ArticlePage.objects.get(pk=article.pk).create_alias(update_slug="mirrored")
    ArticlePage.objects.get(pk=article.pk).unpublish()
    takedown.withdraw(given)
    signed_in(staff("publisher")).post(reverse("wagtailadmin_pages:convert_alias", args=[mirror.pk]))
    workflow.ensure()
    goes_the_way_of_every_page(article, ChildIdentity.CHANGED)
    with pytest.raises(PublishRefused):
        publish(ArticlePage.objects.get(pk=mirror.pk), ChildIdentity.NOBODY)


def test_its_translation_that_comes_back_later_does_not_take_it_down(article):
    given = consent()
    publish(article, ChildIdentity.RECOGNISABLE, given)
    russian = ArticlePage.objects.get(pk=article.pk).copy_for_translation(
        Locale.objects.get(language_code="ru"), copy_parents=True
    )
    publish(russian, ChildIdentity.NOBODY)
    takedown.withdraw(given)
    workflow.ensure()
    goes_the_way_of_every_page(article, ChildIdentity.NOBODY)
    goes_the_way_of_every_page(russian, ChildIdentity.NOBODY)
    narrowing.settle_stories()
    assert is_live(article)
    assert is_live(russian)


@pytest.fixture(params=[takedown.withdraw, narrow], ids=["withdrawn", "narrowed"])
def drafted(article, request) -> ArticlePage:
    """A live page that tells of nobody, with a draft that told of a child whose consent has gone since."""
    publish(article, ChildIdentity.NOBODY)
    given = consent()
    draft(article, ChildIdentity.RECOGNISABLE, given)
    request.param(given)
    assert is_live(article)
    return ArticlePage.objects.get(pk=article.pk)


def draft(page: ArticlePage, identity: str, *consents: Consent) -> None:
    told = ArticlePage.objects.get(pk=page.pk)
    told.child_identity = identity
    told.child_consents = [PageConsent(consent=one) for one in consents]
    told.save_revision()


def publish_draft(page: ArticlePage) -> None:
    ArticlePage.objects.get(pk=page.pk).get_latest_revision().publish()


def test_what_a_draft_alone_told_is_not_published_by_taking_the_consent_off(drafted):
    draft(drafted, ChildIdentity.NOBODY)
    with override("en"), pytest.raises(PublishRefused, match="a focal point has to read it"):
        publish_draft(drafted)


def test_nor_with_names_and_details_changed_where_the_consent_has_ended(article):
    publish(article, ChildIdentity.NOBODY)
    given = consent()
    draft(article, ChildIdentity.RECOGNISABLE, given)
    takedown.withdraw(given)
    draft(article, ChildIdentity.CHANGED)
    with pytest.raises(PublishRefused):
        publish_draft(article)


def test_what_a_draft_alone_told_comes_once_it_is_read(drafted):
    workflow.ensure()
    submit(signed_in(staff("editor")), drafted, child_identity=ChildIdentity.CHANGED)
    act(signed_in(staff("safeguarding")), drafted)
    act(signed_in(staff("publisher")), drafted)
    page = ArticlePage.objects.get(pk=drafted.pk)
    assert page.live_revision_id == page.latest_revision_id
    publish(page, ChildIdentity.CHANGED)  # and is like any other


def test_what_a_draft_alone_told_comes_with_another_consent(drafted):
    draft(drafted, ChildIdentity.RECOGNISABLE, consent())
    publish_draft(drafted)


def test_a_focal_point_who_read_it_with_the_consent_has_not_read_it_without(article):
    publish(article, ChildIdentity.NOBODY)
    given = consent()
    draft(article, ChildIdentity.RECOGNISABLE, given)
    workflow.ensure().start(ArticlePage.objects.get(pk=article.pk), None)
    act(signed_in(staff("safeguarding")), article)
    takedown.withdraw(given)
    draft(article, ChildIdentity.NOBODY)
    with pytest.raises(PublishRefused):
        publish_draft(article)


def test_a_draft_that_names_a_consent_no_more_while_it_holds_is_like_any_other(article):
    publish(article, ChildIdentity.NOBODY)
    draft(article, ChildIdentity.RECOGNISABLE, consent())
    draft(article, ChildIdentity.NOBODY)
    publish_draft(article)


def test_what_a_draft_told_before_another_was_published_does_not_matter(article):
    given = consent()
    draft(article, ChildIdentity.RECOGNISABLE, given)
    publish(ArticlePage.objects.get(pk=article.pk), ChildIdentity.NOBODY)
    takedown.withdraw(given)
    publish(ArticlePage.objects.get(pk=article.pk), ChildIdentity.NOBODY)
    assert is_live(article)
