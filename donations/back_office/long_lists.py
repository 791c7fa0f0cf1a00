"""Lists of a million rows: counted as far as somebody leafs, searched by what has an index."""

from collections.abc import Iterable

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

# Nobody leafs through more pages than these come to; filters and the order lead to what lies behind.
MOST_SHOWN = 2_000
MOST_WORDS = 8
# So many rows of another table are named by their keys; where more have a word, it is no rare one.
MOST_KEYS = 500


class BoundedPaginator(WagtailPaginator):
    """Counting all rows that a filter finds takes the longer the more there are: this one stops at MOST_SHOWN."""

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by().values("pk")[: MOST_SHOWN + 1].count()

    @cached_property
    def count(self) -> int:
        """Of the rows that can be leafed through."""
        return min(self._counted, MOST_SHOWN)

    @property
    def is_cut(self) -> bool:
        """Whether there are more."""
        return self._counted > MOST_SHOWN

    @cached_property
    def items_count_label(self) -> str:
        """With the number, or that there are more."""
        if not self.is_cut:
            return super().items_count_label
        return _("more than %(number)s") % {"number": f"{MOST_SHOWN:,}".replace(",", "\u00a0")}


def with_words(rows: QuerySet, text: str, columns: Iterable[str]) -> QuerySet:
    """Rows that have every word of the text in one of the columns ("donor__email" for another table's); one query
    for each word and other table beforehand.
    """
    own = [column for column in columns if "__" not in column]
    others: dict[str, list[str]] = {}
    for column in columns:
        path, _separator, name = column.rpartition("__")
        if path:
            others.setdefault(path, []).append(name)
    for word in text.split()[:MOST_WORDS]:
        found = _has(word, own)
        for path, names in others.items():
            found |= _has_elsewhere(rows.model, path, names, word)
        rows = rows.filter(found)
    return rows


def _has(word: str, columns: Iterable[str], prefix: str = "") -> Q:
    found = Q()
    for column in columns:
        found |= Q(**{f"{prefix}{column}__icontains": word})
    return found


def _has_elsewhere(model: type[Model], path: str, columns: list[str], word: str) -> Q:
    """By the keys of the other table's rows: a database uses no index for "here or there", but for "here or one of
    these" it does. Where the word is a common one it is found on any page, and the tables may be joined.
    """
    keys = _related(model, path).objects.filter(_has(word, columns)).order_by().values_list("pk", flat=True)
    some = list(keys[: MOST_KEYS + 1])
    return Q(**{f"{path}__in": some}) if len(some) <= MOST_KEYS else _has(word, columns, f"{path}__")


def _related(model: type[Model], path: str) -> type[Model]:
    """The model that "lines__payment" leads to. Raises FieldDoesNotExist."""
    for name in path.split("__"):
        other = model._meta.get_field(name).related_model
        if not isinstance(other, type):
            raise FieldDoesNotExist(f"{model.__name__}.{name} leads to no other table")
        model = other
    return model
