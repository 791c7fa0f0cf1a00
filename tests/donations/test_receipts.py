"""Receipts: numbered without a gap, made once, corrected and voided, the donor's alone."""

import re
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from accounts.services import attach_proven
from core.models import AuditEntry, OutboxMessage
from donations import links
from donations.models import LegalEntity, Payment, Receipt, ReceiptKind, ReceiptState
from donations.querysets import ReceiptsStay
from donations.receipts import typesetting
from donations.services import papers, payments, receipts
from languages.info import CONTENT_LANGUAGES
from tests.factories.accounts import UserFactory, signed_in, staff
from tests.factories.donations import begun, give_back, paid, settle, som

pytestmark = pytest.mark.django_db
CODES = [code for code, _name in CONTENT_LANGUAGES]


def made(**changes) -> Receipt:
    """The receipt of a gift that has arrived, with its file."""
    return receipts.catch_up(paid(**changes).payments.get().pk)[0]


def test_settling_asks_the_worker_for_the_receipt_and_makes_none_itself():
    payment = paid().payments.get()
    assert Receipt.objects.count() == 0
    task = DBTaskResult.objects.get(task_path="donations.services.receipts.make_papers")
    assert task.args_kwargs["args"] == [payment.pk]


def test_money_that_goes_back_asks_the_worker_for_the_papers_again():
    payment = paid().payments.get()
    DBTaskResult.objects.all().delete()
    give_back(payment, som(20_000))
    task = DBTaskResult.objects.get(task_path="donations.services.receipts.make_papers")
    assert task.args_kwargs["args"] == [payment.pk]


def test_numbers_follow_each_other_within_a_year():
    year = timezone.localdate().year
    numbers = [made().reference for _ in range(3)]
    assert numbers == [f"TEST-SOS-{year}-{number:06d}" for number in (1, 2, 3)]


def test_test_money_has_numbers_of_its_own():
    receipt = made()
    assert receipt.reference.startswith("TEST-")
    assert receipts._next_number(receipt.entity, True, receipt.year) == 1


def test_catching_up_twice_changes_nothing():
    first = made()
    assert receipts.catch_up(first.payment_id)[0].sha256 == first.sha256
    assert Receipt.objects.count() == 1


def test_a_number_that_rolls_back_is_given_to_the_next():
    class Crash(Exception):
        pass

    payment = paid().payments.get()

    @transaction.atomic
    def number_and_crash() -> None:
        receipts._write_down(payment)
        raise Crash

    with pytest.raises(Crash):
        number_and_crash()
    assert made().number == 1


def test_without_a_legal_entity_receipts_wait_and_somebody_is_told(settings):
    LegalEntity.objects.update(is_issuing=False)
    settings.PAYMENTS_ALERT_EMAILS = ["finance@office.example"]
    payment = paid().payments.get()
    assert receipts.catch_up(payment.pk) == []
    assert receipts.catch_up_on_all() == receipts.catch_up_on_all() == 0
    assert OutboxMessage.objects.filter(key__startswith="no-legal-entity").count() == 1
    LegalEntity.objects.update(is_issuing=True)
    assert receipts.catch_up_on_all() == 1
    assert Receipt.objects.get().file


def test_the_sweep_finds_what_nobody_numbered_and_what_has_no_file(monkeypatch):
    numbered, untouched = paid().payments.get(), paid().payments.get()
    with monkeypatch.context() as patch:
        patch.setattr(receipts, "make_file", lambda receipt: None)
        receipts.catch_up(numbered.pk)
    assert receipts.catch_up_on_all() == 2
    assert set(Receipt.objects.values_list("payment", flat=True)) == {numbered.pk, untouched.pk}
    assert not Receipt.objects.unmade().exists()
    assert receipts.catch_up_on_all() == 0


def test_one_receipt_that_cannot_be_made_does_not_keep_the_others_waiting(monkeypatch):
    bad, good = paid().payments.get(), paid().payments.get()
    make = receipts.make_file

    def fail(receipt):
        if receipt.payment_id == bad.pk:
            raise OSError("disk full")
        make(receipt)

    monkeypatch.setattr(receipts, "make_file", fail)
    receipts.catch_up_on_all()
    assert Receipt.objects.get(payment=good).file
    assert not Receipt.objects.get(payment=bad).file


def test_money_that_is_owed_back_gets_no_receipt():
    first = begun()
    payments.apply(settle(first))
    second = Payment.objects.create(
        donation=first.donation,
        gateway="sandbox",
        amount_minor=first.amount_minor,
        currency=first.currency,
        state="redirected",
        provider_reference="sb_second",
    )
    payments.apply(settle(second))
    assert receipts.catch_up(second.pk) == []


def test_the_database_refuses_to_lose_or_change_a_receipt():
    receipt = made()
    with pytest.raises(ReceiptsStay):
        receipt.delete()
    with pytest.raises(ReceiptsStay):
        Receipt.objects.all().delete()
    for statement in ("DELETE FROM donations_receipt", "UPDATE donations_receipt SET number = 7"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_letters_of_numbers_that_were_given_stay():
    entity = made().entity
    entity.code = "OTHER"
    with override("en"), pytest.raises(ValidationError, match="letters"):
        entity.full_clean()


# --- The file


@pytest.mark.parametrize("language", CODES)
def test_the_pdf_is_accessible_and_says_its_language_and_title(language):
    receipt = made(language=language)
    content = papers.read(receipt)
    assert content.startswith(b"%PDF-1.7")
    assert b"pdfuaid:part>1<" in content
    assert f"/Lang({'uz' if language == 'uz-cyrl' else language})".encode() in content
    assert receipt.reference.encode() in re.search(rb"<dc:title>.*?</dc:title>", content, re.S)[0]
    assert b"/DisplayDocTitle true" in content
    assert b"/StructTreeRoot" in content


@pytest.mark.parametrize("language", CODES)
def test_the_same_receipt_gives_the_same_bytes(language):
    receipt = made(language=language)
    assert receipts.render(receipt) == papers.read(receipt)
    assert sha256(papers.read(receipt)).hexdigest() == receipt.sha256


def test_the_paper_stays_when_what_it_was_made_from_changes():
    receipt = made()
    LegalEntity.objects.update(name={"uz": "Boshqa"}, tax_number="1")
    receipt.payment.donation.designation.name = {"uz": "Boshqa"}
    receipt.payment.donation.designation.save()
    assert receipts.render(Receipt.objects.get()) == papers.read(receipt)


def test_the_code_on_the_paper_leads_to_the_page_that_verifies(settings):
    receipt = made()
    url = f"{settings.SITE_URL}/verify/{receipt.code}/"
    assert url.encode() in papers.read(receipt)


def test_a_name_in_any_script_can_be_printed():
    receipt = made(name="王小明 José Ğani Ўткир Ελένη 😀")
    assert receipt.file
    assert typesetting.printable("José Ўткир Ελένη") == "José Ўткир Ελένη"
    assert typesetting.printable("王小明") == "WangXiaoMing"


def test_every_character_that_counts_as_printable_has_a_shape():
    every = "".join(sorted(typesetting._characters()))
    receipt = made()
    receipt.printed["donor"] = every
    receipt.printed["entity"]["name"] = every
    assert receipts.render(receipt)


def test_words_that_look_like_typst_are_words():
    receipt = made(name='#panic("x") $x$ *b* @label')
    assert receipt.file


def test_a_file_that_was_changed_is_not_served(client):
    receipt = made()
    path = Path(storages["private"].path(receipt.file.name))
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(papers.Damaged):
        papers.read(receipt)
    assert client.get(file_url(receipt)).status_code == 503


def test_a_half_written_file_of_a_dead_worker_is_replaced():
    receipt = made()
    storage, name = storages["private"], receipt.file.name
    Path(storage.path(name)).write_bytes(b"%PDF-half")
    Receipt.objects.update(file="", sha256="")
    receipts.catch_up(receipt.payment_id)
    again = Receipt.objects.get()
    assert again.file.name == name
    assert papers.read(again)


# --- Refunds


def test_a_full_refund_voids_the_receipt():
    receipt = made()
    give_back(receipt.payment, som(100_000))
    receipts.catch_up(receipt.payment_id)
    receipt.refresh_from_db()
    assert receipt.state == ReceiptState.VOIDED
    assert Receipt.objects.count() == 1
    assert receipt.file


def test_a_partial_refund_makes_a_correction_with_the_next_number():
    receipt = made()
    give_back(receipt.payment, som(30_000))
    former, correction = receipts.catch_up(receipt.payment_id)
    assert correction.kind == ReceiptKind.CORRECTION
    assert (correction.number, correction.amount, correction.corrects) == (2, som(70_000), former)
    assert former.state == ReceiptState.ISSUED
    assert correction.file


def test_each_partial_refund_corrects_the_paper_before_and_the_rest_voids_them_all():
    receipt = made()
    give_back(receipt.payment, som(30_000), "re_1")
    receipts.catch_up(receipt.payment_id)
    give_back(receipt.payment, som(20_000), "re_2")
    chain = receipts.catch_up(receipt.payment_id)
    assert [row.amount for row in chain] == [som(100_000), som(70_000), som(50_000)]
    assert [row.corrects for row in chain[1:]] == chain[:2]
    give_back(receipt.payment, som(50_000), "re_3")
    assert {row.state for row in receipts.catch_up(receipt.payment_id)} == {ReceiptState.VOIDED}
    assert Receipt.objects.count() == 3


def test_refunds_before_the_worker_came_are_caught_up_in_order():
    payment = paid().payments.get()
    give_back(payment, som(30_000), "re_1")
    give_back(payment, som(30_000), "re_2")
    assert [row.amount for row in receipts.catch_up(payment.pk)] == [som(100_000), som(70_000), som(40_000)]


def test_what_was_given_back_before_it_had_a_receipt_gets_none():
    payment = paid().payments.get()
    give_back(payment, som(100_000))
    assert receipts.catch_up(payment.pk) == []
    assert receipts.catch_up_on_all() == 0


def test_the_sweep_finds_refunds_that_nobody_acted_on():
    part, whole = made(), made()
    give_back(part.payment, som(30_000), "re_1")
    give_back(whole.payment, som(100_000), "re_2")
    assert receipts.catch_up_on_all() == 2
    assert Receipt.objects.filter(kind=ReceiptKind.CORRECTION).count() == 1
    whole.refresh_from_db()
    assert whole.is_voided


@pytest.mark.parametrize(("amount", "key"), [(30_000, "correction:"), (100_000, "void:")])
def test_the_donor_is_told_once(amount, key):
    receipt = made()
    give_back(receipt.payment, som(amount))
    latest = receipts.catch_up(receipt.payment_id)[-1]
    receipts.catch_up(receipt.payment_id)
    mail = OutboxMessage.objects.get(key__startswith=key)
    assert latest.reference in mail.text
    assert latest.reference in mail.html


# --- Who gets it


def page_url(receipt: Receipt) -> str:
    return "/" + links.receipts_url(receipt.payment).split("/", 3)[3]


def file_url(receipt: Receipt) -> str:
    return f"{page_url(receipt)}{receipt.reference}.pdf"


def test_the_mail_of_thanks_leads_to_the_receipt(client):
    donation = paid()
    mail = OutboxMessage.objects.get()
    link = re.search(r"https?://[^/]+(/en/receipts/\S+)", mail.text)[1]
    assert link in mail.html
    waiting = client.get(link)
    assert "is being made" in waiting.content.decode()
    assert waiting.headers["Refresh"]
    receipt = receipts.catch_up(donation.payments.get().pk)[0]
    page = client.get(link)
    assert "Refresh" not in page.headers
    assert client.get(f"{link}{receipt.reference}.pdf").content == papers.read(receipt)


def test_page_and_file_are_kept_by_nobody_on_the_way(client):
    receipt = made()
    for url in (page_url(receipt), file_url(receipt)):
        response = client.get(url)
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert not response.cookies


def test_a_link_opens_that_gifts_papers_only(client):
    mine, other = made(), made(email="other@donors.example")
    assert client.get(f"{page_url(mine)}{other.reference}.pdf").status_code == 404
    assert client.get(page_url(mine).replace(":", ":x", 1)).status_code == 404
    assert client.get(f"/en/receipts/{mine.payment.reference}/").status_code == 404


def test_a_void_receipt_is_not_given_out_any_more(client):
    receipt = made()
    give_back(receipt.payment, som(100_000))
    receipts.catch_up(receipt.payment_id)
    response = client.get(file_url(receipt))
    assert response.status_code == 410
    assert "given back" in response.content.decode()


def test_a_donor_finds_the_receipt_under_my_page():
    receipt = made(email="aziza@donors.example")
    user = UserFactory(email="aziza@donors.example")
    attach_proven(user)
    client = signed_in(user)
    url = f"/en/my/receipts/{receipt.reference}.pdf"
    assert url in client.get("/en/my/").content.decode()
    assert client.get(url).content == papers.read(receipt)


def test_another_donor_and_a_stranger_do_not():
    receipt = made(email="aziza@donors.example")
    url = f"/en/my/receipts/{receipt.reference}.pdf"
    assert signed_in(UserFactory(email="other@donors.example")).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_under_my_page_a_void_receipt_says_so():
    receipt = made(email="aziza@donors.example")
    give_back(receipt.payment, som(100_000))
    receipts.catch_up(receipt.payment_id)
    user = UserFactory(email="aziza@donors.example")
    attach_proven(user)
    page = signed_in(user).get("/en/my/").content.decode()
    assert "Void" in page
    assert f"{receipt.reference}.pdf" not in page


@pytest.mark.parametrize(("role", "status"), [("finance", 200), ("donor_care", 200), ("editor", 302)])
def test_staff_who_look_after_gifts_download_void_ones_too(role, status):
    receipt = made()
    give_back(receipt.payment, som(100_000))
    receipts.catch_up(receipt.payment_id)
    response = signed_in(staff(role)).get(f"/admin/giving/receipts/{receipt.pk}.pdf")
    assert response.status_code == status


def test_the_back_office_shows_the_receipts_of_a_gift():
    receipt = made()
    give_back(receipt.payment, som(30_000))
    _former, correction = receipts.catch_up(receipt.payment_id)
    page = signed_in(staff("finance")).get(f"/admin/giving/donations/{receipt.payment.donation_id}/")
    html = page.content.decode()
    assert receipt.reference in html
    assert f"replaced by {correction.reference}" in html
    assert f"/admin/giving/receipts/{correction.pk}.pdf" in html


@pytest.mark.parametrize(
    ("role", "may"), [("finance", True), ("administrator", True), ("donor_care", False), ("editor", False)]
)
def test_who_stands_on_receipts_is_for_finance_to_say(role, may):
    assert (signed_in(staff(role)).get("/admin/giving/legal-entities/").status_code == 200) is may


def test_two_legal_entities_do_not_receive_the_same_gifts():
    other = LegalEntity(code="FUND", name={"uz": "Jamgʻarma"}, is_issuing=True)
    with override("en"), pytest.raises(ValidationError, match="Another legal entity"):
        other.full_clean()


def test_numbering_is_on_the_record():
    receipt = made()
    entry = AuditEntry.objects.get(action="receipt.issued")
    assert (entry.object_pk, entry.new) == (str(receipt.pk), receipt.reference)


def test_the_page_of_thanks_leads_to_the_receipt(client):
    donation = paid()
    page = client.get(links.thanks_url(donation)).content.decode()
    assert links.receipts_url(donation.payments.get()) in page


def test_the_command_makes_what_is_missing():
    paid()
    told = StringIO()
    call_command("make_receipts", stdout=told)
    assert told.getvalue().strip() == "1 payments, 0 statements"
    assert Receipt.objects.get().file
