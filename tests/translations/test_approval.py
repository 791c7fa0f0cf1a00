"""A translation goes the way of every page: handed in, read by a focal point, published by a publisher."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.models import StandardPage
from safeguarding.services import workflow
from tests.factories.accounts import signed_in, staff
from tests.translations.pages import editor, locale, page, publisher, write
from translations.services.handing_in import hand_in
from translations.services.translating import begin, begin_as_draft, write_in_other_script

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ways(db):
    workflow.ensure()


@pytest.fixture
def cyrillic(db):
    """A translation that is ready: nothing of it is published."""
    write_in_other_script(write(page(), title="Yangi"), editor())
    return page("uz-cyrl")


def address(of: object) -> str:
    return reverse("translations:hand_in", args=[of.pk])


def screen(client: object, of: object) -> str:
    return client.get(reverse("wagtailadmin_pages:edit", args=[of.pk])).content.decode()


def approve(client: object, of: object, action: str = "approve") -> None:
    (state,) = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    where = reverse("wagtailadmin_pages:workflow_action", args=[of.pk, action, state.pk])
    client.post(where, {"comment": "Nom noto‘g‘ri"}, follow=True)


def approves_on_the_screen(role: str, of: object) -> str:
    where = reverse("translations:approve", args=[of.pk])
    return signed_in(staff(role)).post(where, follow=True).content.decode()


def title() -> str:
    return page("uz-cyrl").title


def test_it_takes_both_steps(cyrillic):
    before = title()
    answer = signed_in(editor()).post(address(cyrillic), follow=True)
    assert "Next step: Safeguarding" in answer.content.decode()
    approve(signed_in(staff("safeguarding")), cyrillic)
    assert title() == before
    approve(signed_in(publisher()), cyrillic)
    assert title() == "Янги"


def test_the_screen_offers_what_each_may_do_next(cyrillic):
    assert "Hand in for checking" in screen(signed_in(editor()), cyrillic)
    signed_in(editor()).post(address(cyrillic))
    assert "Hand in for checking" not in screen(signed_in(editor()), cyrillic)
    assert "Approve" in screen(signed_in(staff("safeguarding")), cyrillic)
    assert "Request changes" not in screen(signed_in(publisher()), cyrillic)


def test_what_was_sent_back_goes_on_with_the_newest_texts(cyrillic):
    signed_in(editor()).post(address(cyrillic))
    approve(signed_in(staff("safeguarding")), cyrillic, "reject")
    write_in_other_script(write(page(), title="Yangiroq"), editor())
    signed_in(editor()).post(address(cyrillic))
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS
    approve(signed_in(staff("safeguarding")), cyrillic)
    approve(signed_in(publisher()), cyrillic)
    assert title() == "Янгироқ"


def test_what_is_not_all_translated_is_not_handed_in(db):
    write(page(), summary="Mutlaqo yangi xulosa.")
    translation = begin(page(), locale("ru"))
    answer = signed_in(editor()).post(address(page("ru")), follow=True)
    assert "not translated yet" in answer.content.decode()
    assert not WorkflowState.objects.exists()
    with pytest.raises(ValidationError):
        hand_in(translation, editor())


def test_what_waits_already_is_refused(cyrillic):
    client = signed_in(editor())
    client.post(address(cyrillic))
    client.post(address(cyrillic))
    assert WorkflowState.objects.count() == 1


@pytest.mark.parametrize("role", ["finance", "safeguarding", "volunteer_coordinator"])
def test_who_does_not_translate_does_not_hand_in(cyrillic, role):
    signed_in(staff(role)).post(address(cyrillic))
    assert not WorkflowState.objects.exists()


def test_what_is_no_translation_is_not_found_and_looking_changes_nothing(cyrillic):
    client = signed_in(editor())
    assert client.post(address(page())).status_code == 404
    assert client.get(address(cyrillic)).status_code == 405
    assert not WorkflowState.objects.exists()


def test_each_approves_on_the_screen_and_reads_what_comes_next(cyrillic):
    signed_in(editor()).post(address(cyrillic))
    assert "Next step: Publishing" in approves_on_the_screen("safeguarding", cyrillic)
    assert "Published." in approves_on_the_screen("publisher", cyrillic)
    assert title() == "Янги"


@pytest.mark.parametrize("role", ["editor", "publisher", "finance"])
def test_nobody_approves_what_does_not_wait_for_them(cyrillic, role):
    approves_on_the_screen(role, cyrillic)
    signed_in(editor()).post(address(cyrillic))
    approves_on_the_screen(role, cyrillic)
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_what_the_gate_refuses_stays_and_the_reasons_are_read(cyrillic):
    signed_in(editor()).post(address(cyrillic))
    latest = cyrillic.get_latest_revision_as_object()
    latest.child_identity = "recognisable"
    latest.save_revision()
    assert "no consent is named" in approves_on_the_screen("safeguarding", cyrillic)
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_texts_that_are_being_checked_are_not_written_anew_from_the_original(cyrillic):
    signed_in(editor()).post(address(cyrillic))
    approve(signed_in(staff("safeguarding")), cyrillic)
    write(page(), title="Dilnoza, 5-maktab", publish=False)
    source = TranslationSource.objects.get(object_id=page().translation_key, locale=page().locale)
    update = reverse("wagtail_localize:update_translations", args=[source.pk])
    assert signed_in(editor()).post(update).status_code == 302
    approves_on_the_screen("publisher", cyrillic)
    assert title() == "Янги"


def test_what_somebody_writes_after_the_first_step_is_not_published_unread(cyrillic):
    """Whichever screen let them."""
    before = title()
    signed_in(editor()).post(address(cyrillic))
    approve(signed_in(staff("safeguarding")), cyrillic)
    draft = page("uz-cyrl").get_latest_revision_as_object()
    draft.title = "Дилноза, 5-мактаб"
    draft.save_revision(user=editor())
    answer = approves_on_the_screen("publisher", cyrillic)
    assert title() == before
    assert "since a focal point has read it" in answer
    approve(signed_in(publisher()), cyrillic, "reject")
    signed_in(editor()).post(address(cyrillic))
    approve(signed_in(staff("safeguarding")), cyrillic)
    approves_on_the_screen("publisher", cyrillic)
    assert title() != before


def test_nor_when_the_publisher_has_mended_it_since(cyrillic):
    before = title()
    signed_in(editor()).post(address(cyrillic))
    approve(signed_in(staff("safeguarding")), cyrillic)
    draft = page("uz-cyrl").get_latest_revision_as_object()
    draft.title = "Дилноза, 5-мактаб"
    draft.save_revision(user=editor())
    draft.save_revision(user=publisher())
    assert "since a focal point has read it" in approves_on_the_screen("publisher", cyrillic)
    assert title() == before


def writes_on_the_screen(client: object, of: object, words: str, field: str = "title") -> int:
    """As the screen with both languages keeps a text that somebody has typed."""
    translation = Translation.objects.get(target_locale=of.locale, source__object_id=of.translation_key)
    segment = translation.source.stringsegment_set.get(context__path=field)
    where = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    sent = encode_multipart(BOUNDARY, {"value": words})
    return client.put(where, sent, content_type=MULTIPART_CONTENT).status_code


def test_nobody_changes_a_text_that_others_are_checking(cyrillic):
    writer = signed_in(editor())
    assert writes_on_the_screen(writer, cyrillic, "Янги сўз") == 200
    writer.post(address(cyrillic))
    assert writes_on_the_screen(writer, cyrillic, "Дилноза, 5-мактаб") == 403
    approve(signed_in(staff("safeguarding")), cyrillic)
    assert writes_on_the_screen(writer, cyrillic, "Дилноза, 5-мактаб") == 403
    assert writes_on_the_screen(signed_in(staff("finance")), cyrillic, "Дилноза") in (302, 403)
    publishes_on_the_screen("publisher", cyrillic)
    assert title() == "Янги сўз"


@pytest.mark.parametrize("reader", ["safeguarding", "publisher"])
def test_what_whoever_checks_has_mended_on_the_screen_is_what_they_approve(cyrillic, reader):
    writer = signed_in(editor())
    writes_on_the_screen(writer, cyrillic, "Дилноза, 5-мактаб")
    writer.post(address(cyrillic))
    if reader == "publisher":
        approve(signed_in(staff("safeguarding")), cyrillic)
    assert writes_on_the_screen(signed_in(staff(reader)), cyrillic, "Бир қиз") == 200
    for role in ("safeguarding", "publisher")[reader == "publisher" :]:
        approves_on_the_screen(role, cyrillic)
    assert title() == "Бир қиз"


def test_a_text_that_is_missing_keeps_it_from_being_approved(cyrillic):
    signed_in(editor()).post(address(cyrillic))
    StringTranslation.objects.filter(locale=cyrillic.locale, context__path="title").delete()
    assert "not translated yet" in approves_on_the_screen("safeguarding", cyrillic)
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def publishes_on_the_screen(role: str, of: object) -> str:
    edit = reverse("wagtailadmin_pages:edit", args=[of.pk])
    return signed_in(staff(role)).post(edit, {"action": "publish"}, follow=True).content.decode()


def test_what_a_focal_point_is_reading_is_not_published_past_them(cyrillic):
    before = title()
    signed_in(editor()).post(address(cyrillic))
    answer = publishes_on_the_screen("publisher", cyrillic)
    assert title() == before
    assert "is locked. Nothing was changed" in answer
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_what_a_focal_point_has_locked_is_not_published(cyrillic):
    before = title()
    lock = reverse("wagtailadmin_pages:lock", args=[cyrillic.pk])
    signed_in(staff("safeguarding")).post(lock)
    answer = publishes_on_the_screen("publisher", cyrillic)
    assert title() == before
    assert "is locked. Nothing was changed" in answer


@pytest.fixture
def dated(cyrillic):
    """The same, to appear on a day."""
    draft = cyrillic.get_latest_revision_as_object()
    draft.go_live_at = datetime(2040, 3, 21, 4, tzinfo=UTC)
    draft.save_revision()
    return cyrillic


def test_who_approves_what_waits_for_its_day_reads_when(dated):
    signed_in(editor()).post(address(dated))
    approves_on_the_screen("safeguarding", dated)
    told = approves_on_the_screen("publisher", dated)
    assert "Approved: it goes live on its own, 21\u00a0March 2040, 09:00." in told
    assert "Published." not in told


def test_so_does_who_publishes_it_without_those_steps(dated):
    edit = reverse("wagtailadmin_pages:edit", args=[dated.pk])
    told = signed_in(publisher()).post(edit, {"action": "publish"}, follow=True).content.decode()
    assert "it goes live on its own, 21\u00a0March 2040, 09:00." in told
    assert "Published." not in told


def test_what_whoever_checks_has_mended_is_approved_on_their_first_page_too(cyrillic):
    writer = signed_in(editor())
    writes_on_the_screen(writer, cyrillic, "Дилноза, 5-мактаб")
    writer.post(address(cyrillic))
    assert writes_on_the_screen(signed_in(staff("safeguarding")), cyrillic, "Бир қиз") == 200
    for role in ("safeguarding", "publisher"):
        approve(signed_in(staff(role)), cyrillic)
    assert title() == "Бир қиз"


def fetches_for_another_language(summary: str) -> None:
    """Whoever translates into English brings all languages' screens up to date."""
    write(page(), summary=summary, publish=False)
    begin(page(), locale("en"))


def test_what_went_from_the_original_and_its_screens_is_not_approved_unseen(cyrillic):
    write(page(), summary="Dilnoza 5-maktabda.")
    write_in_other_script(page(), editor())
    signed_in(editor()).post(address(cyrillic))
    fetches_for_another_language("")
    for role in ("safeguarding", "publisher"):
        approves_on_the_screen(role, cyrillic)
    assert (title(), page("uz-cyrl").summary) == ("Янги", "")


def test_what_comes_to_the_original_afterwards_does_not_keep_a_publisher_up(cyrillic):
    signed_in(editor()).post(address(cyrillic))
    approves_on_the_screen("safeguarding", cyrillic)
    fetches_for_another_language("Mutlaqo yangi xulosa.")
    assert "Published." in approves_on_the_screen("publisher", cyrillic)
    assert title() == "Янги"


def test_a_translation_is_not_started_again_while_others_check_the_page(cyrillic):
    signed_in(editor()).post(address(cyrillic))
    Translation.objects.update(enabled=False)
    edit = reverse("wagtailadmin_pages:edit", args=[cyrillic.pk])
    signed_in(editor()).post(edit, {"localize-restart-translation": "yes"}, follow=True)
    assert not Translation.objects.filter(enabled=True).exists()


def test_two_translations_of_one_title_are_both_published(db):
    """Each had taken the same address, free until one of them was approved: the other ended as an error page."""
    made = []
    for title in ("Bir", "Ikki"):
        uzbek = StandardPage(title=title, child_identity="nobody", locale=locale("uz"), live=False)
        of = page().get_parent().add_child(instance=uzbek)
        russian = begin_as_draft(of, locale("ru"), editor()).get_target_instance()
        writes_on_the_screen(signed_in(editor()), russian, "Весна")
        signed_in(editor()).post(address(russian))
        made.append(russian)
    for russian in made:
        for role in ("safeguarding", "publisher"):
            approves_on_the_screen(role, russian)
        russian.refresh_from_db()
    assert [(russian.live, russian.slug) for russian in made] == [(True, "vesna"), (True, "vesna-1")]


def test_a_page_that_was_published_is_not_moved_to_another_address_unasked(cyrillic):
    before = cyrillic.slug
    draft = cyrillic.get_latest_revision_as_object()
    draft.slug = "bahor"
    draft.save_revision()
    signed_in(editor()).post(address(cyrillic))
    approves_on_the_screen("safeguarding", cyrillic)
    cyrillic.get_parent().add_child(
        instance=StandardPage(title="Баҳор", slug="bahor", locale=cyrillic.locale)
    )
    assert "already in use" in approves_on_the_screen("publisher", cyrillic)
    assert page("uz-cyrl").slug == before
