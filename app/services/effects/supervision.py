"""仲裁监督与补正: an effective result set aside and taken up again (O1 十八); slips of an award mended (CHR 54)."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from app.models import Award, AwardCorrection, Case, ClaimItem, Event, MediationStatement, Paper
from app.services import award_paper, limits, office_options, papers
from app.services.desk import Desk
from app.services.effects import court_acts
from app.services.effects.registry import Door, after, before, during

FILE = ("file.keep", "file.practice.gather", "file.practice.hand_over")


@before("arb.reopen_award")
def reopen_award(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """Only what this award decided is open again; a split award's other half stands."""
    for item in case.items:
        if item.award_id == asked["award"]:
            _undecide(desk, item)
    _start_again(desk, case)


@before("arb.reopen_statement")
def reopen_statement(desk: Desk, case: Case, _: Any, __: Mapping[str, Any]) -> None:
    for item in case.items:
        if any(item.id in statement.item_ids for statement in _effective(desk, case)):
            _undecide(desk, item)
    _start_again(desk, case)


def _undecide(desk: Desk, item: ClaimItem) -> None:
    item.disposition, item.awarded_fen, item.award_id = "pending", None, None
    item.decision_text, item.reasoning, item.deviation_reason = "", "", ""
    item.working, item.articles, item.check = [], [], {}
    desk.session.add(item)


def _start_again(desk: Desk, case: Case) -> None:
    """Another tribunal, a hearing of its own, mediation and deliberation anew. What was there stays in the record."""
    case.earlier_panel = sorted({*case.earlier_panel, *case.panel, *([case.chief_id] if case.chief_id else [])})
    case.chief_id = case.hearing_officer_id = case.recorder_id = None
    case.panel, case.votes, case.not_signing, case.partial_items = [], [], [], []
    case.mediation_tried_on, case.no_mediation_reason, case.deliberation = None, "", ""
    case.facts_found, case.reasoning = "", ""
    case.closed_on, case.closed_by, case.keep_until = None, None, None
    case.reopened_on = desk.today


@during("arb.reopen_award", "arb.reopen_statement")
def term_of_the_new_handling(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], event: Event) -> None:
    """The rules state no term (U): a setting. The retention of the closed file ends with the closing."""
    limits.lay_aside(desk, case, FILE, event.id)
    event.note += f"；重新处理的期限：{office_options.in_words(desk, 'supervision_term')}"
    if office_options.answer(desk, "supervision_term") == "as_new":
        limits.open_limit(desk, case, "arb.decide_45", desk.today, event.id)


@after("arb.reopen_award")
def award_set_aside(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], door: Door) -> None:
    """O1 十八: there is nothing left to sue on or to enforce."""
    award = desk.session.get_one(Award, asked["award"])
    for matter in court_acts.enforcements(desk, award):
        door.perform(desk, matter, "court.enforcement_falls")
    door.perform(desk, award, "award.set_aside")


@during("award.set_aside")
def its_clocks_fall_away(desk: Desk, case: Case, award: Award, _: Mapping[str, Any], event: Event) -> None:
    """No time to sue, to annul or to enforce runs over an award that is gone; the new one has its own."""
    for limit in limits.open_limits(desk.session, case.id or 0):
        if (limit.machine, limit.subject_id) == ("award", award.id):
            limits.drop(desk, limit, event.id)


@after("arb.reopen_statement")
def statement_set_aside(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    for statement in _effective(desk, case):
        for matter in court_acts.enforcements_of_paper(desk, statement.paper_id):
            door.perform(desk, matter, "court.enforcement_falls")
        door.perform(desk, statement, "statement.set_aside")


def _effective(desk: Desk, case: Case) -> list[MediationStatement]:
    return list(
        desk.session.exec(
            select(MediationStatement).where(
                MediationStatement.case_id == case.id, MediationStatement.state == "effective"
            )
        ).all()
    )


# ---- 补正 ----


@before("paper.correct")
def correct(desk: Desk, case: Case, paper: Paper, asked: Mapping[str, Any]) -> None:
    """The award's text stays as it was made; a sum is kept corrected with its item, both sums with the correction."""
    assert paper.award_id is not None
    item = next((i for i in case.items if i.id == asked["correction_item"]), None)
    recalculated = item is not None and asked["correction_kind"] == "calculation"
    last = _corrections(desk, paper)
    desk.session.add(
        AwardCorrection(
            case_id=case.id or 0,
            award_id=paper.award_id,
            ordinal=len(last) + 1,
            kind=asked["correction_kind"],
            item_id=item.id if item else None,
            before_text=asked["correction_before"],
            after_text=asked["correction_text"],
            before_fen=item.awarded_fen if item and recalculated else None,
            after_fen=asked["correct_amount"] if recalculated else None,
            made_on=desk.today,
        )
    )
    if item is not None and recalculated:
        item.awarded_fen = asked["correct_amount"]
        desk.session.add(item)
    desk.session.flush()


@after("paper.correct")
def correction_decided(desk: Desk, case: Case, paper: Paper, _: Mapping[str, Any], door: Door) -> None:
    """CHR 54: a paper of its own that is part of the award; it is served like it and starts no clock."""
    row = _corrections(desk, paper)[-1]
    award = desk.session.get_one(Award, paper.award_id)
    # Who sat, and who left the award unsigned, is what the award itself says (LMA 46): the tribunal may be another now.
    facts = {
        "correction": award_paper.correction_facts(desk, case, award, row),
        "panel": paper.facts["panel"],
    }
    made = papers.issue(desk, case, "correction_decision", award=award, extra=facts)
    row.paper_id = made.id
    desk.session.add(row)


def _corrections(desk: Desk, paper: Paper) -> list[AwardCorrection]:
    return list(
        desk.session.exec(
            select(AwardCorrection).where(AwardCorrection.award_id == paper.award_id).order_by(col(AwardCorrection.ordinal))
        ).all()
    )
