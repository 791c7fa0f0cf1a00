"""Every gateway is switched on for the tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.donations.gateways.local import switch_on
from tests.donations.gateways.merchant_server import MerchantServer


@pytest.fixture(autouse=True)
def local(settings: object) -> None:
    switch_on(settings)
    settings.CLICK_API_URL = "http://127.0.0.1:9/nobody"


@pytest.fixture
def server(settings: object) -> Iterator[MerchantServer]:
    """Click's Merchant API, on this machine."""
    server = MerchantServer()
    settings.CLICK_API_URL = server.url
    yield server
    server.close()
