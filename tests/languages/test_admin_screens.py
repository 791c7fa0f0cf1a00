"""Pages of the admin as an editor who reads Uzbek sees them."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Workflow
from wagtail.users.models import UserProfile

from tests.factories.accounts import signed_in, staff

# Pages that tell a reader of Uzbek at once when they have fallen back to English.
PATHS = [
    "/admin/",
    "/admin/account/",
    "/admin/pages/{home}/",
    "/admin/pages/{home}/?q=a",
    "/admin/pages/{home}/edit/",
    "/admin/pages/{home}/history/",
    "/admin/pages/{home}/copy/",
    "/admin/pages/{home}/move/",
    "/admin/pages/{home}/delete/",
    "/admin/pages/{home}/unpublish/",
    "/admin/pages/{home}/add_subpage/",
    "/admin/pages/{home}/workflow_history/",
    "/admin/images/",
    "/admin/images/multiple/add/",
    "/admin/documents/",
    "/admin/snippets/programmes/keyfigure/",
    "/admin/snippets/programmes/keyfigure/add/",
    "/admin/redirects/",
    "/admin/reports/locked/",
    "/admin/reports/workflow/",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/reports/workflow_tasks/",
]
NOT_SHOWN = {"script", "style", "svg", "code"}
ATTRIBUTES = {"aria-label", "title", "placeholder", "alt"}
ENGLISH = re.compile(
    r"\b(dashboard|explorer?|edit|image|images|choose|chooser|workflow|history|publish|draft|save|search|settings"
    r"|delete|status|title|page|pages|preview|comments?|locked|unlock|reports|help|the|this|your|and)\b",
    re.IGNORECASE,
)


class Shown(HTMLParser):
    """Collects what a reader sees or hears of a page, a line each."""

    def __init__(self, html: str) -> None:
        """Read all of `html`."""
        super().__init__()
        self.lines: list[str] = []
        self.hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Attributes that are shown or read aloud."""
        self.hidden += tag in NOT_SHOWN
        self.lines += [value for name, value in attrs if name in ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        """Back to what is shown."""
        self.hidden -= tag in NOT_SHOWN

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if not self.hidden and data.strip():
            self.lines.append(" ".join(data.split()))


def without_names(line: str) -> str:
    """A line without the titles of pages and names of workflows, which people gave in their own language."""
    names = [*Page.objects.values_list("title", flat=True), *Workflow.objects.values_list("name", flat=True)]
    for name in sorted((" ".join(each.split()) for each in names), key=len, reverse=True):
        line = line.replace(name, "")
    return line


def given() -> set[str]:
    """Titles of files and addresses of the old site: people gave them."""
    titles = get_document_model().objects.values_list("title", flat=True)
    return {*titles, *Redirect.objects.values_list("old_path", flat=True)}


@pytest.fixture
def admin(db: None) -> Client:
    user = staff("administrator")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "uz"})
    return signed_in(user)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/admin/jsi18n/", "Avtomatik saqlanmoqda\\u2026"),
        ("/admin/localize/jsi18n/", "PO faylini yuklab olish"),
    ],
)
def test_scripts_get_uzbek_texts(admin: Client, path: str, expected: str) -> None:
    assert expected in admin.get(path).content.decode()


def test_the_account_page_offers_both_scripts(admin: Client) -> None:
    html = admin.get("/admin/account/").content.decode()
    assert 'value="uz-cyrl"' in html
    assert 'value="uz" selected' in html


@pytest.mark.parametrize("path", PATHS)
def test_no_english_is_left_on_a_page_in_uzbek(admin: Client, path: str) -> None:
    home = Page.objects.get(depth=2, locale__language_code="uz")
    response = admin.get(path.format(home=home.pk), follow=True)
    assert response.status_code == 200
    lines = set(Shown(response.content.decode()).lines) - given()
    assert [line for line in lines if ENGLISH.search(line) and ENGLISH.search(without_names(line))] == []
