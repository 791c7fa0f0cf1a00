"""Puts in place the gate that whoever saves a page passes, the editor's checker, and our names of the workflow."""

from core import audit_words
from core.pages import BasePage
from safeguarding import gate, history, names, signals  # noqa: F401  gate and receivers register themselves
from safeguarding.back_office.check import check_panel
from safeguarding.concerns import history as of_concerns

BasePage.children_panels.insert(0, check_panel())
audit_words.add(history.WORDS | of_concerns.WORDS)
names.connect()
