"""The mails about interests, in four languages."""

import pytest

from core.mail.rendering import render

CONTEXT = {
    "name": "Aziza <b>",
    "reference": "ABCD2345",
    "confirm_url": "https://site.example/c/",
    "portal_url": "https://site.example/my/",
    "url": "https://site.example/admin/volunteers/1/",
    "state": "in_contact",
}
LINKS = {
    "confirm": "https://site.example/c/",
    "again": "https://site.example/c/",
    "received": "https://site.example/my/",
    "first_change": "https://site.example/my/",
    "staff": "https://site.example/admin/volunteers/1/",
}


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
@pytest.mark.parametrize("kind", ["volunteer", "partner"])
@pytest.mark.parametrize("name", LINKS)
def test_mail_has_its_link_in_both_forms(name, kind, language):
    words = render(f"interests/mail/{name}", language, {**CONTEXT, "kind": kind})
    assert words.subject
    assert LINKS[name] in words.text
    assert f'href="{LINKS[name]}"' in words.html


@pytest.mark.parametrize("name", ["confirm", "again", "received", "first_change"])
def test_name_cannot_become_markup(name):
    assert (
        "<b>"
        not in render(f"interests/mail/{name}", "en", {**CONTEXT, "kind": "volunteer"}).html.split("Aziza")[
            1
        ][:9]
    )


def test_volunteers_and_partners_read_different_words():
    mails = [
        render("interests/mail/confirm", "en", {**CONTEXT, "kind": kind}).text
        for kind in ("volunteer", "partner")
    ]
    assert mails[0] != mails[1]


def test_refusal_reads_otherwise_than_an_invitation():
    mails = [
        render("interests/mail/first_change", "en", {**CONTEXT, "kind": "volunteer", "state": state}).subject
        for state in ("in_contact", "declined")
    ]
    assert mails == ["We would like to talk with you", "About your registration"]


def test_repeat_of_a_confirmed_address_has_no_link_to_confirm():
    words = render("interests/mail/again", "en", {**CONTEXT, "kind": "volunteer", "confirm_url": ""})
    assert "confirm" not in words.text.lower()
