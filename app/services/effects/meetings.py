"""联席会议讨论: a case brought before a meeting, the file opened to its members, and the standard made of it."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from app.models import Case, Discussion, JointMeeting
from app.services import standards
from app.services.desk import Desk
from app.services.effects.registry import before


@before("discussion.propose")
def propose(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Discussion:
    last = desk.session.exec(
        select(Discussion.ordinal).where(Discussion.case_id == case.id).order_by(col(Discussion.ordinal).desc())
    ).first()
    discussion = Discussion(
        case_id=case.id or 0,
        ordinal=(last or 0) + 1,
        question=asked["discussion_question"],
        proposed_by_id=desk.actor.id,
        proposed_on=desk.today,
    )
    desk.session.add(discussion)
    desk.session.flush()
    return discussion


@before("discussion.schedule")
def schedule(desk: Desk, case: Case, discussion: Discussion, asked: Mapping[str, Any]) -> None:
    """The members may read the main file in these days and no others (O70 四)."""
    discussion.meeting_id = asked["joint_meeting"]
    discussion.read_from = asked["read_from"]
    discussion.read_until = asked["read_until"]


@before("discussion.record")
def record(desk: Desk, case: Case, discussion: Discussion, asked: Mapping[str, Any]) -> None:
    discussion.views = asked["discussion_views"]


@before("discussion.resolve")
def resolve(desk: Desk, case: Case, discussion: Discussion, asked: Mapping[str, Any]) -> None:
    """A resolution may become a standard, with the meeting it came from and the case it was made on."""
    discussion.resolution = asked["discussion_resolution"]
    discussion.decided_on = desk.today
    if not asked["standard_number"]:
        return
    meeting = desk.session.get_one(JointMeeting, discussion.meeting_id)
    item = next(item for item in case.items if item.id == asked["standard_item"])
    standard = standards.save(
        desk,
        None,
        {
            "number": asked["standard_number"],
            "title": asked["standard_title"],
            "text": asked["discussion_resolution"],
            "meeting": meeting.title,
            "adopted_on": (meeting.held_on or desk.today).isoformat(),
            "kinds": [item.kind],
            "source_cases": case.title,
            "articles": "",
        },
    )
    discussion.standard_id = standard.id


@before("discussion.withdraw")
def withdraw(desk: Desk, case: Case, discussion: Discussion, asked: Mapping[str, Any]) -> None:
    """Withdrawn, the file is closed to the members again."""
    discussion.decided_on = desk.today
    if discussion.read_until is not None and discussion.read_until >= desk.today:
        discussion.read_from = discussion.read_until = None
