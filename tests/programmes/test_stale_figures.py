"""Key figures that nobody has looked at for long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programmes.models import KeyFigure
from tests.factories.accounts import signed_in, staff

pytestmark = pytest.mark.django_db
OLD = timedelta(days=400)


@pytest.fixture
def figure() -> KeyFigure:
    KeyFigure.objects.update(as_of=timezone.localdate())
    figure = KeyFigure.objects.filter(is_year=False).first()
    figure.as_of = timezone.localdate() - OLD
    figure.save()
    return figure


def test_an_old_figure_stands_on_the_dashboard(figure):
    assert str(figure.value) in signed_in(staff("editor")).get("/admin/").content.decode()
    assert list(KeyFigure.objects.stale(timezone.localdate(), timedelta(days=365))) == [figure]


def test_a_year_does_not_age(figure):
    KeyFigure.objects.filter(pk=figure.pk).update(is_year=True)
    assert not KeyFigure.objects.stale(timezone.localdate(), timedelta(days=365)).exists()


def test_those_who_cannot_change_it_are_not_bothered(figure):
    assert "stale-figures" not in signed_in(staff("finance")).get("/admin/").content.decode()
