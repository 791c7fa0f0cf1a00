"""The former site's addresses, as rows that staff see and change in Wagtail's Redirects."""

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from home.demo.content import data

DEFAULT = "uz"


def seed_redirects(pages: dict[str, Page]) -> int:
    """Add what is missing; `pages` are the default language's by key. Rows that staff changed stay as they are.

    Returns how many were added.
    """
    copy = data("redirects")
    keys = {pages[row["page"]].translation_key for row in copy["addresses"]}
    translations = {
        (page.translation_key, page.locale.language_code): page
        for page in Page.objects.filter(translation_key__in=keys).select_related("locale")
    }
    wanted = {
        Redirect.normalise_path(f"/{language}{row['from']}" if language else row["from"]): translations[
            pages[row["page"]].translation_key, language or DEFAULT
        ]
        for row in copy["addresses"]
        for language in copy["languages"]
    }
    known = set(Redirect.objects.filter(old_path__in=wanted).values_list("old_path", flat=True))
    missing = [
        Redirect(old_path=path, redirect_page=page, is_permanent=True, automatically_created=False)
        for path, page in wanted.items()
        if path not in known
    ]
    return len(Redirect.objects.bulk_create(missing))
