"""Addresses that a person has proven to be theirs, and what belongs to such an address.

Gifts and interests may come from guests. Once somebody proves the address (a mailed code, a password
behind a confirmed address), the apps above attach what was left under it. They register a callback,
since accounts must not import them.
"""

from collections.abc import Callable

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from accounts.models import User

Attach = Callable[[User, str], None]
_callbacks: list[Attach] = []


def when_address_proven(callback: Attach) -> Attach:
    """Register `callback(user, email)`, in an app's `dashboard.py`; it must be safe to call again."""
    if callback not in _callbacks:
        _callbacks.append(callback)
    return callback


def address_proven(user: User, email: str) -> None:
    """Tell every app that `email` (any case) belongs to `user`."""
    for callback in _callbacks:
        callback(user, email.lower())


def attach_proven(user: User) -> None:
    """Run the callbacks for all confirmed addresses of `user`; done at each sign-in."""
    for email in EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True):
        address_proven(user, email)


def give_address_row(user: User, *, verified: bool = False) -> EmailAddress:
    """Make `user.email` the account's primary address, as sign-in expects it.

    Users made in the back office or on the command line have no row. It is unconfirmed unless the
    caller knows better: the first mailed code confirms it.
    """
    email = user.email.lower()
    EmailAddress.objects.filter(user=user, primary=True).exclude(email=email).update(primary=False)
    row, _created = EmailAddress.objects.get_or_create(user=user, email=email)
    row.primary, row.verified = True, row.verified or verified
    row.save(update_fields=["primary", "verified"])
    return row


def find_owner(email: str) -> User | None:
    """The account that has proven `email` to be its own."""
    row = EmailAddress.objects.filter(email=email.lower(), verified=True).select_related("user").first()
    return row.user if row else None


def proven_address(user: User) -> str:
    """Where mails surely reach `user`: the main address, or another one while that is to be proven; "" for none."""
    proven = EmailAddress.objects.filter(user=user, verified=True).order_by("pk")
    addresses = list(proven.values_list("email", flat=True))
    return user.email if user.email in addresses else next(iter(addresses), "")


def find_signed_in_owner(email: str, user: AbstractBaseUser | AnonymousUser) -> User | None:
    """`user`, if signed in and `email` is one of their confirmed addresses."""
    owner = find_owner(email) if user.is_authenticated else None
    return owner if owner and owner.pk == user.pk else None
