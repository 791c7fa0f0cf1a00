"""`/my/`: what a person has with us, and what we know about them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView, UpdateView

from accounts.forms import DetailsForm
from accounts.models import User
from accounts.navigation import portal_navigation
from accounts.services import language_chosen, speak_to
from core import dashboard

private = method_decorator(cache_control(private=True, no_store=True, max_age=0), name="dispatch")


@private
class MyView(LoginRequiredMixin, TemplateView):
    """All panels, each with what belongs to the signed-in person."""

    template_name = "my/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each panel is rendered by itself, so that no panel's context leaks into another."""
        panels = [
            {"slug": panel.slug, "title": panel.title, "html": self._render(panel)}
            for panel in dashboard.panels()
        ]
        return super().get_context_data(**kwargs) | portal_navigation(self.request) | {"panels": panels}

    def _render(self, panel: dashboard.Panel) -> str:
        context = panel.context(self.request) | {"panel": panel}
        return render_to_string(panel.template, context, request=self.request)


@private
class DetailsView(LoginRequiredMixin, UpdateView):
    """Name, language, and the ways to addresses, password and second step."""

    form_class = DetailsForm
    template_name = "my/details.html"

    def get_object(self, queryset: object = None) -> User:
        """Whoever is signed in, read anew: what the form rejects must not show in the page's head."""
        return User.objects.get(pk=self.request.user.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the sections at the side."""
        return super().get_context_data(**kwargs) | portal_navigation(self.request)

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep it and go on in the language that was chosen."""
        user = form.save()
        if "language" in form.changed_data:
            language_chosen(user)
        if user.has_perm("wagtailadmin.access_admin"):
            speak_to(user)
        with override(user.language):
            messages.success(self.request, _("We have kept your changes."))
            return HttpResponseRedirect(reverse("my_details"))

    def form_invalid(self, form: Form) -> HttpResponse:
        """Show what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Stands in for Wagtail's own ways in, which know no second step; posted passwords go nowhere."""
    return HttpResponseRedirect(reverse("account_login"))
