"""Translations in the back office."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, re_path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail_localize.views import edit_translation
from wagtail_localize.wagtail_hooks import ConvertToAliasPageActionMenuItem, page_listing_more_buttons

from translations.back_office import buttons, screens
from translations.back_office.approval import ApproveView, HandInView
from translations.back_office.many import before_many
from translations.back_office.report import TranslationsReportView
from translations.back_office.views import OtherScriptView, SideBySideView
from translations.back_office.viewsets import ScriptsGroup
from translations.back_office.words import WordsView
from translations.querysets import with_original

# Wagtail's editor asks whether a page is locked; these do not.
WRITING = {
    "strings/<int:string_segment_id>/edit/": screens.changing(edit_translation.edit_string_translation),
    "overrides/<int:overridable_segment_id>/edit/": screens.changing(edit_translation.edit_override),
    "pofile/upload/": screens.unless_locked(screens.upload_pofile),
    "machine_translate/": screens.unless_locked(edit_translation.machine_translate),
    "disable/": screens.stop,
}

register_snippet(ScriptsGroup)
hooks.register("before_edit_page", screens.before_edit, order=-1)
hooks.register("before_bulk_action", before_many)
hooks.register("register_page_listing_more_buttons", buttons.listing_buttons)
# wagtail-localize's buttons ask twice for each row of a listing. They stay in the head of the page.
_rows = hooks._hooks["register_page_listing_more_buttons"]
_rows[:] = [(function, order) for function, order in _rows if function is not page_listing_more_buttons]
hooks.register("register_page_header_buttons", buttons.header_buttons)
hooks.register("register_page_listing_buttons", buttons.state_label)


@hooks.register("register_admin_urls", order=-1)
def addresses() -> list[URLPattern | URLResolver]:
    """Ours; the others stand before wagtail-localize's at the same places."""
    ours = [
        path("<int:page_id>/script/", OtherScriptView.as_view(), name="other_script"),
        path("<int:page_id>/hand-in/", HandInView.as_view(), name="hand_in"),
        path("<int:page_id>/approve/", ApproveView.as_view(), name="approve"),
        path("<int:page_id>/words/", WordsView.as_view(), name="words"),
        path("<int:page_id>/<slug:language>/", SideBySideView.as_view(), name="side_by_side"),
        path("", TranslationsReportView.as_view(), name="report"),
    ]
    return [
        path("translations/", include((ours, "translations"))),
        path("localize/update/<int:translation_source_id>/", screens.UpdateView.as_view()),
        path("localize/submit/page/<int:page_id>/", screens.SubmitView.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", screens.convert_to_alias),
        *(path(f"localize/translate/<int:translation_id>/{rest}", view) for rest, view in WRITING.items()),
        # It asks nobody who may enter whether they work on pages, and gives the titles as a table, too.
        re_path("^localize/reports/translations/", RedirectView.as_view(pattern_name="translations:report")),
    ]


class ReportItem(MenuItem):
    """For those who work on pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is any page they may write or publish."""
        return page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"})


@hooks.register("register_reports_menu_item")
def report_item() -> MenuItem:
    """Among the reports."""
    return ReportItem(
        _("Translations"),
        reverse("translations:report"),
        icon_name="wagtail-localize-language",
        name="languages",
        order=90,
    )


@hooks.register("construct_reports_menu")
def one_report_of_translations(request: HttpRequest, items: list[MenuItem]) -> None:
    """Ours shows what wagtail-localize's does, and pages nobody has begun to translate."""
    theirs = reverse("wagtail_localize:translations_report")
    items[:] = [item for item in items if item.url != theirs]


@hooks.register("construct_page_action_menu")
def mirrors_are_for_publishers(items: list[ActionMenuItem], request: HttpRequest, context: dict) -> None:
    """wagtail-localize offers it to everybody who edits."""
    page = context.get("page")
    if page and not screens.may_mirror(request.user, page):
        items[:] = [item for item in items if item.name != ConvertToAliasPageActionMenuItem.name]


@hooks.register("construct_explorer_page_queryset")
def know_the_originals(parent: Page, pages: QuerySet, request: HttpRequest) -> QuerySet:
    """One query for the labels of a whole listing."""
    return with_original(pages)


@hooks.register("after_unpublish_page")
def say_what_else_was_taken_down(request: HttpRequest, page: Page) -> None:
    """The translations went with it."""
    if page.get_translations().exists():
        messages.info(request, gettext("Its translations were unpublished with it."))
