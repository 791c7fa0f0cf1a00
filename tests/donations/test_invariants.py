"""Whatever order and however often providers say things, the books stay right."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from core.models import OutboxMessage
from core.money import Money
from donations.gateways.instructions import Ending, Refund, RefundFailed, Reserve
from donations.models import (
    Donation,
    DonationState,
    LedgerEntry,
    Payment,
    PaymentState,
    ProviderEvent,
    Sponsorship,
)
from donations.services import cancellation, checkout, ledger, payments
from tests.factories.donations import begun, release, settle
from tests.thorough import tries

pytestmark = pytest.mark.django_db

KINDS = [
    "processing",
    "succeeded",
    "failed",
    "expired",
    "cancelled",
    "refunded",
    "refunded_half",
    "refund_failed",
    "wrong_amount",
    "wrong_mode",
]
MESSAGES = st.tuples(st.just("message"), st.sampled_from(KINDS), st.integers(0, 5), st.integers(0, 1))
ACTS = st.one_of(MESSAGES, MESSAGES, st.tuples(st.sampled_from(["try_again", "cancel"]), st.integers(0, 1)))


class _Undo(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """Hypothesis runs many examples in one test: each leaves the database as it found it."""
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass


def say(payment: Payment, kind: str, number: int) -> None:
    """One message of the provider; the same number of the same kind is the same message."""
    event = {"event_id": f"evt_{payment.pk}_{kind}_{number}"}
    carried = {
        "gateway": payment.gateway,
        "livemode": payment.livemode,
        "reference": payment.reference,
        "provider_reference": payment.provider_reference,
        "amount": payment.amount,
        **event,
    }
    match kind:
        case "processing":
            payments.apply(Reserve(**carried))
        case "succeeded":
            payments.apply(settle(payment, **event))
        case "wrong_amount":
            payments.apply(settle(payment, amount=payment.amount * 2, **event))
        case "wrong_mode":
            payments.apply(settle(payment, livemode=True, **event))
        case "refunded" | "refunded_half":
            part = (
                payment.amount if kind == "refunded" else Money(payment.amount_minor // 2, payment.currency)
            )
            payments.apply(Refund(**carried | {"amount": part}, refund_reference=f"re_{event['event_id']}"))
        case "refund_failed":
            half = Money(payment.amount_minor // 2, payment.currency)
            refund = f"re_evt_{payment.pk}_refunded_half_{number}"
            payments.apply(RefundFailed(**carried | {"amount": half}, refund_reference=refund))
        case _:
            payments.apply(release(payment, Ending(kind), **event))


def act(what: tuple, donations: list[Donation]) -> None:
    if what[0] == "message":
        _message, kind, which, number = what
        known = list(Payment.objects.order_by("pk"))
        say(known[which % len(known)], kind, number)
    elif what[0] == "try_again":
        checkout.carry_on(donations[what[1]])
    else:
        sponsorship = donations[1].sponsorship
        if sponsorship:
            cancellation.cancel(Sponsorship.objects.get(pk=sponsorship.pk))


def check_the_books() -> None:
    assert not any(LedgerEntry.objects.balances().values())
    sources = LedgerEntry.objects.order_by().values("source").annotate(total=Sum("amount_minor"))
    assert all(row["total"] == 0 for row in sources)
    for donation in Donation.objects.all():
        check_one(donation)
    receipts = Counter(OutboxMessage.objects.filter(key__startswith="receipt").values_list("key", flat=True))
    credited = Payment.objects.filter(state=PaymentState.SUCCEEDED, refund_due="")
    assert set(receipts) == {f"receipt:{payment.reference}" for payment in credited}


def check_one(donation: Donation) -> None:
    succeeded = donation.payments.filter(state=PaymentState.SUCCEEDED)
    credited = succeeded.filter(refund_due="").count()
    assert credited <= 1
    gifts = -(donation.ledger_entries.filter(account="gifts").aggregate(s=Sum("amount_minor"))["s"] or 0)
    assert 0 <= gifts <= donation.amount_minor
    for payment in succeeded.filter(refund_due=""):
        taken = sum(payment.refunds.values_list("gift_minor", flat=True))
        assert taken == payment.amount_minor - ledger.gift_of(payment).minor
    for payment in succeeded:
        assert ledger.net_of(payment) <= payment.amount
        # Only a bank may take more than there is, of what was given back before.
        assert ledger.net_of(payment).minor >= 0 or payment.disputes.exists()
    assert (donation.state in (DonationState.PAID, DonationState.REFUNDED)) == bool(credited)
    assert (donation.state == DonationState.REFUNDED) == (credited == 1 and gifts == 0)
    assert donation.payments.open().count() <= 1


@tries(20)
@given(st.lists(ACTS, max_size=14))
def test_the_ledger_sums_to_zero_in_any_order_with_any_repetition(acts):
    with undone():
        donations = [
            begun().donation,
            begun(currency="USD", amount="25", frequency="month", designation="tashkent").donation,
        ]
        for what in acts:
            act(what, donations)
            check_the_books()


@tries(12)
@given(
    st.permutations(["processing", "succeeded", "failed", "succeeded", "expired", "processing"]),
    st.integers(1, 3),
)
def test_whatever_the_order_success_ends_in_one_credit(kinds, copies):
    with undone():
        payment = begun()
        for kind in kinds:
            for _ in range(copies):
                say(payment, kind, 0)
        assert Donation.objects.get(pk=payment.donation_id).state == DonationState.PAID
        assert LedgerEntry.objects.given_to(payment.donation.designation) == [payment.amount]
        assert ProviderEvent.objects.count() == 4
