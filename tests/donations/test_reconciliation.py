"""News that no callback brought."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from donations.gateways.requests import GatewayUnavailable
from donations.gateways.sandbox.gateway import SandboxGateway
from donations.gateways.sandbox.models import Choice
from donations.gateways.sandbox.provider import decide
from donations.models import Donation, DonationState, Payment, PaymentState, ProviderEvent
from donations.services import payments, reconciliation
from tests.factories.donations import begun, gift, settle

pytestmark = pytest.mark.django_db


def later(minutes: int):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False)


def test_a_success_whose_callback_was_lost_is_found():
    payment = begun()
    decide(payment.provider_reference, Choice.SUCCESS)
    with later(15):
        assert reconciliation.reconcile() == 1
    assert Donation.objects.get().state == DonationState.PAID


def test_the_callback_that_comes_after_all_is_the_same_message():
    payment = begun()
    decide(payment.provider_reference, Choice.SUCCESS)
    with later(15):
        reconciliation.reconcile()
    event = ProviderEvent.objects.get()
    payments.apply(settle(payment, event_id=event.event_id))
    assert ProviderEvent.objects.count() == 1


def test_of_what_has_just_changed_the_callback_is_waited_for():
    payment = begun()
    decide(payment.provider_reference, Choice.SUCCESS)
    assert reconciliation.reconcile() == 0
    assert Payment.objects.get().state == PaymentState.REDIRECTED


def test_an_undecided_payment_stays_open():
    begun()
    with later(15):
        assert reconciliation.reconcile() == 0
    assert Payment.objects.get().state == PaymentState.REDIRECTED


def test_a_payment_that_never_reached_the_provider_is_given_up():
    payment = begun()
    Payment.objects.update(state=PaymentState.CREATED, provider_reference="")
    type(payment).objects.filter(pk=payment.pk).update(reference="P-0000-1111-2222")
    with later(61):
        reconciliation.reconcile()
    assert Payment.objects.get().state == PaymentState.EXPIRED
    assert Donation.objects.get().state == DonationState.LAPSED


def test_a_silent_provider_stops_nothing(monkeypatch):
    begun()

    def silent(self, reference):
        raise GatewayUnavailable

    monkeypatch.setattr(SandboxGateway, "status", silent)
    with later(15):
        assert reconciliation.reconcile() == 0


def test_one_that_fails_badly_does_not_keep_the_others_from_their_turn(monkeypatch):
    first, second = begun(), begun(email="b@donors.example")
    decide(second.provider_reference, Choice.SUCCESS)
    real = SandboxGateway.status

    def first_breaks(self, reference):
        if reference == first.reference:
            raise RuntimeError
        return real(self, reference)

    monkeypatch.setattr(SandboxGateway, "status", first_breaks)
    with later(15):
        assert reconciliation.reconcile() == 1


def test_a_form_whose_provider_was_silent_can_be_sent_again(client, monkeypatch):
    from tests.donations.test_donate_form import form

    def silent(self, request):
        raise GatewayUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(SandboxGateway, "begin", silent)
        assert client.post("/en/donate/", form()).status_code == 503
    assert client.post("/en/donate/", form()).status_code == 302
    assert Payment.objects.count() == 1
    assert gift().form_key
