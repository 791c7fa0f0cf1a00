"""The page with the words that an editor should look at."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation

from translations.back_office.access import require_unlocked, running_translation
from translations.services.checking import Question, decide, questions
from translations.translator import SCRIPTS

REASONS = {
    "two words": gettext_lazy("Two words are written alike in the other script."),
    "foreign letters": gettext_lazy("It has letters that Uzbek has not, so it stays as it is."),
    "guess": gettext_lazy("The word is not in our list; this is a guess."),
    "no way back": gettext_lazy("Turned back it would have other letters."),
}
EVERYWHERE = "translations.add_spelling"


class WordsView(View):
    """Lists the questions (GET) and takes an answer (POST)."""

    def dispatch(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Only for pages written from the other script, and for those who may edit them."""
        self.page = get_object_or_404(Page, pk=page_id)
        self.translation = script_translation(self.page)
        if self.translation is None:
            raise Http404
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Each word with its sentence and its spellings."""
        rows = [(question, REASONS[question.reason]) for question in questions(self.translation)]
        context = {
            "page_title": _("Words to look at"),
            "page_subtitle": self.page.get_admin_display_title(),
            "header_icon": "wagtail-localize-language",
            "page": self.page,
            "rows": rows,
            "may_decide_everywhere": request.user.has_perm(EVERYWHERE),
        }
        return render(request, "translations/words.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write the word as chosen, or as typed."""
        word = request.POST.get("word", "")
        spelling = request.POST.get("typed", "").strip() or request.POST.get("spelling", "")
        everywhere = bool(request.POST.get("everywhere")) and request.user.has_perm(EVERYWHERE)
        try:
            require_unlocked(request.user, self.page)
            _check(word, questions(self.translation))
            decide(self.translation, word, spelling, request.user, everywhere=everywhere)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request, _("“%(word)s” is written as “%(spelling)s”.") % {"word": word, "spelling": spelling}
            )
        return redirect(request.path)


def script_translation(page: Page) -> Translation | None:
    """The running translation of `page` from Uzbek's other script."""
    found = running_translation(page)
    codes = {found.source.locale.language_code, found.target_locale.language_code} if found else set()
    return found if codes == SCRIPTS else None


def _check(word: str, asked: list[Question]) -> None:
    if word not in {question.word for question in asked}:
        raise ValidationError(_("Nobody asks about this word any more."))
