"""A pledge's year: due days, reminders, unpaid periods, the end. Nobody is charged."""

from datetime import date

import pytest

from core.models import AuditEntry, OutboxMessage
from donations import support
from donations.models import (
    Donation,
    DonationState,
    LedgerEntry,
    Payment,
    RefundDue,
    Sponsorship,
    SponsorshipState,
)
from donations.services import cancellation, payments, pledges, renewals
from programmes.models import Village
from tests.donations.gateways.local import cancel, create, payme_id
from tests.donations.pledges.pledging import (
    begins,
    latest,
    on,
    pays,
    pays_on,
    pledged,
    transferred,
    worker,
)
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.donations import begun, purpose, som, went_back

pytestmark = pytest.mark.django_db


def fresh(pledge: Sponsorship) -> Sponsorship:
    return Sponsorship.objects.get(pk=pledge.pk)


def keys(start: str) -> list[str]:
    return list(
        OutboxMessage.objects.filter(key__startswith=start).order_by("pk").values_list("key", flat=True)
    )


# --- Beginning ----------------------------------------------------------------------------------


@pytest.mark.parametrize("gateway", ["payme", "click", "bank"])
def test_the_first_payment_starts_it_whichever_way_it_comes(gateway):
    pledge = pledged(gateway=gateway)
    assert (pledge.is_pledge, pledge.state, pledge.gateway) == (True, SponsorshipState.ACTIVE, gateway)
    assert (pledge.started_on, pledge.next_charge_on) == (date(2027, 1, 31), date(2027, 2, 28))


def test_nothing_is_asked_for_before_the_first_payment():
    with on("2027-01-31"):
        begun(frequency="month", gateway="payme")
    assert worker("2027-03-01") == 0
    assert Sponsorship.objects.get().state == SponsorshipState.INCOMPLETE


def test_the_charging_job_leaves_it_alone():
    pledged()
    with on("2027-02-28"):
        assert renewals.charge_due() == 0
    assert Payment.objects.count() == 1


# --- Each month ---------------------------------------------------------------------------------


def test_on_its_day_a_period_is_made_out_and_asked_for_once_without_any_payment():
    pledge = pledged()
    assert [worker(day) for day in ("2027-02-27", "2027-02-28", "2027-02-28", "2027-03-01")] == [0, 1, 0, 0]
    donation = latest(pledge)
    assert (donation.period, donation.state) == (date(2027, 2, 28), DonationState.OPEN)
    assert not donation.payments.exists()
    assert fresh(pledge).next_charge_on == date(2027, 3, 31)
    assert keys("pledge:") == [f"pledge:{donation.reference}"]


def test_by_transfer_the_mail_brings_account_and_reference():
    pledge = pledged(gateway="bank")
    worker("2027-02-28")
    payment = latest(pledge).payments.get()
    mail = OutboxMessage.objects.get(key=f"transfer:{payment.reference}")
    assert payment.reference in mail.text
    assert "Dear Aziza Karimova," in mail.text
    assert "/sponsorship/cancel/" in mail.text


@pytest.mark.parametrize("gateway", ["payme", "click", "bank"])
def test_a_period_can_be_paid_in_any_way_and_the_way_is_kept_for_the_next(gateway):
    pledge = pledged()
    worker("2027-02-28")
    payment = pays_on("2027-03-05", latest(pledge), gateway)
    assert (payment.state, latest(pledge).state) == ("succeeded", DonationState.PAID)
    pledge = fresh(pledge)
    assert (pledge.gateway, pledge.next_charge_on) == (gateway, date(2027, 3, 31))
    thanks = OutboxMessage.objects.get(key=f"receipt:{payment.reference}")
    assert thanks.template == "donations/emails/sponsorship_charged"
    assert "cancel" in thanks.text


def test_reminders_come_on_their_days_and_stop():
    pledge = pledged()
    worker("2027-02-28")
    days = [f"2027-03-{day:02}" for day in range(1, 30)]
    reminded = [day for day in days if worker(day)]
    assert reminded == ["2027-03-03", "2027-03-10"]
    donation = latest(pledge)
    assert keys("pledge:")[1:] == [f"pledge:{donation.reference}:{day}" for day in reminded]


def test_a_period_that_is_asked_for_already_is_reminded_of_in_the_language_that_its_donor_chooses():
    donor = UserFactory(email="aziza@donors.example", language="en")
    pledged(email="aziza@donors.example", language="en")
    worker("2027-02-28")
    signed_in(donor).post("/en/my/details/", {"full_name": "Aziza", "language": "ru"})
    worker("2027-03-03")
    mails = OutboxMessage.objects.filter(key__startswith="pledge:").order_by("pk")
    assert [one.language for one in mails] == ["en", "ru"]


def test_a_worker_that_slept_through_both_days_reminds_once():
    pledged()
    worker("2027-02-28")
    assert [worker("2027-03-20"), worker("2027-03-20")] == [1, 0]


def test_whoever_has_paid_is_not_reminded():
    pledge = pledged()
    worker("2027-02-28")
    pays_on("2027-03-01", latest(pledge))
    assert [worker(day) for day in ("2027-03-03", "2027-03-10")] == [0, 0]


def test_a_period_that_was_given_back_is_not_counted_as_unpaid():
    pledge = pledged(gateway="bank")
    worker("2027-02-28")
    payment = pays_on("2027-03-01", latest(pledge), "bank")
    payments.apply(went_back(payment, payment.amount))
    assert latest(pledge).state == DonationState.REFUNDED
    worker("2027-03-31")
    assert (fresh(pledge).state, fresh(pledge).failures) == (SponsorshipState.ACTIVE, 0)


def test_whoever_is_just_paying_is_not_reminded():
    pledge = pledged()
    worker("2027-02-28")
    with on("2027-03-03"):
        create(begins(latest(pledge)), payme_id())
    assert worker("2027-03-03") == 0


def test_other_days_of_reminders_can_be_set(settings):
    settings.PLEDGE_REMINDER_DAYS = (1,)
    pledged()
    worker("2027-02-28")
    assert [worker("2027-03-01"), worker("2027-03-10")] == [1, 0]


def test_a_year_is_asked_for_after_a_year():
    pledge = pledged(frequency="year")
    assert [worker("2027-12-31"), worker("2028-01-31")] == [0, 1]
    assert latest(pledge).period == date(2028, 1, 31)


def test_what_a_worker_missed_is_let_go():
    pledge = pledged()
    assert worker("2027-06-15") == 1
    assert latest(pledge).period == date(2027, 5, 31)
    assert pledge.donations.count() == 2


# --- Unpaid -------------------------------------------------------------------------------------


def test_an_unpaid_period_lapses_when_the_next_is_due_and_is_counted():
    pledge = pledged()
    worker("2027-02-28")
    february = latest(pledge)
    worker("2027-03-31")
    february.refresh_from_db()
    assert february.state == DonationState.LAPSED
    assert (fresh(pledge).state, fresh(pledge).failures) == (SponsorshipState.PAST_DUE, 1)
    assert latest(pledge).state == DonationState.OPEN


def test_an_attempt_that_comes_to_nothing_is_not_counted():
    pledge = pledged()
    worker("2027-02-28")
    with on("2027-03-01"):
        number = payme_id()
        create(begins(latest(pledge)), number)
        cancel(number)
    assert (fresh(pledge).state, fresh(pledge).failures) == (SponsorshipState.ACTIVE, 0)
    assert pays_on("2027-03-02", latest(pledge), "click").state == "succeeded"


def test_after_three_in_a_row_it_ends_with_a_mail_and_asks_no_more():
    pledge = pledged()
    for day in ("2027-02-28", "2027-03-31", "2027-04-30"):
        worker(day)
    assert (fresh(pledge).state, fresh(pledge).failures) == (SponsorshipState.PAST_DUE, 2)
    worker("2027-05-31")
    assert (fresh(pledge).state, fresh(pledge).failures) == (SponsorshipState.UNPAID, 3)
    assert latest(pledge).period == date(2027, 4, 30)
    assert keys("pledge-ended:") == [f"pledge-ended:{pledge.reference}"]
    assert worker("2027-06-30") == 0
    assert not Donation.objects.filter(state=DonationState.OPEN).exists()


def test_a_paid_one_resets_the_count():
    pledge = pledged()
    for day in ("2027-02-28", "2027-03-31", "2027-04-30"):
        worker(day)
    pays_on("2027-05-02", latest(pledge))
    assert (fresh(pledge).state, fresh(pledge).failures) == (SponsorshipState.ACTIVE, 0)
    worker("2027-05-31")
    worker("2027-06-30")
    assert fresh(pledge).failures == 1


def test_a_late_payment_of_an_older_period_is_booked_on_that_period():
    pledge = pledged()
    worker("2027-02-28")
    february = latest(pledge)
    worker("2027-03-31")
    payment = pays_on("2027-04-02", february, "click")
    february.refresh_from_db()
    assert (february.state, payment.donation_id) == (DonationState.PAID, february.pk)
    assert latest(pledge).state == DonationState.OPEN
    pledge = fresh(pledge)
    assert (pledge.state, pledge.failures) == (SponsorshipState.ACTIVE, 0)
    assert pledge.next_charge_on == date(2027, 4, 30)
    assert pledge.remind_on == date(2027, 4, 3)  # March is still to be paid


def test_a_late_transfer_of_an_older_period_is_booked_on_it_too():
    pledge = pledged(gateway="bank")
    worker("2027-02-28")
    february = latest(pledge)
    worker("2027-03-31")
    february.refresh_from_db()
    assert february.state == DonationState.OPEN  # its transfer may be on its way
    with on("2027-04-02"):
        pays(february.payments.get())
    february.refresh_from_db()
    assert february.state == DonationState.PAID
    assert (fresh(pledge).state, fresh(pledge).failures) == (SponsorshipState.ACTIVE, 0)


def test_every_step_is_on_record():
    pledge = pledged()
    for day in ("2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"):
        worker(day)
    steps = AuditEntry.objects.about(pledge).order_by("pk").values_list("new", flat=True)
    assert list(steps) == ["active", "past_due", "unpaid"]


# --- Once only ----------------------------------------------------------------------------------


def test_another_way_ends_the_first_order_which_nobody_had_begun_to_pay():
    pledge = pledged()
    worker("2027-02-28")
    with on("2027-03-01"):
        first = begins(latest(pledge), "payme")
        second = begins(latest(pledge), "click")
        assert create(first, payme_id())["error"]["code"] == -31051
        pays(second)
    first.refresh_from_db()
    assert (first.state, first.detail) == ("expired", "another way was chosen")
    assert LedgerEntry.objects.filter(donation=latest(pledge)).count() == 2


def test_while_one_is_being_paid_no_other_can_be_chosen():
    pledge = pledged()
    worker("2027-02-28")
    with on("2027-03-01"):
        first = begins(latest(pledge), "payme")
        create(first, payme_id())
        assert begins(latest(pledge), "click") == first
    assert latest(pledge).payments.count() == 1


def test_a_paid_period_is_not_paid_again():
    pledge = pledged()
    worker("2027-02-28")
    payment = pays_on("2027-03-01", latest(pledge))
    with on("2027-03-02"):
        assert begins(latest(pledge), "click") == payment


def test_the_same_way_again_is_the_same_order_and_after_its_end_a_fresh_one():
    pledge = pledged()
    worker("2027-02-28")
    with on("2027-03-01"):
        first = begins(latest(pledge), "payme")
        assert begins(latest(pledge), "payme") == first
        number = payme_id()
        create(first, number)
        cancel(number)
        assert begins(latest(pledge), "payme") != first


def test_a_transfer_that_comes_after_another_way_was_paid_is_owed_not_a_gift():
    pledge = pledged(gateway="bank")
    worker("2027-02-28")
    transfer = latest(pledge).payments.get()
    pays_on("2027-03-01", latest(pledge), "payme")
    with on("2027-03-04"):
        payments.apply(transferred(transfer))
    transfer.refresh_from_db()
    assert (transfer.state, transfer.refund_due) == ("succeeded", RefundDue.DUPLICATE)
    assert latest(pledge).payments.credited().count() == 1


# --- Cancelling, and what is switched off -------------------------------------------------------


def test_a_cancelled_one_asks_no_more_and_what_it_asked_for_is_let_go():
    pledge = pledged()
    worker("2027-02-28")
    with on("2027-03-01"):
        payment = begins(latest(pledge))
        cancellation.cancel(fresh(pledge))
        assert create(payment, payme_id())["error"]["code"] == -31051
    assert [worker("2027-03-03"), worker("2027-03-31")] == [0, 0]
    assert keys("pledge:") == [f"pledge:{latest(pledge).reference}"]


def test_the_period_of_a_cancelled_one_waits_for_nothing():
    pledge = pledged()
    worker("2027-02-28")
    with on("2027-03-01"):
        cancellation.cancel(fresh(pledge))
        assert pledges.let_go_of_ended() == 1
        assert pledges.let_go_of_ended() == 0
    assert latest(pledge).state == DonationState.LAPSED


def test_where_its_way_is_switched_off_the_others_are_asked_for(settings):
    pledge = pledged()
    kept = {code: one for code, one in settings.PAYMENT_GATEWAYS.items() if code != "payme"}
    settings.PAYMENT_GATEWAYS = kept
    assert worker("2027-02-28") == 1
    assert pays_on("2027-03-01", latest(pledge), "click").state == "succeeded"


def test_where_no_way_is_left_it_waits(settings):
    pledge = pledged()
    settings.PAYMENT_GATEWAYS = {}
    assert worker("2027-02-28") == 0
    assert fresh(pledge).next_charge_on == date(2027, 2, 28)


# --- What it counts for -------------------------------------------------------------------------


def test_pledges_cover_a_village_as_others_do_until_they_end():
    village = Village.objects.get(code="tashkent")
    village.monthly_need, village.currency = 100_000_000, "UZS"
    village.save()
    pledge = pledged()
    assert support.of_village(village, purpose("tashkent")).covered == som(100_000)
    for day in ("2027-02-28", "2027-03-31"):
        worker(day)
    assert support.of_village(village, purpose("tashkent")).covered == som(100_000)
    with on("2027-04-01"):
        cancellation.cancel(fresh(pledge))
    assert not support.of_village(village, purpose("tashkent")).covered


def test_what_comes_after_the_end_is_thanked_for_without_a_next_payment():
    pledge = pledged(gateway="bank")
    worker("2027-02-28")
    february = latest(pledge)
    for day in ("2027-03-31", "2027-04-30", "2027-05-31"):
        worker(day)
    assert fresh(pledge).state == SponsorshipState.UNPAID
    with on("2027-06-02"):
        pays(february.payments.get())
    letter = OutboxMessage.objects.get(key=f"receipt:{february.payments.get().reference}")
    for words in (letter.text, letter.html):
        assert "has arrived. Thank you." in words
        assert "next one" not in words
        assert "/sponsorship/cancel/" not in words
