"""A page with pictures is shown once before its first visitor comes, who would wait seconds while they are cut."""

from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.translation import override
from django_tasks import task
from wagtail.coreutils import get_dummy_request
from wagtail.models import Page

from core import body_links, gathered, pictures


@task()
def show_once(pk: int) -> None:
    """Render a live page as visitors get it, which makes the copies of its pictures that are missing."""
    page = Page.objects.live().filter(pk=pk).specific().first()
    if page is None:  # taken down meanwhile
        return
    request = get_dummy_request(path=page.url_path)
    request.user = AnonymousUser()
    try:
        with override(page.locale.language_code):
            page.serve(request).render()
    finally:  # what may be seen now is asked again by whatever this process does next
        pictures.forget()
        gathered.forget()


def expect_visitors(instance: Page, **_signal: Any) -> None:
    """Queue it for a page that was published with pictures in it."""
    if body_links.pictures_in(body_links.raw(getattr(instance, "body", None))):
        transaction.on_commit(partial(show_once.enqueue, instance.pk))
