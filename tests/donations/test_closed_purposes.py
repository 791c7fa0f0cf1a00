"""A purpose that takes no gifts any more while regular gifts for it go on: staff see how many, donors what happens."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.services import attach_proven
from donations.links import cancel_url
from donations.models import Campaign, Designation, Sponsorship
from donations.services import cancellation
from programmes.models import Village
from tests.factories.accounts import UserFactory, signed_in, staff
from tests.factories.donations import begun, paid, sponsoring

pytestmark = pytest.mark.django_db
WORDS = "New gifts for this purpose are not taken any more. Yours goes on, for the same purpose"


def text(response) -> str:
    return html.unescape(re.sub(r"[\s\u00a0]+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def close(code: str = "tashkent") -> None:
    Designation.objects.filter(code=code).update(is_open=False)


def test_one_purpose_and_all_of_them_say_the_same_of_being_open():
    Designation.objects.filter(code="general").update(is_open=False)
    Village.objects.filter(code="samarkand").update(is_open=False)
    yesterday = timezone.localdate() - timedelta(days=1)
    Campaign.objects.update(starts=yesterday, ends=yesterday)
    taking = set(Designation.objects.taking_gifts())
    assert {one for one in Designation.objects.all() if one.takes_gifts} == taking
    assert 0 < len(taking) < Designation.objects.count() - 2


# --- Staff --------------------------------------------------------------------------------------


def first_page(role: str) -> str:
    return text(signed_in(staff(role)).get("/admin/"))


def test_staff_see_on_their_first_page_how_many_still_run():
    for number in range(2):
        sponsoring(designation="tashkent", email=f"d{number}@donors.example")
    sponsoring(designation="samarkand")
    assert "Regular gifts for closed purposes" not in first_page("donor_care")
    close()
    page = first_page("donor_care")
    assert "Regular gifts for closed purposes" in page
    assert "Tashkent: 2 regular gifts still run" in page


def test_the_line_leads_to_the_list_of_just_these():
    runs, ended = (
        sponsoring(designation="tashkent"),
        sponsoring(designation="tashkent", email="b@donors.example"),
    )
    other = sponsoring(designation="samarkand")
    cancellation.cancel(ended)
    close()
    client = signed_in(staff("donor_care"))
    address = re.search(r'href="([^"]+designation=[^"]+)"', client.get("/admin/").content.decode())[1]
    page = client.get(html.unescape(address)).content.decode()
    found = [one.reference for one in (runs, ended, other) if one.reference in page]
    assert found == [runs.reference]


def test_a_village_that_takes_no_sponsors_is_a_closed_purpose_too():
    sponsoring(designation="samarkand")
    Village.objects.filter(code="samarkand").update(is_open=False)
    assert "Samarkand: 1 regular gift still runs" in first_page("finance")


def test_what_has_ended_was_never_begun_or_was_given_once_is_not_counted():
    cancellation.cancel(sponsoring(designation="tashkent"))
    begun(designation="tashkent", frequency="month")
    paid(designation="tashkent")
    close()
    assert "Regular gifts for closed purposes" not in first_page("finance")


def test_who_does_not_look_after_gifts_is_not_told():
    sponsoring(designation="tashkent")
    close()
    assert "Regular gifts for closed purposes" not in first_page("volunteer_coordinator")


@pytest.mark.parametrize("kind", ["purpose", "village"])
def test_before_closing_the_form_says_how_many_run_and_what_becomes_of_them(kind):
    sponsoring(designation="tashkent")
    village = Village.objects.get(code="tashkent")
    of_purpose = f"/admin/giving/purposes/edit/{village.designation.pk}/"
    address = of_purpose if kind == "purpose" else f"/admin/snippets/programmes/village/edit/{village.pk}/"
    page = text(signed_in(staff("administrator")).get(address))
    assert "1 regular gift runs for it." in page
    assert "nothing is moved or ended by itself" in page


def edit(purpose: Designation, **changes: object):
    """Save the form of a purpose, as it is but for the changes."""
    client = signed_in(staff("publisher"))
    address = f"/admin/giving/purposes/edit/{purpose.pk}/"
    shown = {"code": purpose.code, "kind": purpose.kind, "is_open": "on", "sort_order": purpose.sort_order}
    names = {f"name_{language}": word for language, word in purpose.name.items()}
    places = {"village": purpose.village_id or "", "campaign": purpose.campaign_id or ""}
    return client.post(address, shown | names | places | changes)


@pytest.mark.parametrize("make", [paid, sponsoring])
def test_gifts_stay_with_the_place_that_they_were_given_for(make):
    """Another village on the form of a purpose would take along all that was ever given for the first."""
    make(designation="tashkent")
    purpose = Designation.objects.get(code="tashkent")
    Designation.objects.filter(code="samarkand").delete()
    other = Village.objects.get(code="samarkand")
    said = text(edit(purpose, village=other.pk))
    assert Designation.objects.get(code="tashkent").village.code == "tashkent"
    assert "Gifts were given for this purpose" in said
    edit(purpose, kind="general", village="")
    edit(purpose, code="toshkent")  # lists that were imported would be imported once more
    purpose.refresh_from_db()
    assert (purpose.code, purpose.kind, purpose.village.code) == ("tashkent", "village", "tashkent")
    edit(purpose, name_uz="Toshkent mahallasi")
    purpose.refresh_from_db()
    assert "Toshkent mahallasi" in purpose.name.values()


def test_a_purpose_without_gifts_can_be_made_another():
    purpose = Designation.objects.get(code="tashkent")
    edit(purpose, code="toshkent")
    purpose.refresh_from_db()
    assert purpose.code == "toshkent"


@pytest.mark.parametrize(
    "address", ["/admin/giving/purposes/new/", "/admin/snippets/programmes/village/add/"]
)
def test_of_a_new_one_it_says_that_none_runs(address):
    assert "No regular gift runs for it." in text(signed_in(staff("administrator")).get(address))


# --- Donors -------------------------------------------------------------------------------------


def test_the_donor_reads_it_on_their_page_and_the_gift_goes_on():
    sponsorship = sponsoring(designation="tashkent", email="aziza@donors.example")
    attach_proven(user := UserFactory(email="aziza@donors.example"))
    client = signed_in(user)
    assert WORDS not in text(client.get("/en/my/"))
    close()
    assert WORDS in text(client.get("/en/my/"))
    assert Sponsorship.objects.running().get() == sponsorship


def test_of_one_that_has_ended_nothing_is_said():
    cancellation.cancel(sponsoring(designation="tashkent", email="aziza@donors.example"))
    close()
    attach_proven(user := UserFactory(email="aziza@donors.example"))
    page = text(signed_in(user).get("/en/my/"))
    assert "Cancelled" in page
    assert WORDS not in page


def test_who_has_no_account_reads_it_behind_the_link_in_every_mail(client):
    sponsorship = sponsoring(designation="tashkent", language="en")
    address = cancel_url(sponsorship).partition("//")[2].partition("/")[2]
    assert WORDS not in text(client.get(f"/{address}"))
    close()
    assert WORDS in text(client.get(f"/{address}"))
