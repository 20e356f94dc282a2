"""联席会议: called, filled with members and cases, held. Its members read the main file of a case on its agenda, in the
days named for it, and every opening is logged like any other (O70 四)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import Body, Case, Discussion, JointMeeting, MeetingMember, Staff, StaffRole, Standard
from app.permissions import May, allows
from app.services import access, forms
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed, NotYours
from workflows.errors import InputError

ROLES = ("head", "arbitrator", "judge", "analyst")
"""Who may be a member."""
CALLERS = ("仲裁院负责人", "法官", "统计分析员")


@dataclass(frozen=True)
class AgendaItem:
    """One case on the agenda; its number and question only for those who may read it."""

    discussion: Discussion
    case: Case
    readable: bool
    standard: Standard | None


@dataclass(frozen=True)
class Page:
    """One meeting as a reader may see it."""

    meeting: JointMeeting
    body: Body
    members: Sequence[tuple[Staff, Body]]
    agenda: Sequence[AgendaItem]
    candidates: Sequence[tuple[Staff, Body]]
    """Officials who are no members yet, for those who may call meetings."""
    mine: bool


def listed(desk: Desk) -> Sequence[tuple[JointMeeting, Body, int]]:
    """The meetings of this person's body and those they are a member of, the next ones first; with the number of cases."""
    mine = select(MeetingMember.meeting_id).where(MeetingMember.staff_id == desk.actor.id)
    found = desk.session.exec(
        select(JointMeeting, Body)
        .join(Body, col(Body.id) == JointMeeting.body_id)
        .where((col(JointMeeting.body_id) == desk.actor.body_id) | col(JointMeeting.id).in_(mine))
        .order_by(col(JointMeeting.planned_on).desc(), col(JointMeeting.id).desc())
    ).all()
    ids = [meeting.id for meeting, _ in found]
    cases: dict[int | None, int] = {}
    for row in desk.session.exec(select(Discussion).where(col(Discussion.meeting_id).in_(ids))):
        if row.state != "withdrawn":
            cases[row.meeting_id] = cases.get(row.meeting_id, 0) + 1
    return [(meeting, body, cases.get(meeting.id, 0)) for meeting, body in found]


def page(desk: Desk, meeting_id: int) -> Page:
    """One meeting with its agenda. Raises NotYours for a meeting of others."""
    meeting = _meeting(desk, meeting_id)
    members = desk.session.exec(
        select(Staff, Body)
        .join(MeetingMember, col(MeetingMember.staff_id) == Staff.id)
        .join(Body, col(Body.id) == Staff.body_id)
        .where(MeetingMember.meeting_id == meeting.id)
        .order_by(col(Body.id), col(Staff.id))
    ).all()
    there = {staff.id for staff, _ in members}
    calls = allows(desk.actor, May.EDIT_MEETINGS) and meeting.body_id == desk.actor.body_id
    return Page(
        meeting=meeting,
        body=desk.session.get_one(Body, meeting.body_id),
        members=[(staff, body) for staff, body in members],
        agenda=_agenda(desk, meeting),
        candidates=[one for one in _officials(desk) if one[0].id not in there] if calls else (),
        mine=calls,
    )


def _agenda(desk: Desk, meeting: JointMeeting) -> list[AgendaItem]:
    rows = desk.session.exec(
        select(Discussion, Case)
        .join(Case, col(Case.id) == Discussion.case_id)
        .where(Discussion.meeting_id == meeting.id)
        .order_by(col(Discussion.id))
    ).all()
    return [
        AgendaItem(
            discussion,
            case,
            allows(desk.actor, May.SEE_CASE, access.concern_of(desk.session, case, desk.today)),
            desk.session.get(Standard, discussion.standard_id) if discussion.standard_id else None,
        )
        for discussion, case in rows
    ]


def _officials(desk: Desk) -> list[tuple[Staff, Body]]:
    """Everybody who may be a member: heads, arbitrators, judges and analysts in office."""
    rows = desk.session.exec(
        select(Staff, Body)
        .join(Body, col(Body.id) == Staff.body_id)
        .where(
            col(Staff.active).is_(True),
            col(Staff.id).in_(select(StaffRole.staff_id).where(col(StaffRole.role).in_(ROLES))),
        )
        .order_by(col(Body.id), col(Staff.id))
    ).all()
    return [(staff, body) for staff, body in rows]


def call(desk: Desk, raw: Mapping[str, Any]) -> JointMeeting:
    """Plan a meeting. Fields: title, planned_on, place, topics. Raises InvalidInput with every problem, NotAllowed."""
    _may_edit(desk, None)
    problems: list[InputError] = []
    title = _text(raw, "title", "会议名称", 120, problems, needed=True)
    place = _text(raw, "place", "地点", 120, problems)
    topics = _text(raw, "topics", "其他议题", 2000, problems)
    planned = _day(raw, "planned_on", "计划召开日期", problems)
    if problems or planned is None:
        raise InvalidInput(problems)
    assert desk.actor.body_id is not None
    meeting = JointMeeting(
        title=title,
        planned_on=planned,
        place=place,
        topics=topics,
        body_id=desk.actor.body_id,
        called_by_id=desk.actor.id,
        called_at=desk.now,
    )
    desk.session.add(meeting)
    desk.session.flush()
    if desk.actor.id is not None:
        desk.session.add(MeetingMember(meeting_id=meeting.id or 0, staff_id=desk.actor.id))
    desk.session.flush()
    return meeting


def invite(desk: Desk, meeting_id: int, raw: Mapping[str, Any]) -> None:
    """Add one member. Field: member (staff id). Raises NotYours, NotAllowed, InvalidInput."""
    meeting = _meeting(desk, meeting_id)
    _may_edit(desk, meeting)
    typed = str(raw.get("member") or "")
    chosen = next((staff for staff, _ in _officials(desk) if str(staff.id) == typed), None)
    if chosen is None:
        raise InvalidInput([_problem("member", "与会人员", typed, "不是可以参加联席会议的在岗人员。", "请从列表中选择。")])
    there = select(MeetingMember).where(MeetingMember.meeting_id == meeting.id, MeetingMember.staff_id == chosen.id)
    if desk.session.exec(there).first() is None:
        desk.session.add(MeetingMember(meeting_id=meeting.id or 0, staff_id=chosen.id or 0))
        desk.session.flush()


def hold(desk: Desk, meeting_id: int, raw: Mapping[str, Any]) -> None:
    """Record that the meeting took place. Fields: held_on, minutes. Raises NotYours, NotAllowed, InvalidInput."""
    meeting = _meeting(desk, meeting_id)
    _may_edit(desk, meeting)
    problems: list[InputError] = []
    held = _day(raw, "held_on", "召开日期", problems)
    minutes = _text(raw, "minutes", "会议纪要", 20000, problems, needed=True)
    if held is not None and held > desk.today:
        problems.append(_problem("held_on", "召开日期", str(held), "晚于今天。", "请在召开以后登记。"))
    if meeting.status == "held":
        problems.append(_problem("held_on", "召开日期", "", "已经登记召开。", "不需要再次登记。"))
    if problems:
        raise InvalidInput(problems)
    meeting.status, meeting.held_on, meeting.minutes = "held", held, minutes
    desk.session.add(meeting)
    desk.session.flush()


def _meeting(desk: Desk, meeting_id: int) -> JointMeeting:
    """A meeting of one's body, or one takes part in. Raises NotYours."""
    meeting = desk.session.get(JointMeeting, meeting_id)
    if meeting is None:
        raise NotYours
    member = select(MeetingMember).where(
        MeetingMember.meeting_id == meeting_id, MeetingMember.staff_id == desk.actor.id
    )
    if meeting.body_id != desk.actor.body_id and desk.session.exec(member).first() is None:
        raise NotYours
    return meeting


def _may_edit(desk: Desk, meeting: JointMeeting | None) -> None:
    """Those who may call meetings, for meetings of their own body."""
    if not allows(desk.actor, May.EDIT_MEETINGS) or desk.actor.body_id is None:
        raise NotAllowed("办理联席会议", list(CALLERS), "O70 四")
    if meeting is not None and meeting.body_id != desk.actor.body_id:
        raise NotAllowed("办理联席会议", ["召集会议的机构"], "O70 四")


def _text(
    raw: Mapping[str, Any], name: str, title: str, most: int, problems: list[InputError], *, needed: bool = False
) -> str:
    text = str(raw.get(name) or "").strip()
    if needed and not text:
        problems.append(_problem(name, title, "", "没有填写。", "请填写后再保存。"))
    if len(text) > most or "\x00" in text:
        problems.append(_problem(name, title, text[:60], f"超过{most}个字，或者含有不能保存的控制字符。", "请精简。"))
    return text


def _day(raw: Mapping[str, Any], name: str, title: str, problems: list[InputError]) -> date | None:
    try:
        return forms.day(title, str(raw.get(name) or ""))
    except InputError as problem:
        problem.name = name  # type: ignore[attr-defined]
        problems.append(problem)
        return None


def _problem(name: str, title: str, value: str, why: str, remedy: str) -> InputError:
    problem = InputError(title, value, why, remedy, "O70 四")
    problem.name = name  # type: ignore[attr-defined]
    return problem


