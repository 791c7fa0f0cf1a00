"""What administrators do with accounts is on the record, and superusers are out of their reach."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import User
from accounts.roles import PARTNER_MANAGER, SAFEGUARDING
from accounts.services import give_role
from core.models import AuditEntry
from tests.factories.accounts import UserFactory, signed_in, staff

pytestmark = pytest.mark.django_db


def bulk(actor: User, action: str, *users: User, **fields: object) -> None:
    address = reverse("wagtail_bulk_action", args=["accounts", "user", action])
    ids = "&".join(f"id={user.pk}" for user in users)
    signed_in(actor).post(f"{address}?{ids}", fields)


def about(user: User) -> list[tuple[str, str, str, int | None]]:
    entries = AuditEntry.objects.about(user).order_by("pk")
    return list(entries.values_list("action", "old", "new", "actor"))


def test_who_made_somebody_a_focal_point_is_on_the_record():
    administrator = staff("administrator")
    focal = Group.objects.get(name=SAFEGUARDING.name)
    before = about(administrator)
    bulk(administrator, "assign_role", administrator, role=focal.pk)
    assert about(administrator)[len(before) :] == [
        ("account.role", "", "Safeguarding focal point", administrator.pk)
    ]


def test_so_is_who_took_a_role_away_in_the_form():
    administrator, user = staff("administrator"), UserFactory(role="partner_manager")
    give_role(user, "editor")
    editor = Group.objects.get(name="Editor")
    data = {
        "email": user.email,
        "full_name": "x",
        "language": "ru",
        "is_active": "on",
        "groups": [editor.pk],
    }
    signed_in(administrator).post(reverse("wagtailusers_users:edit", args=[user.pk]), data)
    assert about(user)[-1] == ("account.role", PARTNER_MANAGER.name, "", administrator.pk)


def test_a_role_that_is_given_twice_is_written_down_once():
    user = UserFactory(role="editor")
    give_role(user, "editor")
    assert about(user) == [("account.role", "", "Editor", None)]


def test_no_administrator_closes_the_account_of_a_superuser():
    root, user = UserFactory(is_superuser=True), UserFactory()
    bulk(staff("administrator"), "set_active_state", root, mark_as_active="False")
    bulk(staff("administrator"), "set_active_state", user, mark_as_active="False")
    assert User.objects.get(pk=root.pk).is_active
    assert not User.objects.get(pk=user.pk).is_active


def test_who_closed_an_account_is_on_the_record():
    administrator, user = staff("administrator"), UserFactory()
    bulk(administrator, "set_active_state", user, mark_as_active="False")
    assert about(user) == [("account.active", "", "off", administrator.pk)]
