"""What blocks show of the villages: `{% load programmes_tags %}`."""

from django import template
from django.db.models import QuerySet
from django.utils.translation import get_language

from core.restricted import being_read
from programmes.models import VillagePage

register = template.Library()


@register.simple_tag
def villages_of_language() -> QuerySet[VillagePage]:
    """The pages of all villages in the language of the page being shown."""
    return VillagePage.for_listing(being_read()).filter(url_path__startswith=f"/{get_language() or 'uz'}/")
