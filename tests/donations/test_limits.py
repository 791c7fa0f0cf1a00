"""Against card testing."""

import pytest
import time_machine
from django.core.cache import cache

from core.models import OutboxMessage
from donations.gateways.instructions import Ending
from donations.links import thanks_url
from donations.models import Donation, Payment
from donations.services import limits, payments
from tests.donations.test_bank_statements import transfer
from tests.donations.test_donate_form import form, text
from tests.factories.donations import begun, release

pytestmark = pytest.mark.django_db
URL = "/en/donate/"


@pytest.fixture
def strict(settings):
    settings.DONATION_RATE_LIMITS = {"ip": (3, 3600), "email": (3, 3600)}
    settings.DONATION_OPEN_ATTEMPTS = (3, 86400)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2027-01-15T10:00:00Z", tick=False) as traveller:
        yield traveller


def send(client, number: int, **changes: str):
    return client.post(URL, form(token=f"sheet-{number}", **changes))


def test_one_network_sends_so_many_forms_an_hour(client, strict):
    codes = [send(client, number, email=f"a{number}@donors.example").status_code for number in range(4)]
    assert codes == [302, 302, 302, 429]


def test_whoever_is_stopped_reads_why_and_keeps_what_was_typed(client, strict):
    for number in range(4):
        response = send(client, number, email=f"a{number}@donors.example")
    assert "Too many attempts were made from here. Nothing was taken." in text(response)
    assert 'value="a3@donors.example"' in response.content.decode()
    assert 0 < int(response.headers["Retry-After"]) <= 3600


def test_what_is_stopped_leaves_no_trace(client, strict):
    for number in range(4):
        send(client, number, email=f"a{number}@donors.example")
    assert Donation.objects.count() == 3


def test_one_mailbox_is_limited_from_one_network(client, strict):
    for number in range(3):
        client.post(URL, form(token=f"s{number}"), REMOTE_ADDR=f"10.0.0.{number}")
        payments.apply(release(Payment.objects.latest("pk"), Ending.FAILED))
    assert client.post(URL, form(token="s4"), REMOTE_ADDR="10.0.0.9").status_code == 429


def test_whose_mailbox_others_have_used_up_can_still_give(client, strict):
    """Neither their open attempts nor their number of forms is held against its owner, who is elsewhere."""
    codes = [
        client.post(URL, form(token=f"s{number}"), REMOTE_ADDR=f"10.0.0.{number}").status_code
        for number in range(5)
    ]
    assert codes == [302, 302, 302, 429, 429]
    owner = [
        client.post(URL, form(token=f"o{number}"), REMOTE_ADDR="198.51.100.3").status_code
        for number in range(2)
    ]
    assert owner == [302, 302]


def test_trying_a_refused_gift_again_is_not_spoilt_by_them_either(client, strict):
    donation = begun().donation
    payments.apply(release(donation.payments.last()))
    for number in range(5):
        client.post(URL, form(token=f"s{number}"), REMOTE_ADDR="10.0.0.1")
    assert client.post(thanks_url(donation), REMOTE_ADDR="198.51.100.3").status_code == 302


def test_a_mailbox_gets_so_many_instructions_a_day_and_the_page_says_the_same(client, settings):
    settings.DONATION_RATE_LIMITS = settings.DONATION_RATE_LIMITS | {"mails": (2, 86400)}
    pages = [
        client.post(
            URL, form(token=f"s{number}", gateway="bank"), REMOTE_ADDR=f"10.0.{number}.1", follow=True
        )
        for number in range(3)
    ]
    assert OutboxMessage.objects.filter(key__startswith="transfer:").count() == 2
    assert "We have sent them to you by mail, too." in text(pages[1])
    assert "Keep this page: they do not come by mail." in text(pages[2])
    assert Payment.objects.latest("pk").reference in text(pages[2])


def test_the_window_passes(client, strict, clock):
    for number in range(4):
        send(client, number, email=f"a{number}@donors.example")
    clock.shift(3601)
    assert send(client, 5, email="a5@donors.example").status_code == 302


def looked_at(times: int = 1, ip: str = "10.0.0.1", email: str = "Aziza@donors.example ") -> None:
    for _ in range(times):
        limits.check(ip=ip, email=email)


def test_so_many_attempts_may_lie_open_that_were_sent_from_here(settings):
    settings.DONATION_OPEN_ATTEMPTS = (3, 86400)
    looked_at(3)
    for _ in range(3):
        begun()
    with pytest.raises(limits.TooMany):
        looked_at(ip="10.0.0.77")
    looked_at(ip="10.0.1.1")


def test_ended_attempts_do_not_count_as_open(settings):
    settings.DONATION_OPEN_ATTEMPTS = (1, 86400)
    looked_at()
    payments.apply(release(begun()))
    looked_at()


def test_who_has_chosen_transfers_can_still_give_by_card(settings):
    """A transfer lies open for weeks, and tries no card."""
    settings.DONATION_OPEN_ATTEMPTS = (2, 86400)
    for _ in range(3):
        transfer(email="aziza@donors.example")
    looked_at(3)
    begun(), begun()
    with pytest.raises(limits.TooMany):
        looked_at()


def test_no_address_is_readable_in_the_counters():
    seen = []
    real = cache.add

    def spying(key, *args, **kwargs):
        seen.append(key)
        return real(key, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "add", spying)
        limits.check(ip="203.0.113.7", email="aziza@donors.example")
    assert len(seen) == 4
    assert not any("203.0.113.7" in key or "aziza" in key for key in seen)


def test_trying_again_counts_as_well(client, strict):
    donation = begun().donation
    codes = []
    for _ in range(4):
        payments.apply(release(donation.payments.last()))
        codes.append(client.post(thanks_url(donation)).status_code)
    assert codes == [302, 302, 302, 429]
    assert "Too many attempts" in text(client.post(thanks_url(donation)))
