"""Every row has its language and its key now: one row of a person or report in each language."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


def demand(model):
    return [
        migrations.AlterField(
            model_name=model,
            name="locale",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.locale",
                verbose_name="locale",
            ),
        ),
        migrations.AlterField(
            model_name=model,
            name="translation_key",
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AlterUniqueTogether(name=model, unique_together={("translation_key", "locale")}),
    ]


class Migration(migrations.Migration):
    dependencies = [("home", "0006_rows_of_each_language")]
    operations = [*demand("person"), *demand("report")]
