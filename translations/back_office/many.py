"""Wagtail's action that publishes many pages at once: of translations, too, what their screens say, and whole."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page

from core.publishing import PublishRefused
from translations.back_office.access import running_translation
from translations.services.drafts import take_over


def before_many(request: HttpRequest, _action_type: str, pages: Sequence[Page], action: object) -> None:
    """Write the drafts anew that are behind their screens.

    Raises PublishRefused where texts are missing: the draft has those of the original in their place.
    """
    if not isinstance(action, PublishBulkAction):
        return
    for page in (*pages, *_drafts_below(pages, action, request)):
        translation = None if page.alias_of_id else running_translation(page)
        if translation is None:
            continue
        try:
            take_over(translation, page, request.user, with_original=True)
        except ValidationError as error:
            words = f"{page.get_admin_display_title()}: {' '.join(error.messages)}"
            raise PublishRefused(words) from error
        page.refresh_from_db(fields=["latest_revision"])


def _drafts_below(pages: Sequence[Page], action: PublishBulkAction, request: HttpRequest) -> Iterator[Page]:
    """Those that the action publishes, too."""
    if action.cleaned_form.cleaned_data["include_descendants"]:
        for page in pages:
            for draft in page.get_descendants().not_live().specific():
                if draft.permissions_for_user(request.user).can_publish():
                    yield draft
