"""People who can sign in. No Wagtail imports here: its migrations point at this table."""

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UserManager(BaseUserManager["User"]):
    """Makes users who are known by their e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Save and return a user; without a password only a mailed code signs them in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Save and return an administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        """Find a user whatever the case of the address."""
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A donor, volunteer, partner's contact or member of staff."""

    username = None
    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(pgettext_lazy("of a person", "name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="uz")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Of the address, too: whoever had the mailbox that was replaced is signed out, as with a new password."""
        ours = super()._get_session_auth_hash(secret)
        return sha256(f"{ours}:{self.email}".encode()).hexdigest()

    def get_short_name(self) -> str:
        """How Wagtail's mails greet them."""
        return self.full_name

    def get_full_name(self) -> str:
        """The name as its owner writes it, or the two parts that staff entered."""
        return self.full_name or super().get_full_name()
