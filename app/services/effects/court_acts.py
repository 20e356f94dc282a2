"""What several steps of the court stage share: awards and files behind a matter, clocks used and started, receipts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import Award, Case, CourtLink, CourtMatter, CourtReceipt, Event, FileShare, Party, Request
from app.services import award_fate, awards, fates, limits
from app.services.desk import Desk
from app.services.effects.registry import Door
from workflows.errors import NotInForce

CLOCKS = {
    ("first_instance", "non_final"): ("post.sue.nonfinal", "post.sue.after_non_enforcement"),
    ("first_instance", "final"): ("post.sue.final_worker", "post.sue.after_annulled", "post.sue.after_non_enforcement"),
    ("annulment", "final"): ("post.annul", "post.annul.after_worker_fails"),
}
"""Which of a party's own clocks over an award its suit or application uses up."""
APPEALS = ("court.appeal", "court.appeal.ruling")
SEVERAL = ("awaiting", "partly_in_effect", "in_effect", "no_effect", "contested")
"""The states in which an award over several workers is looked at for each of them."""
ALIVE = ("filed", "accepted", "joined", "judged")
ENFORCEMENT_CLOCKS = ("post.enforce", "court.preserve_lapse.enforce")


def awards_of(desk: Desk, matter: CourtMatter) -> list[Award]:
    """The awards a matter is about, of whatever case."""
    rows = desk.session.exec(
        select(Award)
        .join(CourtLink, col(CourtLink.award_id) == Award.id)
        .where(CourtLink.matter_id == matter.id)
        .order_by(col(Award.case_id), col(Award.ordinal))
    ).all()
    return list(rows)


def case_of(desk: Desk, award: Award) -> Case:
    """The award's own case, locked: a step on one case may end a suit over the award of another."""
    return desk.session.get_one(Case, award.case_id, with_for_update=True)


def use_clock(desk: Desk, matter: CourtMatter, award: Award, event: Event) -> None:
    """Only the clock of the one who acted ends; the others run on (rules §21.6)."""
    about: tuple[str, int | None]
    rules: tuple[str, ...]
    if matter.kind == "second_instance":
        about, rules = ("court_matter", matter.previous_id), APPEALS
    else:
        about, rules = ("award", award.id), CLOCKS.get((matter.kind, award.type), ())
    names = _same_person(desk, matter, award)
    for limit in limits.open_limits(desk.session, award.case_id, *rules) if rules else ():
        if (limit.machine, limit.subject_id) == about and limit.party_id in names:
            limits.fulfil(desk, limit, matter.filed_on, event.id)


def _same_person(desk: Desk, matter: CourtMatter, award: Award) -> set[int | None]:
    """The plaintiff, and the same person as a party of the award's case where that is another one."""
    found: set[int | None] = {matter.plaintiff_id}
    plaintiff = desk.session.get(Party, matter.plaintiff_id) if matter.plaintiff_id else None
    if plaintiff is not None and award.case_id != plaintiff.case_id:
        for one in desk.session.exec(select(Party).where(Party.case_id == award.case_id)):
            if is_same(one, plaintiff):
                found.add(one.id)
    return found


def is_same(one: Party, other: Party) -> bool:
    """Whether two rows are one person: by identity number or code where both have it, else by full name."""
    if one.kind != other.kind:
        return False
    mine, theirs = one.id_number or one.uscc, other.id_number or other.uscc
    return mine == theirs if mine and theirs else one.name == other.name


def fall_away(desk: Desk, case_id: int, machine: str, subject_id: int | None, rules: Sequence[str], event: Event) -> None:
    """Limits that have lost their object: neither met nor missed."""
    for limit in limits.open_limits(desk.session, case_id, *rules):
        if (limit.machine, limit.subject_id) == (machine, subject_id):
            limits.drop(desk, limit, event.id)


def open_file(desk: Desk, case_id: int, court_id: int, matter_id: int | None) -> None:
    """O70 四: the main file is open to the court that has a matter of the case."""
    shared = desk.session.exec(
        select(FileShare).where(FileShare.case_id == case_id, FileShare.court_id == court_id)
    ).first()
    if shared is None:
        desk.session.add(FileShare(case_id=case_id, court_id=court_id, matter_id=matter_id, since=desk.today))
    elif shared.until is not None:
        shared.until, shared.matter_id = None, matter_id
        desk.session.add(shared)
    desk.session.flush()


def receipts(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    """Keep the days of receipt typed with a ruling, for each party of that side."""
    for party in case.parties:
        day = asked.get(f"ruling_reached_{'worker' if party.kind == 'worker' else 'employer'}")
        if day is not None and concerns(case, matter, party):
            receive(desk, matter, party.id or 0, day)


def receive(desk: Desk, matter: CourtMatter, party_id: int, day: date) -> None:
    """One party received the ruling on a day."""
    desk.session.add(
        CourtReceipt(matter_id=matter.id or 0, party_id=party_id, received_on=day, recorded_by_id=desk.actor.id)
    )
    desk.session.flush()


def received_on(desk: Desk, matter: CourtMatter, party_id: int | None) -> date | None:
    found = desk.session.exec(
        select(CourtReceipt).where(CourtReceipt.matter_id == matter.id, CourtReceipt.party_id == party_id)
    ).first()
    return found.received_on if found is not None else None


def open_for_each(
    desk: Desk,
    case: Case,
    rule: str,
    matter: CourtMatter,
    event: Event,
    *,
    award: Award | None = None,
    kind: str = "",
) -> None:
    """Start `rule` for each party (of one kind) from the day the ruling reached it, else from the day it was made."""
    for party in case.parties:
        if not concerns(case, matter, party) or kind not in ("", party.kind):
            continue
        origin = received_on(desk, matter, party.id) or matter.decided_on or desk.today
        try:
            limits.open_limit(
                desk,
                case,
                rule,
                origin,
                event.id,
                machine="award" if award else "court_matter",
                subject_id=award.id if award else matter.id,
                party_id=party.id,
            )
        except NotInForce:
            return  # a ruling older than the rule: its time was counted, and passed, under other law


def another_alive(desk: Desk, award: Award, matter: CourtMatter, *, same_plaintiff: bool = False) -> bool:
    """Whether another suit against the award still stands; of the same plaintiff only, where asked (I1 17)."""
    found = desk.session.exec(
        select(CourtMatter)
        .join(CourtLink, col(CourtLink.matter_id) == CourtMatter.id)
        .where(
            CourtLink.award_id == award.id,
            CourtMatter.id != matter.id,
            CourtMatter.kind == "first_instance",
            col(CourtMatter.state).in_(ALIVE),
        )
    ).all()
    alike = _same_person(desk, matter, award) if same_plaintiff else set()
    return any(not same_plaintiff or one.plaintiff_id in alike for one in found)


def each_worker(desk: Desk, award: Award, door: Door) -> bool:
    """I1 17: an award over several workers is looked at for each of them; False for an award of one."""
    case = case_of(desk, award)
    if not fates.several(case, award):
        return False
    found = fates.summary(desk, case, award)
    if found is not None and found.as_row() != award.worker_fates and award.state in SEVERAL:
        door.perform(desk, award, "award.each_worker")
    return True


def concerns(case: Case, matter: CourtMatter, party: Party) -> bool:
    """Whether a matter is about this party: one worker's own suit is not about the other workers (I1 17)."""
    if party.side == "third_party":
        return False
    brought = next((p.kind for p in case.parties if p.id == matter.plaintiff_id), "")
    return not (brought == "worker" and party.kind == "worker" and party.id != matter.plaintiff_id)


def restore(desk: Desk, matter: CourtMatter, door: Door, ruled_on: date | None, *, late: bool = False) -> None:
    """The award has effect again unless another suit against it is alive, or somebody's time to sue still runs.

    From the day the ruling on the withdrawal was served (`ruled_on`; SPC2000 1); after a late suit, from the day
    after the time to sue (SPC2000 2); after a suit never accepted, from the day it would have had without it.
    """
    for award in awards_of(desk, matter):
        if each_worker(desk, award, door):
            continue
        if award.state not in ("no_effect", "contested") or another_alive(desk, award, matter):
            continue
        case = case_of(desk, award)
        if _dismissed_for_good(desk, award):
            door.perform(desk, award, "award.never_effective")
            continue
        event = door.perform(desk, award, "award.suit_ended")
        if award.state == "in_effect":
            own = award.made_on if award.type == "final" and not late else awards.first_day_of_effect(desk, award)
            typed = max((day for day in (own, ruled_on) if day is not None), default=None)
            award.effective_from = day_of_effect(desk, award) or typed
            desk.session.add(award)
            start_enforcement(desk, case, award, event)


def _dismissed_for_good(desk: Desk, award: Award) -> bool:
    """SPC2000 3: one suit over the award was dismissed for the wrong party or as no labour dispute."""
    return (
        desk.session.exec(
            select(CourtMatter)
            .join(CourtLink, col(CourtLink.matter_id) == CourtMatter.id)
            .where(
                CourtLink.award_id == award.id,
                CourtMatter.kind == "first_instance",
                col(CourtMatter.ended_how).in_(("dismissed_wrong_party", "dismissed_not_labour")),
            )
        ).first()
        is not None
    )


def start_enforcement(desk: Desk, case: Case, award: Award, event: Event) -> None:
    """CPL 250; I1 49: from its effect each creditor has two years, and three months to keep a preservation."""
    if award.effective_from is None:
        return
    creditors = {p.id for p in case.parties if owed(case, award, p.id)}
    preserved = preservations(desk, case)
    for party_id in sorted(one for one in creditors if one is not None):
        _open(desk, case, award, "post.enforce", max(award.perform_by or award.effective_from, award.effective_from), event, party_id)
        if party_id in preserved:
            _open(desk, case, award, "court.preserve_lapse.enforce", award.effective_from, event, party_id)


def owed(case: Case, award: Award, party_id: int | None) -> int:
    """What an award gives one party, in fen: by the items it decides, or the sums it orders to be paid in advance."""
    advance = {one["item"]: one["fen"] for one in getattr(award, "advance", None) or ()}
    mine = [item for item in case.items if item.applicant_id == party_id]
    if advance:
        return sum(advance.get(item.id, 0) for item in mine)
    return sum(
        item.awarded_fen or 0
        for item in mine
        if item.award_id == award.id and item.disposition in ("granted", "partly")
    )


def preservations(desk: Desk, case: Case) -> set[int | None]:
    """The parties for whom a court preserved property in this case."""
    rows = desk.session.exec(
        select(Request.party_id).where(
            Request.case_id == case.id,
            col(Request.kind).in_(("preservation", "preservation_before")),
            Request.state == "granted",
        )
    ).all()
    return set(rows)


def _open(desk: Desk, case: Case, award: Award, rule: str, origin: date, event: Event, party_id: int) -> None:
    try:
        limits.open_limit(
            desk, case, rule, origin, event.id, machine="award", subject_id=award.id, party_id=party_id
        )
    except NotInForce:
        return


def stop_enforcement(desk: Desk, award: Award, event: Event) -> None:
    """An award that has no effect now gives nobody time to enforce it."""
    fall_away(desk, award.case_id, "award", award.id, ENFORCEMENT_CLOCKS, event)


def enforcements(desk: Desk, award: Award) -> Sequence[CourtMatter]:
    """The enforcement of an award that is under way."""
    return desk.session.exec(
        select(CourtMatter)
        .join(CourtLink, col(CourtLink.matter_id) == CourtMatter.id)
        .where(
            CourtLink.award_id == award.id,
            CourtMatter.kind == "enforcement",
            col(CourtMatter.state).in_(("filed", "accepted", "stayed")),
        )
    ).all()


def enforcements_of_paper(desk: Desk, paper_id: int | None) -> Sequence[CourtMatter]:
    """The enforcement of a 调解书 that is under way."""
    return desk.session.exec(
        select(CourtMatter).where(
            CourtMatter.title_paper_id == paper_id,
            CourtMatter.kind == "enforcement",
            col(CourtMatter.state).in_(("filed", "accepted", "stayed")),
        )
    ).all()


def day_of_effect(desk: Desk, award: Award) -> date | None:
    """The first day of effect of an award over one worker, as every page shows it (rules §7.2)."""
    fate = next(f for f in award_fate.of_case(desk, case_of(desk, award)) if f.award is award)
    return next((p.effective_from for p in fate.parties if p.party.kind == "worker" and p.effective_from), None)


def effect_moved(desk: Desk, award: Award, event: Event) -> None:
    """A receipt put on record later is the day of effect now, and the time to enforce runs from it (SPC2000 1; CPL 250)."""
    found = day_of_effect(desk, award) if award.state == "in_effect" else None
    if found is None or found == award.effective_from:
        return
    award.effective_from = found
    desk.session.add(award)
    case = case_of(desk, award)
    for limit in limits.of_subject(desk.session, award.case_id, "award", award.id):
        if limit.rule in ENFORCEMENT_CLOCKS and limit.state == "open":
            origin = max(award.perform_by or found, found) if limit.rule == "post.enforce" else found
            limits.restart_from(desk, limit, case, origin, event.id)


def everyone_replaced(desk: Desk, award: Award) -> bool:
    """Whether an effective judgment has taken the award's place for every worker."""
    case = case_of(desk, award)
    fate = next(f for f in award_fate.of_case(desk, case) if f.key == f"A{award.id}")
    workers = [one for one in fate.parties if one.party.kind == "worker"]
    return bool(workers) and all(one.status == "superseded" for one in workers)
