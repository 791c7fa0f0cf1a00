"""The database itself refuses to delete a receipt or to change what its paper says, whoever asks."""

from django.db import migrations

TABLE = "donations_receipt"
WORDS = "receipts stay as they were given out"
FIXED = (
    "entity_id, livemode, year, number, reference, kind, payment_id, refund_id, corrects_id, "
    "amount_minor, currency, language, given_on, code, printed, created_at"
)

INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER receipt_no_update BEFORE UPDATE OF {FIXED} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
        f"CREATE TRIGGER receipt_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION donations_receipt_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER receipt_no_update BEFORE UPDATE OF {FIXED} ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION donations_receipt_refuse()",
        f"CREATE TRIGGER receipt_no_delete BEFORE DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION donations_receipt_refuse()",
        f"CREATE TRIGGER receipt_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION donations_receipt_refuse()",
    ],
}
REMOVE = {
    "sqlite": ["DROP TRIGGER receipt_no_update", "DROP TRIGGER receipt_no_delete"],
    "postgresql": [
        f"DROP TRIGGER receipt_no_update ON {TABLE}",
        f"DROP TRIGGER receipt_no_delete ON {TABLE}",
        f"DROP TRIGGER receipt_no_truncate ON {TABLE}",
        "DROP FUNCTION donations_receipt_refuse()",
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
    dependencies = [("donations", "0008_receipts")]
    operations = [migrations.RunPython(install, remove)]
