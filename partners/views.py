"""Pages on which organisations register."""

from typing import Any

from accounts.services import find_signed_in_owner
from core.interests.views import ConfirmView, DoneView, RegisterView
from partners import services
from partners.forms import PartnerForm
from partners.models import PartnerInterest


class PartnerRegisterView(RegisterView):
    """The form."""

    model = PartnerInterest
    form_class = PartnerForm
    template_name = "partners/register.html"

    def register(self, **fields: Any) -> PartnerInterest:
        """Save it."""
        return services.register(owner=find_signed_in_owner(fields["email"], self.request.user), **fields)


class PartnerDoneView(DoneView):
    """What happens next."""

    template_name = "partners/done.html"


class PartnerConfirmView(ConfirmView):
    """Behind the mailed link."""

    model = PartnerInterest
    template_name = "partners/confirm.html"

    def confirm(self, interest: PartnerInterest) -> None:
        """Confirm it."""
        services.confirm(interest)
