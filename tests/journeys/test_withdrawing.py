"""A consent is withdrawn: what rested on it is served nowhere any more, and a proof stays."""

import re

from playwright.sync_api import expect

from safeguarding.models import Consent
from tests.journeys.product import wait_until

TITLE = "Anor soyasida"
ADDRESS = "/uz/yangiliklar/hikoyalar/anor-soyasida/"
STORY = """
from datetime import timedelta
from django.core.files.base import ContentFile
from django.utils import timezone
from django.conf import settings
from news.models import StoryIndexPage, StoryPage
from safeguarding.models import Consent, CustomImage, PageConsent
today = timezone.localdate()
given = Consent.objects.create(
    subject="File 12", child_agreed_on=today, guardian_agreed_on=today, guardian_role="mother",
    scopes=["web"], expires_on=today + timedelta(days=365),
)
drawn = ContentFile((settings.BASE_DIR / "home/content/images/hero.webp").read_bytes(), name="shade.webp")
image = CustomImage.objects.create(title="Shade", file=drawn, shows="child")
image.consents.set([given])
story = StoryPage(title="Anor soyasida", child_identity="recognisable", child_consents=[PageConsent(consent=given)])
picture = {"image": image, "alt_text": "Soya", "decorative": False}
story.body = [("image", {"picture": picture, "caption": "", "shape": ""})]
StoryIndexPage.objects.get(locale__language_code="uz").add_child(instance=story)
story.save_revision().publish()
"""


def test_a_withdrawn_consent_takes_its_story_from_every_place_and_leaves_a_proof(staff, visit, product):
    product.manage("shell", "--command", STORY)
    given = Consent.objects.using(product.alias).get()
    reader, focal_point = visit("uz", 360), staff("safeguarding")
    get = reader.page.request.get
    reader.opens(ADDRESS)
    picture = reader.page.locator("main picture img").evaluate("one => one.currentSrc || one.src")
    places = ("/uz/feeds/stories.rss", "/sitemap.xml", "/uz/search/?q=soyasida")
    wait_until(lambda: all("anor-soyasida" in get(place).text() for place in places), 20)
    assert get(picture).status == 200

    focal_point.presses("Safeguarding")
    focal_point.follows("Consents")
    focal_point.follows(given.reference)
    focal_point.follows("Withdraw this consent")
    expect(focal_point.page.locator("main")).to_contain_text(ADDRESS)
    assert get(ADDRESS).status == 200
    focal_point.presses("Withdraw and take everything down")
    focal_point.reads("The report is as it was sealed.")
    expect(focal_point.page.locator("main")).to_contain_text(ADDRESS)
    expect(focal_point.page.locator("main code")).to_have_text(re.compile("^[0-9a-f]{64}$"))

    assert get(ADDRESS).status == 404
    assert get(picture).status == 404
    for place in places:
        assert "anor-soyasida" not in get(place).text()
