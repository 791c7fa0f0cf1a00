"""Pages of the seeded site, and people who translate them."""

from wagtail.models import Locale

from home.models import StandardPage
from tests.factories.accounts import staff


def page(language: str = "uz", slug: str = "biz-kimmiz") -> StandardPage:
    """A seeded page by its Uzbek slug, in a language."""
    uzbek = StandardPage.objects.get(slug=slug, locale__language_code="uz")
    return uzbek if language == "uz" else uzbek.get_translation(locale(language))


def locale(language: str) -> Locale:
    """The locale of a language."""
    return Locale.objects.get(language_code=language)


def write(where: StandardPage, *, publish: bool = True, **values: object) -> StandardPage:
    """Change a page in the editor's way."""
    for name, value in values.items():
        setattr(where, name, value)
    revision = where.save_revision()
    if publish:
        revision.publish()
    where.refresh_from_db()
    return where


def editor() -> object:
    """Somebody who writes pages and may not publish."""
    return staff("editor")


def publisher() -> object:
    """Somebody who may publish."""
    return staff("publisher")
