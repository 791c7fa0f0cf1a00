"""Gifts in kind: taken in, put right, thanked for, handed over; no money is booked for them."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from core.models import AuditEntry, OutboxMessage
from donations import history
from donations.models import GiftInKind, KindState, LedgerEntry
from donations.services import in_kind
from programmes.models import Village
from tests.factories.accounts import signed_in, staff
from tests.factories.donations import paid, purpose

pytestmark = pytest.mark.django_db
LIST = "/admin/giving/in-kind/"


@pytest.fixture
def care() -> Client:
    return signed_in(staff("donor_care"))


def today() -> str:
    return timezone.localdate().isoformat()


def form(**changes: str) -> dict[str, str]:
    fields = {
        "token": "sheet-1",
        "what": "Winter coats",
        "quantity": "12.5",
        "unit": "kg",
        "condition": "new",
        "giver": "Anor Textile LLC",
        "email": "office@anor.example",
        "language": "ru",
        "designation": str(purpose("tashkent").pk),
        "received_on": today(),
        "received_by": "Olga",
    }
    return {name: value for name, value in (fields | changes).items() if value}


def sent(client: Client, url: str, data: dict[str, str] | None = None) -> str:
    response = client.post(url, data or {}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def brought(client: Client, **changes: str) -> GiftInKind:
    sent(client, f"{LIST}new/", form(**changes))
    return GiftInKind.objects.latest("pk")


def put_right(client: Client, gift: GiftInKind, **changes: str) -> str:
    url = f"{LIST}{gift.pk}/edit/"
    seen = {"seen": client.get(url).context["form"].initial["seen"]}
    return sent(client, url, form(**seen | changes))


def fresh(gift: GiftInKind) -> GiftInKind:
    return GiftInKind.objects.get(pk=gift.pk)


def handing(**changes: str) -> dict[str, str]:
    village = Village.objects.get(code="tashkent")
    fields = {"village": str(village.pk), "left_on": today(), "handed_by": "Olga", "taken_by": "Malika"}
    return fields | changes


def test_a_gift_is_written_down_and_books_no_money(care):
    gift = brought(care)
    assert (gift.quantity, gift.state, gift.giver) == (
        Decimal("12.50"),
        KindState.RECEIVED,
        "Anor Textile LLC",
    )
    assert not LedgerEntry.objects.exists()


def test_the_form_sent_twice_is_one_gift(care):
    brought(care)
    assert "sent already" in sent(care, f"{LIST}new/", form())
    assert GiftInKind.objects.count() == 1


def test_another_gift_on_a_form_that_was_sent_is_not_lost_without_a_word(care):
    brought(care)
    page = sent(care, f"{LIST}new/", form(what="Winter boots", quantity="30"))
    assert "was sent already, with something else on it" in page
    assert "Winter boots" in page
    assert GiftInKind.objects.count() == 1


def test_a_giver_who_gave_money_is_known(care):
    donor = paid(email="office@anor.example").donor
    assert brought(care).donor == donor


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"what": ""}, "Write what was given."),
        ({"quantity": "0"}, "more than zero"),
        ({"quantity": "much"}, "Write the quantity in digits"),
        ({"received_on": "2999-01-01"}, "still to come"),
        ({"value": "100000"}, "Write who estimated it."),
        ({"value": "x", "valued_by": "Olga"}, "Write the amount in digits"),
        ({"email": f"{'a' * 200}@{'b' * 60}.example"}, "at most 254 characters"),  # PostgreSQL keeps no more
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(care, changes, said):
    page = sent(care, f"{LIST}new/", form(phone="+998 71", **changes))
    assert said in page
    assert "+998 71" in page
    assert not GiftInKind.objects.exists()


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
@pytest.mark.parametrize(
    ("typed", "meant"),
    [("12,5", "12.50"), ("12.5", "12.50"), ("1 234,5", "1234.50"), ("0.01", "0.01")],
)
def test_a_quantity_is_read_as_it_was_meant_in_every_language(language, typed, meant):
    assert brought(signed_in(staff("donor_care", language=language)), quantity=typed).quantity == Decimal(
        meant
    )


def test_what_somebody_else_has_put_right_meanwhile_is_not_written_over(care):
    gift = brought(care)
    opened = care.get(f"{LIST}{gift.pk}/edit/").context["form"].initial["seen"]
    put_right(signed_in(staff("donor_care")), gift, quantity="20")
    page = put_right(care, gift, what="Coats and hats", seen=opened)
    assert "Somebody was quicker." in page
    assert "Coats and hats" in page
    assert (fresh(gift).what, fresh(gift).quantity) == ("Winter coats", 20)


def test_an_estimate_says_whose_it_is(care):
    gift = brought(care, value="1 200 000", value_currency="UZS", valued_by="Olga")
    assert str(gift.value) == "1\xa0200\xa0000\xa0soʻm" or gift.value.minor == 120_000_000
    with pytest.raises(IntegrityError), transaction.atomic():
        GiftInKind.objects.filter(pk=gift.pk).update(valued_by="")


def test_it_is_put_right_while_it_is_with_us_and_that_is_on_the_record(care):
    gift = brought(care)
    put_right(care, gift, what="Coats and hats")
    assert fresh(gift).what == "Coats and hats"
    assert AuditEntry.objects.get(action="giftinkind.changed").note == "what"
    sent(care, f"{LIST}{gift.pk}/hand-over/", handing())
    assert care.get(f"{LIST}{gift.pk}/edit/").status_code == 404


def test_the_giver_is_thanked_once_in_their_language(care):
    gift = brought(care)
    assert "on its way" in sent(care, f"{LIST}{gift.pk}/thank/")
    assert "thanked before" in sent(care, f"{LIST}{gift.pk}/thank/")
    mail = OutboxMessage.objects.get(key=f"kind:{gift.reference}")
    assert (mail.to, mail.language) == ("office@anor.example", "ru")
    assert fresh(gift).thanked_on == timezone.localdate()


@pytest.mark.parametrize("step", ["give-back", "write-off"])
def test_nobody_is_told_that_what_has_gone_back_or_was_thrown_away_will_be_used(care, step):
    gift = brought(care)
    sent(care, f"{LIST}{gift.pk}/{step}/", {"left_on": today(), "reason": "moths"})
    assert "Thank by mail" not in care.get(f"{LIST}{gift.pk}/").content.decode()
    assert "It is noted" in sent(care, f"{LIST}{gift.pk}/thank/")
    assert fresh(gift).thanked_on == timezone.localdate()
    assert not OutboxMessage.objects.exists()


def test_the_mail_goes_where_somebody_has_just_put_it_right_to(care):
    gift = brought(care)
    seen = fresh(gift)
    put_right(care, gift, email="right@anor.example")
    in_kind.thank(seen, staff("donor_care"))
    assert OutboxMessage.objects.get().to == "right@anor.example"


def test_without_an_address_the_thanks_are_only_noted(care):
    gift = brought(care, email="")
    sent(care, f"{LIST}{gift.pk}/thank/")
    assert fresh(gift).thanked_on == timezone.localdate()
    assert not OutboxMessage.objects.exists()


def test_it_is_handed_over_by_one_to_another(care):
    gift = brought(care)
    sent(care, f"{LIST}{gift.pk}/hand-over/", handing())
    row = fresh(gift)
    assert (row.state, row.village.code, row.taken_by) == (KindState.HANDED_OVER, "tashkent", "Malika")


def test_nobody_hands_over_to_themselves(care):
    gift = brought(care)
    for same in ("OLGA", "Ольга"):
        page = sent(care, f"{LIST}{gift.pk}/hand-over/", handing(taken_by=same))
        assert "Two persons are needed" in page
    assert fresh(gift).state == KindState.RECEIVED
    with pytest.raises(IntegrityError), transaction.atomic():
        GiftInKind.objects.filter(pk=gift.pk).update(
            state="handed_over", left_on=timezone.localdate(), village=Village.objects.first(),
            handed_by="Olga", taken_by="Olga",
        )  # fmt: skip


def test_nothing_leaves_before_it_came(care):
    gift = brought(care)
    before = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert "before it was received" in sent(care, f"{LIST}{gift.pk}/hand-over/", handing(left_on=before))


@pytest.mark.parametrize(("step", "state"), [("give-back", "returned"), ("write-off", "written_off")])
def test_what_cannot_be_used_leaves_with_a_reason(care, step, state):
    gift = brought(care)
    assert "Write why." in sent(care, f"{LIST}{gift.pk}/{step}/", {"left_on": today()})
    sent(care, f"{LIST}{gift.pk}/{step}/", {"left_on": today(), "reason": "moths"})
    assert (fresh(gift).state, fresh(gift).reason) == (state, "moths")
    with pytest.raises(IntegrityError), transaction.atomic():
        GiftInKind.objects.filter(pk=gift.pk).update(reason="")


def test_what_has_left_leaves_only_once(care):
    gift = brought(care)
    sent(care, f"{LIST}{gift.pk}/write-off/", {"left_on": today(), "reason": "moths"})
    response = care.post(f"{LIST}{gift.pk}/hand-over/", handing())
    assert response.status_code == 404
    assert fresh(gift).state == "written_off"


def test_the_act_is_a_paper_in_the_language_that_is_asked_for(care):
    gift = brought(care)
    assert "Winter coats" in care.get(f"{LIST}{gift.pk}/act/").content.decode()
    page = care.get(f"{LIST}{gift.pk}/act/", {"language": "en"}).content.decode()
    assert "Act of acceptance" in page
    assert "Taken over by" not in page
    sent(care, f"{LIST}{gift.pk}/hand-over/", handing())
    page = care.get(f"{LIST}{gift.pk}/act/", {"language": "en"}).content.decode()
    assert "Taken over by: Malika" in page
    assert care.get(f"{LIST}{gift.pk}/act/", {"language": "xx"}).status_code == 404


def test_the_list_is_filtered_and_taken_away(care):
    brought(care), brought(care, token="2", what="=Books", designation=str(purpose().pk))
    page = care.get(LIST, {"designation": purpose().pk}).content.decode()
    assert ("Books" in page, "Winter coats" in page) == (True, False)
    text = b"".join(care.get(LIST, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(text)))
    assert "'=Books" in {row[2] for row in found}
    content = b"".join(care.get(LIST, {"export": "xlsx"}).streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert {row[3] for row in sheet.iter_rows(min_row=2, values_only=True)} == {12.5}
    assert AuditEntry.objects.filter(action="export.gifts-in-kind").count() == 2


def test_those_who_were_not_thanked_are_found(care):
    gift = brought(care)
    brought(care, token="2", what="Books")
    sent(care, f"{LIST}{gift.pk}/thank/")
    page = care.get(LIST, {"unthanked": "true"}).content.decode()
    assert ("Books" in page, "Winter coats" in page) == (True, False)
    page = care.get(LIST, {"unthanked": "false"}).content.decode()
    assert ("Books" in page, "Winter coats" in page) == (False, True)
    assert "Unknown" not in page


def test_each_step_is_on_the_record(care):
    gift = brought(care)
    sent(care, f"{LIST}{gift.pk}/thank/")
    sent(care, f"{LIST}{gift.pk}/hand-over/", handing())
    actions = set(
        AuditEntry.objects.filter(object_label="donations.giftinkind").values_list("action", flat=True)
    )
    assert {"giftinkind.received", "giftinkind.thanked", "giftinkind.handed_over"} <= actions


@pytest.mark.parametrize("role", ["editor", "publisher", "safeguarding", "partner_manager"])
def test_nobody_else_comes_near(role, care):
    gift = brought(care)
    client = signed_in(staff(role))
    for url in (LIST, f"{LIST}new/", f"{LIST}{gift.pk}/", f"{LIST}{gift.pk}/act/"):
        assert client.get(url).status_code in (302, 403)
    client.post(f"{LIST}{gift.pk}/thank/")
    assert fresh(gift).thanked_on is None
    client.post(f"{LIST}{gift.pk}/write-off/", {"left_on": today(), "reason": "mine"})
    assert fresh(gift).state == KindState.RECEIVED


def test_a_longer_list_costs_the_same_queries(care, django_assert_max_num_queries):
    for number in range(12):
        brought(care, token=str(number))
    care.get(LIST)
    with django_assert_max_num_queries(25):
        care.get(LIST)


def test_what_was_done_is_said_in_the_readers_words(care):
    gift = brought(care)
    sent(
        care,
        f"{LIST}{gift.pk}/edit/",
        form(what="Coats", value="100000", value_currency="UZS", valued_by="Olga", seen=gift.version),
    )
    sent(care, f"{LIST}{gift.pk}/thank/")
    care.get(f"{LIST}{gift.pk}/act/", {"language": "ru"})
    page = signed_in(staff("donor_care", language="ru")).get(f"{LIST}{gift.pk}/").content.decode()
    assert "что передали" in page
    assert "оценочная стоимость" in page
    assert "(Русский)" in page.partition("<h2>История")[2]
    for code in ("what", "valued_by", "value_minor", "(mail)", "(ru)"):
        assert code not in page.partition("<h2>История")[2]


def test_a_file_says_purpose_and_village_in_words(care):
    gift, village = brought(care), Village.objects.get(code="tashkent")
    in_kind.hand_over(
        gift,
        village=village,
        on=timezone.localdate(),
        handed_by="Olga",
        taken_by="Rustam",
        by=gift.entered_by,
    )
    text = b"".join(care.get(LIST, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["Purpose"], row["Code of the purpose"]) == ("Tashkent", "tashkent")
    assert row["Handed over to"] == "Tashkent"


def test_of_a_field_that_there_is_no_more_the_history_says_the_name():
    with override("ru"):
        assert (
            history.NOTES["giftinkind.changed"]("gone, what")
            == f"gone, {GiftInKind._meta.get_field('what').verbose_name}"
        )
