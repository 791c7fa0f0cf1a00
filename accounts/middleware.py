"""Who gets into the back office, and the frame of allauth's pages."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib.sites.requests import RequestSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, override

from accounts.navigation import portal_navigation
from accounts.services.second_factor import has_second_factor, session_has_second_factor
from languages.info import HTML_LANG

ADMIN_PREFIX = "/admin/"
# Wagtail's own ways in and out of an account: allauth has all of them, with the second step.
CLOSED = ("/admin/login/", "/admin/password_reset/")
CONFIRM, SET_UP = "mfa_reauthenticate", "mfa_activate_totp"


class StaffSecondFactorMiddleware:
    """The back office opens only to staff whose session has passed a second factor.

    It decides before any view runs, whatever that view itself checks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the view's place unless the person may be here."""
        if not is_back_office(request.path_info):
            return self.get_response(request)
        if refusal := refuse(request):
            refusal.headers["Cache-Control"] = "no-store"
            return refusal
        # Its addresses have no language: staff read their own, unless their Wagtail profile names another.
        with override(request.user.language):
            return self.get_response(request)


def is_back_office(path: str) -> bool:
    """Whether `path` is Wagtail's; doubled slashes and missing ones do not hide it."""
    return f"/{path.strip('/')}/".startswith(ADMIN_PREFIX)


def refuse(request: HttpRequest) -> HttpResponse | None:
    """The answer for a request that may not enter, or None for one that may."""
    if request.user.is_anonymous or _is_closed(request):
        return _lead_to(request, "account_login")
    if not request.user.has_perm("wagtailadmin.access_admin"):
        with override(request.user.language):
            context = {"html_lang": HTML_LANG[request.user.language]}
            return render(request, "accounts/no_back_office.html", context, status=403)
    if session_has_second_factor(request):
        return None
    return _lead_to(request, CONFIRM if has_second_factor(request.user) else SET_UP)


def _lead_to(request: HttpRequest, url_name: str) -> HttpResponse:
    """Redirect, keeping where the person wanted to go; a form that was posted is not repeated."""
    wanted = request.get_full_path() if request.method == "GET" else ADMIN_PREFIX
    if _is_closed(request):
        wanted = request.GET.get("next", ADMIN_PREFIX)  # allauth follows it only within this site
    # The back office has no language in its address: staff read their own, guests their browser's.
    with override(getattr(request.user, "language", None) or get_language()):
        address = reverse(url_name)
    return HttpResponseRedirect(f"{address}?{urlencode({'next': wanted})}")


def _is_closed(request: HttpRequest) -> bool:
    return f"/{request.path_info.strip('/')}/".startswith(CLOSED)


class PortalShellMiddleware:
    """Gives allauth's pages the frame of `/my/`: its views cannot know our layouts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing before the view."""
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Add the navigation; take away allauth's `site`, which hides the settings of ours."""
        context = response.context_data
        if context is None or not request.resolver_match.view_name.startswith(("account_", "mfa_")):
            return response
        if isinstance(context.get("site"), RequestSite):
            del context["site"]
        if request.user.is_authenticated:
            context.update(portal_navigation(request))
        return response
