"""The table of what can be found, and the inverted index beside it.

SQLite keeps the index of words in a table of its own (FTS5), which triggers keep equal to ours: a later migration that
makes Django rebuild `search_entry` must create the triggers again. PostgreSQL needs no extension, thus no superuser.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEYS = ("title_key", "summary_key", "text_key")
NEW, OLD = (", ".join(f"{row}.{key}" for key in ("page_id", *KEYS)) for row in ("new", "old"))
COLUMNS = ", ".join(KEYS)
TAKE_OUT = f"INSERT INTO search_text (search_text, rowid, {COLUMNS}) VALUES ('delete', {OLD});"
PUT_IN = f"INSERT INTO search_text (rowid, {COLUMNS}) VALUES ({NEW});"
SQLITE = [
    f"CREATE VIRTUAL TABLE search_text USING fts5({COLUMNS}, content='search_entry', content_rowid='page_id', "
    "tokenize='ascii', prefix='4')",
    f"CREATE TRIGGER search_entry_in AFTER INSERT ON search_entry BEGIN {PUT_IN} END",
    f"CREATE TRIGGER search_entry_out AFTER DELETE ON search_entry BEGIN {TAKE_OUT} END",
    f"CREATE TRIGGER search_entry_new AFTER UPDATE ON search_entry BEGIN {TAKE_OUT} {PUT_IN} END",
]
# The parsed words are stored: else PostgreSQL parses every text anew as soon as a word stands on many pages, because it
# thinks that cheaper than its index (measured with 10,000 pages: seconds instead of tens of milliseconds).
WORDS = "to_tsvector('simple', " + " || ' ' || ".join(KEYS) + ")"
POSTGRES = [
    f"ALTER TABLE search_entry ADD COLUMN words tsvector GENERATED ALWAYS AS ({WORDS}) STORED",
    "CREATE INDEX search_entry_words ON search_entry USING gin (words)",
]


def create_index(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    """PostgreSQL's goes with the table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_text")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('language', models.CharField(max_length=10)),
                ('kind', models.CharField(max_length=20)),
                ('village', models.CharField(blank=True, max_length=50)),
                ('date', models.DateField(blank=True, null=True)),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('title', models.CharField(max_length=255)),
                ('summary', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('title_key', models.TextField()),
                ('summary_key', models.TextField(blank=True)),
                ('text_key', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['language', 'kind', 'village', 'year'], name='search_entry_choices')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('key', models.CharField(max_length=30)),
                ('shown', models.CharField(max_length=60)),
                ('pages', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('language', 'key'), name='search_word_once')],
            },
        ),
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('piece', models.CharField(db_index=True, max_length=30)),
                ('word', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slips', to='search.word')),
            ],
        ),
        migrations.RunPython(create_index, drop_index),
    ]
