"""Pages to find."""

from wagtail.models import Page

from home.models import StandardPage
from languages.slugs import slugify


def publish(
    language: str, title: str, text: str = "", summary: str = "", under: Page | None = None
) -> StandardPage:
    """A published page of plain content."""
    home = under or Page.objects.get(depth=2, slug=language)
    body = [{"type": "paragraph", "value": text}] if text else []
    page = StandardPage(
        title=title, slug=slugify(title, language), summary=summary, body=body, locale=home.locale
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return page
