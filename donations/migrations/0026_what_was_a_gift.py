"""What of a refund was a gift, by the books; deposits that were booked the other way round free their slips."""

from django.db import migrations, models


def read_gifts_from_the_books(apps, schema_editor):
    """As the refund was booked: by itself, or by the dispute whose number it has.

    Never more than was left: a refund of owed money and gift together was booked wholly against the gift.
    """
    refund = apps.get_model("donations", "Refund")
    left = {}
    for row in refund.objects.select_related("payment").order_by("payment", "pk").iterator():
        available = left.get(row.payment_id, row.payment.amount_minor)
        row.gift_minor = max(min(_booked(apps, row), row.amount_minor, available), 0)
        left[row.payment_id] = available - row.gift_minor
        row.save(update_fields=["gift_minor"])


def _booked(apps, row):
    sources = [f"{cause}:{row.gateway}:{row.provider_reference}" for cause in ("refund", "dispute-lost")]
    entries = apps.get_model("donations", "LedgerEntry").objects.filter(payment=row.payment_id, source__in=sources)
    return sum(entries.filter(account="gifts").values_list("amount_minor", flat=True))


def mark_undone_deposits(apps, schema_editor):
    """Those of which a correction is booked."""
    deposit = apps.get_model("donations", "CashDeposit")
    deposit.objects.filter(corrections__state="booked").update(is_undone=True)


class Migration(migrations.Migration):
    dependencies = [("donations", "0025_back_by_transfer")]
    operations = [
        migrations.AddField(
            model_name="refund",
            name="gift_minor",
            field=models.BigIntegerField(default=0, verbose_name="of it from the gift, in minor units"),
            preserve_default=False,
        ),
        migrations.RunPython(read_gifts_from_the_books, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(("gift_minor__gte", 0), ("gift_minor__lte", models.F("amount_minor"))),
                name="refund_gift_within_amount",
            ),
        ),
        migrations.AddField(
            model_name="cashdeposit",
            name="is_undone",
            field=models.BooleanField(default=False, editable=False, verbose_name="booked the other way round"),
        ),
        migrations.RemoveConstraint(model_name="cashdeposit", name="one_deposit_per_slip"),
        migrations.RunPython(mark_undone_deposits, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="cashdeposit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_undone", False)),
                fields=("slip", "currency", "deposited_on", "livemode"),
                name="one_deposit_per_slip",
            ),
        ),
    ]
