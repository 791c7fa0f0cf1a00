"""A key figure as people type it."""

import pytest
from django.test import Client

from programmes.models import KeyFigure

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("value", ["154¹", "10²", "4–7", "①", "1 200+"])
def test_a_value_that_is_no_whole_number_is_shown_as_it_was_typed(client: Client, value: str) -> None:
    figure = KeyFigure.objects.filter(show_on_home=True, is_year=False).first()
    figure.value = value
    figure.full_clean()
    figure.save()
    assert value in client.get("/en/").content.decode()
