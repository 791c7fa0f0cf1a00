"""People and reports are translated row by row: rows of one person in all languages get one key."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

ROWS = {"peoplepage": ("person", "people"), "reportlibrarypage": ("report", "reports")}


def name_rows(apps, schema_editor):
    """Those at the same place of pages that are translations of each other are taken for one."""
    for page_model, (row_model, relation) in ROWS.items():
        keys = {}
        rows = apps.get_model("home", row_model).objects.select_related("page").order_by("page", "sort_order", "pk")
        places = {}
        for row in rows:
            place = places[row.page_id] = places.get(row.page_id, -1) + 1
            row.translation_key = keys.setdefault((row.page.translation_key, place), uuid.uuid4())
            row.locale_id = row.page.locale_id
            row.save(update_fields=["translation_key", "locale"])
        _name_in_versions(apps, page_model, row_model, relation)


def _name_in_versions(apps, page_model, row_model, relation):
    """Drafts hold rows, too; one that has no key would get another each time that it is read."""
    named = {
        row.pk: (str(row.translation_key), row.locale_id)
        for row in apps.get_model("home", row_model).objects.all()
    }
    versions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="home", content_type__model=page_model
    )
    for version in versions.iterator():
        for row in version.content.get(relation, []):
            key, locale = named.get(row.get("pk"), (str(uuid.uuid4()), version.content.get("locale")))
            row.update(translation_key=key, locale=locale)
        version.save(update_fields=["content"])


def add(model):
    return [
        migrations.AddField(
            model_name=model,
            name="locale",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.locale",
                verbose_name="locale",
            ),
        ),
        migrations.AddField(
            model_name=model, name="translation_key", field=models.UUIDField(editable=False, null=True)
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_footer_link_says_what_is_wrong"),
        ("wagtailcore", "0094_alter_page_locale"),
    ]
    operations = [*add("person"), *add("report"), migrations.RunPython(name_rows, migrations.RunPython.noop)]
