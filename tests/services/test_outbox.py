"""The outbox: written with the change, delivered once each, tried again after a failure, never lost."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from offices import ACCEPT, Office, all_at_once
from sqlmodel import Session, col, select

from app.database import open_session, transaction
from app.models import OutboxMessage, Setting
from app.services import outbox
from app.services.actor import SYSTEM

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def put(office: Office, *kinds: str) -> None:
    with transaction(office.engine) as session:
        for number, kind in enumerate(kinds):
            outbox.put(office.runtime.desk(session, SYSTEM), kind, f"{kind}:{number}", number=number)


def messages(office: Office) -> list[OutboxMessage]:
    with open_session(office.engine, writing=False) as session:
        return list(session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id))).all())


def test_a_change_that_is_undone_leaves_no_message(small_office: Office) -> None:
    small_office.receives()
    before = len(messages(small_office))
    token = small_office.token("arb.accept", "filing")
    with small_office.desk("filing") as (desk, case):
        from app.services import steps

        steps.take(desk, case, "arb.accept", ACCEPT, token)
        assert outbox.waiting(desk.session, desk.now) > before
    assert len(messages(small_office)) == before


def test_messages_are_delivered_oldest_first_and_once(small_office: Office) -> None:
    put(small_office, "a", "b", "a")
    seen: list[int] = []
    handlers = dict.fromkeys(("a", "b"), lambda _, payload: seen.append(payload["number"]))
    assert outbox.deliver_due(small_office.engine, handlers, NOW) == 3
    assert outbox.deliver_due(small_office.engine, handlers, NOW) == 0
    assert seen == [0, 1, 2]
    assert all(m.delivered_at == NOW and m.attempts == 1 for m in messages(small_office))


def test_a_failing_message_holds_up_no_other_and_is_tried_later(small_office: Office) -> None:
    """1, 2, 4 … seconds, at most an hour; the last error stays readable."""
    put(small_office, "bad", "good")
    tries: list[datetime] = []
    now = NOW

    def bad(_: Session, __: Mapping[str, Any]) -> None:
        tries.append(now)
        if len(tries) < 4:
            raise OSError("the index is away")

    handlers: dict[str, outbox.Handler] = {"bad": bad, "good": lambda _, __: None}
    assert outbox.deliver_due(small_office.engine, handlers, now) == 1
    bad_one = messages(small_office)[0]
    assert (bad_one.delivered_at, bad_one.error, bad_one.attempts) == (None, "OSError: the index is away", 1)
    while not messages(small_office)[0].delivered_at:
        now += timedelta(seconds=1)
        outbox.deliver_due(small_office.engine, handlers, now)
    assert [(t - NOW).total_seconds() for t in tries] == [0, 1, 3, 7]


def test_the_wait_between_tries_stays_within_an_hour(small_office: Office) -> None:
    put(small_office, "bad")
    with transaction(small_office.engine) as session:
        session.exec(select(OutboxMessage)).one().attempts = 60

    def bad(_: Session, __: Mapping[str, Any]) -> None:
        raise OSError

    outbox.deliver_due(small_office.engine, {"bad": bad}, NOW)
    assert messages(small_office)[0].next_at == NOW + outbox.LONGEST_WAIT


def test_what_a_failing_handler_wrote_is_undone(small_office: Office) -> None:
    put(small_office, "half")

    def half(session: Session, _: Mapping[str, Any]) -> None:
        session.add(Setting(key="half", value="done"))
        session.flush()
        raise OSError("and then the disk was full")

    outbox.deliver_due(small_office.engine, {"half": half}, NOW)
    with open_session(small_office.engine, writing=False) as session:
        assert session.get(Setting, "half") is None
    assert messages(small_office)[0].attempts == 1


def test_a_message_nobody_knows_says_so_and_stays(small_office: Office) -> None:
    put(small_office, "unknown")
    assert outbox.deliver_due(small_office.engine, {}, NOW) == 0
    assert messages(small_office)[0].error == "KeyError: 'unknown'"


def test_two_workers_deliver_each_message_once(office: Office) -> None:
    put(office, *["a"] * 20)
    seen: list[int] = []
    handlers: dict[str, outbox.Handler] = {"a": lambda _, payload: seen.append(payload["number"])}
    delivered = all_at_once(lambda _: outbox.deliver_due(office.engine, handlers, NOW), 4)
    assert sum(delivered) == 20
    assert sorted(seen) == list(range(20))


@pytest.mark.parametrize("kind", ["case.changed", "paper.make", "precedent.own", "precedent.index"])
def test_every_kind_of_message_has_a_handler(small_office: Office, kind: str) -> None:
    from app.services import precedents

    kind = precedents.INDEX_MESSAGE if kind == "precedent.index" else kind
    assert kind in small_office.runtime.handlers()
