"""Words that Wagtail puts together in a way that our languages do not."""

import pytest
from django.utils import translation
from wagtail.admin.paginator import WagtailPaginator

from home.models import StandardPage


@pytest.mark.parametrize(("language", "words"), [("uz", "Jami: 5"), ("ru", "Всего: 5"), ("en", "5 in all")])
def test_what_a_list_counts_is_not_declined(language: str, words: str) -> None:
    with translation.override(language):
        assert WagtailPaginator([StandardPage()] * 5, 2).items_count_label == words
