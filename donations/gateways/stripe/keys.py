"""What can be told from a key alone."""

TEST = ("sk_test_", "rk_test_")


def is_test(key: str) -> bool:
    """Whether a secret or restricted key moves no real money; whatever is not marked so is taken for real."""
    return key.startswith(TEST)
