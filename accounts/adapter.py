"""How allauth speaks and writes on our site: our words, our outbox, the person's language."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import mail

# Security notices differ by one sentence; the template chooses it by this name.
NOTICE_PREFIXES = ("password_", "email_changed", "email_deleted", "totp_", "recovery_codes_")
NOTICE_EXCEPTIONS = ("password_reset_key",)
WRITABLE = (str, int, float, bool, type(None))


class AccountAdapter(DefaultAccountAdapter):
    """Signs people in by mailed code or password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "cannot_remove_primary_email": _("This is your main address. Make another one the main one first."),
        "duplicate_email": _("You have already added this address."),
        "email_password_mismatch": _("The e-mail address and the password do not go together."),
        "email_taken": _("This address cannot be used."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right. Look at the latest mail or at your app again."),
        "incorrect_password": _("This is not your password."),
        "invalid_login": _("We could not sign you in with this."),
        "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
        "max_email_addresses": _("You cannot add more than %d addresses."),
        "rate_limited": _("That was too quick. Wait a minute and try again."),
        "same_as_current": _("This is the value you have now."),
        "too_many_login_attempts": _("There were too many attempts. Wait a few minutes and try again."),
        "unverified_primary_email": _("Confirm this address before you make it the main one."),
    }

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Keep the name and the language in which the person signed up."""
        user.full_name = form.cleaned_data.get("full_name", "")
        user.language = get_language() or settings.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail to the outbox, in the language of the account at `email`, else of the page."""
        person = User.objects.filter(email=email.lower()).only("language").first()
        self._enqueue(template_prefix, email, context, person.language if person else get_language())

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Say that something about signing in changed, without address or browser of whoever did it."""
        self._enqueue(template_prefix, email or user.email, context or {}, user.language)

    def _enqueue(self, prefix: str, email: str, context: dict[str, Any], language: str | None) -> None:
        template, event = self._template_for(prefix)
        readable = {key: value for key, value in context.items() if isinstance(value, WRITABLE)}
        mail.enqueue(
            key=f"account:{uuid4()}",
            to=email,
            language=language or settings.LANGUAGE_CODE,
            template=template,
            context={**readable, "event": event, "email": email},
            sensitive=not event,  # all but the notices have a code or a link that opens something
        )

    @staticmethod
    def _template_for(prefix: str) -> tuple[str, str]:
        folder, _slash, name = prefix.rpartition("/")
        if name.startswith(NOTICE_PREFIXES) and name not in NOTICE_EXCEPTIONS:
            return "account/email/security_notice", name
        return f"{folder}/{name}", ""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the person's own data."""
        return reverse("my_details")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """To the home page of the language the person reads."""
        return f"/{get_language() or settings.LANGUAGE_CODE}/"
