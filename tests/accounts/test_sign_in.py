"""Signing in and up, without telling anybody who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import OutboxMessage
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

ASK_CODE = "/en/accounts/login/code/"
ENTER_CODE = "/en/accounts/login/code/confirm/"
PASSWORD_PAGE = "/en/accounts/login/"
SIGN_UP = "/en/accounts/signup/"
CONFIRM_EMAIL = "/en/accounts/confirm-email/"
RESET = "/en/accounts/password/reset/"


def latest_mail() -> OutboxMessage:
    return OutboxMessage.objects.order_by("-pk").first()


def mailed_code() -> str:
    return re.search(r"\b\d{6}\b", latest_mail().text).group()


def without_what_differs(response, email: str) -> str:
    html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return html.replace(email, "ADDRESS")


@pytest.fixture
def anybody() -> Client:
    return Client()


def test_mailed_code_signs_in(anybody):
    user = UserFactory(email="aziza@people.example")
    anybody.post(ASK_CODE, {"email": user.email})
    response = anybody.post(ENTER_CODE, {"code": mailed_code()})
    assert response.url == reverse("my")
    assert anybody.session["_auth_user_id"] == str(user.pk)


def test_code_is_six_digits(anybody):
    anybody.post(ASK_CODE, {"email": UserFactory().email})
    assert latest_mail().subject == f"{mailed_code()} is your sign-in code"


def test_code_mail_is_in_the_accounts_language_not_the_pages(anybody):
    user = UserFactory(language="ru")
    anybody.post(ASK_CODE, {"email": user.email})
    assert latest_mail().language == "ru"


def test_code_mail_loses_its_words_once_sent(anybody):
    anybody.post(ASK_CODE, {"email": UserFactory().email})
    assert latest_mail().sensitive


def test_address_in_capitals_is_the_same_person(anybody):
    user = UserFactory(email="aziza@people.example")
    anybody.post(ASK_CODE, {"email": "Aziza@People.Example"})
    anybody.post(ENTER_CODE, {"code": mailed_code()})
    assert anybody.session["_auth_user_id"] == str(user.pk)


def test_wrong_code_does_not_sign_in(anybody):
    anybody.post(ASK_CODE, {"email": UserFactory().email})
    anybody.post(ENTER_CODE, {"code": "000000" if mailed_code() != "000000" else "111111"})
    assert "_auth_user_id" not in anybody.session


def test_third_wrong_code_ends_the_attempt(anybody):
    anybody.post(ASK_CODE, {"email": UserFactory().email})
    right = mailed_code()
    for _ in range(3):
        anybody.post(ENTER_CODE, {"code": "x"})
    anybody.post(ENTER_CODE, {"code": right})
    assert "_auth_user_id" not in anybody.session


def test_code_of_one_browser_is_worth_nothing_in_another(anybody):
    anybody.post(ASK_CODE, {"email": UserFactory().email})
    code = mailed_code()
    other = Client()
    other.post(ASK_CODE, {"email": "nobody@people.example"})
    other.post(ENTER_CODE, {"code": code})
    assert "_auth_user_id" not in other.session


def test_new_code_can_be_asked_for(anybody):
    anybody.post(ASK_CODE, {"email": UserFactory().email})
    anybody.post(ENTER_CODE, {"action": "resend"})
    assert OutboxMessage.objects.filter(template="account/email/login_code").count() == 2


def test_page_after_asking_is_the_same_for_an_unknown_address(anybody):
    known = UserFactory().email
    stranger = Client()
    first = anybody.post(ASK_CODE, {"email": known}, follow=True)
    second = stranger.post(ASK_CODE, {"email": "stranger@people.example"}, follow=True)
    assert without_what_differs(first, known) == without_what_differs(second, "stranger@people.example")


def test_unknown_address_is_told_so_by_mail_only(anybody):
    anybody.post(ASK_CODE, {"email": "stranger@people.example"})
    assert latest_mail().template == "account/email/unknown_account"


def test_password_signs_in(anybody):
    user = UserFactory()
    anybody.post(PASSWORD_PAGE, {"login": user.email, "password": PASSWORD})
    assert anybody.session["_auth_user_id"] == str(user.pk)


def test_wrong_password_and_unknown_address_read_the_same(anybody):
    known = UserFactory().email
    first = anybody.post(PASSWORD_PAGE, {"login": known, "password": "wrong"})
    second = Client().post(PASSWORD_PAGE, {"login": "stranger@people.example", "password": "wrong"})
    assert without_what_differs(first, known) == without_what_differs(second, "stranger@people.example")


def test_sixth_wrong_password_is_refused_even_if_right(anybody):
    user = UserFactory()
    for _ in range(5):
        anybody.post(PASSWORD_PAGE, {"login": user.email, "password": "wrong"})
    anybody.post(PASSWORD_PAGE, {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" not in anybody.session


def test_password_of_an_unconfirmed_address_asks_for_a_code_first(anybody):
    user = UserFactory(verified=False)
    response = anybody.post(PASSWORD_PAGE, {"login": user.email, "password": PASSWORD})
    assert response.url == CONFIRM_EMAIL
    assert "_auth_user_id" not in anybody.session


def test_closed_account_gets_no_further(anybody):
    user = UserFactory(is_active=False)
    anybody.post(PASSWORD_PAGE, {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" not in anybody.session


def test_signing_up_takes_a_code_from_the_mailbox(anybody):
    anybody.post(SIGN_UP, {"full_name": "Aziza", "email": "aziza@people.example"})
    assert "_auth_user_id" not in anybody.session
    anybody.post(CONFIRM_EMAIL, {"code": mailed_code()})
    assert anybody.session["_auth_user_id"] == str(User.objects.get(email="aziza@people.example").pk)


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_signing_up_keeps_the_language_of_the_page(anybody, language):
    anybody.post(f"/{language}/accounts/signup/", {"email": "aziza@people.example"})
    assert User.objects.get(email="aziza@people.example").language == language


def test_signing_up_keeps_the_name(anybody):
    anybody.post(SIGN_UP, {"full_name": "Aziza Rahimova", "email": "aziza@people.example"})
    assert User.objects.get(email="aziza@people.example").full_name == "Aziza Rahimova"


def test_nobody_leaves_a_password_on_somebody_elses_address(anybody):
    anybody.post(SIGN_UP, {"email": "victim@people.example", "password1": "of-the-attacker"})
    assert not User.objects.get(email="victim@people.example").has_usable_password()


def test_signing_up_with_a_known_address_looks_the_same(anybody):
    known = UserFactory().email
    first = anybody.post(SIGN_UP, {"email": known}, follow=True)
    second = Client().post(SIGN_UP, {"email": "stranger@people.example"}, follow=True)
    assert without_what_differs(first, known) == without_what_differs(second, "stranger@people.example")


def test_signing_up_with_a_known_address_is_told_by_mail(anybody):
    anybody.post(SIGN_UP, {"email": UserFactory().email})
    assert latest_mail().template == "account/email/account_already_exists"


def test_signing_up_twice_makes_one_account(anybody):
    for _ in range(2):
        Client().post(SIGN_UP, {"email": "aziza@people.example"})
    assert User.objects.filter(email="aziza@people.example").count() == 1


def test_password_reset_looks_the_same_for_an_unknown_address(anybody):
    known = UserFactory().email
    first = anybody.post(RESET, {"email": known}, follow=True)
    second = Client().post(RESET, {"email": "stranger@people.example"}, follow=True)
    assert without_what_differs(first, known) == without_what_differs(second, "stranger@people.example")


def test_mailed_link_sets_a_new_password(anybody):
    user = UserFactory()
    anybody.post(RESET, {"email": user.email})
    link = re.search(r"http://testserver(/\S+)", latest_mail().text).group(1)
    page = anybody.get(link, follow=True)
    words = "anjir-soyasi-2000"
    anybody.post(page.redirect_chain[-1][0], {"password1": words, "password2": words})
    user.refresh_from_db()
    assert user.check_password(words)


def test_password_reset_link_works_once(anybody):
    user = UserFactory()
    anybody.post(RESET, {"email": user.email})
    link = re.search(r"http://testserver(/\S+)", latest_mail().text).group(1)
    page = anybody.get(link, follow=True)
    words = "anjir-soyasi-2000"
    anybody.post(page.redirect_chain[-1][0], {"password1": words, "password2": words})
    assert b"does not work any more" in Client().get(link, follow=True).content


def test_changed_password_is_told_by_mail(anybody):
    user = UserFactory()
    anybody.force_login(user)
    words = "anjir-soyasi-2000"
    data = {"oldpassword": PASSWORD, "password1": words, "password2": words}
    anybody.post("/en/accounts/password/change/", data)
    assert latest_mail().template == "account/email/security_notice"


def test_signing_out_takes_a_button(anybody):
    anybody.force_login(UserFactory())
    anybody.get("/en/accounts/logout/")
    assert "_auth_user_id" in anybody.session
    anybody.post("/en/accounts/logout/")
    assert "_auth_user_id" not in anybody.session


def test_sign_in_leads_nowhere_else(anybody):
    user = UserFactory()
    response = anybody.post(
        PASSWORD_PAGE, {"login": user.email, "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert response.url == reverse("my")


def test_many_requests_for_codes_are_refused(anybody):
    email = UserFactory().email
    for _ in range(4):
        response = Client().post(ASK_CODE, {"email": email})
    assert "too many attempts" in response.content.decode()
    assert OutboxMessage.objects.filter(template="account/email/login_code").count() == 3


def test_added_address_counts_only_once_confirmed(anybody):
    user = UserFactory()
    anybody.post(PASSWORD_PAGE, {"login": user.email, "password": PASSWORD})
    anybody.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    page = anybody.post(
        "/en/accounts/email/", {"email": "second@people.example", "action_add": "1"}, follow=True
    )
    assert page.content.decode().count(">Cancel</a>") == 1
    assert not EmailAddress.objects.filter(email="second@people.example", verified=True).exists()
    anybody.post(CONFIRM_EMAIL, {"code": mailed_code()})
    assert EmailAddress.objects.filter(user=user, email="second@people.example", verified=True).exists()


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
@pytest.mark.parametrize(
    "address", ["login/code/", "login/", "signup/", "password/reset/", "password/reset/done/", "inactive/"]
)
def test_every_page_of_the_entrance_opens_in_every_language(anybody, language, address):
    assert anybody.get(f"/{language}/accounts/{address}").status_code == 200


def test_pages_of_the_entrance_are_not_for_search_engines(anybody):
    assert b'name="robots" content="noindex"' in anybody.get(PASSWORD_PAGE).content
