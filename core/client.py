"""Who stands at the other end of a request."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address, as far as the proxies that we trust tell it (TRUSTED_PROXY_COUNT); "" where nobody knows."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""


def network_of(request: HttpRequest) -> str:
    """What one customer of a provider has at least, to count by: an address of IPv4, or a /64 of IPv6, of which any
    machine may use a new address for each request. Raises PermissionDenied where nobody knows.
    """
    told = str(get_adapter().get_client_ip(request))
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return told
    if isinstance(address, ipaddress.IPv4Address):
        return told
    if address.ipv4_mapped:  # as a server on both reports them; else all of IPv4 were one network
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))
