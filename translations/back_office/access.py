"""Who may translate which page into which language."""

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

SUBMIT = "wagtail_localize.submit_translation"


def page_to_translate(user: AbstractUser, page_id: int, locale: Locale) -> Page:
    """The page with `page_id`, if `user` may translate it into `locale`.

    Raises Http404 for what is no page of the site, PermissionDenied without permission for either of the two.
    """
    page = get_object_or_404(Page.objects.filter(depth__gt=1), pk=page_id).specific
    if page.locale_id == locale.pk:
        raise Http404
    if not (may_translate(user, page) and _may_write(user, page, locale)):
        raise PermissionDenied
    return page


def may_translate(user: AbstractUser, page: Page) -> bool:
    """Whether `user` may translate, and write this page of the site."""
    return page.depth > 1 and user.has_perm(SUBMIT) and page.permissions_for_user(user).can_edit()


def require_unlocked(user: AbstractUser, page: Page) -> None:
    """Raise ValidationError where somebody locked the page, or another has to check it now.

    Wagtail's editor asks this; the screens of translations stand in its place.
    """
    if page.permissions_for_user(user).page_locked():
        title = page.get_admin_display_title()
        raise ValidationError(_("“%(title)s” is locked. Nothing was changed in it.") % {"title": title})


def running_translation(page: Page) -> Translation | None:
    """The translation that `page` is the result of."""
    return (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
        )
        .select_related("source__locale", "target_locale")
        .first()
    )


def _may_write(user: AbstractUser, page: Page, locale: Locale) -> bool:
    existing = page.get_translations().filter(locale=locale).first()
    if existing:
        rights = existing.permissions_for_user(user)
        return rights.can_edit() and not rights.page_locked()
    parent = page.get_parent()
    place = parent.get_translations(inclusive=True).filter(locale=locale).first() or parent
    return place.permissions_for_user(user).can_add_subpage()
