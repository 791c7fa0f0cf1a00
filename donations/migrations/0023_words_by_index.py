"""PostgreSQL looks parts of words up in an index: searching a million gifts for an address takes milliseconds.

Groups of three letters (pg_trgm) come with PostgreSQL; whoever owns a database may switch them on since version 13.
Where that is not allowed, the search reads whole tables as before: let somebody who may run "CREATE EXTENSION pg_trgm",
go back to 0022 and forward again. The expression is what Django's `icontains` compares.
"""

from django.db import migrations, transaction
from django.db.utils import ProgrammingError

SEARCHED = {
    "donations_donor": ["email", "name", "number"],
    "donations_donation": ["reference", "donor_name"],
    "donations_payment": ["reference", "provider_reference"],
    "donations_ledgerentry": ["source"],
    "donations_providerevent": ["event_id", "named", "provider_reference"],
    "donations_balanceline": ["provider_reference"],
    "donations_statementline": ["payer", "text", "bank_reference"],
}


def install(apps, schema_editor):
    """Nothing to do on SQLite, whose files are small."""
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except ProgrammingError as error:
        print(f" without an index of words: {str(error).strip()}", end="")
        return
    for table, columns in SEARCHED.items():
        words = ", ".join(f"UPPER({column}::text) gin_trgm_ops" for column in columns)
        schema_editor.execute(f"CREATE INDEX {table}_words ON {table} USING gin ({words})")


def remove(apps, schema_editor):
    """The extension stays: others may use it."""
    if schema_editor.connection.vendor == "postgresql":
        for table in SEARCHED:
            schema_editor.execute(f"DROP INDEX IF EXISTS {table}_words")


class Migration(migrations.Migration):
    dependencies = [("donations", "0022_long_lists")]
    operations = [migrations.RunPython(install, remove)]
