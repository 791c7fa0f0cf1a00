"""Withdrawing a consent: first what would come down, then, by POST, all of it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from safeguarding.models import Consent
from safeguarding.services import takedown


class WithdrawView(View):
    """For whoever may change consents."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, and show where everything is."""
        consent = self._consent(request, pk)
        images = list(consent.customimages.all())
        context = {
            "consent": consent,
            "stories": [page for page in takedown.stories_of(consent) if page.live],
            "images": images,
            "documents": list(consent.customdocuments.all()),
            "places": len(takedown.uses_of(images)),
        }
        return render(request, "safeguarding/back_office/withdraw.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take everything down and show the proof."""
        done = takedown.withdraw(self._consent(request, pk), request.user)
        messages.success(request, _("The consent is withdrawn and everything has come down."))
        return redirect("takedowns:inspect", done.pk)

    def _consent(self, request: HttpRequest, pk: int) -> Consent:
        if not policy_registry.get_by_type(Consent).user_has_permission(request.user, "change"):
            raise PermissionDenied
        return get_object_or_404(Consent, pk=pk)
