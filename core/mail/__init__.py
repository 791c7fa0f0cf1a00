"""Mail goes out after the commit, once, in the receiver's language.

`enqueue` renders a message and writes it in the caller's transaction; a worker sends it (`send_due`). Each
message has a key of its own, so that whatever runs twice mails once. Between sending and noting that it was
sent a worker can die; then it is sent again with the same Message-ID, by which receiving systems know it.

A template is three files: `<template>_subject.txt`, `<template>.txt` (extends emails/base.txt) and
`<template>.html` (extends emails/base.html), each with a block `content`.
"""

from .backends import FileBackend
from .delivery import send_due
from .queue import enqueue

__all__ = ["FileBackend", "enqueue", "send_due"]
