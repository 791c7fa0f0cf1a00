"""People, with and without a role; and a client that has passed both steps."""

import time

import factory
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User
from accounts.services import enrol, give_address_row, give_role

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105
PASSWORD = "tut-daraxti-1997"  # noqa: S105


class UserFactory(factory.django.DjangoModelFactory):
    """An account whose address is confirmed; `verified=False` leaves it unconfirmed."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@people.example")
    full_name = factory.Sequence(lambda number: f"Person {number}")
    language = "en"

    @classmethod
    def _create(cls, model_class: type[User], *args: object, **kwargs: object) -> User:
        verified = kwargs.pop("verified", True)
        role = kwargs.pop("role", "")
        password = kwargs.pop("password", PASSWORD)
        user = model_class.objects.create_user(kwargs.pop("email"), password, **kwargs)
        give_address_row(user, verified=verified)
        if role:
            give_role(user, role)
        return user


def staff(role: str, **fields: object) -> User:
    """A member of staff in a role, with an authenticator app."""
    user = UserFactory(role=role, **fields)
    enrol(user, SECRET)
    return user


def signed_in(user: User, *, second_step: bool | None = None) -> Client:
    """A client signed in as `user`; the second step is passed by default where there is one."""
    client = Client()
    client.force_login(user)
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app and second_step is not False:
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "mfa", "at": time.time(), "id": app.pk, "type": "totp"}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client
