"""Mail about reports. It says that there is something and where to sign in; never what, of whom or from where."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.services import responsible
from core import mail
from safeguarding.models import Concern, ConcernMessage

ROLE = "safeguarding"


def tell_new(concern: Concern) -> None:
    """A report has come in."""
    _write(f"concern:{concern.reference}:new", "new")


def tell_added(concern: Concern, message: ConcernMessage) -> None:
    """Whoever reported has added something."""
    _write(f"concern:{concern.reference}:added:{message.pk}", "added")


def remind(concern: Concern, today: datetime) -> None:
    """Nobody has opened it for a day; once a day until somebody does."""
    _write(f"concern:{concern.reference}:unread:{today:%Y-%m-%d}", "unread")


def _write(key: str, occasion: str) -> None:
    """To every focal point; to administrators while there is none, so that somebody appoints one."""
    address = settings.SITE_URL + reverse("concerns:index")
    for person in responsible(ROLE):
        mail.enqueue(
            key=f"{key}:{person.pk}",
            to=person.email,
            language=person.language,
            template=f"concern/mail/{occasion}",
            context={"url": address},
        )
