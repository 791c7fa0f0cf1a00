"""What finance does with a bank statement in the back office."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import AuditEntry
from core.money import Money
from donations.models import LineState, Payment, StatementLine
from donations.services import bank_statements
from tests.donations.bank_files.test_reading import CAMT, ENTRY, GERMAN
from tests.donations.test_bank_statements import bring, line, transfer
from tests.factories.accounts import signed_in, staff

pytestmark = pytest.mark.django_db
IMPORT = "/admin/giving/statements/import/"
CSV = (
    "Sana;Summa;Toʻlovchi;Maqsad\n20.11.2026;100 000,00;ANVAR KARIMOV;{}\n20.11.2026;5 000,00;Kimdir;ijara\n"
)


def file(text: str, name="noyabr.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/csv")


def look(client, text: str, **more) -> object:
    return client.post(IMPORT, {"file": file(text), "currency": "UZS"} | more)


def again(client, page, **more) -> object:
    kept = page.context["kept"]
    data = {"kept": kept, "name": page.context["name"], "currency": "UZS"}
    return client.post(IMPORT, data | more, follow=True)


def act(client, row, action, **data) -> str:
    return client.post(f"/admin/giving/statements/{row.pk}/{action}/", data, follow=True).content.decode()


def test_a_file_is_looked_at_first_then_imported():
    payment, client = transfer(), signed_in(staff("finance"))
    page = look(client, CSV.format(payment.reference))
    assert payment.reference in page.content.decode()
    assert not StatementLine.objects.exists()
    done = again(client, page, **{"import": "1"})
    assert "1 gift was booked" in done.content.decode()
    assert Payment.objects.get(pk=payment.pk).state == "succeeded"
    assert StatementLine.objects.filter(state=LineState.UNMATCHED).count() == 1


def test_on_a_telephone_what_would_happen_can_be_reached():
    """The last column says it; Wagtail cuts off what is wider than the screen."""
    page = look(signed_in(staff("finance")), CSV.format("x")).content.decode()
    assert re.search(
        r'<div class="report-wide" tabindex="0" role="region"[^>]*><table class="listing">', page
    )


def test_the_same_file_once_more_books_nothing_and_says_so():
    payment, client = transfer(), signed_in(staff("finance"))
    text = CSV.format(payment.reference)
    again(client, look(client, text), **{"import": "1"})
    done = again(client, look(client, text), **{"import": "1"})
    assert "0 gifts were booked" in done.content.decode()


def test_columns_with_strange_headings_are_asked_for():
    payment, client = transfer(), signed_in(staff("finance"))
    text = f"A;B;C\n20.11.2026;100000,00;{payment.reference}\n"
    page = look(client, text)
    assert "Say which columns" in page.content.decode()
    chosen = {"column_date": "0", "column_amount": "1", "column_text": "2"}
    page = again(client, page, **chosen)
    assert "is booked" in page.content.decode()
    again(client, page, **chosen, **{"import": "1"})
    assert Payment.objects.get(pk=payment.pk).state == "succeeded"


def test_columns_that_were_guessed_wrongly_can_be_chosen():
    """The day of the document is in words: read by what is guessed, the file cannot be read at all."""
    payment, client = transfer(), signed_in(staff("finance"))
    text = f"Дата документа;Проведено;Сумма;Назначение\n20 ноября;20.11.2026;100000,00;{payment.reference}\n"
    page = look(client, text)
    assert "Line or entry: 2" in page.content.decode()
    chosen = {"column_date": "1", "column_amount": "2", "column_text": "3"}
    page = again(client, page, **chosen)
    assert "is booked" in page.content.decode()
    again(client, page, **chosen, **{"import": "1"})
    assert Payment.objects.get(pk=payment.pk).state == "succeeded"


@pytest.mark.parametrize("text", [GERMAN, None])
def test_what_the_bank_took_back_is_said_before_and_after(text):
    """The gift stands in the books, with its receipt, and the money is gone."""
    client = signed_in(staff("finance"))
    back = ENTRY.format(
        amount="20.00", sign="DBIT", details="<TxDtls><RmtInf><Ustrd>P-7K3M</Ustrd></RmtInf></TxDtls>"
    )
    back = back.replace("</CdtDbtInd>", "</CdtDbtInd><RvslInd>true</RvslInd>")
    page = look(client, text or CAMT.format(entries=back, version="02"))
    for shown in (page, again(client, page, **{"import": "1"})):
        said = re.sub(r"\s+", " ", shown.content.decode())
        assert "the bank takes back what had come in" in said
        assert "20.11.2026" in said
        assert "P-7K3M" in said


def test_what_was_not_looked_at_is_shown_and_not_imported():
    """Somebody changes a column, or the currency, and presses the button that imports at once."""
    payment, client = transfer(), signed_in(staff("finance"))
    text = f"Sana;Chiqim;Summa;Maqsad\n20.11.2026;100000,00;7;{payment.reference}\n"
    page = look(client, text)
    assert "is booked" not in page.content.decode()
    chosen = {"column_date": "0", "column_amount": "1", "column_text": "3"}
    shown = again(client, page, **chosen, **{"import": "1"})
    assert "is booked" in shown.content.decode()
    assert not StatementLine.objects.exists()
    shown = again(client, shown, **chosen, **{"import": "1", "currency": "USD"})
    assert not StatementLine.objects.exists()
    again(client, client.post(IMPORT, {"file": file(text), "currency": "UZS", "import": "1"}))
    assert not StatementLine.objects.exists()


def test_a_file_with_a_long_name_is_imported():
    payment, client = transfer(), signed_in(staff("finance"))
    upload = {"file": file(CSV.format(payment.reference), f"{'v' * 230}.csv"), "currency": "UZS"}
    again(client, client.post(IMPORT, upload), **{"import": "1"})
    assert Payment.objects.get(pk=payment.pk).state == "succeeded"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("hello", "cannot be read"),
        ("Sana;Summa;Maqsad\nertaga;5;x\n", "“ertaga” is no day that we can read"),
        ("Sana;Summa;Maqsad\nertaga;5;x\n", "Line or entry: 2. Column: Sana."),
        ("Sana;Summa;Maqsad\n;5;x\n", "It is empty, and is needed. Line or entry: 2. Column: Sana."),
        (
            "Sana;Summa;Maqsad\n20.11.2999;5;x\n",
            "This day has not come yet. Line or entry: 2. Column: Sana.",
        ),
        ("Sana;Summa;Maqsad\n20.11.0206;5;x\n", "This day is too long ago."),
        ("Sana;Summa;Maqsad\n20.11.2026;125.000;x\n", "“125.000” is no amount, or may be two"),
        ("Sana;Summa;Maqsad;Valyuta\n20.11.2026;5;x;XAU\n", "“XAU” is no currency that we know"),
        ("Sana;Summa;Maqsad;Valyuta\n20.11.2026;5%;x;UZS\n", "“5%” is no amount"),
        ('Sana;Summa;Maqsad\n20.11.2026;5;"x\n' + "20.11.2026;5;Xayriya uchun\n" * 6000, "Line or entry: 2"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(text, said):
    assert said in look(signed_in(staff("finance")), text).content.decode()


@pytest.mark.parametrize(
    "content",
    [
        b"\r\nBANKXX2A\r\n940\r\nBANKXX2A\r\n" + GERMAN.encode(),
        b"\xef\xbb\xbf" + GERMAN.encode(),
        CAMT.format(version="08", entries=ENTRY.format(amount="50.00", sign="CRDT", details="")).replace(
            "UTF-8", "UTF-16"
        ).encode("utf-16"),
    ],
)  # fmt: skip
def test_the_form_of_a_file_is_told_whatever_stands_above(content):
    client = signed_in(staff("finance"))
    page = client.post(IMPORT, {"file": SimpleUploadedFile("x.txt", content), "currency": "UZS"})
    assert [found.line.amount for found in page.context["found"]] == [Money(5000, "EUR")]


def test_what_was_kept_cannot_be_changed_on_the_way():
    client = signed_in(staff("finance"))
    page = look(client, CSV.format("x"))
    answer = client.post(IMPORT, {"kept": page.context["kept"] + "x", "currency": "UZS", "import": "1"})
    assert "Choose the file" in answer.content.decode()
    assert not StatementLine.objects.exists()


def test_two_persons_decide_on_the_screen():
    payment = transfer()
    (row,) = bring(line("no reference", payer="Anvar Karimov"))
    first, second = signed_in(staff("finance")), signed_in(staff("finance"))
    assert payment.reference in first.get(f"/admin/giving/statements/{row.pk}/").content.decode()
    act(first, row, "propose", reference=payment.reference)
    assert "Somebody else must confirm" in act(first, row, "confirm", proposal=payment.reference)
    page = second.get(f"/admin/giving/statements/{row.pk}/").content.decode()
    assert f'<input type="hidden" name="proposal" value="{payment.reference}">' in page
    for _press in range(2):
        assert "Booked" in act(second, row, "confirm", proposal=payment.reference)
    third = signed_in(staff("finance"))
    assert "Somebody was quicker" in act(third, row, "confirm", proposal=payment.reference)
    assert Payment.objects.get(pk=payment.pk).state == "succeeded"


def test_nothing_is_confirmed_that_was_not_on_the_screen():
    payment, first = transfer(), staff("finance")
    (row,) = bring(line("no reference"))
    bank_statements.propose(row, payment.reference, first)
    client = signed_in(staff("finance"))
    for data in ({}, {"proposal": "P-7K3M-Q9XT-2BC4"}):
        assert "Somebody was quicker" in act(client, row, "confirm", **data)
    assert Payment.objects.get(pk=payment.pk).state == "redirected"


def test_what_is_proposed_by_a_double_press_is_proposed_and_another_proposal_is_not():
    payment, other = transfer(), transfer(name="Botir", email="botir@mail.example")
    (row,) = bring(line("no reference"))
    client = signed_in(staff("finance"))
    for _press in range(2):
        assert "Waits for a second person" in act(client, row, "propose", reference=payment.reference)
    assert AuditEntry.objects.filter(action="statementline.proposed").count() == 1
    assert "Somebody was quicker" in act(client, row, "propose", reference=other.reference)
    colleague = signed_in(staff("finance"))
    assert "Somebody was quicker" in act(colleague, row, "propose", reference=payment.reference)


def test_two_donors_with_one_document_number_are_booked_from_one_file():
    one, two = transfer(), transfer(name="Botir", email="botir@mail.example")
    text = (
        "Дата;Номер документа;Плательщик;Приход;Назначение платежа\n"
        f"20.11.2026;1;КАРИМОВ АНВАР;100 000,00;Пожертвование {one.reference}\n"
        f"20.11.2026;1;ООО БОТИР;100 000,00;Пожертвование {two.reference}\n"
    )
    client = signed_in(staff("finance"))
    again(client, look(client, text), **{"import": "1"})
    assert set(StatementLine.objects.values_list("payment", flat=True)) == {one.pk, two.pk}
    assert [found.known for found in look(client, text).context["found"]] == [True, True]


def test_a_line_that_was_not_taken_is_said(monkeypatch):
    client = signed_in(staff("finance"))
    page = look(client, CSV.format("x"))
    monkeypatch.setattr(bank_statements, "_keep", lambda statement, found: None)
    assert "2 lines were not taken" in again(client, page, **{"import": "1"}).content.decode()


def test_a_refusal_is_said_beside_its_field_and_what_was_typed_is_kept():
    (row,) = bring(line("x", amount=Money(700, "UZS")))
    client = signed_in(staff("finance"))
    page = client.post(f"/admin/giving/statements/{row.pk}/propose/", {"reference": "P-0000-0000-0000"})
    assert page.status_code == 422
    assert list(page.context["propose_form"].errors) == ["reference"]
    assert "no bank transfer with this reference" in page.content.decode()
    assert 'value="P-0000-0000-0000"' in page.content.decode()
    assert "Write why" in act(client, row, "dismiss")
    assert "rent" in act(client, row, "dismiss", note="rent")
    assert "Somebody was quicker" in act(client, row, "dismiss", note="rent")
    assert "Waits for a person. rent" in act(client, row, "again")
    assert "Somebody was quicker" in act(client, row, "again")


def test_who_confirms_sees_whose_gift_it_is():
    payment, first = transfer(name="Botir Rashidov"), staff("finance")
    (row,) = bring(line("no reference"))
    bank_statements.propose(row, payment.reference, first)
    page = signed_in(staff("finance")).get(f"/admin/giving/statements/{row.pk}/").content.decode()
    assert "Botir Rashidov" in page
    assert f"/admin/giving/donations/{payment.donation_id}/" in page


@pytest.mark.parametrize(
    "role", ["editor", "publisher", "safeguarding", "volunteer_coordinator", "donor_care"]
)
def test_nobody_else_comes_near(role):
    (row,) = bring(line("x"))
    client = signed_in(staff(role))
    client.get(IMPORT)
    look(client, CSV.format("x"))
    act(client, row, "dismiss", note="mine")
    row.refresh_from_db()
    assert row.state == LineState.UNMATCHED
    assert StatementLine.objects.count() == 1


def test_the_list_has_a_constant_number_of_queries(django_assert_max_num_queries):
    client = signed_in(staff("finance"))
    bring(*[line(str(number)) for number in range(30)])
    client.get("/admin/giving/statements/")
    with django_assert_max_num_queries(25):
        assert client.get("/admin/giving/statements/").status_code == 200


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("name and amount", "У одного из пожертвований такая же сумма и похожее имя."),
        ("amount differs", "Здесь назван номер пожертвования с другой суммой."),
        ("payment is expired", "Состояние названного здесь платежа: Срок истёк."),
        ("the payment is succeeded", "Состояние названного здесь платежа: Оплачено."),
        ("аренда зала", "аренда зала"),
    ],
)
def test_why_a_line_waits_is_said_in_the_readers_language(note, words):
    bring(line(text="nothing"))
    StatementLine.objects.update(note=note)
    client = signed_in(staff("finance", language="ru"))
    page = client.get(f"/admin/giving/statements/{StatementLine.objects.get().pk}/").content.decode()
    assert words in page
    assert note == words or note not in page
