"""Statements of three kinds, read into the same lines; whatever is no statement is refused with a place."""

from datetime import date

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
    ],
)
def test_amounts_as_banks_write_them(written, minor):
    table = csv_file.open_table(f"Date|Amount|Purpose\n2026-11-20|{written}|x\n".encode())
    assert csv_file.read(table, csv_file.guess(table.columns), "UZS")[0].amount.minor == minor


def test_a_row_that_cannot_be_read_is_named():
    table = csv_file.open_table(b"Date;Amount;Purpose\n2026-11-20;10;x\nsoon;10;y\n")
    with pytest.raises(Unreadable) as error:
        csv_file.read(table, csv_file.guess(table.columns), "UZS")
    assert error.value.place == "3"


@pytest.mark.parametrize("content", [b"", b"one line", b"Date;Amount\n"])
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
