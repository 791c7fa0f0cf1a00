"""Buttons in the editor and in the listing. Each is a POST: Wagtail's `w-action` sends the token along."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from languages.info import CONTENT_LANGUAGES
from translations.back_office.access import may_translate, running_translation
from translations.back_office.approval import post_to
from translations.states import State, standing
from translations.translator import SCRIPTS

ICON = "wagtail-localize-language"


def listing_buttons(page: Page, user: AbstractUser, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a row: the other script. Asks the database nothing."""
    if page.locale.language_code in SCRIPTS and may_translate(user, page):
        yield _script_button(page)


def header_buttons(
    page: Page, user: AbstractUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """In the editor: the other script, the other languages, and what has changed in the original."""
    if view_name != "edit" or not may_translate(user, page):
        return
    translation = running_translation(page)
    source = translation.source.locale.language_code if translation else settings.LANGUAGE_CODE
    language = page.locale.language_code
    if language in SCRIPTS and not (translation and source in SCRIPTS):
        yield _script_button(page)
    if language != source:
        original = page.get_translations().filter(locale__language_code=source).first()
        if original:
            yield _from_original(original, language, begun=bool(translation))
        return
    for code, name in CONTENT_LANGUAGES:
        if code != language and not {code, language} <= SCRIPTS:
            label = _("Side by side: %(language)s") % {"language": name}
            yield _post(label, "translations:side_by_side", page.pk, code, priority=56)


def state_label(page: Page, user: AbstractUser, next_url: str | None = None) -> Iterator[Button]:
    """In the listing: that a page is out of date, and since when; leads to the page."""
    if not hasattr(page, "original_written"):
        return
    where = standing(page)
    if where.state == State.OUTDATED:
        label = _("Out of date since %(date)s") % {"date": day(where.since)}
        yield Button(
            label,
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            classname="w-status",
            priority=5,
        )


def day(moment: datetime) -> str:
    """A date in the words of the active language."""
    return date_format(localtime(moment), "DATE_FORMAT")


def _script_button(page: Page) -> Button:
    to_cyrillic = page.locale.language_code == "uz"
    label = _("Write in Cyrillic script") if to_cyrillic else _("Write in Latin script")
    return _post(label, "translations:other_script", page.pk, priority=55)


def _from_original(original: Page, language: str, *, begun: bool) -> Button:
    label = _("Fetch what has changed in the original") if begun else _("Translate beside the original")
    if begun and {original.locale.language_code, language} == SCRIPTS:
        return _post(_("Write anew from the original"), "translations:other_script", original.pk, priority=54)
    return _post(label, "translations:side_by_side", original.pk, language, priority=54)


def _post(label: str, view: str, *args: object, priority: int) -> Button:
    return Button(label, icon_name=ICON, attrs=post_to(reverse(view, args=args)), priority=priority)
