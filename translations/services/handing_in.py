"""A translation takes the same way to publication as any page: editor, safeguarding, publisher."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState
from wagtail_localize.models import Translation

from translations.services.drafts import require_all_texts, save_draft


@transaction.atomic
def hand_in(translation: Translation, user: object) -> WorkflowState:
    """Write the texts into a draft and begin the page's workflow, or go on where it was sent back.

    Raises ValidationError where texts are missing, where the page would not be valid, where it is already on its way.
    """
    require_all_texts(translation)
    page = save_draft(translation, user)
    state = page.current_workflow_state
    if state is None:
        return page.get_workflow().start(page, user)
    if state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        raise ValidationError(_("It is already waiting for approval."))
    state.resume(user)
    return state
