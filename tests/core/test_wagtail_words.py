"""Words that Wagtail puts together in a way that our languages do not."""

import pytest
from django.utils import translation
from django.utils.translation import gettext
from wagtail.admin.paginator import WagtailPaginator

from home.models import Announcement, StandardPage
from programmes.models import KeyFigure


@pytest.mark.django_db  # a page asks for its language
@pytest.mark.parametrize(("language", "words"), [("uz", "Jami: 5"), ("ru", "Всего: 5"), ("en", "5 in all")])
def test_what_a_list_counts_is_not_declined(language: str, words: str) -> None:
    with translation.override(language):
        assert WagtailPaginator([StandardPage()] * 5, 2).items_count_label == words


@pytest.mark.parametrize("language", ["uz", "uz-Cyrl", "ru", "en"])
@pytest.mark.parametrize("kind", [KeyFigure, Announcement])
def test_the_way_to_a_snippet_is_told_in_the_language_of_whoever_reads(kind: type, language: str) -> None:
    steps = kind.snippet_viewset.index_view.view_initkwargs["breadcrumbs_items"]
    with translation.override(language):
        assert [str(step["label"]) for step in steps] == [gettext("Home"), gettext("Snippets")]
