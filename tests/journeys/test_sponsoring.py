"""Regular gifts: begun on a village's page, ended by the link in any mail."""

from playwright.sync_api import expect

from tests.journeys.mailbox import link, subject, words
from tests.journeys.visitor import money, say

NAME = "Марина Цой"


def test_a_village_is_sponsored_monthly_and_the_sponsorship_cancelled_by_mail(visit):
    sponsor = visit("ru", 360)
    sponsor.finds("where-we-work", "khorezm").follows("Become a sponsor")
    expect(sponsor.control("frequency", "month")).to_be_checked()
    sponsor.gives("100000", NAME, "marina@mail.example")
    sponsor.reads_heading("Thank you, %(name)s", name=NAME)
    sponsor.reads("Next payment")

    started = sponsor.mail("marina@mail.example")
    assert subject(started) == say("ru", "You now sponsor the village of %(purpose)s", purpose="Хорезм")
    sponsor.opens(link(started, "/cancel/"))
    sponsor.reads_heading("Cancel the regular gift?")
    sponsor.presses("Yes, cancel")
    sponsor.reads_heading("The regular gift is cancelled")

    goodbye = sponsor.mail("marina@mail.example", 2)
    assert money("ru", "100000") in words(goodbye)
    assert say("ru", "Thank you for the time you have stood by us.") in words(goodbye)


def test_opening_the_link_in_the_mail_cancels_nothing_by_itself(visit):
    sponsor = visit("en")
    sponsor.opens("/donate/?designation=tashkent&frequency=month").gives(
        "250000", "Tom Reed", "tom@mail.example"
    )
    address = link(sponsor.mail("tom@mail.example"), "/cancel/")
    for _ in range(2):
        sponsor.opens(address)
        sponsor.reads_heading("Cancel the regular gift?")


def test_a_cancelled_sponsorship_stays_cancelled_behind_the_same_link(visit):
    sponsor = visit("uz-cyrl", 360)
    sponsor.opens("/donate/?designation=samarkand&frequency=year")
    sponsor.gives("100000", "Азиза Қодирова", "aziza@mail.example")
    address = link(sponsor.mail("aziza@mail.example"), "/cancel/")
    sponsor.opens(address)
    sponsor.presses("Yes, cancel")
    sponsor.opens(address)
    sponsor.reads_heading("The regular gift is cancelled")
    assert sponsor.button("Yes, cancel").count() == 0
