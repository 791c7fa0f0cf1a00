"""Every gateway is switched on for the tests of this folder."""

import pytest

from tests.donations.gateways.local import switch_on


@pytest.fixture(autouse=True)
def local(settings: object) -> None:
    switch_on(settings)
