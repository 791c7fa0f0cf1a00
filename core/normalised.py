"""Models whose texts are put right whenever they are written: the apostrophes of Uzbek."""

from django.db import models

from languages.normalising import normalise


class Normalised(models.Model):
    """Put it before the other bases. `verbatim` names the fields that stay as typed: names of people, codes."""

    verbatim: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Write the row with its texts put right."""
        normalise(self)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Drafts are kept as revisions, without `save` but not without this."""
        normalise(self)
        super().clean()
