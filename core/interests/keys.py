"""Keys under which two registrations turn out to be the same person or organisation."""

import secrets

from languages.folding import fold

# No 0/O, 1/I/L: references are read out on the phone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
DOTLESS_HOSTS = ("gmail.com", "googlemail.com")


def new_reference() -> str:
    """Eight characters that say nothing about how many came before."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def mailbox_key(email: str) -> str:
    """The mailbox behind an address: lower case, no +tag, and without dots where the host ignores them."""
    local, _at, host = email.strip().lower().rpartition("@")
    local = local.partition("+")[0]
    if host in DOTLESS_HOSTS:
        local, host = local.replace(".", ""), DOTLESS_HOSTS[0]
    return f"{local}@{host}"


def name_key(name: str) -> str:
    """An organisation's name in any script, without its legal form's punctuation and spaces."""
    return "".join(char for char in fold(name) if char.isalnum())


def search_key(*texts: object) -> str:
    """What the back office searches: the texts folded over scripts, and digits without spaces."""
    return " ".join(fold(str(text)) for text in texts if text)
