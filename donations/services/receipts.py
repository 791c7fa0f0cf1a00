"""Receipts: which papers a payment must have, their numbers, their files.

A number is given by the worker, in the transaction that writes the receipt: settling money stays short, and what rolls
back takes its number with it. The file comes after, from what was written down with the number.
"""

import logging
from datetime import date
from typing import Any

import typst
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_tasks import task

from core import audit
from core.money import Money
from donations import notifications
from donations.models import (
    LegalEntity,
    Payment,
    PaymentState,
    Receipt,
    ReceiptCounter,
    ReceiptKind,
    ReceiptState,
    Refund,
)
from donations.receipts import typesetting
from donations.receipts.words import receipt_words
from donations.receipts.year import entity_facts
from donations.services import inbox, papers
from donations.services.transitions import move

logger = logging.getLogger(__name__)
PATTERN = "association"


@task()
def make_papers(payment_pk: int) -> None:
    """Put into the queue by whatever changes a payment."""
    catch_up(payment_pk)


def expect(payment: Payment) -> None:
    """Have the worker look at a payment's papers, once the caller's transaction is through."""
    make_papers.enqueue(payment.pk)


def are_given_for(payment: Payment) -> bool:
    """Whether a payment has papers: not where it was imported, and had its paper in its time."""
    return Payment.objects.with_papers().filter(pk=payment.pk).exists()


def catch_up(payment_pk: int) -> list[Receipt]:
    """Number, correct or void what the books ask for, then make missing files; returns all papers, oldest first.

    May run any number of times and many at once. Without an issuing legal entity it waits: the sweep comes again.
    """
    with transaction.atomic():
        _write_down(Payment.objects.select_for_update().get(pk=payment_pk))
    receipts = list(Receipt.objects.filter(payment=payment_pk).order_by("pk"))
    for receipt in receipts:
        if not receipt.file:
            make_file(receipt)
    return receipts


def catch_up_on_all() -> int:
    """Whatever a crash, or a missing legal entity, left undone; returns how many payments were looked at.

    One that fails is logged and does not keep the others waiting.
    """
    lacking = set(Payment.objects.without_their_papers().values_list("pk", flat=True))
    lacking |= set(Receipt.objects.unmade().values_list("payment", flat=True))
    if lacking and LegalEntity.issuing() is None:
        logger.warning("%d gifts wait for a receipt: no legal entity issues any", len(lacking))
        inbox.alert("no-legal-entity", _("Gifts wait for receipts: no legal entity receives them."))
        return 0
    for pk in sorted(lacking):
        try:
            catch_up(pk)
        except (typst.TypstError, OSError, DatabaseError):
            logger.exception("the papers of payment %s could not be made", pk)
    return len(lacking)


def make_file(receipt: Receipt) -> None:
    """Typeset and keep the PDF of a numbered receipt. Raises typst.TypstError, OSError."""
    papers.keep(receipt, render(receipt), f"receipts/{receipt.year}/{receipt.reference}")


def render(receipt: Receipt) -> bytes:
    """The PDF: the same bytes each time."""
    with override(receipt.language):
        words = receipt_words(receipt)
    return typesetting.pdf(
        "receipt", words, receipt.created_at, receipt.printed["pattern"], qr=words["verify"]["url"]
    )


def _write_down(payment: Payment) -> None:
    """Bring the rows into line with the books; the payment is locked, so nobody else does at the same time."""
    if payment.state != PaymentState.SUCCEEDED or payment.refund_due or not are_given_for(payment):
        return
    refunds = list(payment.refunds.of_gifts().order_by("pk"))
    left = sum((-refund.gift for refund in refunds), payment.amount)
    if not left:
        _void(payment)
        return
    entity = LegalEntity.issuing()
    if entity is None:
        return
    latest = payment.receipts.order_by("pk").last() or _issue(entity, payment)
    left = payment.amount
    for refund in refunds:
        left -= refund.gift
        if not Receipt.objects.filter(refund=refund).exists():
            latest = _correct(entity, latest, refund, left)


def _issue(entity: LegalEntity, payment: Payment) -> Receipt:
    return _numbered(
        entity,
        timezone.localdate(payment.donation.paid_at),
        payment=payment,
        kind=ReceiptKind.RECEIPT,
        amount_minor=payment.amount_minor,
        printed=_printed(entity, payment),
    )


def _correct(entity: LegalEntity, former: Receipt, refund: Refund, left: Money) -> Receipt:
    """The paper that takes the place of `former`, over what is left, with the next number."""
    payment = former.payment
    about = {
        "corrects": former.reference,
        "given_minor": payment.amount_minor,
        "returned_minor": (payment.amount - left).minor,
    }
    receipt = _numbered(
        entity,
        timezone.localdate(refund.created_at),
        payment=payment,
        kind=ReceiptKind.CORRECTION,
        amount_minor=left.minor,
        corrects=former,
        refund=refund,
        printed=_printed(entity, payment) | about,
    )
    notifications.receipt_corrected(receipt)
    return receipt


def _void(payment: Payment) -> None:
    """All of it was given back. What never had a receipt gets none."""
    issued = list(payment.receipts.filter(state=ReceiptState.ISSUED).order_by("pk"))
    for receipt in issued:
        move(receipt, ReceiptState.VOIDED)
    if issued:
        notifications.receipt_voided(issued[-1])


def _numbered(entity: LegalEntity, day: date, *, payment: Payment, **fields: Any) -> Receipt:
    number = _next_number(entity, payment.livemode, day.year)
    receipt = Receipt.objects.create(
        entity=entity,
        livemode=payment.livemode,
        year=day.year,
        number=number,
        reference=_reference(entity, payment.livemode, day.year, number),
        payment=payment,
        currency=payment.currency,
        language=payment.donation.language,
        given_on=timezone.localdate(payment.donation.paid_at),
        created_at=timezone.now().replace(microsecond=0),
        **fields,
    )
    audit.record(action="receipt.issued", obj=receipt, new=receipt.reference)
    return receipt


def _next_number(entity: LegalEntity, livemode: bool, year: int) -> int:
    """Locked until the caller's transaction ends: nobody takes a number before this one is certain, or given up."""
    row, _is_new = ReceiptCounter.objects.get_or_create(entity=entity, livemode=livemode, year=year)
    counter = ReceiptCounter.objects.select_for_update().get(pk=row.pk)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _reference(entity: LegalEntity, livemode: bool, year: int, number: int) -> str:
    """ "SOS-2026-000001"; in test mode nobody may take it for a real one."""
    return f"{'' if livemode else 'TEST-'}{entity.code}-{year}-{number:06d}"


def _printed(entity: LegalEntity, payment: Payment) -> dict[str, Any]:
    """What the paper says of people and purposes, in the donor's language, as it is now."""
    donation = payment.donation
    village = donation.designation.village
    with override(donation.language):
        return {
            "entity": entity_facts(entity, donation.language),
            "donor": donation.donor_name,
            "purpose": str(donation.designation),
            "gift": donation.reference,
            "pattern": village.pattern if village else PATTERN,
        }
