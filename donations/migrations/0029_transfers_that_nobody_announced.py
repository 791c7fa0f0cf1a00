"""Whose gift a transfer is that nobody announced: as one person has said, until another confirms it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('donations', '0028_where_it_was_given_from'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='UnannouncedGift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('language', models.CharField(choices=[('uz', 'Oʻzbekcha'), ('uz-cyrl', 'Ўзбекча'), ('ru', 'Русский'), ('en', 'English')], max_length=10)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('is_anonymous', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'gift that nobody announced',
                'verbose_name_plural': 'gifts that nobody announced',
            },
        ),
        migrations.RemoveConstraint(
            model_name='statementline',
            name='statementline_matched_has_payment',
        ),
        migrations.AddField(
            model_name='unannouncedgift',
            name='designation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='donations.designation'),
        ),
        migrations.AddField(
            model_name='statementline',
            name='unannounced',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='line', to='donations.unannouncedgift'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'matched'), _negated=True), ('payment__isnull', False), _connector='OR'), name='statementline_matched_has_payment'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'proposed'), _negated=True), models.Q(('payment__isnull', False), ('unannounced', None)), models.Q(('payment', None), ('unannounced__isnull', False)), _connector='OR'), name='statementline_proposed_is_one_gift'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'proposed'), ('unannounced', None), _connector='OR'), name='statementline_said_is_proposed'),
        ),
    ]
