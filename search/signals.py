"""Keeps the index in line with Wagtail's pages, the way Wagtail keeps its own. No rule of the house lives here.

These are sent where the page is changed, so a page that is taken down is out of the search in the same moment.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from programmes.models import KeyFigure
from search.models import Entry
from search.services import index


def connect() -> None:
    """Called once, when all models are loaded."""
    page_published.connect(_published, dispatch_uid="search")
    page_unpublished.connect(_unpublished, dispatch_uid="search")
    post_page_move.connect(_moved, dispatch_uid="search")
    pre_delete.connect(_going, sender=Entry, dispatch_uid="search")
    post_save.connect(_restricted, sender=PageViewRestriction, dispatch_uid="search")
    post_delete.connect(_restricted, sender=PageViewRestriction, dispatch_uid="search")
    post_save.connect(_figure_changed, sender=KeyFigure, dispatch_uid="search")


def _published(instance: Page, **kwargs: Any) -> None:
    index.put(instance)


def _unpublished(instance: Page, **kwargs: Any) -> None:
    index.remove(instance)


def _moved(instance: Page, **kwargs: Any) -> None:
    """It may stand under a restricted page now, or no longer."""
    _refresh(instance)


def _going(instance: Entry, **kwargs: Any) -> None:
    index.forget_words(instance)


def _restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    _refresh(instance.page)


def _figure_changed(instance: KeyFigure, created: bool, **kwargs: Any) -> None:
    """Its value stands in the texts of pages; those that nobody sees are left out by `put`."""
    if not created:
        index.refresh(KeyFigure.objects.filter(pk=instance.pk).pages())


def _refresh(page: Page) -> None:
    index.refresh(Page.objects.filter(path__startswith=page.path))
