"""An article that nobody has published yet."""

import pytest

from core.publishing import ChildIdentity
from news.models import ArticlePage, NewsIndexPage


@pytest.fixture
def article(db: None) -> ArticlePage:
    """A draft in English; by itself it may be published."""
    index = NewsIndexPage.objects.get(locale__language_code="en")
    page = ArticlePage(
        title="A day", slug="a-day", child_identity=ChildIdentity.NOBODY, live=False, locale=index.locale
    )
    return index.add_child(instance=page)
