"""CAMT.053, the XML of ISO 20022, versions 2 to 13: what differs between them is not read."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from xml.etree.ElementTree import Element, XMLPullParser

from core.money import Money, MoneyError, read_money

from .lines import Line, Unreadable, come
from .xml_check import check

PURPOSE_LIMIT = 500


def read(content: bytes) -> list[Line]:
    """The credits of all statements in the file; debits are left out. Raises Unreadable."""
    return _lines(content, "CRDT", is_reversal=False)


def taken_back(content: bytes) -> list[Line]:
    """The credits of before that the bank has reversed. Raises Unreadable."""
    return _lines(content, "DBIT", is_reversal=True)


def _lines(content: bytes, sign: str, *, is_reversal: bool) -> list[Line]:
    entries = enumerate(_all(_parse(content), "Ntry"), 1)
    wanted = ((number, one) for number, one in entries if _is(one, sign, is_reversal=is_reversal))
    return [line for number, entry in wanted for line in _entry(entry, number, sign)]


def _parse(content: bytes) -> Element:
    check(content)
    parser: XMLPullParser[Element] = XMLPullParser(["end"])
    parser.feed(content)
    parser.close()
    root: object = None
    for event in parser.read_events():
        root = event[-1]
    if not isinstance(root, Element) or _name(root) != "Document" or not list(_all(root, "BkToCstmrStmt")):
        raise Unreadable("CAMT.053")
    return root


def _entry(entry: Element, number: int, sign: str) -> Iterator[Line]:
    """One line, or one for each payment of a batch."""
    details = list(_all(entry, "TxDtls"))
    try:
        if len(details) > 1 and not _come_to_it(entry, details, sign):
            details = []  # a batch that does not say what each payment came to: all of it, for a person to look at
        single = len(details) <= 1
        booked_on = come(date.fromisoformat(_day(entry)))
        for part in details or [entry]:
            if not single and _text(part, "CdtDbtInd") not in ("", sign):
                continue  # a batch is credited with what is left of it
            amount = _amount(entry, None if single else part)
            if amount is None:
                raise Unreadable("amount", str(number))
            money = _money(amount)
            if not money:
                continue  # a notice
            yield Line(
                booked_on=booked_on,
                amount=money,
                payer=_text(part, "RltdPties", "Dbtr", "Nm") or _text(part, "RltdPties", "Dbtr", "Pty", "Nm"),
                text=_purpose(part, entry if single else part),
                bank_reference=_text(part, "Refs", "AcctSvcrRef")
                or (_text(entry, "AcctSvcrRef") if single else ""),
            )
    except (ValueError, MoneyError) as error:
        raise Unreadable(str(error), str(number)) from None


def _is(entry: Element, sign: str, *, is_reversal: bool) -> bool:
    """A credit, or a debit, that is booked and is a reversal or none. What is only expected comes again when it is
    booked.

    Older versions write the status as text, newer ones as a code within; a flag of XML is "true" or "1".
    """
    status = _find(entry, "Sts")
    is_booked = status is None or "".join(status.itertext()).strip() in ("", "BOOK")
    is_reversed = _text(entry, "RvslInd") in ("true", "1")
    return _text(entry, "CdtDbtInd") == sign and is_booked and is_reversed == is_reversal


def _amount(entry: Element, part: Element | None) -> Element | None:
    """Of the whole entry, or of one payment of a batch: what reached the account, so in the account's currency.

    An element without children is false: ask for None.
    """
    whole = _find(entry, "Amt")
    if part is None or whole is None:
        return whole
    found = (_find(part, "AmtDtls", "TxAmt", "Amt"), _find(part, "Amt"))
    return next((one for one in found if one is not None and one.get("Ccy") == whole.get("Ccy")), None)


def _money(amount: Element) -> Money:
    return read_money((amount.text or "").strip(), amount.get("Ccy", ""))


def _come_to_it(entry: Element, details: list[Element], sign: str) -> bool:
    """Whether the parts of a batch are what reached the account: some banks write the whole on each, others leave some
    out.
    """
    whole, amounts = _amount(entry, None), [_amount(entry, part) for part in details]
    if whole is None or None in amounts:
        return False
    moneys = [_money(one) for one in amounts if one is not None]
    signs = [1 if _text(part, "CdtDbtInd") in ("", sign) else -1 for part in details]
    left = sum(one.minor * sign for one, sign in zip(moneys, signs, strict=True)) - _money(whole).minor
    currency = whole.get("Ccy", "")
    return left in (0, _kept(entry, currency), sum(_kept(part, currency) for part in details))


def _kept(element: Element, currency: str) -> int:
    """What the bank says that it has kept of a whole entry, or of one payment, in minor units."""
    kept = 0
    for charges in (one for one in element if _name(one) == "Chrgs"):
        total = _find(charges, "TtlChrgsAndTaxAmt")
        amounts = [total] if total is not None else list(_all(charges, "Amt"))
        kept += sum(_money(one).minor for one in amounts if one.get("Ccy") == currency)
    return kept


def _day(entry: Element) -> str:
    """On which it was booked; where the bank leaves that out, from which it counts."""
    found = (_text(entry, *path) for path in product(("BookgDt", "ValDt"), ("Dt", "DtTm")))
    return next(filter(None, found), "")[:10]


def _purpose(part: Element, around: Element) -> str:
    """Free text and the payer's own reference: people write ours into either; else what the bank says of it."""
    texts = _texts(part, "Ustrd") + _texts(part, "Ref")
    texts = texts or _texts(part, "AddtlTxInf") or _texts(around, "AddtlNtryInf")
    end_to_end = _text(part, "Refs", "EndToEndId")
    texts += [end_to_end] if end_to_end and end_to_end != "NOTPROVIDED" else []
    return " ".join(" ".join(texts).split())[:PURPOSE_LIMIT]


def _texts(element: Element, name: str) -> list[str]:
    return [one.text for one in _all(element, name) if one.text]


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element.iter() if _name(one) == name)


def _find(element: Element, *path: str) -> Element | None:
    """The first child along the path, whatever the namespace."""
    for name in path:
        child = next((one for one in element if _name(one) == name), None)
        if child is None:
            return None
        element = child
    return element


def _text(element: Element, *path: str) -> str:
    found = _find(element, *path)
    return (found.text or "").strip() if found is not None else ""
