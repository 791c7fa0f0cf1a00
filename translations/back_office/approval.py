"""Handing in and approving on the screen with both languages, which lacks Wagtail's menu of actions."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page, WorkflowState

from translations.back_office.access import may_translate, running_translation
from translations.services.handing_in import hand_in
from translations.services.times import original_to_wait_for


class HandInView(View):
    """Sends a translation on its way to publication."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Hand in what is written, and say what happens next; raises Http404 for what is no translation."""
        page = _page(page_id)
        translation = running_translation(page)
        if translation is None:
            raise Http404
        if not (may_translate(request.user, page) and may_hand_in(page, request.user)):
            raise PermissionDenied
        try:
            state = hand_in(translation, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _told(_("Handed in."), state, page))
        return redirect("wagtailadmin_pages:edit", page.pk)


class ApproveView(View):
    """Approves the step that a translation waits in. A refusal of the gate is said by its own middleware."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Approve, and say what happens next; raises PermissionDenied where nothing waits for this person."""
        page = _page(page_id)
        waiting = page.current_workflow_task_state
        if not (waiting and _may_answer(page, request.user)):
            raise PermissionDenied
        page.current_workflow_task.on_action(waiting, request.user, "approve")
        state = WorkflowState.objects.get(pk=waiting.workflow_state_id)
        messages.success(request, _told(_("Approved."), state, page))
        return redirect("wagtailadmin_pages:edit", page.pk)


def _page(pk: int) -> Page:
    return get_object_or_404(Page.objects.filter(depth__gt=1), pk=pk).specific


def _told(done: str, state: WorkflowState, page: Page) -> str:
    if state.status == WorkflowState.STATUS_IN_PROGRESS:
        return " ".join([done, _("Next step: %(step)s.") % {"step": state.current_task_state.task.name}])
    return outcome(page, done)


def outcome(page: Page, *done: str) -> str:
    """What became of a page whose publication was ordered, after what was `done`: it may wait for its day."""
    return when_due(page) or " ".join([*done, _("Published.")])


def when_due(page: Page) -> str:
    """That an approved page waits for its moment, and which; "" where it does not."""
    due = page.revisions.filter(approved_go_live_at__isnull=False).first()
    if due is None:
        return ""
    original = original_to_wait_for(page, due.approved_go_live_at)
    if original and not original.revisions.filter(approved_go_live_at=due.approved_go_live_at).exists():
        return _("Approved: it goes live on its own, together with its original.")
    moment = date_format(localtime(due.approved_go_live_at), "DATETIME_FORMAT")
    return _("Approved: it goes live on its own, %(moment)s.") % {"moment": moment}


def may_hand_in(page: Page, user: AbstractUser) -> bool:
    """Whether the page has a way to publication, and is not on it."""
    return page.permissions_for_user(user).can_submit_for_moderation()


def approval_buttons(page: Page, user: AbstractUser) -> Iterator[HeaderButton]:
    """What `user` can do next with a translation: hand it in, or answer the step that waits for them."""
    if may_hand_in(page, user) and may_translate(user, page):
        address = reverse("translations:hand_in", args=[page.pk])
        yield HeaderButton(_("Hand in for checking"), icon_name="check", attrs=post_to(address))
    elif page.current_workflow_task_state and _may_answer(page, user):
        address = reverse("translations:approve", args=[page.pk])
        yield HeaderButton(_("Approve"), icon_name="success", attrs=post_to(address))
        # With a comment, which the list of what waits asks for.
        yield HeaderButton(_("Request changes"), reverse("wagtailadmin_home"), icon_name="resubmit")


def post_to(address: str) -> dict[str, str]:
    """What makes a button send a POST: Wagtail's `w-action` adds the token."""
    return {
        "data-controller": "w-action",
        "data-action": "w-action#post",
        "data-w-action-url-value": address,
    }


def _may_answer(page: Page, user: AbstractUser) -> bool:
    actions = page.current_workflow_task.get_actions(page, user)
    return any(name == "approve" for name, _label, _modal in actions)
