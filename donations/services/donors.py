"""What is known of a donor beside name and address: by staff, or by what the donor said with a gift."""

from django.db import transaction

from accounts.models import User
from accounts.services import find_owner
from core import audit
from donations.gateways.places import ABROAD
from donations.models import Donor


@transaction.atomic
def set_country(donor: Donor, country: str, by: User | None = None) -> bool:
    """Note where a donor lives (ISO 3166, "" for unknown), as a person says, or the donor where that is None.

    False when it was so already, or somebody was quicker.
    """
    if donor.country == country:
        return False
    if not Donor.objects.filter(pk=donor.pk, country=donor.country).update(country=country):
        return False
    audit.record(action="donor.country", obj=donor, actor=by, old=donor.country, new=country)
    donor.country = country
    return True


def note_said(donor: Donor, given_from: str) -> None:
    """Where the donor of a gift that has come said to be. What staff have noted counts, and ABROAD is no country."""
    if given_from not in ("", ABROAD) and not donor.country:
        set_country(donor, given_from)


def show_to_owner(donor: Donor) -> None:
    """What is given from now on is for whoever has proven the address, and for nobody who has given it up since."""
    owner = find_owner(donor.email)
    if donor.user != owner:
        Donor.objects.filter(pk=donor.pk).update(user=owner)
