"""What all of the back office shares."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.rich_text.feature_registry import FeatureRegistry

from core.handbook import HandbookView
from core.in_place import tell_saved
from core.page_chooser import what_everybody_sees
from core.rich_text import EditorDocumentLink, EditorPageLink, LinkHandler, PaperLinkHandler


@hooks.register("register_rich_text_features", order=100)
def link_without_asking_each_time(features: FeatureRegistry) -> None:
    """Replace what Wagtail does with links, for visitors and in the editor."""
    features.register_link_type(LinkHandler)
    features.register_link_type(PaperLinkHandler)
    for feature, handlers in {
        "link": {'a[linktype="page"]': EditorPageLink("LINK")},
        "document-link": {'a[linktype="document"]': EditorDocumentLink("DOCUMENT")},
    }.items():
        rule = features.converter_rules_by_converter["contentstate"][
            feature
        ]  # asked for, it would begin anew
        from_database = rule["from_database_format"] | handlers
        features.register_converter_rule(
            "contentstate", feature, rule | {"from_database_format": from_database}
        )


@hooks.register("insert_global_admin_css")
def add_our_styles() -> str:
    """A few rules for our words and screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/back_office.css"))


@hooks.register("insert_editor_js")
def notice_early_edits() -> str:
    """What somebody writes in the first moments is kept like all else."""
    return format_html('<script src="{}"></script>', static("js/back_office/early_edits.js"))


@hooks.register("insert_editor_js")
def save_in_place() -> str:
    """A draft saved by its button does not load the editor anew."""
    return format_html('<script src="{}"></script>', static("js/back_office/save_in_place.js"))


@hooks.register("insert_global_admin_js")
def tame_calendars() -> str:
    """A calendar leaves what was typed as it is, and goes when its field is left; before the first field is read."""
    return format_html('<script src="{}"></script>', static("js/back_office/date_picker.js"))


@hooks.register("register_admin_urls")
def handbook_address() -> list[URLPattern]:
    """Below `/admin/`."""
    return [path("handbook/", HandbookView.as_view(), name="handbook")]


@hooks.register("register_help_menu_item")
def handbook_entry() -> MenuItem:
    """The first thing under Help."""
    return MenuItem(_("Handbook"), reverse("handbook"), name="handbook", icon_name="help", order=100)


@hooks.register("construct_help_menu")
def leave_out_what_is_elsewhere(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's guide and its news: in English, on another site, and of a Wagtail that is not ours."""
    items[:] = [
        item for item in items if item.name != "editor-guide" and not item.name.startswith("whats-new")
    ]


hooks.register("construct_page_chooser_queryset", what_everybody_sees)
hooks.register("after_edit_page", tell_saved, order=-1)  # before what else is said of it
