"""Where allauth tells of sign-ins, proven addresses and new apps, and Django of migrated tables."""

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_logged_in
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.services import address_proven, attach_proven
from accounts.services.role_sync import sync_after_migrate
from core import audit

post_migrate.connect(sync_after_migrate, dispatch_uid="accounts.roles")


@receiver(email_confirmed)
def claim_for_confirmed_address(request: HttpRequest, email_address: EmailAddress, **_kwargs: object) -> None:
    """What was left under the address now belongs to the account."""
    address_proven(email_address.user, email_address.email)


@receiver(user_logged_in)
def claim_at_sign_in(request: HttpRequest, user: User, **_kwargs: object) -> None:
    """A guest gift may have come since the last visit."""
    attach_proven(user)


@receiver(authenticator_added)
def note_a_new_app(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: object) -> None:
    """Whoever sets up an app has just entered a code of it: this session need not ask for another at once."""
    if authenticator.type == Authenticator.Type.TOTP:
        post_authentication(request, authenticator, reauthenticated=True)
        audit.record(action="account.second_factor", obj=user, actor=user, old="off", new="on")


@receiver(authenticator_removed)
def note_a_removed_app(user: User, authenticator: Authenticator, **_kwargs: object) -> None:
    """Who switched it off, and when, must be known later."""
    if authenticator.type == Authenticator.Type.TOTP:
        audit.record(action="account.second_factor", obj=user, actor=user, old="on", new="off")
