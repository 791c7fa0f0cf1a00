"""`{% load money_tags %}{{ gift.amount|money }}`."""

from django import template

from core.money import Money

register = template.Library()


@register.filter
def money(value: Money | None) -> str:
    """Write money in the active language; nothing stays nothing."""
    return value.format() if value is not None else ""


@register.filter
def digits(value: Money | None) -> str:
    """Plain digits for an input or an address: "1234.50"."""
    return value.plain() if value is not None else ""
