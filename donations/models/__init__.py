from donations.gateways.click.models import ClickTransaction
from donations.gateways.payme.models import PaymeTransaction
from donations.gateways.sandbox.models import SandboxEvent, SandboxPayment, SandboxToken

from .balance_line import BalanceLine, LineKind
from .bank_account import BankAccount
from .bank_statement import BankStatement, LineState, StatementLine, UnannouncedGift
from .campaign import Campaign, SpendingLine
from .campaign_page import CampaignPage
from .cash import BoxAmount, BoxCount, BoxCountState, CashBox, CashGift
from .cash_deposit import CashCorrection, CashDeposit, CorrectionState
from .data_import import IMPORTED, DataImport, ImportedRow, ImportKind, ImportProblem, ImportState
from .designation import Designation, DesignationKind
from .difference import About, Difference, DifferenceKind, DifferenceState, Stand
from .dispute import Dispute, DisputeState
from .donation import Donation, DonationState
from .donor import Donor, fold_email
from .gift_effect import GiftEffect
from .gift_in_kind import GiftInKind, KindCondition, KindState
from .ledger import Account, LedgerEntry
from .legal_entity import LegalEntity
from .month_close import LateBooking, MonthClose, MonthCloseState, end_of_month
from .payment import OPEN_STATES, Payment, PaymentState, RefundDue
from .payout import Payout, PayoutState
from .provider_event import EventState, ProviderEvent
from .receipt import Receipt, ReceiptCounter, ReceiptKind, ReceiptState
from .reconcile_run import Origin, ReconcileRun, RunKind, RunState
from .refund import Refund
from .refund_order import RefundOrder, RefundOrderState
from .sponsorship import RUNNING, Frequency, Sponsorship, SponsorshipState
from .statement import Statement

__all__ = [
    "IMPORTED",
    "OPEN_STATES",
    "RUNNING",
    "About",
    "Account",
    "BalanceLine",
    "BankAccount",
    "BankStatement",
    "BoxAmount",
    "BoxCount",
    "BoxCountState",
    "Campaign",
    "CampaignPage",
    "CashBox",
    "CashCorrection",
    "CashDeposit",
    "CashGift",
    "ClickTransaction",
    "CorrectionState",
    "DataImport",
    "Designation",
    "DesignationKind",
    "Difference",
    "DifferenceKind",
    "DifferenceState",
    "Dispute",
    "DisputeState",
    "Donation",
    "DonationState",
    "Donor",
    "EventState",
    "Frequency",
    "GiftEffect",
    "GiftInKind",
    "ImportKind",
    "ImportProblem",
    "ImportState",
    "ImportedRow",
    "KindCondition",
    "KindState",
    "LateBooking",
    "LedgerEntry",
    "LegalEntity",
    "LineKind",
    "LineState",
    "MonthClose",
    "MonthCloseState",
    "Origin",
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
    "ReconcileRun",
    "Refund",
    "RefundDue",
    "RefundOrder",
    "RefundOrderState",
    "RunKind",
    "RunState",
    "SandboxEvent",
    "SandboxPayment",
    "SandboxToken",
    "SpendingLine",
    "Sponsorship",
    "SponsorshipState",
    "Stand",
    "Statement",
    "StatementLine",
    "UnannouncedGift",
    "end_of_month",
    "fold_email",
]
