"""Which rows of lists say their giver's number, as nearly as their lists tell."""

from django.db import migrations, models


def take_it_from_the_lists(apps, schema_editor):
    """Of a list with numbers, all rows of givers who have one."""
    rows = apps.get_model("donations", "ImportedRow").objects
    rows.filter(data_import__columns__has_key="number", donor__number__isnull=False).update(by_number=True)


class Migration(migrations.Migration):
    dependencies = [("donations", "0029_transfers_that_nobody_announced")]
    operations = [
        migrations.AddField(
            model_name="importedrow", name="by_number", field=models.BooleanField(default=False)
        ),
        migrations.RunPython(take_it_from_the_lists, migrations.RunPython.noop),
    ]
