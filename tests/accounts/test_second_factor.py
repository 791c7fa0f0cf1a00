"""Ways round the second factor that must not exist."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import is_back_office
from accounts.services import current_code, enrol
from core.models import AuditEntry, OutboxMessage
from tests.factories.accounts import PASSWORD, SECRET, UserFactory, signed_in, staff

pytestmark = pytest.mark.django_db

SCREENS = [
    "/admin/",
    "/admin/pages/",
    "/admin/volunteers/",
    "/admin/users/",
    "/admin/account/",
    "/admin/sprite/",
    "/admin/jsi18n/",
    "/admin/api/main/pages/",
    "/admin/nothing-here/",
]


@pytest.mark.parametrize("path", SCREENS)
def test_nobody_sees_anything_of_the_back_office(path):
    response = Client().get(path)
    assert response.status_code == 302
    assert "/accounts/login/" in response.url


@pytest.mark.parametrize("path", SCREENS)
def test_staff_without_an_app_are_led_to_set_one_up(path):
    response = signed_in(UserFactory(role="administrator")).get(path)
    assert response.url.startswith("/en/accounts/second-step/totp/activate/?next=")


@pytest.mark.parametrize("path", SCREENS)
def test_staff_who_skipped_the_second_step_are_asked_for_it(path):
    response = signed_in(staff("administrator"), second_step=False).get(path)
    assert response.url.startswith("/en/accounts/second-step/reauthenticate/?next=")


def test_staff_who_passed_both_steps_may_enter():
    assert signed_in(staff("administrator")).get("/admin/").status_code == 200


def test_people_without_a_role_are_told_so():
    response = signed_in(UserFactory()).get("/admin/")
    assert response.status_code == 403
    assert "The back office is for staff" in response.content.decode()


def test_second_step_alone_opens_nothing():
    user = UserFactory()
    enrol(user, SECRET)
    assert signed_in(user).get("/admin/").status_code == 403


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/login"])
def test_posting_to_wagtails_own_login_signs_nobody_in(path):
    user = staff("administrator")
    client = Client()
    client.post(
        path, {"username": user.email, "email": user.email, "login": user.email, "password": PASSWORD}
    )
    assert "_auth_user_id" not in client.session


def test_posting_to_wagtails_own_login_does_not_pass_the_second_step():
    user = staff("administrator")
    client = signed_in(user, second_step=False)
    client.post("/admin/login/", {"username": user.email, "password": PASSWORD})
    assert client.get("/admin/").status_code == 302


def test_wagtails_login_is_closed_by_the_addresses_alone(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecondFactor" not in name]
    user = staff("administrator")
    client = Client()
    response = client.post("/admin/login/", {"username": user.email, "password": PASSWORD})
    assert response.url == "/uz/accounts/login/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/admin/password_reset/", "/admin/password_reset/done/"])
def test_wagtails_password_reset_is_closed(path):
    user = staff("administrator")
    assert "/accounts/login/" in Client().get(path).url
    Client().post(path, {"email": user.email})
    assert not OutboxMessage.objects.exists()


def test_wagtails_password_reset_is_closed_by_the_addresses_alone(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecondFactor" not in name]
    response = Client().post("/admin/password_reset/", {"email": staff("administrator").email})
    assert response.url == "/uz/accounts/login/"


def test_password_is_not_enough_to_be_signed_in():
    user = staff("editor")
    client = Client()
    response = client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert response.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_mailed_code_is_not_enough_to_be_signed_in():
    user = staff("editor")
    client = Client()
    client.post("/en/accounts/login/code/", {"email": user.email})
    code = re.search(r"\b\d{6}\b", OutboxMessage.objects.last().text).group()
    client.post("/en/accounts/login/code/confirm/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_whole_way_leads_into_the_back_office():
    user = staff("editor")
    client = Client()
    led = client.get("/admin/pages/")
    client.post(led.url, {"login": user.email, "password": PASSWORD, "next": "/admin/pages/"})
    response = client.post("/en/accounts/second-step/authenticate/", {"code": current_code(user)})
    assert response.url == "/admin/pages/"
    assert client.get("/admin/pages/").status_code in (200, 302)
    assert client.get("/admin/").status_code == 200


def test_wrong_second_code_signs_nobody_in():
    user = staff("editor")
    client = Client()
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/en/accounts/second-step/authenticate/", {"code": "000000"})
    assert "_auth_user_id" not in client.session


def test_second_code_works_once():
    user = staff("editor")
    code = current_code(user)
    for _ in range(2):
        client = Client()
        client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
        client.post("/en/accounts/second-step/authenticate/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_app_taken_off_the_account_closes_the_session_that_it_opened():
    user = staff("editor")
    client = signed_in(user)
    Authenticator.objects.filter(user=user).delete()
    assert client.get("/admin/").status_code == 302


def test_second_step_is_asked_for_again_the_next_day():
    client = signed_in(staff("editor"))
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        assert client.get("/admin/").url.startswith("/en/accounts/second-step/reauthenticate/")


def test_second_step_holds_for_a_working_day():
    client = signed_in(staff("editor"))
    with time_machine.travel(timezone.now() + timedelta(hours=11)):
        assert client.get("/admin/").status_code == 200


def test_switching_the_second_step_off_is_audited():
    user = staff("editor")
    client = signed_in(user)
    client.post("/en/accounts/second-step/reauthenticate/", {"code": current_code(user)})
    client.post("/en/accounts/second-step/totp/deactivate/")
    entry = AuditEntry.objects.about(user).get(action="account.second_factor")
    assert (entry.actor, entry.new) == (user, "off")


def test_record_of_another_account_counts_for_nothing():
    mine, theirs = staff("editor"), staff("editor")
    client = signed_in(mine, second_step=False)
    session = client.session
    app = Authenticator.objects.get(user=theirs)
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "id": app.pk}]
    session["account_authentication_methods_user"] = str(mine.pk)
    session.save()
    assert client.get("/admin/").status_code == 302


def test_role_taken_away_closes_the_back_office_at_once():
    user = staff("editor")
    client = signed_in(user)
    user.groups.clear()
    assert client.get("/admin/").status_code == 403


def test_superuser_needs_the_second_step_as_well():
    user = UserFactory(is_superuser=True, is_staff=True)
    assert signed_in(user).get("/admin/").status_code == 302


@pytest.mark.django_db(transaction=True)  # what allauth does after the commit changes the session
def test_setting_up_an_app_in_a_session_passes_its_second_step(client):
    user = UserFactory(role="editor")
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/en/accounts/second-step/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    other = UserFactory()
    enrol(other, secret)
    client.post("/en/accounts/second-step/totp/activate/", {"code": current_code(other)})
    assert client.get("/admin/").status_code == 200
    assert AuditEntry.objects.about(user).get(action="account.second_factor").new == "on"


def test_confirming_the_second_step_later_opens_the_back_office():
    user = staff("editor")
    client = signed_in(user, second_step=False)
    client.post(
        "/en/accounts/second-step/reauthenticate/?next=/admin/",
        {"code": current_code(user), "next": "/admin/"},
    )
    assert client.get("/admin/").status_code == 200


def test_posted_form_is_not_repeated_after_signing_in():
    response = Client().post("/admin/pages/2/delete/", {"sure": "yes"})
    assert response.url.endswith("next=%2Fadmin%2F")


def test_what_is_refused_is_never_kept():
    assert Client().get("/admin/").headers["Cache-Control"] == "no-store"


def test_back_office_is_left_by_a_button_only():
    client = signed_in(staff("editor"))
    client.get("/admin/logout/")
    assert "_auth_user_id" in client.session
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/admin/", "/admin", "//admin/", "/admin//pages/", "/admin/login"])
def test_back_office_is_known_however_it_is_written(path):
    assert is_back_office(path)


@pytest.mark.parametrize("path", ["/", "/uz/", "/uz/admin/", "/administration/"])
def test_other_pages_are_not_the_back_office(path):
    assert not is_back_office(path)


def test_back_office_has_a_policy_of_its_own():
    policy = signed_in(staff("editor")).get("/admin/").headers["Content-Security-Policy"]
    assert "'unsafe-inline'" in policy
    assert "nonce" not in policy


def test_public_pages_keep_the_strict_policy():
    assert "unsafe-inline" not in Client().get("/en/accounts/login/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_pages_of_the_second_step_open_in_every_language(language):
    user = staff("editor")
    client = signed_in(user)
    client.post("/en/accounts/second-step/reauthenticate/", {"code": current_code(user)})
    for address in ("", "totp/deactivate/", "recovery-codes/generate/", "reauthenticate/"):
        assert client.get(f"/{language}/accounts/second-step/{address}").status_code == 200


def test_secret_is_shown_as_a_picture_and_as_text():
    client = signed_in(UserFactory(role="editor"), second_step=False)
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    html = client.get("/en/accounts/second-step/totp/activate/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in html
    assert client.session["mfa.totp.secret"] in html


def test_the_back_office_speaks_the_language_of_its_user():
    html = signed_in(staff("volunteer_coordinator", language="ru")).get("/admin/volunteers/").content.decode()
    assert '<html lang="ru"' in html
