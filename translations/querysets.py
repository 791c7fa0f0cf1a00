"""Which page a page is translated from, and when that one was written: annotations for any number of pages."""

from django.conf import settings
from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

# What visitors read was written then; of a page that is not published, its draft.
WRITTEN = Coalesce("live_revision__created_at", "latest_revision_created_at")


def with_original(pages: QuerySet) -> QuerySet:
    """Annotate `pages` with `original_locale` and `original_written`, and with what `states.standing` asks beside.

    The original is what a running translation says it is, else the page in the default language. It is empty where
    there is none; a page may be its own original.
    """
    source = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale"), enabled=True
    )
    default = Locale.objects.filter(language_code=settings.LANGUAGE_CODE)
    original = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale=OuterRef("original_locale")
    )
    return pages.annotate(
        original_locale=Coalesce(
            Subquery(source.values("source__locale")[:1]),
            Subquery(default.values("pk")[:1]),
            output_field=IntegerField(),
        )
    ).annotate(
        original_written=Subquery(original.annotate(at=WRITTEN).values("at")[:1]),
        original_fetched=Subquery(source.values("source__last_updated_at")[:1]),
        public_written=F("live_revision__created_at"),
    )
