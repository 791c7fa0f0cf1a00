"""What belongs to an address, and who has proven it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import addresses, find_owner, find_signed_in_owner, give_address_row
from core.models import OutboxMessage
from tests.factories.accounts import PASSWORD, UserFactory, signed_in, staff
from tests.factories.papers import photograph

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    calls: list[tuple[str, str]] = []
    monkeypatch.setattr(addresses, "_callbacks", [lambda user, email: calls.append((user.email, email))])
    return calls


def sign_up(email: str) -> None:
    client = Client()
    client.post("/en/accounts/signup/", {"email": email})
    code = re.search(r"\b\d{6}\b", OutboxMessage.objects.last().text).group()
    client.post("/en/accounts/confirm-email/", {"code": code})


def test_confirmed_address_is_told_to_the_apps(told):
    sign_up("aziza@people.example")
    assert ("aziza@people.example", "aziza@people.example") in told


def test_unconfirmed_address_is_told_to_nobody(told):
    Client().post("/en/accounts/signup/", {"email": "victim@people.example"})
    assert told == []


def test_every_sign_in_tells_again(told):
    user = UserFactory()
    Client().post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert told == [(user.email, user.email)]


def test_callback_registered_twice_is_called_once(monkeypatch):
    monkeypatch.setattr(addresses, "_callbacks", [])
    calls = []

    def callback(user, email):
        calls.append(email)

    addresses.when_address_proven(callback)
    addresses.when_address_proven(callback)
    addresses.address_proven(UserFactory(), "A@people.example")
    assert calls == ["a@people.example"]


def test_owner_is_found_by_a_confirmed_address_only():
    confirmed, other = UserFactory(), UserFactory(verified=False)
    assert find_owner(confirmed.email.upper()) == confirmed
    assert find_owner(other.email) is None


def test_signed_in_owner_is_nobody_else():
    user, other = UserFactory(), UserFactory()
    assert find_signed_in_owner(user.email, user) == user
    assert find_signed_in_owner(other.email, user) is None


def test_address_row_follows_a_changed_address():
    user = UserFactory(email="old@people.example")
    user.email = "new@people.example"
    user.save()
    give_address_row(user)
    primary = EmailAddress.objects.get(user=user, primary=True)
    assert (primary.email, primary.verified) == ("new@people.example", False)


def post_user(email: str, **fields: object) -> object:
    data = {"email": email, "full_name": "Nodira Karimova", "language": "ru", **fields}
    return signed_in(staff("administrator")).post("/admin/users/new/", data)


def test_account_made_in_the_back_office_has_an_unconfirmed_address_row():
    post_user("Nodira@people.example")
    row = EmailAddress.objects.get(email="nodira@people.example")
    assert (row.primary, row.verified) == (True, False)


def test_account_made_in_the_back_office_has_no_password():
    post_user("nodira@people.example")
    assert not User.objects.get(email="nodira@people.example").has_usable_password()


def test_account_made_in_the_back_office_signs_in_by_code():
    post_user("nodira@people.example")
    client = Client()
    client.post("/en/accounts/login/code/", {"email": "nodira@people.example"})
    message = OutboxMessage.objects.last()
    client.post("/en/accounts/login/code/confirm/", {"code": re.search(r"\b\d{6}\b", message.text).group()})
    assert EmailAddress.objects.get(email="nodira@people.example").verified
    assert message.language == "ru"


def test_back_office_refuses_an_address_that_is_taken():
    UserFactory(email="nodira@people.example")
    assert "There is an account with this address" in post_user("NODIRA@people.example").content.decode()


def test_administrator_makes_no_superuser():
    post_user("nodira@people.example", is_superuser="on")
    assert not User.objects.get(email="nodira@people.example").is_superuser


def test_administrator_may_not_touch_a_superuser():
    root = UserFactory(is_superuser=True)
    data = {"email": "mine@people.example", "full_name": "x", "language": "ru", "is_active": "on"}
    signed_in(staff("administrator")).post(f"/admin/users/edit/{root.pk}/", data)
    root.refresh_from_db()
    assert root.email != "mine@people.example"


def test_changing_an_address_in_the_back_office_unconfirms_it():
    user = UserFactory()
    data = {"email": "new@people.example", "full_name": "x", "language": "ru", "is_active": "on"}
    signed_in(staff("administrator")).post(f"/admin/users/edit/{user.pk}/", data)
    assert not EmailAddress.objects.get(user=user, primary=True).verified


def test_an_address_that_was_replaced_in_the_back_office_opens_the_account_no_more():
    user = UserFactory(email="left@people.example")
    data = {"email": "new@people.example", "full_name": "x", "language": "ru", "is_active": "on"}
    signed_in(staff("administrator")).post(f"/admin/users/edit/{user.pk}/", data)
    OutboxMessage.objects.all().delete()
    Client().post("/en/accounts/login/code/", {"email": "left@people.example"})
    Client().post("/en/accounts/password/reset/", {"email": "left@people.example"})
    assert not re.search(r"\b\d{6}\b|/reset/key/", " ".join(m.text for m in OutboxMessage.objects.all()))
    assert list(EmailAddress.objects.filter(user=user).values_list("email", flat=True)) == [
        "new@people.example"
    ]


def test_other_addresses_of_the_account_stay():
    user = UserFactory(email="first@people.example")
    EmailAddress.objects.create(user=user, email="second@people.example", verified=True)
    data = {"email": "first@people.example", "full_name": "x", "language": "ru", "is_active": "on"}
    signed_in(staff("administrator")).post(f"/admin/users/edit/{user.pk}/", data)
    assert EmailAddress.objects.filter(user=user, verified=True).count() == 2


def test_the_language_chosen_in_the_back_office_is_that_of_our_mails_too():
    user = staff("finance", language="uz")
    client = signed_in(user)
    looks = {"theme-theme": "light", "theme-contrast": "system", "theme-density": "default"}
    client.post("/admin/account/", {"name-full_name": "R", "locale-preferred_language": "ru"} | looks)
    user.refresh_from_db()
    assert (user.language, user.wagtail_userprofile.preferred_language) == ("ru", "ru")


def test_staff_have_one_name_in_their_settings():
    html = signed_in(staff("editor")).get("/admin/account/").content.decode()
    assert 'name="name-full_name"' in html
    assert "first_name" not in html


def test_staff_leave_no_portrait_that_tells_where_they_live():
    user = staff("editor")
    looks = {"theme-theme": "light", "theme-contrast": "system", "theme-density": "default"}
    portrait = {"avatar-avatar": SimpleUploadedFile("home.jpg", photograph())}
    signed_in(user).post("/admin/account/", {"name-full_name": "R"} | looks | portrait)
    user.refresh_from_db()
    assert (user.full_name, user.wagtail_userprofile.avatar.name) == ("R", "")


# Another address ends what was opened before


def is_signed_in(client: Client) -> bool:
    return client.get("/en/my/").status_code == 200


def test_an_address_that_its_owner_replaces_ends_all_other_sessions():
    user = UserFactory()
    EmailAddress.objects.create(user=user, email="new@people.example", verified=True)
    here, elsewhere = signed_in(user), signed_in(user)
    here.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    here.post(reverse("account_email"), {"action_primary": "1", "email": "new@people.example"})
    user.refresh_from_db()
    assert user.email == "new@people.example"
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_an_address_that_staff_replace_ends_all_sessions_of_the_account():
    user = staff("editor")
    thief = signed_in(user)
    data = {"email": "new@people.example", "full_name": "x", "language": "en", "is_active": "on"}
    signed_in(staff("administrator")).post(reverse("wagtailusers_users:edit", args=[user.pk]), data)
    assert not is_signed_in(thief)


def test_staff_who_change_their_own_address_stay_signed_in_here_only():
    administrator = staff("administrator")
    here, elsewhere = signed_in(administrator), signed_in(administrator)
    group = administrator.groups.get()
    data = {"email": "new@people.example", "full_name": "x", "language": "en", "groups": [group.pk]}
    here.post(reverse("wagtailusers_users:edit", args=[administrator.pk]), data | {"is_active": "on"})
    assert User.objects.get(pk=administrator.pk).email == "new@people.example"
    assert here.get("/admin/").status_code == 200
    assert not is_signed_in(elsewhere)
