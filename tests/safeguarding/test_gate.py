"""No way leads a recognisable child before visitors without valid consents."""

import importlib
import json
import pkgutil
from datetime import timedelta

import pytest
import wagtail.actions
from django.utils import timezone
from django.utils.translation import override
from wagtail.actions.base import BaseAction
from wagtail.admin.urls.pages import urlpatterns as page_addresses
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Locale, Page, get_page_models
from wagtail.snippets.models import get_snippet_models

from core import publishing
from core.models import OutboxMessage
from core.publishing import ChildIdentity, Gated, PublishRefused
from home.models import PeoplePage, Person
from news.models import ArticlePage
from safeguarding.gate import problems, visible
from safeguarding.models import CustomDocument, CustomImage, PageConsent, Shows
from safeguarding.services import takedown
from tests.factories.accounts import UserFactory
from tests.factories.safeguarding import consent, document, image
from tests.safeguarding.routes import ROUTES, published_by_the_clock

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = timedelta(days=1)
EMBED = '<embed embedtype="image" id="{}" alt="" format="fullwidth"/>'
LINK = '<p><a linktype="document" id="{}">the report</a></p>'


def with_text(page: ArticlePage, html: str) -> ArticlePage:
    page.body = [("paragraph", html)]
    return page


def _raw(picture: object) -> dict[str, object]:
    return {"picture": {"image": picture.pk, "alt_text": "A yard", "decorative": False}, "caption": ""}


def with_block(page: ArticlePage, picture: object) -> ArticlePage:
    return _with_body(page, [{"type": "image", "value": _raw(picture)}])


def with_gallery(page: ArticlePage, *pictures: object) -> ArticlePage:
    items = [{"type": "item", "id": str(one.pk), "value": _raw(one)} for one in pictures]
    return _with_body(page, [{"type": "gallery", "value": {"title": "", "items": items}}])


def _with_body(page: ArticlePage, body: list) -> ArticlePage:
    page.body = page._meta.get_field("body").to_python(json.dumps(body))
    return page


def telling_of_a_child(page: ArticlePage, *consents: object) -> ArticlePage:
    page.child_identity = ChildIdentity.RECOGNISABLE
    page.child_consents = [PageConsent(consent=one) for one in consents]
    return page


def unanswered(page: ArticlePage) -> ArticlePage:
    page.child_identity = ""
    return page


def ended() -> object:
    return consent(
        child_agreed_on=TODAY - 9 * DAY, guardian_agreed_on=TODAY - 9 * DAY, expires_on=TODAY - DAY
    )


FORBIDDEN = {
    "a story of a child without consent": telling_of_a_child,
    "a story on a consent that ended": lambda page: telling_of_a_child(page, ended()),
    "a story on a consent for other languages": lambda page: telling_of_a_child(
        page, consent(languages=["uz"])
    ),
    "a story on a consent for print": lambda page: telling_of_a_child(page, consent(scopes=["print"])),
    "a story nobody has answered for": unanswered,
    "a picture of a child without consent": lambda page: with_text(page, EMBED.format(image(Shows.CHILD).pk)),
    "a picture nobody has looked at": lambda page: with_text(page, EMBED.format(image(Shows.UNKNOWN).pk)),
    "a picture on a withdrawn consent": lambda page: with_text(
        page, EMBED.format(image(Shows.CHILD, consent(withdrawn_at=timezone.now())).pk)
    ),
    "two children, one consent that counts": lambda page: with_text(
        page, EMBED.format(image(Shows.CHILD, consent(), consent(guardian_agreed_on=None)).pk)
    ),
    "a block with a picture of a child": lambda page: with_block(page, image(Shows.CHILD)),
    "a gallery with one of them": lambda page: with_gallery(page, image(), image(Shows.CHILD)),
    "a document of a child without consent": lambda page: with_text(
        page, LINK.format(document(Shows.CHILD).pk)
    ),
}
ALLOWED = {
    "nobody": lambda page: page,
    "a story with consents": lambda page: telling_of_a_child(page, consent(), consent()),
    "a picture of a child with consent": lambda page: with_text(
        page, EMBED.format(image(Shows.CHILD, consent()).pk)
    ),
    "a picture of nobody": lambda page: with_text(page, EMBED.format(image(Shows.NOBODY).pk)),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_what_must_not_be_shown_is_found(article, what):
    assert problems(FORBIDDEN[what](article))


@pytest.mark.parametrize("what", ALLOWED)
def test_what_may_be_shown_is_not_held_up(article, what):
    page = ALLOWED[what](article)
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.live


@pytest.mark.parametrize("what", ["a story of a child without consent", "a block with a picture of a child"])
@pytest.mark.parametrize("route", ROUTES)
def test_no_route_leads_around_the_gate(article, route, what, django_capture_on_commit_callbacks):
    before = set(Page.objects.live().values_list("pk", flat=True)) | {article.pk}
    page = FORBIDDEN[what](article)
    page.save()  # a draft: nobody sees it
    try:
        with django_capture_on_commit_callbacks(execute=True):
            ROUTES[route](page)
    except PublishRefused:
        pass
    # One that is live already was made so by the test itself, past all models.
    told = ArticlePage.objects.live().exclude(pk__in=before)
    assert not told.exists()
    if route not in ("copied_as_live", "mirrored"):
        assert not ArticlePage.objects.get(pk=article.pk).live


@pytest.mark.parametrize("route", ROUTES)
def test_the_same_routes_publish_what_may_be_published(article, route, django_capture_on_commit_callbacks):
    page = telling_of_a_child(article, consent())
    page.save()
    before = Page.objects.live().count()
    with django_capture_on_commit_callbacks(execute=True):
        ROUTES[route](page)
    assert Page.objects.live().count() > before or route == "scheduled"


def test_a_draft_of_a_live_page_is_kept_whatever_is_in_it(article):
    article.save_revision().publish()
    live = ArticlePage.objects.get(pk=article.pk)
    with_text(live, EMBED.format(image(Shows.UNKNOWN).pk)).save_revision()
    with pytest.raises(PublishRefused):
        live.get_latest_revision().publish()


def test_scheduling_looks_at_the_day_of_publication(article):
    page = telling_of_a_child(article, consent(expires_on=TODAY + 5 * DAY))
    page.go_live_at = timezone.now() + 10 * DAY
    with pytest.raises(PublishRefused):
        page.save_revision().publish()


def test_one_refused_page_does_not_keep_others_from_their_time(article):
    publisher = UserFactory(role="publisher")
    other = article.get_parent().add_child(
        instance=ArticlePage(
            title="Other", slug="other", child_identity="nobody", live=False, locale=article.locale
        )
    )
    published_by_the_clock(telling_of_a_child(article))
    published_by_the_clock(other)
    assert ArticlePage.objects.get(pk=other.pk).live
    assert not ArticlePage.objects.get(pk=article.pk).get_latest_revision().approved_go_live_at
    letter = OutboxMessage.objects.get(template="safeguarding/emails/not_published", to=publisher.email)
    assert letter.to == publisher.email


def test_the_reason_names_the_picture_and_the_consent(article):
    given = consent(guardian_agreed_on=None)
    page = with_text(article, EMBED.format(image(Shows.CHILD, given, title="Garden").pk))
    with override("en"), pytest.raises(PublishRefused, match=rf"Garden.*{given.reference} is incomplete"):
        publishing.check(page)


def test_every_action_of_wagtail_is_known():
    """A new one must be looked at: does it show something to visitors?"""
    for module in pkgutil.iter_modules(wagtail.actions.__path__):
        importlib.import_module(f"wagtail.actions.{module.name}")
    assert {action.__name__ for action in _all(BaseAction)} == {
        *(
            "CopyPageAction",
            "CreatePageAliasAction",
            "CopyPageForTranslationAction",
            "CopyForTranslationAction",
        ),
        *("PublishRevisionAction", "PublishPageRevisionAction", "EditAction", "EditPageAction"),
        # Makes drafts, or saves through the model as the others do:
        *("CreateAction", "CreatePageAction", "RevertToRevisionAction", "RevertToPageRevisionAction"),
        # Shows nothing that was not shown before:
        *("ConvertAliasPageAction", "MovePageAction"),
        *("DeleteAction", "DeletePageAction", "UnpublishAction", "UnpublishPageAction"),
    }


def test_every_page_screen_of_wagtail_that_changes_something_is_known():
    names = {pattern.name for pattern in page_addresses if pattern.name}
    showing = {name for name in names if any(word in name for word in SHOWING)}
    assert showing == {
        *("copy", "move", "move_confirm", "set_page_position", "convert_alias", "revisions_index"),
        *("unpublish", "workflow_action", "collect_workflow_action_data", "confirm_workflow_cancellation"),
        *("workflow_history", "workflow_history_detail", "workflow_preview"),
        *("revisions_revert", "revisions_unschedule", "revisions_view", "revisions_compare"),
    }


SHOWING = ("publish", "copy", "move", "position", "alias", "workflow", "revisions", "schedule")


def _all(base: type) -> set[type]:
    return {deep for one in base.__subclasses__() for deep in {one, *_all(one)}}


def test_a_portrait_on_a_page_of_people_passes_the_gate_too(db):
    page = PeoplePage.objects.filter(locale__language_code="en").get()
    page.people = [Person(name="Somebody", photo=image(Shows.UNKNOWN))]
    with pytest.raises(PublishRefused):
        page.save()


def test_what_slipped_past_the_models_is_left_out_of_the_page(article, client):
    given = consent()
    with_block(article, image(Shows.CHILD, given)).save_revision().publish()
    assert "<picture>" in client.get(article.url_path).content.decode()
    type(given).objects.filter(pk=given.pk).update(withdrawn_at=timezone.now())
    assert "<picture>" not in client.get(article.url_path).content.decode()


def test_showing_pictures_of_children_costs_a_fixed_number_of_queries(django_assert_num_queries):
    pictures = [image(Shows.CHILD, consent()) for _number in range(5)]
    for number in (1, 5):
        with django_assert_num_queries(3):
            assert len(visible([one.pk for one in pictures[:number]])) == number


def test_every_model_that_can_show_a_picture_is_gated():
    """A new snippet or setting with a picture, a document or rich text must pass the gate: make it `Gated`."""
    shown = (*get_snippet_models(), *settings_registry, *get_page_models())
    forgotten = [
        model.__name__ for model in shown if not issubclass(model, Gated | Page) and _can_show(model)
    ]
    assert forgotten == []


def _can_show(model: type) -> bool:
    media = (CustomImage, CustomDocument)
    return any(
        hasattr(field, "extract_references") or (field.many_to_one and field.related_model in media)
        for field in model._meta.get_fields()
    )


def test_the_name_of_a_file_is_not_taken_for_a_description():
    assert image(title="IMG_2034.jpg", description="").default_alt_text == ""
    assert image(title="IMG_2034.jpg", description="A yard").default_alt_text == "A yard"


def test_no_language_of_a_childs_story_is_published_by_saying_that_it_tells_of_nobody(article):
    given = consent(languages=["en"])
    telling_of_a_child(article, given).save_revision().publish()
    russian = article.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    russian.child_identity, russian.child_consents = ChildIdentity.NOBODY, []
    with pytest.raises(PublishRefused):
        russian.save_revision().publish()
    russian.child_identity = ChildIdentity.CHANGED
    russian.save_revision().publish()
    assert ArticlePage.objects.get(pk=russian.pk).live


def test_nor_after_the_consent_was_withdrawn(article):
    given = consent()
    telling_of_a_child(article, given).save_revision().publish()
    russian = article.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    russian.save_revision().publish()
    takedown.withdraw(given)
    russian = ArticlePage.objects.get(pk=russian.pk)
    assert not russian.live
    russian.child_identity, russian.child_consents = ChildIdentity.NOBODY, []
    with pytest.raises(PublishRefused):
        russian.save_revision().publish()
