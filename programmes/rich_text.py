"""A key figure within running text: what visitors read of it, and the piece it is in the editor."""

from django.urls import reverse, reverse_lazy
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from draftjs_exporter import DOM
from wagtail.admin.rich_text.converters.contentstate_models import ContentState
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    KEEP_WHITESPACE,
    HandlerState,
    InlineEntityElementHandler,
)
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import EmbedHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from programmes.figures import TYPE, find
from programmes.models import KeyFigure

ENTITY = "KEY_FIGURE"
GONE = "…"  # a visitor sees that something is left out, an editor what


class KeyFigureHandler(EmbedHandler):
    """Writes the value of a figure where a text refers to it."""

    identifier = TYPE

    @staticmethod
    def get_model() -> type[KeyFigure]:
        """What is referred to."""
        return KeyFigure

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """The values as a reader of the active language expects them, in the order asked."""
        ids = [_id(attrs) for attrs in attrs_list]
        figures = find(ids)
        return [escape(figures[pk].display) if pk in figures else GONE for pk in ids]

    @classmethod
    def extract_references(cls, attrs: dict) -> list[tuple]:
        """For Wagtail's list of where a figure is used."""
        return [(KeyFigure, str(_id(attrs)), "", "")]


def _id(attrs: dict) -> int:
    return int(attrs["id"]) if attrs.get("id", "").isdigit() else 0


def piece(figure: KeyFigure) -> dict[str, str]:
    """What the editor knows of a figure: its words in the text, and what it is."""
    label = _("Key figure: %(figure)s") % {"figure": figure.label}
    url = reverse(KeyFigure.snippet_viewset.get_url_name("edit"), args=[figure.pk])
    return {"id": str(figure.pk), "text": figure.display, "label": label, "edit_url": url}


class KeyFigureElementHandler(InlineEntityElementHandler):
    """From the stored text into the editor: one piece that cannot be changed by typing."""

    mutability = "IMMUTABLE"

    def get_attribute_data(self, attrs: dict) -> dict[str, str]:
        """The piece, also of a figure that is gone: it must not be lost by opening the editor."""
        figure = find([_id(attrs)]).get(_id(attrs))
        gone = {"id": attrs.get("id", ""), "text": GONE, "label": _("This key figure is gone.")}
        return piece(figure) if figure else gone

    def handle_starttag(
        self, name: str, attrs: list, state: HandlerState, contentstate: ContentState
    ) -> None:
        """Begin the piece and write its text; the tag has none."""
        super().handle_starttag(name, attrs, state, contentstate)
        entity = contentstate.entity_map[state.current_entity_ranges[-1].key]
        state.current_block.text += entity.data["text"]
        state.leading_whitespace = KEEP_WHITESPACE


def stored(props: dict) -> object:
    """From the editor into the stored text: the reference, bold as its value was, and nothing of the value."""
    reference = DOM.create_element("embed", {"embedtype": TYPE, "id": props["id"]})
    for tag in _tags(props["children"]):
        reference = DOM.create_element(tag, {}, reference)
    return reference


def _tags(node: object) -> list[str]:
    """The names of the elements around a value, the innermost first."""
    tags: list[str] = []
    while inner := getattr(node, "children", None):
        tags = tags if node.type == "fragment" else [node.type, *tags]
        node = inner[0]
    return tags


def register(features: FeatureRegistry) -> None:
    """The feature "key-figure" of Wagtail's rich text."""
    features.register_embed_type(KeyFigureHandler)
    features.register_converter_rule(
        "contentstate",
        TYPE,
        {
            "from_database_format": {f'embed[embedtype="{TYPE}"]': KeyFigureElementHandler(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: stored}},
        },
    )
    chooser = KeyFigure.snippet_viewset.chooser_viewset.get_url_name("choose")
    entity = {
        "type": ENTITY,
        "icon": "order",
        "description": gettext_lazy("Key figure"),
        "chooserUrls": {"keyFigureChooser": reverse_lazy(chooser)},
    }
    scripts = ["wagtailadmin/js/chooser-modal.js", "js/back_office/key_figure.js"]
    features.register_editor_plugin(
        "draftail", TYPE, EntityFeature(entity, js=scripts, css={"all": ["css/back_office/key_figure.css"]})
    )
