"""Begins and brings up to date translations, at a click; each click leaves a draft."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from translations.back_office.access import page_to_translate, require_unlocked, running_translation
from translations.back_office.approval import outcome
from translations.models import script_locale
from translations.services.adopting import left_over
from translations.services.drafts import publish
from translations.services.translating import begin, begin_as_draft, newest, write_in_other_script


class OtherScriptView(View):
    """Writes a page in Uzbek's other script."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Leave a draft and go there."""
        locale = script_locale(get_object_or_404(Page, pk=page_id).locale)
        if locale is None:
            raise Http404
        page = page_to_translate(request.user, page_id, locale)
        if (made_from := running_translation(page)) and made_from.source.locale_id == locale.pk:
            messages.error(
                request, _("This page is itself written from the other script. Stop that translation first.")
            )
            return _to_editor(page)
        try:
            translation = write_in_other_script(page, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return _to_editor(page)
        target = translation.get_target_instance()
        messages.success(
            request,
            _("“%(title)s” is written in the other script, as a draft. Look at it, then publish it.")
            % {"title": target.get_admin_display_title()},
        )
        return _to_editor(target)


class SideBySideView(View):
    """Opens a page for translation beside its original."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int, language: str) -> HttpResponse:
        """Take over the newest text of the original; nothing that visitors see changes."""
        locale = get_object_or_404(Locale, language_code=language)
        page = page_to_translate(request.user, page_id, locale)
        existing = page.get_translation_or_none(locale)
        is_running = existing and running_translation(existing)
        translation = begin(page, locale)
        if not existing:
            begin_as_draft(page, locale, request.user)  # a new page: nobody sees it yet
        target = translation.get_target_instance()
        tell_progress(request, translation)
        if existing and not is_running:
            tell_left_over(request, translation, target)
        return _to_editor(target)


def tell_progress(request: HttpRequest, translation: Translation) -> None:
    """Say how much there is to translate."""
    total, done = translation.get_progress()
    if total > done:
        messages.info(request, _("Still to translate: %(count)s") % {"count": total - done})
    else:
        messages.success(request, _("Everything is translated."))


def tell_left_over(request: HttpRequest, translation: Translation, page: Page) -> None:
    """Say how much of a page that somebody has written by itself goes, now that it is written from its original."""
    if count := left_over(translation, newest(page)):
        words = ngettext(
            "%(count)s text of this page is not in its original. It goes when the translation is published; the page’s "
            "history keeps it.",
            "%(count)s texts of this page are not in its original. They go when the translation is published; the "
            "page’s history keeps them.",
            count,
        )
        messages.warning(request, words % {"count": count})


def publish_translation(request: HttpRequest, translation: Translation, page: Page) -> HttpResponse:
    """Publish from the screen with both languages; the editor's permission and the page's lock are asked for."""
    try:
        require_unlocked(request.user, page)
        if not page.permissions_for_user(request.user).can_publish():
            raise ValidationError(_("You may not publish this page."))
        publish(translation, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, outcome(page))
    return redirect(request.path)


def _to_editor(page: Page) -> HttpResponse:
    return redirect("wagtailadmin_pages:edit", page.pk)
