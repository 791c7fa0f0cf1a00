from .issue import Issue, IssueText
from .subscriber import Purpose, Subscriber, SubscriberEvent

__all__ = ["Issue", "IssueText", "Purpose", "Subscriber", "SubscriberEvent"]
