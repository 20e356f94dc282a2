"""The lines of an issued month one can drill into: one for each thing counted, written once with the report.

Who presides over a case stands only here: the facts that leave the office with the report name no arbitrator.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import insert
from sqlmodel import Session, col, select

from app.models import Case, Report, ReportLine
from app.services.report_cases import SUCCESS, Record, between
from app.services.report_periods import MONTH
from app.services.report_suits import Suits
from workflows.consistency import reason

BATCH = 500


def write(session: Session, report: Report, data: Record) -> None:
    """The lines of a monthly report. Quarters and years are drilled into by their months."""
    if data["kind"] != MONTH:
        return
    lines = [*_items(data), *_closed(data), *_referrals(data)]
    presiding = _presiding(session, {line["case_id"] for line in lines})
    blank = {
        "court_id": None,
        "channel": "",
        "kind": "",
        "reason": "",
        "hit": False,
        "kept_fen": 0,
        "larger_fen": 0,
        "days": 0,
    }
    rows = [
        {**blank, **line, "report_id": report.id, "arbitrator_id": presiding.get(line["case_id"])} for line in lines
    ]
    if rows:
        session.execute(insert(ReportLine), rows)


def _items(data: Record) -> Iterator[Record]:
    suits = Suits(data)
    for suit in suits.compared("month"):
        matter = suits.matters[int(suit.id)]
        for item in suit.compared:
            yield {
                "topic": "item",
                "case_id": matter["case"],
                "office_id": matter["office"],
                "court_id": matter["court"],
                "kind": item.kind,
                "reason": "" if item.same else reason(item.reason_code).id if item.reason_code else "uncoded",
                "hit": item.same,
                "kept_fen": item.kept,
                "larger_fen": item.larger,
            }


def _closed(data: Record) -> Iterator[Record]:
    for case in data["cases"]:
        if case["accepted"] and between(data, "closed")(case):
            yield {
                "topic": "closed",
                "case_id": case["id"],
                "office_id": case["office"],
                "kind": case["by"] or "",
                "hit": not case["due"] or case["closed"] <= case["due"],
                "days": (date.fromisoformat(case["closed"]) - date.fromisoformat(case["accepted"])).days,
            }


def _referrals(data: Record) -> Iterator[Record]:
    ended = between(data, "ended")
    for referral in data["referrals"]:
        if ended(referral) and referral["consented"] and referral["outcome"]:
            yield {
                "topic": "referral",
                "case_id": referral["case"],
                "office_id": referral["office"],
                "channel": referral["channel"],
                "kind": referral["outcome"],
                "hit": referral["outcome"] in SUCCESS,
            }


def _presiding(session: Session, cases: Iterable[int]) -> dict[int, int]:
    """Case → the arbitrator who presides."""
    wanted = sorted(cases)
    found: dict[int, int] = {}
    for start in range(0, len(wanted), BATCH):
        rows = session.execute(
            select(col(Case.id), col(Case.chief_id)).where(
                col(Case.id).in_(wanted[start : start + BATCH]), col(Case.chief_id).is_not(None)
            )
        )
        found |= dict(rows.all())
    return found
