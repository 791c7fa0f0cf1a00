"""What providers keep, pay out and are disputed; the costs of the gifts that came before are asked for once."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


def ask_for_the_costs_of_the_past(apps, schema_editor):
    """Of Stripe's gifts: the job takes some hundreds each time, and never comes back to those that are known."""
    paid = apps.get_model("donations", "Payment").objects.filter(gateway="stripe", state="succeeded")
    paid.update(costs_due_at=timezone.now())


def nothing(apps, schema_editor):
    """For going back."""


class Migration(migrations.Migration):

    dependencies = [
        ('donations', '0015_reconciliation'),
    ]

    operations = [
        migrations.CreateModel(
            name='BalanceLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider_reference', models.CharField(max_length=100, verbose_name="provider's reference")),
                ('gateway', models.CharField(max_length=20, verbose_name='payment method')),
                ('livemode', models.BooleanField(default=False, verbose_name='real money')),
                ('kind', models.CharField(choices=[('capture', 'Payment'), ('refund', 'Refund'), ('refund_failed', 'Refund that came back'), ('dispute', 'Dispute'), ('fee', 'Fee for no single gift'), ('other', 'Neither gift nor fee')], max_length=14, verbose_name='kind')),
                ('charge', models.CharField(blank=True, max_length=100, verbose_name="provider's number of the charge")),
                ('cause', models.CharField(blank=True, max_length=100, verbose_name='what caused it')),
                ('gross_minor', models.BigIntegerField(verbose_name='before the fee, in minor units')),
                ('fee_minor', models.BigIntegerField(verbose_name='fee in minor units')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('moved_on', models.DateField(verbose_name='belongs to the day')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
            ],
            options={
                'verbose_name': "line of a provider's account",
                'verbose_name_plural': "lines of a provider's account",
                'ordering': ('moved_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount in minor units')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('provider_reference', models.CharField(max_length=100, verbose_name="provider's reference")),
                ('gateway', models.CharField(max_length=20, verbose_name='payment method')),
                ('livemode', models.BooleanField(default=False, verbose_name='real money')),
                ('state', models.CharField(choices=[('open', 'Waits for our answer'), ('under_review', 'The bank decides'), ('won', 'Decided for us'), ('lost', 'Decided against us')], default='open', max_length=12, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=60, verbose_name='what the payer says')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='to be answered by')),
                ('opened_at', models.DateTimeField(verbose_name='opened')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('changed_at', models.DateTimeField(auto_now_add=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'dispute',
                'verbose_name_plural': 'disputes',
                'ordering': ('-opened_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Payout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount in minor units')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('provider_reference', models.CharField(max_length=100, verbose_name="provider's reference")),
                ('gateway', models.CharField(max_length=20, verbose_name='payment method')),
                ('livemode', models.BooleanField(default=False, verbose_name='real money')),
                ('state', models.CharField(choices=[('pending', 'On its way'), ('held', 'Held for a person to look at'), ('paid', 'Arrived at our bank'), ('failed', 'Came back: the bank did not take it')], default='pending', max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('arrived_on', models.DateField(verbose_name='arrives on')),
                ('sent_at', models.DateTimeField(verbose_name='sent')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('changed_at', models.DateTimeField(auto_now_add=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'payout',
                'verbose_name_plural': 'payouts',
                'ordering': ('-arrived_on', '-pk'),
            },
        ),
        migrations.AddField(
            model_name='payment',
            name='costs_due_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('costs_due_at__isnull', False)), fields=['costs_due_at'], name='payment_costs_due'),
        ),
        migrations.AddField(
            model_name='balanceline',
            name='payment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='balance_lines', to='donations.payment', verbose_name='payment'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='payment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='donations.payment', verbose_name='payment'),
        ),
        migrations.AddIndex(
            model_name='payout',
            index=models.Index(condition=models.Q(('state__in', ['pending', 'held'])), fields=['gateway'], name='payout_not_booked'),
        ),
        migrations.AddIndex(
            model_name='payout',
            index=models.Index(fields=['gateway', 'livemode', '-sent_at'], name='payout_newest'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor', 0), _negated=True), name='payout_amount_not_zero'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('currency__in', ['EUR', 'GBP', 'JPY', 'KWD', 'KZT', 'RUB', 'USD', 'UZS'])), name='payout_currency_known'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'held', 'paid', 'failed'])), name='payout_state_known'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.UniqueConstraint(fields=('gateway', 'livemode', 'provider_reference'), name='one_payout_per_provider_reference'),
        ),
        migrations.AddField(
            model_name='balanceline',
            name='payout',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='donations.payout', verbose_name='payout'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='dispute_amount_positive'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('currency__in', ['EUR', 'GBP', 'JPY', 'KWD', 'KZT', 'RUB', 'USD', 'UZS'])), name='dispute_currency_known'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'under_review', 'won', 'lost'])), name='dispute_state_known'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.UniqueConstraint(fields=('gateway', 'livemode', 'provider_reference'), name='one_dispute_per_provider_reference'),
        ),
        migrations.AddIndex(
            model_name='balanceline',
            index=models.Index(fields=['charge'], name='balance_line_by_charge'),
        ),
        migrations.AddConstraint(
            model_name='balanceline',
            constraint=models.UniqueConstraint(fields=('gateway', 'livemode', 'provider_reference'), name='one_line_per_provider_reference'),
        ),
        migrations.AddConstraint(
            model_name='balanceline',
            constraint=models.CheckConstraint(condition=models.Q(('currency__in', ['EUR', 'GBP', 'JPY', 'KWD', 'KZT', 'RUB', 'USD', 'UZS'])), name='balanceline_currency_known'),
        ),
        migrations.AddConstraint(
            model_name='balanceline',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['capture', 'refund', 'refund_failed', 'dispute', 'fee', 'other'])), name='balanceline_kind_known'),
        ),
        migrations.RunPython(ask_for_the_costs_of_the_past, nothing),
    ]
