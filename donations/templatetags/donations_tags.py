"""What other pages show of giving: `{% village_support %}`, `{% campaign_progress %}`, `{% gift_amounts %}`."""

from urllib.parse import urlencode

import segno
from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.money import parse_money
from core.page_cache import depends_on
from donations import support
from donations.gateways import registry
from donations.models import Campaign, Designation
from programmes.models import Village

register = template.Library()


@register.inclusion_tag("donations/village_support.html")
def village_support(village: Village) -> dict[str, object]:
    """What a village needs a month, what part sponsors cover, and the way to become one. Nothing while closed."""
    designation = Designation.objects.taking_gifts().filter(village=village).first()
    depends_on(village, designation or Designation)
    if designation is None or not village.monthly_need:
        return {"designation": None}
    return {
        "designation": designation,
        "village": village,
        "support": support.of_village(village, designation),
    }


@register.inclusion_tag("donations/campaign_progress.html")
def campaign_progress(campaign: Campaign) -> dict[str, object]:
    """How far a campaign is, until when it runs, and the way to give to it; without the button once it is over."""
    designation = Designation.objects.filter(campaign=campaign).first()
    depends_on(campaign, designation or Designation)
    if designation is None:
        return {"designation": None}
    return {
        "designation": designation,
        "campaign": campaign,
        "is_open": designation.is_open and campaign.is_running,
        "support": support.of_campaign(campaign, designation),
    }


@register.inclusion_tag("donations/gift_amounts.html")
def gift_amounts(
    title: str = "", text: str = "", frequency: str = "once", purpose: str = ""
) -> dict[str, object]:
    """Amounts in the first currency, each leading to the gift form; `purpose` is a designation's code."""
    currency = registry.currencies()[0]
    preset = {"frequency": frequency} | ({"designation": purpose} if purpose else {})
    address = reverse("donate")
    choices = [parse_money(str(whole), currency) for whole in settings.DONATION_AMOUNTS[currency]]
    amounts = [
        {
            "label": str(money),
            "url": f"{address}?{urlencode(preset | {'amount': money.plain(), 'currency': currency})}",
        }
        for money in choices
    ]
    return {
        "title": title,
        "text": text,
        "amounts": amounts,
        "give_url": f"{address}?{urlencode(preset)}",
        "monthly": frequency == "month",
    }


@register.simple_tag
def payment_code(rows: list[tuple[str, str]]) -> SafeString:
    """What stands on a transfer as a QR code, one line each. Local banks have no common form for such codes."""
    lines = "\n".join(f"{label}: {value}" for label, value in rows)
    code = segno.make(lines, error="m", micro=False)
    svg = code.svg_inline(omitsize=True, border=2, dark="#000", light="#fff")
    return format_html('<div role="img" aria-label="{}">{}</div>', _("QR code"), mark_safe(svg))
