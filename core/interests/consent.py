"""What people agree to when they register, word for word, by version.

A text that was agreed to is never changed: a new wording is a new version.
Law on personal data (ZRU-547): consent in a form that proves receipt, for a named purpose.
"""

from django.utils.translation import gettext_lazy as _

CURRENT = "2026-11"
TEXTS = {
    "2026-11": _(
        "The association keeps what you wrote here and uses it to talk with you about helping. "
        "It goes to nobody else. You can take your consent back at any time."
    ),
}
