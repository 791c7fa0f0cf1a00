"""Where allauth tells of sign-ins, proven addresses and new apps, and Django of migrated tables."""

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, email_confirmed, email_removed, user_logged_in
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_migrate
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.log_actions import get_active_log_context

from accounts.models import User
from accounts.services import address_proven, attach_proven
from accounts.services.role_sync import sync_after_migrate
from core import audit

post_migrate.connect(sync_after_migrate, dispatch_uid="accounts.roles")


@receiver(email_confirmed)
def claim_for_confirmed_address(request: HttpRequest, email_address: EmailAddress, **_kwargs: object) -> None:
    """What was left under the address now belongs to the account."""
    address_proven(email_address.user, email_address.email)


@receiver(email_changed)
def stay_signed_in(request: HttpRequest, user: User, **_kwargs: object) -> None:
    """Whoever makes another address the main one is signed out everywhere else."""
    update_session_auth_hash(request, user)


@receiver(email_removed)
def leave_a_removed_address(request: HttpRequest, user: User, **_kwargs: object) -> None:
    """What belongs to the account goes on under an address that it has."""
    attach_proven(user)


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


@receiver(m2m_changed, sender=User.groups.through)
def note_roles(
    instance: User | Group, action: str, reverse: bool, pk_set: set[int] | None, **_kwargs: object
) -> None:
    """Who gave or took a role, by whichever screen: a focal point reads what nobody else may, superusers included.

    Wagtail's log says that an account was changed, not what; of several accounts at once it says nothing.
    """
    if action not in ("post_add", "pre_remove", "pre_clear"):
        return
    people = User.groups.through.objects.filter(**{"group" if reverse else "user": instance})
    if pk_set is not None:
        people = people.filter(**{"user__in" if reverse else "group__in": pk_set})
    word = "new" if action == "post_add" else "old"
    for held in people.select_related("user", "group"):
        actor = get_active_log_context().user
        audit.record(action="account.role", obj=held.user, actor=actor, **{word: held.group.name})
