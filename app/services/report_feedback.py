"""What the sides said to divergences, what was done, and what meetings took up: as a report freezes it (practice §4, 5–7)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col

from app.models import (
    Case,
    CourtMatter,
    DivergenceAction,
    DivergenceOpinion,
    JointMeeting,
    MeetingTopic,
    Outcome,
    Standard,
)
from app.services.report_cases import Record, records

BATCH = 500


def of_outcomes(session: Session, hide: Mapping[int, Callable[[str], str]]) -> dict[int, Record]:
    """For each outcome {"office": [reason, words], "court": [reason, words], "action": [action, words, standard, since]}.

    The last word of each side counts. `hide` gives for each outcome what hides the persons of its case.
    """
    found: dict[int, Record] = {}
    for batch in _batches(hide):
        for outcome, side, reason, text in session.execute(
            select(
                col(DivergenceOpinion.outcome_id),
                col(DivergenceOpinion.side),
                col(DivergenceOpinion.reason_code),
                col(DivergenceOpinion.text),
            )
            .where(col(DivergenceOpinion.outcome_id).in_(batch))
            .order_by(col(DivergenceOpinion.id))
        ):
            found.setdefault(outcome, {})[side] = [reason, hide[outcome](text)]
        for outcome, action, note, number, since in session.execute(
            select(
                col(DivergenceAction.outcome_id),
                col(DivergenceAction.action),
                col(DivergenceAction.note),
                col(Standard.number),
                col(DivergenceAction.since),
            )
            .outerjoin(Standard, col(Standard.id) == col(DivergenceAction.standard_id))
            .where(col(DivergenceAction.outcome_id).in_(batch))
            .order_by(col(DivergenceAction.id))
        ):
            found.setdefault(outcome, {})["action"] = [action, hide[outcome](note), number or "", since.isoformat()]
    return found


def _batches(ids: Iterable[int]) -> Iterable[list[int]]:
    wanted = sorted(ids)
    return (wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))


def actions(session: Session, end: date, here: list[ColumnElement[bool]]) -> list[Record]:
    """Training, templates and standards that answered a divergence, by the end of the period; a change of mind counts last."""
    found = session.execute(
        select(
            col(DivergenceAction.outcome_id).label("outcome"),
            col(DivergenceAction.action).label("action"),
            col(DivergenceAction.since).label("since"),
            col(Standard.number).label("standard"),
            col(Outcome.kind).label("kind"),
            col(CourtMatter.case_id).label("case"),
        )
        .join(Outcome, col(Outcome.id) == col(DivergenceAction.outcome_id))
        .join(CourtMatter, col(CourtMatter.id) == col(Outcome.matter_id))
        .join(Case, col(Case.id) == col(CourtMatter.case_id))
        .outerjoin(Standard, col(Standard.id) == col(DivergenceAction.standard_id))
        .where(col(DivergenceAction.since) <= end, *here)
        .order_by(col(DivergenceAction.id))
    ).all()
    last = {row["outcome"]: row for row in records(found)}
    return [row for row in last.values() if row["action"] != "none"]


def topics(session: Session, start: date, end: date, office_id: int | None) -> list[Record]:
    """Questions of meetings held in the period, and those still without a resolution. They name no case and no person."""
    theirs = [] if office_id is None else [col(JointMeeting.body_id) == office_id]
    found = session.execute(
        select(
            col(MeetingTopic.kind).label("kind"),
            col(MeetingTopic.question).label("question"),
            col(MeetingTopic.resolution).label("resolution"),
            col(JointMeeting.title).label("meeting"),
            col(JointMeeting.held_on).label("held"),
        )
        .join(JointMeeting, col(JointMeeting.id) == col(MeetingTopic.meeting_id))
        .where(
            or_(
                col(JointMeeting.held_on).between(start, end),
                and_(col(MeetingTopic.resolution) == "", col(JointMeeting.called_at).is_not(None)),
            ),
            *theirs,
        )
        .order_by(col(MeetingTopic.id))
    ).all()
    return records(found)
