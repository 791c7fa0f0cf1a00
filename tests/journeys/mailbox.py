"""The mails that the product has written, as their receivers find them."""

import re
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from tests.journeys.product import wait_until

PATIENCE = 20  # seconds: the worker looks for mail twice a second, but the machine may be busy


class Mailbox:
    """Reads `folder/*.eml`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def to(self, address: str) -> list[EmailMessage]:
        """All mails to an address so far, oldest first."""
        files = sorted(self.folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        mails = [message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=default) for file in files]
        return [mail for mail in mails if mail["To"] == address]

    def wait_for(self, address: str, number: int = 1) -> EmailMessage:
        """The n-th mail to an address, waited for. Raises TimeoutError."""
        wait_until(
            lambda: len(self.to(address)) >= number, PATIENCE, lambda: f"{len(self.to(address))} mails"
        )
        return self.to(address)[number - 1]

    def wait_until(self, address: str, fits: Callable[[EmailMessage], bool]) -> EmailMessage:
        """The latest mail to an address that fits, waited for. Raises TimeoutError."""
        wait_until(lambda: any(map(fits, self.to(address))), PATIENCE)
        return [mail for mail in self.to(address) if fits(mail)][-1]


def subject(mail: EmailMessage) -> str:
    """The subject, without the space that unfolding leaves."""
    return str(mail["Subject"]).strip()


def words(mail: EmailMessage) -> str:
    """The plain text."""
    body = mail.get_body(("plain",))
    assert body is not None, "a mail without plain text"
    return body.get_content()


def html(mail: EmailMessage) -> str:
    """The HTML beside the plain text."""
    body = mail.get_body(("html",))
    assert body is not None, "a mail without HTML"
    return body.get_content()


def link(mail: EmailMessage, containing: str) -> str:
    """The address in the plain text that contains something."""
    return next(url for url in re.findall(r"https?://\S+", words(mail)) if containing in url)


def code(mail: EmailMessage) -> str:
    """The six digits that stand on a line of their own."""
    found = re.search(r"^\s*(\d{6})\s*$", words(mail), re.MULTILINE)
    assert found, words(mail)
    return found[1]
