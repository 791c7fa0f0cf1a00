"""CAMT.053, the XML of ISO 20022, versions 2 to 13: what differs between them is not read."""

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element, XMLPullParser

from core.money import MoneyError, read_money

from .lines import Line, Unreadable, come
from .xml_check import check

PURPOSE_LIMIT = 500


def read(content: bytes) -> list[Line]:
    """The credits of all statements in the file; debits are left out. Raises Unreadable."""
    root = _parse(content)
    return [line for number, entry in enumerate(_all(root, "Ntry"), 1) for line in _entry(entry, number)]


def _parse(content: bytes) -> Element:
    check(content)
    parser = XMLPullParser(["end"])
    root = None
    parser.feed(content)
    parser.close()
    for _event, element in parser.read_events():
        root = element
    if root is None or _name(root) != "Document" or not list(_all(root, "BkToCstmrStmt")):
        raise Unreadable("CAMT.053")
    return root


def _entry(entry: Element, number: int) -> Iterator[Line]:
    """One line, or one for each payment of a batch."""
    if not _came_in(entry):
        return
    details = list(_all(entry, "TxDtls"))
    single = len(details) <= 1
    try:
        booked = _text(entry, "BookgDt", "Dt") or _text(entry, "BookgDt", "DtTm")
        booked_on = come(date.fromisoformat(booked[:10]))
        for part in details or [entry]:
            if _text(part, "CdtDbtInd") == "DBIT":
                continue  # a batch is credited with what is left of it
            amount = _amount(entry, None if single else part)
            if amount is None:
                raise Unreadable("amount", str(number))
            yield Line(
                booked_on=booked_on,
                amount=read_money((amount.text or "").strip(), amount.get("Ccy", "")),
                payer=_text(part, "RltdPties", "Dbtr", "Nm") or _text(part, "RltdPties", "Dbtr", "Pty", "Nm"),
                text=_purpose(part),
                bank_reference=_text(part, "Refs", "AcctSvcrRef")
                or (_text(entry, "AcctSvcrRef") if single else ""),
            )
    except (ValueError, MoneyError) as error:
        raise Unreadable(str(error), str(number)) from None


def _came_in(entry: Element) -> bool:
    """A credit that is booked and is no reversal. What is only expected comes again when it is booked.

    Older versions write the status as text, newer ones as a code within; a flag of XML is "true" or "1".
    """
    status = _find(entry, "Sts")
    is_booked = status is None or "".join(status.itertext()).strip() in ("", "BOOK")
    is_reversal = _text(entry, "RvslInd") in ("true", "1")
    return _text(entry, "CdtDbtInd") == "CRDT" and is_booked and not is_reversal


def _amount(entry: Element, part: Element | None) -> Element | None:
    """Of the whole entry, or of one payment of a batch. An element without children is false: ask for None."""
    if part is None:
        return _find(entry, "Amt")
    within = _find(part, "AmtDtls", "TxAmt", "Amt")
    return within if within is not None else _find(part, "Amt")


def _purpose(part: Element) -> str:
    """Free text and the payer's own reference: people write ours into either."""
    texts = [element.text or "" for element in _all(part, "Ustrd")]
    texts += [element.text or "" for element in _all(part, "Ref")]
    end_to_end = _text(part, "Refs", "EndToEndId")
    texts += [end_to_end] if end_to_end and end_to_end != "NOTPROVIDED" else []
    return " ".join(" ".join(texts).split())[:PURPOSE_LIMIT]


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
