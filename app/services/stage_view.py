"""What the case page and the court's page show of the court stage: each award's fate, receipts, money, candidates,
discussions before a joint meeting."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from app.models import Award, Case, CourtLink, CourtMatter, CourtReceipt, Discussion, LinkCandidate, Recovery
from app.permissions import May, allows
from app.services import access, award_fate, link_search, steps
from app.services.award_fate import Fate
from app.services.desk import Desk
from app.services.steps import Offer


@dataclass(frozen=True)
class Discussed:
    """One discussion with the steps that can be taken on it."""

    discussion: Discussion
    offers: Sequence[Offer]


@dataclass(frozen=True)
class StageView:
    """The court stage of one case as one reader may see it."""

    fates: Sequence[Fate]
    award_steps: Sequence[tuple[Award, Sequence[Offer]]]
    discussions: Sequence[Discussed]
    meeting_steps: Sequence[Offer]


@dataclass(frozen=True)
class MatterView:
    """What became of one matter beyond its judgment."""

    receipts: Sequence[CourtReceipt]
    recoveries: Sequence[Recovery]
    recovered_fen: int
    candidates: Sequence[tuple[LinkCandidate, Award]]
    fates: Sequence[Fate]
    joined_into: CourtMatter | None


def of_case(desk: Desk, case: Case) -> StageView:
    """For the case page. Discussions are for those who take part: the office, the courts and the members."""
    concern = access.concern_of(desk.session, case, desk.today)
    acts = allows(desk.actor, May.ACT_ON_CASE, concern)
    meets = allows(desk.actor, May.SEE_MEETINGS)
    fates = award_fate.of_case(desk, case)
    discussions = desk.session.exec(
        select(Discussion).where(Discussion.case_id == case.id).order_by(col(Discussion.ordinal))
    ).all()
    made = [fate.award for fate in fates if fate.award is not None]
    return StageView(
        fates=fates,
        award_steps=[(award, steps.offers(desk, award)) for award in made] if acts else (),
        discussions=[Discussed(one, steps.offers(desk, one)) for one in discussions] if meets else (),
        meeting_steps=[one for one in steps.starting_offers(desk, case, "discussion") if one.possible and one.mine]
        if meets
        else (),
    )


def of_matter(desk: Desk, case: Case, matter: CourtMatter) -> MatterView:
    """For the court's page and the office's view of it; candidates of other offices are shown to nobody else."""
    recoveries = desk.session.exec(
        select(Recovery).where(Recovery.matter_id == matter.id).order_by(col(Recovery.received_on), col(Recovery.id))
    ).all()
    linked = set(desk.session.exec(select(CourtLink.award_id).where(CourtLink.matter_id == matter.id)))
    candidates = desk.session.exec(
        select(LinkCandidate, Award)
        .join(Award, col(Award.id) == LinkCandidate.award_id)
        .where(LinkCandidate.matter_id == matter.id, LinkCandidate.status == "open")
        .order_by(col(LinkCandidate.confidence).desc(), col(LinkCandidate.id))
    ).all()
    return MatterView(
        receipts=desk.session.exec(
            select(CourtReceipt).where(CourtReceipt.matter_id == matter.id).order_by(col(CourtReceipt.received_on))
        ).all(),
        recoveries=recoveries,
        recovered_fen=sum(one.amount_fen for one in recoveries),
        candidates=[(candidate, award) for candidate, award in candidates if link_search.shown_to(desk, [candidate], matter.case_id)],
        fates=[f for f in award_fate.of_case(desk, case) if f.award is not None and f.award.id in linked],
        joined_into=desk.session.get(CourtMatter, matter.merged_into_id) if matter.merged_into_id else None,
    )
