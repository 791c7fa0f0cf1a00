"""What a signature means for cleaning."""


class SignedError(ValueError):
    """The file carries a signature, which any change would break."""
