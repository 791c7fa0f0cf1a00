"""wagtail-localize's own screens, with our way of saving: nothing is published by the way."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django import forms
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.models import Locale, Page
from wagtail.signals import page_published
from wagtail_localize import models as localize_models
from wagtail_localize.views import convert, edit_translation
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from translations.back_office.access import page_to_translate, require_unlocked, running_translation
from translations.back_office.views import publish_translation, tell_left_over, tell_progress
from translations.back_office.words import script_translation
from translations.services.checking import questions
from translations.services.drafts import is_written_since, save_draft
from translations.services.translating import begin, begin_as_draft, write_in_other_script
from translations.translator import SCRIPTS

View = Callable[..., HttpResponse]

OF_TRANSLATION = b'"X-WagtailLocalize-TranslationID: '  # a line of the file's head

# Theirs names the month, in English for everybody.
localize_models.DATE_FORMAT = edit_translation.DATE_FORMAT = "%d.%m.%Y"


def before_edit(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Publish our way; else say what is to be looked at. wagtail-localize's hook shows the screen."""
    if page.alias_of_id:
        return None
    if request.method == "POST" and "localize-restart-translation" in request.POST:
        return _start_again(request, page)
    translation = running_translation(page)
    if translation is None:
        return None
    if request.method == "POST":
        if request.POST.get("action") == "publish":
            return publish_translation(request, translation, page)
        # Wagtail's form of an older version, which wagtail-localize throws away without a word.
        words = _(
            "This page is translated beside its original. Nothing was saved: stop the translation first."
        )
        messages.error(request, words)
        return None
    if script_translation(page) and (asked := questions(translation)):
        count = len(asked)
        words = ngettext("%(count)s word to look at", "%(count)s words to look at", count) % {"count": count}
        listed = ", ".join(question.word for question in asked[:8])
        button = messages.button(reverse("translations:words", args=[page.pk]), _("Look at them"))
        messages.warning(request, f"{words}: {listed}", buttons=[button])
    return None


def _start_again(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Goes on with a stopped translation, with what was written into the page since: wagtail-localize's own would bring
    back what it said before, such as a name that had to go.
    """
    stopped = localize_models.Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=False
    ).first()
    original = stopped and page.get_translations().filter(locale=stopped.source.locale).first()
    if original is None:
        return None
    try:
        require_unlocked(request.user, page)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        translation = begin(original.specific, page.locale)
        tell_progress(request, translation)
        tell_left_over(request, translation, page)
    return redirect("wagtailadmin_pages:edit", page.pk)


class UpdateView(UpdateTranslationsView):
    """Takes over the original's newest text into every running translation; publishes none."""

    def get_form(self) -> forms.Form:
        """Nothing to choose: no box that publishes all languages at once."""
        return forms.Form(self.request.POST if self.request.method == "POST" else None)

    @transaction.atomic
    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Bring each translation up to date, then go back."""
        original, done = self.object.get_source_instance(), False
        for translation in self.object.translations.filter(enabled=True).select_related("target_locale"):
            try:
                self._bring_up_to_date(original, translation)
            except ValidationError as error:
                messages.error(self.request, " ".join(error.messages))
            else:
                done = True
        if done:
            messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url() or self.get_default_success_url())

    def _bring_up_to_date(self, original: Page, translation: localize_models.Translation) -> None:
        """Raises ValidationError, and changes nothing, where the translation is locked or would not be valid."""
        if existing := original.get_translation_or_none(translation.target_locale):
            require_unlocked(self.request.user, existing)
        if {original.locale.language_code, translation.target_locale.language_code} == SCRIPTS:
            write_in_other_script(original, self.request.user)
        else:
            begin(original, translation.target_locale)


class SubmitView(SubmitPageTranslationView):
    """Begins translations in several languages, of what stands below too, each as a draft.

    wagtail-localize's own writes into live pages here: it ends mirrors with texts that nobody approved, and overwrites
    translations further down with the original's words.
    """

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Begin what is not translated yet, then go back; raises PermissionDenied as the buttons in the editor do."""
        locales = list(form.cleaned_data["locales"])
        below = self.object.get_descendants() if form.cleaned_data["include_subtree"] else Page.objects.none()
        with transaction.atomic():
            for page in (self.object, *below.specific()):
                for locale in locales:
                    self._begin(page, locale)
        names = ", ".join(locale.get_display_name() for locale in locales)
        messages.success(self.request, self.get_success_message(names))
        made = self.object.get_translation_or_none(locales[0]) if len(locales) == 1 else None
        return redirect(self.get_success_url() or self.get_default_success_url(made))

    def _begin(self, page: Page, locale: Locale) -> None:
        if page.locale == locale or page.get_translations().filter(locale=locale, alias_of=None).exists():
            return
        original = page_to_translate(self.request.user, page.pk, locale)
        try:
            begin_as_draft(original, locale, self.request.user)
        except ValidationError as error:  # the others are begun all the same
            messages.error(self.request, f"{original.get_admin_display_title()}: {' '.join(error.messages)}")


def unless_locked(view: View) -> View:
    """One of wagtail-localize's views that write into a translation, closed to those for whom its page is locked: what
    a focal point has read is not to be changed before it is published.
    """

    @wraps(view)
    def asked(request: HttpRequest, translation_id: int, *args: object, **kwargs: object) -> HttpResponse:
        page = get_object_or_404(localize_models.Translation, pk=translation_id).get_target_instance()
        try:
            if page.permissions_for_user(request.user).can_edit():  # else the view itself refuses
                require_unlocked(request.user, page)
            return view(request, translation_id, *args, **kwargs)
        except ValidationError as error:
            return _told(request, page, error)

    return asked


def changing(view: View) -> View:
    """One of those that also take a text or a choice away, such as another picture. wagtail-localize keeps no trace of
    that, so a draft that still shows it would pass for what the screen says.
    """

    @wraps(view)
    def noted(request: HttpRequest, translation_id: int, *args: object, **kwargs: object) -> HttpResponse:
        answer = view(request, translation_id, *args, **kwargs)
        if request.method == "DELETE" and answer.status_code == HTTPStatus.OK:
            rows = localize_models.Translation.objects.filter(pk=translation_id)
            rows.update(translations_last_updated_at=timezone.now())  # theirs, which they never fill
        return answer

    return unless_locked(noted)


def upload_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    """wagtail-localize's, which stumbles where no file came, and over one that names no translation."""
    file = request.FILES.get("file")
    if file is None or OF_TRANSLATION not in file.read():
        messages.error(request, _("Please upload a valid PO file."))
        return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))
    file.seek(0)
    return edit_translation.upload_pofile(request, translation_id)


@require_POST
@unless_locked
@transaction.atomic
def stop(request: HttpRequest, translation_id: int) -> HttpResponse:
    """wagtail-localize's. What was written on the screen goes into the page's draft first: its editor would not show
    it, and a translation that goes on begins with what the page says.
    """
    translation = localize_models.Translation.objects.get(pk=translation_id)
    if is_written_since(translation, translation.get_target_instance()):
        save_draft(translation, request.user)
    return edit_translation.stop_translation(request, translation_id)


def _told(request: HttpRequest, page: Page, error: ValidationError) -> HttpResponse:
    if request.method != "POST":  # a script sends a text
        return JsonResponse({"errors": error.messages}, status=403)
    messages.error(request, " ".join(error.messages))
    return redirect("wagtailadmin_pages:edit", page.pk)


@transaction.atomic
def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """wagtail-localize's, which asks only whether one may edit, and yet publishes at once, in the original's words.

    What waited for approval would go on waiting, and nobody could answer it.
    """
    page = get_object_or_404(Page, pk=page_id)
    if not may_mirror(request.user, page):
        raise PermissionDenied
    answer = convert.convert_to_alias(request, page_id)
    mirror = Page.objects.get(pk=page_id).specific
    if not mirror.alias_of_id:
        return answer
    if waiting := mirror.current_workflow_state:
        waiting.cancel(user=request.user)
    if mirror.live:
        # It says so of pages only that were not live before; what the others said would be found till tomorrow.
        page_published.send(sender=type(mirror), instance=mirror, revision=None, alias=True)
    return answer


def may_mirror(user: AbstractUser, page: Page) -> bool:
    """Whether `user` may make of a translation a mirror of its original: not where that is itself a mirror of it."""
    rights = page.permissions_for_user(user)
    return rights.can_publish() and not rights.page_locked() and not _is_followed_by_original(page)


def _is_followed_by_original(page: Page) -> bool:
    source = localize_models.TranslationSource.objects.filter(
        object_id=page.translation_key, translations__target_locale=page.locale_id
    ).first()
    followed = source and page.get_translations().filter(locale=source.locale_id).first()
    while followed and followed.pk != page.pk:
        followed = followed.alias_of
    return bool(followed)
