"""The admin of Wagtail and wagtail-localize in Uzbek, and the gaps of its Russian."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import modelcluster
import modelsearch
import polib
import pytest
import taggit
import wagtail
import wagtail_localize
from django.apps import apps
from django.utils.translation import gettext, ngettext, override

from languages import catalogue
from languages.apostrophes import normalise

WAGTAIL, LOCALIZE = Path(wagtail.__file__).parent, Path(wagtail_localize.__file__).parent
PACKAGES = [
    WAGTAIL,
    LOCALIZE,
    *(Path(package.__file__).parent for package in (taggit, modelcluster, modelsearch)),
]
HAND_WRITTEN = (catalogue.WAGTAIL, catalogue.WAGTAIL_SCRIPTS)
OWN = catalogue.po_path(Path(__file__).parents[2] / "locale", "uz")
PLACEHOLDER = re.compile(r"%\(\w+\)[srd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")

# What editors open every day → the templates that make it.
SCREENS = {
    "dashboard": "wagtail/admin/templates/wagtailadmin/home*/**/*.html",
    "explorer": "wagtail/admin/templates/wagtailadmin/pages/**/*.html",
    "panels": "wagtail/admin/templates/wagtailadmin/panels/**/*.html",
    "side panels, locks, schedule, comments": "wagtail/admin/templates/wagtailadmin/shared/**/*.html",
    "choosers and links": "wagtail/admin/templates/wagtailadmin/chooser/**/*.html",
    "listings, history, confirmations": "wagtail/admin/templates/wagtailadmin/generic/**/*.html",
    "workflow": "wagtail/admin/templates/wagtailadmin/workflows/**/*.html",
    "mails to editors": "wagtail/admin/templates/wagtailadmin/notifications/**/*.*",
    "reports": "wagtail/admin/templates/wagtailadmin/reports/**/*.html",
    "account": "wagtail/admin/templates/wagtailadmin/account/**/*.html",
    "images": "wagtail/images/templates/**/*.html",
    "documents": "wagtail/documents/templates/**/*.html",
    "snippets": "wagtail/snippets/templates/**/*.html",
    "embeds": "wagtail/embeds/templates/**/*.html",
    "redirects": "wagtail/contrib/redirects/templates/**/*.html",
    "forms": "wagtail/contrib/forms/templates/**/*.html",
    "settings": "wagtail/contrib/settings/templates/**/*.html",
    "translating": "wagtail_localize/templates/**/*.html",
}
IN_TEMPLATE = re.compile(r"""\{%\s*trans(?:late)?\s+(["'])(.+?)\1|_\((["'])([^"']+?)\3\)""")
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
OWN_FOLDERS = re.compile(r"/tests?/|/migrations/|/test_|/styleguide/|/search_promotions/|/project_template/")


def installed(language: str, domain: str = "django") -> list[polib.POFile]:
    """The catalogues of `language` of the installed apps of Wagtail, wagtail-localize and taggit."""
    folders = [Path(app.path) for app in apps.get_app_configs()]
    ours = [each for each in folders if any(each.is_relative_to(package) for package in PACKAGES)]
    files = [catalogue.po_path(each / "locale", language, domain) for each in ours]
    return [polib.pofile(str(file)) for file in files if file.exists()]


def made(locale: str, domain: str = "django") -> polib.POFile:
    return polib.pofile(str(catalogue.po_path(catalogue.FRAMEWORK, locale, domain)))


def keys(file: polib.POFile) -> set[tuple[str | None, str]]:
    return {(entry.msgctxt, entry.msgid) for entry in file if entry.translated()}


def texts(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr or "", *entry.msgstr_plural.values()]


def written() -> Iterator[polib.POEntry]:
    for file in HAND_WRITTEN:
        yield from polib.pofile(str(file))


def asked_for(code: str) -> Iterator[str]:
    """The texts that a module's calls of gettext name."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in GETTEXT:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


@pytest.mark.parametrize("locale", ["uz", "uz_Cyrl"])
@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_text_of_the_admin_is_there(locale: str, domain: str) -> None:
    wanted = {key for file in installed("en", domain) for key in keys_of_source(file)}
    assert wanted - keys(made(locale, domain)) == set()


def keys_of_source(file: polib.POFile) -> set[tuple[str | None, str]]:
    return {(entry.msgctxt, entry.msgid) for entry in file if not entry.obsolete}


@pytest.mark.parametrize("pattern", SCREENS.values(), ids=SCREENS.keys())
def test_every_text_of_a_daily_screen_is_there(pattern: str) -> None:
    ours = {msgid for _context, msgid in keys(made("uz"))}
    files = list(WAGTAIL.parent.glob(pattern))
    found = {match[1] or match[3] for file in files for match in IN_TEMPLATE.findall(file.read_text())}
    assert files
    assert found - ours == set()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_every_text_in_the_code_is_there(package: Path) -> None:
    ours = {msgid for _context, msgid in keys(made("uz"))}
    files = [file for file in package.rglob("*.py") if not OWN_FOLDERS.search(file.as_posix())]
    found = {text for file in files for text in asked_for(file.read_text())}
    assert found - ours == set()


def test_placeholders_are_those_of_the_english_text() -> None:
    wrong = [
        entry.msgid
        for entry in written()
        for text in texts(entry)
        if text
        and Counter(PLACEHOLDER.findall(text))
        not in (Counter(PLACEHOLDER.findall(entry.msgid)), Counter(PLACEHOLDER.findall(entry.msgid_plural)))
    ]
    assert wrong == []


@pytest.mark.parametrize("locale", ["uz", "uz_Cyrl"])
def test_markup_is_that_of_the_english_text(locale: str) -> None:
    ours = {entry.msgid for entry in written()}
    wrong = [
        entry.msgid
        for entry in made(locale)
        for text in texts(entry)
        if entry.msgid in ours
        and text
        and sorted(TAG.findall(text)) != sorted(TAG.findall(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


def test_spaces_at_the_ends_are_those_of_the_english_text() -> None:
    ends = re.compile(r"^\s*|\s*$")
    wrong = [
        entry.msgid
        for entry in written()
        for text in texts(entry)
        if text and ends.findall(text) != ends.findall(entry.msgid)
    ]
    assert wrong == []


def test_apostrophes_are_those_of_uzbek() -> None:
    wrong = [text for entry in written() for text in texts(entry) if normalise(text) != text]
    typewritten = [text for entry in written() for text in texts(entry) if "'" in TAG.sub("", text)]
    assert (wrong, typewritten) == ([], [])


def test_our_own_texts_do_not_change_the_meaning_of_the_admins() -> None:
    # Ours go before Wagtail's: “Name” of a person would stand over the names of files too.
    own = {
        (entry.msgctxt, entry.msgid): entry.msgstr for entry in polib.pofile(str(OWN)) if not entry.obsolete
    }
    theirs = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in polib.pofile(str(catalogue.WAGTAIL))}
    assert {key[1] for key, text in theirs.items() if own.get(key, text) != text} == set()


def test_russian_has_no_gap() -> None:
    translated = {key for file in [*installed("ru"), made("ru")] for key in keys(file)}
    wanted = {key for file in installed("en") for key in keys_of_source(file)}
    assert wanted - translated == set()


def test_russian_of_the_scripts_has_no_gap() -> None:
    translated = {key for file in installed("ru", "djangojs") for key in keys(file)}
    wanted = {key for file in installed("en", "djangojs") for key in keys_of_source(file)}
    assert wanted - translated == set()


def test_our_russian_has_the_placeholders_of_the_english_text() -> None:
    wrong = [
        entry.msgid
        for entry in made("ru")
        for text in entry.msgstr_plural.values() or [entry.msgstr]
        if sorted(PLACEHOLDER.findall(text))
        not in [sorted(PLACEHOLDER.findall(source)) for source in (entry.msgid, entry.msgid_plural)]
    ]
    assert wrong == []


def test_russian_has_a_space_beside_every_name_that_is_filled_in() -> None:
    ours = {entry.msgid for entry in made("ru")}
    texts = [*made("ru"), *(entry for file in installed("ru") for entry in file if entry.msgid not in ours)]
    glued = re.compile(r"%\(\w*name\)s[а-яё]|[а-яё]%\(\w*name\)s", re.IGNORECASE)
    assert [entry.msgid for entry in texts if glued.search(entry.msgstr)] == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("uz", "Save draft", "Qoralamani saqlash"),
        ("uz-cyrl", "Save draft", "Қораламани сақлаш"),
        ("uz", "Submit for moderation", "Tekshiruvga topshirish"),
        ("ru", "View latest version", "Посмотреть последнюю версию"),
        ("ru", "This %(model_name)s is currently awaiting moderation.", "Ждёт проверки (%(model_name)s)."),
    ],
)
def test_a_button_speaks_the_editors_language(language: str, text: str, expected: str) -> None:
    with override(language):
        assert gettext(text) == expected


@pytest.mark.parametrize("count", [1, 5])
def test_a_number_of_pages_has_one_form(count: int) -> None:
    with override("uz"):
        assert (
            ngettext("Move 1 page", "Move %(counter)s pages", count) == "%(counter)s ta sahifani koʻchirish"
        )
