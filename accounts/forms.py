"""Forms of sign-in and of a person's own data."""

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import names

EMAIL = {"label": _("E-mail address"), "widget": forms.EmailInput({"autocomplete": "email"})}


class CodeInput(forms.TextInput):
    """For codes that are read off a mail or an app: a number pad on phones, filled in by the browser."""

    def __init__(self) -> None:
        super().__init__({"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"})


def _relabel(form: forms.Form, **labels: object) -> None:
    """Give fields our labels and no placeholders: a placeholder is not a label, and it vanishes."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = labels.get(name, field.label)


def _name(typed: str) -> str:
    """A person's name, where one was given; raises ValidationError."""
    return names.of_person(typed) if typed else ""


class LoginForm(account_forms.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, login=_("E-mail address"), password=_("Password"), remember=_("Keep me signed in"))
        self.fields["password"].help_text = ""  # the page has the link itself


class SignupForm(account_forms.SignupForm):
    """Name and address; a mailed code does the rest, a password can be set later."""

    full_name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    field_order = ["full_name", "email"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # Whoever signs up with somebody else's address must not leave a password of theirs behind on it.
        self.fields.pop("password1", None)
        _relabel(self, email=_("E-mail address"))

    def clean_full_name(self) -> str:
        """One line of letters, or nothing."""
        return _name(self.cleaned_data["full_name"])


class RequestLoginCodeForm(account_forms.RequestLoginCodeForm):
    """Asks where to send the code."""

    email = forms.EmailField(**EMAIL)

    def clean_email(self) -> str:
        """Lower-case it, then let allauth look it up without saying whether it is known."""
        self.cleaned_data["email"] = self.cleaned_data["email"].lower()
        return super().clean_email()


class _CodeForm(forms.Form):
    """Our label and input for every six-digit code."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget = CodeInput()


class ConfirmLoginCodeForm(_CodeForm, account_forms.ConfirmLoginCodeForm):
    """The code from the sign-in mail."""


class ConfirmEmailCodeForm(_CodeForm, account_forms.ConfirmEmailVerificationCodeForm):
    """The code from the confirmation mail."""


class ActivateTOTPForm(_CodeForm, totp_forms.ActivateTOTPForm):
    """The first code of a new authenticator app."""


class AuthenticateForm(_CodeForm, mfa_forms.AuthenticateForm):
    """The second step of signing in."""


class ConfirmIdentityCodeForm(_CodeForm, mfa_forms.ReauthenticateForm):
    """The second step, asked again before something delicate."""


class ConfirmIdentityForm(account_forms.ReauthenticateForm):
    """The password, asked again before something delicate."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, password=_("Password"))
        self.fields["password"].help_text = ""


class ResetPasswordForm(account_forms.ResetPasswordForm):
    """Where to send the link."""

    email = forms.EmailField(**EMAIL)


class _NewPasswordForm(forms.Form):
    """Our labels for the pair of new passwords."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _relabel(
            self,
            oldpassword=_("Current password"),
            password1=_("New password"),
            password2=_("New password once more"),
        )
        self.fields["password1"].help_text = password_validators_help_text_html()
        if "oldpassword" in self.fields:
            self.fields["oldpassword"].help_text = ""


class ResetPasswordKeyForm(_NewPasswordForm, account_forms.ResetPasswordKeyForm):
    """A new password by mailed link."""


class SetPasswordForm(_NewPasswordForm, account_forms.SetPasswordForm):
    """The first password of somebody who signs in by code."""


class ChangePasswordForm(_NewPasswordForm, account_forms.ChangePasswordForm):
    """A new password in place of the current one."""


class AddEmailForm(account_forms.AddEmailForm):
    """Another address."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, email=_("Another e-mail address"))


class DetailsForm(forms.ModelForm):
    """What a person may change about themselves."""

    class Meta:
        model = User
        fields = ("full_name", "language")
        labels = {"full_name": _("Your name"), "language": _("Language of our mails")}
        widgets = {
            "full_name": forms.TextInput({"autocomplete": "name"}),
            "language": forms.RadioSelect,
        }

    def clean_full_name(self) -> str:
        """One line of letters, or nothing."""
        return _name(self.cleaned_data["full_name"])
