"""The pictures of a page are cut by the worker, not while its first visitor waits."""

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from core import pictures
from core.first_view import show_once
from tests.core.test_pictures import add_image, page_with

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]
TASK = "core.first_view.show_once"


@pytest.fixture(autouse=True)
def _media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def queued() -> list[list]:
    return [row.args_kwargs["args"] for row in DBTaskResult.objects.ready().filter(task_path=TASK)]


def publish(page, capture) -> None:
    with capture(execute=True):
        page.save_revision().publish()


def test_publishing_queues_it_once(django_capture_on_commit_callbacks):
    page = page_with([add_image(1), add_image(2)])
    publish(page, django_capture_on_commit_callbacks)
    assert queued() == [[page.pk]]


def test_a_page_without_pictures_needs_none(django_capture_on_commit_callbacks):
    publish(page_with([]), django_capture_on_commit_callbacks)
    assert queued() == []


def test_the_first_visitor_finds_every_copy_made():
    image = add_image(1)
    page = page_with([image])
    show_once.func(page.pk)
    made = image.renditions.count()
    assert made > len(pictures.FORMATS)
    assert Client().get(page.url_path).status_code == 200
    assert image.renditions.count() == made


def test_a_page_that_was_taken_down_is_not_shown():
    image = add_image(1)
    page = page_with([image])
    page.unpublish()
    show_once.func(page.pk)
    assert not image.renditions.exists()


def test_nothing_seen_here_decides_what_may_be_seen_next(monkeypatch):
    image = add_image(1)
    page = page_with([image])
    show_once.func(page.pk)
    monkeypatch.setattr(pictures, "_guards", [lambda ids: set()])
    assert not pictures.may_be_seen(image)
