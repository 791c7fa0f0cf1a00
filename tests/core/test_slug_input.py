"""Addresses of pages are clean Latin, whatever the script of the title."""

import pytest
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.models import Page

from core.slug_input import UzbekSlugInput
from home.models import StandardPage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "title", "slug"),
    [
        ("uz", "Oʻgʻil bolalar", "ogil-bolalar"),
        ("uz-cyrl", "Ўғил болалар", "ogil-bolalar"),
        ("ru", "Щедрая помощь", "shchedraya-pomoshch"),
        ("en", "Children’s homes", "childrens-homes"),
    ],
)
def test_a_page_without_an_address_gets_one_from_its_title(language: str, title: str, slug: str) -> None:
    home = Page.objects.get(depth=2, slug=language)
    pages = [home.add_child(instance=StandardPage(title=title, locale=home.locale)) for _ in range(2)]
    assert [page.slug for page in pages] == [slug, f"{slug}-2"]


def test_an_editors_address_field_reads_uzbek_letters() -> None:
    widget = formfield_for_dbfield(StandardPage._meta.get_field("slug")).widget
    assert isinstance(widget, UzbekSlugInput)
    assert "ўЎ" in widget.attrs["data-w-slug-formatters-value"].encode().decode("unicode_escape")
