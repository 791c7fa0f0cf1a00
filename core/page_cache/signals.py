"""Wagtail's own models: what of their changes the public can see.

A draft saves the row too, but only the fields in `UNSEEN`; publishing is seen, and any other save of a live
page.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageViewRestriction, Site, get_page_models
from wagtail.signals import page_slug_changed, post_page_move

from .api import invalidate, invalidate_all
from .tags import address_of, below
from .watching import invalidate_on_change

MENU = "menu"
UNSEEN = {
    COMMENTS_RELATION_NAME,
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by",
}
# What other pages show of a page, when they link to it.
LINKED = ("live", "title", "url_path", "show_in_menus")


def connect() -> None:
    """Called once, when all models are loaded."""
    pre_save.connect(_remember, dispatch_uid="page_cache")
    post_save.connect(_saved, dispatch_uid="page_cache")
    post_delete.connect(_deleted, dispatch_uid="page_cache")
    for signal in (post_page_move, page_slug_changed):
        signal.connect(_whole_tree, dispatch_uid="page_cache")
    for model in (Site, PageViewRestriction):
        post_save.connect(_everything, sender=model, dispatch_uid="page_cache_all")
        post_delete.connect(_everything, sender=model, dispatch_uid="page_cache_all")
    for model in (get_image_model(), get_document_model()):
        invalidate_on_change(model, track=True)


def _is_unseen(instance: Any, update_fields: Any) -> bool:
    return not isinstance(instance, Page) or (update_fields is not None and UNSEEN.issuperset(update_fields))


def _remember(instance: Any, update_fields: Any = None, raw: bool = False, **kwargs: Any) -> None:
    """Note what visitors see now, to tell afterwards what changed."""
    if raw or _is_unseen(instance, update_fields):
        return
    rows = Page.objects.filter(pk=instance.pk) if instance.pk else Page.objects.none()
    instance._page_cache_before = rows.values(*LINKED).first()


def _saved(instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    if _is_unseen(instance, update_fields):
        return
    before = instance.__dict__.pop("_page_cache_before", None) or dict.fromkeys(LINKED)
    now = {name: getattr(instance, name) for name in LINKED}
    if before["live"] or now["live"]:
        invalidate(instance)
        if before != now:
            _links(instance, in_menu=bool(before["show_in_menus"] or now["show_in_menus"]))


def _deleted(instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page):  # Wagtail has set `live` to false by now
        invalidate(instance)
        _links(instance, in_menu=instance.show_in_menus)


def _links(page: Page, in_menu: bool) -> None:
    invalidate(address_of(page), below(page.path[: -Page.steplen]), *([MENU] if in_menu else []))


def _whole_tree(**kwargs: Any) -> None:
    """The addresses of all pages below changed in one UPDATE, and with them every link to one of them.

    Feeds and calendars link too, and name no more than the type of their pages.
    """
    invalidate(*get_page_models(), MENU)


def _everything(**kwargs: Any) -> None:
    """Another host, or pages that not everybody may see any more."""
    invalidate_all()
