"""What waits for a check, on the first page of the back office."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState

from core.publishing import ChildIdentity
from news.models import ArticlePage, NewsIndexPage
from safeguarding.back_office import waiting
from safeguarding.services import workflow
from tests.factories.accounts import signed_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ways():
    workflow.ensure()


def hand_in(title: str, editor: object, ago: timedelta = timedelta()) -> ArticlePage:
    index = NewsIndexPage.objects.get(locale__language_code="en")
    page = ArticlePage(title=title, child_identity=ChildIdentity.NOBODY, locale=index.locale, live=False)
    index.add_child(instance=page)
    page.owner = editor
    page.save_revision(user=editor)
    state = page.get_workflow().start(page, editor)
    TaskState.objects.filter(pk=state.current_task_state_id).update(started_at=timezone.now() - ago)
    return page


def panel(client: Client, name: str) -> str:
    """Its text, tags left out; nothing where it is not there."""
    body = client.get(reverse("wagtailadmin_home")).content.decode()
    found = re.search(rf'<section[^>]+id="{name}-section".*?</section>', body, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", found[0])) if found else ""


def test_whoever_checks_sees_the_longest_waiting_first_with_step_and_author():
    editor = staff("editor")
    hand_in("Came today", editor)
    hand_in("Came last week", editor, timedelta(days=7))
    shown = panel(signed_in(staff("safeguarding")), "to-check")
    assert shown.index("Came last week") < shown.index("Came today")
    assert f"Safeguarding check · English · {editor.get_full_name()} ·" in shown


def test_a_step_is_named_in_the_readers_language():
    hand_in("Came today", staff("editor"))
    focal = staff("safeguarding")
    focal.wagtail_userprofile.preferred_language = "ru"
    focal.wagtail_userprofile.save()
    assert "Проверка безопасности детей" in panel(signed_in(focal), "to-check")


def test_it_waits_for_those_of_its_step_alone():
    editor = staff("editor")
    hand_in("Came today", editor)
    assert "Nothing waits" in panel(signed_in(staff("publisher")), "to-check")
    assert not panel(signed_in(editor), "to-check")
    assert not panel(signed_in(staff("finance")), "to-check")


def test_whoever_wrote_it_sees_how_far_it_is_and_that_it_was_sent_back():
    editor = staff("editor")
    page = hand_in("Mine", editor)
    client = signed_in(editor)
    assert "Mine Safeguarding check · English" in panel(client, "being-checked")
    state = page.current_workflow_task_state
    page.current_workflow_task.on_action(state, staff("safeguarding"), "reject", comment="Names a school")
    assert "Mine Sent back · English" in panel(client, "being-checked")
    assert "Mine" not in panel(signed_in(staff("editor")), "being-checked")


def test_what_somebody_else_handed_in_is_on_its_owners_list_too():
    owner, colleague = staff("editor"), staff("editor")
    page = hand_in("Shared", colleague)
    Page.objects.filter(pk=page.pk).update(owner=owner)
    assert "Shared" in panel(signed_in(owner), "being-checked")
    assert "Shared" in panel(signed_in(colleague), "being-checked")


def test_many_end_in_the_way_to_all(monkeypatch):
    monkeypatch.setattr(waiting, "MOST_LINES", 2)
    editor = staff("editor")
    for number in range(3):
        hand_in(f"Number {number}", editor)
    client = signed_in(staff("safeguarding"))
    assert panel(client, "to-check").count("Number ") == 2
    assert "All that wait" in panel(client, "to-check")
    body = client.get(
        reverse("wagtailadmin_reports:workflow_tasks"), {"status": "in_progress"}
    ).content.decode()
    assert all(f"Number {number}" in body for number in range(3))


def test_what_was_deleted_is_left_out():
    page = hand_in("Gone", staff("editor"))
    page.delete()
    assert "Nothing waits" in panel(signed_in(staff("safeguarding")), "to-check")


def test_what_has_lost_its_page_stops_nothing():
    hand_in("Lost", staff("editor"))
    Revision.objects.filter(task_states__isnull=False).update(object_id="0")
    assert "Nothing waits" in panel(signed_in(staff("safeguarding")), "to-check")
