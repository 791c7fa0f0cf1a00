"""What pages of the back office say of giving: `{{ payment.gateway|payment_method }}`, `{{ donation|giver }}`,
`{{ entry|caused_by }}`.
"""

from django import template

from donations.back_office.columns import caused_by, giver, method_of

register = template.Library()
register.filter("payment_method", method_of)
register.filter("giver", giver)
register.filter("caused_by", caused_by)
