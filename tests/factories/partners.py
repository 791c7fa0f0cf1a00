"""Partners' interests."""

import uuid

import factory
from django.utils import timezone

from partners.models import PartnerInterest


class PartnerInterestFactory(factory.django.DjangoModelFactory):
    """One with a confirmed address."""

    class Meta:
        model = PartnerInterest

    submission = factory.LazyFunction(lambda: uuid.uuid4().hex)
    organisation = factory.Sequence(lambda number: f"Chinor {number} MChJ")
    name = "Bobur Aliyev"
    email = factory.Sequence(lambda number: f"partner{number}@firm.example")
    language = "ru"
    engagements = ["funding"]
    consent_version = "2026-11"
    consent_purpose = "partner"
    address_confirmed_at = factory.LazyFunction(timezone.now)
