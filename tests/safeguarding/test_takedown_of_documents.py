"""A document that rests on a consent comes down with it: not given any more, and told of in the report."""

import pytest
from django.urls import reverse

from safeguarding.models import Shows
from safeguarding.services import takedown
from tests.factories.accounts import signed_in, staff
from tests.factories.safeguarding import consent, document, image

pytestmark = pytest.mark.django_db
EMBED = '<embed embedtype="image" id="{}" alt="" format="fullwidth"/>'
LINK = '<p><a linktype="document" id="{}">the report</a></p>'


@pytest.fixture
def given():
    return consent()


@pytest.fixture
def paper(given):
    return document(Shows.CHILD, given)


@pytest.fixture
def page(article, paper, django_capture_on_commit_callbacks):
    """An article that offers the document."""
    article.body = [("paragraph", LINK.format(paper.pk))]
    with django_capture_on_commit_callbacks(execute=True):  # its index waits for a worker
        article.save_revision().publish()
    return article


def test_the_report_names_it_and_the_pages_that_offered_it(page, given, paper):
    report = takedown.withdraw(given).report
    assert report["documents"] == [paper.pk]
    assert [line["address"] for line in report["pages_with_documents"]] == [page.url_path]
    assert report["pages_with_pictures"] == []


def test_the_page_that_offered_it_stays_without_it(page, given, paper, client):
    assert paper.url in client.get(page.url_path).content.decode()
    takedown.withdraw(given)
    answer = client.get(page.url_path)
    assert answer.status_code == 200
    assert "/documents/" not in answer.content.decode()


def test_its_file_gets_another_name(given, paper, client, django_capture_on_commit_callbacks):
    """With S3 nobody is asked who fetches a file whose name is known."""
    before, address = paper.file.name, paper.url
    with django_capture_on_commit_callbacks(execute=True):
        takedown.withdraw(given)
    paper.refresh_from_db()
    assert not paper.file.storage.exists(before)
    assert paper.file.storage.exists(paper.file.name)
    assert {client.get(where).status_code for where in (address, paper.url)} == {404}
    assert b"".join(signed_in(staff("safeguarding")).get(paper.url).streaming_content)


def test_where_letters_carried_a_page_with_it_they_are_asked_for(page, given, monkeypatch):
    asked = []
    monkeypatch.setattr("safeguarding.traces._finders", [lambda images, pages: asked.append(pages) or []])
    takedown.withdraw(given)
    assert asked == [{page.pk}]


def test_who_withdraws_is_told_of_it_before_and_after(page, given, paper):
    focal = signed_in(staff("safeguarding", language="en"))
    image(Shows.CHILD, given)
    before = focal.get(reverse("consents:withdraw", args=[given.pk])).content.decode()
    assert "1 document is no longer given" in before
    after = focal.post(reverse("consents:withdraw", args=[given.pk]), follow=True).content.decode()
    assert "Pages that offered the documents" in after
    assert page.url_path in after
