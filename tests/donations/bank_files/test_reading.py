"""Statements of three kinds, read into the same lines; whatever is no statement is refused with a place."""

from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from donations.bank_files import camt, csv_file, mt940
from donations.bank_files.lines import Line, Unreadable, fingerprints

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">
<BkToCstmrStmt><Stmt>{entries}</Stmt></BkToCstmrStmt></Document>"""
ENTRY = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>
<BookgDt><Dt>2026-11-20</Dt></BookgDt>
<AcctSvcrRef>B-77</AcctSvcrRef><NtryDtls>{details}</NtryDtls></Ntry>"""
DETAIL = """<TxDtls><Refs><EndToEndId>{end}</EndToEndId></Refs>{amount}<RltdPties><Dbtr>{name}</Dbtr></RltdPties>
<RmtInf><Ustrd>Gift</Ustrd><Ustrd>P-7K3M-Q9XT-2BC4</Ustrd></RmtInf></TxDtls>"""
MT940 = """:20:STARTUMS
:25:10020030/1234567
:28C:5/1
:60F:C261119EUR1000,00
:61:2611201120CR50,00NTRFNONREF//B-77
:86:166?00TRANSFER?20P-7K3M-Q9XT-2BC4?32ANNA MUSTER
:61:2611201120DR10,00NTRFNONREF//B-78
:86:177?00FEE
:62F:C261120EUR1040,00
-
"""
CSV = """Дата;Номер документа;Плательщик;Приход;Расход;Назначение платежа
20.11.2026;77;ИВАНОВ ИВАН;1 250 000,50;;Пожертвование P-7K3M-Q9XT-2BC4
20.11.2026;78;;;10 000,00;Комиссия
"""


def read(text: str) -> list[Line]:
    """A CSV file in soʻm with its columns as guessed."""
    table = csv_file.open_table(text.encode())
    return csv_file.read(table, csv_file.guess(table.columns), "UZS")


def camt_file(*entries: str, version: str = "02") -> bytes:
    return CAMT.format(entries="".join(entries), version=version).encode()


def entry(amount="50.00", sign="CRDT", details=None):
    plain = DETAIL.format(end="NOTPROVIDED", amount="", name="<Nm>Anna Muster</Nm>")
    return ENTRY.format(amount=amount, sign=sign, details=plain if details is None else details)


@pytest.mark.parametrize("version", ["02", "08", "13"])
def test_camt_gives_the_credits(version):
    lines = camt.read(camt_file(entry(), entry(sign="DBIT"), version=version))
    assert lines == [
        Line(
            booked_on=date(2026, 11, 20),
            amount=Money(5000, "EUR"),
            payer="Anna Muster",
            text="Gift P-7K3M-Q9XT-2BC4",
            bank_reference="B-77",
        )
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_whatever_encoding_they_hide(encoding):
    text = camt_file(entry()).decode().replace("UTF-8", encoding).replace("<Ustrd>Gift", "<Ustrd>&a;")
    laughing = text.replace("<Document", '<!DOCTYPE d [<!ENTITY a "ha">]><Document')
    with pytest.raises(Unreadable, match="entities"):
        camt.read(laughing.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-7", "no-such"])
def test_encodings_that_no_bank_uses_are_unreadable(encoding):
    with pytest.raises(Unreadable):
        camt.read(camt_file(entry()).replace(b"UTF-8", encoding.encode()))


def test_a_null_character_does_not_reach_the_database():
    """PostgreSQL refuses it with an error: the whole file could not be imported."""
    (line,) = read("Date;Amount;Payer;Purpose;Document\n20.11.2026;5000;A\x00B;P-7K3M\x00;7\x007\n")
    assert (line.payer, line.text, line.bank_reference) == ("A B", "P-7K3M", "7 7")
    (line,) = mt940.read(MT940.replace("ANNA", "AN\x00NA").encode())
    assert "\x00" not in f"{line.payer}{line.text}{line.bank_reference}"


def test_three_decimals_of_a_machine_are_no_thousands():
    assert camt.read(camt_file(entry(amount="125.000")))[0].amount == Money(12500, "EUR")


def test_newer_files_put_the_name_a_step_deeper():
    detail = DETAIL.format(end="E-1", amount="", name="<Pty><Nm>Anna</Nm></Pty>")
    (line,) = camt.read(camt_file(entry(details=detail)))
    assert (line.payer, line.text) == ("Anna", "Gift P-7K3M-Q9XT-2BC4 E-1")


def test_a_batch_is_as_many_lines_with_amounts_of_their_own():
    parts = "".join(
        DETAIL.format(
            end=f"E-{n}", amount=f'<AmtDtls><TxAmt><Amt Ccy="EUR">{n}.00</Amt></TxAmt></AmtDtls>', name=""
        )
        for n in (20, 30)
    )
    assert [line.amount.minor for line in camt.read(camt_file(entry(details=parts)))] == [2000, 3000]


@pytest.mark.parametrize(
    "more",
    [
        "<RvslInd>true</RvslInd>",
        "<RvslInd>1</RvslInd>",
        "<Sts>PDNG</Sts>",
        "<Sts><Cd>INFO</Cd></Sts>",
        "<Sts><Prtry>X</Prtry></Sts>",
    ],
)
def test_camt_leaves_out_what_did_not_come_to_stay(more):
    assert camt.read(camt_file(entry().replace("</CdtDbtInd>", f"</CdtDbtInd>{more}"))) == []


@pytest.mark.parametrize(
    "more",
    [
        "<RvslInd>false</RvslInd>",
        "<RvslInd>0</RvslInd>",
        "<Sts>BOOK</Sts>",
        "<Sts>\n<Cd>BOOK</Cd>\n</Sts>",
    ],
)
def test_camt_gives_what_is_booked(more):
    assert len(camt.read(camt_file(entry().replace("</CdtDbtInd>", f"</CdtDbtInd>{more}")))) == 1


@pytest.mark.parametrize(
    ("sign", "flag", "found"), [("DBIT", "true", 1), ("DBIT", "false", 0), ("CRDT", "true", 0)]
)
def test_camt_tells_what_the_bank_took_back(sign, flag, found):
    content = camt_file(
        entry(), entry(sign=sign).replace("</CdtDbtInd>", f"</CdtDbtInd><RvslInd>{flag}</RvslInd>")
    )
    assert [line.amount for line in camt.taken_back(content)] == [Money(5000, "EUR")] * found
    assert len(camt.read(content)) == 1


def test_camt_tells_parts_of_a_batch_that_the_bank_took_back():
    part = '<Amt Ccy="EUR">{}.00</Amt><CdtDbtInd>{}</CdtDbtInd>'
    parts = "".join(
        DETAIL.format(end=f"E-{n}", amount=part.format(n, sign), name="")
        for n, sign in ((60, "DBIT"), (10, "CRDT"))
    )
    back = entry(sign="DBIT", details=parts).replace("<BookgDt>", "<RvslInd>1</RvslInd><BookgDt>")
    assert [line.amount.minor for line in camt.taken_back(camt_file(back))] == [6000]


def test_a_debit_within_a_credited_batch_is_left_out():
    parts = "".join(
        DETAIL.format(
            end=f"E-{n}", amount=f'<Amt Ccy="EUR">{n}.00</Amt><CdtDbtInd>{sign}</CdtDbtInd>', name=""
        )
        for n, sign in ((60, "CRDT"), (10, "DBIT"))
    )
    assert [line.amount.minor for line in camt.read(camt_file(entry(details=parts)))] == [6000]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<a/>",
        b"<Document/>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><Document>&a;</Document>',
        camt_file(entry(amount="5O")),
        camt_file(entry(amount="1.234")),
        camt_file(entry().replace("2026-11-20", "yesterday")),
        camt_file(entry().replace('Ccy="EUR"', 'Ccy="XXX"')),
    ],
)
def test_what_is_no_camt_is_refused(content):
    with pytest.raises(Unreadable):
        camt.read(content)


def test_mt940_gives_the_credits():
    (line,) = mt940.read(MT940.encode())
    assert (line.booked_on, line.amount, line.bank_reference) == (
        date(2026, 11, 20),
        Money(5000, "EUR"),
        "B-77",
    )
    assert "P-7K3M-Q9XT-2BC4" in line.text
    assert "ANNA MUSTER" in f"{line.payer} {line.text}"


@pytest.mark.parametrize("balance", [":60F:", ":60M:"])
def test_a_second_account_in_one_mt940_has_its_own_currency(balance):
    second = MT940.replace("EUR", "UZS").replace("1234567", "99").replace(":60F:", balance)
    lines = mt940.read((MT940 + second).encode())
    assert [line.amount.currency for line in lines] == ["EUR", "UZS"]


def test_mt940_in_the_envelope_of_swift_is_read():
    text = "{1:F01XXXXUZ22AXXX0000000000}{2:I940XXXXN}{4:\n" + MT940 + "}"
    assert len(mt940.read(text.encode())) == 1


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xfe\x00"])
def test_what_is_no_mt940_is_refused(content):
    with pytest.raises(Unreadable):
        mt940.read(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_csv_in_any_encoding_and_order(encoding):
    table = csv_file.open_table(CSV.encode(encoding))
    columns = csv_file.guess(table.columns)
    assert columns == {"date": 0, "amount": 3, "payer": 2, "text": 5, "reference": 1}
    (line,) = csv_file.read(table, columns, "UZS")
    assert line.amount == Money(125_000_050, "UZS")
    assert (line.payer, line.bank_reference) == ("ИВАНОВ ИВАН", "77")


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("1250000", 125_000_000),
        ("1,250,000.50", 125_000_050),
        ("1.250.000,5", 125_000_050),
        ("1 250,00", 125_000),
        ("125 000,00", 12_500_000),
        ("125.000,00", 12_500_000),
        ("1,250,000.00", 125_000_000),
        ("1.250.000", 125_000_000),
        ("125,000", 12_500_000),
        ("125000.0000", 12_500_000),
        ("125.5000", 12_550),
        ("125000.000", 12_500_000),
        ("1250.500", 125_050),
        ("0.500", 50),
    ],
)
def test_amounts_as_banks_write_them(written, minor):
    assert [line.amount.minor for line in read(f"Date|Amount|Purpose\n2026-11-20|{written}|x\n")] == [minor]


@pytest.mark.parametrize(
    "written", ["125.500", "125.000", "1.250.0000", "1.25.000", "1,250,000.505", "125000.0001", "ten"]
)
def test_amounts_that_may_be_something_else_are_refused(written):
    with pytest.raises(Unreadable) as error:
        read(f"Date|Amount|Purpose\n2026-11-20|{written}|x\n")
    assert error.value.place == "2"


@pytest.mark.parametrize("written", ["-10", "−10", "10-", "-125.500", "-", "", "0.000"])
def test_what_went_out_is_no_line_however_it_is_written(written):
    assert read(f"Date|Amount|Purpose\n2026-11-20|{written}|x\n") == []


@pytest.mark.parametrize(
    ("headings", "place"),
    [
        ("Дата;Сумма по дебету;Сумма по кредиту;Назначение", 2),
        ("Date;Debit amount;Credit amount;Purpose", 2),
        ("Sana;Chiqim summasi;Kirim summasi;Maqsad", 2),
        ("Дата;Сумма;Приход;Назначение", 2),
        ("Дата;Счёт дебета;Счёт кредита;Сумма", 3),
        ("Date;Amount credited to account;Purpose", 1),
        ("Дата;Сумма расхода;Назначение", None),
        ("Date;Debit amount;Purpose", None),
    ],
)
def test_the_column_of_what_went_out_is_never_taken_for_income(headings, place):
    assert csv_file.guess(headings.split(";")).get("amount") == place


def test_what_went_out_stays_out_where_each_direction_has_a_column():
    rows = "20.11.2026;10 000,00;;Комиссия\n20.11.2026;;250 000,00;P-7K3M-Q9XT-2BC4\n"
    (line,) = read("Дата;Сумма по дебету;Сумма по кредиту;Назначение платежа\n" + rows)
    assert line.amount == Money(25_000_000, "UZS")


def test_commas_in_headings_and_amounts_part_no_columns():
    (line,) = read("Дата;Приход, сум;Назначение\n20.11.2026;1 250 000,50;Пожертвование, P-7K3M-Q9XT-2BC4\n")
    assert (line.amount.minor, line.text) == (125_000_050, "Пожертвование, P-7K3M-Q9XT-2BC4")


def test_the_separator_that_a_file_names_counts_and_its_line_is_numbered():
    assert len(read("sep=|\nDate|Amount; UZS; net|Purpose\n2026-11-20|10|x\n")) == 1
    with pytest.raises(Unreadable) as error:
        read("sep=;\nDate;Amount;Purpose\nsoon;10;x\n")
    assert error.value.place == "3"


@pytest.mark.parametrize("rows_before", [1, 300])
def test_quotes_within_quotes_shift_no_columns_however_far_down(rows_before):
    rows = '20.11.2026;100000;"Иванов";"Оплата"\n' * rows_before
    last = '20.11.2026;200000;"ООО ""Ромашка""; филиал";"P-7K3M-Q9XT-2BC4"\n'
    line = read(f"Дата;Приход;Плательщик;Назначение\n{rows}{last}")[-1]
    assert (line.payer, line.text) == ('ООО "Ромашка"; филиал', "P-7K3M-Q9XT-2BC4")


@pytest.mark.parametrize("rows_after", [2, 6000])
def test_a_quote_that_nobody_closed_swallows_no_rows(rows_after):
    rows = "20.11.2026;200000;Иванов;P-7K3M-Q9XT-2BC4\n" * rows_after
    with pytest.raises(Unreadable, match="^quotes$") as error:
        read(f'Дата;Приход;Плательщик;Назначение\n20.11.2026;100000;"BARAKA SAVDO;Xayriya\n{rows}')
    assert error.value.place == "2"


@pytest.mark.parametrize(
    "total",
    ["Итого;;100 000,00;", "Jami:;;100 000,00;", ";Total;100 000,00;", "Всего за период;;125.500;"],
)
def test_the_sum_below_the_rows_is_no_gift(total):
    head = "Дата;Плательщик;Приход;Назначение\n20.11.2026;Иванов;100 000,00;x\n"
    assert len(read(f"{head}{total}\n")) == 1


@pytest.mark.parametrize("row", [";100 000,00;Иванов;x", "31.02.2026;5;Total Oil;x", "Итогоев;5;;x"])
def test_a_row_without_a_day_that_is_no_sum_is_refused(row):
    with pytest.raises(Unreadable) as error:
        read(f"Дата;Приход;Плательщик;Назначение\n{row}\n")
    assert error.value.place == "2"


def test_a_row_that_cannot_be_read_is_named():
    with pytest.raises(Unreadable) as error:
        read("Date;Amount;Purpose\n2026-11-20;10;x\nsoon;10;y\n")
    assert error.value.place == "3"


@pytest.mark.parametrize(("day", "why"), [("2999-11-20", "in_future"), ("1026-11-20", "too_early")])
def test_a_day_on_which_no_money_can_have_come_is_refused_in_every_form(day, why):
    """A slip of the pen would be booked in another year, with a receipt of that year's numbers."""
    with pytest.raises(Unreadable, match=why) as error:
        read(f"Date;Amount;Purpose\n2026-11-20;10;x\n{day};10;y\n")
    assert (error.value.place, error.value.field, error.value.cell) == ("3", "date", day)
    with pytest.raises(Unreadable, match=why):
        camt.read(camt_file(entry().replace("2026-11-20", day)))


def test_a_day_to_come_is_refused_in_swifts_older_form():
    with pytest.raises(Unreadable, match="in_future"):
        mt940.read(MT940.replace(":61:2611201120CR", ":61:6011201120CR").encode())


@pytest.mark.parametrize(
    "content", [b"", b"one line", b"one\ntwo\n", b"Date;Amount\n", b"sep=", b"sep=;\nDate;Amount\n"]
)
def test_what_is_no_csv_is_refused(content):
    with pytest.raises(Unreadable):
        csv_file.open_table(content)


@given(st.binary(max_size=300))
def test_no_bytes_do_anything_else_than_be_refused_or_read(content):
    for read in (camt.read, mt940.read, csv_file.open_table):
        try:
            read(content)
        except Unreadable:
            continue


def test_equal_lines_of_one_file_are_two_and_of_two_files_the_same():
    line = Line(booked_on=date(2026, 11, 20), amount=Money(100, "UZS"), payer="A", text="B")
    assert len(set(fingerprints([line, line]))) == 2
    assert fingerprints([line, line]) == fingerprints([line, line])


@pytest.mark.parametrize("payers", [True, False])
def test_equal_lines_are_two_even_with_a_number(payers):
    line = Line(
        booked_on=date(2026, 11, 20),
        amount=Money(100, "UZS"),
        payer="A",
        text="B",
        bank_reference="1",
        is_payers_number=payers,
    )
    assert len(set(fingerprints([line, line]))) == 2


def test_the_mark_of_a_line_with_the_banks_number_is_as_it_always_was():
    line = Line(
        booked_on=date(2026, 11, 20), amount=Money(100, "UZS"), payer="A", text="B", bank_reference="1"
    )
    assert line.fingerprint(0) == sha256(b"2026-11-20\x1f100\x1fUZS\x1f1").hexdigest()


def test_the_number_of_a_csv_file_may_be_the_payers():
    table = csv_file.open_table(CSV.encode())
    (line,) = csv_file.read(table, csv_file.guess(table.columns), "UZS")
    assert line.is_payers_number


TITLES = """АКБ "Намуна банк", г. Ташкент

Выписка по счёту 20208000, с 01.11.2026 по 30.11.2026, UZS;;;;;
"Клиент": АССОЦИАЦИЯ
"""


@pytest.mark.parametrize(
    "headings",
    ["Дата;Номер документа;Плательщик;Приход;Расход;Назначение платежа", "A;B;C;D;E;F"],
)
def test_titles_above_the_headings_are_no_headings(headings):
    """Banks write their name, the account and the period first; commas there part no columns."""
    table = csv_file.open_table(f"{TITLES}{headings}\n20.11.2026;77;ИВАНОВ;100,00;;дар\n".encode("cp1251"))
    assert table.columns == headings.split(";")
    assert table.rows == [["20.11.2026", "77", "ИВАНОВ", "100,00", "", "дар"]]


def test_what_is_wrong_below_titles_is_told_by_its_line_in_the_file():
    with pytest.raises(Unreadable) as caught:
        read(f"{TITLES}Дата;Приход;Назначение\n20.11.2026;100,00;дар\nвчера;100,00;дар\n")
    assert caught.value.place == "7"


def test_our_own_word_for_the_day_is_understood():
    assert csv_file.guess(["Kun", "Kelib tushgan summa", "Toʻlovchi", "Maqsad"]).keys() >= set(
        csv_file.REQUIRED
    )


@pytest.mark.parametrize("titles", ["", "Банк;;\n"])
def test_headings_of_two_lines_are_headings(titles):
    table = csv_file.open_table(
        f'{titles}"Дата";"Приход,\nUZS";"Назначение"\n20.11.2026;100,00;дар\n'.encode()
    )
    assert table.columns == ["Дата", "Приход,\nUZS", "Назначение"]


# --- As banks of this country export it ---

HAMKOR = """Сведения о работе счета c 01.11.2026 по 30.11.2026;;;;;;;
Остаток на начало: 5,000,000.00;;;;;;;
Дата;Cчет/ИНН;№ док;Оп;МФО;Оборот Дебет;Оборот Кредит;Назначение платежа
20.11.2026 10:07:52;20208000805091385002/306510745/BARAKA SAVDO;77;01;00440;0;1,250,000.50;P-7K3M-Q9XT-2BC4
20.11.2026 11:15:00;29801000000000000001/200933985/BANK;78;01;00440;15,000.00;0;Комиссия
"""


def test_the_turnover_of_an_account_is_read_with_its_hours_and_noughts():
    table = csv_file.open_table(HAMKOR.encode("cp1251", errors="replace"))
    columns = csv_file.guess(table.columns)
    assert columns == {"date": 0, "amount": 6, "payer": 1, "text": 7, "reference": 2}
    (line,) = csv_file.read(table, columns, "UZS")
    assert line.payer.endswith("/BARAKA SAVDO")
    assert (line.booked_on, line.amount.minor) == (date(2026, 11, 20), 125_000_050)


@pytest.mark.parametrize(
    "row",
    [
        "Итоговый оборот;;1 250 000,50;;",
        "Обороты за период;;1 250 000,50;;",
        "Сумма оборотов;;1 250 000,50;;",
        "Остаток на конец;;6 250 000,50;;",
        ";Исходящий остаток;6 250 000,50;;",
        "Входящее сальдо на 01.11.2026;;5 000 000,00;;",
        "Yakuniy qoldiq;;6 250 000,50;;",
        "Davr boshidagi qoldigʻi;;6 250 000,50;;",
        "Umumiy;;6 250 000,50;;",
        "Closing balance;;6 250 000.50;;",
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_what_lies_on_the_account_is_no_gift(row, is_first):
    rows = ["20.11.2026;Иванов;100 000,00;x;1"]
    rows.insert(0 if is_first else 1, row)
    lines = read("Дата;Плательщик;Приход;Назначение;№ док\n" + "\n".join(rows) + "\n")
    assert [line.amount.minor for line in lines] == [10_000_000]


@pytest.mark.parametrize(
    "heading", ["№", "№ п/п", "№ пп", "№пп", "T/r", "Т/р", "Tartib raqami", "Порядковый номер"]
)
def test_what_counts_the_rows_is_no_number_of_a_line(heading):
    """The next file begins to count anew: a line that is in both would be two."""
    assert csv_file.guess([heading, "Дата", "Кредит", "Назначение"]).get("reference") is None
    assert csv_file.guess([heading, "Дата", "№ док.", "Кредит", "Назначение"]).get("reference") == 2


@pytest.mark.parametrize(
    ("headings", "places"),
    [
        (
            "Дата документа;№ документа;МФО;Счет корреспондента;Наименование банка;Наименование корреспондента;Кредит",
            {"date": 0, "reference": 1, "payer": 5},
        ),
        (
            "Hujjat sanasi;Hujjat raqami;Vakil hisob raqam;Vakil hisob raqam nomi;Kirim",
            {"date": 0, "reference": 1, "payer": 3},
        ),
        ("Операция санаси;Контрагент;Кирим;Тўлов тафсилотлари", {"date": 0, "payer": 1, "text": 3}),
        ("Toʻlov sanasi;Kirim;Toʻlov tafsilotlari", {"date": 0, "text": 2}),
    ],
)
def test_headings_of_banks_here_are_understood(headings, places):
    found = csv_file.guess(headings.split(";"))
    assert {field: found.get(field) for field in places} == places


@pytest.mark.parametrize(
    "day",
    [
        "20.11.2026 10:07:52",
        "20.11.26 10:07",
        "2026-11-20T10:07:52+05:00",
        "2026-11-20 10:07:52.123",
        "20/11/2026 1:05",
    ],
)
def test_a_day_with_its_hour_is_that_day(day):
    assert read(f"Date;Amount;Purpose\n{day};5000;x\n")[0].booked_on == date(2026, 11, 20)


@pytest.mark.parametrize(("written", "minors"), [("+1 000,50", [100_050]), ("(1 000,50)", [])])
def test_signs_of_bookkeepers_are_understood(written, minors):
    assert [line.amount.minor for line in read(f"Date;Amount;Purpose\n20.11.2026;{written};x\n")] == minors


@pytest.mark.parametrize("written", ["UZS", "uzs", "сум", "soʻm", "so'm"])
def test_a_currency_is_known_by_its_name(written):
    (line,) = read(f"Date;Amount;Purpose;Currency\n20.11.2026;5000;x;{written}\n")
    assert line.amount.currency == "UZS"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_what_excel_calls_unicode_text_is_read(encoding):
    text = CSV.replace(";", "\t")
    content = text.encode(encoding) if encoding == "utf-16" else ("\ufeff" + text).encode(encoding)
    table = csv_file.open_table(content)
    (line,) = csv_file.read(table, csv_file.guess(table.columns), "UZS")
    assert line.payer == "ИВАНОВ ИВАН"


# --- Notices, batches, subfields ---


def test_an_entry_of_nothing_is_no_line():
    assert camt.read(camt_file(entry(amount="0.00"))) == []
    assert mt940.read(MT940.replace("CR50,00", "CR0,00").encode()) == []


def test_a_batch_without_amounts_of_its_parts_is_one_line_for_a_person():
    parts = "".join(DETAIL.format(end=f"E-{n}", amount="", name="") for n in (1, 2))
    (line,) = camt.read(camt_file(entry(details=parts)))
    assert (line.amount.minor, line.bank_reference) == (5000, "B-77")
    assert line.text.count("P-7K3M-Q9XT-2BC4") == 2


@pytest.mark.parametrize("amounts", [(50, 50), (20, 20), (20, 31)])
def test_a_batch_whose_parts_do_not_come_to_what_arrived_is_one_line_for_a_person(amounts):
    """Some banks write the whole amount on each part, others not all parts: gifts would be booked that never came."""
    parts = "".join(
        DETAIL.format(end=f"E-{n}", amount=f'<Amt Ccy="EUR">{n}.00</Amt>', name="") for n in amounts
    )
    (line,) = camt.read(camt_file(entry(details=parts)))
    assert line.amount == Money(5000, "EUR")


@pytest.mark.parametrize(
    "charges",
    [
        '<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">2.00</TtlChrgsAndTaxAmt><Rcrd><Amt Ccy="EUR">2.00</Amt></Rcrd></Chrgs>',
        '<Chrgs><Rcrd><Amt Ccy="EUR">1.50</Amt></Rcrd><Rcrd><Amt Ccy="EUR">0.50</Amt></Rcrd></Chrgs>',
        '<Chrgs><Amt Ccy="EUR">2.00</Amt></Chrgs>',
        '<Chrgs><Amt Ccy="EUR">1.50</Amt></Chrgs><Chrgs><Amt Ccy="EUR">0.50</Amt></Chrgs>',
    ],
)
def test_a_batch_comes_to_what_arrived_with_what_the_bank_kept_of_it(charges):
    parts = "".join(
        DETAIL.format(end=f"E-{n}", amount=f'<Amt Ccy="EUR">{n}.00</Amt>', name="") for n in (20, 32)
    )
    whole = entry(details=parts).replace("<BookgDt>", f"{charges}<BookgDt>")
    assert [line.amount.minor for line in camt.read(camt_file(whole))] == [2000, 3200]


@pytest.mark.parametrize(("kept", "found"), [("1.00", [2000, 3200]), ("0.50", [5000])])
def test_a_batch_comes_to_what_arrived_with_what_the_bank_kept_of_each_part(kept, found):
    charges = f'<Chrgs><Rcrd><Amt Ccy="EUR">{kept}</Amt></Rcrd></Chrgs>'
    parts = "".join(
        DETAIL.format(end=f"E-{n}", amount=f'<Amt Ccy="EUR">{n}.00</Amt>{charges}', name="") for n in (20, 32)
    )
    assert [line.amount.minor for line in camt.read(camt_file(entry(details=parts)))] == found


def test_a_part_of_a_batch_counts_by_what_reached_the_account():
    amounts = '<Amt Ccy="EUR">{}.00</Amt><AmtDtls><TxAmt><Amt Ccy="USD">99.00</Amt></TxAmt></AmtDtls>'
    parts = "".join(DETAIL.format(end="E", amount=amounts.format(n), name="") for n in (20, 30))
    assert [line.amount for line in camt.read(camt_file(entry(details=parts)))] == [
        Money(2000, "EUR"),
        Money(3000, "EUR"),
    ]


@pytest.mark.parametrize(
    "way", ["<ValDt><Dt>2026-11-20</Dt></ValDt>", "<BookgDt><DtTm>2026-11-20T23:59:00+05:00</DtTm></BookgDt>"]
)
def test_a_day_is_found_where_the_bank_writes_it(way):
    (line,) = camt.read(camt_file(entry().replace("<BookgDt><Dt>2026-11-20</Dt></BookgDt>", way)))
    assert line.booked_on == date(2026, 11, 20)


@pytest.mark.parametrize("element", ["AddtlTxInf", "AddtlNtryInf"])
def test_what_the_bank_says_stands_for_words_that_are_not_there(element):
    said = f"<{element}>Gift P-7K3M-Q9XT-2BC4</{element}>"
    detail = f"<TxDtls><Refs/>{said if element == 'AddtlTxInf' else ''}</TxDtls>"
    whole = entry(details=detail)
    if element == "AddtlNtryInf":
        whole = whole.replace("</Ntry>", f"{said}</Ntry>")
    assert camt.read(camt_file(whole))[0].text == "Gift P-7K3M-Q9XT-2BC4"


GERMAN = """:20:STARTUMS
:25:10020030/1234567
:28C:5/1
:60F:C261119EUR1000,00
:61:2611201120CR50,00NTRFP-7K3M-Q9XT-2BC4//B-77
:86:166?00GUTSCHRIFT?109310?20EREF+NOTPROVIDED?21SVWZ+Spende fuer Kinder?3020040000?31DE89370400440532013000
?32ANNA MUSTER?33MANN
:61:2611201120RC20,00NTRFNONREF//B-78
:86:166?00STORNO?20P-7K3M-Q9XT-2BC4?32ANNA MUSTER
:61:2611201120RD7,00NTRFNONREF//B-79
:86:166?00STORNO?20P-7K3M-Q9XT-2BC4?32BANK
:62F:C261120EUR1037,00
-
"""


def test_subfields_give_the_name_without_its_account_and_lose_no_words():
    (line,) = mt940.read(GERMAN.encode())
    assert (line.payer, line.amount.minor, line.bank_reference) == ("ANNA MUSTERMANN", 5000, "B-77")
    assert "P-7K3M-Q9XT-2BC4" in line.text
    assert "Spende fuer Kinder" in line.text


def test_mt940_tells_what_the_bank_took_back():
    (line,) = mt940.taken_back(GERMAN.encode())
    assert (line.amount, line.text) == (Money(2000, "EUR"), "P-7K3M-Q9XT-2BC4")


@pytest.mark.parametrize(
    ("heading", "amount", "found"),
    [
        ("Кредит", "-5000,00", 1),
        ("Kirim", "(5000.00)", 1),
        ("Кредит", "-", 0),
        ("Summa", "-5000,00", 0),
        ("Кредит/Дебет", "-5000,00", 0),
    ],
)
def test_csv_tells_what_the_bank_took_back(heading, amount, found):
    """Less than nothing came in: a reversal. In a column of all amounts it is what was spent."""
    table = csv_file.open_table(
        f"Дата;{heading};Назначение\n20.11.2026;{amount};дар\n20.11.2026;7,00;дар\n".encode()
    )
    asked = table, {"date": 0, "amount": 1, "text": 2}, "UZS"
    assert [line.amount for line in csv_file.taken_back(*asked)] == [Money(500_000, "UZS")] * found
    assert len(csv_file.read(*asked)) == 1


@pytest.mark.parametrize(("sign", "flag"), [("CRDT", "false"), ("DBIT", "true")])
def test_the_only_part_of_an_entry_goes_with_the_entry(sign, flag):
    """Some banks give the part of a reversal the sign of what is reversed: it would be left out without a word."""
    other = {"CRDT": "DBIT", "DBIT": "CRDT"}[sign]
    part = DETAIL.format(end="E-1", amount=f"<CdtDbtInd>{other}</CdtDbtInd>", name="")
    one = entry(sign=sign, details=part).replace("<BookgDt>", f"<RvslInd>{flag}</RvslInd><BookgDt>")
    read = camt.taken_back if sign == "DBIT" else camt.read
    assert [line.amount for line in read(camt_file(one))] == [Money(5000, "EUR")]


def test_an_entry_without_its_kind_is_not_lost():
    """The library writes it over the one before."""
    text = MT940.replace("NTRFNONREF//B-77", "//B-77").replace("DR10,00NTRFNONREF//B-78", "CR10,00//B-78")
    with pytest.raises(Unreadable):
        mt940.read(text.encode())


def test_two_messages_of_swift_in_one_file_are_read():
    envelope = "{{1:F01XXXXUZ22AXXX0000000000}}{{2:I940XXXXN}}{{4:\r\n{}-}}\r\n"
    one = MT940.removesuffix("-\n").replace("\n", "\r\n")
    two = one.replace("EUR", "USD").replace("B-77", "B-99")
    lines = mt940.read((envelope.format(one) + envelope.format(two)).encode())
    assert [(line.amount.currency, line.bank_reference) for line in lines] == [
        ("EUR", "B-77"),
        ("USD", "B-99"),
    ]


def test_an_entry_of_the_new_year_keeps_its_day():
    text = MT940.replace(":61:2611201120CR", ":61:2512310102CR")
    assert mt940.read(text.encode())[0].booked_on == date(2026, 1, 2)


def test_what_cannot_be_read_of_a_statement_stands_in_no_log(caplog):
    text = MT940.replace(":61:2611201120CR50,00NTRF", ":61:26112O1120CR50,00NTRFANNA MUSTER//")
    with pytest.raises(Unreadable):
        mt940.read(text.encode())
    assert "ANNA" not in caplog.text
