"""Codes of the audit, read by people."""

import pytest
from django.utils.translation import override

from core import audit_words
from core.models import AuditEntry

CASES = {
    ("payment.succeeded", "donations.payment", "redirected", "succeeded"): "Sent to the payment page → Paid",
    ("boxcount.entered", "donations.boxcount", "", "B-1"): "Waits for the second counter",
    ("donor.country", "donations.donor", "", "DE"): "Country of the donor noted",
    ("consent.withdraw", "safeguarding.consent", "", "withdrawn"): "Withdrawn",
    ("concern.report", "safeguarding.concern", "", "new"): "Reported",
    ("something.new", "no.model", "", ""): "something.new",
}


@pytest.mark.parametrize("case", CASES)
def test_each_kind_of_entry(case):
    action, label, old, new = case
    with override("en"):
        entry = AuditEntry(action=action, object_label=label, old=old, new=new)
        assert audit_words.of(entry) == CASES[case]
