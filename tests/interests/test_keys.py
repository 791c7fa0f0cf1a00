"""When two registrations are the same person or organisation."""

import pytest

from core.interests.keys import ALPHABET, mailbox_key, name_key, new_reference


@pytest.mark.parametrize(
    "other",
    [
        "Aziza.Rahimova@gmail.com",
        "azizarahimova+sos@gmail.com",
        " AZIZARAHIMOVA@GMAIL.COM ",
        "azizarahimova@googlemail.com",
    ],
)
def test_one_mailbox_written_in_other_ways(other):
    assert mailbox_key(other) == mailbox_key("azizarahimova@gmail.com")


@pytest.mark.parametrize("other", ["aziza@mail.ru", "azizar@gmail.com"])
def test_other_mailboxes(other):
    assert mailbox_key(other) != mailbox_key("aziza@gmail.com")


def test_dots_count_where_the_host_reads_them():
    assert mailbox_key("a.b@mail.ru") != mailbox_key("ab@mail.ru")


@pytest.mark.parametrize("other", ["Ўзбек чинори", "O'zbek chinori", "OʻZBEK  CHINORI", "O‘zbek-chinori"])
def test_one_organisation_in_two_scripts(other):
    assert name_key(other) == name_key("Oʻzbek chinori")


def test_reference_can_be_read_out():
    assert len(new_reference()) == 8
    assert set(new_reference()) <= set(ALPHABET)
    assert not set("01OILo") & set(ALPHABET)
