"""Whatever else is installed, sheets from outside are read by a parser that knows no entities."""

import openpyxl.xml
from openpyxl.xml import functions


def test_openpyxl_reads_by_defusedxml_although_lxml_is_there():
    assert openpyxl.xml.lxml_available()
    assert not openpyxl.xml.LXML
    assert functions.fromstring.__module__.startswith("defusedxml")
