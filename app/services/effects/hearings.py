"""庭审: a sitting set, postponed, held or not held, and who came; the parties' requests about it."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from app.models import Case, Hearing, Request
from app.services import hearing_records, papers
from app.services.desk import Desk
from app.services.effects.registry import Door, after, before
from app.services.effects.requests import decided, new_request
from workflows.appearance import Comer, sentence


def latest_hearing(desk: Desk, case: Case) -> Hearing | None:
    return desk.session.exec(
        select(Hearing).where(Hearing.case_id == case.id).order_by(col(Hearing.ordinal).desc())
    ).first()


def _current(desk: Desk, case: Case) -> Hearing:
    hearing = latest_hearing(desk, case)
    assert hearing is not None
    return hearing


@before("arb.set_hearing")
def set_hearing(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 38: a new sitting; the one postponed before points to it."""
    last = latest_hearing(desk, case)
    hearing = Hearing(
        case_id=case.id or 0,
        ordinal=last.ordinal + 1 if last else 1,
        starts_at=asked["hearing_at"],
        room=asked["room"],
        public=not case.private_ground,
    )
    desk.session.add(hearing)
    desk.session.flush()
    if last is not None and last.state == "postponed":
        last.postponed_to_id = hearing.id
        desk.session.add(last)


@after("arb.set_hearing")
def hearing_set(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    door.start(desk, case, "hearing.set", _current(desk, case))


@before("arb.postpone_hearing")
def postpone(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    hearing = _current(desk, case)
    hearing.postpone_reason = asked["postpone_reason"]
    desk.session.add(hearing)


@after("arb.postpone_hearing")
def postponed(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    door.perform(desk, _current(desk, case), "hearing.postponed")


@before("arb.hear")
def hear(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 41: who came, party by party, and the record."""
    hearing = _current(desk, case)
    _appeared(case, hearing, asked)
    hearing.record = asked["hearing_record"]
    record = hearing_records.of_hearing(desk, hearing)
    if record is not None and (written := hearing_records.text_of(desk, hearing)):
        hearing.record = written  # what was written and signed in the room is the record, not a copy typed after it
        hearing_records.close(desk, record)
    desk.session.add(hearing)


@before("arb.hear_in_default")
def hear_in_default(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """LMA 36; CHR 39: the tribunal's decision to hear without the respondent stands with the sitting."""
    hear(desk, case, _, asked)
    _current(desk, case).default_reason = asked["default_reason"]


@after("arb.hear", "arb.hear_in_default")
def heard(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    hearing = _current(desk, case)
    door.perform(desk, hearing, "hearing.held")
    record = hearing_records.of_hearing(desk, hearing)
    if record is not None and record.closed_at is not None:
        facts = {"record": hearing_records.facts_of(desk, case, hearing, record)}
        papers.issue(desk, case, "hearing_record", hearing=hearing, extra=facts)


@before("arb.deem_withdrawn")
def nobody_came(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    hearing = _current(desk, case)
    _appeared(case, hearing, asked)
    desk.session.add(hearing)


@after("arb.deem_withdrawn")
def not_held(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    """The sitting nobody asked for any more falls away with the case."""
    door.perform(desk, _current(desk, case), "hearing.cancelled")


def _appeared(case: Case, hearing: Hearing, asked: Mapping[str, Any]) -> None:
    ways: Mapping[int, str] = asked["came"]
    hearing.appearance = {str(party): way for party, way in ways.items()}
    hearing.came = sentence((Comer(p.id or 0, p.side, p.kind, p.name) for p in case.parties), ways)[:500]
    hearing.public = not case.private_ground


# ---- public or not ----


@before("arb.hear_in_private")
def hear_in_private(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    case.private_ground = asked["private_ground"]


# ---- requests ----


@before("request.postpone")
def ask_to_postpone(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    return new_request(desk, case, "postpone", asked)


@before("request.grant_postpone", "request.refuse_postpone", "request.refuse_private_hearing")
def answered(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    decided(desk, request, asked["note"])


@after("request.grant_postpone")
def postpone_as_asked(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any], door: Door) -> None:
    """CHR 38: the sitting is postponed and everyone told; a new one is set and notified like the first."""
    door.perform(desk, case, "arb.postpone_hearing", postpone_reason=f"当事人申请延期：{request.text}；{asked['note']}"[:500])


@before("request.private_hearing")
def ask_for_privacy(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    return new_request(desk, case, "private_hearing", asked, data={"ground": asked["private_ground"]})


@before("request.grant_private_hearing")
def sit_in_private(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    """LMA 26: every hearing of the case from now on."""
    case.private_ground = request.data["ground"]
    decided(desk, request, asked["note_optional"])
