"""A document is given where a page shows it: the page's language counts, not that of the reader's browser."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from home.models import ReportLibraryPage
from home.models.reports import Report
from safeguarding.models import Consent, Shows
from tests.factories.accounts import signed_in, staff
from tests.factories.safeguarding import consent, document, pdf_file

pytestmark = pytest.mark.django_db

LINK = '<p><a linktype="document" id="{}">the report</a></p>'


@pytest.fixture
def given() -> Consent:
    return consent()


@pytest.fixture
def paper(given):
    return document(Shows.CHILD, given, title="The river year")


def narrowed(given: Consent, *languages: str) -> None:
    Consent.objects.filter(pk=given.pk).update(languages=list(languages))


def page_of(client, page) -> str:
    return client.get(page.url_path).content.decode()


@pytest.mark.parametrize("accepted", ["ru", "en", "uz-Cyrl", "de", ""])
def test_whatever_the_browser_speaks_it_gets_what_a_page_offers(client, given, paper, accepted):
    narrowed(given, "uz")
    answer = client.get(paper.url, headers={"Accept-Language": accepted})
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)


def test_what_may_be_shown_in_no_language_is_not_given(client, given, paper):
    Consent.objects.filter(pk=given.pk).update(withdrawn_at=timezone.now())
    for browser in ("uz", "ru", "en"):
        assert client.get(paper.url, headers={"Accept-Language": browser}).status_code == 404


def test_nobody_keeps_it_longer_than_a_picture_and_no_proxy_at_all(client, paper):
    answer = client.get(paper.url)
    assert b"".join(answer.streaming_content)
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    unread = document(Shows.UNKNOWN)
    answer = signed_in(staff("editor")).get(unread.url)
    assert b"".join(answer.streaming_content)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_link_is_left_out_in_a_language_that_the_consent_does_not_cover(client, article, given, paper):
    article.body = [("paragraph", LINK.format(paper.pk))]
    article.save_revision().publish()
    assert paper.url in page_of(client, article)
    narrowed(given, "uz", "ru")
    text = page_of(client, article)
    assert paper.url not in text
    assert "the report" in text


def test_a_block_leaves_it_out_too(client, article, given, paper):
    free = document(title="Charter")
    article.body = [("documents", {"title": "", "documents": [paper, free]})]
    article.save_revision().publish()
    assert paper.url in page_of(client, article)
    narrowed(given, "uz", "ru")
    text = page_of(client, article)
    assert paper.url not in text
    assert paper.title not in text
    assert free.url in text


def test_the_library_leaves_it_out_too(client, given, paper):
    library = ReportLibraryPage.objects.live().get(locale=Locale.objects.get(language_code="en"))
    library.reports.add(Report(document=paper, year=2001))
    library.save_revision().publish()
    assert paper.url in page_of(client, library)
    narrowed(given, "uz", "ru")
    text = page_of(client, library)
    assert paper.url not in text
    assert 'value="2001"' not in text


@pytest.mark.parametrize(
    ("file", "title", "how"),
    [
        ("r.pdf", "Yillik hisobot 2025", 'inline; filename="Yillik hisobot 2025.pdf"'),
        ("r.pdf", "hisobot.pdf", 'inline; filename="hisobot.pdf"'),
        ("r.txt", "Отчёт", "attachment; filename*=utf-8''%D0%9E%D1%82%D1%87%D1%91%D1%82.txt"),
        ("r.txt", "../etc\n/x", 'attachment; filename=".. etc x.txt"'),
    ],
)
def test_readers_save_it_under_its_title_although_its_address_tells_nothing(client, file, title, how):
    content = pdf_file(file) if file.endswith("pdf") else ContentFile(b"words", name=file)
    paper = document(title=title, file=content)
    answer = client.get(paper.url)
    answer.close()
    assert answer.headers["Content-Disposition"] == how


def test_a_file_of_a_wrong_kind_is_told_only_of_kinds_that_documents_may_have():
    wrong = SimpleUploadedFile("plan.py", b"print()")
    fields = {"title": "Plan", "file": wrong, "shows": Shows.NOBODY}
    answer = signed_in(staff("editor")).post(reverse("wagtaildocs:add"), fields)
    [words] = answer.context["form"].errors["file"]
    assert "xlsx" in words
    assert "png" not in words
