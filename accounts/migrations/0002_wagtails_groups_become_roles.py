from django.db import migrations

# Wagtail's workflow for new pages is approved by its group "Moderators": publishers inherit that.
ROLES = {"Moderators": "Publisher", "Editors": "Editor"}


def rename(apps, schema_editor):
    """Wagtail makes two groups; they become two of our roles (accounts.roles), whose permissions are synced later."""
    groups = apps.get_model("auth", "Group").objects
    for theirs, ours in ROLES.items():
        groups.filter(name=ours).exclude(name=theirs).delete()
        groups.filter(name=theirs).update(name=ours)
    for model in ("Task", "Workflow"):
        rows = apps.get_model("wagtailcore", model).objects.filter(name="Moderators approval")
        rows.update(name="Approval by a publisher")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        # Each of these looks the two groups up by name.
        ("wagtailcore", "0048_add_default_workflows"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0002_initial_data"),
        ("wagtaildocs", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
