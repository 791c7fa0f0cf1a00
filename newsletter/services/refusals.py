"""Addresses that the receiver's server says are no more: they are set aside, and what was agreed to is kept."""

from core.interests.keys import mailbox_key
from core.mail.refusals import listener
from core.models import OutboxMessage
from newsletter.models import Subscriber, SubscriberEvent
from newsletter.services.sending import TEMPLATE
from newsletter.services.subscriptions import drop_waiting, note


@listener
def set_aside(message: OutboxMessage) -> None:
    """Write no more to the subscriber whose issue could not be delivered, until they subscribe anew."""
    if message.template != TEMPLATE:
        return
    rows = Subscriber.objects.confirmed().select_for_update(no_key=True)
    # The address as it was written to: of a mailbox that has another one now nothing is known.
    subscriber = rows.filter(email_key=mailbox_key(message.to), email=message.to).first()
    if subscriber is None:
        return
    subscriber.state = Subscriber.State.REFUSED
    subscriber.turn += 1
    subscriber.save()
    note(
        subscriber,
        SubscriberEvent.What.REFUSED,
        subscriber.purposes,
        subscriber.language,
        subscriber.consent_version,
    )
    drop_waiting(subscriber)
