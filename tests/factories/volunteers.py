"""Volunteers' interests."""

import uuid

import factory
from django.utils import timezone

from volunteers.models import VolunteerInterest


class VolunteerInterestFactory(factory.django.DjangoModelFactory):
    """One with a confirmed address; `address_confirmed_at=None` for one without."""

    class Meta:
        model = VolunteerInterest

    submission = factory.LazyFunction(lambda: uuid.uuid4().hex)
    name = "Aziza Rahimova"
    email = factory.Sequence(lambda number: f"volunteer{number}@people.example")
    language = "uz"
    consent_version = "2026-11"
    consent_purpose = "volunteer"
    address_confirmed_at = factory.LazyFunction(timezone.now)
