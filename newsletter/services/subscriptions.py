"""Subscribing, changing and ending."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import mail
from core.interests.keys import mailbox_key
from core.models import OutboxMessage
from newsletter import consent, links
from newsletter.models import Issue, Subscriber, SubscriberEvent

PENDING_KEPT = timedelta(days=30)
# How long we can show that somebody had agreed, and when they ended it.
GONE_KEPT = timedelta(days=365)
What = SubscriberEvent.What


@transaction.atomic
def ask(*, email: str, purposes: list[str], language: str, submission: str) -> None:
    """Mail a link that confirms. The same happens for a known address: only its owner learns that it is known.

    Nothing changes for a confirmed address before the link is used. `submission` names the sent form: sent twice, it
    mails once.
    """
    subscriber, made = Subscriber.objects.get_or_create(
        email_key=mailbox_key(email), defaults={"email": email, "language": language}
    )
    if not made and _ask_again(subscriber, email):
        subscriber.email = email
    version = consent.CURRENT
    note(subscriber, What.ASKED, purposes, language, version)
    mail.enqueue(
        key=f"newsletter:confirm:{subscriber.pk}:{_asked(subscriber, purposes)}:{submission[:32]}",
        to=subscriber.email,
        language=language,
        template="newsletter/mail/confirm",
        context={"confirm_url": links.confirm_url(subscriber, purposes, language, version)},
        sensitive=True,
    )


@transaction.atomic
def confirm(request: links.Request) -> bool:
    """Do what a confirmation link asks for; False when it, or a later choice, had been made before."""
    subscriber = Subscriber.objects.select_for_update().get(pk=request.subscriber.pk)
    if subscriber.turn != request.turn or not links.is_same(subscriber.email, request.subscriber.email):
        return False
    subscriber.choose(request.purposes)
    subscriber.language = request.language
    subscriber.consent_version = request.version
    _begin(subscriber)
    subscriber.turn += 1
    subscriber.save()
    note(subscriber, What.CONFIRMED, subscriber.purposes, subscriber.language, request.version)
    drop_waiting(subscriber, keep=subscriber.purposes)
    return True


@transaction.atomic
def change(subscriber: Subscriber, *, purposes: list[str], language: str) -> bool:
    """Set what a confirmed subscriber gets; nothing at all ends it. False where they must subscribe anew first."""
    if not purposes:
        unsubscribe(subscriber)
        return True
    locked = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if not locked.may_begin_again:
        return False
    locked.choose(purposes)
    locked.language = language
    locked.consent_version = consent.CURRENT
    _begin(locked)  # their own link, from a mail that only they have
    locked.turn += 1
    locked.save()
    note(locked, What.CHANGED, purposes, language, consent.CURRENT)
    drop_waiting(locked, keep=purposes)
    return True


def _begin(subscriber: Subscriber) -> None:
    """Who gets the newsletter already goes on getting it: also an issue that is under way."""
    if subscriber.state != Subscriber.State.CONFIRMED:
        subscriber.state = Subscriber.State.CONFIRMED
        subscriber.confirmed_at, subscriber.unsubscribed_at = timezone.now(), None


@transaction.atomic
def unsubscribe(subscriber: Subscriber) -> bool:
    """End it, with what waits in the outbox; False when it had ended before."""
    locked = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if locked.state == Subscriber.State.UNSUBSCRIBED:
        return False
    locked.choose([])
    if locked.state == Subscriber.State.REFUSED:
        # Its server said that it is no more: only a new confirmation begins it again.
        locked.confirmed_at = None
    locked.state, locked.unsubscribed_at = Subscriber.State.UNSUBSCRIBED, timezone.now()
    locked.turn += 1
    locked.save()
    note(locked, What.UNSUBSCRIBED, [], locked.language, locked.consent_version)
    drop_waiting(locked)
    return True


def forget() -> int:
    """Delete who never confirmed, and who ended it or was refused long ago; return how many."""
    now = timezone.now()
    pending = Subscriber.objects.never_confirmed(now - PENDING_KEPT)
    gone = Subscriber.objects.gone(now - GONE_KEPT)
    return sum(rows.delete()[1].get("newsletter.Subscriber", 0) for rows in (pending, gone))


def headers(subscriber: Subscriber) -> dict[str, str]:
    """What lets mail programs show a button of their own that ends it (RFC 2369, RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{links.unsubscribe_url(subscriber)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<newsletter.{settings.SITE_URL.split('://')[-1].split(':')[0]}>",
        "Precedence": "bulk",
    }


def _asked(subscriber: Subscriber, purposes: list[str]) -> str:
    """Names what a link is for. Who goes back to mend the address or the choice, or comes back to a page from before
    the newsletter was ended, sends the same form again, and the link before does not do what they want now.
    """
    chosen = "-".join(sorted(set(purposes)))
    return f"{subscriber.turn}:{chosen}:{links.seal(subscriber.email)}"


def _ask_again(subscriber: Subscriber, email: str) -> bool:
    """Write to the address as it was typed now; False for a confirmed one, which stays as it was proven.

    The clean-up of those who never confirmed counts from the latest question.
    """
    changes = {"asked_at": timezone.now(), "email": email}
    if not links.is_same(email, subscriber.email):
        # Nobody has proven this one: a link from a mail to the address before must not begin it.
        changes["confirmed_at"] = None
    others = Subscriber.objects.filter(pk=subscriber.pk).exclude(state=Subscriber.State.CONFIRMED)
    return bool(others.update(**changes))


def drop_waiting(subscriber: Subscriber, keep: Collection[str] = ()) -> None:
    """Take the issues out of the outbox that have not gone to them yet, but for those of the purposes to `keep`.

    What is being sent at this moment, too: should it fail, or its worker die, it is not tried again.
    """
    waiting = OutboxMessage.objects.filter(state__in=OutboxMessage.OPEN, template="newsletter/mail/issue")
    theirs = waiting.filter(to=subscriber.email, key__endswith=f":{subscriber.pk}")
    kept = Issue.objects.sent().filter(purpose__in=keep).values_list("pk", flat=True)
    dropped = theirs.exclude(key__in=[key_of(pk, subscriber.pk) for pk in kept])
    # Not those whose outcome is being noted: that may wait for the subscriber, whom we hold (see services.refusals).
    unlocked = dropped.select_for_update(skip_locked=True).values_list("pk", flat=True)
    OutboxMessage.objects.filter(pk__in=list(unlocked)).delete()


def key_of(issue: object, subscriber: object) -> str:
    """Of the mail that takes an issue to somebody, by their numbers."""
    return f"newsletter:{issue}:{subscriber}"


def note(subscriber: Subscriber, what: str, purposes: list[str], language: str, version: str) -> None:
    """One step of the history."""
    subscriber.events.create(what=what, purposes=purposes, language=language, consent_version=version)
