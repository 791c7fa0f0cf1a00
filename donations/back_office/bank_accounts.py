"""Where donors transfer to. One person may change it, and those who look after payments are told at once."""

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from donations.models import BankAccount
from donations.services import inbox

from .columns import yes_or_no


class TellingCreateView(CreateView):
    """A new account."""

    def save_instance(self) -> BankAccount:
        """Save, then tell."""
        account = super().save_instance()
        tell(account, self.request.user)
        return account


class TellingEditView(EditView):
    """Another number, or another name beside it."""

    def save_instance(self) -> BankAccount:
        """Save, then tell; a form without a change is no news."""
        account = super().save_instance()
        if self.form.has_changed():
            tell(account, self.request.user)
        return account


def tell(account: BankAccount, by: AbstractBaseUser) -> None:
    """Mail what donors are shown from now on, and who says so: whoever takes over one person's account could have all
    transfers sent to theirs.
    """
    words = format_lazy(
        "{words} {account}, {person}",
        words=_(
            "The bank account that donors are shown has been changed. If you do not know why, close it and ask whoever "
            "did it."
        ),
        account=str(account),
        person=by.get_username(),
    )
    inbox.alert(f"bank-account:{account.pk}:{timezone.now().isoformat()}", words)


class BankAccountViewSet(ModelViewSet):
    """Where transfers go."""

    model = BankAccount
    name = "bank_accounts"
    url_prefix = "giving/accounts"
    menu_label = _("Bank accounts")
    icon = "home"
    list_display = ["currency", "number", yes_or_no(BankAccount, "is_open")]
    ordering = ["currency"]
    copy_view_enabled = False  # Wagtail's writes over the account that it copies, and tells nobody
    add_view_class = TellingCreateView
    edit_view_class = TellingEditView
