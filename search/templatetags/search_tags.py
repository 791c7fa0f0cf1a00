"""What templates ask of the search."""

from django import template

from search.kinds import KINDS

register = template.Library()


@register.filter
def kind_label(code: str) -> str:
    """The name of a kind of page in the active language."""
    return KINDS.get(code, KINDS["page"])
