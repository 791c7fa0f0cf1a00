"""References that people read out and nobody can guess."""

import secrets

# Crockford's base 32: no I, L, O or U, so that what is read over the phone is written down right.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16  # with the prefix and three hyphens


def new_reference(prefix: str) -> str:
    """Make one: `prefix` (a letter, so that it is never a bare number) and 60 random bits, "G-7K3M-Q9XT-2BC4"."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    return "-".join((prefix, *groups))
