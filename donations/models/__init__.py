from donations.gateways.click.models import ClickTransaction
from donations.gateways.payme.models import PaymeTransaction
from donations.gateways.sandbox.models import SandboxEvent, SandboxPayment, SandboxToken

from .bank_account import BankAccount
from .bank_statement import BankStatement, LineState, StatementLine
from .campaign import Campaign, SpendingLine
from .campaign_page import CampaignPage
from .data_import import IMPORTED, DataImport, ImportedRow, ImportKind, ImportProblem, ImportState
from .designation import Designation, DesignationKind
from .donation import Donation, DonationState
from .donor import Donor, fold_email
from .gift_effect import GiftEffect
from .ledger import Account, LedgerEntry
from .legal_entity import LegalEntity
from .payment import OPEN_STATES, Payment, PaymentState, RefundDue
from .provider_event import EventState, ProviderEvent
from .receipt import Receipt, ReceiptCounter, ReceiptKind, ReceiptState
from .refund import Refund
from .refund_order import RefundOrder, RefundOrderState
from .sponsorship import RUNNING, Frequency, Sponsorship, SponsorshipState
from .statement import Statement

__all__ = [
    "IMPORTED",
    "OPEN_STATES",
    "RUNNING",
    "Account",
    "BankAccount",
    "BankStatement",
    "Campaign",
    "CampaignPage",
    "ClickTransaction",
    "DataImport",
    "Designation",
    "DesignationKind",
    "Donation",
    "DonationState",
    "Donor",
    "EventState",
    "Frequency",
    "GiftEffect",
    "ImportKind",
    "ImportProblem",
    "ImportState",
    "ImportedRow",
    "LedgerEntry",
    "LegalEntity",
    "LineState",
    "PaymeTransaction",
    "Payment",
    "PaymentState",
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
