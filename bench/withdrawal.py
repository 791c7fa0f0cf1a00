"""How long it takes from withdrawing a consent until nothing that rested on it is served, among many pages.

`make bench` with BENCH_SEARCH=10000 fills that many pages first, and prints this below the search.
"""

import json
import time
from io import BytesIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.models import Page, ReferenceIndex

from home.models import LandingPage
from news.models import ArticlePage, NewsIndexPage
from safeguarding.models import Consent, CustomImage, PageConsent, Shows
from safeguarding.services import takedown

STORIES = 10


def withdrawal(uses: str) -> dict[str, object]:
    """Seconds for a consent with so many pages that show its picture, ten of them stories of the child."""
    consent, image = _consent(), _picture()
    image.consents.add(consent)
    places = [*_pages(image, int(uses) - STORIES), *_stories(consent, image)]
    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0])
    shown = sum("/media/images/" in client.get(page.url_path).content.decode() for page in places)
    began = time.perf_counter()
    done = takedown.withdraw(consent)
    answers = [client.get(page.url_path) for page in places]
    left = sum(
        answer.status_code == 200 and "/media/images/" in answer.content.decode() for answer in answers
    )
    return {
        "pages": Page.objects.count(),
        "shown_before": shown,
        "shown_after": left,
        "copies": done.report["copies"],
        "seconds": round(time.perf_counter() - began, 2),
    }


def _consent() -> Consent:
    today = timezone.localdate()
    return Consent.objects.create(
        subject="Bench",
        child_agreed_on=today,
        guardian_agreed_on=today,
        expires_on=today.replace(year=today.year + 1),
    )


def _picture() -> CustomImage:
    out = BytesIO()
    Image.effect_noise((1600, 1000), 60).convert("RGB").save(out, "JPEG")
    file = ContentFile(out.getvalue(), name="bench.jpg")
    return CustomImage.objects.create(title="Bench", description="Bench", file=file, shows=Shows.CHILD)


def _pages(image: CustomImage, number: int) -> list[Page]:
    home = Page.objects.get(depth=2, slug="uz")
    return [
        _published(LandingPage(title=f"Bench {n}", slug=f"shown-{n}"), home, image) for n in range(number)
    ]


def _stories(consent: Consent, image: CustomImage) -> list[Page]:
    index = NewsIndexPage.objects.get(locale__language_code="uz")
    made = []
    for number in range(STORIES):
        page = ArticlePage(title=f"Bench {number}", slug=f"told-{number}", child_identity="recognisable")
        page.child_consents = [PageConsent(consent=consent)]
        made.append(_published(page, index, image))
    return made


def _published(page: Page, parent: Page, image: CustomImage) -> Page:
    page.locale, page.body = parent.locale, page._meta.get_field("body").to_python(_json(image))
    parent.add_child(instance=page)
    page.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(page)
    return page


def _json(image: CustomImage) -> str:
    picture = {"image": image.pk, "alt_text": "Bench", "decorative": False}
    return json.dumps([{"type": "image", "value": {"picture": picture, "caption": ""}}])
