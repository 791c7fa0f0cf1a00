"""What happens to an interest."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.interests import consent, services
from core.models import AuditEntry, OutboxMessage
from core.transitions import InvalidTransition
from partners.models import PartnerInterest
from tests.factories.accounts import UserFactory
from tests.factories.partners import PartnerInterestFactory
from tests.factories.volunteers import VolunteerInterestFactory
from volunteers.models import VolunteerInterest

pytestmark = pytest.mark.django_db
FIELDS = {"name": "Aziza", "email": "aziza@people.example", "language": "ru"}


def register(submission: str = "one", **fields: object) -> VolunteerInterest:
    return services.register(VolunteerInterest, submission=submission, **FIELDS | fields)


def mails(template: str = "") -> list[str]:
    found = OutboxMessage.objects.filter(template__startswith="interests/mail/")
    names = [name.rpartition("/")[2] for name in found.order_by("pk").values_list("template", flat=True)]
    return [name for name in names if not template or name == template]


def test_consent_is_kept_with_version_purpose_and_time():
    interest = register()
    assert (interest.consent_version, interest.consent_purpose) == (consent.CURRENT, "volunteer")
    assert interest.consented_at <= timezone.now()


def test_stranger_is_asked_to_confirm():
    register()
    assert mails() == ["confirm"]


def test_no_words_of_the_form_go_to_an_address_that_may_be_a_strangers():
    register("one", name="You are a thief", message="and a liar")
    register("two", name="You are a thief")
    for letter in OutboxMessage.objects.filter(template__startswith="interests/mail/"):
        words = letter.text + letter.html + letter.subject
        assert "thief" not in words
        assert "liar" not in words
        assert "Hello," in words or "Здравствуйте" in words


def test_whose_address_it_is_is_greeted_by_name():
    register(owner=UserFactory(email="aziza@people.example"), language="en")
    assert "Hello Aziza," in OutboxMessage.objects.get(template="interests/mail/received").text


def test_mail_is_in_the_language_of_the_page():
    register(language="uz-cyrl")
    assert OutboxMessage.objects.get(template="interests/mail/confirm").language == "uz-cyrl"


def test_mail_with_a_personal_link_is_sensitive():
    register()
    assert OutboxMessage.objects.get(template="interests/mail/confirm").sensitive


def test_person_with_a_proven_address_need_not_confirm():
    interest = register(owner=UserFactory(email="aziza@people.example"))
    assert interest.is_confirmed
    assert mails() == ["received"]


def test_form_sent_twice_makes_one_row_and_one_mail():
    first, second = register(), register()
    assert first.pk == second.pk
    assert mails() == ["confirm"]


def test_second_registration_of_a_mailbox_is_told_that_we_have_it():
    register("one")
    register("two", email="Aziza@People.Example")
    assert mails() == ["confirm", "again"]


def test_second_registration_is_kept_for_staff_to_see():
    first, second = register("one"), register("two")
    assert list(VolunteerInterest.objects.lookalikes(second)) == [first]


def test_second_registration_after_a_refusal_is_a_new_one():
    VolunteerInterestFactory(email="aziza@people.example", state="declined")
    register()
    assert mails() == ["confirm"]


def test_same_phone_is_shown_to_staff_and_told_to_nobody():
    first = register("one", phone="+998901234567")
    second = register("two", email="other@people.example", phone="+998901234567")
    assert list(VolunteerInterest.objects.lookalikes(second)) == [first]
    assert mails() == ["confirm", "confirm"]


def test_missing_phone_is_not_the_same_phone():
    register("one")
    second = register("two", email="other@people.example")
    assert not VolunteerInterest.objects.lookalikes(second).exists()


def test_same_organisation_in_another_script_is_shown_to_staff_and_told_to_nobody():
    first = PartnerInterestFactory(organisation="Oʻzbek chinori")
    second = services.register(PartnerInterest, submission="x", organisation="Ўзбек чинори", **FIELDS)
    assert list(PartnerInterest.objects.lookalikes(second)) == [first]
    assert mails() == ["confirm"]


def test_link_confirms_its_own_interest():
    interest = register()
    token = services.confirmation_link(interest).rstrip("/").rpartition("/")[2]
    assert services.read_confirmation(VolunteerInterest, token) == interest


def test_link_is_in_the_language_of_the_interest():
    assert "/ru/volunteer/confirm/" in services.confirmation_link(register())


def test_link_of_a_volunteer_is_worth_nothing_for_a_partner():
    token = services.confirmation_link(register()).rstrip("/").rpartition("/")[2]
    with pytest.raises(services.LinkInvalid):
        services.read_confirmation(PartnerInterest, token)


def test_old_link_says_that_it_is_old():
    token = services.confirmation_link(register()).rstrip("/").rpartition("/")[2]
    with time_machine.travel(timezone.now() + timedelta(days=31)), pytest.raises(services.LinkExpired):
        services.read_confirmation(VolunteerInterest, token)


@pytest.mark.parametrize("token", ["", "x", "ABCDEFGH:1:forged"])
def test_forged_link_is_invalid(token):
    with pytest.raises(services.LinkInvalid):
        services.read_confirmation(VolunteerInterest, token)


def test_confirming_tells_staff_without_anything_about_the_person():
    coordinator = UserFactory()
    services.confirm_address(register(), owner=None, staff=[coordinator])
    message = OutboxMessage.objects.get(to=coordinator.email)
    assert "/admin/volunteers/" in message.text
    assert "Aziza" not in message.subject + message.text + message.html
    assert "aziza@" not in message.text + message.html


def test_confirming_twice_tells_staff_once():
    interest, coordinator = register(), UserFactory()
    assert services.confirm_address(interest, owner=None, staff=[coordinator])
    assert not services.confirm_address(interest, owner=None, staff=[coordinator])
    assert OutboxMessage.objects.filter(to=coordinator.email).count() == 1


def test_confirming_gives_the_interest_to_the_account_of_the_address():
    interest, owner = register(), UserFactory()
    services.confirm_address(interest, owner=owner, staff=[])
    interest.refresh_from_db()
    assert interest.user == owner


def test_first_change_of_state_is_mailed():
    services.change_state(VolunteerInterestFactory(), "in_contact", actor=UserFactory())
    assert mails() == ["first_change"]


def test_later_changes_are_not_mailed():
    interest, actor = VolunteerInterestFactory(), UserFactory()
    for state in ("in_contact", "accepted", "in_contact", "declined"):
        interest = services.change_state(interest, state, actor=actor)
    assert mails() == ["first_change"]


def test_nothing_is_mailed_to_an_address_that_nobody_confirmed():
    services.change_state(
        VolunteerInterestFactory(address_confirmed_at=None), "declined", actor=UserFactory()
    )
    assert mails() == []


def test_nothing_is_mailed_for_a_repeat():
    VolunteerInterestFactory(email="aziza@people.example")
    services.change_state(
        VolunteerInterestFactory(email="aziza@people.example"), "declined", actor=UserFactory()
    )
    assert mails() == []


def test_state_that_does_not_follow_is_refused():
    interest = VolunteerInterestFactory(state="accepted")
    with pytest.raises(InvalidTransition):
        services.change_state(interest, "declined", actor=UserFactory())


def test_state_is_checked_against_what_is_stored():
    stale, actor = VolunteerInterestFactory(), UserFactory()
    services.change_state(stale, "declined", actor=actor)
    with pytest.raises(InvalidTransition):
        services.change_state(stale, "declined", actor=actor)


def test_change_of_state_is_audited_with_who_and_what():
    interest, actor = VolunteerInterestFactory(), UserFactory()
    services.change_state(interest, "in_contact", actor=actor)
    entry = AuditEntry.objects.about(interest).get(action="interest.state")
    assert (entry.actor, entry.old, entry.new) == (actor, "new", "in_contact")


def test_audit_of_a_note_does_not_hold_the_note():
    interest = VolunteerInterestFactory()
    services.add_note(interest, "seems nervous", author=UserFactory())
    entry = AuditEntry.objects.about(interest).get(action="interest.note")
    assert "nervous" not in f"{entry.old}{entry.new}{entry.note}"


def test_assignment_is_audited():
    interest, person = VolunteerInterestFactory(), UserFactory()
    services.assign(interest, person, actor=person)
    assert AuditEntry.objects.about(interest).get(action="interest.assign").new == str(person.pk)


def test_proven_address_claims_confirmed_interests():
    interest, user = VolunteerInterestFactory(email="aziza@people.example"), UserFactory()
    services.attach(VolunteerInterest, user, "aziza@people.example")
    interest.refresh_from_db()
    assert interest.user == user


def test_proven_address_claims_nothing_that_is_unconfirmed_or_somebody_elses():
    owner, user = UserFactory(), UserFactory()
    VolunteerInterestFactory(email="aziza@people.example", address_confirmed_at=None)
    VolunteerInterestFactory(email="aziza@people.example", user=owner)
    VolunteerInterestFactory(email="aziza+other@people.example")
    assert services.attach(VolunteerInterest, user, "aziza@people.example") == 0


def test_abandoned_registrations_are_forgotten_after_two_months():
    long_ago = timezone.now() - timedelta(days=61)
    VolunteerInterestFactory(address_confirmed_at=None, created_at=long_ago)
    assert services.forget_abandoned(VolunteerInterest) == 1


@pytest.mark.parametrize(
    "fields",
    [{"address_confirmed_at": timezone.now()}, {"state": "in_contact"}, {"created_at": timezone.now()}],
)
def test_other_registrations_are_kept(fields):
    long_ago = timezone.now() - timedelta(days=61)
    VolunteerInterestFactory(**{"address_confirmed_at": None, "created_at": long_ago} | fields)
    assert services.forget_abandoned(VolunteerInterest) == 0


def test_registration_that_staff_noted_something_about_is_kept():
    long_ago = timezone.now() - timedelta(days=61)
    VolunteerInterestFactory(address_confirmed_at=None, created_at=long_ago).notes.create(text="called")
    assert services.forget_abandoned(VolunteerInterest) == 0
