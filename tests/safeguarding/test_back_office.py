"""Consents, evidence and takedowns in the back office; the gate where staff meet it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText
from wagtail_localize.models import StringTranslation

from core.models import AuditEntry
from core.publishing import ChildIdentity
from donations.models import Campaign, CampaignPage, Designation, GiftEffect
from home.models import Announcement
from news.models import ArticlePage
from safeguarding.back_office.check import findings_of
from safeguarding.models import (
    Consent,
    ConsentEvidence,
    CustomDocument,
    CustomImage,
    PageConsent,
    Shows,
    Takedown,
)
from tests.factories.accounts import signed_in, staff
from tests.factories.safeguarding import consent, document, image, pdf_file
from tests.translations import pages as translated
from translations.services.translating import begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def focal_point() -> Client:
    return signed_in(staff("safeguarding"))


@pytest.fixture
def editor() -> Client:
    return signed_in(staff("editor"))


@pytest.fixture
def publisher() -> Client:
    return signed_in(staff("publisher"))


def evidence_of(given: Consent) -> ConsentEvidence:
    paper = pdf_file("a.pdf")
    return ConsentEvidence.objects.create(consent=given, description="Form", file=paper)


def form_of(**changes: object) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "subject": "File 12",
        "child_agreed_on": today,
        "guardian_agreed_on": today,
        "guardian_role": "mother",
        "scopes": ["web"],
        "languages": ["uz", "uz-cyrl"],
        "expires_on": today + timedelta(days=300),
        "evidence-TOTAL_FORMS": 1,
        "evidence-INITIAL_FORMS": 0,
        "evidence-0-description": "Signed form",
        "evidence-0-file": pdf_file("child-name.pdf"),
        **changes,
    }


def test_a_focal_point_writes_a_consent_down_with_its_evidence(focal_point):
    answer = focal_point.post(reverse("consents:add"), form_of())
    assert answer.status_code == 302
    made = Consent.objects.get()
    assert made.covers("web", ["uz"])
    with made.evidence.get().file as file:
        assert file.read().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("agreed", "ends", "kept"), [(0, 731, True), (0, 732, False), (400, 400, False), (400, 331, True)]
)
def test_both_are_asked_again_after_two_years_at_the_latest(focal_point, agreed, ends, kept):
    today = timezone.localdate()
    dates = {
        "child_agreed_on": today - timedelta(days=agreed),
        "guardian_agreed_on": today,
        "expires_on": today + timedelta(days=ends),
    }
    answer = focal_point.post(reverse("consents:add"), form_of(**dates))
    assert Consent.objects.exists() is kept
    assert kept or "expires_on" in answer.context["form"].errors


def test_one_from_before_may_be_narrowed_all_the_same(focal_point):
    given = consent(expires_on=timezone.localdate() + timedelta(days=2000))
    dates = {name: getattr(given, name) for name in ("child_agreed_on", "guardian_agreed_on", "expires_on")}
    sent = form_of(**dates, **{"evidence-TOTAL_FORMS": 0})
    assert focal_point.post(reverse("consents:edit", args=[given.pk]), sent).status_code == 302
    given.refresh_from_db()
    assert given.languages == ["uz", "uz-cyrl"]


def test_the_files_name_tells_nothing(focal_point):
    focal_point.post(reverse("consents:add"), form_of())
    assert "child" not in ConsentEvidence.objects.get().file.name


@pytest.mark.parametrize("role", ["editor", "publisher", "donor_care", "finance", "volunteer_coordinator"])
def test_others_write_no_consents(role):
    signed_in(staff(role)).post(reverse("consents:add"), form_of())
    assert not Consent.objects.exists()


@pytest.mark.parametrize("role", ["editor", "publisher", "administrator"])
def test_evidence_is_for_focal_points_only(role):
    given = consent()
    evidence = evidence_of(given)
    answer = signed_in(staff(role)).get(reverse("consents:evidence", args=[evidence.pk]))
    assert answer.status_code == 302  # Wagtail's way of saying no
    assert not AuditEntry.objects.filter(action="evidence.view").exists()


def superuser(role: str) -> Client:
    """Somebody in `role` who has, as Django sees it, every permission."""
    return signed_in(staff(role, is_superuser=True))


def test_a_superuser_without_the_role_opens_no_evidence():
    evidence = evidence_of(consent())
    answer = superuser("administrator").get(reverse("consents:evidence", args=[evidence.pk]))
    assert answer.status_code == 302
    assert not AuditEntry.objects.filter(action="evidence.view").exists()


@pytest.mark.parametrize(("role", "offered"), [("administrator", False), ("safeguarding", True)])
def test_evidence_is_offered_to_those_who_can_open_it(role, offered):
    evidence = evidence_of(consent())
    page = superuser(role).get(reverse("consents:inspect", args=[evidence.consent.pk])).content.decode()
    assert (reverse("consents:evidence", args=[evidence.pk]) in page) is offered


def test_each_look_at_evidence_is_on_the_record(focal_point):
    given = consent()
    evidence = evidence_of(given)
    answer = focal_point.get(reverse("consents:evidence", args=[evidence.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.about(given).get().action == "evidence.view"


@pytest.mark.parametrize(
    "how", [{"evidence-0-DELETE": "1"}, {"evidence-0-file": pdf_file("another.pdf")}, {}]
)
def test_who_removes_evidence_is_on_the_record(how):
    """It is the proof; also those remove it who may not look at it."""
    given = consent()
    paper, person = evidence_of(given), staff("administrator")
    rows = {"evidence-INITIAL_FORMS": 1, "evidence-0-id": paper.pk, "evidence-0-file": ""}
    address = reverse("consents:edit", args=[given.pk])
    assert signed_in(person).post(address, form_of(**rows | how)).status_code == 302
    removed = AuditEntry.objects.about(given).filter(action="evidence.remove")
    assert [(entry.actor, entry.note) for entry in removed] == [(person, f"file {paper.pk}")] * bool(how)


def test_asking_what_would_come_down_changes_nothing(focal_point):
    given = consent()
    assert focal_point.get(reverse("consents:withdraw", args=[given.pk])).status_code == 200
    given.refresh_from_db()
    assert given.withdrawn_at is None


def test_the_listing_says_on_which_day_a_consent_ends(focal_point):
    given = consent()
    with override("en"):
        day = date_format(given.expires_on)
    assert day in focal_point.get(reverse("consents:index")).content.decode()


def test_a_consent_is_told_in_words(focal_point):
    page = focal_point.get(reverse("consents:inspect", args=[consent().pk])).content.decode()
    assert "False" not in page


def test_whoever_withdraws_reads_which_consent_it_is(focal_point):
    given = consent()
    page = focal_point.get(reverse("consents:withdraw", args=[given.pk])).content.decode()
    assert given.reference in page


def test_withdrawing_leads_to_the_proof(focal_point):
    given = consent()
    answer = focal_point.post(reverse("consents:withdraw", args=[given.pk]), follow=True)
    done = Takedown.objects.get()
    assert done.digest in answer.content.decode()
    kept = focal_point.get(reverse("takedowns:report", args=[done.pk])).json()
    assert kept == {"report": done.report, "sha256": done.digest}


def test_an_editor_withdraws_nothing(editor):
    given = consent()
    editor.post(reverse("consents:withdraw", args=[given.pk]))
    given.refresh_from_db()
    assert given.withdrawn_at is None


@pytest.mark.parametrize("state", ["valid", "expired", "withdrawn", "incomplete"])
def test_the_listing_by_state_agrees_with_each_row(focal_point, state):
    today = timezone.localdate()
    past = today - timedelta(days=9)
    consent()
    consent(child_agreed_on=past, guardian_agreed_on=past, expires_on=today - timedelta(days=1))
    consent(withdrawn_at=timezone.now())
    consent(guardian_agreed_on=None)
    found = Consent.objects.in_state(state, today)
    assert [one.state for one in found] == [state]
    assert (
        found.get().reference in focal_point.get(reverse("consents:index"), {"state": state}).content.decode()
    )


# Pages


def page_form(page: ArticlePage, **changes: object) -> dict[str, object]:
    return {
        "title": page.title,
        "slug": page.slug,
        "summary": "",
        "illustration": "",
        "date": "2026-11-26",
        "topic": "families",
        "village": "",
        "child_identity": "nobody",
        "child_consents-TOTAL_FORMS": 0,
        "child_consents-INITIAL_FORMS": 0,
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "body-count": 0,
        **changes,
    }


def edit(client: Client, page: ArticlePage, **changes: object) -> object:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), page_form(page, **changes))


PUBLISH = {"action-publish": "action-publish"}


def test_publishing_without_consent_is_refused_beside_the_field_and_nothing_typed_is_lost(publisher, article):
    answer = edit(publisher, article, title="New title", child_identity="recognisable", **PUBLISH)
    assert answer.status_code == 200
    assert "no consent is named" in answer.content.decode()
    assert 'value="New title"' in answer.content.decode()
    assert not ArticlePage.objects.get(pk=article.pk).live


@pytest.mark.parametrize("as_what", ["publish_copies", "alias"])
def test_nothing_of_a_section_is_copied_where_one_of_its_pages_must_not_appear(article, as_what):
    """Wagtail would publish the copies of what comes before it."""
    section, picture = article.get_parent(), image()
    article.body = [("paragraph", f'<embed embedtype="image" id="{picture.pk}" alt="" format="fullwidth"/>')]
    article.save_revision().publish()
    CustomImage.objects.update(shows=Shows.UNKNOWN)
    there = {"new_title": "Twin", "new_slug": "twin", "new_parent_page": section.get_parent().pk}
    sent = there | {"copy_subpages": "on", as_what: "on"}
    address = reverse("wagtailadmin_pages:copy", args=[section.pk])
    answer = signed_in(staff("administrator")).post(address, sent)
    assert "A day: “Courtyard”: nobody has said yet whom it shows." in answer.content.decode()
    assert not Page.objects.filter(slug="twin").exists()


def test_nor_where_a_mirror_must_not_appear_with_it(publisher, article):
    """Wagtail would put up the page, then say that it was refused."""
    article.save_revision().publish()
    russian = Locale.objects.get(language_code="ru")
    article.copy_for_translation(russian, copy_parents=True, alias=True)
    rows = {"child_consents-TOTAL_FORMS": 1, "child_consents-0-consent": consent(languages=["en"]).pk}
    answer = edit(publisher, article, title="New title", child_identity="recognisable", **rows, **PUBLISH)
    assert "does not cover this place or language (Русский)" in answer.content.decode()
    assert ArticlePage.objects.get(pk=article.pk).title == "A day"


@pytest.mark.parametrize(("begins", "ends", "may"), [(0, 5, False), (0, 20, True), (3, 20, True)])
def test_of_what_is_scheduled_its_day_counts_and_nothing_typed_is_lost(publisher, article, begins, ends, may):
    today = timezone.localdate()
    given = consent(child_agreed_on=today + timedelta(days=begins), expires_on=today + timedelta(days=ends))
    rows = {"child_consents-TOTAL_FORMS": 1, "child_consents-0-consent": given.pk}
    day = f"{today + timedelta(days=10)} 09:00"
    told = {"title": "New title", "child_identity": "recognisable", "go_live_at": day}
    answer = edit(publisher, article, **told, **rows, **PUBLISH)
    assert answer.status_code == (302 if may else 200)
    assert may or "is expired" in answer.content.decode()
    assert may or 'value="New title"' in answer.content.decode()
    assert article.revisions.filter(approved_go_live_at__isnull=False).exists() is may


def test_a_draft_is_kept_all_the_same(editor, article):
    answer = edit(editor, article, title="New title", child_identity="recognisable")
    assert answer.status_code == 302
    assert ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object().title == "New title"


def test_with_a_consent_it_is_published(publisher, article):
    given = consent()
    rows = {"child_consents-TOTAL_FORMS": 1, "child_consents-0-consent": given.pk}
    answer = edit(publisher, article, child_identity="recognisable", **rows, **PUBLISH)
    assert answer.status_code == 302
    assert ArticlePage.objects.get(pk=article.pk).child_consents.get().consent == given


def test_a_bulk_publish_says_why_not(publisher, article):
    article.child_identity = ChildIdentity.RECOGNISABLE
    article.save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = publisher.post(f"{address}?id={article.pk}", {"include_descendants": ""}, follow=True)
    assert "no consent is named" in answer.content.decode()
    assert not Page.objects.get(pk=article.pk).live


def test_a_copy_that_would_be_live_is_refused(publisher, article):
    article.save_revision().publish()
    Page.objects.filter(pk=article.pk)
    ArticlePage.objects.filter(pk=article.pk).update(child_identity=ChildIdentity.RECOGNISABLE)
    address = reverse("wagtailadmin_pages:copy", args=[article.pk])
    form = {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": article.get_parent().pk,
        "publish_copies": "on",
    }
    answer = publisher.post(address, form, follow=True)
    assert "no consent is named" in answer.content.decode()
    assert not Page.objects.filter(slug="copy").exists()


# Pictures and documents


def test_a_picture_of_a_child_asks_for_the_consent_at_once(editor):
    picture = image()
    form = {
        "title": "Garden",
        "shows": "child",
        "consents": "",
        "collection": picture.collection_id,
        "tags": "",
    }
    answer = editor.post(reverse("wagtailimages:edit", args=[picture.pk]), form)
    assert "Name the consent" in answer.content.decode()


def test_a_consent_that_is_not_there_is_named(editor):
    picture = image()
    form = {
        "title": "Garden",
        "shows": "child",
        "consents": "C-XXXX",
        "collection": picture.collection_id,
        "tags": "",
    }
    answer = editor.post(reverse("wagtailimages:edit", args=[picture.pk]), form)
    assert "There is no consent C-XXXX" in answer.content.decode()


def test_references_are_taken_in_any_case_and_order(editor):
    picture, one, two = image(), consent(), consent()
    written = f"{two.reference.lower()} , {one.reference}"
    form = {
        "title": "Garden",
        "shows": "child",
        "consents": written,
        "collection": picture.collection_id,
        "tags": "",
    }
    answer = editor.post(reverse("wagtailimages:edit", args=[picture.pk]), form)
    assert answer.status_code == 302
    assert set(picture.consents.all()) == {one, two}


def test_a_picture_that_turns_out_to_show_a_child_loses_its_copies(editor):
    picture, given = image(), consent(guardian_agreed_on=None)
    copy = picture.get_rendition("width-480|format-jpeg")
    storage, name = copy.file.storage, copy.file.name
    form = {
        "title": "Garden",
        "shows": "child",
        "consents": given.reference,
        "collection": picture.collection_id,
        "tags": "",
    }
    editor.post(reverse("wagtailimages:edit", args=[picture.pk]), form)
    assert not storage.exists(name)


def test_a_new_picture_waits_until_somebody_has_looked():
    assert CustomImage(title="Garden").shows == Shows.UNKNOWN


def test_a_document_that_may_not_be_shown_is_not_there(client, editor):
    hidden = document(Shows.UNKNOWN)
    address = reverse("wagtaildocs_serve", args=[hidden.pk, hidden.filename])
    assert client.get(address).status_code == 404
    assert b"".join(editor.get(address).streaming_content)


def test_the_form_of_a_page_has_its_tab_about_children(editor, article):
    assert (
        "Could a child be recognised?"
        in editor.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    )


def test_a_page_keeps_its_consents_when_it_is_translated(article):
    article.child_consents = [PageConsent(consent=consent())]
    article.save()
    from wagtail.models import Locale

    copy = article.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    assert copy.child_consents.count() == 1


# The checker beside the editor


def test_the_editor_says_what_should_be_looked_at(editor, article):
    edit(editor, article, title="Telefon 90 123 45 67")
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert "90 123 45 67</q>" in page
    assert "1 place in the text could lead to a child" in page


def test_it_looks_again_while_one_types(editor):
    answer = editor.post(
        reverse("safeguarding_check"), {"texts": ["U 12-maktabda"]}, content_type="application/json"
    )
    assert "A particular school" in answer.content.decode()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"texts": 3}'])
def test_what_is_no_text_is_refused(editor, body):
    answer = editor.post(reverse("safeguarding_check"), body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "text",
    [
        "<p>Dilnoza&nbsp;Karimova, Toshkent</p>",
        "<p>Karim 5-bog&#x27;chaga boradi</p>",
        "<h2>U 12-maktabda</h2><p>9 yosh</p>",
        "<p>Dilnoza Karimova<br/>Toshkentda yashaydi</p>",
        # Where a link leads, and what is told of a picture.
        '<p><a href="tel:+998901234567">Qoʻngʻiroq</a></p>',
        '<p><a href="https://t.me/aziza_2015">Aziza</a></p>',
        '<p><a href="mailto:aziza@mail.uz">Yozing</a></p>',
        '<embed embedtype="image" id="1" alt="Aziza Karimova, 9 yosh" format="fullwidth"/>',
    ],
)
def test_running_text_is_read_as_it_will_be_seen(article, text):
    article.body = [("paragraph", RichText(text))]
    assert findings_of(article)


def test_blocks_are_read_too(article):
    article.body = [("quote", {"text": "Mening telefonim 90 123 45 67", "attribution": ""})]
    assert findings_of(article)


def test_what_pages_say_of_things_in_the_library_is_read_too(article):
    """Pages show a document's title, which is the name of its file until somebody writes another, and a credit."""
    paper, picture = document(title="Aziza_Karimova_9_yosh"), image(credit="Dilnoza Karimova, Toshkent")
    article.body = [("documents", {"title": "", "documents": [paper]})]
    assert [one.excerpt for one in findings_of(article)] == ["Aziza Karimova 9 yosh"]
    article.body = [("image", {"picture": picture, "caption": "", "shape": ""})]
    assert [one.excerpt for one in findings_of(article)] == ["Dilnoza Karimova, Toshkent"]


def test_a_document_that_a_text_leads_to_is_read_too(article):
    """Whoever follows the link keeps the file under its title."""
    paper = document(title="Aziza-Karimova_9-yosh")
    article.body = [("paragraph", RichText(f'<p>Her <a linktype="document" id="{paper.pk}">picture</a></p>'))]
    assert [one.excerpt for one in findings_of(article)] == ["Aziza Karimova 9-yosh"]


@pytest.mark.parametrize("told", ["purpose", "line"])
def test_what_a_page_says_of_its_campaign_is_read_too(told):
    page = CampaignPage.objects.filter(locale__language_code="uz").first()
    assert findings_of(page) == []
    row = page.campaign if told == "purpose" else page.campaign.spending_lines.first()
    setattr(row, "purpose" if told == "purpose" else "label", {"uz": "Aziza Karimova (9) uchun"})
    row.save()
    assert findings_of(CampaignPage.objects.get(pk=page.pk))


@pytest.mark.parametrize("slug", ["aziza-karimova-is-nine", "karimova-aziza", "dilnoza-anvar-qizi"])
def test_an_address_that_keeps_the_name_of_a_former_title_is_told(article, slug):
    article.slug = slug
    assert [one.excerpt for one in findings_of(article)] == [slug]


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Anvar Karimov is our director", "anvar-karimov-is-our-director"), ("Yangi toʻlov", "yangi-tolov-2")],
)
def test_an_address_that_says_what_the_page_says_is_no_matter(article, title, slug):
    article.title, article.slug = title, slug
    assert findings_of(article) == []


def test_a_translation_is_looked_over_where_it_is_written(editor):
    original = translated.write(translated.page(), title="Yangi", publish=False)
    translation = begin(original, translated.locale("ru"))
    segment = translation.source.stringsegment_set.get(context__path="title")
    written = {
        "translation_of": segment.string,
        "context": segment.context,
        "locale": translation.target_locale,
    }
    StringTranslation.objects.update_or_create(**written, defaults={"data": "Азиза Каримова из Самарканда"})
    screen = reverse("wagtailadmin_pages:edit", args=[translated.page("ru").pk])
    assert "<q>Азиза Каримова из Самарканда" in editor.get(screen).content.decode()
    StringTranslation.objects.update_or_create(**written, defaults={"data": "Новая жизнь"})
    assert "<q>" not in editor.get(screen).content.decode()


def read(client: Client, paper: CustomDocument, **headers: str) -> bytes:
    """What is sent; nothing where the document is not there."""
    answer = client.get(paper.url, headers=headers)
    return b"".join(answer.streaming_content) if answer.status_code == 200 else b""


def test_a_document_is_there_for_readers_of_a_page_whatever_their_browser_speaks(client):
    paper = document(Shows.CHILD, consent(languages=["uz"]))
    assert read(client, paper, accept_language="uz")
    assert read(client, paper, accept_language="ru")


def test_a_document_that_is_not_shown_opens_to_staff_after_their_second_step():
    paper, user = document(Shows.UNKNOWN), staff("editor")
    assert not read(signed_in(user, second_step=False), paper)
    assert read(signed_in(user), paper)


def test_the_page_of_a_consent_says_what_it_covers(focal_point):
    given = consent(scopes=["print", "sponsors"], languages=["uz", "ru"])
    with override("en"):
        page = focal_point.get(reverse("consents:inspect", args=[given.pk])).content.decode()
    assert "Print, Letters to sponsors" in page
    assert "Oʻzbekcha, Русский" in page
    assert "This website" not in page


def test_withdrawing_names_only_what_there_is(focal_point):
    address = reverse("consents:withdraw", args=[consent().pk])
    assert "0 stories" not in focal_point.get(address).content.decode()


@pytest.mark.parametrize(
    ("model", "field", "address"),
    [
        (Announcement, "text", "/admin/snippets/home/announcement/edit/{}/"),
        (Campaign, "purpose", "/admin/giving/campaigns/edit/{}/"),
        (Designation, "name", "/admin/giving/purposes/edit/{}/"),
        (GiftEffect, "text", "/admin/giving/effects/edit/{}/"),
    ],
)
def test_what_is_written_beside_pages_is_checked_where_it_is_written(model, field, address):
    """They are shown to everybody, and no focal point is asked before."""
    row = model.objects.first() or model(text={"uz": "Ofis yopiq"})
    row.save()
    client = signed_in(staff("publisher"))
    found = "could lead a stranger to a child"
    page = client.get(address.format(row.pk))
    assert "data-child-check" in page.content.decode()
    assert found not in page.content.decode()
    setattr(row, field, {"uz": "Aziza Karimova, 9 yosh, uchun", "ru": "Всем"})
    row.save()
    assert found in client.get(address.format(row.pk)).content.decode()
