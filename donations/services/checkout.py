"""From a filled form to the provider's pay page, and from a failed attempt to the next one."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from core.money import Money
from donations import notifications
from donations.gateways.protocols import ChargesByItself
from donations.gateways.registry import offer
from donations.gateways.requests import Instructions, PaymentRequest
from donations.links import thanks_url
from donations.models import (
    Designation,
    Donation,
    DonationState,
    Donor,
    Frequency,
    Payment,
    PaymentState,
    Sponsorship,
    fold_email,
)
from donations.services import donors, limits, payments
from donations.services.transitions import move

# Providers close their page a day after it was made at the latest, and forget by then that they were asked.
PAY_PAGE_OPEN = timedelta(hours=23)


@dataclass(frozen=True, kw_only=True)
class Gift:
    """What a donor wants to give, checked by the form. `token` names the sheet of paper: one gift each."""

    amount: Money
    frequency: str
    designation: Designation
    name: str
    email: str
    language: str
    gateway: str
    is_anonymous: bool = False
    country: str = ""  # ISO 3166 or ABROAD, where the donor said it
    token: str = ""

    @property
    def form_key(self) -> str | None:
        """The same for the same form with the same content, so that a second press of the button is no second gift.

        A form that was corrected after going back is another gift: the donor's word counts, not the first draft.
        """
        if not self.token:
            return None
        parts = (
            self.token,
            self.amount.plain(),
            self.amount.currency,
            self.frequency,
            self.designation.code,
            self.name,
            self.email,
            self.gateway,
            str(self.is_anonymous),
            self.country,
        )
        return sha256("\n".join(parts).encode()).hexdigest()


def start(gift: Gift) -> str:
    """Write donation and payment, open the provider's page, return the address to go to next.

    Sending the same form again leads to the same payment, or to the thanks where it was paid meanwhile.
    Raises GatewayUnavailable; what was written stays, and sending the form again carries on.
    """
    donation = _existing(gift.form_key)
    if donation is None:
        try:
            with transaction.atomic():
                donation = _write(gift)
        except IntegrityError:  # the same form, sent twice at once
            donation = _existing(gift.form_key)
            if donation is None:
                raise
    return carry_on(donation)


def carry_on(donation: Donation, gateway: str = "") -> str:
    """The address where a donation can be paid: its open payment's, or a new one's after a failure.

    `gateway` is the way that the donor chooses; an open payment by another that nobody has begun to pay ends.
    Where it is paid, or its outcome is still awaited, that is the thanks page. Raises GatewayUnavailable.
    """
    if page := _page_of_the_charge(donation):
        return page
    payment = _payable(donation, gateway)
    if payment is None:
        return thanks_url(donation)
    step = offer(payment.gateway).gateway.begin(_request(payment))
    if isinstance(step, Instructions):
        return _tell(payment)
    if payment.state == PaymentState.CREATED:
        move(payment, PaymentState.REDIRECTED, provider_reference=step.provider_reference)
    return step.url


@transaction.atomic
def _tell(payment: Payment) -> str:
    """The page that says how to pay; the same goes by mail, once, if the mailbox is not being flooded by forms."""
    is_new = payment.state == PaymentState.CREATED and move(payment, PaymentState.REDIRECTED)
    if is_new and limits.may_mail(payment.donation.donor.email):
        notifications.how_to_transfer(payment)
    return thanks_url(payment.donation)


def _page_of_the_charge(donation: Donation) -> str:
    """Where a period is paid that the provider could not charge by itself; "" for everything else.

    A payment of our own beside it would be a second one: the provider goes on trying.
    """
    latest = donation.payments.last()
    if latest is None or not latest.off_session or donation.state != DonationState.LAPSED:
        return ""
    gateway = offer(latest.gateway).gateway
    if not isinstance(gateway, ChargesByItself):
        return ""
    return gateway.pay_page(latest.provider_reference) or thanks_url(donation)


def _payable(donation: Donation, gateway: str) -> Payment | None:
    """The open payment that its donor can still act on, else a new one; None when there is nothing to pay."""
    with transaction.atomic():
        locked = Donation.objects.select_for_update(of=("self",)).get(pk=donation.pk)
        latest = locked.payments.last()
        sponsorship = locked.sponsorship
        if locked.state in (DonationState.PAID, DonationState.REFUNDED):
            return None
        if sponsorship is not None and not sponsorship.can_cancel:
            return None
        # A pledge's period that nobody has tried to pay has the pledge's own way.
        tried = latest or sponsorship
        if tried is None:
            return None
        if latest is not None and latest.is_open:
            if latest.state == PaymentState.PROCESSING:
                return None
            if gateway in ("", latest.gateway):
                return latest
            # Nobody has begun to pay it.
            payments.give_up(latest, "another-way", "another way was chosen")
            locked.refresh_from_db()
        if not is_taken(locked):
            return None
        if locked.state == DonationState.LAPSED:
            move(locked, DonationState.OPEN)
        return _new_payment(locked, gateway or tried.gateway)


def is_taken(donation: Donation) -> bool:
    """Whether a new attempt may be made: a collection that has ended takes nothing, a regular gift goes on."""
    if donation.sponsorship is not None and donation.sponsorship.started_on:
        return True
    return Designation.objects.taking_gifts().filter(pk=donation.designation_id).exists()


def _write(gift: Gift) -> Donation:
    donor = _donor(gift)
    shared = {
        "donor": donor,
        "donor_name": gift.name,
        "designation": gift.designation,
        "amount_minor": gift.amount.minor,
        "currency": gift.amount.currency,
        "language": gift.language,
        "is_anonymous": gift.is_anonymous,
        "given_from": gift.country,
    }
    sponsorship = None
    if gift.frequency != Frequency.ONCE:
        chosen = offer(gift.gateway)
        sponsorship = Sponsorship.objects.create(
            **shared,
            frequency=gift.frequency,
            gateway=gift.gateway,
            livemode=chosen.gateway.livemode,
            is_pledge=chosen.is_pledge(gift.frequency),
        )
    donation = Donation.objects.create(
        **shared,
        sponsorship=sponsorship,
        period=timezone.localdate() if sponsorship else None,
        form_key=gift.form_key,
        consented_at=timezone.now(),
    )
    _new_payment(donation, gift.gateway)
    return donation


def _donor(gift: Gift) -> Donor:
    """The donor of the address. A guest's form does not rename somebody else: each gift keeps its own name.

    Whose proven address it is sees the gift on `/my/` at once; others when they prove it, or sign in the next time.
    """
    return donors.donor_of(fold_email(gift.email), name=gift.name, language=gift.language)


def _new_payment(donation: Donation, gateway: str) -> Payment:
    return Payment.objects.create(
        donation=donation,
        amount_minor=donation.amount_minor,
        currency=donation.currency,
        gateway=gateway,
        livemode=offer(gateway).gateway.livemode,
    )


def _request(payment: Payment) -> PaymentRequest:
    donation = payment.donation
    charged = donation.sponsorship if donation.sponsorship and not donation.sponsorship.is_pledge else None
    with override(donation.language):
        description = str(donation.designation)
    return PaymentRequest(
        reference=payment.reference,
        amount=payment.amount,
        description=description,
        language=donation.language,
        return_url=f"{settings.SITE_URL}{thanks_url(donation)}",
        recurring=charged is not None,
        frequency=charged.frequency if charged else Frequency.ONCE,
        sponsorship=charged.reference if charged else "",
        expires_at=payment.created_at + PAY_PAGE_OPEN,
    )


def _existing(form_key: str | None) -> Donation | None:
    return Donation.objects.filter(form_key=form_key).first() if form_key else None
