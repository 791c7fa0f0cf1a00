"""Pages on which people register as volunteers."""

from typing import Any

from accounts.services import find_signed_in_owner
from core.interests.views import ConfirmView, DoneView, RegisterView
from volunteers import services
from volunteers.forms import VolunteerForm
from volunteers.models import VolunteerInterest


class VolunteerRegisterView(RegisterView):
    """The form; `?place=<code>` presets the place."""

    model = VolunteerInterest
    form_class = VolunteerForm
    template_name = "volunteers/register.html"

    def get_initial(self) -> dict[str, Any]:
        """A village's page leads here with its code."""
        return super().get_initial() | {"place": self.request.GET.get("place", "")}

    def register(self, **fields: Any) -> VolunteerInterest:
        """Save it."""
        return services.register(owner=find_signed_in_owner(fields["email"], self.request.user), **fields)


class VolunteerDoneView(DoneView):
    """What happens next."""

    template_name = "volunteers/done.html"


class VolunteerConfirmView(ConfirmView):
    """Behind the mailed link."""

    model = VolunteerInterest
    template_name = "volunteers/confirm.html"

    def confirm(self, interest: VolunteerInterest) -> None:
        """Confirm it."""
        services.confirm(interest)
