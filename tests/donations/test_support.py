"""What public pages show of giving."""

import re

import pytest
from django.template import Context, Template
from django.utils.translation import override

from core.money import Money
from core.page_cache import recording
from donations import support
from donations.models import Campaign
from donations.services import cancellation
from programmes.models import Village
from tests.factories.donations import give_back, paid, purpose, som, sponsoring

pytestmark = pytest.mark.django_db


@pytest.fixture
def tashkent() -> Village:
    village = Village.objects.get(code="tashkent")
    village.monthly_need, village.currency = 100_000_000, "UZS"
    village.save()
    return village


@pytest.fixture
def campaign() -> Campaign:
    return Campaign.objects.get(code="winter-warmth-2026")


def shown(tag: str, **context: object) -> str:
    with override("en"):
        html = Template("{% load donations_tags %}{% " + tag + " %}").render(Context(context))
    return re.sub(r"[\s\u00a0]+", " ", re.sub(r"<[^>]+>", " ", html))


def sponsors(number: int, **changes: str) -> None:
    for index in range(number):
        sponsoring(email=f"s{index}@donors.example", **changes)


def test_running_sponsorships_cover_part_of_the_need(tashkent):
    sponsors(3)
    there = support.of_village(tashkent, purpose("tashkent"))
    assert (there.covered, there.percent, there.givers) == (som(300_000), 30, 3)


def test_a_yearly_gift_counts_a_twelfth(tashkent):
    sponsors(1, frequency="year", amount="1200000")
    assert support.of_village(tashkent, purpose("tashkent")).covered == som(100_000)


def test_cancelled_ones_cover_nothing(tashkent):
    cancellation.cancel(sponsoring())
    assert not support.of_village(tashkent, purpose("tashkent")).covered


def test_other_currencies_are_named_and_not_added(tashkent):
    sponsors(1, currency="USD", amount="25")
    there = support.of_village(tashkent, purpose("tashkent"))
    assert (there.covered, there.others) == (som(0), [Money(2500, "USD")])


def test_the_share_is_told_only_where_it_hides_each_giver(tashkent):
    sponsors(2)
    assert "covered by sponsors" not in shown("village_support village", village=tashkent)
    sponsoring(email="third@donors.example")
    assert "covered by sponsors" in shown("village_support village", village=tashkent)


def test_who_gives_in_another_currency_hides_nobody(tashkent):
    """What one gives stood there to a tiyin: others are not in that sum."""
    sponsoring(email="alone@donors.example")
    sponsors(3, currency="USD", amount="25")
    assert "covered by sponsors" not in shown("village_support village", village=tashkent)


def test_a_village_that_takes_no_sponsors_shows_no_button(tashkent):
    Village.objects.filter(pk=tashkent.pk).update(is_open=False)
    assert shown("village_support village", village=tashkent).strip() == ""


def test_the_button_leads_to_a_monthly_gift_for_the_village(tashkent):
    html = Template("{% load donations_tags %}{% village_support v %}").render(Context({"v": tashkent}))
    assert "/donate/?designation=tashkent&amp;frequency=month" in html


def test_a_campaign_shows_what_the_ledger_says(campaign):
    paid(designation=campaign.code, amount="450000")
    there = support.of_campaign(campaign, campaign.designation)
    assert there.covered == som(450_000)


def test_the_goal_never_sums_currencies(campaign):
    paid(designation=campaign.code, currency="USD", amount="5000")
    there = support.of_campaign(campaign, campaign.designation)
    assert (there.covered, there.others) == (som(0), [Money(500_000, "USD")])


def test_more_than_the_goal_is_shown_as_full(campaign):
    Campaign.objects.filter(pk=campaign.pk).update(goal_minor=100)
    campaign.refresh_from_db()
    paid(designation=campaign.code)
    assert support.of_campaign(campaign, campaign.designation).percent == 100


def test_nobody_is_named(tashkent, campaign):
    paid(designation=campaign.code, is_anonymous=True)
    sponsors(3, is_anonymous=True)
    page = shown("village_support village", village=tashkent) + shown("campaign_progress c", c=campaign)
    assert "Aziza" not in page


@pytest.mark.parametrize("tag", ["village_support thing", "campaign_progress thing"])
def test_pages_go_from_the_cache_when_the_sum_changes(tag, tashkent, campaign, monkeypatch):
    thing, code = (tashkent, "tashkent") if "village" in tag else (campaign, campaign.code)
    with recording.recording() as tags:
        shown(tag, thing=thing)
    assert f"donations.designation:{purpose(code).pk}" in tags


def test_a_gift_takes_the_pages_of_its_purpose_from_the_cache(monkeypatch):
    dropped = []
    monkeypatch.setattr("donations.services.settlement.invalidate", lambda *things: dropped.extend(things))
    donation = paid(designation="tashkent")
    assert dropped == [donation.designation]


def test_what_goes_back_takes_them_too(monkeypatch):
    donation, dropped = paid(designation="tashkent"), []
    monkeypatch.setattr("donations.services.refunds.invalidate", lambda *things: dropped.extend(things))
    give_back(donation.payments.get(), som(30_000))
    assert dropped == [donation.designation]
