"""Purposes that gifts can have in the demo: the general one, each village, the campaign; and what gifts do."""

from core.money import parse_money
from donations.models import (
    BankAccount,
    Campaign,
    Designation,
    DesignationKind,
    GiftEffect,
    SpendingLine,
)
from home.demo.content import data, localized, pages
from programmes.models import Village

GENERAL = {"uz": "Eng zarur joyga", "ru": "Туда, где нужнее всего", "en": "Where it is needed most"}


def seed_campaigns() -> list[Campaign]:
    """The campaigns whose pages the copy has."""
    campaigns = []
    for copy in pages():
        if copy["type"] != "campaign":
            continue
        goal = parse_money(str(copy["goal"]["amount"]), copy["goal"]["currency"])
        values = {
            "name": localized(copy["title"]),
            "purpose": localized(copy["purpose"]),
            "starts": copy["start"],
            "ends": copy["end"],
            "goal_minor": goal.minor,
            "currency": goal.currency,
        }
        campaign, is_new = Campaign.objects.update_or_create(code=copy["code"], defaults=values)
        for order, line in enumerate(copy["spending"] if is_new else []):
            amount = parse_money(str(line["amount"]), goal.currency)
            SpendingLine.objects.create(
                campaign=campaign, sort_order=order, label=localized(line["label"]), amount_minor=amount.minor
            )
        campaigns.append(campaign)
    return campaigns


def seed_designations(villages: dict[str, Village], campaigns: list[Campaign]) -> None:
    """One purpose for each thing that a donor can give to."""
    Kind = DesignationKind
    Designation.objects.update_or_create(
        code="general", defaults={"kind": Kind.GENERAL, "name": localized(GENERAL), "sort_order": 0}
    )
    for order, village in enumerate(villages.values(), start=1):
        values = {"kind": Kind.VILLAGE, "village": village, "name": village.name, "sort_order": order}
        Designation.objects.update_or_create(code=village.code, defaults=values)
    for order, campaign in enumerate(campaigns, start=len(villages) + 1):
        values = {"kind": Kind.CAMPAIGN, "campaign": campaign, "name": campaign.name, "sort_order": order}
        Designation.objects.update_or_create(code=campaign.code, defaults=values)


def seed_effects() -> None:
    """What a gift can do, from each amount upwards."""
    for row in data("gift_effects"):
        for currency, amount in row["from"].items():
            GiftEffect.objects.update_or_create(
                kind=row["designation"],
                currency=currency,
                from_minor=parse_money(str(amount), currency).minor,
                defaults={"text": localized(row["text"])},
            )


def seed_bank_account() -> None:
    """An account that no bank has: nothing that anybody transfers by mistake arrives anywhere."""
    copy = data("site")
    bank = copy["bank"]
    BankAccount.objects.get_or_create(
        currency="UZS",
        defaults={
            "recipient": localized(copy["organisation"]["name"]),
            "number": bank["account"],
            "bank": localized(bank["name"]),
            "bank_code": bank.get("code", ""),
            "tax_number": bank.get("tax_number", ""),
        },
    )
