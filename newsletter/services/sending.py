"""Sending an issue: begun by a person, done by the worker in batches, each mail once."""

import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from hashlib import sha256

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from core import audit, mail
from core.mail.rendering import render
from core.models import OutboxMessage
from newsletter import links
from newsletter.letters import Letter, carried, letters, shown
from newsletter.models import Issue, Subscriber
from newsletter.services.subscriptions import headers, key_of
from safeguarding.gate import refuse_images

# One transaction: on SQLite it keeps everybody else from writing, so it is short.
BATCH = 25
# What is written into the outbox first goes out first: a sign-in code waits behind so many mails, not behind thousands.
MOST_WAITING = 50
TEMPLATE = "newsletter/mail/issue"


class NotSendable(Exception):
    """The issue is not a draft, or has no text."""


class ChangedMeanwhile(Exception):
    """The issue says something else than what was looked at."""


def receivers(issue: Issue) -> models.QuerySet:
    """Confirmed subscribers of the issue's purpose, in any language."""
    return Subscriber.objects.confirmed().wanting(issue.purpose)


def counts(issue: Issue) -> dict[str, int]:
    """How many receivers there are in each language."""
    rows = receivers(issue).order_by().values_list("language").annotate(number=models.Count("pk"))
    return dict(rows)


def reaches_somebody(issue: Issue) -> bool:
    """Whether anybody has subscribed to its purpose in a language that it has: else it would be used up unsent."""
    return bool(letters(issue).keys() & counts(issue).keys())


def as_it_reads(issue: Issue, found: dict[str, Letter]) -> str:
    """Names what an issue says, and to whom: what somebody who sends it has looked at."""
    return sha256(json.dumps([issue.purpose, found], sort_keys=True).encode()).hexdigest()


def send_test(issue: Issue, person: models.Model) -> list[str]:
    """Mail each language's text to `person`, a member of staff; return the languages."""
    found = letters(issue)
    now = timezone.now()
    for language, letter in found.items():
        mail.enqueue(
            key=f"newsletter:test:{issue.pk}:{person.pk}:{language}:{now:%Y%m%d%H%M%S%f}",
            to=person.email,
            language=language,
            template=TEMPLATE,
            context=context_of(letter, "", ""),
        )
    return list(found)


@transaction.atomic
def start(issue: Issue, *, actor: models.Model, seen: str | None = None) -> Issue:
    """Let the worker send the issue; from now on it cannot be changed.

    Raises NotSendable, ChangedMeanwhile where it reads no more as `seen`, and PublishRefused where a picture may not
    go out in one of the issue's languages.
    """
    locked = Issue.objects.select_for_update().get(pk=issue.pk)
    if not locked.is_draft or not locked.texts.exists():
        raise NotSendable
    if seen is not None and seen != as_it_reads(locked, letters(locked)):
        raise ChangedMeanwhile
    locked.state = Issue.State.SENDING
    locked.started_at, locked.sent_by = timezone.now(), actor
    locked.carried_images, locked.carried_pages = carried(locked)
    for language, images in shown(locked).items():
        refuse_images(images, [language])
    locked.save()
    audit.record(action="newsletter.send", obj=locked, actor=actor, old="draft", new="sending")
    transaction.on_commit(partial(begin.enqueue, locked.pk))
    return locked


@task()
def begin(pk: int) -> None:
    """Send at once what was just started; should the worker die, the job of every minute goes on with it."""
    for issue in Issue.objects.sending().filter(pk=pk):
        go_on(issue)


def go_on(issue: Issue, stopping: Callable[[], bool] = lambda: False) -> None:
    """Put the rest of an issue into the outbox, batch by batch, until it is done, that is full, or `stopping()`."""
    while not stopping() and _has_room() and _batch(issue.pk):
        pass


def feed() -> bool:
    """Go on with what is under way where the outbox has room; whether there was anything to do."""
    issues = list(Issue.objects.sending())
    if not issues or not _has_room():
        return False
    for issue in issues:
        go_on(issue)
    return True


def _has_room() -> bool:
    """Whether few mails of issues wait to be sent now. Those that are to be tried again later keep nobody waiting."""
    return OutboxMessage.objects.due(timezone.now()).filter(template=TEMPLATE).count() < MOST_WAITING


@transaction.atomic
def _batch(pk: int) -> bool:
    """One batch and the note how far it got, together or not at all; False when nobody is left."""
    issue = Issue.objects.select_for_update().get(pk=pk)
    if issue.state != Issue.State.SENDING:
        return False
    waiting = receivers(issue).filter(pk__gt=issue.last_subscriber, confirmed_at__lte=issue.started_at)
    # Locked: who ends it now waits for us, and then finds the mail that is not to go out.
    batch = list(waiting.order_by("pk").select_for_update(no_key=True)[:BATCH])
    if not batch:
        Issue.objects.filter(pk=pk).update(state=Issue.State.SENT, finished_at=timezone.now())
        audit.record(action="newsletter.sent", obj=issue, old="sending", new="sent", note=str(issue.count))
        return False
    # Put together for each batch, behind the lock: whoever has taken something down waits for us (`write_anew`).
    found = letters(issue)
    sent = Counter(_write(issue, subscriber, found) for subscriber in batch)[True]
    Issue.objects.filter(pk=pk).update(last_subscriber=batch[-1].pk, count=F("count") + sent)
    return True


def write_anew(issue: Issue) -> int:
    """Write those mails of an issue anew that wait to be sent, as something in it had to come down; returns how many.

    Who is being written to at this moment gets what there was; whose server puts it off gets what there is now.
    """
    with transaction.atomic():  # no batch is being written that was put together before
        Issue.objects.select_for_update().filter(pk=issue.pk).first()
    prefix = key_of(issue.pk, "")
    waiting = OutboxMessage.objects.filter(key__startswith=prefix, state__in=OutboxMessage.OPEN)
    mails = {int(message.key.removeprefix(prefix)): message for message in waiting}
    found, readers = letters(issue) if mails else {}, Subscriber.objects.in_bulk(mails)
    for pk, message in mails.items():
        # In the language it was written in: its reader may have chosen another since, which the issue lacks.
        letter, reader = found.get(message.language), readers.get(pk)
        if letter is None or reader is None:
            waiting.filter(pk=message.pk).delete()
            continue
        words = render(TEMPLATE, message.language, _for(reader, letter))
        texts = {"subject": words.subject[:300], "text": words.text, "html": words.html}
        waiting.filter(pk=message.pk).update(**texts)
    return len(mails)


def _for(subscriber: Subscriber, letter: Letter) -> dict[str, object]:
    return context_of(letter, links.unsubscribe_url(subscriber), links.manage_url(subscriber))


def _write(issue: Issue, subscriber: Subscriber, found: dict[str, Letter]) -> bool:
    """One mail; False where the issue has no text in the subscriber's language."""
    letter = found.get(subscriber.language)
    if letter is None:
        return False
    mail.enqueue(
        key=key_of(issue.pk, subscriber.pk),
        to=subscriber.email,
        language=subscriber.language,
        template=TEMPLATE,
        context=_for(subscriber, letter),
        headers=headers(subscriber),
    )
    return True


def context_of(letter: Letter, unsubscribe_url: str, manage_url: str) -> dict[str, object]:
    """What the mail's template needs; a test has no links that end anything."""
    return {
        "subject": letter.subject,
        "letter": letter,
        "unsubscribe_url": unsubscribe_url,
        "manage_url": manage_url,
    }
