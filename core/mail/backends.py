"""Mail on a machine that cannot send any: one file a message."""

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FileBackend(BaseEmailBackend):
    """Writes `<EMAIL_FILE_PATH>/<key>.eml`. A message sent again takes the place of its first copy."""

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        """Write them and return their number."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        messages = list(email_messages)
        for message in messages:
            path = folder / _file_name(message)
            draft = path.with_suffix(".part")
            draft.write_bytes(message.message().as_bytes(linesep="\r\n"))
            draft.replace(path)
        return len(messages)


def _file_name(message: EmailMessage) -> str:
    key = getattr(message, "outbox_key", "") or message.message()["Message-ID"]
    readable = re.sub(r"[^\w.-]+", "-", key).strip("-.")[:80]
    return f"{readable}-{sha256(key.encode()).hexdigest()[:8]}.eml"
