"""Our side of Click's SHOP API, and what we ask of its Merchant API."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import TypedDict
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.gateways.instructions import Ending, Instruction, Query, Refund, Release, Settle, Unreadable
from donations.gateways.outcomes import Outcome
from donations.gateways.protocols import Door
from donations.gateways.reports import Standing
from donations.gateways.requests import PaymentRequest, Redirect, RefundRefused, RefundRequest

from . import merchant_api, reading, records, rows, standing
from .faults import NOTES, Fault, Refused
from .models import ClickTransaction

logger = logging.getLogger(__name__)
# So long a prepared payment that the Merchant API does not know is waited for. A Complete after that gets -9, and
# Click gives the money back.
PREPARED_FOR = timedelta(hours=24)


class _Names(TypedDict):
    gateway: str
    livemode: bool
    reference: str
    provider_reference: str


class ClickGateway:
    """Click asks before and after it moves money and obeys the answer; see the package."""

    code = reading.CODE

    def __init__(self) -> None:
        self.livemode = not settings.CLICK_TEST

    def begin(self, request: PaymentRequest) -> Redirect:
        """The pay link. Click gives no number before the payer acts: there is no reference of its yet.

        The link is not signed, so that the payer may change it: what counts is compared when Click asks.
        """
        query = {
            "service_id": settings.CLICK_SERVICE_ID,
            "merchant_id": settings.CLICK_MERCHANT_ID,
            "amount": f"{request.amount.major:.2f}",
            "transaction_param": request.reference,
            "return_url": request.return_url,
        }
        return Redirect(f"{settings.CLICK_PAY_URL}?{urlencode(query)}", "")

    def read(self, request: HttpRequest) -> Instruction:
        """See `reading`. Raises Refused."""
        return reading.instruction_in(request, livemode=self.livemode)

    def keep(self, instruction: Instruction, door: Door) -> Outcome:
        """See `records`."""
        return records.keep(instruction, door)

    def reply(self, instruction: Instruction, outcome: Outcome) -> HttpResponse:
        """HTTP 200 with an error code, 0 for none."""
        fault = outcome.answer.get("fault")
        fault = fault if isinstance(fault, Fault) else Fault.UPDATE
        numbers = _numbers_of(instruction)
        if fault is Fault.NONE:
            confirms = isinstance(instruction, Settle)
            name = "merchant_confirm_id" if confirms else "merchant_prepare_id"
            numbers[name] = outcome.answer["ours"]
        return _answer(fault, numbers)

    def refuse(self, error: Unreadable) -> HttpResponse:
        """HTTP 200 here, too."""
        if isinstance(error, Refused):
            return _answer(error.fault, error.numbers)
        return _answer(Fault.REQUEST, {})

    def fail(self, instruction: Instruction) -> HttpResponse:
        """Click gives the money back, or asks again."""
        return _answer(Fault.UPDATE, _numbers_of(instruction))

    def status(self, reference: str) -> Instruction | None:
        """Ask the Merchant API by our number, and by the day on which Click began."""
        row = rows.live_of(reference)
        try:
            status = merchant_api.payment_status(merchant_api.payment_id(reference, _day(row)))
        except merchant_api.NotThere:
            # Soon after Prepare the Merchant API may know nothing yet: not a word that nothing will come.
            waits = row is not None and timezone.now() - row.created_at < PREPARED_FOR
            return Query(**self._names(reference, row)) if waits else None
        if row is None:
            logger.error("Click knows a payment %s that it never prepared here", reference)
            return Query(**self._names(reference, row))
        return self._standing(reference, row, status)

    def standing(self, reference: str, provider_reference: str) -> Standing | None:
        """By the record of its number, in whatever state that is."""
        return standing.of(rows.by_number(provider_reference), _day)

    def give_back(self, request: RefundRequest) -> Refund:
        """Reverse a payment, whole, or find it reversed. Raises RefundRefused where Click will not (another month)."""
        row = rows.live_of(request.reference)
        if row is None or request.amount != row.amount:
            raise RefundRefused(_("Click gives back a payment once, and only as a whole."))
        try:
            number = merchant_api.payment_id(request.reference, _day(row))
        except merchant_api.NotThere as no:
            raise _refused(no) from None
        _reverse(number)
        return Refund(
            **self._names(request.reference, row),
            event_id=f"reversal:{number}",
            amount=request.amount,
            refund_reference=str(number),
            order=request.order,
        )

    def _standing(self, reference: str, row: ClickTransaction, status: int) -> Instruction:
        """The amount is the one we allowed at Prepare: the Merchant API tells none."""
        names, payload = self._names(reference, row), {"payment_status": status}
        trans_id = row.click_trans_id
        if status == merchant_api.PAID:
            return Settle(**names, event_id=f"complete:{trans_id}", amount=row.amount, payload=payload)
        if status < 0:
            return Release(
                **names,
                event_id=f"cancel:{trans_id}",
                ending=Ending.CANCELLED,
                detail=f"Click: status {status}",
                payload=payload,
            )
        return Query(**names)

    def _names(self, reference: str, row: ClickTransaction | None) -> _Names:
        return {
            "gateway": self.code,
            "livemode": self.livemode,
            "reference": reference,
            "provider_reference": str(row.click_trans_id) if row else "",
        }


def _refused(no: merchant_api.NotThere) -> RefundRefused:
    """In the words of whoever approves, with Click's code."""
    words = _("Click refuses (error %(code)s): it gives back what was paid in the current month.")
    return RefundRefused(words % {"code": no.code})


def _reverse(number: int) -> None:
    """A refusal may mean that it was done before and we died without booking it: its status tells."""
    try:
        merchant_api.reverse(number)
    except merchant_api.NotThere as no:
        if not _is_reversed(number):
            raise _refused(no) from None


def _is_reversed(number: int) -> bool:
    try:
        return merchant_api.payment_status(number) < 0
    except merchant_api.NotThere:
        return False


def _answer(fault: Fault, numbers: Mapping[str, object]) -> HttpResponse:
    return JsonResponse({**numbers, "error": fault.value, "error_note": NOTES[fault]})


def _numbers_of(instruction: Instruction) -> dict[str, object]:
    return {
        "click_trans_id": int(instruction.provider_reference),
        "merchant_trans_id": instruction.reference,
    }


def _day(row: ClickTransaction | None) -> str:
    """In Tashkent, where Click counts its days."""
    return timezone.localdate(row.created_at if row else None).isoformat()
