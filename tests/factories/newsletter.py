"""Subscribers and issues."""

import json

import factory
from django.utils import timezone

from newsletter.models import Issue, IssueText, Subscriber


class SubscriberFactory(factory.django.DjangoModelFactory):
    """Confirmed, and gets news."""

    class Meta:
        model = Subscriber

    email = factory.Sequence(lambda number: f"reader{number}@people.example")
    language = "en"
    state = Subscriber.State.CONFIRMED
    wants_news = True
    confirmed_at = factory.LazyFunction(timezone.now)
    consent_version = "2026-11"


def issue(**subjects: str) -> Issue:
    """A draft with a text in each of the named languages (`uz_cyrl` for uz-cyrl)."""
    made = Issue.objects.create(title="Winter", purpose="news")
    for language, subject in subjects.items():
        body = [("paragraph", f"<p>{subject} <b>words</b></p>")]
        write(made, language.replace("_", "-"), subject, body)
    return made


def write(made: Issue, language: str, subject: str, body: list) -> IssueText:
    """A text of an issue; `body` as pairs of block and raw value."""
    raw = json.dumps([{"type": kind, "value": value} for kind, value in body])
    return IssueText.objects.create(issue=made, language=language, subject=subject, body=raw)
