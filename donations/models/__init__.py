from donations.gateways.click.models import ClickTransaction
from donations.gateways.payme.models import PaymeTransaction
from donations.gateways.sandbox.models import SandboxEvent, SandboxPayment, SandboxToken

from .balance_line import BalanceLine, LineKind
from .bank_account import BankAccount
from .bank_statement import BankStatement, LineState, StatementLine
from .campaign import Campaign, SpendingLine
from .campaign_page import CampaignPage
from .designation import Designation, DesignationKind
from .dispute import Dispute, DisputeState
from .donation import Donation, DonationState
from .donor import Donor, fold_email
from .gift_effect import GiftEffect
from .ledger import Account, LedgerEntry
from .legal_entity import LegalEntity
from .payment import OPEN_STATES, Payment, PaymentState, RefundDue
from .payout import Payout, PayoutState
from .provider_event import EventState, ProviderEvent
from .receipt import Receipt, ReceiptCounter, ReceiptKind, ReceiptState
from .refund import Refund
from .refund_order import RefundOrder, RefundOrderState
from .sponsorship import RUNNING, Frequency, Sponsorship, SponsorshipState
from .statement import Statement

__all__ = [
    "OPEN_STATES",
    "RUNNING",
    "Account",
    "BalanceLine",
    "BankAccount",
    "BankStatement",
    "Campaign",
    "CampaignPage",
    "ClickTransaction",
    "Designation",
    "DesignationKind",
    "Dispute",
    "DisputeState",
    "Donation",
    "DonationState",
    "Donor",
    "EventState",
    "Frequency",
    "GiftEffect",
    "LedgerEntry",
    "LegalEntity",
    "LineKind",
    "LineState",
    "PaymeTransaction",
    "Payment",
    "PaymentState",
    "Payout",
    "PayoutState",
    "ProviderEvent",
    "Receipt",
    "ReceiptCounter",
    "ReceiptKind",
    "ReceiptState",
    "Refund",
    "RefundDue",
    "RefundOrder",
    "RefundOrderState",
    "SandboxEvent",
    "SandboxPayment",
    "SandboxToken",
    "SpendingLine",
    "Sponsorship",
    "SponsorshipState",
    "Statement",
    "StatementLine",
    "fold_email",
]
