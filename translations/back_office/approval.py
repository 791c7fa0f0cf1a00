"""Handing in and approving on the screen with both languages, which lacks Wagtail's menu of actions."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from translations.back_office.access import may_translate, running_translation
from translations.services.handing_in import hand_in


class HandInView(View):
    """Sends a translation on its way to publication."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Hand in what is written, and say what happens next; raises Http404 for what is no translation."""
        page = get_object_or_404(Page.objects.filter(depth__gt=1), pk=page_id).specific
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
            step = {"step": state.current_task_state.task.name} if state.current_task_state else None
            messages.success(
                request, _("Handed in. Next step: %(step)s.") % step if step else _("Published.")
            )
        return redirect("wagtailadmin_pages:edit", page.pk)


def may_hand_in(page: Page, user: AbstractUser) -> bool:
    """Whether the page has a way to publication, and is not on it."""
    return page.permissions_for_user(user).can_submit_for_moderation()


def approval_buttons(page: Page, user: AbstractUser) -> Iterator[HeaderButton]:
    """What `user` can do next with a translation: hand it in, or answer the step that waits for them."""
    if may_hand_in(page, user) and may_translate(user, page):
        address = reverse("translations:hand_in", args=[page.pk])
        yield HeaderButton(_("Hand in for checking"), icon_name="check", attrs=post_to(address))
    elif (waiting := page.current_workflow_task_state) and _may_answer(page, user):
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", waiting.pk])
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
