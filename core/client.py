"""Who stands at the other end of a request."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address, as far as the proxies that we trust tell it (TRUSTED_PROXY_COUNT); "" where nobody knows."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""
