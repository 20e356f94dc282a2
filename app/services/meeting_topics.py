"""联席会议的议题: divergences, and drafts that kept to their own measure, as questions on the agenda of a meeting (O70 四).

A question names no case and no person, so every member may read it; who may see the divergence opens its sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from app.models import Award, Case, ClaimItem, JointMeeting, MeetingMember, MeetingTopic, Outcome
from app.permissions import May, allows
from app.services import divergences
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed, NotYours
from workflows.errors import InputError
from workflows.items import KINDS

LONGEST_QUESTION, LONGEST_RESOLUTION = 1000, 2000


@dataclass(frozen=True)
class Topic:
    """One question of a meeting. `outcome_id` and `case_id` only for readers whom the divergence or the case concerns."""

    topic: MeetingTopic
    kind_title: str
    outcome_id: int | None
    case_id: int | None


def of_meeting(desk: Desk, meeting_id: int) -> list[Topic]:
    """The questions of a meeting, in the order they were put on."""
    rows = desk.session.exec(
        select(MeetingTopic).where(MeetingTopic.meeting_id == meeting_id).order_by(col(MeetingTopic.id))
    ).all()
    outcomes = [row.outcome_id for row in rows if row.outcome_id]
    items = [row.claim_item_id for row in rows if row.claim_item_id]
    seen = set(
        desk.session.exec(
            select(Outcome.id)
            .join(Case, col(Case.id) == Outcome.case_id)
            .where(col(Outcome.id).in_(outcomes), divergences.mine(desk))
        )
    )
    cases = dict(
        desk.session.exec(
            select(ClaimItem.id, Case.id)
            .join(Case, col(Case.id) == ClaimItem.case_id)
            .where(col(ClaimItem.id).in_(items), Case.office_id == desk.actor.body_id)
        ).all()
    )
    return [
        Topic(
            row,
            KINDS[row.kind].title if row.kind in KINDS else row.kind,
            row.outcome_id if row.outcome_id in seen else None,
            cases.get(row.claim_item_id),
        )
        for row in rows
    ]


def open_meetings(desk: Desk) -> Sequence[JointMeeting]:
    """Planned meetings a person may put a question on: those of their body, and those they are a member of."""
    if not allows(desk.actor, May.SEE_MEETINGS):
        return ()
    mine = select(MeetingMember.meeting_id).where(MeetingMember.staff_id == desk.actor.id)
    return desk.session.exec(
        select(JointMeeting)
        .where(
            JointMeeting.status == "planned",
            (col(JointMeeting.body_id) == desk.actor.body_id) | col(JointMeeting.id).in_(mine),
        )
        .order_by(col(JointMeeting.planned_on), col(JointMeeting.id))
    ).all()


def bring_divergence(desk: Desk, outcome_id: int, raw: Mapping[str, Any]) -> MeetingTopic:
    """Put a divergence on an agenda. Fields: meeting (id), question. Raises NotYours, InvalidInput."""
    found = divergences.sheet(desk, outcome_id)
    return _bring(desk, raw, found.row.item.kind, outcome_id=outcome_id)


def bring_draft(desk: Desk, item_id: int, raw: Mapping[str, Any]) -> MeetingTopic:
    """Put the question of a draft that kept to its own measure on an agenda. Same fields and errors."""
    row = desk.session.exec(
        select(ClaimItem)
        .join(Award, col(Award.id) == ClaimItem.award_id)
        .join(Case, col(Case.id) == ClaimItem.case_id)
        .where(ClaimItem.id == item_id, col(ClaimItem.deviation_reason) != "", divergences.mine(desk))
    ).first()
    if row is None or allows(desk.actor, May.ACT_ON_MATTER):
        raise NotYours
    return _bring(desk, raw, row.kind, item_id=item_id)


def _bring(
    desk: Desk, raw: Mapping[str, Any], kind: str, outcome_id: int | None = None, item_id: int | None = None
) -> MeetingTopic:
    typed, question = str(raw.get("meeting") or ""), str(raw.get("question") or "").strip()
    meeting = next((one for one in open_meetings(desk) if str(one.id) == typed), None)
    problems = []
    if meeting is None:
        why = "没有选择，或者会议已经召开。"
        problems.append(_at("meeting", "联席会议", typed, why, "请选择尚未召开的会议；没有的，先在「联席会议」页登记。"))
    if not question or len(question) > LONGEST_QUESTION or "\x00" in question:
        why = "没有填写。" if not question else f"超过{LONGEST_QUESTION}个字，或者含有控制字符。"
        problems.append(_at("question", "议题", question[:40], why, "请写法律适用或者裁判尺度上的问题，不写姓名和案号。"))
    if meeting is not None:
        there = desk.session.exec(
            select(MeetingTopic.id).where(
                MeetingTopic.meeting_id == meeting.id,
                MeetingTopic.outcome_id == outcome_id if outcome_id else MeetingTopic.claim_item_id == item_id,
            )
        ).first()
        if there is not None:
            problems.append(_at("meeting", "联席会议", meeting.title, "议程上已经有这一项。", "不需要再次提出。"))
    if problems or meeting is None:
        raise InvalidInput(problems)
    assert desk.actor.id is not None
    made = MeetingTopic(
        meeting_id=meeting.id or 0,
        outcome_id=outcome_id,
        claim_item_id=item_id,
        kind=kind,
        question=question,
        added_by_id=desk.actor.id,
        added_at=desk.now,
    )
    desk.session.add(made)
    desk.session.flush()
    return made


def resolve(desk: Desk, topic_id: int, raw: Mapping[str, Any]) -> MeetingTopic:
    """Record what the meeting held on a question. Field: resolution. For those who called it. Raises NotYours, …"""
    topic = desk.session.get(MeetingTopic, topic_id)
    meeting = desk.session.get(JointMeeting, topic.meeting_id) if topic is not None else None
    if topic is None or meeting is None or meeting.body_id != desk.actor.body_id:
        raise NotYours
    if not allows(desk.actor, May.EDIT_MEETINGS):
        raise NotAllowed("登记议题的意见", ["召集会议的人员"], "O70 四")
    text = str(raw.get("resolution") or "").strip()
    if meeting.held_on is None:
        raise InvalidInput([_at("resolution", "意见", "", "会议还没有登记召开。", "请先登记召开，再登记各议题的意见。")])
    if not text or len(text) > LONGEST_RESOLUTION or "\x00" in text:
        why = "没有填写。" if not text else f"超过{LONGEST_RESOLUTION}个字，或者含有控制字符。"
        raise InvalidInput([_at("resolution", "意见", text[:40], why, "请写明会议形成的意见；没有形成的，写明分歧。")])
    topic.resolution, topic.resolved_by_id, topic.resolved_at = text, desk.actor.id, desk.now
    desk.session.add(topic)
    desk.session.flush()
    return topic


def as_standard(desk: Desk, topic_id: int) -> dict[str, Any]:
    """What a standard begins with when it comes from a resolved question. Raises NotYours."""
    topic = desk.session.get(MeetingTopic, topic_id)
    meeting = desk.session.get(JointMeeting, topic.meeting_id) if topic is not None else None
    if topic is None or meeting is None or meeting.body_id != desk.actor.body_id:
        raise NotYours
    return {
        "title": topic.question[:120],
        "text": topic.resolution,
        "meeting": meeting.title,
        "adopted_on": meeting.held_on.isoformat() if meeting.held_on else "",
        "kinds": [topic.kind],
    }


def _at(name: str, title: str, value: object, why: str, remedy: str) -> InputError:
    problem = InputError(title, value, why, remedy, "O70 四")
    problem.name = name  # type: ignore[attr-defined]
    return problem
