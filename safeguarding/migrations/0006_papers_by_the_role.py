"""Who sees the papers of consents is said by the role alone: a permission that decides nothing is gone."""

from django.db import migrations


def forget_permission(apps, schema_editor):
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="safeguarding", codename="view_evidence"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("safeguarding", "0005_focal_points_unpublish"),
    ]
    operations = [
        migrations.AlterModelOptions(
            name="consent",
            options={
                "ordering": ("-created_at", "-pk"),
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
            },
        ),
        migrations.RunPython(forget_permission, migrations.RunPython.noop),
    ]
