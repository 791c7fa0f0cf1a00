"""Questions about what can be found."""

from functools import reduce
from operator import and_

from django.db import models
from django.db.models import BooleanField, Case, Count, F, Func, IntegerField, Prefetch, Q, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import Exact, GreaterThan
from wagtail.models import Page, PageViewRestriction

# Each word asked for, with the spellings that count as it: [["bolalarning", "bola"], ["oila"]].
Terms = list[list[str]]


class Matches(Func):
    """True where a page has, for every word asked for, one that begins with one of its spellings.

    `within` is all of the page's words, or only those of its title.
    """

    output_field = BooleanField()
    # What each database calls them (see the migrations).
    SQLITE = {"words": "", "title_words": "title_key : "}

    def __init__(self, terms: Terms, within: str = "words", **extra: object) -> None:
        super().__init__(F("page_id"), **extra)
        self.terms = terms
        self.within = within

    def as_sqlite(self, compiler: object, connection: object, **context: object) -> tuple[str, list]:
        """FTS5's table of the same rows."""
        row, _params = compiler.compile(self.source_expressions[0])
        words = _formula(self.terms, '"{}" *', " OR ", " AND ")
        words = f"{self.SQLITE[self.within]}({words})"
        return f"{row} IN (SELECT rowid FROM search_text WHERE search_text MATCH %s)", [words]  # noqa: S608

    def as_postgresql(self, compiler: object, connection: object, **context: object) -> tuple[str, list]:
        """The columns that only the database knows."""
        row, _params = compiler.compile(self.source_expressions[0])
        words = _formula(self.terms, "{}:*", " | ", " & ")
        return f"{row.rpartition('.')[0]}.{self.within} @@ to_tsquery('simple', %s)", [words]


def _formula(terms: Terms, one: str, any_of: str, all_of: str) -> str:
    """The terms in a database's language; keys are plain letters and digits, so nothing needs escaping."""
    return all_of.join(
        "(" + any_of.join(one.format(word) for word in _shortest(group)) + ")" for group in terms
    )


def _shortest(group: list[str]) -> list[str]:
    """Without spellings that begin with another one: all words that begin so are asked for anyway."""
    return [word for word in group if not any(word != other and word.startswith(other) for other in group)]


class EntryQuerySet(models.QuerySet):
    """Chainable; `visible` first."""

    def visible(self) -> "EntryQuerySet":
        """Only pages that everybody may open now, whatever the index still holds."""
        hidden = Q(live=False)
        for path in PageViewRestriction.objects.values_list("page__path", flat=True):
            hidden |= Q(path__startswith=path)
        # Not a join: the few that are hidden are looked up once, not each of the many that are found.
        return self.exclude(page_id__in=Page.objects.filter(hidden).values("pk"))

    def matching(self, terms: Terms) -> "EntryQuerySet":
        """Only pages with every word; `terms` hold folded words and are not empty."""
        return self.filter(Matches(terms))

    def titled(self, terms: Terms) -> "EntryQuerySet":
        """Only pages with every word in their title."""
        return self.filter(Matches(terms, within="title_words"))

    def narrowed(self, *, kind: str = "", village: str = "", year: int | None = None) -> "EntryQuerySet":
        """Only one kind of page, one place, one year, where given."""
        wanted = {
            name: value for name, value in {"kind": kind, "village": village, "year": year}.items() if value
        }
        return self.filter(**wanted)

    def best_first(self, terms: Terms) -> "EntryQuerySet":
        """Pages with every word in their title; within both, title before summary before text, then the newest."""
        rank: object = Value(0)
        for group in terms:
            for field, whole, beginning in (("title_key", 8, 5), ("summary_key", 3, 2)):
                rank = rank + _worth(field, group, whole, beginning)
        newest = F("date").desc(nulls_last=True)
        in_title = Matches(terms, within="title_words").desc()
        return self.annotate(rank=rank).order_by(in_title, "-rank", newest, "title", "pk")

    def with_addresses(self) -> "EntryQuerySet":
        """With what a link to each page needs; asked for those that are shown, not for all that are found."""
        return self.prefetch_related(Prefetch("page", Page.objects.only("url_path")))

    def counted_by_language(self) -> dict[str, int]:
        """How many there are in each language."""
        return dict(self.order_by().values_list("language").annotate(found=Count("pk")))


def _worth(field: str, group: list[str], whole: int, beginning: int) -> Case:
    """What a word is worth where it stands in `field`: as typed, as a beginning, as another form of it.

    Most pages have it elsewhere, so that is asked first.
    """
    typed = group[0]
    nowhere = reduce(and_, (Q(Exact(_place(field, f" {word}"), 0)) for word in _shortest(group)))
    cases = [
        When(nowhere, then=Value(0)),
        When(GreaterThan(_place(field, f" {typed} "), 0), then=Value(whole)),
        When(GreaterThan(_place(field, f" {typed}"), 0), then=Value(beginning)),
    ]
    return Case(*cases, default=Value(beginning - 1), output_field=IntegerField())


def _place(field: str, text: str) -> StrIndex:
    """Where the text begins, else 0; half the work of LIKE."""
    return StrIndex(F(field), Value(text))
