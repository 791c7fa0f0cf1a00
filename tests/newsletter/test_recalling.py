"""What must come down goes from mails that wait to be sent, whoever reads them by now."""

import pytest
from wagtail.models import PageViewRestriction

from core.models import OutboxMessage
from newsletter.models import Subscriber
from newsletter.services import subscriptions
from programmes.models import VillagePage
from safeguarding.models import PageConsent, Shows
from safeguarding.services import narrowing, takedown
from safeguarding.tasks import finish_takedowns
from tests.factories.accounts import UserFactory
from tests.factories.newsletter import SubscriberFactory, issue, write
from tests.factories.safeguarding import consent, image
from tests.newsletter.test_sending import send
from tests.safeguarding.test_answers import edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_its_way():
    """An issue with a child's picture, and the child's story; its mails wait for a server that is busy."""
    given = consent()
    picture = image(Shows.CHILD, given)
    page = VillagePage.objects.filter(locale__language_code="en").first()
    page.child_consents = [PageConsent(consent=given)]
    page.save_revision().publish()
    made = issue()
    read_on = ("read_on", {"page": page.pk, "text": "Zumradxon draws", "label": "Read"})
    write(made, "en", "Winter", [("picture", {"image": picture.pk, "alt": "Zumradxon"}), read_on])
    SubscriberFactory.create_batch(3, language="en")
    send(made, UserFactory())
    assert all("Zumradxon draws" in html for html in OutboxMessage.objects.values_list("html", flat=True))
    return given


def texts_of_mails() -> str:
    return "".join(one.subject + one.text + one.html for one in OutboxMessage.objects.all())


def test_what_waits_to_be_sent_is_written_anew_after_a_takedown(on_its_way):
    before = OutboxMessage.objects.get(pk=OutboxMessage.objects.first().pk)
    takedown.withdraw(on_its_way)
    assert "Zumradxon" not in texts_of_mails()
    assert "<img" not in texts_of_mails()
    now = OutboxMessage.objects.get(pk=before.pk)
    assert (now.key, now.headers, now.due_at, now.state) == (
        before.key,
        before.headers,
        before.due_at,
        before.state,
    )
    assert "/newsletter/unsubscribe/" in now.html


def test_or_after_its_page_was_taken_offline_by_hand(on_its_way, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        VillagePage.objects.get(child_consents__consent=on_its_way).get_translations().first().unpublish()
    assert "Zumradxon draws" not in texts_of_mails()


def test_or_after_its_section_was_closed_to_the_public(on_its_way, django_capture_on_commit_callbacks):
    section = VillagePage.objects.get(child_consents__consent=on_its_way).get_parent()
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert "Zumradxon draws" not in texts_of_mails()


def test_or_after_it_was_moved_into_a_closed_section(on_its_way, django_capture_on_commit_callbacks):
    story = VillagePage.objects.get(child_consents__consent=on_its_way)
    closed = story.get_siblings(inclusive=False).first()
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    with django_capture_on_commit_callbacks(execute=True):
        story.move(closed, pos="last-child")
    assert "Zumradxon draws" not in texts_of_mails()


@pytest.mark.parametrize("shows", [Shows.UNKNOWN, Shows.CHILD])
def test_or_after_somebody_has_said_otherwise_of_the_picture(shows, django_capture_on_commit_callbacks):
    picture = image(Shows.NOBODY)
    made = issue()
    write(made, "ru", "Зима", [("picture", {"image": picture.pk, "alt": "Zumradxon"})])
    SubscriberFactory(language="ru")
    send(made, UserFactory())
    in_uzbek = consent(languages=["uz"]).reference if shows == Shows.CHILD else ""
    with django_capture_on_commit_callbacks(execute=True):
        assert edit("safeguarding", picture, shows=shows, consents=in_uzbek).status_code == 302
    assert "Зима" in texts_of_mails()
    assert "Zumradxon" not in texts_of_mails()


def test_or_after_the_picture_was_deleted(on_its_way, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        on_its_way.customimages.get().delete()
    assert "<img" not in texts_of_mails()


def test_also_for_those_who_have_chosen_a_language_since_that_the_issue_lacks(on_its_way):
    for reader in Subscriber.objects.all():
        subscriptions.change(reader, purposes=["news"], language="ru")
    takedown.withdraw(on_its_way)
    assert "Zumradxon" not in texts_of_mails()
    assert OutboxMessage.objects.count() == 3


def test_what_waits_for_somebody_who_is_gone_goes_with_a_takedown(on_its_way):
    Subscriber.objects.all().delete()
    takedown.withdraw(on_its_way)
    assert not OutboxMessage.objects.exists()


def test_and_after_a_language_was_taken_off(on_its_way):
    on_its_way.languages = ["uz"]
    on_its_way.save()
    narrowing.settle_consent(on_its_way)
    assert "Zumradxon" not in texts_of_mails()


def test_a_mail_that_was_being_written_meanwhile_is_found_a_minute_later(on_its_way):
    stale = dict(OutboxMessage.objects.values_list("pk", "html"))
    takedown.withdraw(on_its_way)
    for pk, html in stale.items():
        OutboxMessage.objects.filter(pk=pk).update(html=html)
    finish_takedowns()
    assert "Zumradxon" not in texts_of_mails()


def test_what_was_sent_stays_as_it_was(on_its_way):
    OutboxMessage.objects.update(state=OutboxMessage.State.SENT)
    takedown.withdraw(on_its_way)
    assert "Zumradxon" in texts_of_mails()
