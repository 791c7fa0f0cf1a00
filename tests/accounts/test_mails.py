"""The mails of accounts, in four languages."""

import pytest

from core.mail.rendering import render

LANGUAGES = ["uz", "uz-cyrl", "ru", "en"]
CONTEXT = {
    "code": "123456",
    "email": "a@people.example",
    "signup_url": "https://site.example/s/",
    "password_reset_url": "https://site.example/p/",
    "from_email": "old@people.example",
    "to_email": "new@people.example",
    "deleted_email": "gone@people.example",
}
MUST_SAY = {
    "login_code": "123456",
    "email_confirmation": "123456",
    "email_confirmation_signup": "123456",
    "account_already_exists": "/accounts/login/code/",
    "unknown_account": "https://site.example/s/",
    "password_reset_key": "https://site.example/p/",
}
EVENTS = {
    "password_changed": "",
    "password_reset": "",
    "password_set": "",
    "email_changed": "new@people.example",
    "email_deleted": "gone@people.example",
    "totp_activated": "",
    "totp_deactivated": "",
    "recovery_codes_generated": "",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MUST_SAY)
def test_mail_says_what_it_is_for(name, language):
    words = render(f"account/email/{name}", language, {**CONTEXT, "event": ""})
    assert words.subject
    assert MUST_SAY[name] in words.text
    assert MUST_SAY[name] in words.html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", EVENTS)
def test_notice_says_what_has_changed(event, language):
    words = render("account/email/security_notice", language, {**CONTEXT, "event": event})
    nothing = render("account/email/security_notice", language, {**CONTEXT, "event": "unheard_of"})
    assert len(words.text) > len(nothing.text)
    assert EVENTS[event] in words.text


def test_already_existing_account_is_led_to_the_right_language():
    assert (
        "/uz-cyrl/accounts/login/code/"
        in render("account/email/account_already_exists", "uz-cyrl", CONTEXT).text
    )
