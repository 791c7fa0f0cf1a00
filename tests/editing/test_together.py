"""Several people at one page: comments, locks, schedules, and the names of the way to publication."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page, PageLogEntry, PageSubscription, Task, Workflow

from accounts.models import User
from news.models import ArticlePage
from safeguarding.services import scheduling, workflow
from tests.factories.accounts import signed_in, staff
from tests.safeguarding.test_back_office import PUBLISH, edit

pytestmark = pytest.mark.django_db


def comment(client: Client, page: ArticlePage, text: str) -> None:
    rows = {
        "comments-TOTAL_FORMS": 1,
        "comments-0-text": text,
        "comments-0-contentpath": "title",
        "comments-0-position": "",
        "comments-0-resolved": "",
        "comments-0-id": "",
        "comments-0-replies-TOTAL_FORMS": 0,
        "comments-0-replies-INITIAL_FORMS": 0,
    }
    assert edit(client, page, **rows).status_code == 302


def letter_to(person: User) -> mail.EmailMessage:
    return next(message for message in mail.outbox if message.to == [person.email])


def test_whoever_follows_a_page_gets_its_comments_by_mail_in_their_language(article):
    follower, writer = staff("editor", language="ru"), staff("publisher")
    PageSubscription.objects.create(page=article.page_ptr, user=follower, comment_notifications=True)
    comment(signed_in(writer), article, "Is the name changed?")
    letter = letter_to(follower)
    assert "Is the name changed?" in letter.body
    assert "A day" in letter.subject
    assert any("а" <= sign <= "я" for sign in letter.subject)


def test_whoever_writes_a_comment_and_who_does_not_follow_get_none(article):
    writer, other = staff("publisher"), staff("editor")
    PageSubscription.objects.create(page=article.page_ptr, user=writer, comment_notifications=True)
    PageSubscription.objects.create(page=article.page_ptr, user=other, comment_notifications=False)
    comment(signed_in(writer), article, "A note to myself")
    assert not mail.outbox


def test_a_page_that_somebody_locked_says_by_whom_and_keeps_nothing(article):
    publisher = staff("publisher", full_name="Timur Publisher")
    signed_in(publisher).post(reverse("wagtailadmin_pages:lock", args=[article.pk]))
    editor = signed_in(staff("editor", language="ru"))
    shown = unescape(
        editor.get(reverse("wagtailadmin_pages:edit", args=[article.pk]), follow=True).content.decode()
    )
    assert "Timur Publisher" in shown
    edit(editor, article, title="Mine")
    assert ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object().title == "A day"


def test_a_page_in_the_workflow_says_whose_turn_it_is_in_the_readers_language(article):
    workflow.ensure()
    editor = staff("editor", language="ru")
    edit(signed_in(editor), article, **{"action-submit": "action-submit"})
    shown = signed_in(editor).get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert "Защита детей, затем публикация" in shown
    assert "Safeguarding, then publishing" not in shown


def test_the_names_in_mails_are_in_the_receivers_language(article, django_capture_on_commit_callbacks):
    workflow.ensure()
    reader = staff("safeguarding", language="ru")
    with django_capture_on_commit_callbacks(execute=True):
        edit(signed_in(staff("editor", language="uz")), article, **{"action-submit": "action-submit"})
    letter = letter_to(reader)
    assert "Защита детей" in letter.subject + letter.body
    assert "Safeguarding" not in letter.subject + letter.body


@pytest.mark.parametrize(("code", "name"), [("uz", "Bolalar himoyasi"), ("ru", "Защита детей")])
def test_a_step_kept_by_a_reader_keeps_its_name_for_the_others(code, name):
    workflow.ensure()
    task = Task.objects.get(name="Safeguarding")
    with override(code):
        assert str(task.name) == name
        task.name = str(task.name)  # what a form hands back
        task.save()
    assert Task.objects.filter(name="Safeguarding").exists()


def test_a_name_that_staff_chose_stays():
    chosen = Workflow.objects.create(name="Our way")
    with override("ru"):
        assert str(Workflow.objects.get(pk=chosen.pk)) == "Our way"


def test_the_names_stand_translated_in_the_lists(article):
    workflow.ensure()
    shown = signed_in(staff("administrator", language="uz")).get("/admin/workflows/list/").content.decode()
    assert "Approval by a publisher" not in shown
    assert "Safeguarding, then publishing" not in shown


@pytest.mark.parametrize("code", ["en", "uz", "ru"])
def test_the_names_stand_translated_in_the_history_whoever_was_at_work(article, code):
    workflow.ensure()
    edit(signed_in(staff("editor", language=code)), article, **{"action-submit": "action-submit"})
    history = reverse("wagtailadmin_pages:history", args=[article.pk])
    shown = unescape(signed_in(staff("editor", language="ru")).get(history).content.decode())
    assert "Защита детей, затем публикация" in shown
    assert "Safeguarding" not in shown
    kept = PageLogEntry.objects.get(action="wagtail.workflow.start").data["workflow"]
    assert kept["title"] == "Safeguarding, then publishing"  # the row itself is as it was written


def when(days: int) -> str:
    return timezone.localtime(timezone.now() + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")


def test_a_page_is_published_and_taken_away_at_its_time(article):
    edit(signed_in(staff("publisher")), article, go_live_at=when(1), expire_at=when(3), **PUBLISH)
    assert not Page.objects.get(pk=article.pk).live
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        scheduling.publish_due()
    assert Page.objects.get(pk=article.pk).live
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        scheduling.publish_due()
    assert Page.objects.get(pk=article.pk).expired
    assert not Page.objects.get(pk=article.pk).live


def test_two_versions_stand_side_by_side(article):
    client = signed_in(staff("editor"))
    edit(client, article, title="A day")
    edit(client, article, title="A night")
    first, second = article.revisions.order_by("pk")
    address = reverse("wagtailadmin_pages:revisions_compare", args=[article.pk, first.pk, second.pk])
    shown = client.get(address).content.decode()
    assert "addition" in shown
    assert "deletion" in shown
