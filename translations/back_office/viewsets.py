"""The lists of words that staff keep."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from translations.models import ProtectedName, Spelling


class SpellingViewSet(SnippetViewSet):
    """Words that no rule gives."""

    model = Spelling
    icon = "edit"
    menu_label = _("Spellings")
    menu_name = "spellings"
    list_display = ("latin", "cyrillic")
    search_fields = ("latin", "cyrillic")
    list_export = ("latin", "cyrillic")
    panels = [FieldPanel("latin"), FieldPanel("cyrillic")]


class ProtectedNameViewSet(SnippetViewSet):
    """Names that stay."""

    model = ProtectedName
    icon = "lock"
    menu_label = _("Protected names")
    menu_name = "protected-names"
    search_fields = ("name",)
    list_export = ("name",)
    panels = [FieldPanel("name")]


class ScriptsGroup(SnippetViewSetGroup):
    """Shown to those who may change either list."""

    items = (SpellingViewSet, ProtectedNameViewSet)
    menu_label = _("Latin and Cyrillic")
    menu_icon = "wagtail-localize-language"
    menu_name = "scripts"
    menu_order = 350
