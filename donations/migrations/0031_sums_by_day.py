from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("donations", "0030_rows_that_say_a_number")]

    operations = [
        migrations.RemoveIndex(model_name="ledgerentry", name="ledger_by_day"),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["booked_on", "id"], name="ledger_by_day"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(
                fields=["booked_on", "account", "currency", "gateway", "livemode", "amount_minor"],
                name="ledger_sums_by_day",
            ),
        ),
    ]
