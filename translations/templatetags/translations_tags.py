"""What the screen with both languages shows of ours."""

from django import template
from django.utils.translation import gettext as _
from wagtail.admin.ui.menus.pages import get_page_header_buttons
from wagtail.admin.widgets.button import BaseButton, ButtonWithDropdown
from wagtail.models import Page

from translations.back_office.approval import approval_buttons

register = template.Library()


@register.simple_tag(takes_context=True)
def translation_buttons(context: template.Context, page: Page) -> list[BaseButton]:
    """The next steps to publication, then a menu of all that the editor of any page has."""
    request = context["request"]
    rest = sorted(get_page_header_buttons(page, request.user, request.path, "edit"))
    menu = ButtonWithDropdown(
        buttons=rest,
        icon_name="dots-horizontal",
        attrs={"aria-label": _("Actions")},
        classname="w-h-slim-header",
    )
    return [*approval_buttons(page, request.user), *([menu] if rest else [])]
