"""`{% stylesheets %}`: the links to the site's style."""

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.stylesheets import BUNDLE, PARTS, BundlingStorage

register = template.Library()


@register.simple_tag
def stylesheets() -> SafeString:
    """One link where the files are collected, else one for each part."""
    # The storage proxy hides its class from type(), not from isinstance().
    bundled = isinstance(staticfiles_storage, BundlingStorage) and not settings.DEBUG
    files = [BUNDLE] if bundled else PARTS
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(name),) for name in files))
