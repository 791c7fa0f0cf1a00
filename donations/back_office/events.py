"""What payment providers told us; first of all what waits for a person, and what a person can do about it."""

import json
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from core.models import AuditEntry
from donations.gateways import registry
from donations.models import EventState, ProviderEvent
from donations.services import following, held
from donations.services.decisions import Refused

from .base import ReadOnlyIndexView, ReadOnlyInspectView, ReadOnlyViewSet
from .columns import GatewayColumn, LinkColumn, MomentColumn, StateColumn, TextColumn
from .page_forms import ReasonForm, ReasonView

DECIDE = "donations.change_providerevent"
# What can be done about a held message whose provider cannot be asked.
OTHER_WAYS: dict[str, Promise] = {
    "bank": gettext_lazy(
        "It came with a line of a bank statement: decide about that line, then dismiss this."
    ),
    "by-hand": gettext_lazy("Somebody recorded it by hand: look at the gift, then dismiss this."),
    "payme": gettext_lazy(
        "Payme was told no and has moved nothing. Lay its statement beside the books to be sure, then dismiss this."
    ),
    "": gettext_lazy(
        "Look the payment up in the provider’s cabinet, then dismiss this and write what you found."
    ),
}
OUTCOMES: dict[str, Promise] = {
    EventState.APPLIED: gettext_lazy("It was looked up again and acted on."),
    EventState.REPEATED: gettext_lazy("It was looked up again: the books say the same by now."),
    EventState.IGNORED: gettext_lazy("It was looked up again: it does not concern us."),
    EventState.RECEIVED: gettext_lazy(
        "The provider does not answer. The message is looked up again by itself."
    ),
    EventState.QUARANTINED: gettext_lazy("It was looked up again and still does not fit."),
}


class EventFilterSet(WagtailFilterSet):
    """What came of it, of which provider, and when it came."""

    state = django_filters.MultipleChoiceFilter(
        distinct=False,
        label=gettext_lazy("State"),
        choices=EventState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    gateway = django_filters.ChoiceFilter(
        label=gettext_lazy("Payment method"),
        choices=lambda: [(one.code, one.label) for one in registry.offers().values()],
    )
    received_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Received"), widget=DateRangePickerWidget
    )

    class Meta:
        model = ProviderEvent
        fields = ["state", "gateway", "received_at"]


class EventIndexView(ReadOnlyIndexView):
    """Latest first."""

    default_ordering = "-received_at"
    related = ("payment",)
    search_in = (
        "event_id",
        "named",
        "provider_reference",
        "payment__reference",
        "payment__provider_reference",
    )

    @cached_property
    def columns(self) -> list[Column]:
        """What was said, of which payment, and what came of it."""
        return [
            LinkColumn("event_id", label=_("Provider's number"), get_url=self.get_inspect_url),
            GatewayColumn(),
            TextColumn("about", label=_("Kind")),
            TextColumn("payment", label=_("Payment"), classname="w-whitespace-nowrap"),
            StateColumn(EventState.QUARANTINED),
            TextColumn("explanation", label=_("Reason")),
            MomentColumn("received_at", label=_("Received"), sort_key="received_at"),
        ]


class EventInspectView(ReadOnlyInspectView):
    """One message: why it is held, what it is about, what can be done."""

    template_name = "donations/back_office/event.html"

    def around(self, obj: ProviderEvent) -> dict[str, Any]:
        """The message as it was told, the payment as it stands, what this person may do. Five queries."""
        is_held = obj.state == EventState.QUARANTINED
        may_decide = is_held and self.request.user.has_perm(DECIDE)
        return {
            "payload": json.dumps(obj.payload, indent=2, ensure_ascii=False),
            "payment": following.meant(obj),
            "is_held": is_held,
            "may_decide": may_decide,
            "can_look_up": is_held and following.can_look_up(obj),
            "other_way": _other_way(obj),
            "would_credit": held.would_credit(obj),
            "long_enough": held.LONG_ENOUGH,
            "form": self.form_of(ReasonForm()) if may_decide else None,
            "history": AuditEntry.objects.about(obj).select_related("actor").order_by("at", "pk"),
        }


class DismissView(ReasonView, EventInspectView):
    """Nothing is to be done about it."""

    permission = DECIDE
    index_name = "provider_events"

    def decide(self, reason: str) -> str:
        """Raises Refused."""
        held.dismiss(self.object, reason, self.request.user)
        return _("The message is dismissed.")


class RetryView(View):
    """Ask the provider again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What came of it is said on the message's page. Raises PermissionDenied, Http404."""
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        event = get_object_or_404(ProviderEvent.objects.select_related("payment"), pk=pk)
        try:
            after = held.retry(event, request.user)
        except Refused as error:
            messages.error(request, error.args[0])
        else:
            fits = after.state != EventState.QUARANTINED
            why = "" if fits else f" {after.explanation}"
            (messages.success if fits else messages.warning)(request, f"{OUTCOMES[after.state]}{why}")
        return redirect("provider_events:inspect", pk)


class EventViewSet(ReadOnlyViewSet):
    """Below /admin/giving/messages/."""

    model = ProviderEvent
    name = "provider_events"
    url_prefix = "giving/messages"
    menu_label = gettext_lazy("Messages from providers")
    icon = "mail"
    index_view_class = EventIndexView
    inspect_view_class = EventInspectView
    filterset_class = EventFilterSet
    inspect_view_fields = [
        "event_id",
        "gateway",
        "livemode",
        "about",
        "named",
        "provider_reference",
        "explanation",
        "occurred_at",
        "received_at",
    ]

    def get_urlpatterns(self) -> list[Any]:
        """The list, a message, and the two things that can be done with one."""
        dismiss = self.construct_view(DismissView, **self.get_inspect_view_kwargs())
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/retry/", RetryView.as_view(), name="retry"),
            path("<int:pk>/dismiss/", dismiss, name="dismiss"),
        ]


def _other_way(event: ProviderEvent) -> Promise:
    if event.event_id.startswith("by-hand:"):
        return OTHER_WAYS["by-hand"]
    return OTHER_WAYS[event.gateway if event.gateway in OTHER_WAYS else ""]
