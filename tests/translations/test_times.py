"""When translations appear and vanish: with their original."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from home.models import StandardPage
from safeguarding.services.scheduling import publish_due
from tests.translations.pages import editor, locale, page, write
from translations.services.drafts import publish, save_draft
from translations.services.translating import begin, write_in_other_script

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
