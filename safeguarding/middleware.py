"""What staff see when the gate says no somewhere that has no form to say it in."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from core.publishing import PublishRefused


class PublishRefusedMiddleware:
    """Workflow, bulk actions, copying, translation: nothing was published, and the reasons stand above the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing before the view."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal in the back office; anything else is somebody else's."""
        if not isinstance(exception, PublishRefused) or not request.path_info.startswith("/admin/"):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"errors": exception.messages}, status=422)
        for reason in exception.messages:
            messages.error(request, reason)
        return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page's editor where the address names a page, else the back office's home."""
    page = request.resolver_match.kwargs.get("page_id") if request.resolver_match else None
    positional = request.resolver_match.args if request.resolver_match else ()
    page = page or next(iter(positional), None)
    return reverse("wagtailadmin_pages:edit", args=[page]) if page else reverse("wagtailadmin_home")
