"""Where a donor gives from, in the donor's own words or by the link that led to the form; never by their address."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from donations import countries
from donations.gateways import registry
from donations.gateways.places import ABROAD, HOME, place_of


def said(data: Mapping[str, Any]) -> str:
    """The `country` of a form or an address: an ISO code or ABROAD; "" for nothing, or what makes no sense."""
    country = str(data.get("country") or "")[:10]
    return country if country == ABROAD or countries.is_country(country) else ""


def kept(country: str, former: str, currency: str) -> str:
    """What stays said when another currency is chosen: not what the form had put there by itself."""
    by_itself = former != currency and country == registry.usual_country(former)
    return "" if by_itself else country


def choices(country: str) -> list[tuple[str, str]]:
    """Uzbekistan or abroad; a country that was named stands for abroad."""
    named = country if country and place_of(country) == ABROAD else ABROAD
    abroad = _("Another country") if named == ABROAD else countries.name_of(named)
    return [(HOME, countries.name_of(HOME)), (named, abroad)]
