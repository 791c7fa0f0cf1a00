"""A donor's panels under /my/."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.services import attach_proven
from core.models import OutboxMessage
from donations import dashboard
from donations.models import Donation, Donor, Sponsorship
from donations.services import cancellation, corrections, payments
from tests.factories.accounts import PASSWORD, UserFactory, signed_in, staff
from tests.factories.cash import given_cash
from tests.factories.donations import begun, paid, release, settle, sponsoring

pytestmark = pytest.mark.django_db


def my_page(user) -> str:
    attach_proven(user)
    html = signed_in(user).get("/en/my/").content.decode()
    return re.sub(r"[\s\u00a0]+", " ", html)


def test_gifts_of_a_guest_are_there_once_the_address_is_proven():
    donation = paid(email="aziza@donors.example")
    assert donation.reference in my_page(UserFactory(email="aziza@donors.example"))


def test_the_first_gift_of_somebody_signed_in_is_there_at_once():
    client = signed_in(UserFactory(email="aziza@donors.example"))
    donation = paid(email="Aziza@donors.example")
    assert donation.reference in client.get("/en/my/").content.decode()


def test_a_gift_under_an_address_that_is_not_proven_waits_for_the_proof():
    client = signed_in(UserFactory(email="aziza@donors.example", verified=False))
    donation = paid(email="aziza@donors.example")
    assert donation.reference not in client.get("/en/my/").content.decode()
    assert Donor.objects.get().user is None


def test_gifts_under_an_address_that_nobody_proved_are_not():
    donation = paid(email="aziza@donors.example")
    assert donation.reference not in my_page(UserFactory(email="aziza@donors.example", verified=False))


def test_nobody_sees_the_gifts_of_others():
    mine, theirs = paid(email="me@donors.example"), paid(email="them@donors.example")
    page = my_page(UserFactory(email="me@donors.example"))
    assert mine.reference in page
    assert theirs.reference not in page


def test_a_donor_who_has_an_owner_keeps_them():
    paid(email="aziza@donors.example")
    first = UserFactory(email="aziza@donors.example")
    attach_proven(first)
    assert Donor.objects.attach(UserFactory(), "aziza@donors.example") == 0
    assert Donor.objects.get().user == first


def test_cash_that_was_written_down_wrongly_is_no_gift_that_was_given_back():
    wrong, right = given_cash(amount="1000000"), given_cash(amount="100000")
    corrections.approve(corrections.ask(wrong, "a nought too many", staff("donor_care")), staff("finance"))
    page = my_page(UserFactory(email="aziza@donors.example"))
    assert right.donation.reference in page
    assert wrong.donation.reference not in page


def give_up(user, email: str) -> None:
    """As one does on the page of one's addresses."""
    EmailAddress.objects.create(user=user, email="new@donors.example", verified=True)
    client = signed_in(user)
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/en/accounts/email/", {"action_primary": "1", "email": "new@donors.example"})
    client.post("/en/accounts/email/", {"action_remove": "1", "email": email})
    assert not EmailAddress.objects.filter(email=email).exists()
    user.refresh_from_db()


def test_what_is_given_under_an_address_that_was_given_up_is_not_shown_to_its_former_owner():
    former = UserFactory(email="office@donors.example")
    mine = paid(email="office@donors.example")
    give_up(former, "office@donors.example")
    theirs = paid(email="office@donors.example", name="Bobur Aliyev")
    assert theirs.reference not in my_page(former)
    assert mine.reference in my_page(former)


def test_whoever_proves_an_address_that_was_given_up_has_what_is_given_under_it():
    former = UserFactory(email="office@donors.example")
    mine = paid(email="office@donors.example")
    give_up(former, "office@donors.example")
    theirs = UserFactory(email="office@donors.example")
    assert mine.reference not in my_page(theirs)
    donation = paid(email="office@donors.example")
    assert donation.reference in my_page(theirs)
    assert donation.reference not in my_page(former)
    assert mine.reference in my_page(former)


def test_a_main_address_that_is_to_be_proven_once_more_is_not_given_up():
    """Staff have changed it and changed it back."""
    owner = UserFactory(email="office@donors.example")
    sponsorship = sponsoring(email="office@donors.example")
    EmailAddress.objects.filter(user=owner).update(verified=False)
    paid(email="office@donors.example")
    sponsorship.refresh_from_db()
    assert (sponsorship.donor.email, sponsorship.donor.user) == ("office@donors.example", owner)


@pytest.mark.parametrize("gave_there", [False, True])
def test_mails_of_a_regular_gift_follow_its_donor_when_the_address_is_anothers(gave_there):
    former = UserFactory(email="office@donors.example")
    sponsorship = sponsoring(email="office@donors.example")
    give_up(former, "office@donors.example")
    if gave_there:
        paid(email="new@donors.example")
    theirs = paid(email="office@donors.example")
    sponsorship.refresh_from_db()
    assert (sponsorship.donor.email, sponsorship.donor.user) == ("new@donors.example", former)
    assert theirs.donor_id not in Donor.objects.filter(user=former).values_list("pk", flat=True)


@pytest.mark.parametrize("gave_there", [False, True])
def test_whose_money_is_on_its_way_is_thanked_though_the_address_is_anothers_by_now(gave_there):
    former = UserFactory(email="office@donors.example")
    payment = begun(email="office@donors.example")
    Donor.objects.update(country="DE")
    give_up(former, "office@donors.example")
    if gave_there:
        paid(email="new@donors.example")
    paid(email="office@donors.example")
    OutboxMessage.objects.all().delete()
    payments.apply(settle(payment))
    assert set(OutboxMessage.objects.values_list("to", flat=True)) == {"new@donors.example"}
    assert Donation.objects.get(pk=payment.donation_id).donor.country == "DE"
    assert payment.donation.reference in my_page(former)


@pytest.mark.parametrize("gave_there", [False, True])
def test_mails_of_who_had_no_proven_address_meanwhile_go_to_the_one_they_prove(gave_there):
    """Staff have put an address right; before its owner signs in, anybody gives under the old one."""
    owner = UserFactory(email="office@donors.example")
    sponsorship = sponsoring(email="office@donors.example")
    EmailAddress.objects.filter(user=owner).delete()
    owner.email = "new@donors.example"
    owner.save()
    theirs = paid(email="office@donors.example")
    sponsorship.refresh_from_db()
    assert sponsorship.donor.email == ""
    if gave_there:
        paid(email="new@donors.example")
    EmailAddress.objects.create(user=owner, email="new@donors.example", verified=True, primary=True)
    for _ in range(2):
        attach_proven(owner)
    sponsorship.refresh_from_db()
    assert (sponsorship.donor.email, sponsorship.donor.user) == ("new@donors.example", owner)
    assert sponsorship.donations.get().donor == sponsorship.donor
    assert theirs.reference not in my_page(owner)


def test_mails_of_a_regular_gift_leave_an_address_as_soon_as_it_is_given_up():
    """Who left an office does not want it to read, and to end, what they give."""
    former = UserFactory(email="office@donors.example")
    sponsorship = sponsoring(email="office@donors.example")
    give_up(former, "office@donors.example")
    sponsorship.refresh_from_db()
    assert (sponsorship.donor.email, sponsorship.donor.user) == ("new@donors.example", former)


def test_mails_of_a_regular_gift_leave_an_address_that_staff_replaced_with_the_proof_of_the_new_one():
    owner = UserFactory(email="office@donors.example")
    sponsorship = sponsoring(email="office@donors.example")
    EmailAddress.objects.filter(user=owner).update(email="new@donors.example")
    owner.email = "new@donors.example"
    owner.save()
    attach_proven(owner)
    sponsorship.refresh_from_db()
    assert (sponsorship.donor.email, sponsorship.donor.user) == ("new@donors.example", owner)


def test_mails_of_a_regular_gift_go_to_another_proven_address_while_the_main_one_is_not():
    """Staff have put an address right that its owner has not proven yet; they have a second one, and sign in by it."""
    owner = UserFactory(email="office@donors.example")
    sponsorship = sponsoring(email="office@donors.example")
    EmailAddress.objects.filter(user=owner).delete()
    EmailAddress.objects.create(user=owner, email="new@donors.example", primary=True)
    EmailAddress.objects.create(user=owner, email="home@donors.example", verified=True)
    owner.email = "new@donors.example"
    owner.save()
    attach_proven(owner)
    sponsorship.refresh_from_db()
    assert (sponsorship.donor.email, sponsorship.donor.user) == ("home@donors.example", owner)
    paid(email="office@donors.example")
    sponsorship.refresh_from_db()
    assert sponsorship.donor.email == "home@donors.example"


def test_so_they_do_where_somebody_gives_under_the_former_one_first():
    owner = UserFactory(email="office@donors.example")
    sponsorship = sponsoring(email="office@donors.example")
    EmailAddress.objects.filter(user=owner).update(email="home@donors.example", primary=False)
    owner.email = "new@donors.example"
    owner.save()
    paid(email="office@donors.example")
    sponsorship.refresh_from_db()
    assert sponsorship.donor.email == "home@donors.example"


def test_mails_of_a_regular_gift_come_in_the_language_that_its_donor_chooses():
    donor = UserFactory(email="aziza@donors.example", language="en")
    mine, theirs = sponsoring(email="aziza@donors.example"), sponsoring(email="bobur@donors.example")
    signed_in(donor).post("/en/my/details/", {"full_name": "Aziza", "language": "ru"})
    for sponsorship in (mine, theirs):
        cancellation.cancel(Sponsorship.objects.get(pk=sponsorship.pk))
    mails = OutboxMessage.objects.filter(key__startswith="cancelled:")
    assert dict(mails.values_list("to", "language")) == {
        "aziza@donors.example": "ru",
        "bobur@donors.example": "en",
    }


def test_so_they_do_where_staff_choose_it_for_a_donor_or_for_themselves():
    donor, giving_too = (
        UserFactory(email="aziza@donors.example", language="en"),
        staff("finance", language="en"),
    )
    theirs, own = sponsoring(email="aziza@donors.example"), sponsoring(email=giving_too.email)
    chosen = {"email": donor.email, "full_name": "Aziza", "language": "ru", "is_active": "on"}
    signed_in(staff("administrator")).post(f"/admin/users/edit/{donor.pk}/", chosen)
    looks = {"theme-theme": "light", "theme-contrast": "system", "theme-density": "default"}
    chosen = {"name-full_name": "R", "locale-preferred_language": "ru"} | looks
    signed_in(giving_too).post("/admin/account/", chosen)
    languages = Sponsorship.objects.filter(pk__in=[theirs.pk, own.pk]).values_list("language", flat=True)
    assert list(languages) == ["ru", "ru"]


def test_a_running_sponsorship_can_be_cancelled_from_there():
    sponsorship = sponsoring(email="aziza@donors.example")
    page = my_page(UserFactory(email="aziza@donors.example"))
    link = re.search(r'href="https?://[^/]+(/en/sponsorship/cancel/[^"]+)"', page)[1]
    Client().post(link)
    sponsorship.refresh_from_db()
    assert sponsorship.state == "cancelled"


def test_attempts_that_came_to_nothing_are_left_out():
    payment = begun(email="aziza@donors.example")
    payments.apply(release(payment))
    assert payment.donation.reference not in my_page(UserFactory(email="aziza@donors.example"))


def test_without_gifts_the_panels_say_what_one_can_do():
    page = my_page(UserFactory())
    assert "No gifts under your address yet." in page
    assert "You do not sponsor a village yet." in page


def test_the_form_spares_a_signed_in_person_what_we_know():
    user = UserFactory(email="aziza@donors.example", full_name="Aziza Karimova")
    html = signed_in(user).get("/en/donate/?amount=100000&step=you").content.decode()
    assert 'value="aziza@donors.example"' in html
    assert 'value="Aziza Karimova"' in html


def test_gifts_and_receipts_are_leafed_through_each_by_itself(monkeypatch):
    monkeypatch.setattr(dashboard, "PER_PAGE", 1)
    former, latest = (paid(email="aziza@donors.example") for _ in range(2))
    owner = UserFactory(email="aziza@donors.example")
    attach_proven(owner)
    client = signed_in(owner)

    def shown(query: str) -> tuple[list[str], list[str]]:
        page = client.get(f"/en/my/{query}").content.decode()
        return re.findall(r"G(?:-\w{4}){3}(?=</span>)", page), re.findall(r"\?(\w+=\d#\w+)", page)

    assert shown("") == ([latest.reference], ["gifts=2#gifts"] * 2)
    assert shown("?gifts=2") == ([former.reference], ["gifts=1#gifts"] * 2)
    assert shown("?gifts=nonsense&receipts=99") == shown("")
