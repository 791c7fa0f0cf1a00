"""Safeguarding in the back office, and the gate in front of documents."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.services import session_has_second_factor
from core.home_panel import HomePanel, Line
from core.in_place import can_be_told
from core.pages import BasePage
from safeguarding.back_office import waiting
from safeguarding.back_office.check import check_text, findings_of, findings_of_translation
from safeguarding.back_office.consents import ConsentChooserViewSet, ConsentViewSet
from safeguarding.back_office.library_api import LibraryDocuments, LibraryImages, PagesToRead
from safeguarding.back_office.takedowns import TakedownViewSet
from safeguarding.concerns import wagtail_hooks as concern_hooks
from safeguarding.gate import may_show_somewhere
from safeguarding.models import Consent, CustomDocument
from safeguarding.services.naming import keep
from safeguarding.tasks import WARN_DAYS
from translations.back_office.access import running_translation
from translations.back_office.approval import when_due

__all__ = ["concern_hooks"]
MOST_LINES = 20
MOST_TOLD = 8
PUBLISH = "action-publish"


class SafeguardingGroup(ViewSetGroup):
    """Each item shows to those who may view its rows."""

    menu_label = _("Safeguarding")
    menu_icon = "lock"
    menu_order = 290
    items = (ConsentViewSet, TakedownViewSet)


@hooks.register("register_admin_viewset")
def register_safeguarding() -> SafeguardingGroup:
    """Put it into the menu."""
    return SafeguardingGroup()


@hooks.register("register_admin_viewset")
def register_consent_chooser() -> ConsentChooserViewSet:
    """Pages choose consents with it."""
    return ConsentChooserViewSet("consent_chooser")


@hooks.register("construct_homepage_panels")
def show_ending_consents(request: HttpRequest, panels: list[Component]) -> None:
    """For focal points: what must be asked for again soon."""
    if not request.user.has_perm("safeguarding.change_consent"):
        return
    today = timezone.localdate()
    lines = [
        Line(str(consent), reverse("consents:inspect", args=[consent.pk]), date_format(consent.expires_on))
        for consent in Consent.objects.ending(today, timedelta(days=max(WARN_DAYS)))[:MOST_LINES]
    ]
    heading = _("Consents that end soon")
    panels.append(HomePanel("ending-consents", heading, lines, order=140, quiet=_("Nothing waits")))


@hooks.register("construct_homepage_panels")
def show_what_is_checked(request: HttpRequest, panels: list[Component]) -> None:
    """Ours in place of Wagtail's."""
    panels[:] = [panel for panel in panels if panel.name not in waiting.REPLACED]
    panels.extend(waiting.panels(request.user))


class HandIn(SubmitForModerationMenuItem):
    """In few words: the name of a workflow, which Wagtail puts here, fills a telephone's screen."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """With our words."""
        return super().get_context_data(parent_context) | {"label": _("Hand in for checking")}


@hooks.register("construct_page_action_menu")
def hand_in_first(items: list[ActionMenuItem], request: HttpRequest, context: dict) -> None:
    """The large button is the next step of whoever may not publish; drafts save themselves."""
    places = {item.name: place for place, item in enumerate(items)}
    if HandIn.name in places:
        items[places[HandIn.name]] = HandIn()
    if HandIn.name in places and PUBLISH not in places:
        items.insert(0, items.pop(places[HandIn.name]))


@hooks.register("construct_admin_api", order=100)
def narrow_library(router: WagtailAPIRouter) -> None:
    """In place of Wagtail's own, which were put there before."""
    router.register_endpoint("pages", PagesToRead)
    router.register_endpoint("images", LibraryImages)
    router.register_endpoint("documents", LibraryDocuments)


@hooks.register("register_admin_urls")
def register_check() -> list[URLPattern]:
    """Where the editor asks while one types."""
    return [path("safeguarding/check/", check_text, name="safeguarding_check")]


@hooks.register("after_edit_page")
def tell_step(request: HttpRequest, page: Page) -> None:
    """What whoever checks has just done: Wagtail says of both only that the page was updated."""
    if not request.POST.get("action-workflow-action"):
        return
    if request.POST.get("workflow-action-name") == "reject":
        messages.info(request, gettext("Sent back: whoever handed it in gets a mail with your words."))
    elif page.current_workflow_state:
        messages.info(request, gettext("Approved: those of the next step get a mail."))
    else:
        messages.info(request, when_due(page) or gettext("Approved: that was the last step."))


@hooks.register("after_edit_page")
@hooks.register("after_create_page")
def tell_findings(request: HttpRequest, page: Page) -> None:
    """After saving: how many places should be looked at, and where they stand.

    Not when the editor saves by itself: the words would pile up for the next page.
    """
    if not can_be_told(request):
        return
    number = len(findings_of(page.specific)) if isinstance(page.specific, BasePage) else 0
    if number:
        words = ngettext(
            "%(number)s place in the text could lead to a child: see the tab “Children”.",
            "%(number)s places in the text could lead to a child: see the tab “Children”.",
            number,
        )
        messages.warning(request, words % {"number": number})


@hooks.register("after_copy_page")
def keep_what_is_asked(request: HttpRequest, page: Page, copy: Page) -> None:
    """What came down with a consent is not published unread as a copy, nor is what lies below it."""
    pairs = zip(page.get_descendants(inclusive=True), copy.get_descendants(inclusive=True), strict=False)
    for original, its_copy in pairs:
        if not its_copy.alias_of_id:  # mirrors are read in their originals, until they are ended (signals)
            keep(original, its_copy, request.user)


@hooks.register("before_edit_page", order=-2)
def tell_findings_of_translation(request: HttpRequest, page: Page) -> None:
    """The screen with both languages, which wagtail-localize shows in the editor's place, has no tab “Children”."""
    translation = running_translation(page) if request.method == "GET" else None
    if translation and not page.alias_of_id and (found := findings_of_translation(page, translation)):
        places = format_html_join(
            "", "<br><q>{}</q> {}", ((one.excerpt, one.kind.label) for one in found[:MOST_TOLD])
        )
        heading = gettext("A person must decide; these places could lead a stranger to a child:")
        messages.warning(request, format_html("{}{}", heading, places))


@hooks.register("before_serve_document")
def refuse_documents(document: CustomDocument, request: HttpRequest) -> HttpResponse | None:
    """A document that may be shown nowhere is not there, whoever knows its address; staff who may change it read it,
    once they have passed the second step.

    Its address says no language, and what the browser speaks is not that of the page where the link stood. So pages
    leave out what must not be offered in theirs (`core.linked_documents`), and the file is given for any of them.
    """
    if may_show_somewhere(document):
        return None
    policy = policy_registry.get_by_type(CustomDocument)
    may_change = policy.user_has_permission_for_instance(request.user, "change", document)
    if may_change and session_has_second_factor(request):
        return None
    return render(request, "404.html", status=404)
