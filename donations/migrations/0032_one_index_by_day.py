from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("donations", "0031_sums_by_day")]

    operations = [
        migrations.RemoveIndex(model_name="ledgerentry", name="ledger_by_day"),
        migrations.RemoveIndex(model_name="ledgerentry", name="ledger_sums_by_day"),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(
                fields=["booked_on", "id", "account", "currency", "amount_minor", "gateway", "livemode"],
                name="ledger_by_day",
            ),
        ),
    ]
