"""What the audit says of consents (core.audit_words)."""

from django.utils.translation import pgettext_lazy

WORDS = {
    "consent.narrowed": pgettext_lazy("history", "A page that it no longer covers was taken offline"),
    "consent.taken_down": pgettext_lazy("history", "Everything it was used for came down"),
    "consent.withdraw": pgettext_lazy("history", "Withdrawn"),
    "evidence.remove": pgettext_lazy("history", "Evidence removed"),
    "evidence.view": pgettext_lazy("history", "Evidence opened"),
}
