"""wagtail-localize's own screens, with our way of saving: nothing is published by the way."""

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize import models as localize_models
from wagtail_localize.views import edit_translation
from wagtail_localize.views.update_translations import UpdateTranslationsView

from translations.back_office.access import running_translation
from translations.back_office.views import publish_translation
from translations.back_office.words import script_translation
from translations.services.checking import questions
from translations.services.translating import begin, write_in_other_script
from translations.translator import SCRIPTS

# Theirs names the month, in English for everybody.
localize_models.DATE_FORMAT = edit_translation.DATE_FORMAT = "%d.%m.%Y"


def before_edit(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Publish our way; else say what is to be looked at. wagtail-localize's hook shows the screen."""
    translation = running_translation(page)
    if translation is None or page.alias_of_id:
        return None
    if request.method == "POST":
        return (
            publish_translation(request, translation, page)
            if request.POST.get("action") == "publish"
            else None
        )
    if script_translation(page) and (asked := questions(translation)):
        count = len(asked)
        words = ngettext("%(count)s word to look at", "%(count)s words to look at", count) % {"count": count}
        listed = ", ".join(question.word for question in asked[:8])
        button = messages.button(reverse("translations:words", args=[page.pk]), _("Look at them"))
        messages.warning(request, f"{words}: {listed}", buttons=[button])
    return None


class UpdateView(UpdateTranslationsView):
    """Takes over the original's newest text into every running translation; publishes none."""

    def get_form(self) -> forms.Form:
        """Nothing to choose: no box that publishes all languages at once."""
        return forms.Form(self.request.POST if self.request.method == "POST" else None)

    @transaction.atomic
    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Bring each translation up to date, then go back."""
        original = self.object.get_source_instance()
        for translation in self.object.translations.filter(enabled=True).select_related("target_locale"):
            if {original.locale.language_code, translation.target_locale.language_code} == SCRIPTS:
                write_in_other_script(original, self.request.user)
            else:
                begin(original, translation.target_locale)
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url() or self.get_default_success_url())
