"""Who may speak as Payme: one who has the key, and comes from Payme's addresses where we know who comes."""

import binascii
from base64 import b64decode
from hmac import compare_digest
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from core.client import address_of

LOGIN = b"Paycom"


def is_payme(request: HttpRequest) -> bool:
    """Whether both hold."""
    return _has_the_key(request.headers.get("Authorization", "")) and _comes_from_there(request)


def _has_the_key(header: str) -> bool:
    """Compared in constant time. Without a key of ours nobody has it."""
    key = settings.PAYME_KEY.encode()
    scheme, _space, encoded = header.partition(" ")
    try:
        given = b64decode(encoded.strip().encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        given = b""
    right = compare_digest(given, LOGIN + b":" + key)
    return right and bool(key) and scheme.lower() == "basic"


def _comes_from_there(request: HttpRequest) -> bool:
    """An address of a private network is a proxy's that nobody told us of (TRUSTED_PROXY_COUNT), not the caller's."""
    try:
        address = ip_address(address_of(request))
    except ValueError:
        return True
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped  # as a server on both reports Payme's
    if not address.is_global or not settings.PAYME_ADDRESSES:
        return True
    return any(address in ip_network(network, strict=False) for network in settings.PAYME_ADDRESSES)
