"""一个已经在用的办公室升级：上一版建的库带着数据，升到今天的结构，一行不少，约束都在。"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from offices import new_database
from sqlalchemy import Engine, MetaData, Table, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from app import migrations
from app.database import WRITING, make_engine

FIRST = "07e545ec498a"
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
EMPTY: dict[type, Any] = {str: "", int: 0, bool: False, dict: {}, date: date(2026, 3, 2), datetime: NOW}


@pytest.fixture(params=["sqlite", "postgresql"])
def first_office(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """A database as the first release left it."""
    on_server = request.param == "postgresql"
    url = new_database(request.getfixturevalue("postgres_url")) if on_server else f"sqlite:///{tmp_path}/office.db"
    engine = make_engine(url)
    config = migrations._config()
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, FIRST)
    return engine


def put(connection: Any, table: str, **values: Any) -> int:
    """One row; whatever may not be empty and was not said gets an empty value of its type."""
    known = Table(table, MetaData(), autoload_with=connection)
    for column in known.columns:
        if column.name not in values and not column.nullable and column.name != "id":
            values[column.name] = EMPTY[column.type.python_type]
    return int(connection.execute(insert(known).values(**values).returning(known.c.id)).scalar_one())


def filled(engine: Engine) -> dict[str, int]:
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        office = put(connection, "body", code="city", name="东川市劳动人事争议仲裁委员会", kind="commission", level="city", place="山东省/东川市")
        case = put(
            connection, "arbitration_case", receipt_number="收1", office_id=office, state="accepted", procedure="ordinary",
            source="direct", panel=[], version=1,
        )  # fmt: skip
        worker = put(connection, "party", case_id=case, ordinal=1, side="applicant", kind="worker", name="邹玥")
        firm = put(connection, "party", case_id=case, ordinal=2, side="respondent", kind="employer", name="恒岳公司")
        put(
            connection, "claim_item", case_id=case, ordinal=1, kind="wages", applicant_id=worker, respondent_id=firm,
            claimed_fen=800000, disposition="pending", working=[], articles=[], check={},
        )  # fmt: skip
        put(connection, "limit_clock", case_id=case, rule="arb.decide_45", subject_id=case, state="open", machine="case")
    return counts(engine)


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        tables = ("body", "arbitration_case", "party", "claim_item", "limit_clock")
        return {t: connection.execute(text(f"SELECT count(*) FROM {t}")).scalar_one() for t in tables}


def test_an_office_of_the_first_release_keeps_every_row(first_office: Engine) -> None:
    """Design §10: the shape moves on, what was recorded stays; new columns have an answer for old rows."""
    before = filled(first_office)
    migrations.upgrade(first_office)
    assert counts(first_office) == before
    case = Table("arbitration_case", MetaData(), autoload_with=first_office)
    with first_office.connect() as connection:
        row = connection.execute(select(case)).mappings().one()
    assert (row["state"], row["law_on"], row["receipt_number"]) == ("accepted", None, "收1")
    assert migrations.differences(first_office) == []
    first_office.dispose()


def test_the_upgraded_office_refuses_what_the_old_one_did_and_knows_the_new_states(first_office: Engine) -> None:
    """The checks were renewed, not lost: a state nobody knows is refused, one of today's is not."""
    filled(first_office)
    migrations.upgrade(first_office)
    with first_office.connect() as connection:
        connection.execute(text("UPDATE arbitration_case SET state = 'settling'"))
        connection.rollback()
        for wrong in ("state = 'nowhere'", "office_id = 99999", "procedure = 'quick'"):
            with pytest.raises(IntegrityError):
                connection.execute(text(f"UPDATE arbitration_case SET {wrong}"))
            connection.rollback()
    assert "procedural_request" in inspect(first_office).get_table_names()
    first_office.dispose()
