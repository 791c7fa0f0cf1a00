"""What pages of the back office say of giving: `{{ payment.gateway|payment_method }}`, `{{ donation|giver }}`."""

from django import template

from donations.back_office.columns import giver, method_of

register = template.Library()
register.filter("payment_method", method_of)
register.filter("giver", giver)
