"""A member of staff's own settings in the back office: one name, as everywhere else."""

from django import forms
from django.utils.translation import pgettext_lazy
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.account import LocalePreferencesForm
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    BaseSettingsPanel,
    LocaleSettingsPanel,
    NameEmailSettingsPanel,
)
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.services import language_chosen


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


class LanguageForm(LocalePreferencesForm):
    """Wagtail keeps the language of its screens and mails; the account has that of ours (`speak_to`, the other way)."""

    def save(self, commit: bool = True) -> UserProfile:
        """Our mails come in the language that was chosen, too."""
        profile = super().save(commit)
        if profile.preferred_language and profile.preferred_language != profile.user.language:
            profile.user.language = profile.preferred_language
            profile.user.save(update_fields=["language"])
            language_chosen(profile.user)
        return profile


class LanguagePanel(LocaleSettingsPanel):
    """Takes the place of Wagtail's."""

    form_class = LanguageForm


OURS = {NameEmailSettingsPanel: NamePanel, LocaleSettingsPanel: LanguagePanel}


class StaffAccountView(AccountView):
    """Wagtail's, with our panels of name and language, and none for a portrait: Wagtail keeps it as the telephone wrote
    it, place and all, and `core.media` gives it to nobody.
    """

    def get_panels(self) -> list[BaseSettingsPanel]:
        """All of Wagtail's others, but for those that ours take the place of."""
        return [
            OURS[type(panel)](panel.request, panel.user, panel.profile) if type(panel) in OURS else panel
            for panel in super().get_panels()
            if not isinstance(panel, AvatarSettingsPanel)
        ]


staff_account = require_admin_access(StaffAccountView.as_view())
