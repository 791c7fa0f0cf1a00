"""`manage.py clean_documents`: after an upgrade that takes more out of new files, the stored ones, too."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from safeguarding.models import CustomDocument
from safeguarding.services.clean_again import Outcome, clean_again


class Command(BaseCommand):
    """One document after the other; it may be stopped and started again at any time."""

    help = "Cleans stored documents of what they tell of their making, as new ones are, and names those that it cannot."

    def handle(self, *args: Any, **options: Any) -> None:
        """Says which documents are hidden until somebody saves them anew, and how many became what."""
        counts: Counter[Outcome] = Counter()
        for document in CustomDocument.objects.order_by("pk").iterator(chunk_size=100):
            outcome = clean_again(document)
            counts[outcome] += 1
            if outcome in (Outcome.HIDDEN, Outcome.GONE):
                self.stdout.write(f"document {document.pk}: {outcome.value}")
        told = ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome)
        self.stdout.write(self.style.SUCCESS(told))
