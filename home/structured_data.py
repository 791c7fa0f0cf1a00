"""What machines read of a page: schema.org data, one graph a page, equal for every visitor.

https://schema.org/NGO, /Article, /Event, /JobPosting, /DonateAction, /BreadcrumbList; Google's guidelines ask that
nothing stands here that the page does not show.
"""

import json
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from home.models import HomePage, SiteSettings
from languages.info import HTML_LANG
from search.documents import text_of

# What could end the script element or be read as markup; JSON reads the escapes as the same letters.
_ESCAPES = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&\u2028\u2029"}
ORGANISATION = "#organisation"


def structured_data(request: HttpRequest, site: SiteSettings, crumbs: list[dict], card: str) -> SafeString:
    """The graph of the page that the request shows, as JSON that may stand inside a script element."""
    page = getattr(request, "page", None)
    things = [organisation(site)]
    if page is not None:
        things += _page_things(page, site, crumbs, card)
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPES))


def absolute(path: str) -> str:
    """An address with scheme and host."""
    return path if path.startswith("http") else f"{settings.SITE_URL}{path}"


def organisation(site: SiteSettings) -> dict[str, object]:
    """Who we are, and how one gives."""
    known = {
        "telephone": site.phone,
        "email": site.email,
        "address": str(site.address),
        "sameAs": [url for _name, url in site.links],
        "slogan": str(site.tagline),
    }
    return {
        "@type": "NGO",
        "@id": absolute("/") + ORGANISATION,
        "name": str(site.name),
        "alternateName": str(site.short_name),
        "url": absolute("/"),
        "logo": absolute(static("img/icons/icon-512.png")),
        **{name: value for name, value in known.items() if value},
        "potentialAction": {
            "@type": "DonateAction",
            "recipient": {"@id": absolute("/") + ORGANISATION},
            "target": {"@type": "EntryPoint", "urlTemplate": absolute(reverse("donate"))},
        },
    }


def _page_things(page: Page, site: SiteSettings, crumbs: list[dict], picture: str) -> list[dict]:
    things = []
    if isinstance(page, HomePage):
        things.append(_website(page, site))
    elif crumbs:
        things.append(_breadcrumbs(page, crumbs))
    name = page._meta.model_name
    if name in ("articlepage", "storypage"):
        things.append(_article(page, picture))
    elif name == "eventpage":
        things += _event(page, picture)
    elif name == "vacancypage" and page.is_open:
        things += _vacancy(page)
    return things


def _website(page: Page, site: SiteSettings) -> dict[str, object]:
    return {
        "@type": "WebSite",
        "url": absolute(page.url_path),
        "name": str(site.short_name),
        "inLanguage": HTML_LANG[page.locale.language_code],
        "publisher": {"@id": absolute("/") + ORGANISATION},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": absolute(reverse("search")) + "?q={query}"},
            "query-input": "required name=query",
        },
    }


def _breadcrumbs(page: Page, crumbs: list[dict]) -> dict[str, object]:
    steps = [*((crumb["title"], crumb["url"]) for crumb in crumbs), (page.title, page.url_path)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": title, "item": absolute(url)}
            for place, (title, url) in enumerate(steps, 1)
        ],
    }


def _article(page: Page, picture: str) -> dict[str, object]:
    published = getattr(page, "date", None) or page.first_published_at
    changed = max(filter(None, (page.last_published_at, page.first_published_at)), default=None)
    return {
        "@type": "Article",
        "headline": page.title[:110],
        "inLanguage": HTML_LANG[page.locale.language_code],
        "mainEntityOfPage": absolute(page.url_path),
        "image": [picture],
        "author": {"@id": absolute("/") + ORGANISATION},
        "publisher": {"@id": absolute("/") + ORGANISATION},
        **_given(description=page.summary, datePublished=_iso(published), dateModified=_iso(changed)),
    }


def _event(page: Page, picture: str) -> list[dict[str, object]]:
    """None for one that does not say yet where it is: without a place it is a fault to those who read it."""
    place = str(page.place or page.village or "")
    here = {"@type": "Place", "name": place, "address": place} if place else None
    online = {"@type": "VirtualLocation", "url": absolute(page.url_path)} if page.is_online else None
    where = [thing for thing in (here, online) if thing]
    mode = "Mixed" if here and online else "Online" if online else "Offline"
    event = {
        "@type": "Event",
        "name": page.title,
        "url": absolute(page.url_path),
        "inLanguage": HTML_LANG[page.locale.language_code],
        "image": [picture],
        "organizer": {"@id": absolute("/") + ORGANISATION},
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "location": where,
        **_given(description=page.summary, startDate=_iso(page.start), endDate=_iso(page.end)),
    }
    return [event] if where else []


def _vacancy(page: Page) -> list[dict[str, object]]:
    """With all that is said of the work, as those who list vacancies ask for; none where nothing is said yet."""
    description = " ".join(filter(None, (page.summary, text_of(page))))
    place = {"addressLocality": str(page.village.name)} if page.village else {}
    address = {"@type": "PostalAddress", "addressCountry": "UZ", **place}
    posting = {
        "@type": "JobPosting",
        "title": page.title,
        "url": absolute(page.url_path),
        "hiringOrganization": {"@id": absolute("/") + ORGANISATION},
        "jobLocation": {"@type": "Place", "address": address},
        **_given(
            description=description,
            datePosted=_iso(page.first_published_at),
            validThrough=_iso(page.closing_date),
        ),
    }
    return [posting] if description else []


def _given(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _iso(moment: date | datetime | None) -> str:
    if isinstance(moment, datetime):
        return timezone.localtime(moment).isoformat(timespec="seconds")
    return moment.isoformat() if moment else ""
