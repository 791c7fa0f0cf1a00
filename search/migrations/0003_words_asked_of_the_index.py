"""PostgreSQL asks its index of words however many pages a word stands on, and knows the words of titles by themselves.

Its planner holds a table to be cheaper than the index as soon as most rows fit, because it does not count the cost of
unpacking each row's words. Without statistics of that column it takes a word for rare, as most are, and uses the index.
The long texts live beside the table, so that counting and ranking pass over few blocks.

SQLite's index has a column for titles already.
"""

from django.db import migrations

COLUMNS = {
    "words": "title_key || ' ' || summary_key || ' ' || text_key",
    "title_words": "title_key",
}
BEFORE = "to_tsvector('simple', title_key || ' ' || summary_key || ' ' || text_key)"


def _add(name, words):
    return [
        f"ALTER TABLE search_entry ADD COLUMN {name} tsvector GENERATED ALWAYS AS ({words}) STORED",
        f"CREATE INDEX search_entry_{name} ON search_entry USING gin ({name})",
    ]


FORWARDS = [
    "ALTER TABLE search_entry SET (toast_tuple_target = 1024)",
    "ALTER TABLE search_entry DROP COLUMN words",
    *(
        statement
        for name, text in COLUMNS.items()
        for statement in (
            *_add(name, f"strip(to_tsvector('simple', {text}))"),
            f"ALTER TABLE search_entry ALTER COLUMN {name} SET STATISTICS 0",
        )
    ),
]
BACKWARDS = [
    *(f"ALTER TABLE search_entry DROP COLUMN {name}" for name in COLUMNS),
    "ALTER TABLE search_entry RESET (toast_tuple_target)",
    *_add("words", BEFORE),
]


def _on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("search", "0002_broken_links")]

    operations = [migrations.RunPython(_on_postgresql(FORWARDS), _on_postgresql(BACKWARDS))]
