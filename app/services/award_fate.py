"""裁决的命运: where each award of a case stands for each party, fed from the rows (rules §7.2; LMA 47–51; I1; SPC2000).

The rules are in `workflows.award_effects`; here the rows become its events: suits, applications, rulings and who
received them when. Nothing is stored: asked again on another day it answers for that day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session, col, select

from app.models import Award, Case, CourtLink, CourtMatter, CourtReceipt, MediationStatement, Paper, Party, Service
from app.services import case_rows
from app.services.desk import Desk
from app.services.limits import calendar_of
from workflows import award_facts, catalogue
from workflows.award_effects import AwardEffect, OpenRemedy, effects
from workflows.award_facts import Happening
from workflows.errors import InputError, NotInForce
from workflows.facts import StandingFacts

STATEMENT = "mediation_statement"
SUIT_RULINGS: Mapping[str, str] = {
    "withdrawn": "suit_withdrawn",
    "dismissed_late": "suit_dismissed_late",
    "dismissed_wrong_party": "suit_dismissed_wrong_party",
    "dismissed_not_labour": "suit_dismissed_not_labour",
}
ANNUL_RULINGS: Mapping[str, str] = {
    "annulled": "annulled",
    "annulment_refused": "annul_dismissed",
    "withdrawn": "annul_withdrawn",
    "settled": "annul_withdrawn",
    "not_accepted": "annul_dismissed",
}
GONE: Mapping[str, tuple[str, str]] = {
    "set_aside": ("这份文书已经由仲裁委员会撤销，案件重新处理，不再有法律效力。", "O1 十八"),
    "refused": ("当事人在签收前反悔，这份调解书没有生效。", "LMA 42"),
}
"""The states in which a paper has no effect for anybody, whatever was served, and why."""
TYPES = ("final", "non_final", "advance_payment", STATEMENT)


@dataclass(frozen=True)
class PartyFate:
    """One award for one party: received when, in which standing, what may still be done, and what was known by when."""

    party: Party
    served: date | None
    status: str
    """Of the worker; for the employer that of the only worker, "" where workers differ."""
    effective_from: date | None
    remedies: tuple[OpenRemedy, ...]


@dataclass(frozen=True)
class Fate:
    """One award or 调解书 (`paper`) as it stands on a day."""

    key: str
    number: str
    type: str
    award: Award | None
    paper: Paper | None
    parties: tuple[PartyFate, ...]
    reasons: tuple[tuple[str, str], ...]
    """Words and their articles."""
    warnings: tuple[str, ...] = field(default=())


def of_case(desk: Desk, case: Case, on: date | None = None) -> list[Fate]:
    """The fate of everything in the case that can take effect, on the legal day of the desk or another."""
    day = on or desk.today
    session = desk.session
    assert case.id is not None
    papers = case_rows.of_case(session, Paper, case.id)
    sides = {p.id: p for p in case.taking_part if p.side != "third_party" and p.kind in ("worker", "employer")}
    awards = [a for a in case_rows.of_case(session, Award, case.id) if a.made_on is not None and a.type in TYPES]
    statements = [p for p in papers if p.kind == STATEMENT]
    services = case_rows.services(session, case.id)
    matters = _matters(session, awards)
    receipts = _receipts(session, matters)
    found = []
    received: dict[tuple[str, str], date | None] = {}
    given: list[tuple[award_facts.Award, list[Happening], Award | None, Paper | None]] = []
    for award in sorted(awards, key=lambda a: a.ordinal):
        made = {p.id for p in papers if p.award_id == award.id and p.kind in ("award", "advance_award")}
        theirs = _of_award(case, award, sides)
        engine = _engine_award(f"A{award.id}", award.type, award.made_on or day, theirs, services, made)
        mine = [m for m, award_id in matters if award_id == award.id]
        received |= {(engine.id, p.id): p.served for p in engine.parties}
        given.append((engine, _events(engine, mine, matters, receipts, sides), award, None))
    states = {s.paper_id: s.state for s in case_rows.of_case(session, MediationStatement, case.id)}
    for paper in statements:
        theirs = _of_statement(paper, sides)
        engine = _engine_award(f"M{paper.id}", STATEMENT, paper.made_on, theirs, services, {paper.id})
        received |= {(engine.id, p.id): p.served for p in engine.parties}
        given.append((_signed_by_all(engine) if paper.id in states else engine, [], None, paper))
    for engine, events, decided, statement in given:
        one = _fate(desk, case, engine, events, given, decided, statement, sides, day)
        state = decided.state if decided else states.get(statement.id, "") if statement else ""
        one = replace(one, parties=tuple(replace(p, served=received.get((one.key, str(p.party.id)))) for p in one.parties))
        found.append(_without_effect(one, GONE[state]) if state in GONE else one)
    return found


def _of_award(case: Case, award: Award, sides: Mapping[int | None, Party]) -> dict[int | None, Party]:
    """The workers whose claims an award decides, and every employer: another worker's silence or suit is not theirs (I1 17)."""
    advance = {one["item"] for one in award.advance}
    mine = {w for i in case.items if i.award_id == award.id or i.id in advance for w in (i.applicant_id, i.respondent_id)}
    if not any(p.kind == "worker" and p.id in mine for p in sides.values()):
        return dict(sides)
    return {one: p for one, p in sides.items() if p.kind == "employer" or one in mine}


def _of_statement(paper: Paper, sides: Mapping[int | None, Party]) -> dict[int | None, Party]:
    """Those who settled by it: the workers who left with it, else everybody who has not left."""
    leavers = {one for one, p in sides.items() if p.left_paper_id == paper.id}
    return {
        one: p
        for one, p in sides.items()
        if (one in leavers or p.kind == "employer" if leavers else p.left_on is None or p.left_on > paper.made_on)
    }


def _signed_by_all(engine: award_facts.Award) -> award_facts.Award:
    """LMA 42; rules §21.12: one statement, one day of effect — that of the last signature, whoever's it is."""
    days = [p.served for p in engine.parties if p.served is not None]
    last = max(days) if len(days) == len(engine.parties) else None
    return replace(engine, parties=tuple(replace(p, served=last) for p in engine.parties))


def _without_effect(fate: Fate, why: tuple[str, str]) -> Fate:
    parties = tuple(replace(p, status="no_effect", effective_from=None, remedies=()) for p in fate.parties)
    return replace(fate, parties=parties, reasons=(why,), warnings=())


def standing(desk: Desk, case: Case, key: str, party_id: int | None, on: date | None = None) -> StandingFacts | None:
    """Where one award ("A<id>") or 调解书 ("M<paper id>") stands for one party; None when there is no such paper."""
    fate = next((f for f in of_case(desk, case, on) if f.key == key), None)
    if fate is None:
        return None
    one = next((p for p in fate.parties if p.party.id == party_id), None)
    if one is None:
        return StandingFacts("pending", None, ("该当事人不是这份文书的当事人。",))
    return StandingFacts(one.status or "pending", one.effective_from, tuple(text for text, _ in fate.reasons))


def _fate(
    desk: Desk,
    case: Case,
    engine: award_facts.Award,
    events: list[Happening],
    given: Sequence[tuple[award_facts.Award, list[Happening], Award | None, Paper | None]],
    award: Award | None,
    statement: Paper | None,
    sides: Mapping[int | None, Party],
    day: date,
) -> Fate:
    """The answer of the engine for one award, beside the others of the case (row 12)."""
    others = [(one, more) for one, more, *_ in given if one.id != engine.id]
    warnings: tuple[str, ...] = ()
    try:
        answers, warnings = effects(
            [engine, *(one for one, _ in others)],
            [*events, *(e for _, more in others for e in more)],
            day,
            calendar=calendar_of(desk.session, case.office_id),
        )
        answer: AwardEffect | None = answers[0]
    except (InputError, NotInForce) as problem:
        # What was typed contradicts itself: said aloud, and nothing is claimed about the effect.
        answer, warnings = None, (f"登记的事件不能推算裁决的效力：{problem}",)
    names = {str(p.id): p.name for p in sides.values()}
    known = {p.id for p in engine.parties}
    return Fate(
        key=engine.id,
        number=(award.number if award else statement.number if statement else "") or "",
        type=engine.type,
        award=award,
        paper=statement,
        parties=_parties((one for one in sides.values() if str(one.id) in known), engine, answer),
        reasons=tuple((_named(line.text, names), line.basis) for line in answer.reasons) if answer else (),
        warnings=warnings,
    )


def _parties(sides: Iterable[Party], engine: award_facts.Award, answer: AwardEffect | None) -> tuple[PartyFate, ...]:
    """Everybody's part of the answer, each looked up once: a collective case has hundreds of them."""
    served = {p.id: p.served for p in engine.parties}
    if answer is None:
        return tuple(PartyFate(p, served.get(str(p.id)), "", None, ()) for p in sides)
    standings: dict[str, set[tuple[str, date | None]]] = {}
    for worker in answer.workers:
        standings.setdefault(worker.id, set()).add((worker.status, worker.effective_from))
    of_all = set().union(*standings.values()) if standings else set()
    remedies: dict[str, list[OpenRemedy]] = {}
    for remedy in answer.open_remedies:
        remedies.setdefault(remedy.party, []).append(remedy)
    found = []
    for party in sides:
        key = str(party.id)
        statuses = of_all if party.kind == "employer" else standings.get(key, set())
        status, since = next(iter(statuses)) if len(statuses) == 1 else ("", None)
        found.append(PartyFate(party, served.get(key), status, since, tuple(remedies.get(key, ()))))
    return tuple(found)


def _named(text: str, names: Mapping[str, str]) -> str:
    """The engine speaks of parties by id: "12、13：…" becomes their names."""
    head, colon, rest = text.partition("：")
    parts = head.replace("等", "、等").split("、")
    if not colon or not all(part in names or part.startswith("等") for part in parts):
        return text
    return "、".join(names.get(part, part) for part in parts).replace("、等", "等") + colon + rest


def _engine_award(
    key: str,
    type_: str,
    made: date,
    sides: Mapping[int | None, Party],
    services: Sequence[Service],
    papers: set[int | None],
) -> award_facts.Award:
    served: dict[int, date] = {}
    for one in services:
        if one.paper_id in papers and one.served_on is not None:
            served[one.party_id] = min(one.served_on, served.get(one.party_id, one.served_on))
    parties = tuple(award_facts.Party(str(p.id), p.kind, served.get(p.id or 0)) for p in sides.values())
    return award_facts.Award(key, type_, made, parties)


def _matters(session: Session, awards: Sequence[Award]) -> list[tuple[CourtMatter, int]]:
    """The matters over these awards, with the award, whichever case they were recorded in."""
    if not awards:
        return []
    rows = session.exec(
        select(CourtMatter, CourtLink.award_id)
        .join(CourtLink, col(CourtLink.matter_id) == CourtMatter.id)
        .where(col(CourtLink.award_id).in_([a.id for a in awards]))
        .order_by(col(CourtMatter.filed_on), col(CourtMatter.id))
    ).all()
    return [(matter, award_id) for matter, award_id in rows]


def _receipts(session: Session, matters: Sequence[tuple[CourtMatter, int]]) -> dict[int, dict[int, date]]:
    ids = {matter.id for matter, _ in matters}
    found: dict[int, dict[int, date]] = {}
    for row in session.exec(select(CourtReceipt).where(col(CourtReceipt.matter_id).in_(ids))) if ids else ():
        found.setdefault(row.matter_id, {})[row.party_id] = row.received_on
    return found


def _events(
    award: award_facts.Award,
    mine: Sequence[CourtMatter],
    all_matters: Sequence[tuple[CourtMatter, int]],
    receipts: Mapping[int, Mapping[int, date]],
    sides: Mapping[int | None, Party],
) -> list[Happening]:
    """What happened to one award, in the engine's words."""
    found: list[Happening] = []
    for matter in mine:
        who = matter.plaintiff_id
        if who not in sides:
            continue
        if matter.kind == "first_instance" and matter.state != "not_accepted":
            found.append(Happening(matter.filed_on, "sue", award.id, str(who), court=str(matter.moved_from_id or matter.court_id)))
            found += _suit_ended(award, matter, all_matters, receipts)
        elif matter.kind == "annulment":
            found.append(Happening(matter.filed_on, "apply_annul", award.id, str(who)))
            if matter.ended_how is not None and matter.ended_how in ANNUL_RULINGS:
                found += _received(award, matter, ANNUL_RULINGS[matter.ended_how], receipts)
        elif matter.kind == "enforcement" and matter.state != "not_accepted":
            found.append(Happening(matter.filed_on, "enforcement_applied", award.id, str(who)))
            if matter.ended_how == "not_enforced":
                found += _received(award, matter, "non_enforcement", receipts)
    return found


def _suit_ended(
    award: award_facts.Award,
    matter: CourtMatter,
    all_matters: Sequence[tuple[CourtMatter, int]],
    receipts: Mapping[int, Mapping[int, date]],
) -> list[Happening]:
    if matter.ended_how is not None and matter.ended_how in SUIT_RULINGS:
        return _received(award, matter, SUIT_RULINGS[matter.ended_how], receipts)
    who = str(matter.plaintiff_id)
    day = replaced_on(matter, [m for m, _ in all_matters])
    return [] if day is None else [Happening(day, "judgment_effective", award.id, who, of=who)]


def replaced_on(matter: CourtMatter, known: Sequence[CourtMatter]) -> date | None:
    """The day an effective judgment, or a settlement before the court, took the award's place; None while none did."""
    if matter.merged_into_id is not None and matter.state != "accepted":
        main = next((m for m in known if m.id == matter.merged_into_id), None)
        return replaced_on(main, known) if main is not None else None
    if matter.ended_how == "settled":
        return matter.decided_on
    days = [m.effective_on for m in (matter, *(m for m in known if m.previous_id == matter.id)) if m.effective_on]
    settled = [m.decided_on for m in known if m.previous_id == matter.id and m.ended_how == "settled" and m.decided_on]
    return min([*days, *settled], default=None)


def _received(
    award: award_facts.Award, matter: CourtMatter, what: str, receipts: Mapping[int, Mapping[int, date]]
) -> list[Happening]:
    """A ruling as each party received it; where nobody's receipt is on record, the day it was made counts for the one
    who brought the matter."""
    known = {p.id for p in award.parties}
    days = {str(party): day for party, day in receipts.get(matter.id or 0, {}).items() if str(party) in known}
    who = str(matter.plaintiff_id)
    if who not in days and matter.decided_on is not None:
        days[who] = min([matter.decided_on, *days.values()])
    if what == "non_enforcement":
        return [Happening(day, what, award.id, party) for party, day in days.items()]
    return [Happening(day, what, award.id, party, of=who) for party, day in days.items()]


def status_title(status: str) -> str:
    """The Chinese word for where an award stands."""
    return str(catalogue.read("award_events")["statuses"].get(status, ""))
