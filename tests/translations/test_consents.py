"""What a page says of children, and the consents it rests on, outlive its being translated beside the original."""

import pytest

from core.publishing import ChildIdentity
from safeguarding.models import PageConsent
from safeguarding.services import takedown
from tests.factories.safeguarding import consent
from tests.translations.pages import locale, page, publisher, write
from translations.services.drafts import publish
from translations.services.translating import begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(db):
    """A consent that only the Russian page names, which was written by hand."""
    given = consent()
    write(page("ru"), child_identity=ChildIdentity.RECOGNISABLE, child_consents=[PageConsent(consent=given)])
    write(page(), child_identity=ChildIdentity.NOBODY)
    return given


def test_a_consent_that_only_the_translation_names_stays(given) -> None:
    publish(begin(page(), locale("ru")), publisher())
    assert [row.consent for row in page("ru").child_consents.all()] == [given]
    assert page("ru").child_identity == ChildIdentity.RECOGNISABLE


def test_so_its_withdrawal_still_takes_the_page_down(given) -> None:
    publish(begin(page(), locale("ru")), publisher())
    takedown.withdraw(given)
    assert not page("ru").live


def test_it_stays_however_often_the_original_is_fetched(given) -> None:
    for _fetched in range(2):
        write(page())
        publish(begin(page(), locale("ru")), publisher())
    assert [row.consent for row in page("ru").child_consents.all()] == [given]


def test_what_came_from_the_original_goes_with_it(db) -> None:
    """Names were changed since: the translation rests on the consent no longer than its original does."""
    given = consent()
    write(page(), child_identity=ChildIdentity.RECOGNISABLE, child_consents=[PageConsent(consent=given)])
    publish(begin(page(), locale("ru")), publisher())
    assert [row.consent for row in page("ru").child_consents.all()] == [given]
    write(page(), child_identity=ChildIdentity.CHANGED, child_consents=[])
    publish(begin(page(), locale("ru")), publisher())
    assert list(page("ru").child_consents.all()) == []
    assert page("ru").child_identity == ChildIdentity.CHANGED
