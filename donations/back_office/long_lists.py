"""Lists of a million rows: counted as far as somebody leafs, searched by what has an index."""

import json
import sys
from collections.abc import Iterable

from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page
from django.db import connections
from django.db.models import Model, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

# Nobody leafs through more pages than these come to; filters and the order lead to what lies behind.
MOST_SHOWN = 1_000
MOST_WORDS = 8
# So many rows of another table are named by their keys; where more have the words, those are no rare ones.
MOST_KEYS = 2_000
# Expecting so few, a database sorts them within the time of a page; should there be more, no more than MOST are read.
FEW_EXPECTED, MOST_EXPECTED = 10_000, 100_000


class BoundedPaginator(WagtailPaginator):
    """Counting all rows that a filter finds takes the longer the more there are: this one stops at MOST_SHOWN."""

    @cached_property
    def _keys(self) -> list[int]:
        """In the list's order. Asked for so many of them, a database weighs well whether to go through all rows in
        that order or to sort what an index finds; asked for the first fifty of few it mostly goes through all.

        Of two words, each of them common, it expects several times what there is, and goes through half the table.
        Where it expects few it is asked for all, so that it sorts what an index finds.
        """
        keys = self.object_list.values_list("pk", flat=True)
        asked = MOST_EXPECTED if _expected(keys) <= FEW_EXPECTED else MOST_SHOWN + 1
        return list(keys[:asked])[: MOST_SHOWN + 1]

    @cached_property
    def count(self) -> int:
        """Of the rows that can be leafed through."""
        return min(len(self._keys), MOST_SHOWN)

    @property
    def is_cut(self) -> bool:
        """Whether there are more."""
        return len(self._keys) > MOST_SHOWN

    def page(self, number: int | str) -> Page:
        """Its rows by their keys, with all that belongs to them."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = self._keys[first : min(first + self.per_page, self.count)]
        return self._get_page(self.object_list.filter(pk__in=keys), number, self)

    @property
    def items_count_label(self) -> str:
        """The number, or that there are more."""
        if not self.is_cut:
            return super().items_count_label
        return _("more than %(number)s") % {"number": f"{MOST_SHOWN:,}".replace(",", "\u00a0")}


def _expected(rows: QuerySet) -> int:
    """How many rows the database expects from its statistics; without bound where it keeps none (SQLite)."""
    if connections[rows.db].vendor != "postgresql":
        return sys.maxsize
    told = rows.explain(format="json")  # nothing where no row can be
    return json.loads(told)[0]["Plan"]["Plan Rows"] if told else 0


def with_words(rows: QuerySet, text: str, columns: Iterable[str]) -> QuerySet:
    """Rows that have every word of the text, or belong to a row of another table ("donor__email") that has them all.

    One query beforehand for each of the other tables: a database uses no index for "here or there", but for "here or
    one of these keys" it does. Where there are many such rows the words are common, and found on any page.
    """
    words = text.split()[:MOST_WORDS]
    tables: dict[str, list[str]] = {}
    for column in columns:
        path, _separator, name = column.rpartition("__")
        tables.setdefault(path, []).append(name)
    found = _all(words, tables.pop("", []))
    for path, names in tables.items():
        found |= _belonging(rows.model, path, _all(words, names))
    return rows.filter(found)


def _belonging(model: type[Model], path: str, wanted: Q) -> Q:
    """Rows of `model` with such a row at the end of the path."""
    others = _related(model, path).objects.filter(wanted).order_by().values("pk")
    some = list(others.values_list("pk", flat=True)[: MOST_KEYS + 1])
    found = Q(**{f"{path}__in": some if len(some) <= MOST_KEYS else others})
    if model._meta.get_field(path.split("__")[0]).many_to_one:
        return found
    return Q(pk__in=model.objects.filter(found).values("pk"))  # each once, however many lead there


def _all(words: Iterable[str], columns: Iterable[str]) -> Q:
    """Each word in one of the columns."""
    found = Q()
    for word in words:
        found &= Q(*((f"{column}__icontains", word) for column in columns), _connector=Q.OR)
    return found


def _related(model: type[Model], path: str) -> type[Model]:
    """The model that "lines__payment" leads to. Raises FieldDoesNotExist."""
    for name in path.split("__"):
        other = model._meta.get_field(name).related_model
        if not isinstance(other, type):
            raise FieldDoesNotExist(f"{model.__name__}.{name} leads to no other table")
        model = other
    return model
