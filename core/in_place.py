"""A draft saved by its button leaves the editor as it stands: the browser asks for words, not for the page anew.

A long story takes a second to build, and whoever saved was in the middle of it. `save_in_place.js` sends what Wagtail
sends when it saves by itself, with a field more; the words for whoever saved come back with the answer.
"""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext
from wagtail.models import Page

FIELD = "saved_in_place"


def can_be_told(request: HttpRequest) -> bool:
    """Whether whoever saved will see messages: not when the editor saved by itself, they would pile up."""
    return request.accepts("text/html") or FIELD in request.POST


def tell_saved(request: HttpRequest, page: Page) -> None:
    """What Wagtail says on the page that it loads anew, in its own words."""
    if FIELD in request.POST and not request.accepts("text/html"):
        words = gettext("Page '%(page_title)s' has been updated.")
        messages.success(request, words % {"page_title": page.get_admin_display_title()})
