"""What staff teach the translator between the scripts of Uzbek."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from languages.alphabet import OKINA, TUTUQ
from languages.apostrophes import normalise

_LATIN = re.compile(rf"[A-Za-z{OKINA}{TUTUQ}]+")
_CYRILLIC = re.compile("[А-Яа-яЁёЎўҚқҒғҲҳ]+")


class ProtectedName(models.Model):
    """A name that is written in the same letters in both scripts; an Uzbek ending may follow it."""

    name = models.CharField(
        _("name as it is always written"),
        max_length=120,
        unique=True,
        help_text=_("Capital letters count. Endings may follow: Telegramda, Payme’da."),
    )

    class Meta:
        ordering = ("name",)
        verbose_name = _("protected name")
        verbose_name_plural = _("protected names")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """One letter would be found in every second word."""
        self.name = " ".join(self.name.split())
        if len(self.name) < 2:
            raise ValidationError({"name": _("Write at least two letters.")})


class WordPair(models.Model):
    """A word in both scripts, where no rule gives one from the other; lower case, without endings."""

    latin = models.CharField(_("in Latin script"), max_length=80)
    cyrillic = models.CharField(_("in Cyrillic script"), max_length=80)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.latin} · {self.cyrillic}"

    def clean(self) -> None:
        """Put the apostrophes right; raises ValidationError for what is not one word in its script."""
        self.latin, self.cyrillic = normalise(self.latin.strip().lower()), self.cyrillic.strip().lower()
        if not _LATIN.fullmatch(self.latin):
            raise ValidationError({"latin": _("Write one word in Latin letters.")})
        if not (_CYRILLIC.fullmatch(self.cyrillic) or self.cyrillic == self.latin):
            raise ValidationError({"cyrillic": _("Write one word in Cyrillic letters.")})


class Spelling(WordPair):
    """An exception for every page."""

    class Meta:
        ordering = ("latin",)
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        constraints = [
            models.UniqueConstraint(
                fields=("latin",),
                name="one_spelling_for_a_word",
                violation_error_message=_("This word is in the list already."),
            )
        ]


class CheckedWord(WordPair):
    """How one page writes a doubtful word, as an editor decided; `page_key` is the page's translation key."""

    page_key = models.UUIDField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("page_key", "latin"), name="one_decision_for_a_word")]


def script_locale(locale: Locale) -> Locale | None:
    """Uzbek's other script, or nothing for other languages."""
    other = {"uz": "uz-cyrl", "uz-cyrl": "uz"}.get(locale.language_code)
    return Locale.objects.filter(language_code=other).first() if other else None
