"""Each page with a drawing has a card of its own, which nobody can make us draw but by its own address."""

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image
from wagtail.models import Page, PageViewRestriction

from core.pages import ILLUSTRATIONS
from home.cards import BLANKS, COLUMN, _fitted, _width, address, draw
from tests.search.pages import publish

pytestmark = pytest.mark.django_db
NAME = "SOS Oʻzbekiston Bolalar mahallalari"


def test_every_drawing_that_editors_may_choose_has_a_blank_card() -> None:
    assert [code for code, _label in ILLUSTRATIONS if not (BLANKS / f"{code}.png").is_file()] == []


@pytest.mark.parametrize(
    "title", ["Oʻgʻil-qizlar", "Ғамхўрлик ва меҳр", "Щедрость", "ö ğ ş ç", "", "x" * 300, "soʻz " * 60]
)  # fmt: skip
def test_a_card_is_1200_by_630_whatever_the_title(title: str) -> None:
    with Image.open(BytesIO(draw(title, NAME, "hero"))) as image:
        assert image.size == (1200, 630)


def test_lines_stay_beside_the_gate() -> None:
    size, lines = _fitted("Oʻzbekistonda ota-ona qaramogʻisiz qolgan bolalar uchun oilaviy muhit")
    assert all(_width(line, "lora", size) <= COLUMN for line in lines)


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_a_page_names_its_card_and_the_card_is_there(client: Client, language: str) -> None:
    page = Page.objects.live().filter(url_path__startswith=f"/{language}/", depth=4).first()
    html = client.get(page.url_path).content.decode()
    path = html.split('property="og:image" content="', 1)[1].split('"', 1)[0].split("8000", 1)[-1]
    assert path.startswith("/cards/")
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/png")
    assert not response.cookies


def test_another_title_has_another_address() -> None:
    page = Page.objects.live().filter(depth=4).specific().first()
    before = address(page, NAME)
    page.title += "!"
    assert address(page, NAME) != before


def test_a_made_up_address_draws_nothing(client: Client) -> None:
    page = Page.objects.live().filter(depth=4).first()
    assert client.get(f"/cards/{page.pk}-abc.png").status_code == 404


def test_a_page_that_is_not_public_has_no_card(client: Client) -> None:
    page = publish("uz", "Zumradxon")
    page.illustration = "hero"
    page.save_revision().publish()
    html = client.get(page.url_path).content.decode()
    path = "/cards/" + html.split("/cards/", 1)[1].split('"', 1)[0]
    assert client.get(path).status_code == 200
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(path).status_code == 404
    restriction.delete()
    page.unpublish()
    assert client.get(path).status_code == 404
