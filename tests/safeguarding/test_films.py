"""Films of our own: chosen in the library, with subtitles, under the gate as every document."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.blocks.struct_block import StructBlockValidationError

from core.blocks import VideoBlock
from core.body_links import documents_in, raw
from core.publishing import PublishRefused
from news.models import ArticlePage
from safeguarding.back_office.check import findings_of
from safeguarding.gate import media_of
from safeguarding.models import Consent, CustomDocument, Shows
from safeguarding.services import takedown
from search.models import Entry
from tests.factories.accounts import signed_in, staff
from tests.factories.papers import SECRET, film
from tests.factories.safeguarding import consent, document

pytestmark = pytest.mark.django_db
WORDS = b"WEBVTT\n\n00:01.000 --> 00:04.000\nSalom!\n"


def film_of_ours(*consents: Consent) -> CustomDocument:
    shows = Shows.CHILD if consents else Shows.NOBODY
    return document(shows, *consents, title="Swimming", file=ContentFile(film(), name="swimming.mp4"))


def subtitles() -> CustomDocument:
    return document(title="Swimming, words", file=ContentFile(WORDS, name="words.vtt"))


def showing(page: ArticlePage, **value: object) -> ArticlePage:
    page.body = [("video", {"title": "Zumradxon swims", "illustration": "hero", "url": ""} | value)]
    return page


def seen(page: ArticlePage) -> str:
    return Client().get(page.url_path).content.decode()


def test_a_film_of_the_library_plays_with_its_subtitles(article):
    ours, words = film_of_ours(), subtitles()
    showing(article, file=ours, captions=words).save_revision().publish()
    html = seen(article)
    assert f'data-film="{ours.url}" data-film-file' in html
    assert f'data-film-captions="{words.url}" data-film-label="Subtitles"' in html


def test_it_passes_the_gate_and_comes_down_with_its_consent(article):
    given = consent()
    ours = film_of_ours(given)
    page = showing(article, file=ours)
    assert media_of(page) == [ours]
    page.save_revision().publish()
    takedown.withdraw(given)
    assert "Zumradxon" not in seen(article)
    assert Client().get(ours.url).status_code == 404
    with pytest.raises(PublishRefused):
        showing(ArticlePage.objects.get(pk=article.pk), file=ours).save_revision().publish()


def test_subtitles_that_may_not_be_shown_leave_the_film(article):
    given = consent()
    words = document(Shows.CHILD, given, file=ContentFile(WORDS, name="words.vtt"))
    showing(article, file=film_of_ours(), captions=words).save_revision().publish()
    assert words.url in seen(article)
    takedown.withdraw(given)
    html = seen(article)
    assert "Zumradxon swims" in html
    assert "data-film-captions" not in html


def test_a_film_that_was_deleted_leaves_no_curtain(article):
    ours = film_of_ours()
    showing(article, file=ours).save_revision().publish()
    ours.delete()
    assert "Zumradxon" not in seen(article)


def test_of_what_is_said_in_it_the_search_holds_nothing(article):
    showing(article, file=film_of_ours()).save_revision().publish()
    assert "Zumradxon" not in Entry.objects.get(page_id=article.pk).text


def test_all_of_its_files_are_found_in_a_body(article):
    ours, words = film_of_ours(), subtitles()
    page = showing(article, file=ours, captions=words)
    page.save_revision()
    assert documents_in(raw(page.body)) == {ours.pk, words.pk}


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({}, "url"),
        ({"url": "https://vimeo.com/1", "file": film_of_ours}, "file"),
        ({"file": document}, "file"),
        ({"file": film_of_ours, "captions": document}, "captions"),
        ({"url": "https://vimeo.com/1", "captions": subtitles}, "captions"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(value, field):
    made = {name: one() if callable(one) else one for name, one in value.items()}
    block = VideoBlock()
    empty = {"url": "", "file": None, "captions": None, "length": "", "transcript": ""}
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.normalize(empty | {"title": "Summer", "illustration": "hero"} | made))
    assert list(refused.value.block_errors) == [field]


@pytest.mark.parametrize(
    ("name", "content", "kind"), [("a.mp4", film(), "video/mp4"), ("a.vtt", WORDS, "text/vtt")]
)
def test_staff_add_it_and_visitors_get_it_clean(name, content, kind):
    client = signed_in(staff("editor"))
    data = {
        "title": "Summer",
        "file": ContentFile(content, name=name),
        "collection": 1,
        "shows": Shows.NOBODY,
    }
    client.post("/admin/documents/add/", data | {"tags": "", "consents": ""})
    made = CustomDocument.objects.get(title="Summer")
    answer = Client().get(made.url)
    assert answer["Content-Type"].partition(";")[0] == kind
    assert SECRET not in b"".join(answer.streaming_content)


def test_a_player_gets_the_part_that_it_asks_for():
    ours = film_of_ours()
    whole = b"".join(Client().get(ours.url).streaming_content)
    answer = Client().get(ours.url, headers={"Range": "bytes=8-19"})
    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, whole[8:20])
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Cache-Control"] == "private, max-age=3600"
    assert (
        answer["Content-Security-Policy"] == "default-src 'none'; media-src 'self'"
    )  # without a script it is a link


def test_nobody_gets_a_part_of_what_may_not_be_shown():
    given = consent()
    ours = film_of_ours(given)
    takedown.withdraw(given)
    assert Client().get(ours.url, headers={"Range": "bytes=0-9"}).status_code == 404


def test_the_checker_reads_subtitles_and_goes_on_without_a_file_that_is_lost(article):
    told = b"WEBVTT\n\n00:01.000 --> 00:04.000\nU <i>12-</i>maktabda\n"
    spoken = document(title="Words", file=ContentFile(told, name="told.vtt"))
    page = showing(article, file=film_of_ours(), captions=spoken, title="A swim")
    assert any("12-maktabda" in one.excerpt for one in findings_of(page))
    spoken.file.storage.delete(spoken.file.name)
    assert findings_of(page) == []


def test_the_script_sends_what_stands_in_no_field(article):
    told = b"WEBVTT\n\n00:01.000 --> 00:04.000\nU 12-maktabda\n"
    spoken = document(title="Words", file=ContentFile(told, name="told.vtt"))
    showing(article, file=film_of_ours(), captions=spoken).save_revision()
    page = signed_in(staff("editor")).get(f"/admin/pages/{article.pk}/edit/").content.decode()
    beside = page[page.index('id="child-check-beside"') :].split("</script>")[0]
    assert "12-maktabda" in beside
