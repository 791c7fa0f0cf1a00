"""Site settings, villages, key figures and the footer of the demo site."""

from datetime import date

from core.blocks import ACTIONS
from core.money import parse_money
from donations.models import LegalEntity
from home.demo.content import data, localized
from home.models import FooterColumn, FooterLink, SiteSettings
from programmes.models import KeyFigure, Village

SOCIAL = {"telegram", "facebook", "instagram", "youtube"}


def seed_settings() -> None:
    """Names and contacts."""
    copy = data("site")
    organisation, contact = copy["organisation"], copy["contact"]
    bank = copy.get("bank", {})
    SiteSettings.objects.update_or_create(
        defaults={
            "name": localized(organisation["name"]),
            "short_name": localized(organisation["short_name"]),
            "tagline": localized(organisation.get("tagline")),
            "address": localized(contact.get("address")),
            "hours": localized(contact.get("office_hours")),
            "registration": localized(copy.get("footer", {}).get("registration")),
            "bank_recipient": localized(organisation["name"]),
            "bank_account": bank.get("account", ""),
            "bank_name": localized(bank.get("name")),
            "bank_code": bank.get("code", ""),
            "tax_number": bank.get("tax_number", ""),
            "phone": contact["phone"],
            "email": contact["email"],
            "safeguarding_email": contact.get("safeguarding_email", ""),
            **{f"{name}_url": url for name, url in copy.get("social", {}).items() if name in SOCIAL},
        },
        pk=1,
    )


def seed_legal_entity() -> None:
    """Who issues receipts: the association itself, as the site's settings name it. Never over what staff wrote."""
    site = SiteSettings.load()
    LegalEntity.objects.get_or_create(
        code="SOS",
        defaults={
            "name": site.name,
            "address": site.address,
            "registration": site.registration,
            "tax_number": site.tax_number,
            "email": site.email,
            "is_issuing": not LegalEntity.objects.filter(is_issuing=True).exists(),
        },
    )


def seed_villages() -> dict[str, Village]:
    """The villages by code."""
    villages = {}
    for order, row in enumerate(data("villages")):
        need = row["monthly_need"]
        values = {
            "name": localized(row["name"]),
            "pattern": row["pattern"],
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "houses": row.get("houses"),
            "monthly_need": parse_money(str(need["amount"]), need["currency"]).minor,
            "currency": need["currency"],
            "sort_order": order,
        }
        villages[row["code"]], _made = Village.objects.update_or_create(code=row["code"], defaults=values)
    return villages


def seed_figures(on_home: list[str]) -> dict[str, KeyFigure]:
    """The key figures by key; `on_home` names those of the home page, in order."""
    figures = {}
    for order, row in enumerate(data("key_figures")):
        as_of = row["as_of"] if isinstance(row["as_of"], date) else date.fromisoformat(row["as_of"])
        values = {
            "value": row["value"],
            "is_year": bool(row.get("is_year")),
            "unit": localized(row.get("unit")),
            "label": localized(row["label"]),
            "as_of": as_of,
            "source": localized(row["source"]),
            "source_url": row.get("source_url", ""),
            "show_on_home": row["key"] in on_home,
            "sort_order": on_home.index(row["key"]) if row["key"] in on_home else len(on_home) + order,
        }
        figures[row["key"]], _made = KeyFigure.objects.update_or_create(key=row["key"], defaults=values)
    return figures


def seed_footer(pages: dict[str, object]) -> None:
    """The columns at the foot, once: staff may have changed them since. `pages` are the default language's by key."""
    if FooterColumn.objects.exists():
        return
    for order, column in enumerate(data("menus")["footer"]):
        row = FooterColumn.objects.create(title=localized(column["title"]), sort_order=order)
        for place, item in enumerate(column["items"]):
            target = _target(item, pages)
            if target:
                FooterLink.objects.create(
                    column=row, sort_order=place, label=localized(item.get("label")), **target
                )


def _target(item: dict, pages: dict[str, object]) -> dict[str, object]:
    if page := pages.get(item.get("page", "")):
        return {"page": page}
    action = item.get("url", "").strip("/").split("/")[0]
    return {"action": action} if action in ACTIONS else {}
