"""The database itself refuses to book into a closed month, and to change what a month was closed with.

A migration that rebuilds the ledger on SQLite takes this guard off and puts it back, as it does with that of 0002; so
does one that rebuilds the table of closed months, which the first trigger reads.
"""

from django.db import migrations

LEDGER, CLOSES, LATE = "donations_ledgerentry", "donations_monthclose", "donations_latebooking"
CLOSED = "this month is closed"
KEPT = "a closed month stays as it was closed"
LAST = f"(SELECT MAX(last_day) FROM {CLOSES} WHERE state = 'closed')"
# Bookings hold it together, a closing alone and until its end (donations.services.open_days.KEY).
KEY = 7_240_115



INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER ledger_open_months BEFORE INSERT ON {LEDGER} WHEN NEW.booked_on <= {LAST} "
        f"BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END",
        f"CREATE TRIGGER monthclose_no_update BEFORE UPDATE ON {CLOSES} WHEN OLD.state = 'closed' "
        f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
        f"CREATE TRIGGER monthclose_no_delete BEFORE DELETE ON {CLOSES} WHEN OLD.state = 'closed' "
        f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
        f"CREATE TRIGGER late_no_update BEFORE UPDATE ON {LATE} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
        f"CREATE TRIGGER late_no_delete BEFORE DELETE ON {LATE} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION donations_ledger_open_month() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"PERFORM pg_advisory_xact_lock_shared({KEY}); "
        f"IF NEW.booked_on <= {LAST} THEN "
        f"RAISE EXCEPTION '{CLOSED}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN NEW; END $$",
        f"CREATE TRIGGER ledger_open_months BEFORE INSERT ON {LEDGER} "
        "FOR EACH ROW EXECUTE FUNCTION donations_ledger_open_month()",
        "CREATE FUNCTION donations_monthclose_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER monthclose_no_change BEFORE UPDATE OR DELETE ON {CLOSES} "
        "FOR EACH ROW WHEN (OLD.state = 'closed') EXECUTE FUNCTION donations_monthclose_refuse()",
        f"CREATE TRIGGER monthclose_no_truncate BEFORE TRUNCATE ON {CLOSES} "
        "FOR EACH STATEMENT EXECUTE FUNCTION donations_monthclose_refuse()",
        f"CREATE TRIGGER late_no_change BEFORE UPDATE OR DELETE ON {LATE} "
        "FOR EACH ROW EXECUTE FUNCTION donations_monthclose_refuse()",
        f"CREATE TRIGGER late_no_truncate BEFORE TRUNCATE ON {LATE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION donations_monthclose_refuse()",
    ],
}
REMOVE = {
    "sqlite": [
        f"DROP TRIGGER {name}"
        for name in (
            "ledger_open_months",
            "monthclose_no_update",
            "monthclose_no_delete",
            "late_no_update",
            "late_no_delete",
        )
    ],
    "postgresql": [
        f"DROP TRIGGER ledger_open_months ON {LEDGER}",
        f"DROP TRIGGER monthclose_no_change ON {CLOSES}",
        f"DROP TRIGGER monthclose_no_truncate ON {CLOSES}",
        f"DROP TRIGGER late_no_change ON {LATE}",
        f"DROP TRIGGER late_no_truncate ON {LATE}",
        "DROP FUNCTION donations_ledger_open_month()",
        "DROP FUNCTION donations_monthclose_refuse()",
    ],
}


def install(apps, schema_editor):
    """See above."""
    for statement in INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    """For going back."""
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("donations", "0013_cash_kind_and_months")]
    operations = [migrations.RunPython(install, remove)]
