"""Error pages lead back to where the reader was."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_form_without_its_token_leads_back_to_itself_with_what_was_chosen_for_it():
    page = Client(enforce_csrf_checks=True).post("/en/volunteer/register/?place=tashkent", {"name": "Olga"})
    assert page.status_code == 403
    assert 'href="/en/volunteer/register/?place=tashkent"' in page.content.decode()
