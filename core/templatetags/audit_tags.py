"""`{{ line|in_words }}`, `{{ line|note_in_words }}`: an entry of the audit as people read it."""

from django import template

from core import audit_words

register = template.Library()
register.filter("in_words", audit_words.of)
register.filter("note_in_words", audit_words.note_of)
