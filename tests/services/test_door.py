"""The one door: who may, once only, every reason at once, and nothing half done (design §3)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from offices import ACCEPT, Office, all_at_once
from sqlalchemy import event as hook
from sqlmodel import col, select

from app.database import open_session, transaction
from app.models import Case, Event, NumberSeries, OutboxMessage, Paper, RefusedStep, Task
from app.services import events, readlog, steps, tokens
from app.services.effects import AFTER, BEFORE, DURING
from app.services.errors import InvalidInput, NotAllowed, NotYours, Stale
from app.storytelling import BOTH_CAME, agreed
from workflows import procedure
from workflows.errors import HengjianError, Refused

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)


@pytest.fixture
def received(office: Office) -> Office:
    """An application lies at the desk, not yet decided on."""
    office.receives()
    return office


@pytest.fixture
def at_desk(small_office: Office) -> Office:
    small_office.receives()
    return small_office


# ---- once only ----


def test_of_fifty_submissions_of_one_page_exactly_one_goes_through(received: Office) -> None:
    """The others are told what happened meanwhile, by whom and when."""
    token = received.token("arb.accept", "filing")
    answers = all_at_once(lambda _: received.submits("arb.accept", "filing", token, ACCEPT), 50)
    assert answers.count(None) == 1
    late = [a for a in answers if a is not None]
    assert {type(a) for a in late} == {Stale}, [a for a in late if not isinstance(a, Stale)]
    assert {a.changed for a in late} == {("3月2日 沈禾 办理了「受理」",)}
    with open_session(received.engine, writing=False) as session:
        accepted = session.exec(select(Event).where(Event.rule == "arb.accept")).all()
        assert len(accepted) == 1
        assert session.exec(select(NumberSeries.last).where(NumberSeries.series == "case")).one() == 1
        assert len(session.exec(select(Paper).where(Paper.kind == "acceptance_notice")).all()) == 1
        assert events.verify(session) == (1, None)


def test_two_different_steps_from_one_state_of_the_case_exclude_each_other(received: Office) -> None:
    """Accepting and asking for a correction were both on the page: only the first of them happens."""
    accept = received.token("arb.accept", "filing")
    correct = received.token("arb.request_correction", "filing")
    tries = [("arb.accept", accept, ACCEPT), ("arb.request_correction", correct, {"missing_papers": "身份证复印件"})] * 4

    def one(which: int) -> None:
        step, token, raw = tries[which]
        received.submits(step, "filing", token, raw)

    answers = all_at_once(one, len(tries))
    assert answers.count(None) == 1
    assert {type(a) for a in answers if a is not None} == {Stale}


# ---- tokens ----


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: "",
        lambda token: "forged",
        lambda token: token[:-3] + ("aaa" if token[-3:] != "aaa" else "bbb"),
        lambda token: "x" + token,
    ],
    ids=["none", "made up", "another signature", "changed content"],
)
def test_a_token_we_did_not_sign_takes_no_step(at_desk: Office, spoil: Any) -> None:
    before = at_desk.everything()
    with pytest.raises(Stale, match="受理"):
        at_desk.submits("arb.accept", "filing", spoil(at_desk.token("arb.accept", "filing")), ACCEPT)
    assert at_desk.everything() == before


def test_a_token_is_good_for_its_step_and_its_case_only(at_desk: Office) -> None:
    other_step = at_desk.token("arb.request_correction", "filing")
    with pytest.raises(Stale):
        at_desk.submits("arb.accept", "filing", other_step, ACCEPT)
    token = at_desk.token("arb.accept", "filing")
    at_desk.case_id = at_desk.receives_another()
    with pytest.raises(Stale):
        at_desk.submits("arb.accept", "filing", token, ACCEPT)


def test_a_token_expires(at_desk: Office) -> None:
    settings, now = at_desk.runtime.settings, at_desk.runtime.now()
    token = tokens.sign(settings, "case", 7, "arb.accept", "filed", 1, "v1", now)
    last = now + timedelta(minutes=settings.token_minutes)
    assert tokens.read(settings, token, "case", 7, "arb.accept", last) == ("filed", 1, "v1")
    assert tokens.read(settings, token, "case", 7, "arb.accept", last + timedelta(seconds=1)) is None
    assert tokens.read(settings, token, "case", 8, "arb.accept", now) is None
    assert tokens.read(settings, token, "case", 7, "arb.refuse", now) is None
    assert tokens.read(settings, token, "award", 7, "arb.accept", now) is None


def test_a_page_open_overnight_is_told_so(at_desk: Office) -> None:
    token = at_desk.token("arb.accept", "filing")
    at_desk.clock.to(3, 3)
    with pytest.raises(Stale) as late:
        at_desk.submits("arb.accept", "filing", token, ACCEPT)
    assert "打开时间过长" in late.value.changed[0]


def test_a_page_of_older_articles_is_stale(at_desk: Office) -> None:
    """The definition changed since the page was shown: what it offered may no longer be the law."""
    case = at_desk.case()
    old = tokens.sign(
        at_desk.runtime.settings, "case", at_desk.case_id, "arb.accept", case.state, case.version, "older", at_desk.runtime.now()
    )
    with pytest.raises(Stale):
        at_desk.submits("arb.accept", "filing", old, ACCEPT)


# ---- authorise first ----


@contextmanager
def nothing_may_run(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every condition, form, effect and paper raises if it is only asked."""

    def bomb(*_: Any, **__: Any) -> Any:
        raise AssertionError("something ran before the person was authorised")

    with monkeypatch.context() as patch:
        for module, name in (
            (steps.facts, "build"),
            (steps.forms, "parse"),
            (steps.tokens, "read"),
            (steps.papers, "issue_for_step"),
            (steps.limits, "open_limit"),
            (procedure, "missing"),
            (procedure, "move"),
        ):
            patch.setattr(module, name, bomb)
        for table in (BEFORE, DURING, AFTER):
            for rule in table:
                patch.setitem(table, rule, bomb)
        yield


@pytest.mark.parametrize(
    ("login", "answer"),
    [
        ("head", NotAllowed),
        ("arbitrator", NotAllowed),
        ("clerk", NotAllowed),
        ("filing-shiqiao", NotYours),
        ("judge", NotYours),
        ("industry", NotYours),
        ("analyst", NotYours),
        ("system", NotYours),
        ("audit", NotYours),
    ],
)
def test_nothing_runs_for_somebody_who_may_not(
    at_desk: Office, monkeypatch: pytest.MonkeyPatch, login: str, answer: type[Exception]
) -> None:
    """Wrong role, another office, a court, a mediator nobody asked, administrators: refused before any condition."""
    before = at_desk.everything()
    token = at_desk.token("arb.accept", "filing")
    with nothing_may_run(monkeypatch), pytest.raises(answer) as refusal:
        at_desk.submits("arb.accept", login, token, ACCEPT)
    if answer is NotAllowed:
        assert str(refusal.value) == "「受理」不由您的岗位办理，由立案人员办理。"
    assert at_desk.everything() == before


def test_a_step_nobody_knows_is_not_there(at_desk: Office) -> None:
    with pytest.raises(NotYours):
        at_desk.submits("arb.no_such_step", "filing", "", {})


def test_the_person_of_a_step_the_system_takes_is_refused(at_desk: Office) -> None:
    """Steps only the system takes are offered to nobody and taken by nobody."""
    with at_desk.desk("filing") as (desk, case):
        by_system = [r.id for r in desk.book.of("case", steps.applicable_on(case)) if r.by == ("system",)]
        offered = {one.rule.id for one in steps.offers(desk, case)}
    assert by_system
    assert not offered & set(by_system)
    with pytest.raises(NotAllowed):
        at_desk.submits(by_system[0], "filing", "", {})


# ---- every reason at once ----


def test_every_reason_against_a_step_is_told_at_once(at_desk: Office) -> None:
    """The draft is neither written nor checked: one answer says it all, each reason with its ground."""
    at_desk.is_accepted()
    at_desk.clock.to(3, 10)
    at_desk.has_a_tribunal(alone=True)
    at_desk.is_set_down_and_notified("2026-03-24 09:00")
    at_desk.clock.to(3, 24)
    at_desk.takes("arb.hear", "clerk", hearing_record="庭审笔录", **BOTH_CAME)
    at_desk.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="未能达成协议")
    at_desk.takes("arb.deliberate", "arbitrator", deliberation_text="评议意见一致", **agreed([at_desk.staff_id("arbitrator")]))
    items = [item.id for item in at_desk.case().items]
    at_desk.writes_draft(
        "arbitrator",
        **{f"item-{items[0]}-disposition": "granted", f"item-{items[0]}-awarded": "9999"},
        **{f"item-{items[1]}-disposition": "granted", f"item-{items[1]}-awarded": "20000"},
    )
    before = at_desk.everything()
    token = at_desk.token("arb.submit_draft", "arbitrator")
    with pytest.raises(Refused) as refusal:
        at_desk.submits("arb.submit_draft", "arbitrator", token, {"note_optional": ""})
    with at_desk.desk("arbitrator") as (desk, case):
        shown = steps.offer(desk, case, "arb.submit_draft").reasons
    told = "\n".join(reason.text for reason in refusal.value.reasons)
    assert re.search("第3项请求还没有裁决意见", told), told
    assert re.search("超过|超出", told), told
    assert re.search("比对", told), told
    assert tuple(refusal.value.reasons) == shown, "the page greys the step for the same reasons"
    assert all(reason.text and reason.basis for reason in refusal.value.reasons)
    assert at_desk.everything() == before


def test_every_slip_in_a_form_is_told_at_once(at_desk: Office) -> None:
    at_desk.is_accepted()
    token = at_desk.token("arb.form_tribunal", "head")
    with pytest.raises(InvalidInput) as refusal:
        at_desk.submits("arb.form_tribunal", "head", token, {"chief": "nobody", "recorder": ""})
    assert len(refusal.value.errors) == 2
    assert all(error.what_now if hasattr(error, "what_now") else str(error) for error in refusal.value.errors)


# ---- all or nothing ----


class DiskFull(Exception):
    """What the tests make go wrong."""


@contextmanager
def failing_at(engine: Any, nth: int) -> Iterator[list[str]]:
    """The n-th writing statement from now fails, counted from 1; the commit counts as the last write."""
    seen: list[str] = []

    def before(_c: Any, _cursor: Any, statement: str, _p: Any, _x: Any, _m: Any) -> None:
        if WRITES.match(statement):
            seen.append(statement)
            if len(seen) == nth:
                raise DiskFull(statement)

    real_commit = engine.dialect.do_commit

    def commit(connection: Any) -> None:
        seen.append("COMMIT")
        if len(seen) == nth:
            raise DiskFull("COMMIT")
        real_commit(connection)

    hook.listen(engine, "before_cursor_execute", before)
    engine.dialect.do_commit = commit
    try:
        yield seen
    finally:
        hook.remove(engine, "before_cursor_execute", before)
        del engine.dialect.do_commit


def test_whichever_write_of_a_step_fails_nothing_of_it_stays(received: Office) -> None:
    """Acceptance writes the case, its number, event, limits, paper, tasks and messages: each fails in its turn."""
    before = received.everything()
    for nth in range(1, 200):
        token = received.token("arb.accept", "filing")
        with failing_at(received.engine, nth) as seen:
            try:
                received.submits("arb.accept", "filing", token, ACCEPT)
            except DiskFull:
                failed = True
            else:
                failed = False
        if not failed:
            break
        assert received.everything() == before, f"write {nth} ({seen[-1][:60]}) left something behind"
    written = " ".join(seen)
    assert nth > 8
    for table in ("event", "limit_clock", "paper", "number_series", "task", "outbox", "arbitration_case"):
        assert re.search(rf"(INSERT INTO|UPDATE) {table}\b", written), f"{table} was not among the writes tried"
    with open_session(received.engine, writing=False) as session:
        assert events.verify(session) == (1, None)
        assert session.get(Case, received.case_id).state == "accepted"


def test_a_fault_in_what_follows_a_step_undoes_the_step(
    at_desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = at_desk.everything()

    def broken(*_: Any) -> None:
        raise DiskFull("the index was away")

    monkeypatch.setitem(AFTER, "arb.accept", broken)
    with pytest.raises(DiskFull):
        at_desk.submits("arb.accept", "filing", at_desk.token("arb.accept", "filing"), ACCEPT)
    assert at_desk.everything() == before


# ---- traces ----


def test_a_step_leaves_event_task_paper_limit_and_message(at_desk: Office) -> None:
    at_desk.is_accepted()
    with open_session(at_desk.engine, writing=False) as session:
        case = session.get(Case, at_desk.case_id)
        assert case is not None
        event = session.exec(select(Event).order_by(col(Event.id).desc())).first()
        assert event is not None
        assert (event.rule, event.before, event.after, event.actor_name) == ("arb.accept", "filed", "accepted", "沈禾")
        assert event.definition
        assert event.snapshot["case"]["state"] == "accepted"
        assert case.head_hash == event.hash
        assert case.version == event.sequence
        assert session.exec(select(Task).where(Task.kind == "form_tribunal", Task.state == "open")).all()
        kinds = session.exec(select(OutboxMessage.kind)).all()
    assert {"case.changed", "paper.make"} <= set(kinds)


@pytest.mark.parametrize(
    ("login", "step", "raw", "kind"),
    [
        ("head", "arb.accept", ACCEPT, "not_allowed"),
        ("filing", "arb.accept", {}, "input"),
        ("filing", "arb.accept", {**ACCEPT, "conditions": ""}, "refused"),
        ("filing", "stale", ACCEPT, "stale"),
    ],
)
def test_a_refused_step_leaves_one_line_and_no_typed_text(
    at_desk: Office, login: str, step: str, raw: dict[str, str], kind: str
) -> None:
    """What the web does with every refusal: one line, in a transaction of its own, with every reason."""
    token = "" if step == "stale" else at_desk.token("arb.accept", "filing")
    with pytest.raises(HengjianError) as refusal:
        at_desk.submits("arb.accept", login, token, raw)
    with transaction(at_desk.engine) as session:
        readlog.refused(
            session, at_desk.actor(login), at_desk.runtime.now(), "case", at_desk.case_id, "arb.accept", refusal.value, 1
        )
    with open_session(at_desk.engine, writing=False) as session:
        line = session.exec(select(RefusedStep)).one()
    assert (line.kind, line.rule, line.actor_name) == (kind, "arb.accept", at_desk.actor(login).name)
    assert line.reasons
    assert all(reason["text"] for reason in line.reasons)
