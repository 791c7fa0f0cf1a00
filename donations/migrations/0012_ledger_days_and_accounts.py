"""Days that entries belong to, accounts for what providers keep and pay out; the guard is taken off meanwhile."""

from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

guard = import_module("donations.migrations.0002_ledger_guard")


def belong_to_the_day_they_were_booked(apps, schema_editor):
    """In Tashkent. In plain rows of the migration, which know no guard of ours."""
    entries = apps.get_model("donations", "LedgerEntry").objects
    for created_at in entries.order_by().values_list("created_at", flat=True).distinct().iterator():
        day = django.utils.timezone.localdate(created_at)
        entries.filter(created_at=created_at).exclude(booked_on=day).update(booked_on=day)


def nothing(apps, schema_editor):
    """For going back."""


class Migration(migrations.Migration):

    dependencies = [
        ('donations', '0011_orders_to_give_back'),
    ]

    operations = [
        migrations.RunPython(guard.remove, guard.install),
        migrations.RemoveConstraint(
            model_name='ledgerentry',
            name='ledgerentry_account_known',
        ),
        migrations.AddField(
            model_name='ledgerentry',
            name='booked_on',
            field=models.DateField(default=django.utils.timezone.localdate, help_text='When it happened, in Tashkent.', verbose_name='belongs to the day'),
        ),
        migrations.AlterField(
            model_name='ledgerentry',
            name='account',
            field=models.CharField(choices=[('gateway', 'Held by the payment provider'), ('gifts', 'Gifts'), ('owed', 'To be given back'), ('fees', 'Fees of the payment provider'), ('disputed', 'Held back because of a dispute'), ('bank', 'Paid out to our bank'), ('exchange', 'Changed into another currency')], max_length=10, verbose_name='account'),
        ),
        migrations.AlterField(
            model_name='ledgerentry',
            name='designation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ledger_entries', to='donations.designation', verbose_name='purpose'),
        ),
        migrations.AlterField(
            model_name='ledgerentry',
            name='donation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ledger_entries', to='donations.donation', verbose_name='donation'),
        ),
        migrations.AlterField(
            model_name='ledgerentry',
            name='payment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ledger_entries', to='donations.payment', verbose_name='payment'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('designation', None), ('donation', None), ('payment', None)), models.Q(('designation__isnull', False), ('donation__isnull', False), ('payment__isnull', False)), _connector='OR'), name='ledgerentry_of_a_gift_or_of_none'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(('account__in', ['gateway', 'gifts', 'owed', 'fees', 'disputed', 'bank', 'exchange'])), name='ledgerentry_account_known'),
        ),
        migrations.RunPython(belong_to_the_day_they_were_booked, nothing),
        migrations.RunPython(guard.install, guard.remove),
    ]
