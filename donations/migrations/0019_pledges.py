from django.db import migrations, models
from django.db.models import Q


def mark_those_paid_by_transfer(apps, schema_editor):
    """Until now only imported ones were asked for. Their unpaid periods are counted anew, in the donors' favour."""
    sponsorships = apps.get_model("donations", "Sponsorship").objects.filter(gateway="bank")
    sponsorships.update(is_pledge=True)
    sponsorships.filter(state__in=("active", "past_due")).update(failures=0)


class Migration(migrations.Migration):
    dependencies = [("donations", "0018_inbox_is_a_queue")]

    operations = [
        migrations.AddField(
            "sponsorship",
            "is_pledge",
            models.BooleanField(
                default=False,
                help_text="Nobody charges it: the donor is asked by mail each time and pays by hand.",
                verbose_name="pledge",
            ),
        ),
        migrations.AddField(
            "sponsorship",
            "remind_on",
            models.DateField(blank=True, null=True, verbose_name="next reminder"),
        ),
        migrations.RunPython(mark_those_paid_by_transfer, migrations.RunPython.noop),
        migrations.AddIndex(
            "sponsorship",
            models.Index(
                condition=Q(remind_on__isnull=False), fields=["remind_on"], name="sponsorship_remind"
            ),
        ),
        migrations.AddConstraint(
            "sponsorship",
            models.CheckConstraint(
                condition=Q(is_pledge=False) | Q(charge_token=""), name="sponsorship_pledge_without_card"
            ),
        ),
    ]
