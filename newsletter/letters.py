"""An issue as a mail program shows it: formatted and plain, with whole addresses."""

import html
import re
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from core import pictures
from core.linked_pages import may_lead_to
from core.pages import BasePage
from languages.transliterate import ambiguous, to_cyrillic, to_cyrillic_html
from newsletter.models import Issue, IssueText
from safeguarding.gate import may_show, may_tell
from safeguarding.models import CustomImage
from translations.words import additions

LINK = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
BREAK = re.compile(r"</(?:p|h2|h3|li|ul|ol)>|<br\s*/?>")


class Letter(NamedTuple):
    """One issue in one language."""

    subject: str
    text: str
    html: SafeString


def letters(issue: Issue) -> dict[str, Letter]:
    """By language. Cyrillic Uzbek is made from Latin where nobody wrote it."""
    texts = {text.language: text for text in issue.texts.all()}
    found = {language: _letter(text, language) for language, text in texts.items()}
    if "uz" in found and "uz-cyrl" not in found:
        latin = _letter(texts["uz"], "uz-cyrl")  # without pictures that may be shown in the other script only
        words = additions()  # staff's names and spellings count here as on pages
        cyrillic = Letter(
            to_cyrillic(latin.subject, additions=words),
            to_cyrillic(latin.text, additions=words),
            mark_safe(to_cyrillic_html(latin.html, additions=words)),
        )
        found["uz-cyrl"] = _leading_to_cyrillic(cyrillic)
    return found


def _leading_to_cyrillic(letter: Letter) -> Letter:
    """With the address of the same page in Cyrillic, where it is published."""
    ours = re.compile(re.escape(settings.SITE_URL) + r"(/uz/[^\s\"<)]*)")
    latin = Page.objects.filter(url_path__in=ours.findall(letter.html))
    other = Page.objects.live().filter(locale__language_code="uz-cyrl")
    by_key = {
        page.translation_key: page
        for page in other.filter(translation_key__in=latin.values("translation_key"))
        if may_lead_to(page)
    }
    instead = {
        page.url_path: by_key[page.translation_key].url_path
        for page in latin
        if page.translation_key in by_key
    }

    def written(found: re.Match[str]) -> str:
        return f"{settings.SITE_URL}{instead.get(found[1], found[1])}"

    return Letter(letter.subject, ours.sub(written, letter.text), mark_safe(ours.sub(written, letter.html)))


def doubtful_words(issue: Issue) -> list[str]:
    """Words whose Cyrillic spelling is a guess; none where somebody wrote the Cyrillic text."""
    texts = {text.language: text for text in issue.texts.all()}
    if "uz" not in texts or "uz-cyrl" in texts:
        return []
    latin = _letter(texts["uz"], "uz-cyrl")
    return [doubt.word for doubt in ambiguous(f"{latin.subject}\n{latin.text}", additions())]


def shown(issue: Issue) -> dict[str, set[int]]:
    """The ids of the images, by the language of the mail that shows them."""
    found = {text.language: _pictures_in(text) for text in issue.texts.all()}
    return {"uz-cyrl": found["uz"]} | found if "uz" in found else found


def _pictures_in(text: IssueText) -> set[int]:
    values = (block.value for block in text.body if block.block_type == "picture")
    return {value["image"].pk for value in values if value["image"]}


def carried(issue: Issue) -> tuple[list[int], list[int]]:
    """The ids of the images and of the pages that the issue takes to subscribers."""
    images: set[int] = set().union(*shown(issue).values())
    pages: set[int] = set()
    for text in issue.texts.all():
        for block in text.body:
            if block.block_type == "read_on" and block.value["page"]:
                pages.add(block.value["page"].pk)
            if block.block_type == "paragraph":
                pages |= {
                    int(pk) for pk in re.findall(r'linktype="page"[^>]* id="(\d+)"', block.value.source)
                }
                pages |= {
                    int(pk) for pk in re.findall(r' id="(\d+)"[^>]*linktype="page"', block.value.source)
                }
    return sorted(images), sorted(pages)


def _letter(text: IssueText, language: str) -> Letter:
    """As those read it who read `language`."""
    parts = [part for block in text.body if (part := _part(block, language))]
    return Letter(
        text.subject,
        "\n\n".join(plain(part) for part in parts),
        mark_safe("\n".join(parts)),
    )


def _part(block: object, language: str) -> str:
    """One block as formatted text; what was deleted or must not be shown any more is left out."""
    value = block.value
    if block.block_type == "paragraph":
        return _whole(expand_db_html(value.source))
    if block.block_type == "picture" and value["image"]:
        return _picture(value["image"], value["alt"], language)
    if block.block_type == "read_on" and value["page"] and _may_tell_of(value["page"], language):
        context = {"value": value, "url": _address(value["page"].url_path)}
        return render_to_string("newsletter/mail/read_on.html", context)
    return ""


def _picture(image: CustomImage, alt: str, language: str) -> str:
    """Nothing where its file is gone, as on pages: it must keep up neither the issue nor a takedown."""
    if not may_show(image, [language]):
        return ""
    try:
        rendition = image.get_rendition(pictures.LETTER)
    except (SourceImageIOError, FileNotFoundError):
        return ""
    context = {"url": _address(rendition.url), "alt": alt, "picture": rendition}
    return render_to_string("newsletter/mail/picture.html", context)


def _may_tell_of(page: Page, language: str) -> bool:
    """Whether visitors may open it, and a child's consent lets its story be told to those who read `language`."""
    story = page.specific
    return may_lead_to(page) and (not isinstance(story, BasePage) or may_tell(story, language))


def _address(url: str) -> str:
    return f"{settings.SITE_URL}{url}" if url.startswith("/") else url


def _whole(markup: str) -> str:
    """Addresses of our own pages with the host, which a mail program cannot know."""
    return markup.replace('href="/', f'href="{settings.SITE_URL}/')


def plain(markup: str) -> str:
    """The same words without markup; links keep their addresses, pictures their descriptions."""
    markup = re.sub(r'<img [^>]*alt="([^"]*)"[^>]*>', r"[\1]", markup)
    markup = LINK.sub(lambda link: _link_words(link[2], link[1]), markup)
    markup = re.sub(r"<li[^>]*>", "- ", BREAK.sub("\n", markup))
    lines = (line.strip() for line in html.unescape(strip_tags(markup)).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _link_words(words: str, address: str) -> str:
    return address if strip_tags(words).strip() == address else f"{words} ({address})"
