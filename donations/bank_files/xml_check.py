"""XML from outside, looked at before anything makes a tree of it."""

from typing import NoReturn
from xml.parsers.expat import ExpatError, ParserCreate

from .lines import Unreadable


def check(content: bytes) -> None:
    """Raises Unreadable for what is no XML, and where entities may be declared, which make a small file large.

    No bank declares any. The parser is asked, as bytes do not tell: in another encoding they are others.
    """
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = _declared
    try:
        parser.Parse(content, True)
    except Unreadable:
        raise
    except ExpatError as error:
        raise Unreadable("XML", f"{error.lineno}") from None
    except (LookupError, ValueError):  # an encoding that nobody knows
        raise Unreadable("XML") from None


def _declared(*_declaration: object) -> NoReturn:
    raise Unreadable("entities")
