"""The component page in every language and scheme, and every mail as its receiver sees it."""

from csp.decorators import csp_exempt
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from core.mail import rendering
from core.ornament import CRAFTS
from core.styleguide import mails, samples
from core.styleguide.forms import SampleForm, bound_with_errors
from core.templatetags import icons

SCHEMES = ("light", "dark")
TONES = ("good", "wait", "stop", "quiet")
LEVELS = (0, 28, 64, 100)  # percent


def may_look(request: HttpRequest) -> bool:
    """Staff, and everybody while developing."""
    return settings.DEBUG or request.user.has_perm("wagtailadmin.access_admin")


@never_cache
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in the language of the address; `?scheme=dark` or `light` overrules the browser."""
    if not may_look(request):
        raise Http404
    scheme = request.GET.get("scheme", "")
    context = {
        "scheme": scheme if scheme in SCHEMES else "",
        "words": samples.words(get_language() or "uz"),
        "colours": samples.colours(),
        "icons": icons.names(),
        "illustrations": samples.illustrations(),
        "crafts": list(CRAFTS),
        "mails": mails.names(),
        "form": SampleForm(),
        "bad_form": bound_with_errors(),
        "page_obj": Paginator(range(120), 10).page(4),
        "tones": TONES,
        "levels": LEVELS,
        "noindex": True,
    }
    return render(request, "styleguide/index.html", context)


@never_cache
@csp_exempt()
def styleguide_mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail with its variables' names in place. Mails carry their styles inline, hence no policy."""
    if not may_look(request) or name not in mails.names():
        raise Http404
    message = rendering.render(name, get_language() or "uz", mails.Placeholders())
    if request.GET.get("as") == "text":
        return HttpResponse(f"{message.subject}\n\n{message.text}", content_type="text/plain; charset=utf-8")
    return HttpResponse(message.html)
