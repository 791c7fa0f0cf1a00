"""Cash: what is in the safe, what waits for a second person, and the ways to write down what came in or went out."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from donations.models import (
    BoxCount,
    BoxCountState,
    CashBox,
    CashCorrection,
    CashDeposit,
    CashGift,
    CorrectionState,
    LateBooking,
)
from donations.services import box_counts, cash, deposits, ledger

from .base import ReadOnlyViewSet
from .cash_forms import BoxCountForm, CashGiftForm, DepositForm
from .entering import EntryView

LATEST = 10


class CashView(WagtailAdminTemplateMixin, TemplateView):
    """The first page of all that is cash."""

    template_name = "donations/back_office/cash.html"
    page_title = gettext_lazy("Cash")
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the permission first."""
        if not request.user.has_perm("donations.view_cashgift"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The page itself."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A fixed number of queries."""
        counts = BoxCount.objects.select_related("box", "entered_by").prefetch_related("amounts")
        around = ("payment__donation", "deposit", "requested_by")
        corrections = CashCorrection.objects.filter(state=CorrectionState.REQUESTED).select_related(*around)
        gifts = CashGift.objects.select_related("donation__designation", "donation__donor")
        return super().get_context_data(**kwargs) | {
            "safe": ledger.in_safe(),
            "waiting": counts.filter(state=BoxCountState.ENTERED),
            "corrections": corrections,
            "gifts": gifts.order_by("-pk")[:LATEST],
            "counts": counts.exclude(state=BoxCountState.ENTERED)[:LATEST],
            "deposits": CashDeposit.objects.all()[:LATEST],
            "may_see_deposits": self.request.user.has_perm("donations.view_cashdeposit"),
        }


class CashEntryView(EntryView):
    """A form that leads back to the page of all cash."""

    back = ("cash:index", gettext_lazy("Cash"))

    def say(self, words: str, source: str = "") -> None:
        """What was done; and where its month is closed, where it is booked instead."""
        messages.success(self.request, words)
        if source and LateBooking.objects.filter(source=source).exists():
            messages.warning(
                self.request, _("The month of that day is closed: it is booked on the first open day.")
            )


class CashGiftView(CashEntryView):
    """A gift of somebody who said who they are."""

    permission = "donations.add_cashgift"
    form_class = CashGiftForm
    page_title = gettext_lazy("Enter a gift in cash")
    intro = gettext_lazy(
        "What is saved here is booked at once. It cannot be edited afterwards: a wrong entry is put right by an "
        "entry against it."
    )
    button = gettext_lazy("Book the gift")

    def get_initial(self) -> dict[str, Any]:
        """Today, with a receipt, in the language of the office."""
        today = {"given_on": timezone.localdate(), "wants_receipt": True, "language": get_language()}
        return super().get_initial() | today

    def enter(self, form: CashGiftForm) -> str:
        """To the gift's page, where its receipt will be."""
        names = (
            "designation", "name", "email", "phone", "country", "language", "given_on",
            "wants_receipt", "is_anonymous", "note", "token",
        )  # fmt: skip
        fields = {name: form.cleaned_data[name] for name in names}
        donation, is_new = cash.enter(cash.Given(amount=form.amount_given, **fields), self.request.user)
        source = f"capture:{donation.payments.get().reference}"
        self.say(_("The gift is booked.") if is_new else _("This form was sent already."), source)
        return reverse("donations:inspect", args=[donation.pk])


class BoxCountView(CashEntryView):
    """What two people have counted; one of them enters it."""

    permission = "donations.add_boxcount"
    form_class = BoxCountForm
    template_name = "donations/back_office/box_count_form.html"
    page_title = gettext_lazy("Enter a count")
    intro = gettext_lazy(
        "Two people count. One of you enters it here, the other confirms it. Only then is it booked."
    )
    button = gettext_lazy("Save the count")

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return super().get_initial() | {"opened_on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether there is a box at all."""
        return super().get_context_data(**kwargs) | {
            "has_boxes": CashBox.objects.filter(is_open=True).exists()
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Adding up saves nothing."""
        form = self.get_form()
        if "add_up" in request.POST:
            shown = BoxCountForm(initial=form.added_up())
            shown.was_added = True
            return self.render_to_response(self.get_context_data(form=shown))
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def enter(self, form: BoxCountForm) -> str:
        """To the count's page, where the other one confirms."""
        data = form.cleaned_data
        count, is_new = box_counts.enter(
            data["box"],
            form.amounts,
            opened_on=data["opened_on"],
            opened_by=data["opened_by"],
            note=data["note"],
            token=data["token"],
            by=self.request.user,
        )
        saved = _("The count is saved. Somebody else who counted confirms it.")
        self.say(saved if is_new else _("This form was sent already."))
        return reverse("box_counts:inspect", args=[count.pk])


class DepositView(CashEntryView):
    """Cash on its way to the bank."""

    permission = "donations.add_cashdeposit"
    form_class = DepositForm
    page_title = gettext_lazy("Hand over to the bank")
    intro = gettext_lazy("Enter it when the bank has given you its slip.")
    button = gettext_lazy("Book the deposit")

    def get_initial(self) -> dict[str, Any]:
        """Today, all of the first currency that lies in the safe."""
        first = {"deposited_on": timezone.localdate()}
        if safe := ledger.in_safe():
            first |= {"amount": safe[0].plain(), "currency": safe[0].currency}
        return super().get_initial() | first

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what lies in the safe."""
        return super().get_context_data(**kwargs) | {"safe": ledger.in_safe()}

    def enter(self, form: DepositForm) -> str:
        """To the deposit's page."""
        data = form.cleaned_data
        deposit = deposits.hand_over(
            form.amount_given,
            on=data["deposited_on"],
            slip=data["slip"],
            note=data["note"],
            by=self.request.user,
        )
        self.say(_("The deposit is booked."), f"deposit:{deposit.reference}")
        return reverse("cash_deposits:inspect", args=[deposit.pk])


class CashViewSet(ReadOnlyViewSet):
    """Below /admin/giving/cash/."""

    model = CashGift
    name = "cash"
    url_prefix = "giving/cash"
    menu_label = gettext_lazy("Cash")
    icon = "clipboard-list"

    def get_urlpatterns(self) -> list[Any]:
        """The page and its three forms."""
        return [
            path("", CashView.as_view(), name="index"),
            path("gift/", CashGiftView.as_view(), name="gift"),
            path("count/", BoxCountView.as_view(), name="count"),
            path("deposit/", DepositView.as_view(), name="deposit"),
        ]
