"""The content security policy of the back office, which the public site's strict one would break.

Wagtail's screens use inline styles and a few inline scripts, so 'unsafe-inline' it is, and without a nonce:
browsers that see a nonce ignore 'unsafe-inline'. Everything still comes from this site only.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PREFIX = "/admin/"
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)


class AdminPolicyMiddleware:
    """Sets the policy on everything below /admin/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header unless a view has set one."""
        response = self.get_response(request)
        if request.path_info.startswith(PREFIX):
            response.headers.setdefault("Content-Security-Policy", POLICY)
        return response
