"""Columns of listings whose cells are written without a template: fifty rows of eight would be four hundred a page."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import BooleanColumn, Column

from donations.explanations import of_movement
from donations.gateways import registry
from donations.models import IMPORTED, Donation, LedgerEntry, Sponsorship


class TextColumn(Column):
    """What stands in a column of a row, or what `accessor` says of it."""

    def render_cell_html(self, instance: Model, parent_context: Any) -> SafeString:
        """A cell of the table."""
        return format_html("<td{}>{}</td>", self.attributes, self.shown(instance))

    @cached_property
    def attributes(self) -> SafeString | str:
        """Of every cell."""
        return format_html(' class="{}"', self.classname) if self.classname else ""

    def shown(self, instance: Model) -> Any:
        """What the cell holds: days as this language writes them, nothing for None."""
        value = self.get_value(instance)
        if isinstance(value, date):
            return date_format(value, "SHORT_DATE_FORMAT")
        return "" if value is None else value


class LinkColumn(TextColumn):
    """What a row is called, leading to its page: as Wagtail's title column without buttons."""

    def __init__(self, name: str, get_url: Callable[[Model], str], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.get_url = get_url

    @cached_property
    def attributes(self) -> SafeString:
        """Of every cell."""
        return format_html(' class="{}"', " ".join(filter(None, ("title", self.classname))))

    def shown(self, instance: Model) -> SafeString:
        """A link."""
        words = super().shown(instance) or _("(blank)")
        return format_html(
            '<div class="title-wrapper"><a href="{}">{}</a></div>', self.get_url(instance), words
        )


class MomentColumn(TextColumn):
    """Day and time, in Tashkent: in books one reads when it was, not how long ago."""

    def shown(self, instance: Model) -> str | SafeString:
        """In the language of the back office; nothing where it has not been yet."""
        moment = self.get_value(instance)
        if moment is None:
            return ""
        here = timezone.localtime(moment)
        return format_html(
            '<time datetime="{}">{}</time>', here.isoformat(), date_format(here, "SHORT_DATETIME_FORMAT")
        )


class StateColumn(TextColumn):
    """The state in words, as a tag that stands out where it is one of the `marked`: Wagtail's status tag."""

    def __init__(self, *marked: str, accessor: str = "get_state_display") -> None:
        super().__init__("state", label=_("State"), accessor=accessor, sort_key="state")
        self.marked = frozenset(marked)

    def shown(self, instance: Model) -> SafeString:
        """A tag."""
        mark = " w-status--primary" if instance.state in self.marked else ""
        return format_html('<span class="w-status{}">{}</span>', mark, super().shown(instance))


class MoneyColumn(TextColumn):
    """An amount: below each other by their last figures."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, classname="cell-money", **kwargs)

    def get_value(self, instance: Model) -> str:
        """In the language of the back office."""
        return instance.amount.format()


class GatewayColumn(TextColumn):
    """The payment method."""

    def __init__(self) -> None:
        super().__init__("gateway", label=_("Payment method"))
        self.methods = dict(payment_methods())

    def get_value(self, instance: Model) -> str:
        """In the language of the back office."""
        return self.methods.get(instance.gateway, instance.gateway)


def payment_methods() -> list[tuple[str, str]]:
    """For filters: what is switched on, and what came in lists from before the portal."""
    return [
        *((one.code, str(one.label)) for one in registry.offers().values()),
        (IMPORTED, _("Imported from a list")),
    ]


def method_of(code: str) -> str:
    """The payment method, as donors know it; what is no longer switched on by its code."""
    return dict(payment_methods()).get(code, code)


def month_within(day: date) -> str:
    """Its month as it is written within a sentence: Russian has a capital at the beginning of one only."""
    words = date_format(day, "YEAR_MONTH_FORMAT")
    return words[0].lower() + words[1:] if get_language() == "ru" else words


def yes_or_no(model: type[Model], name: str) -> BooleanColumn:
    """The column of a field that is true or false, headed as the field is called."""
    return BooleanColumn(name, label=capfirst(model._meta.get_field(name).verbose_name), sort_key=name)


def giver(row: Donation | Sponsorship) -> str:
    """Finance must know who gives; that it stays unnamed elsewhere is said beside the name."""
    known_as = row.donor.email or row.donor.number
    words = f"{row.donor_name} ({known_as})" if known_as else row.donor_name
    return f"{words}, {_('wants to stay unnamed')}" if row.is_anonymous else words


def caused_by(entry: LedgerEntry) -> SafeString:
    """What moved the money, in words; below them the source, by which it is found again and asked about."""
    return format_html('{} <span class="source-code">{}</span>', of_movement(entry.source), entry.source)
