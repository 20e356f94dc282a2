"""未送达: which papers somebody has not received yet, whom they are for, and what to try next."""

from collections.abc import Sequence

from app.models import Case, Hearing, Paper, Party
from app.services import case_rows
from app.services.desk import Desk
from workflows.service_methods import addressed_to

SET = ("set", "notified")


def addressees(desk: Desk, case: Case, paper: Paper) -> Sequence[Party]:
    """Whom a paper is to be served on; nobody for papers that need no service, or need none any more."""
    law = addressed_to(paper.kind)
    if law is None or paper.folder != "main":
        return ()
    if paper.hearing_id is not None:
        hearing = desk.session.get(Hearing, paper.hearing_id)
        if hearing is not None and hearing.state not in SET and paper.kind != "postponement_notice":
            return ()  # the sitting was held, put off or called off: its notice has lost its object
    here = [p for p in case.taking_part if p.side in law.to]
    if paper.party_id is not None:
        return [p for p in here if p.id == paper.party_id]
    leavers = [p for p in here if p.left_paper_id == paper.id]
    if leavers:
        return [*leavers, *(p for p in here if p.side != "applicant")]
    own = _with_a_copy_of_their_own(desk, case, paper)
    return [p for p in here if p.left_on is None and p.id not in own]


def _with_a_copy_of_their_own(desk: Desk, case: Case, paper: Paper) -> set[int | None]:
    """Those to whom another copy of the same notice is addressed by name (CHR 64: one copy for all the applicants)."""
    return {
        other.party_id
        for other in case_rows.of_case(desk.session, Paper, case.id or 0)
        if (other.kind, other.hearing_id, other.made_on) == (paper.kind, paper.hearing_id, paper.made_on)
        and other.party_id is not None
        and paper.hearing_id is not None
    }


def waiting_for(desk: Desk, case: Case, paper: Paper) -> list[Party]:
    """Those a paper has not reached by today: who was served by notice is reached on the day that counts."""
    reached = {
        one.party_id
        for one in case_rows.services(desk.session, case.id or 0)
        if one.paper_id == paper.id and one.served_on is not None
    }
    return [p for p in addressees(desk, case, paper) if p.id not in reached]


def settle(desk: Desk, case: Case, paper: Paper) -> None:
    """Note on the paper whether somebody still has to receive it: the list of the unserved reads only those."""
    desk.session.flush()
    paper.awaits_service = bool(waiting_for(desk, case, paper))
    desk.session.add(paper)
