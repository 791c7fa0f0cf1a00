"""What can be found: one row a live, public page, and the words that these pages are made of."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from search.querysets import EntryQuerySet

LONGEST_WORD = 30


class Entry(models.Model):
    """A page as the search sees it. Only `search.services.index` writes it.

    The keys are the texts, word for word, folded to one alphabet (`languages.folding`). The migration keeps an
    inverted index of them beside the table: FTS5 on SQLite, GIN on PostgreSQL.
    """

    # Wagtail must not tell editors that a page is "used" by the search.
    wagtail_reference_index_ignore = True

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="+")
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    village = models.CharField(max_length=50, blank=True)
    date = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    title_key = models.TextField()
    summary_key = models.TextField(blank=True)
    text_key = models.TextField(blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["language", "kind", "village", "year"], name="search_entry_choices")]

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"


class Word(models.Model):
    """A word of one language, how it is written, and on how many pages it stands."""

    language = models.CharField(max_length=10)
    key = models.CharField(max_length=LONGEST_WORD)
    shown = models.CharField(max_length=60)
    pages = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "key"], name="search_word_once")]

    def __str__(self) -> str:
        return self.shown


class Slip(models.Model):
    """A word with one letter left out: two words that differ by one slip of the finger share such a piece."""

    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="slips")
    piece = models.CharField(max_length=LONGEST_WORD, db_index=True)

    def __str__(self) -> str:
        return self.piece


class BrokenLink(models.Model):
    """A link on a live page that leads nowhere on this site, as `search.services.links` last saw it."""

    class Reason(models.TextChoices):
        """Why it leads nowhere."""

        GONE = "gone", _("there is nothing at this address")
        UNPUBLISHED = "unpublished", _("the page is not published")

    wagtail_reference_index_ignore = True

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))
    target = models.CharField(_("leads to"), max_length=500)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    found_at = models.DateTimeField(_("found"), auto_now_add=True)

    class Meta:
        ordering = ("page__path", "target")
        verbose_name = _("broken link")
        verbose_name_plural = _("broken links")
        constraints = [models.UniqueConstraint(fields=["page", "target"], name="search_broken_link_once")]

    def __str__(self) -> str:
        return self.target
