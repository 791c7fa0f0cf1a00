"""Drops what the tests keep on the PostgreSQL server of DATABASE_URL for their next run, whatever it was made of."""

import os

import psycopg
from psycopg import sql

OURS = r"SELECT datname FROM pg_database WHERE datname LIKE 'portal\_template\_%' OR datname LIKE 'portal\_test\_%'"


def main() -> None:
    """Nothing but databases of the tests is touched; raises psycopg.Error where the server refuses."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        for (name,) in server.execute(OURS).fetchall():
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


if __name__ == "__main__":
    main()
