"""The page with the words that an editor should look at."""

from dataclasses import dataclass
from typing import Self

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail_localize.models import Translation

from translations.back_office.access import require_unlocked, running_translation
from translations.services.checking import decide, questions
from translations.translator import SCRIPTS

REASONS = {
    "two words": gettext_lazy("Two words are written alike in the other script."),
    "foreign letters": gettext_lazy("It has letters that Uzbek has not, so it stays as it is."),
    "guess": gettext_lazy("The word is not in our list; this is a guess."),
    "no way back": gettext_lazy("Turned back it would have other letters."),
}
EVERYWHERE = "translations.add_spelling"


@dataclass
class Answer:
    """What somebody said of a word, and why it could not be done."""

    word: str
    spelling: str  # one of those offered
    typed: str  # goes before it
    everywhere: bool
    trouble: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """As it was sent; for every page only from those who may."""
        sent = {
            name: request.POST.get(name, "").strip() for name in ("word", "spelling", "typed", "everywhere")
        }
        may = request.user.has_perm(EVERYWHERE)
        return cls(sent["word"], sent["spelling"], sent["typed"], bool(sent["everywhere"]) and may)

    @property
    def wanted(self) -> str:
        """How the word shall be written."""
        return self.typed or self.spelling


class WordsView(WagtailAdminTemplateMixin, TemplateView):
    """Lists the questions (GET) and takes an answer (POST)."""

    template_name = "translations/words.html"
    page_title = gettext_lazy("Words to look at")
    header_icon = "wagtail-localize-language"

    def dispatch(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Only for pages written from the other script, and for those who may edit them."""
        self.page = get_object_or_404(Page, pk=page_id)
        self.translation = script_translation(self.page)
        if self.translation is None:
            raise Http404
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request)

    def get_page_subtitle(self) -> str:
        """Whose words they are."""
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        """By way of the page."""
        back = {
            "url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            "label": self.get_page_subtitle(),
        }
        return [
            *self.breadcrumbs_items,
            back,
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, refused: Answer | None = None, **kwargs: object) -> dict[str, object]:
        """Each word with its sentence and its spellings, and an answer that was refused beside the word it is for."""
        rows = [
            (
                question,
                REASONS[question.reason],
                refused if refused and refused.word == question.word else None,
            )
            for question in questions(self.translation)
        ]
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "rows": rows,
            "may_decide_everywhere": self.request.user.has_perm(EVERYWHERE),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write the word as chosen, or as typed; what cannot be stays in its fields, with the reason beside them."""
        answer = Answer.of(request)
        if answer.word not in {question.word for question in questions(self.translation)}:
            messages.error(request, _("Nobody asks about this word any more."))
            return redirect(request.path)
        try:
            require_unlocked(request.user, self.page)
            decide(self.translation, answer.word, answer.wanted, request.user, everywhere=answer.everywhere)
        except ValidationError as error:
            answer.trouble = " ".join(error.messages)
            return self.render_to_response(self.get_context_data(refused=answer))
        messages.success(
            request,
            _("“%(word)s” is written as “%(spelling)s”.") % {"word": answer.word, "spelling": answer.wanted},
        )
        return redirect(request.path)


def script_translation(page: Page) -> Translation | None:
    """The running translation of `page` from Uzbek's other script."""
    found = running_translation(page)
    codes = {found.source.locale.language_code, found.target_locale.language_code} if found else set()
    return found if codes == SCRIPTS else None
