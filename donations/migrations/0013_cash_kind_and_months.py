"""Cash boxes, gifts in kind, months that are closed; donors without an address, gifts without a receipt."""

import django.db.models.deletion
import donations.references
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('donations', '0012_ledger_days_and_accounts'),
        ('programmes', '0005_words_about_key_figures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BoxAmount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount in minor units')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('notes', models.JSONField(default=dict, editable=False, verbose_name='notes and coins')),
            ],
            options={
                'verbose_name': 'amount out of a box',
                'verbose_name_plural': 'amounts out of boxes',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='BoxCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=donations.references.count_reference, editable=False, max_length=16, unique=True, verbose_name='reference')),
                ('opened_on', models.DateField(verbose_name='opened on')),
                ('opened_by', models.CharField(max_length=150, verbose_name='opened by')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('state', models.CharField(choices=[('entered', 'Waits for the second counter'), ('confirmed', 'Counted by two and booked'), ('refused', 'Not confirmed')], default='entered', max_length=10, verbose_name='state')),
                ('form_key', models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered')),
                ('changed_at', models.DateTimeField(auto_now_add=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'count of a donation box',
                'verbose_name_plural': 'counts of donation boxes',
                'ordering': ('-opened_on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='CashBox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='number of the box')),
                ('place', models.CharField(max_length=150, verbose_name='place where it stands')),
                ('keeper', models.CharField(help_text='Who looks after it there, and how they are reached.', max_length=100, verbose_name='keeper')),
                ('is_open', models.BooleanField(default=True, verbose_name='takes money')),
            ],
            options={
                'verbose_name': 'donation box',
                'verbose_name_plural': 'donation boxes',
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='CashCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=donations.references.correction_reference, editable=False, max_length=16, unique=True, verbose_name='reference')),
                ('reason', models.CharField(max_length=200, verbose_name='what was wrong')),
                ('state', models.CharField(choices=[('requested', 'Waits for a second person'), ('booked', 'Booked against the entry'), ('refused', 'Not approved')], default='requested', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('changed_at', models.DateTimeField(auto_now_add=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'correction of a cash entry',
                'verbose_name_plural': 'corrections of cash entries',
                'ordering': ('created_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='CashDeposit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount in minor units')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('reference', models.CharField(default=donations.references.deposit_reference, editable=False, max_length=16, unique=True, verbose_name='reference')),
                ('deposited_on', models.DateField(verbose_name='handed over on')),
                ('slip', models.CharField(max_length=60, verbose_name='number of the bank’s slip')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('livemode', models.BooleanField(default=False, verbose_name='real money')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered')),
            ],
            options={
                'verbose_name': 'deposit of cash',
                'verbose_name_plural': 'deposits of cash',
                'ordering': ('-deposited_on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='CashGift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered')),
            ],
            options={
                'verbose_name': 'gift in cash',
                'verbose_name_plural': 'gifts in cash',
                'ordering': ('-given_on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='GiftInKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=donations.references.kind_reference, editable=False, max_length=16, unique=True, verbose_name='reference')),
                ('what', models.CharField(max_length=200, verbose_name='what was given')),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='quantity')),
                ('unit', models.CharField(help_text='Pieces, pairs, kilograms, litres …', max_length=30, verbose_name='unit of measure')),
                ('condition', models.CharField(choices=[('new', 'New, never used'), ('good', 'Used, in good condition'), ('worn', 'Used, with signs of wear')], max_length=5, verbose_name='condition')),
                ('value_minor', models.BigIntegerField(blank=True, null=True, verbose_name='estimated value')),
                ('value_currency', models.CharField(blank=True, max_length=3, verbose_name='currency of the estimate')),
                ('valued_by', models.CharField(blank=True, max_length=100, verbose_name='estimated by')),
                ('giver', models.CharField(help_text='A person, a company, an organisation.', max_length=150, verbose_name='giver')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('language', models.CharField(choices=[('uz', 'Oʻzbekcha'), ('uz-cyrl', 'Ўзбекча'), ('ru', 'Русский'), ('en', 'English')], max_length=10, verbose_name='language')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('received_by', models.CharField(max_length=100, verbose_name='received by')),
                ('state', models.CharField(choices=[('received', 'With us'), ('handed_over', 'Handed over'), ('returned', 'Given back to the giver'), ('written_off', 'Written off')], default='received', max_length=12, verbose_name='state')),
                ('left_on', models.DateField(blank=True, help_text='Handed over, given back or written off.', null=True, verbose_name='left us on')),
                ('handed_by', models.CharField(blank=True, max_length=100, verbose_name='handed over by')),
                ('taken_by', models.CharField(blank=True, max_length=100, verbose_name='taken over by')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('thanked_on', models.DateField(blank=True, null=True, verbose_name='thanked on')),
                ('form_key', models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered')),
                ('changed_at', models.DateTimeField(auto_now_add=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'gift in kind',
                'verbose_name_plural': 'gifts in kind',
                'ordering': ('-received_on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='LateBooking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=120, unique=True, verbose_name='source')),
                ('happened_on', models.DateField(verbose_name='happened on')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='booked')),
            ],
            options={
                'verbose_name': 'late booking',
                'verbose_name_plural': 'late bookings',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='MonthClose',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_day', models.DateField(verbose_name='last day of the month')),
                ('state', models.CharField(choices=[('proposed', 'Waits for a second person'), ('closed', 'Closed for good'), ('refused', 'Sent back')], default='proposed', max_length=10, verbose_name='state')),
                ('sums', models.JSONField(default=list, editable=False, verbose_name='sums')),
                ('digest', models.CharField(editable=False, max_length=64, verbose_name='SHA-256')),
                ('left_open', models.JSONField(default=dict, editable=False, verbose_name='what was still open')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='proposed')),
                ('changed_at', models.DateTimeField(auto_now_add=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'closing of a month',
                'verbose_name_plural': 'closings of months',
                'ordering': ('-last_day', '-pk'),
            },
        ),
        migrations.AddField(
            model_name='donation',
            name='wants_receipt',
            field=models.BooleanField(default=True, help_text='Not for what nobody in particular gave.', verbose_name='gets a receipt'),
        ),
        migrations.AlterField(
            model_name='donor',
            name='email',
            field=models.EmailField(blank=True, help_text='In small letters. Who gives cash may have none.', max_length=254, verbose_name='e-mail address'),
        ),
        migrations.AddIndex(
            model_name='donor',
            index=models.Index(fields=['email'], name='donor_by_address'),
        ),
        migrations.AddIndex(
            model_name='ledgerentry',
            index=models.Index(fields=['booked_on'], name='ledger_by_day'),
        ),
        migrations.AddConstraint(
            model_name='donor',
            constraint=models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('email',), name='one_donor_per_address'),
        ),
        migrations.AddField(
            model_name='boxamount',
            name='donation',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='box_amount', to='donations.donation', verbose_name='donation'),
        ),
        migrations.AddField(
            model_name='boxcount',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='boxcount',
            name='designation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='donations.designation', verbose_name='purpose'),
        ),
        migrations.AddField(
            model_name='boxcount',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by'),
        ),
        migrations.AddField(
            model_name='boxamount',
            name='count',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amounts', to='donations.boxcount'),
        ),
        migrations.AddField(
            model_name='cashbox',
            name='designation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='donations.designation', verbose_name='purpose'),
        ),
        migrations.AddField(
            model_name='cashbox',
            name='donor',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cash_box', to='donations.donor'),
        ),
        migrations.AddField(
            model_name='boxcount',
            name='box',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='donations.cashbox', verbose_name='box'),
        ),
        migrations.AddField(
            model_name='cashcorrection',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='cashcorrection',
            name='payment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cash_corrections', to='donations.payment', verbose_name='payment'),
        ),
        migrations.AddField(
            model_name='cashcorrection',
            name='requested_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by'),
        ),
        migrations.AddField(
            model_name='cashdeposit',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by'),
        ),
        migrations.AddField(
            model_name='cashcorrection',
            name='deposit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='donations.cashdeposit', verbose_name='deposit of cash'),
        ),
        migrations.AddField(
            model_name='cashgift',
            name='donation',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cash_gift', to='donations.donation', verbose_name='donation'),
        ),
        migrations.AddField(
            model_name='cashgift',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by'),
        ),
        migrations.AddField(
            model_name='giftinkind',
            name='designation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='donations.designation', verbose_name='purpose'),
        ),
        migrations.AddField(
            model_name='giftinkind',
            name='donor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gifts_in_kind', to='donations.donor', verbose_name='donor'),
        ),
        migrations.AddField(
            model_name='giftinkind',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by'),
        ),
        migrations.AddField(
            model_name='giftinkind',
            name='village',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.village', verbose_name='handed over to'),
        ),
        migrations.AddField(
            model_name='monthclose',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='monthclose',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
        ),
        migrations.AddConstraint(
            model_name='boxamount',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='boxamount_amount_positive'),
        ),
        migrations.AddConstraint(
            model_name='boxamount',
            constraint=models.CheckConstraint(condition=models.Q(('currency__in', ['EUR', 'GBP', 'JPY', 'KWD', 'KZT', 'RUB', 'USD', 'UZS'])), name='boxamount_currency_known'),
        ),
        migrations.AddConstraint(
            model_name='boxamount',
            constraint=models.UniqueConstraint(fields=('count', 'currency'), name='one_boxamount_per_currency'),
        ),
        migrations.AddConstraint(
            model_name='boxcount',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['entered', 'confirmed', 'refused'])), name='boxcount_state_known'),
        ),
        migrations.AddConstraint(
            model_name='boxcount',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('state', 'confirmed'), _negated=True), models.Q(('decided_by', models.F('entered_by')), _negated=True), _connector='OR'), name='boxcount_two_persons'),
        ),
        migrations.AddConstraint(
            model_name='boxcount',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'entered'), ('decided_by__isnull', False), _connector='OR'), name='boxcount_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='cashdeposit',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='cashdeposit_amount_positive'),
        ),
        migrations.AddConstraint(
            model_name='cashdeposit',
            constraint=models.CheckConstraint(condition=models.Q(('currency__in', ['EUR', 'GBP', 'JPY', 'KWD', 'KZT', 'RUB', 'USD', 'UZS'])), name='cashdeposit_currency_known'),
        ),
        migrations.AddConstraint(
            model_name='cashdeposit',
            constraint=models.UniqueConstraint(fields=('slip', 'currency', 'deposited_on', 'livemode'), name='one_deposit_per_slip'),
        ),
        migrations.AddConstraint(
            model_name='cashcorrection',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'booked', 'refused'])), name='cashcorrection_state_known'),
        ),
        migrations.AddConstraint(
            model_name='cashcorrection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('deposit__isnull', False), ('payment', None)), models.Q(('deposit', None), ('payment__isnull', False)), _connector='OR'), name='cashcorrection_of_one_entry'),
        ),
        migrations.AddConstraint(
            model_name='cashcorrection',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('payment',), name='one_correction_per_payment'),
        ),
        migrations.AddConstraint(
            model_name='cashcorrection',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('deposit',), name='one_correction_per_deposit'),
        ),
        migrations.AddConstraint(
            model_name='cashcorrection',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('state', 'booked'), _negated=True), models.Q(('decided_by', models.F('requested_by')), _negated=True), _connector='OR'), name='cashcorrection_two_persons'),
        ),
        migrations.AddConstraint(
            model_name='cashcorrection',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'requested'), ('decided_by__isnull', False), _connector='OR'), name='cashcorrection_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='giftinkind',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['received', 'handed_over', 'returned', 'written_off'])), name='giftinkind_state_known'),
        ),
        migrations.AddConstraint(
            model_name='giftinkind',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='giftinkind_quantity_positive'),
        ),
        migrations.AddConstraint(
            model_name='giftinkind',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('value_currency', ''), ('value_minor', None), ('valued_by', '')), models.Q(('value_currency__in', ['EUR', 'GBP', 'JPY', 'KWD', 'KZT', 'RUB', 'USD', 'UZS']), ('value_minor__gt', 0), models.Q(('valued_by', ''), _negated=True)), _connector='OR'), name='giftinkind_value_says_whose'),
        ),
        migrations.AddConstraint(
            model_name='giftinkind',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('handed_by', ''), ('left_on', None), ('state', 'received'), ('taken_by', ''), ('village', None)), models.Q(('left_on__isnull', False), ('state', 'handed_over'), ('village__isnull', False), models.Q(('handed_by', ''), _negated=True), models.Q(('taken_by', ''), _negated=True), models.Q(('handed_by', models.F('taken_by')), _negated=True)), models.Q(('left_on__isnull', False), ('state__in', ['returned', 'written_off']), ('village', None), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='giftinkind_state_has_its_facts'),
        ),
        migrations.AddConstraint(
            model_name='monthclose',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'closed', 'refused'])), name='monthclose_state_known'),
        ),
        migrations.AddConstraint(
            model_name='monthclose',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('last_day',), name='one_close_per_month'),
        ),
        migrations.AddConstraint(
            model_name='monthclose',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('state', 'closed'), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='monthclose_two_persons'),
        ),
        migrations.AddConstraint(
            model_name='monthclose',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'proposed'), ('decided_by__isnull', False), _connector='OR'), name='monthclose_decided_by_somebody'),
        ),
    ]
