"""What all tables share: naming of constraints, state checks, and the types of columns."""

from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column
from sqlmodel import SQLModel

from workflows.states import names

# Named constraints, so that a migration can change them on every database.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def one_of(column: str, values: tuple[str, ...], name: str = "", *, optional: bool = False) -> CheckConstraint:
    """The database itself refuses any other word in `column`."""
    listed = ", ".join(f"'{value}'" for value in values)
    test = f"{column} IN ({listed})"
    if optional:
        test = f"{column} IS NULL OR {test}"
    return CheckConstraint(test, name=name or column)


def state_of(machine: str) -> CheckConstraint:
    """The database itself refuses a state the machine does not have."""
    return one_of("state", names(machine))


def not_negative(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IS NULL OR {column} >= 0", name=f"{column}_not_negative")


def json_column(default: Any = dict, *, server_default: str | None = None) -> Column[Any]:
    return Column(JSON, nullable=False, default=default, server_default=server_default)


def fen_column(*, nullable: bool = True) -> Column[Any]:
    """Money: whole fen."""
    return Column(BigInteger, nullable=nullable)
