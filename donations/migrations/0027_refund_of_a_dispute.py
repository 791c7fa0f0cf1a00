"""A refund that a payer's bank took names its dispute: providers do not list it among theirs."""

import django.db.models.deletion
from django.db import migrations, models


def find_disputes(apps, schema_editor):
    """Until now the dispute's number stood for the refund's."""
    refund = apps.get_model("donations", "Refund")
    for dispute in apps.get_model("donations", "Dispute").objects.filter(state="lost").iterator():
        refund.objects.filter(
            payment=dispute.payment_id, gateway=dispute.gateway, provider_reference=dispute.provider_reference
        ).update(dispute=dispute)


class Migration(migrations.Migration):
    dependencies = [("donations", "0026_what_was_a_gift")]
    operations = [
        migrations.AddField(
            model_name="refund",
            name="dispute",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="donations.dispute",
                verbose_name="dispute",
            ),
        ),
        migrations.RunPython(find_disputes, migrations.RunPython.noop),
    ]
