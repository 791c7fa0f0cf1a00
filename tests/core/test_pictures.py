"""Pictures of a page: one door, few queries, every format."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_started
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Page

from core import pictures
from home.models import LandingPage

# Wagtail leaves the temporary file of a new rendition to the garbage collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture(autouse=True)
def _media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def _no_guards(monkeypatch):
    monkeypatch.setattr(pictures, "_guards", [])


def add_image(number: int = 0, size: tuple[int, int] = (60, 40)):
    content = BytesIO()
    Image.new("RGB", size, (number * 10, 80, 120)).save(content, "PNG")
    file = SimpleUploadedFile(f"picture-{number}.png", content.getvalue(), "image/png")
    return get_image_model().objects.create(title=f"Picture {number}", file=file, shows="nobody")


def page_with(images) -> LandingPage:
    items = [
        {
            "type": "item",
            "id": str(image.pk),
            "value": {"picture": {"image": image.pk, "alt_text": "Yard", "decorative": False}, "caption": ""},
        }
        for image in images
    ]
    body = [{"type": "gallery", "value": {"title": "", "items": items}}]
    page = LandingPage(title="Pictures", slug=f"pictures-{len(images)}", summary="Many")
    page.body = page._meta.get_field("body").to_python(json.dumps(body))
    Page.objects.get(url_path="/en/").add_child(instance=page)
    return page


def queries(client: Client, page: LandingPage) -> int:
    client.get(page.url_path)  # the first visit makes the renditions
    with CaptureQueriesContext(connection) as asked:
        response = client.get(page.url_path)
    assert response.content.decode().count("<picture>") == len(page.body[0].value["items"])
    return len(asked)


def show(image, **options) -> str:
    pictures.begin(None)
    words = " ".join(f"{name}={value!r}" for name, value in options.items())
    return Template("{% load pictures %}{% photograph image " + words + " %}").render(
        Context({"image": image})
    )


def test_twelve_pictures_cost_as_many_queries_as_two(client):
    images = [add_image(number) for number in range(12)]
    few, many = page_with(images[:2]), page_with(images)
    assert queries(client, few) == queries(client, many) <= 12


def test_a_picture_comes_in_avif_and_webp_with_its_size():
    image = add_image(size=(1600, 1000))
    html = show(image, shape="wide", alt="Yard")
    assert html.index("image/avif") < html.index("image/webp")
    assert 'width="960" height="640"' in html
    assert 'loading="lazy"' in html
    assert "480w" in html


def test_the_first_picture_does_not_wait():
    html = show(add_image(), first=True)
    assert "lazy" not in html
    assert 'fetchpriority="high"' in html


def test_the_cut_keeps_the_focal_point():
    image = add_image(size=(1600, 900))
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = (
        1500,
        450,
        50,
        50,
    )
    image.save()
    left = pictures.sources(add_image(number=1, size=(1600, 900)), "square").url
    assert pictures.sources(image, "square").url != left
    assert image.renditions.exclude(focal_point_key="").exists()


@pytest.mark.usefixtures("_no_guards")
def test_a_picture_that_must_not_be_seen_is_not_on_the_page(client):
    hidden, shown = add_image(1), add_image(2)
    pictures.guard_with(lambda ids: set(ids) - {hidden.pk})
    html = client.get(page_with([hidden, shown]).url_path).content.decode()
    assert html.count("<picture>") == 1


@pytest.mark.usefixtures("_no_guards")
def test_the_guard_also_stands_before_pictures_outside_a_body():
    image = add_image()
    pictures.guard_with(lambda ids: set())
    assert "<img" not in show(image)


def test_a_picture_whose_file_is_gone_leaves_the_page_whole():
    image = add_image()
    image.file.storage.delete(image.file.name)
    assert "<img" not in show(image)


def test_the_same_picture_may_say_different_words():
    image = add_image()
    pictures.begin(None)
    first, second = pictures.find([image.pk])[image.pk], pictures.find([image.pk])[image.pk]
    first.contextual_alt_text = "One"
    assert second.contextual_alt_text != "One"


@pytest.mark.usefixtures("_no_guards")
def test_an_editor_does_not_lose_what_visitors_may_not_see():
    hidden = add_image(1)
    pictures.guard_with(lambda ids: set())
    page = LandingPage.objects.get(pk=page_with([hidden]).pk)
    assert [item["picture"].pk for item in page.body[0].value["items"]] == [hidden.pk]


@pytest.mark.usefixtures("_no_guards")
def test_what_one_request_was_told_does_not_decide_in_the_next(client):
    image = add_image(1)
    page = page_with([image])
    assert "<picture>" in client.get(page.url_path).content.decode()
    pictures.guard_with(lambda ids: set())
    request_started.send(sender=None)
    assert "<img" not in Template("{% load pictures %}{% photograph image %}").render(
        Context({"image": image})
    )
