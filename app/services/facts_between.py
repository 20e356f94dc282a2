"""The facts between filing and hearing: answer periods, challenges, transfer, joined and earlier cases."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_
from sqlmodel import SQLModel, col, select

from app.models import Body, Case, CaseJoin, Event, Hearing, Limit, Party, Request, Staff, StaffRole
from app.services import case_rows, identity
from app.services.desk import BEIJING, Desk
from app.services.limits import calendar_of, ledger_of
from workflows import limits, panel
from workflows.errors import InputError, Reason
from workflows.facts_between import BetweenFacts, OtherCase

UNDER_WAY = ("accepted", "in_delegated_mediation", "tribunal_formed", "hearing_set", "heard")
PENDING = (*UNDER_WAY, "deliberated", "under_approval", "approved", "suspended")
"""In arbitration: accepted and not yet ended. Of two applications still at the desk neither bars the other (CHR 34)."""
BARRING = {"deemed_withdrawn": "deemed_withdrawn", "refused": "refused", "awarded": "decided", "settled": "decided"} | dict.fromkeys((*PENDING, "transferred_in"), "pending")
"""State of an earlier case → what it means for the same claim filed again (CHR 34, 39); a withdrawn one bars nothing."""
BRACKETS = str.maketrans("()（）[]［］", "〔〕〔〕〔〕〔〕")


def build(
    desk: Desk, case: Case, clocks: Sequence[Limit], subject: SQLModel | None, asked: Mapping[str, Any]
) -> BetweenFacts:
    """What the conditions between filing and hearing ask about."""
    assert case.id is not None
    answers = [one for one in clocks if one.rule == "arb.answer" and one.party_id is not None]
    challenges = [one for one in case_rows.of_case(desk.session, Request, case.id) if one.kind == "recusal"]
    sitting = {*case.panel, case.chief_id, case.recorder_id}
    return BetweenFacts(
        answer_until={one.party_id: one.due for one in answers if one.party_id},
        answer_runs=frozenset(
            one.party_id for one in answers if one.party_id and one.state != "closed" and one.due >= desk.today
        ),
        answer_days=_answer_days(),
        debate_closed_on=case.debate_closed_on,
        challenged=frozenset(one.staff_id for one in challenges if one.state == "received" and one.staff_id),
        recused=frozenset(
            one.staff_id for one in challenges if one.state == "granted" and one.staff_id and one.staff_id in sitting
        ),
        item_respondents={item.id or 0: item.respondent_id for item in case.items},
        defended_items=_defended(case_rows.of_case(desk.session, Request, case.id)),
        ever_recused=frozenset(one.staff_id for one in challenges if one.state == "granted" and one.staff_id),
        able={role: _with_role(desk, case, role) for role in ("arbitrator", "hearing_clerk")} if "leaving" in asked else {},
        heads=_with_role(desk, case, "head") if isinstance(subject, Request) and subject.kind == "recusal" else frozenset(),
        claimed_on=claimed_on(desk, case) if "known_on" in asked else {},
        upheld_not_carried_out=_upheld_not_carried_out(desk, case),
        cut_answer_until=_cut_answer_until(desk, case, answers, asked) if asked.get("answer_days") else None,
        request_data=subject.data if isinstance(subject, Request) else {},
        came_by_transfer=case.source == "transfer",
        was_designated=case.state == "transferred_in" and _was_designated(desk, case),
        receiver_is_inside=case.transfer_to_id is not None,
        joined=tuple(other.title for other in joined_cases(desk, case)),
        common_hearing=_common_hearing(desk, case) if "hearing_at" in asked else (),
        other_case=_other_case(desk, case, str(asked["other_case"])) if asked.get("other_case") else None,
        procedure_objections=_procedure_objections(case, asked) if "simplified_ground" in asked else (),
        identity_problem=_identity_problem(asked) if asked.get("new_party_identity") else "",
        may_sue=case.may_sue_from is not None,
        acceptance_overdue=any(
            one.rule == "arb.accept.decide"
            and one.state == "open"
            and one.due < desk.today
            and not any(e.kind == "exclude" and e.end_on is None for e in one.entries)
            for one in clocks
        ),
    )


def _answer_days() -> tuple[int, int]:
    option = next(one for one in limits.rule("arb.answer").options if one.name == "agreed_days")
    return option.minimum or 0, option.maximum or 0


def _defended(requests: Sequence[Request]) -> Mapping[int, frozenset[int]]:
    found: dict[int, frozenset[int]] = {}
    for one in requests:
        if one.kind == "time_bar_defence" and one.party_id:
            item_id = one.data["item_id"]
            found[item_id] = found.get(item_id, frozenset()) | {one.party_id}
    return found


def claimed_on(desk: Desk, case: Case) -> dict[int, date]:
    """Claims that came in on the way, each with the day it was asked for; the others were asked for with the filing."""
    return {
        one.data["item_id"]: one.received_on
        for one in case_rows.of_case(desk.session, Request, case.id or 0)
        if one.state == "granted"
        and (one.kind == "counterclaim" or (one.kind == "claim_change" and one.data.get("way") == "add"))
    }


def _upheld_not_carried_out(desk: Desk, case: Case) -> bool:
    """CHR 10: a case of another commission is not heard here. A transfer, or what came of it, has dealt with it."""
    upheld = [
        one
        for one in case_rows.of_case(desk.session, Request, case.id or 0)
        if one.kind == "jurisdiction" and one.state == "granted"
    ]
    if not upheld:
        return False
    left = select(Event.id).where(
        Event.case_id == case.id, col(Event.rule).in_(("arb.transfer", "arb.ask_designation"))
    )
    return desk.session.exec(left).first() is None


def _cut_answer_until(
    desk: Desk, case: Case, answers: Sequence[Limit], asked: Mapping[str, Any]
) -> date | None:
    least, most = _answer_days()
    if not least <= asked["answer_days"] <= most:
        return None
    running = [one for one in answers if one.party_id == asked.get("consenting_party") and one.state == "open"]
    return min(
        (
            limits.compute(
                one.rule,
                one.origin,
                ledger=ledger_of(one),
                calendar=calendar_of(desk.session, case.office_id),
                options={"agreed_days": str(asked["answer_days"])},
            ).due
            for one in running
        ),
        default=None,
    )


def _was_designated(desk: Desk, case: Case) -> bool:
    found = select(Event.id).where(Event.case_id == case.id, Event.rule == "arb.designated_here")
    return desk.session.exec(found).first() is not None


def _with_role(desk: Desk, case: Case, role: str) -> frozenset[int]:
    found = desk.session.exec(
        select(Staff.id)
        .join(StaffRole, col(StaffRole.staff_id) == Staff.id)
        .where(Staff.body_id == case.office_id, col(StaffRole.role) == role)
    ).all()
    return frozenset(one for one in found if one)


# ---- cases heard together ----


def joined_cases(desk: Desk, case: Case) -> Sequence[Case]:
    """The cases heard together with this one now."""
    session = desk.session

    def read() -> Sequence[Case]:
        links = session.exec(
            select(CaseJoin).where(
                or_(col(CaseJoin.lead_id) == case.id, col(CaseJoin.case_id) == case.id), col(CaseJoin.ended_on).is_(None)
            )
        ).all()
        leads = {one.lead_id for one in links}
        if not leads:
            return []
        all_links = session.exec(
            select(CaseJoin).where(col(CaseJoin.lead_id).in_(leads), col(CaseJoin.ended_on).is_(None))
        ).all()
        others = {one.case_id for one in all_links} | leads
        return session.exec(select(Case).where(col(Case.id).in_(others - {case.id})).order_by(col(Case.id))).all()

    return case_rows.once(session, CaseJoin, case.id, read)


def _common_hearing(desk: Desk, case: Case) -> tuple[str, ...]:
    """Where and when a joined case is set down: this one sits there too."""
    others = [one.id for one in joined_cases(desk, case)]
    if not others:
        return ()
    found = desk.session.exec(
        select(Hearing).where(col(Hearing.case_id).in_(others), col(Hearing.state).in_(("set", "notified")))
    ).all()
    return tuple(sorted({f"{one.starts_at.astimezone(BEIJING):%Y-%m-%d %H:%M} {one.room}" for one in found}))


def find_case(desk: Desk, office_id: int, number: str) -> Case | None:
    """A case of the office by the number as typed, brackets as they come."""
    return desk.session.exec(
        select(Case).where(
            Case.office_id == office_id,
            or_(col(Case.number) == number.translate(BRACKETS).strip(), col(Case.number) == number.strip()),
        )
    ).first()


def _other_case(desk: Desk, case: Case, number: str) -> OtherCase:
    other = find_case(desk, case.office_id, number)
    if other is None or other.id == case.id:
        return OtherCase(number)
    mine = {p.id_number or p.uscc or p.name for p in case.parties}
    return OtherCase(
        number=other.title,
        id=other.id or 0,
        known=True,
        under_way=other.state in UNDER_WAY,
        same_tribunal=bool(case.panel)
        and (case.chief_id, set(case.panel), case.recorder_id) == (other.chief_id, set(other.panel), other.recorder_id),
        shares_a_party=bool(mine & {p.id_number or p.uscc or p.name for p in other.parties}),
        joined_already=other.id in {one.id for one in joined_cases(desk, case)},
    )


# ---- what was typed ----


def _procedure_objections(case: Case, asked: Mapping[str, Any]) -> tuple[Reason, ...]:
    """CHR 56, 57: what stands against simplified handling, by the engine of the procedures."""
    ground, bar = asked.get("simplified_ground"), asked.get("simplified_bar")
    known = panel.CaseFacts(
        workers=sum(p.side == "applicant" and p.kind == "worker" for p in case.parties),
        common_claim=case.collective,
        clear_facts=ground == "clear",
        both_agree_simplified=ground == "agreed",
        amount_fen=sum(item.claimed_fen or 0 for item in case.items) if ground == "amount" else None,
        average_wage_fen=asked.get("average_wage"),
        public_interest=bar == "public_interest",
        big_social_impact=bar == "social_impact",
        respondent_missing=bar == "missing",
        commission_thinks_unfit=bar == "unfit",
    )
    return panel.procedures(known, case.filed_on).objections


def _identity_problem(asked: Mapping[str, Any]) -> str:
    try:
        identity.put(Party(case_id=0, ordinal=0, side="respondent", kind=asked.get("new_party_kind") or "other", name=""),
                     "新当事人", str(asked["new_party_identity"]))
    except InputError as problem:
        return str(problem)
    return ""


def earlier(desk: Desk, case: Case) -> dict[str, str]:
    """Earlier cases between the same worker and employer, with every claim of this one, that bar a new filing."""
    mine = {p.id_number or p.uscc or p.name for p in case.parties if p.side != "third_party"}
    people = [p.id_number for p in case.parties if p.id_number]
    if not people:
        return {}
    kinds = {item.kind for item in case.items}
    key = ("earlier", case.id, frozenset(kinds), frozenset(mine))
    return case_rows.once(desk.session, Case, key, lambda: _earlier(desk, case, people, mine, kinds))


def _earlier(desk: Desk, case: Case, people: Sequence[str], mine: set[str], kinds: set[str]) -> dict[str, str]:
    found = desk.session.exec(
        select(Case).where(
            Case.office_id == case.office_id,
            Case.id != case.id,
            col(Case.id).in_(select(Party.case_id).where(col(Party.id_number).in_(people))),
            or_(col(Case.state).in_(BARRING), col(Case.closed_by).in_(BARRING)),
            or_(col(Case.filed_on) < case.filed_on, col(Case.id) < case.id),
        )
    ).all()
    return {
        other.title: BARRING.get(other.closed_by or "") or BARRING.get(other.state, "")
        for other in found
        # A dispute settled before it was accepted has no 调解书 of ours: what was agreed may be disputed again.
        if (other.accepted_on or "settled" not in (other.state, other.closed_by)) and kinds and kinds <= {item.kind for item in other.items if item.disposition != "withdrawn"}
        and mine <= {p.id_number or p.uscc or p.name for p in other.parties}
    }


def commission(desk: Desk, body_id: int | None) -> Body | None:
    """A commission that works with this system."""
    return desk.session.get(Body, body_id) if body_id else None
