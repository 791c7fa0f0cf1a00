"""Gifts in kind: a list to filter and to take away, a page each, and what is written down about them."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from core import audit
from core.models import AuditEntry, OutboxMessage
from core.spreadsheets import Streamed
from donations.models import Designation, GiftInKind, KindState, LegalEntity
from donations.services import in_kind
from programmes.models import Village

from . import in_kind_forms
from .base import ReadOnlyIndexView, ReadOnlyInspectView, ReadOnlyViewSet
from .columns import LinkColumn, StateColumn, TextColumn
from .entering import EntryView, languages

ADD, CHANGE, VIEW = (f"donations.{action}_giftinkind" for action in ("add", "change", "view"))


class KindFilterSet(WagtailFilterSet):
    """Where it is, what for, when it came, where it went."""

    state = django_filters.MultipleChoiceFilter(
        distinct=False,
        label=gettext_lazy("State"),
        choices=KindState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    designation = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Purpose"), queryset=Designation.objects.all()
    )
    village = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Handed over to"), queryset=Village.objects.all()
    )
    received_on = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Received on"), widget=DateRangePickerWidget
    )
    unthanked = django_filters.ChoiceFilter(
        label=gettext_lazy("Not thanked yet"),
        choices=[("true", gettext_lazy("Yes")), ("false", gettext_lazy("No"))],
        method="of_thanks",
    )

    class Meta:
        model = GiftInKind
        fields = ["state", "designation", "village", "received_on", "unthanked"]

    def of_thanks(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Whose giver still waits for a word, or has had it."""
        return rows.filter(thanked_on__isnull=value == "true")


class KindIndexView(Streamed, ReadOnlyIndexView):
    """Latest first. What a filter finds is what a file holds."""

    default_ordering = "-received_on"
    related = ("designation__village", "designation__campaign", "village", "entered_by")
    search_in = ("reference", "what", "giver", "email")
    list_export = [
        "reference",
        "received_on",
        "what",
        "quantity",
        "unit",
        "condition",
        "giver",
        "email",
        "phone",
        "designation",
        "designation.code",
        "value.major",
        "value_currency",
        "valued_by",
        "received_by",
        "state",
        "village",
        "left_on",
        "handed_by",
        "taken_by",
        "reason",
        "thanked_on",
    ]
    export_headings = {
        "designation.code": gettext_lazy("Code of the purpose"),
        "value.major": gettext_lazy("Estimated value"),
    }

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to a new one, for whoever may."""
        if not self.request.user.has_perm(ADD):
            return []
        return [HeaderButton(_("Enter a gift in kind"), reverse("gifts_in_kind:new"), icon_name="plus")]

    @cached_property
    def columns(self) -> list[Column]:
        """What, how much, from whom, when, and where it is."""
        return [
            LinkColumn(
                "what", label=_("Things that were given"), get_url=self.get_inspect_url, sort_key="what"
            ),
            TextColumn("quantity", label=_("Quantity"), accessor=lambda row: row.measured),
            TextColumn("giver", label=_("Giver"), sort_key="giver"),
            TextColumn("received_on", label=_("Received on"), sort_key="received_on"),
            TextColumn("designation", label=_("Purpose")),
            StateColumn(KindState.RECEIVED),
            TextColumn("thanked_on", label=_("Thanked on"), accessor=lambda row: row.thanked_on or "–"),
        ]


class KindInspectView(ReadOnlyInspectView):
    """One gift, and what can be done with it."""

    template_name = "donations/back_office/in_kind.html"

    def around(self, obj: GiftInKind) -> dict[str, Any]:
        """Two queries."""
        return {
            "may": self.request.user.has_perm(CHANGE),
            "mails": OutboxMessage.objects.filter(key=f"kind:{obj.reference}"),
            "history": AuditEntry.objects.about(obj).order_by("at", "pk"),
            "languages": languages(),
        }


class KindEntryView(EntryView):
    """A form that leads back to the list."""

    permission = CHANGE
    back = ("gifts_in_kind:index", gettext_lazy("Gifts in kind"))

    @cached_property
    def gift(self) -> GiftInKind:
        """The one that the address names, as long as it is with us. Raises Http404."""
        return get_object_or_404(GiftInKind, pk=self.kwargs["pk"], state=KindState.RECEIVED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what it is, where it is there already; what has left us has no forms."""
        known = {"intro": f"{self.gift.what}, {self.gift.measured}"} if "pk" in self.kwargs else {}
        return super().get_context_data(**kwargs) | known

    def done(self, words: str, gift: GiftInKind) -> str:
        """Say so, go to its page."""
        messages.success(self.request, words)
        return reverse("gifts_in_kind:inspect", args=[gift.pk])


class NewView(KindEntryView):
    """Something was brought."""

    permission = ADD
    form_class = in_kind_forms.KindForm
    page_title = gettext_lazy("Enter a gift in kind")
    button = gettext_lazy("Save the gift")

    def get_initial(self) -> dict[str, Any]:
        """Today, by whoever sits here."""
        user = self.request.user
        today = {"received_on": timezone.localdate(), "received_by": user.get_full_name()}
        return super().get_initial() | today | {"language": get_language()}

    def enter(self, form: in_kind_forms.KindForm) -> str:
        """To its page."""
        gift, is_new = in_kind.take_in(form.facts, form.cleaned_data["token"], self.request.user)
        return self.done(_("The gift is saved.") if is_new else _("This form was sent already."), gift)


class EditView(KindEntryView):
    """Something was written down wrongly."""

    form_class = in_kind_forms.KindForm
    page_title = gettext_lazy("Put the gift right")
    button = gettext_lazy("Save the gift")

    def get_initial(self) -> dict[str, Any]:
        """As it was written down."""
        return super().get_initial() | in_kind_forms.of(self.gift)

    def enter(self, form: in_kind_forms.KindForm) -> str:
        """To its page."""
        in_kind.put_right(self.gift, form.facts, form.cleaned_data["seen"], self.request.user)
        return self.done(_("The gift is saved."), self.gift)


class HandOverView(KindEntryView):
    """It goes to a village."""

    form_class = in_kind_forms.HandOverForm
    page_title = gettext_lazy("Hand over to a village")
    button = gettext_lazy("Note that it was handed over")

    def get_initial(self) -> dict[str, Any]:
        """Today, to the village that it was given for."""
        village = {"village": self.gift.designation.village_id, "left_on": timezone.localdate()}
        return super().get_initial() | village

    def enter(self, form: in_kind_forms.HandOverForm) -> str:
        """To its page, where the act can be printed."""
        data = form.cleaned_data
        in_kind.hand_over(
            self.gift,
            village=data["village"],
            on=data["left_on"],
            handed_by=data["handed_by"],
            taken_by=data["taken_by"],
            by=self.request.user,
        )
        return self.done(_("It is noted. You can print the act now."), self.gift)


class GiveBackView(KindEntryView):
    """It goes back to the giver."""

    form_class = in_kind_forms.LeaveForm
    page_title = gettext_lazy("Give it back to the giver")
    button = gettext_lazy("Note that it was given back")
    act = staticmethod(in_kind.give_back)

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return super().get_initial() | {"left_on": timezone.localdate()}

    def enter(self, form: in_kind_forms.LeaveForm) -> str:
        """To its page."""
        data = form.cleaned_data
        self.act(self.gift, on=data["left_on"], reason=data["reason"], by=self.request.user)
        return self.done(_("It is noted."), self.gift)


class WriteOffView(GiveBackView):
    """It cannot be used."""

    page_title = gettext_lazy("Write it off")
    button = gettext_lazy("Note that it was written off")
    act = staticmethod(in_kind.write_off)


class ThankView(View):
    """The giver was thanked, or is now."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Raises PermissionDenied, Http404."""
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        gift = get_object_or_404(GiftInKind, pk=pk)
        if in_kind.thank(gift, request.user):
            said = _("The mail is on its way.") if gift.is_thanked_by_mail else _("It is noted.")
            messages.success(request, said)
        else:
            messages.error(request, _("The giver was thanked before."))
        return redirect("gifts_in_kind:inspect", pk)


class ActView(View):
    """The act of acceptance on paper: what was received from whom; once it was handed over, that, too."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """In the language that is asked for, else the giver's. Raises PermissionDenied, Http404."""
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        rows = GiftInKind.objects.select_related("designation__village", "village")
        gift = get_object_or_404(rows, pk=pk)
        language = request.GET.get("language") or gift.language
        if language not in dict(languages()):
            raise Http404
        audit.record(action="giftinkind.act", obj=gift, actor=request.user, note=language)
        with override(language):
            context = {"gift": gift, "language": language, "entity": LegalEntity.issuing()}
            response = render(request, "donations/back_office/in_kind_act.html", context)
        response.headers["Cache-Control"] = "private, no-store"
        return response


class KindViewSet(ReadOnlyViewSet):
    """Below /admin/giving/in-kind/."""

    model = GiftInKind
    name = "gifts_in_kind"
    url_prefix = "giving/in-kind"
    export_filename = "gifts-in-kind"
    menu_label = gettext_lazy("Gifts in kind")
    icon = "folder-open-inverse"
    index_view_class = KindIndexView
    inspect_view_class = KindInspectView
    filterset_class = KindFilterSet
    inspect_view_fields = [
        "reference",
        "what",
        "measured",
        "condition",
        "value",
        "valued_by",
        "giver",
        "email",
        "phone",
        "language",
        "designation",
        "received_on",
        "received_by",
        "village",
        "left_on",
        "handed_by",
        "taken_by",
        "reason",
        "thanked_on",
        "entered_by",
    ]

    def get_urlpatterns(self) -> list[Any]:
        """The list, a gift, the forms, the act."""
        return [
            *super().get_urlpatterns(),
            path("new/", NewView.as_view(), name="new"),
            path("<int:pk>/edit/", EditView.as_view(), name="put_right"),
            path("<int:pk>/hand-over/", HandOverView.as_view(), name="hand_over"),
            path("<int:pk>/give-back/", GiveBackView.as_view(), name="give_back"),
            path("<int:pk>/write-off/", WriteOffView.as_view(), name="write_off"),
            path("<int:pk>/thank/", ThankView.as_view(), name="thank"),
            path("<int:pk>/act/", ActView.as_view(), name="act"),
        ]
