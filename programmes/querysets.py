"""Questions about key figures."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex, Revision

from programmes import figures


class KeyFigureQuerySet(models.QuerySet):
    """Of key figures."""

    def stale(self, day: date, most: timedelta) -> "KeyFigureQuerySet":
        """Older than that on that day: nobody has looked for so long. Years in history do not age."""
        return self.filter(is_year=False, as_of__lt=day - most).order_by("as_of", "key")

    def pages(self) -> "models.QuerySet[Page]":
        """The pages that refer to one of them, in blocks or in text, published or as a draft."""
        ids = set(self.values_list("pk", flat=True))
        return Page.objects.filter(pk__in=_indexed(self.model, ids) | _drafted(ids))

    def refuse_if_used(self) -> None:
        """Raise ProtectedError where a page refers to one of them."""
        if pages := list(self.pages()):
            titles = ", ".join(page.title for page in pages)
            raise models.ProtectedError(f"Key figures are used on: {titles}", set(pages))

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete them; raises ProtectedError where a page refers to one."""
        self.refuse_if_used()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


def _indexed(model: type[models.Model], ids: Iterable[int]) -> set[int]:
    """Pages of which Wagtail knows that visitors see a figure on them; a job tells it, so a moment late."""
    kind = ContentType.objects.get_for_model
    rows = ReferenceIndex.objects.filter(
        base_content_type=kind(Page), to_content_type=kind(model), to_object_id__in=[str(pk) for pk in ids]
    )
    return {int(pk) for pk in rows.values_list("object_id", flat=True)}


def _drafted(ids: set[int]) -> set[int]:
    """Pages whose newest revision, published or not, refers to a figure."""
    newest = Revision.objects.filter(pk__in=Page.objects.values("latest_revision"))
    bodies = newest.annotate(body=Cast(KT("content__body"), models.TextField())).filter(
        models.Q(body__contains=figures.TYPE) | models.Q(body__contains="key_figures")
    )
    return {
        int(pk)
        for pk, body in bodies.values_list("object_id", "body").iterator()
        if ids & figures.ids_in(body)
    }
