"""A member of staff's own settings in the back office: one name, as everywhere else."""

from django import forms
from django.utils.translation import pgettext_lazy
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, NameEmailSettingsPanel

from accounts.models import User


class NameForm(forms.ModelForm):
    """The name only: addresses and passwords have their place under /my/."""

    class Meta:
        model = User
        fields = ("full_name",)


class NamePanel(BaseSettingsPanel):
    """Takes the place of Wagtail's two names."""

    name = "name"
    title = pgettext_lazy("of a person", "Name")
    order = 100
    form_class = NameForm


class StaffAccountView(AccountView):
    """Wagtail's, with our name panel."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        """All of Wagtail's panels but the one for first and last names."""
        theirs = [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]
        profile = theirs[0].profile
        return [NamePanel(self.request, self.request.user, profile), *theirs]


staff_account = require_admin_access(StaffAccountView.as_view())
