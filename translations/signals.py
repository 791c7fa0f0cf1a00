"""Four things that must happen whichever way a row is changed.

Pages are unpublished by six routes (editor, bulk action, API, expiry, workflow, code), of which some never call a
method of the page's own class; Wagtail's signal is the one point they share.
"""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished
from wagtail_localize.models import StringTranslation

from translations import words
from translations.models import ProtectedName, Spelling
from translations.services import placeholders, times
from translations.services.cascade import unpublish_translations


@receiver(page_unpublished)
def unpublish_in_every_language(instance: Page, **_kwargs: object) -> None:
    """What is taken down in one language is taken down in all."""
    unpublish_translations(instance)


@receiver(page_published)
def expire_in_every_language(instance: Page, **_kwargs: object) -> None:
    """As what expires in one language expires in all, a day that was put off is put off in all."""
    times.spread_expiry(instance)


@receiver([post_save, post_delete], sender=ProtectedName)
@receiver([post_save, post_delete], sender=Spelling)
def forget_words(**_kwargs: object) -> None:
    """At once for this transaction, and after it for whoever has read the old rows meanwhile."""
    words.forget()
    transaction.on_commit(words.forget)


@receiver(post_save, sender=StringTranslation)
def check_placeholders(instance: StringTranslation, **_kwargs: object) -> None:
    """Texts come from the editor, from a file, from the translator."""
    placeholders.check(instance)
