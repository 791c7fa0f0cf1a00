"""Links of a translated page lead to pages in its own language."""

import re

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Locale, Page

from languages.normalising import rewrite_stream

_PAGE_LINK = re.compile(r'(<a\b[^>]*?\blinktype="page"[^>]*?>)')
_ID = re.compile(r'\bid="(\d+)"')
_TYPED = r'<a href="(/{}/[^"?#]*)'


def localise_links(page: Page, source: Locale) -> None:
    """Point what `page` (unsaved, just translated from `source`) links to at translations, where there are any."""
    translations, typed = _Translations(page.locale), re.compile(_TYPED.format(source.language_code))

    def rewrite(block: blocks.Block, raw: object) -> object:
        if isinstance(block, blocks.PageChooserBlock):
            return translations.of(raw) if raw else raw
        if isinstance(block, blocks.RichTextBlock) and raw:
            moved = typed.sub(translations.address, raw)
            return _PAGE_LINK.sub(lambda link: _ID.sub(translations.attribute, link[1]), moved)
        return raw

    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            setattr(page, field.name, rewrite_stream(getattr(page, field.name), rewrite))


class _Translations:
    """Ids of pages in one language, by the ids of their translations."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self.known: dict[int, int] = {}

    def of(self, pk: int) -> int:
        """The id of the page in our language, or the one given."""
        if pk not in self.known:
            key = Page.objects.filter(pk=pk).values("translation_key")
            ours = Page.objects.filter(locale=self.locale, translation_key__in=key).values_list(
                "pk", flat=True
            )
            self.known[pk] = ours.first() or pk
        return self.known[pk]

    def address(self, match: re.Match[str]) -> str:
        """The address in our language of what somebody typed: a page has one of its own title, a form the same as in
        every language. What we do not show is left in the other one.
        """
        typed = match[1]
        whole = typed if typed.endswith("/") else f"{typed}/"
        if page := Page.objects.filter(url_path=whole).first():
            ours = page.get_translations().filter(locale=self.locale).live().first()
            return f'<a href="{ours.url_path if ours else typed}'
        _before, _language, rest = typed.split("/", 2)
        return f'<a href="/{self.locale.language_code}/{rest}'

    def attribute(self, match: re.Match[str]) -> str:
        return f'id="{self.of(int(match[1]))}"'
