"""Catalogues of uz-cyrl, and the texts of Django, allauth and phone numbers in both scripts."""

import re
from pathlib import Path

import allauth
import django
import phonenumber_field
import polib
import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils.translation import gettext, ngettext, override, pgettext

from languages import catalogue
from languages.apostrophes import normalise

ENGLISH = [
    Path(django.__file__).parent / "conf" / "locale" / "en",
    Path(django.__file__).parent / "contrib" / "auth" / "locale" / "en",
    Path(django.__file__).parent / "contrib" / "humanize" / "locale" / "en",
    Path(allauth.__file__).parent / "locale" / "en",
    Path(phonenumber_field.__file__).parent / "locale" / "ru",
]
# Names of things that have no other name in Uzbek.
LATIN_IN_CYRILLIC = {
    "allow_empty", "allow_future", "API", "ascii_snake_case", "authorization_code", "client_credentials",
    "code", "cookie", "CORS", "Cross", "CSRF", "CSV", "DEBUG", "Django", "Embedly", "Enter", "from",
    "get_absolute_url", "HTML", "HTTP", "HTTPS", "ID", "id_token",
    "IP", "IPv4", "IPv6", "JavaScript", "JSON", "LDAP", "Localize", "no", "noreferrer", "OAuth1", "OAuth2",
    "oauth_token", "oauth_token_secret", "origin", "PO", "Policy", "QR", "Referer", "Referrer", "referrer",
    "refresh_token", "same", "SSO", "to", "TOTP", "True", "URI", "URL",
    "UTC", "UUID", "v2", "v3", "Wagtail", "WebAuthn", "XLSX",
}  # fmt: skip


def entry(msgid: str = "Hello", msgstr: str = "", **kwargs: object) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **kwargs)


def po(*entries: polib.POEntry) -> polib.POFile:
    file = polib.POFile()
    file.extend(entries)
    return file


def cyrillic(*entries: polib.POEntry, previous: polib.POFile | None = None) -> polib.POFile:
    return catalogue.to_cyrillic_catalogue(po(*entries), previous)


def framework(locale: str) -> polib.POFile:
    return polib.pofile(str(catalogue.po_path(catalogue.FRAMEWORK, locale)))


@pytest.mark.parametrize(
    ("msgid", "latin", "expected"),
    [
        ("Hello %(name)s", "Salom %(name)s", "Салом %(name)s"),
        ("%s left", "%ssi qoldi", "%sси қолди"),
        ("{count} gifts", "{count} ta sovgʻa", "{count} та совға"),
        ("<b>Yes</b>", "<b title='ha'>Ha</b>", "<b title='ha'>Ҳа</b>"),
        ("The “Referer” header", "“Referer” sarlavhasi", "“Referer” сарлавҳаси"),
        ("50% done", "50%dan oshdi", "50%дан ошди"),
    ],
)
def test_placeholders_and_markup_survive(msgid: str, latin: str, expected: str) -> None:
    assert cyrillic(entry(msgid, latin))[0].msgstr == expected


def test_plurals_have_the_one_form_of_uzbek() -> None:
    source = entry("%d day", msgid_plural="%d days", msgstr_plural={0: "%d kun"})
    made = cyrillic(source)
    assert (made[0].msgstr_plural, made.metadata["Plural-Forms"]) == ({0: "%d кун"}, "nplurals=1; plural=0;")


def test_contexts_survive() -> None:
    assert cyrillic(entry("May", "may", msgctxt="alt. month"))[0].msgctxt == "alt. month"


def test_unfinished_texts_are_left_out() -> None:
    assert list(cyrillic(entry("A", ""), entry("B", "b", flags=["fuzzy"]))) == []


def test_a_text_corrected_by_hand_stays() -> None:
    previous = po(entry("Mole", "моль", tcomment="by hand: the unit, not the animal"))
    assert cyrillic(entry("Mole", "mol"), previous=previous)[0].msgstr == "моль"


def test_a_text_corrected_by_hand_goes_with_its_message() -> None:
    previous = po(entry("Gone", "йўқ", tcomment="by hand"))
    assert [made.msgid for made in cyrillic(entry("Here", "bor"), previous=previous)] == ["Here"]


def test_what_we_wrote_goes_before_what_is_shipped() -> None:
    made = catalogue.framework_catalogue(
        po(entry("Yes", "Ha")), [po(entry("Yes", "Xop"), entry("No", "Yo'q"))]
    )
    assert {item.msgid: item.msgstr for item in made} == {"Yes": "Ha", "No": "Yoʻq"}


def test_saving_the_same_text_again_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "uz" / "django.po"
    assert (catalogue.save(po(entry("A", "a")), path), catalogue.save(po(entry("A", "a")), path)) == (
        True,
        False,
    )


def test_the_catalogues_in_the_repository_are_up_to_date() -> None:
    try:
        call_command("translate_cyrillic", "--check")
    except CommandError:
        pytest.fail("Run `manage.py translate_cyrillic` and commit what it writes.")


@pytest.mark.parametrize("folder", ENGLISH, ids=lambda path: path.parents[1].name)
@pytest.mark.parametrize("locale", ["uz", "uz_Cyrl"])
def test_every_text_of_the_frameworks_is_there(folder: Path, locale: str) -> None:
    texts = polib.pofile(str(folder / "LC_MESSAGES" / "django.po"))
    ours = {(item.msgctxt, item.msgid) for item in framework(locale)}
    wanted = [item for item in texts if not item.obsolete and not catalogue.is_of_unused_app(item)]
    assert [item.msgid for item in wanted if (item.msgctxt, item.msgid) not in ours] == []


def test_no_latin_word_is_left_in_the_cyrillic_texts() -> None:
    plain = re.compile(r"%\(\w+\)[srd]|%[sd]|\{\w*\}|<[^>]*>|@/\./\+/-/_")
    left = {
        word
        for item in framework("uz_Cyrl")
        for text in [item.msgstr, *item.msgstr_plural.values()]
        for word in re.findall(r"[A-Za-z]\w+", plain.sub(" ", text))
    }
    assert left - LATIN_IN_CYRILLIC == set()


def test_the_hand_written_texts_have_the_right_apostrophes() -> None:
    texts = [item.msgstr for item in polib.pofile(str(catalogue.HAND_WRITTEN))]
    assert [text for text in texts if normalise(text) != text] == []


@pytest.mark.parametrize("locale", ["uz", "uz_Cyrl"])
def test_every_placeholder_of_the_english_text_is_in_ours(locale: str) -> None:
    named = re.compile(r"%\(\w+\)[srd]|\{\w+\}")
    wrong = [
        item.msgid
        for item in framework(locale)
        if set(named.findall(item.msgstr or item.msgstr_plural[0]))
        - set(named.findall(item.msgid + item.msgid_plural))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "expected"), [("uz", "Bu maydonni toʻldiring."), ("uz-cyrl", "Бу майдонни тўлдиринг.")]
)
def test_a_form_speaks_the_visitors_script(language: str, expected: str) -> None:
    with override(language):
        assert forms.CharField().error_messages["required"] == expected


def test_a_weak_password_is_refused_in_cyrillic() -> None:
    with override("uz-cyrl"), pytest.raises(ValidationError, match="Пароль жуда қисқа: камида 8 та белги"):
        MinimumLengthValidator().validate("abc")


def test_months_have_small_letters() -> None:
    with override("uz"):
        assert (gettext("November"), pgettext("alt. month", "November")) == ("noyabr", "noyabr")


def test_plurals_of_the_frameworks_work_in_cyrillic() -> None:
    with override("uz-cyrl"):
        assert ngettext("%(num)d day", "%(num)d days", 3) % {"num": 3} == "3 кун"


@pytest.mark.parametrize("locale", ["uz", "ru"])
def test_our_texts_have_one_kind_of_quotation_marks_and_no_line_begins_with_a_dash(locale: str) -> None:
    theirs = {item.msgid for item in framework("uz")}
    path = catalogue.po_path(settings.BASE_DIR / "locale", locale)
    ours = [item for item in polib.pofile(str(path)) if item.msgid not in theirs]
    texts = [text for item in ours for text in [item.msgstr, *item.msgstr_plural.values()]]
    assert [text for text in texts if re.search("[“”]| — ", text)] == []
