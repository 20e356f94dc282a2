"""Changing a CHECK constraint: a plain statement on PostgreSQL, the table made anew on SQLite, which knows no such statement."""

from collections.abc import Mapping

from alembic import op
from sqlalchemy import CheckConstraint, MetaData, Table, inspect


def renew(table: str, wanted: Mapping[str, str]) -> None:
    """Let the checks named in `wanted` say what stands there; the table's other checks stay as they are."""
    connection = op.get_bind()
    found = {str(c["name"]): c["sqltext"] for c in inspect(connection).get_check_constraints(table)}
    if connection.dialect.name == "sqlite":
        if all(found.get(name) == text for name, text in wanted.items()):
            return
        copied = Table(table, MetaData(), autoload_with=connection)
        # What was read along with the table would stand beside the new check of the same name, and might win.
        copied.constraints = {c for c in copied.constraints if not isinstance(c, CheckConstraint)}
        for name, text in {**found, **wanted}.items():
            copied.append_constraint(CheckConstraint(text, name=op.f(name)))
        with op.batch_alter_table(table, recreate="always", copy_from=copied):
            pass
        return
    for name, text in wanted.items():
        # PostgreSQL keeps a check in words of its own, so equality cannot be seen: every one is renewed.
        if name in found:
            op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, text)
