"""What people agree to when they subscribe, word for word, by version.

A text that was agreed to is never changed: a new wording is a new version.
"""

from django.utils.translation import gettext_lazy as _

CURRENT = "2026-11"
TEXTS = {
    "2026-11": _(
        "The association keeps this address to send what you chose, and gives it to nobody else. "
        "Each mail has a link that ends it at once."
    ),
}
