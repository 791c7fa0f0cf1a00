"""Words of a message, in a language."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from languages.info import HTML_LANG


class Rendered(NamedTuple):
    """A message without its receiver."""

    subject: str
    text: str
    html: str


def render(template: str, language: str, context: Mapping[str, Any]) -> Rendered:
    """Render the three files of a template. Raises TemplateDoesNotExist when one is missing."""
    with translation.override(language):
        common = {
            **context,
            "site_url": settings.SITE_URL,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "language": language,
            "html_lang": HTML_LANG.get(language, language),
        }
        # A line end in a subject would begin another header.
        subject = " ".join(_render(f"{template}_subject.txt", common, escape=False).split())
        text = _render(f"{template}.txt", common, escape=False).strip() + "\n"
        html = _render(f"{template}.html", {**common, "subject": subject}, escape=True)
    return Rendered(subject, text, html)


def _render(name: str, context: Mapping[str, Any], *, escape: bool) -> str:
    """Plain text must not show `&#x27;` for an apostrophe, which Uzbek is full of."""
    return get_template(name).template.render(Context(dict(context), autoescape=escape))
