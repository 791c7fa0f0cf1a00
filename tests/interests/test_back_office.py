"""Interests in the back office."""

from datetime import UTC, datetime

import pytest

from core.interests.states import InterestState
from programmes.models import Village
from tests.factories.accounts import UserFactory, signed_in, staff
from tests.factories.partners import PartnerInterestFactory
from tests.factories.volunteers import VolunteerInterestFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/volunteers/"


@pytest.fixture
def coordinator():
    return staff("volunteer_coordinator", full_name="Sevara Coordinator")


@pytest.fixture
def desk(coordinator):
    return signed_in(coordinator)


def names(client, query: str = "", path: str = LIST) -> str:
    return client.get(f"{path}{query}").content.decode()


def test_list_shows_who_registered(desk):
    VolunteerInterestFactory(name="Aziza Rahimova")
    assert "Aziza Rahimova" in names(desk)


def test_list_takes_few_queries(desk, django_assert_max_num_queries):
    VolunteerInterestFactory.create_batch(15, assigned_to=UserFactory())
    with django_assert_max_num_queries(25):
        desk.get(LIST)


@pytest.mark.parametrize(
    "query", ["Азиза", "aziza", "RAHIMOVA", "Раҳимова", "aziza@", "90 123", "uy vazifasi"]
)
def test_search_finds_in_any_script(desk, query):
    VolunteerInterestFactory(
        name="Aziza Rahimova", email="aziza@people.example", phone="+998901234567", message="Uy vazifasi"
    )
    assert "Aziza Rahimova" in names(desk, f"?q={query}")


def test_search_leaves_out_others(desk):
    VolunteerInterestFactory(name="Aziza Rahimova")
    assert "Aziza Rahimova" not in names(desk, "?q=Bobur")


@pytest.mark.parametrize("state", InterestState.values)
def test_filter_by_state(desk, state):
    for each in InterestState.values:
        VolunteerInterestFactory(name=f"In {each} state", state=each)
    html = names(desk, f"?state={state}")
    assert [each for each in InterestState.values if f"In {each} state" in html] == [state]


def test_filter_by_place(desk):
    here, there = Village.objects.all()[:2]
    VolunteerInterestFactory(name="Here Person", place=here)
    VolunteerInterestFactory(name="There Person", place=there)
    html = names(desk, f"?place={here.pk}")
    assert "Here Person" in html
    assert "There Person" not in html


def test_filter_by_colleague(desk, coordinator):
    VolunteerInterestFactory(name="Mine Person", assigned_to=coordinator)
    VolunteerInterestFactory(name="Free Person")
    html = names(desk, f"?assigned_to={coordinator.pk}")
    assert "Mine Person" in html
    assert "Free Person" not in html


def test_filter_by_confirmed_address(desk):
    VolunteerInterestFactory(name="Sure Person")
    VolunteerInterestFactory(name="Open Person", address_confirmed_at=None)
    assert "Open Person" not in names(desk, "?confirmed=true")
    assert "Sure Person" not in names(desk, "?confirmed=false")


def test_filter_by_date(desk):
    VolunteerInterestFactory(name="Old Person", created_at=datetime(2020, 1, 2, tzinfo=UTC))
    VolunteerInterestFactory(name="New Person")
    html = names(desk, "?created_at_from=2020-01-01&created_at_to=2020-01-03")
    assert "Old Person" in html
    assert "New Person" not in html


def test_partners_are_filtered_by_engagement():
    desk = signed_in(staff("partner_manager"))
    PartnerInterestFactory(organisation="Gives Money", engagements=["funding", "jobs"])
    PartnerInterestFactory(organisation="Gives Time", engagements=["pro_bono"])
    html = names(desk, "?engagement=funding", "/admin/partners/")
    assert "Gives Money" in html
    assert "Gives Time" not in html


def test_partners_are_filtered_by_country():
    desk = signed_in(staff("partner_manager"))
    PartnerInterestFactory(organisation="From Here", country="UZ")
    PartnerInterestFactory(organisation="From Abroad", country="DE")
    html = names(desk, "?abroad=true", "/admin/partners/")
    assert "From Abroad" in html
    assert "From Here" not in html


def test_list_is_not_exported(desk):
    VolunteerInterestFactory(email="secret@people.example")
    for kind in ("csv", "xlsx"):
        assert b"secret@people.example" not in b"".join(desk.get(f"{LIST}?export={kind}"))


def test_page_shows_everything_about_one(desk):
    interest = VolunteerInterestFactory(message="Saturdays", place=Village.objects.first())
    interest.notes.create(text="Called on Monday")
    html = desk.get(f"{LIST}{interest.pk}/").content.decode()
    for words in (
        interest.email,
        "Saturdays",
        interest.place.name["en"],
        "Called on Monday",
        interest.reference,
    ):
        assert words in html


def test_page_writes_phone_and_time_as_people_do(desk):
    moment = datetime(2026, 11, 23, 9, 37, tzinfo=UTC)
    interest = VolunteerInterestFactory(phone="+998901234567", consented_at=moment)
    html = desk.get(f"{LIST}{interest.pk}/").content.decode()
    assert "+998 90 123 45 67" in html
    assert "14:37" in html


def test_page_links_probable_repeats(desk):
    first = VolunteerInterestFactory(email="aziza@people.example")
    second = VolunteerInterestFactory(email="aziza@people.example")
    assert f'href="{LIST}{first.pk}/"' in desk.get(f"{LIST}{second.pk}/").content.decode()


def test_page_warns_of_an_unconfirmed_address(desk):
    interest = VolunteerInterestFactory(address_confirmed_at=None)
    assert "Nobody has confirmed this address" in desk.get(f"{LIST}{interest.pk}/").content.decode()


def test_what_people_wrote_is_text_and_not_markup(desk):
    interest = VolunteerInterestFactory(name="<script>x</script>", message="<img src=x onerror=y>")
    html = desk.get(f"{LIST}{interest.pk}/").content.decode()
    assert "<script>x</script>" not in html
    assert "<img src=x" not in html


def test_state_is_changed_by_a_button(desk):
    interest = VolunteerInterestFactory()
    desk.post(f"{LIST}{interest.pk}/state/", {"state": "in_contact"})
    interest.refresh_from_db()
    assert interest.state == "in_contact"


@pytest.mark.parametrize("state", ["accepted", "new", "", "nonsense"])
def test_state_that_does_not_follow_changes_nothing(desk, state):
    interest = VolunteerInterestFactory()
    response = desk.post(f"{LIST}{interest.pk}/state/", {"state": state}, follow=True)
    interest.refresh_from_db()
    assert interest.state == "new"
    assert "This has changed in the meantime" in response.content.decode()


@pytest.mark.parametrize("action", ["state", "assign", "note"])
def test_opening_an_action_changes_nothing(desk, action):
    assert desk.get(f"{LIST}{VolunteerInterestFactory().pk}/{action}/").status_code == 405


def test_interest_is_given_to_a_colleague(desk, coordinator):
    interest = VolunteerInterestFactory()
    desk.post(f"{LIST}{interest.pk}/assign/", {"person": coordinator.pk})
    interest.refresh_from_db()
    assert interest.assigned_to == coordinator


def test_interest_is_not_given_to_somebody_who_may_not_see_it(desk):
    interest = VolunteerInterestFactory()
    desk.post(f"{LIST}{interest.pk}/assign/", {"person": staff("editor").pk})
    interest.refresh_from_db()
    assert interest.assigned_to is None


def test_interest_is_taken_back(desk, coordinator):
    interest = VolunteerInterestFactory(assigned_to=coordinator)
    desk.post(f"{LIST}{interest.pk}/assign/", {"person": ""})
    interest.refresh_from_db()
    assert interest.assigned_to is None


def test_note_is_kept_with_its_author(desk, coordinator):
    interest = VolunteerInterestFactory()
    desk.post(f"{LIST}{interest.pk}/note/", {"text": "Called"})
    assert interest.notes.get().author == coordinator


def test_empty_note_is_not_kept(desk):
    interest = VolunteerInterestFactory()
    desk.post(f"{LIST}{interest.pk}/note/", {"text": "  "})
    assert not interest.notes.exists()


@pytest.mark.parametrize(
    "role", ["partner_manager", "editor", "publisher", "finance", "donor_care", "safeguarding"]
)
@pytest.mark.parametrize("action", ["state", "assign", "note"])
def test_action_is_refused_to_other_roles(role, action):
    interest = VolunteerInterestFactory()
    data = {"state": "declined", "text": "x", "person": ""}
    signed_in(staff(role)).post(f"{LIST}{interest.pk}/{action}/", data)
    interest.refresh_from_db()
    assert interest.state == "new"
    assert not interest.notes.exists()


@pytest.mark.parametrize("role", ["partner_manager", "editor", "finance"])
def test_page_is_refused_to_other_roles(role):
    interest = VolunteerInterestFactory(name="Aziza Rahimova")
    response = signed_in(staff(role)).get(f"{LIST}{interest.pk}/")
    assert "Aziza" not in response.content.decode()


def test_superuser_cannot_make_edit_or_delete_by_hand():
    root = staff("administrator", is_superuser=True)
    interest = VolunteerInterestFactory()
    client = signed_in(root)
    for path in ("new/", f"edit/{interest.pk}/", f"delete/{interest.pk}/"):
        assert client.get(LIST + path, follow=True).status_code == 404
