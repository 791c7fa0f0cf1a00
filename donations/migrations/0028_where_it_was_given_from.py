"""What the form was told of where a donor is stays with the gift: its pay pages offer what fits there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("donations", "0027_refund_of_a_dispute")]
    operations = [
        migrations.AddField(
            model_name="donation",
            name="given_from",
            field=models.CharField(blank=True, editable=False, max_length=6),
        ),
        migrations.AddField(
            model_name="sponsorship",
            name="given_from",
            field=models.CharField(blank=True, editable=False, max_length=6),
        ),
    ]
