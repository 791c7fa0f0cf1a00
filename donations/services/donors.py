"""What is known of a donor beside name and address: by staff, or by what the donor said with a gift."""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from accounts.services import find_owner, proven_address
from core import audit
from donations.gateways.places import ABROAD
from donations.models import Donation, Donor, ImportedRow, Sponsorship, fold_email


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


def note_name(donation: Donation) -> None:
    """The name that came with a donor's first money: anybody can type anybody's address before.

    Who stands in a list under a number is named there.
    """
    donor = donation.donor
    if donor.name == donation.donor_name or donor.number:
        return
    if not donor.donations.filter(paid_at__isnull=False).exclude(pk=donation.pk).exists():
        Donor.objects.filter(pk=donor.pk).update(name=donation.donor_name)


@transaction.atomic
def donor_of(email: str, **new: str) -> Donor:
    """The donor of an address, `new` being what is noted of one who is not known yet.

    Whose proven address it is sees what is given under it, and nobody who has given the address up since.
    """
    owner = find_owner(email)
    claim(owner, email, **new)
    donor, _made = Donor.objects.get_or_create(email=email, defaults={**new, "user": owner})
    return donor


def donor_on_paper(email: str, *, name: str, language: str, country: str) -> Donor:
    """The donor whom staff write down; without an address nobody can say whether they have given before."""
    new = {"name": name, "language": language, "country": country}
    if not email:
        return Donor.objects.create(email="", **new)
    donor = donor_of(fold_email(email), **new)
    if country and not donor.country:
        Donor.objects.filter(pk=donor.pk, country="").update(country=country)
    return donor


@transaction.atomic
def claim(owner: User | None, email: str, **new: str) -> None:
    """Whoever has proven an address (None: nobody) has what guests left there; what a former owner gave is theirs.

    `new` is noted of whoever has the address next.
    """
    donor = Donor.objects.select_related("user").filter(email=email).first()
    if donor is None or donor.user == owner:
        return
    former = donor.user
    if former is None and owner is not None:
        Donor.objects.attach(owner, email)
    # A main address that is nobody else's may wait to be proven once more.
    elif former is not None and (owner is not None or former.email != email) and _leave_to(former, donor):
        _keep_lists_known(donor, {"name": "", "language": donor.language, "user": owner} | new)


@transaction.atomic
def bring_home(owner: User, email: str) -> None:
    """Whose donor's row has an address that they gave up, or lost it while they had none that was proven, has one that
    is (`proven_address`): mails would tell whoever reads the old one what they give, and let them end it.
    """
    if email != proven_address(owner):
        return
    for donor in Donor.objects.filter(user=owner).given_up():
        claim(find_owner(donor.email), donor.email)
    lost = Donor.objects.filter(user=owner, email="")
    if not (first := lost.first()):
        return
    home = Donor.objects.filter(email=email).first()
    if home is None:
        Donor.objects.filter(pk=first.pk, email="").update(email=email)
    elif home.user == owner:
        for donor in lost:
            _move_gifts(donor, home)
            _move_number(donor, home)
        Sponsorship.objects.filter(donor__in=lost).update(donor=home)


def _leave_to(former: User, donor: Donor) -> bool:
    """The address is somebody else's: the row goes on under one that its owner has proven, if any. False when that was
    done meanwhile.
    """
    now = proven_address(former)
    there = Donor.objects.filter(email=now).first() if now else None
    rows = Donor.objects.filter(pk=donor.pk, email=donor.email)
    if there:  # mails have to go somewhere; gifts before donors, as money that comes locks them
        _move_gifts(donor, there)
    if not rows.update(email="" if there else now):
        return False
    if there:
        _move_number(donor, there)
        Sponsorship.objects.filter(donor=donor).update(donor=there)
    return True


def _move_gifts(donor: Donor, there: Donor) -> None:
    """To another row of the same person, with the country, by which they are reported."""
    Donation.objects.filter(donor=donor).update(donor=there)
    if donor.country and not there.country:
        set_country(there, donor.country)


def _move_number(donor: Donor, there: Donor) -> None:
    """Likewise, with the rows of lists that say it, but for those that are there already: of a list that says it beside
    the other address all rows would be refused, as of two donors.
    """
    without = Donor.objects.filter(pk=there.pk, number=None)
    if not donor.number or not without.select_for_update().exists():
        return
    Donor.objects.filter(pk=donor.pk).update(number=None)
    without.update(number=donor.number)
    same = {name: OuterRef(name) for name in ("kind", "livemode", "fingerprint")}
    twins = ImportedRow.objects.filter(donor=there, **same)
    donor.imported_rows.filter(~Exists(twins), by_number=True).update(donor=there)


def _keep_lists_known(donor: Donor, fields: dict[str, Any]) -> None:
    """By the address rows of lists are known that say no number: brought again, all would be booked once more."""
    rows = donor.imported_rows.filter(by_number=False)
    if rows.exists():
        rows.update(donor=Donor.objects.create(email=donor.email, **fields))
