
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_what_can_be_found'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BrokenLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target', models.CharField(max_length=500, verbose_name='leads to')),
                ('reason', models.CharField(choices=[('gone', 'there is nothing at this address'), ('unpublished', 'the page is not published')], max_length=20, verbose_name='reason')),
                ('found_at', models.DateTimeField(auto_now_add=True, verbose_name='found')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
            ],
            options={
                'verbose_name': 'broken link',
                'verbose_name_plural': 'broken links',
                'ordering': ('page__path', 'target'),
                'constraints': [models.UniqueConstraint(fields=('page', 'target'), name='search_broken_link_once')],
            },
        ),
    ]
