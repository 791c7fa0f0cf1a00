"""From where a gift comes, as far as gateways care: local cards work with local gateways, foreign ones with others."""

HOME = "UZ"
ABROAD = "abroad"


def place_of(country: str) -> str:
    """HOME, or ABROAD for every other country's code and for `abroad` itself."""
    return HOME if country == HOME else ABROAD
