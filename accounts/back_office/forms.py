"""Making and changing accounts in the back office."""

from allauth.account.models import EmailAddress
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from accounts.models import User
from accounts.services import give_address_row, language_chosen, speak_to


class _StaffUserForm(forms.ModelForm):
    """One name instead of two, and no passwords: people sign in by mailed code and set their own."""

    first_name = last_name = None

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].required = True
        self.fields["language"].label = _("Language of mails")

    def clean_email(self) -> str:
        """Addresses are kept in lower case; one that is taken in another case is refused."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is an account with this address."), code="taken")
        return email

    def save(self, commit: bool = True) -> User:
        """Save the account with the address row that sign-in needs; what was replaced opens it no more."""
        if not self.instance.password:
            self.instance.set_unusable_password()
        user = super().save(commit)
        if commit:
            if "email" in self.changed_data:  # somebody may have lost that mailbox, or left with it
                replaced = EmailAddress.objects.filter(user=user, email=self.initial.get("email", "").lower())
                replaced.exclude(email=user.email).delete()
            give_address_row(user)
            speak_to(user)
            if "language" in self.changed_data:
                language_chosen(user)
        return user


class StaffCreationForm(_StaffUserForm, UserCreationForm):
    """A new account."""

    class Meta(UserCreationForm.Meta):
        fields = ("email", "full_name", "language", "groups", "is_superuser")


class StaffEditForm(_StaffUserForm, UserEditForm):
    """An account that exists."""

    class Meta(UserEditForm.Meta):
        fields = ("email", "full_name", "language", "groups", "is_superuser", "is_active")
