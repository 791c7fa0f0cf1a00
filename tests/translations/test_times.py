"""When translations appear and vanish: with their original."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail_localize.models import Translation

from home.models import StandardPage
from safeguarding.services.scheduling import publish_due
from tests.translations.pages import editor, locale, page, write
from translations.back_office.approval import when_due
from translations.services.drafts import publish, save_draft
from translations.services.translating import begin, begin_as_draft, write_in_other_script

pytestmark = pytest.mark.django_db
FIRST, LATER = datetime(2040, 3, 21, tzinfo=UTC), datetime(2040, 6, 1, tzinfo=UTC)


@pytest.fixture
def uzbek(db) -> StandardPage:
    """A page that vanishes on a day, and its Cyrillic page, both published."""
    new = StandardPage(title="Tanlov", child_identity="nobody", locale=locale("uz"), expire_at=FIRST)
    uzbek = page().get_parent().add_child(instance=new)
    write(uzbek)
    publish(write_in_other_script(uzbek, editor()), None)
    return uzbek


def cyrillic(uzbek: StandardPage) -> StandardPage:
    return uzbek.get_translation(locale("uz-cyrl"))


def test_a_page_that_stays_longer_is_not_taken_down_by_its_translation(uzbek, time_machine) -> None:
    """What expires in one language takes all down; nobody saw that the translation had kept the former day."""
    write(uzbek, expire_at=LATER)
    time_machine.move_to(FIRST + timedelta(days=1))
    publish_due()
    uzbek.refresh_from_db()
    assert (uzbek.live, cyrillic(uzbek).live) == (True, True)


def test_a_translation_that_is_written_anew_has_the_times_of_its_original(uzbek, time_machine) -> None:
    """Published with the day that was past, it took down again what had been put back."""
    write(uzbek, expire_at=None, go_live_at=timezone.now() - timedelta(hours=1))
    time_machine.move_to(FIRST + timedelta(days=1))
    publish(write_in_other_script(uzbek, editor()), None)
    publish_due()
    uzbek.refresh_from_db()
    assert (uzbek.live, cyrillic(uzbek).live, cyrillic(uzbek).expire_at) == (True, True, None)


def test_what_somebody_said_of_the_translation_alone_stays(uzbek) -> None:
    own = datetime(2040, 2, 1, tzinfo=UTC)
    write(cyrillic(uzbek), expire_at=own)
    write(uzbek, expire_at=LATER)
    save_draft(begin(uzbek, locale("uz-cyrl")), editor())
    draft = cyrillic(uzbek).get_latest_revision_as_object()
    assert (cyrillic(uzbek).expire_at, draft.expire_at) == (own, own)


def test_a_day_that_stands_in_a_draft_of_the_original_takes_nothing_down(uzbek) -> None:
    """Nobody has approved it; a translation that had it would take the original with it."""
    write(uzbek, publish=False, expire_at=datetime(2040, 1, 1, tzinfo=UTC))
    publish(write_in_other_script(StandardPage.objects.get(pk=uzbek.pk), editor()), None)
    assert cyrillic(uzbek).expire_at == FIRST


@pytest.mark.parametrize("own", [LATER, None])
def test_what_somebody_says_of_a_translation_is_not_said_of_its_original(uzbek, own) -> None:
    """Whoever publishes translations alone kept it longer than was approved, or for ever."""
    write(cyrillic(uzbek), expire_at=own)
    uzbek.refresh_from_db()
    assert uzbek.expire_at == FIRST


def test_a_draft_from_before_does_not_bring_the_former_day_back(uzbek) -> None:
    save_draft(begin(uzbek, locale("uz-cyrl")), editor())
    write(uzbek, expire_at=LATER)
    mirror = cyrillic(uzbek).create_alias(update_slug="tanlov-2")
    cyrillic(uzbek).get_latest_revision().publish()
    mirror.refresh_from_db()
    assert (cyrillic(uzbek).expire_at, mirror.expire_at) == (LATER, LATER)


def test_the_mirror_of_a_translation_stays_longer_with_it(uzbek) -> None:
    """It took its translation down on the former day, and that the original."""
    mirror = cyrillic(uzbek).create_alias(update_slug="tanlov-2").create_alias(update_slug="tanlov-3")
    write(uzbek, expire_at=LATER)
    mirror.refresh_from_db()
    assert mirror.expire_at == LATER


@pytest.fixture
def waiting(db) -> StandardPage:
    """A page that appears on a day, and its Cyrillic page, both approved."""
    new = StandardPage(
        title="Tanlov", child_identity="nobody", locale=locale("uz"), live=False, go_live_at=FIRST
    )
    uzbek = page().get_parent().add_child(instance=new)
    write(uzbek)
    publish(write_in_other_script(uzbek, editor()), None)
    return uzbek


def live_on(day: datetime, uzbek: StandardPage, time_machine: object) -> tuple[bool, bool]:
    time_machine.move_to(day + timedelta(minutes=1))
    publish_due()
    uzbek.refresh_from_db()
    return uzbek.live, cyrillic(uzbek).live


def test_both_appear_in_one_run(waiting, time_machine) -> None:
    assert live_on(FIRST, waiting, time_machine) == (True, True)


def test_a_translation_does_not_appear_before_an_original_that_was_put_off(waiting, time_machine) -> None:
    assert "2040" in when_due(cyrillic(waiting))
    write(waiting, go_live_at=LATER)
    assert "2040" not in when_due(cyrillic(waiting))
    assert live_on(FIRST, waiting, time_machine) == (False, False)
    assert live_on(LATER, waiting, time_machine) == (True, True)


def test_nor_before_one_that_was_taken_off_the_schedule(waiting, time_machine) -> None:
    waiting.revisions.update(approved_go_live_at=None)
    assert live_on(FIRST, waiting, time_machine) == (False, False)
    write(waiting, go_live_at=None)
    assert live_on(FIRST, waiting, time_machine) == (True, True)


def test_a_day_of_its_own_is_kept_whatever_the_original_does(waiting, time_machine) -> None:
    own = FIRST + timedelta(days=2)
    write(cyrillic(waiting), go_live_at=own)
    write(waiting, go_live_at=LATER)
    assert live_on(own, waiting, time_machine) == (False, True)


def test_an_original_in_another_language_waits_for_no_translation(time_machine) -> None:
    """The Uzbek page is written from the Russian one, and not approved yet."""
    new = StandardPage(
        title="Конкурс", child_identity="nobody", locale=locale("ru"), live=False, go_live_at=FIRST
    )
    russian = write(page("ru").get_parent().add_child(instance=new))
    begin_as_draft(russian, locale("uz"), editor())
    time_machine.move_to(FIRST + timedelta(minutes=1))
    publish_due()
    russian.refresh_from_db()
    assert russian.live


def test_nor_does_it_take_a_time_from_one(uzbek) -> None:
    Translation.objects.all().delete()
    begin(cyrillic(uzbek), locale("uz"))
    write(uzbek, expire_at=LATER)
    assert cyrillic(uzbek).expire_at == FIRST


def test_a_translation_that_was_written_by_hand_stays_longer_too(uzbek) -> None:
    Translation.objects.all().delete()
    write(uzbek, expire_at=LATER)
    assert cyrillic(uzbek).expire_at == LATER
