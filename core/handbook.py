"""The handbook for those who write, where they look for help: `docs/editors*.md` as a screen of the back office."""

import re
from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from languages.markup import to_cyrillic_html

FILES = {"uz": "editors.uz.md", "ru": "editors.ru.md", "en": "editors.md"}
PICTURES = "img/editors/"  # in the text; among static files they are below `handbook/`
ANCHOR = re.compile(r"[^\w\- ]")


class HandbookView(WagtailAdminTemplateMixin, TemplateView):
    """All of it on one page, with its own list of contents."""

    page_title = _("Handbook")
    header_icon = "help"
    template_name = "core/handbook.html"

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        """The way here, which ends with the title."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """With the text, in the language of the back office or the one asked for."""
        language = self.request.GET.get("language") or get_language() or "en"
        return {**super().get_context_data(**kwargs), "handbook": handbook(language)}


def handbook(language: str) -> SafeString:
    """The text as HTML, with pictures; in Cyrillic script it is made from Latin, in an unknown language English."""
    html = _html(FILES.get("uz" if language == "uz-cyrl" else language, FILES["en"]))
    if language == "uz-cyrl":
        html = to_cyrillic_html(html)
    html = re.sub(
        r'src="handbook/([\w-]+\.webp)"', lambda found: f'src="{static("handbook/" + found[1])}"', html
    )
    return mark_safe(html)


@cache
def _html(name: str) -> str:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse((settings.BASE_DIR / "docs" / name).read_text())
    body = tokens[3:]  # the screen has its title already
    for number, token in enumerate(body):
        if token.type == "heading_open":
            token.attrSet("id", _anchor(body[number + 1].content))
        for child in token.children or ():
            _point(child)
    return markdown.renderer.render(body, markdown.options, {})


def _anchor(heading: str) -> str:
    """As the list of contents says it, which is how code hosts do."""
    return ANCHOR.sub("", heading.lower()).replace(" ", "-")


def _point(token: Token) -> None:
    """Let pictures and the other languages be found from the back office; pictures load when they come near."""
    if token.type == "image":
        source = str(token.attrGet("src"))
        with Image.open(settings.BASE_DIR / "docs" / source) as picture:
            width, height = (
                picture.size
            )  # kept free until they come, so that a place jumped to stays in sight
        sizes = {"width": str(width), "height": str(height)}
        token.attrs |= {"src": source.replace(PICTURES, "handbook/"), "loading": "lazy"} | sizes
    for language, name in FILES.items():
        if token.type == "link_open" and token.attrGet("href") == name:
            token.attrs |= {"href": f"?language={language}", "lang": language, "hreflang": language}
