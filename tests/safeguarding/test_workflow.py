"""Editor, then safeguarding, then publisher."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.forms import TaskStateCommentForm
from wagtail.models import TaskState

from core.publishing import ChildIdentity
from news.models import ArticlePage
from safeguarding.models import PageConsent
from safeguarding.models.consent import today
from safeguarding.services import workflow
from tests.factories.accounts import signed_in, staff
from tests.factories.safeguarding import consent
from tests.safeguarding.test_back_office import edit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ways(article):
    workflow.ensure()


# Of a consent, and a story that is to appear in a month: it ends before, or counts from then on.
BEFORE = {"expires_on": today() + timedelta(days=10)}
BY_THEN = {"guardian_agreed_on": today() + timedelta(days=20)}


def submit(client: Client, page: ArticlePage, **changes: object) -> None:
    answer = edit(client, page, **{"action-submit": "action-submit"}, **changes)
    assert answer.status_code == 302


def act(client: Client, page: ArticlePage, action: str = "approve") -> object:
    (state,) = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(address, {"comment": ""}, follow=True)


def is_live(page: ArticlePage) -> bool:
    return ArticlePage.objects.get(pk=page.pk).live


def test_a_story_takes_both_steps(article):
    submit(signed_in(staff("editor")), article)
    act(signed_in(staff("safeguarding")), article)
    assert not is_live(article)
    act(signed_in(staff("publisher")), article)
    assert is_live(article)


def test_a_publisher_does_not_take_the_first_step(article):
    submit(signed_in(staff("editor")), article)
    act(signed_in(staff("publisher")), article)
    assert TaskState.objects.filter(task__name="Safeguarding", status=TaskState.STATUS_IN_PROGRESS).exists()


def test_without_consent_the_first_step_says_why_and_stays(article):
    submit(signed_in(staff("editor")), article, child_identity=ChildIdentity.RECOGNISABLE)
    answer = act(signed_in(staff("safeguarding")), article)
    assert "no consent is named" in answer.content.decode()
    assert TaskState.objects.filter(task__name="Safeguarding", status=TaskState.STATUS_IN_PROGRESS).exists()


def test_what_a_focal_point_mended_since_is_what_counts(article):
    focal_point = signed_in(staff("safeguarding"))
    submit(signed_in(staff("editor")), article, child_identity="")
    edit(focal_point, article, child_identity=ChildIdentity.CHANGED)
    act(focal_point, article)
    assert TaskState.objects.filter(task__name="Publishing", status=TaskState.STATUS_IN_PROGRESS).exists()


def test_what_a_focal_point_made_worse_since_is_what_counts(article):
    focal_point = signed_in(staff("safeguarding"))
    submit(signed_in(staff("editor")), article)
    edit(focal_point, article, child_identity=ChildIdentity.RECOGNISABLE)
    assert "no consent is named" in act(focal_point, article).content.decode()


def test_handing_in_is_the_large_button_of_whoever_may_not_publish(article):
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    page = signed_in(staff("editor")).get(address).content.decode()
    assert page.index('name="action-submit"') < page.index("Save draft")


def test_a_consent_withdrawn_between_the_steps_stops_the_second(article):
    article.child_identity = ChildIdentity.RECOGNISABLE
    article.child_consents = [PageConsent(consent=consent())]
    article.save_revision()
    given = article.child_consents.get().consent if article.child_consents.count() else None
    article.get_workflow().start(ArticlePage.objects.get(pk=article.pk), None)
    act(signed_in(staff("safeguarding")), article)
    type(given).objects.filter(pk=given.pk).update(scopes=[])
    answer = act(signed_in(staff("publisher")), article)
    assert "does not cover" in answer.content.decode()
    assert not is_live(article)


@pytest.mark.parametrize(("dates", "step"), [(BEFORE, "Safeguarding"), (BY_THEN, "Publishing")])
def test_a_focal_point_answers_for_the_day_on_which_it_appears(article, dates, step):
    given = consent(**dates)
    article.child_identity = ChildIdentity.RECOGNISABLE
    article.child_consents = [PageConsent(consent=given)]
    article.go_live_at = timezone.now() + timedelta(days=30)
    article.save_revision()
    article.get_workflow().start(ArticlePage.objects.get(pk=article.pk), None)
    act(signed_in(staff("safeguarding")), article)
    assert waiting() == step


def test_whoever_is_next_is_told_by_mail_in_their_language(article, django_capture_on_commit_callbacks):
    reader = staff("safeguarding", language="ru")
    with django_capture_on_commit_callbacks(execute=True):
        submit(signed_in(staff("editor")), article)
    letter = next(message for message in mail.outbox if message.to == [reader.email])
    assert "отправлена" in letter.subject


def test_what_waits_for_me_stands_on_my_first_page(article):
    submit(signed_in(staff("editor")), article, title="A day that waits")
    assert "A day that waits" in signed_in(staff("safeguarding")).get("/admin/").content.decode()


def test_every_language_goes_that_way_and_making_it_again_changes_nothing(article):
    first = workflow.ensure()
    assert workflow.ensure().pk == first.pk
    assert first.workflow_pages.count() == 4


def test_a_focal_point_takes_down_and_does_not_put_up(article):
    focal_point = signed_in(staff("safeguarding"))
    edit(focal_point, article, **{"action-publish": "action-publish"})
    assert not is_live(article)
    focal_point.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={article.pk}"
    )
    assert not is_live(article)
    article.save_revision().publish()
    focal_point.post(reverse("wagtailadmin_pages:unpublish", args=[article.pk]))
    assert not is_live(article)


def test_many_pages_at_once_are_taken_down_by_a_focal_point(article):
    article.save_revision().publish()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    signed_in(staff("safeguarding")).post(f"{address}?id={article.pk}")
    assert not is_live(article)


def locked_by_a_publisher(page: ArticlePage) -> None:
    signed_in(staff("publisher")).post(reverse("wagtailadmin_pages:lock", args=[page.pk]))


def waiting_for_a_publisher(page: ArticlePage) -> None:
    submit(signed_in(staff("editor")), page, title="Another day")
    act(signed_in(staff("safeguarding")), page)


def with_a_version_to_come(page: ArticlePage) -> None:
    page = ArticlePage.objects.get(pk=page.pk)
    page.go_live_at = timezone.now() + timedelta(days=3)
    page.save_revision().publish()


@pytest.mark.parametrize("closed", [locked_by_a_publisher, waiting_for_a_publisher, with_a_version_to_come])
def test_a_focal_point_takes_down_what_is_locked_too(article, closed):
    """What must not be seen cannot wait until a publisher has time."""
    article.save_revision().publish()
    closed(article)
    assert is_live(article)
    signed_in(staff("safeguarding")).post(reverse("wagtailadmin_pages:unpublish", args=[article.pk]))
    assert not is_live(article)
    assert not article.revisions.filter(approved_go_live_at__isnull=False).exists()


def publish_many(page: ArticlePage) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    signed_in(staff("publisher")).post(f"{address}?id={page.pk}")


def test_what_a_focal_point_is_reading_is_not_published_with_many_others(article):
    submit(signed_in(staff("editor")), article)
    publish_many(article)
    assert (waiting(), is_live(article)) == ("Safeguarding", False)
    act(signed_in(staff("safeguarding")), article)
    publish_many(article)
    assert is_live(article)


def test_nor_is_what_a_focal_point_has_locked(article):
    signed_in(staff("safeguarding")).post(reverse("wagtailadmin_pages:lock", args=[article.pk]))
    publish_many(article)
    assert not is_live(article)


def test_what_is_locked_may_still_be_taken_off_the_schedule_and_closed(article):
    article.go_live_at = timezone.now() + timedelta(days=3)
    article.save_revision().publish()
    may = ArticlePage.objects.get(pk=article.pk).permissions_for_user(staff("publisher"))
    assert (may.can_publish(), may.can_unschedule(), may.can_set_view_restrictions()) == (False, True, True)


def test_an_editor_takes_nothing_down(article):
    article.save_revision().publish()
    signed_in(staff("editor")).post(reverse("wagtailadmin_pages:unpublish", args=[article.pk]))
    assert is_live(article)


def waiting() -> str:
    return str.__str__(TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS).task.name)


def sent_back_by_the_publisher(page: ArticlePage) -> None:
    submit(signed_in(staff("editor")), page)
    act(signed_in(staff("safeguarding")), page)
    act(signed_in(staff("publisher")), page, "reject")


def test_what_was_changed_after_the_first_step_takes_it_again(article):
    sent_back_by_the_publisher(article)
    submit(signed_in(staff("editor")), article, title="Dilnoza of school 5")
    assert waiting() == "Safeguarding"
    act(signed_in(staff("safeguarding")), article)
    assert (waiting(), is_live(article)) == ("Publishing", False)
    act(signed_in(staff("publisher")), article)
    assert is_live(article)


def test_what_was_sent_back_and_not_changed_goes_on_where_it_was(article):
    sent_back_by_the_publisher(article)
    article.current_workflow_state.resume(None)
    assert waiting() == "Publishing"


def test_what_a_publisher_mends_in_their_own_step_is_published(article):
    submit(signed_in(staff("editor")), article)
    act(signed_in(staff("safeguarding")), article)
    publisher = signed_in(staff("publisher"))
    edit(publisher, article, title="A day in spring")
    act(publisher, article)
    assert ArticlePage.objects.get(pk=article.pk).title == "A day in spring"


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("approve", "Approved: those of the next step get a mail."),
        ("reject", "Sent back: whoever handed it in"),
    ],
)
def test_whoever_checks_is_told_what_they_did(article, action, words):
    submit(signed_in(staff("editor")), article, child_identity=ChildIdentity.CHANGED)
    step = {"action-workflow-action": "true", "workflow-action-name": action}
    comment = {"workflow-action-extra-data": '{"comment": "Please."}'}
    client = signed_in(staff("safeguarding"))
    answer = edit(client, article, **step, **comment)
    assert [str(one) for one in get_messages(answer.wsgi_request) if words in str(one)]


def test_the_last_who_approves_is_told_that_it_was_the_last_step(article):
    submit(signed_in(staff("editor")), article, child_identity=ChildIdentity.CHANGED)
    act(signed_in(staff("safeguarding")), article)
    client = signed_in(staff("publisher"))
    answer = edit(client, article, **{"action-workflow-action": "true", "workflow-action-name": "approve"})
    assert "Approved: that was the last step." in [str(one) for one in get_messages(answer.wsgi_request)]


def test_the_last_who_approves_what_waits_for_its_day_is_told_when_that_is(article):
    submit(
        signed_in(staff("editor")),
        article,
        child_identity=ChildIdentity.CHANGED,
        go_live_at="2040-03-21 09:00",
    )
    act(signed_in(staff("safeguarding")), article)
    client = signed_in(staff("publisher"))
    answer = edit(
        client,
        article,
        go_live_at="2040-03-21 09:00",
        **{"action-workflow-action": "true", "workflow-action-name": "approve"},
    )
    told = [str(one) for one in get_messages(answer.wsgi_request)]
    assert "Approved: it goes live on its own, 21\u00a0March 2040, 09:00." in told


def test_the_window_for_a_comment_speaks_the_language_of_its_reader():
    with translation.override("ru"):
        assert str(TaskStateCommentForm()["comment"].label) == "Комментарий"
