"""An instance as in Uzbekistan: Payme, Click and a bank account, nobody who charges."""

import pytest

from tests.donations.gateways.local import switch_on


@pytest.fixture(autouse=True)
def local(settings: object) -> None:
    bank = settings.PAYMENT_GATEWAYS["bank"]
    settings.PAYME_TEST = settings.CLICK_TEST = True
    switch_on(settings)
    local = {code: settings.PAYMENT_GATEWAYS[code] for code in ("payme", "click")}
    settings.PAYMENT_GATEWAYS = {**local, "bank": bank}
    settings.CLICK_API_URL = "http://127.0.0.1:9/nobody"
