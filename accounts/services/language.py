"""The language in which somebody wants our mails, told to the apps above whose rows keep one of their own.

They register a callback, since accounts must not import them.
"""

from collections.abc import Callable

from accounts.models import User

Speak = Callable[[User], None]
_callbacks: list[Speak] = []


def when_language_chosen(callback: Speak) -> Speak:
    """Register `callback(user)`, in an app's `dashboard.py`; it must be safe to call again."""
    if callback not in _callbacks:
        _callbacks.append(callback)
    return callback


def language_chosen(user: User) -> None:
    """Tell every app that `user` has chosen another one."""
    for callback in _callbacks:
        callback(user)
