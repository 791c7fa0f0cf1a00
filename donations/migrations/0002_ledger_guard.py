"""The database itself refuses to change or delete ledger entries, whoever asks."""

from django.db import migrations

TABLE = "donations_ledgerentry"
WORDS = "ledger entries never change"

INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER ledger_no_update BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
        f"CREATE TRIGGER ledger_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION donations_ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION donations_ledger_refuse()",
        f"CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION donations_ledger_refuse()",
    ],
}
REMOVE = {
    "sqlite": ["DROP TRIGGER ledger_no_update", "DROP TRIGGER ledger_no_delete"],
    "postgresql": [
        f"DROP TRIGGER ledger_no_change ON {TABLE}",
        f"DROP TRIGGER ledger_no_truncate ON {TABLE}",
        "DROP FUNCTION donations_ledger_refuse()",
    ],
}


def install(apps, schema_editor):
    """SQLite loses triggers when a later migration rebuilds the table: that migration calls this again."""
    for statement in INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    """For going back."""
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("donations", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
