"""Writing a row that may be there already, in one statement."""

from functools import cache

from django.db import connection, models


def insert_new(model: type[models.Model], **said: object) -> bool:
    """Write a row of what is `said`, field by field; False when it is here already, by a constraint, which is no error.

    All else is as the model has it. What that makes anew for each row, such as the time, has to be said.

    Saving it would take three statements, and several times as long: messages come hundreds in a burst.
    """
    values = [
        field.get_db_prep_save(said[field.name], connection) if field.name in said else nothing
        for field, nothing in _columns(model)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_statement(model), values)
        return bool(cursor.rowcount)


@cache
def _columns(model: type[models.Model]) -> list[tuple[models.Field, object]]:
    """Each with what stands in it where nothing is said."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    return [(field, field.get_db_prep_save(field.get_default(), connection)) for field in fields]


@cache
def _statement(model: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    columns = [quote(field.column) for field, _nothing in _columns(model)]
    into = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)})"
    return f"{into} VALUES ({', '.join(['%s'] * len(columns))}) ON CONFLICT DO NOTHING"
