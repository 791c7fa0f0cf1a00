"""What the worker does for volunteers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.volunteers import VolunteerInterestFactory
from volunteers.models import VolunteerInterest
from volunteers.tasks import forget_abandoned_volunteers


@pytest.mark.django_db
def test_worker_forgets_abandoned_registrations():
    VolunteerInterestFactory(address_confirmed_at=None, created_at=timezone.now() - timedelta(days=61))
    forget_abandoned_volunteers()
    assert not VolunteerInterest.objects.exists()
