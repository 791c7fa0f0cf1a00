"""Puts in place the gate that whoever saves a page passes, the editor's checker, and our names of the workflow."""

from core.pages import BasePage
from safeguarding import gate, names  # noqa: F401  the gate registers itself with core
from safeguarding.back_office.check import check_panel

BasePage.children_panels.insert(0, check_panel())
names.connect()
