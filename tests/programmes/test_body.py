"""Every block of a body shows itself in the editor and on the site."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page
from wagtail_localize.segments import OverridableSegmentValue

from core.blocks import PictureBlock, VideoBlock
from core.blocks.media import Film
from news.models import ArticlePage
from programmes.blocks import BodyBlock, BodyField

pytestmark = pytest.mark.django_db

BLOCKS = BodyBlock().child_blocks
LANGUAGES = ("uz", "ru", "en")


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_has_a_preview_and_says_what_it_is_for(name: str) -> None:
    block = BLOCKS[name]
    assert block.is_previewable
    assert block.get_description()
    assert block.meta.icon not in {"placeholder", "default"}
    assert block.meta.group


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BLOCKS)
def test_the_preview_renders_as_on_the_site(name: str, language: str) -> None:
    block = BLOCKS[name]
    with translation.override(language):
        value = block.get_preview_value()
        context = {
            "request": RequestFactory().get("/admin/"),
            "block_def": block,
            "bound_block": block.bind(value),
        }
        html = render_to_string(block.get_preview_template(value, context), context)
    assert "<link" in html
    assert not any(word in html for word in ("<script", " style=", "<iframe"))


@pytest.mark.parametrize("name", sorted(set(BLOCKS) - {"newsletter"}))
def test_the_sample_shows_something(name: str) -> None:
    block = BLOCKS[name]
    with translation.override("en"):
        assert len(block.render(block.get_preview_value()).strip()) > 40


def test_a_new_block_needs_no_migration() -> None:
    _name, _path, args, kwargs = BodyField().deconstruct()
    assert args == []
    assert "block_lookup" not in kwargs


def test_lists_have_limits() -> None:
    lists = [child for block in BLOCKS.values() for child in getattr(block, "child_blocks", {}).values()
             if hasattr(child, "child_block")]  # fmt: skip
    assert lists
    assert all(child.meta.min_num and child.meta.max_num for child in lists)


class TestWords:
    """What a picture says to those who do not see it."""

    def picture(self, alt: str, decorative: bool) -> object:
        from core.blocks.preview import any_image

        image = any_image()
        image.contextual_alt_text, image.decorative = alt, decorative
        return image

    @pytest.mark.parametrize("alt", ["", "   "])
    def test_a_picture_without_words_is_refused(self, alt: str) -> None:
        with pytest.raises(StructBlockValidationError) as refused:
            PictureBlock().clean(self.picture(alt, decorative=False))
        assert "alt_text" in refused.value.block_errors

    def test_a_decorative_picture_needs_no_words(self) -> None:
        assert PictureBlock().clean(self.picture("", decorative=True))

    def test_words_lose_their_outer_blanks(self) -> None:
        assert (
            PictureBlock().clean(self.picture("  A yard ", decorative=False)).contextual_alt_text == "A yard"
        )


@pytest.mark.parametrize(
    ("address", "provider", "player"),
    [
        ("https://www.youtube.com/watch?v=abcDEF12345&t=3", "YouTube", "https://www.youtube-nocookie.com/embed/abcDEF12345"),
        ("https://youtu.be/abcDEF12345", "YouTube", "https://www.youtube-nocookie.com/embed/abcDEF12345"),
        ("https://vimeo.com/12345", "Vimeo", "https://player.vimeo.com/video/12345?dnt=1"),
        ("https://m.youtube.com/shorts/abcDEF12345?feature=share", "YouTube", "https://www.youtube-nocookie.com/embed/abcDEF12345"),
        ("https://www.youtube.com/playlist?list=PLabcDEF123", "", ""),
        ("https://www.youtube.com/results?search_query=sos", "", ""),
        ("https://www.youtube.com/c/soschildren", "", ""),
        ("https://vimeo.com/12345/ab12cd34ef", "Vimeo", "https://player.vimeo.com/video/12345?dnt=1&h=ab12cd34ef"),
        ("https://player.vimeo.com/video/12345?h=ab12cd34ef", "Vimeo", "https://player.vimeo.com/video/12345?dnt=1&h=ab12cd34ef"),
        ("https://sos.example/film.MP4", "", "https://sos.example/film.MP4"),
        ("/media/film.webm", "", "/media/film.webm"),
        ("https://elsewhere.example/film.mp4", "", ""),
        ("//elsewhere.example/film.mp4", "", ""),
        ("https://[sos/film.mp4", "", ""),
        ("https://youtube.com.evil.example/watch?v=abcDEF12345", "", ""),
        ("https://youtu.be/a\"><script>", "", ""),
        ("https://vimeo.com/channels/staff", "", ""),
    ],
)  # fmt: skip
def test_a_film_knows_its_player(settings, address: str, provider: str, player: str) -> None:
    settings.SITE_URL = "https://www.sos.example"
    film = Film(address)
    assert (film.provider, film.player) == (provider, player)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)//x.mp4", "http://sos.example/x.mp4", "https://sos.example/"]
)
def test_an_address_that_no_player_can_show_is_refused(address: str) -> None:
    block = VideoBlock()
    value = block.to_python(
        {"url": address, "title": "Film", "illustration": "hero", "length": "", "transcript": ""}
    )
    with pytest.raises(StructBlockValidationError):
        block.clean(value)


def test_a_film_that_no_player_can_show_is_a_link() -> None:
    block = BLOCKS["video"]
    address = {"url": "https://elsewhere.example/x.mp4"}
    value = block.to_python(
        {"title": "Film", "illustration": "hero", "length": "", "transcript": ""} | address
    )
    html = block.render(value)
    assert "data-film" not in html
    assert 'href="https://elsewhere.example/x.mp4"' in html


def test_the_address_of_a_film_is_nothing_to_translate() -> None:
    block = BLOCKS["video"].child_blocks["url"]
    (segment,) = block.get_translatable_segments("https://vimeo.com/1")
    assert isinstance(segment, OverridableSegmentValue)
    assert block.restore_translated_segments("https://vimeo.com/1", [segment]) == "https://vimeo.com/1"


def test_a_film_loads_nothing_before_a_press() -> None:
    block = BLOCKS["video"]
    html = block.render(block.get_preview_value())
    assert "<iframe" not in html
    assert "src=" not in html
    assert 'href="https://vimeo.com/1"' in html


def test_amounts_lead_to_the_gift_form() -> None:
    with translation.override("en"):
        html = BLOCKS["donate"].render(
            BLOCKS["donate"].to_python({"frequency": "month", "designation": "samarkand"})
        )
    assert "/en/donate/?frequency=month&amp;designation=samarkand&amp;amount=" in html


def call_to(page: Page | None, **more: str) -> str:
    block = BLOCKS["call_to_action"]
    value = {"title": "Read on", "label": "To the story", "page": page, **more}
    return block.render(block.normalize(value))


CALL = {"title": "Read on", "label": "To the story", "page": None, "action": "", "url": ""}


def test_a_button_that_leads_nowhere_is_refused() -> None:
    block = BLOCKS["call_to_action"]
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.normalize(CALL))
    assert set(refused.value.block_errors) == {"page"}
    assert block.clean(block.normalize(CALL | {"action": "donate"}))
    assert block.clean(block.normalize(CALL | {"url": "https://example.org/"}))


@pytest.mark.parametrize(
    ("kind", "begun"),
    [("call_to_action", CALL), ("video", {"url": "", "title": "Film", "illustration": "hero"})],
)
def test_a_draft_keeps_a_block_that_is_not_written_to_its_end(kind: str, begun: dict) -> None:
    body = BodyBlock()
    draft = body.to_python([{"type": kind, "value": begun}])
    assert body.clean_deferred(draft)[0].value["title"] == begun["title"]


def test_a_call_to_a_page_that_was_taken_down_does_not_tell_its_address() -> None:
    page = ArticlePage.objects.live().first()
    page.unpublish()
    html = call_to(page)
    assert "Read on" in html
    assert "<a" not in html


def test_a_call_to_a_page_that_was_taken_down_leads_elsewhere_where_that_is_given() -> None:
    page = ArticlePage.objects.live().first()
    page.unpublish()
    assert 'href="https://example.org/"' in call_to(page, url="https://example.org/")


def test_a_call_that_leads_nowhere_is_no_button() -> None:
    assert "<a" not in call_to(None)


def test_a_call_leads_to_its_page() -> None:
    page = ArticlePage.objects.live().first()
    assert f'href="{page.url_path}"' in call_to(page)


@pytest.mark.parametrize("address", ["https://[films.example/summer.mp4", "https://youtu.be]/abcDEF12345"])
def test_an_address_with_a_bracket_out_of_place_is_refused_beside_its_field(address: str) -> None:
    block = VideoBlock()
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.normalize({"url": address, "title": "Summer", "illustration": "hero"}))
    assert list(refused.value.block_errors) == ["url"]
