"""The inbox keeps a message once, in one statement, as saving the row would."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.utils.translation import override

from core.models import OutboxMessage
from donations import explanations
from donations.gateways.instructions import Ignore, Told
from donations.models import EventState, ProviderEvent, RefundDue
from donations.services import inbox
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db
WHEN = datetime(2026, 11, 20, 9, 30, 15, 123456, tzinfo=UTC)


def message(number: str = "evt_1", **changes) -> Told:
    fields = {"gateway": "stripe", "livemode": True, "event_id": number, "occurred_at": WHEN}
    fields |= {
        "payload": {"kind": "invoice.paid", "subject": "in_ʼ1"},
        "kind": "invoice.paid",
        "subject": "in_ʼ1",
    }
    return Told(**fields | changes)


def test_a_message_is_kept_once():
    assert inbox.keep(message()) is True
    assert inbox.keep(message()) is False
    assert ProviderEvent.objects.count() == 1


def test_another_mode_or_provider_is_another_message():
    assert inbox.keep(message())
    assert inbox.keep(message(livemode=False))
    assert inbox.keep(message(gateway="other"))


@pytest.mark.parametrize("changes", [{"livemode": False}, {"gateway": "other"}])
def test_anothers_message_of_the_same_number_is_left_to_wait_and_stops_nothing(changes):
    notice = Ignore(gateway="stripe", livemode=True, event_id="evt_1", reason="x")
    inbox.keep(message(**changes))
    assert not inbox.has_received(notice)
    inbox.receive(notice, EventState.IGNORED)
    theirs, ours = ProviderEvent.objects.order_by("pk")
    assert (theirs.state, ours.state) == (EventState.RECEIVED, EventState.IGNORED)
    ProviderEvent.objects.filter(pk=ours.pk).delete()
    ProviderEvent.objects.filter(pk=theirs.pk).update(state=EventState.APPLIED)
    assert not inbox.has_received(notice)


def test_where_a_copy_was_quicker_nothing_goes_on():
    notice = Ignore(gateway="stripe", livemode=True, event_id="evt_1", reason="x")
    inbox.receive(notice, EventState.APPLIED)
    with pytest.raises(inbox.AlreadyReceived), transaction.atomic():
        inbox.receive(notice, EventState.IGNORED)
    assert ProviderEvent.objects.get().state == EventState.APPLIED


def test_what_is_kept_in_one_statement_is_what_saving_writes():
    inbox.keep(message("evt_1"))
    inbox._row(message("evt_2"), EventState.RECEIVED).save()
    kept, saved = ProviderEvent.objects.order_by("event_id")
    differs = {"id", "event_id"}
    for field in ProviderEvent._meta.concrete_fields:
        if field.name not in differs | {"received_at", "due_at"}:
            assert getattr(kept, field.attname) == getattr(saved, field.attname), field.name
    assert abs((kept.received_at - saved.received_at).total_seconds()) < 30
    assert abs((kept.due_at - saved.due_at).total_seconds()) < 30


def test_keeping_takes_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        inbox.keep(message())


# --- Who looks after payments ------------------------------------------------------------------------


def test_each_reads_an_alert_in_their_own_language(settings):
    reader = staff("finance", language="ru")
    settings.PAYMENTS_ALERT_EMAILS = [reader.email, "nobody@sos.example"]
    with override("en"):  # of the donor whose payment it is
        inbox.alert("x", RefundDue.DUPLICATE.label)
    russian, usual = OutboxMessage.objects.order_by("pk")
    assert (russian.language, usual.language) == ("ru", settings.LANGUAGE_CODE)
    for mail in (russian, usual):
        with override(mail.language):
            assert str(RefundDue.DUPLICATE.label) in mail.text


def test_what_is_held_is_told_in_words_with_what_the_log_says(settings):
    settings.PAYMENTS_ALERT_EMAILS = ["nobody@sos.example"]
    notice = Ignore(gateway="stripe", livemode=False, event_id="evt_9", reason="x")
    inbox.quarantine(notice, "refund of more than was captured")
    mail = OutboxMessage.objects.get()
    with override(mail.language):
        words = str(explanations.of("refund of more than was captured"))
    assert f"{words} (refund of more than was captured)" in mail.text


def test_each_message_that_is_held_is_told_also_of_one_payment(settings):
    settings.PAYMENTS_ALERT_EMAILS = ["nobody@sos.example"]
    about = {"reference": "P-1111-2222-3333", "provider_reference": "cs_1", "livemode": False, "reason": "x"}
    for gateway, number in (("stripe", "evt_1"), ("stripe", "evt_2"), ("click", "evt_2")):
        inbox.quarantine(Ignore(gateway=gateway, event_id=number, **about), "another gateway")
    assert OutboxMessage.objects.count() == 3


@pytest.mark.parametrize("waits", [True, False])
def test_a_reason_that_is_too_long_for_its_column_keeps_no_message_out(waits):
    if waits:
        inbox.keep(message())
    notice = Ignore(gateway="stripe", livemode=True, event_id="evt_1", reason="x")
    inbox.quarantine(notice, "x" * 300)
    assert ProviderEvent.objects.get().reason == "x" * 200


def test_a_message_that_waited_is_called_what_it_turned_out_to_be():
    """By that staff see whether it is about money that came in."""
    inbox.keep(message())
    inbox.quarantine(Ignore(gateway="stripe", livemode=True, event_id="evt_1", reason="x"), "x")
    event = ProviderEvent.objects.get()
    assert (event.kind, event.occurred_at) == ("ignore", WHEN)
