"""Which language a request is in: its address says so; only `/` asks the visitor's browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_path, get_language_from_request

from languages.info import CONTENT_LANGUAGES

CODES = [code for code, _name in CONTENT_LANGUAGES]


class LocaleMiddleware(DjangoLocaleMiddleware):
    """Django's, without its Vary header on addresses whose language is in the path."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Redirects of unknown addresses stay Django's; the rest depends on nothing but the path."""
        if get_language_from_path(request.path_info):
            response.headers.setdefault("Content-Language", get_language())
            return response
        if request.resolver_match is not None:  # /media/, /payments/, /healthz ... have no language
            return response
        return super().process_response(request, response)


def root_redirect(request: HttpRequest) -> HttpResponse:
    """Send `/` to the language of the cookie, else of the browser, else Uzbek."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    language = chosen if chosen in CODES else get_language_from_request(request)
    response = HttpResponseRedirect(f"/{language if language in CODES else settings.LANGUAGE_CODE}/")
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    response.headers["Cache-Control"] = "private, max-age=0"
    return response
