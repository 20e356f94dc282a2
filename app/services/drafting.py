"""The page a draft award is written on: what still stands against it, how it will fall into awards, how it will look."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models import Award, Case
from app.rendering import papers as rendering
from app.rendering.kinds import kind as paper_kind
from app.services import awards, draft_versions, facts, paper_facts, steps
from app.services.desk import Desk
from app.services.errors import NotYours, Stale
from workflows import finality, procedure
from workflows.errors import InputError, NotInForce, Reason

STEP = "arb.submit_draft"


@dataclass(frozen=True)
class Standing:
    """Where a draft stands: what is still missing, the awards it will become, and why it cannot be split yet."""

    reasons: Sequence[Reason]
    may_submit: bool
    split: finality.Split | None
    split_problem: str
    ordinals: Sequence[int] = ()
    """The ordinals of the awards of the split, in order."""


def standing(desk: Desk, case: Case) -> Standing:
    """What the arbitrator sees beside the draft. The reasons are those the door itself will give."""
    rule = desk.book.rule(STEP, steps.applicable_on(case))
    reasons = procedure.missing(rule.conditions, facts.build(desk, case))
    split, problem = None, ""
    if any(item.disposition in awards.DECIDED for item in awards.to_decide(desk.session, case)):
        try:
            split = awards.plan(desk.session, case, desk.today)
        except (InputError, NotInForce) as error:
            problem = str(error)
    return Standing(
        reasons=reasons,
        may_submit=not reasons and case.state in rule.sources,
        split=split,
        split_problem=problem,
        ordinals=awards.ordinals_ahead(desk, case, len(split.awards)) if split else (),
    )


def mark_of(case: Case) -> str:
    """A mark of the draft as it stands: a page that brings another one back was written on an older draft."""
    said = [case.facts_found, case.reasoning]
    for item in case.items:
        said += [item.disposition, str(item.awarded_fen), item.reasoning, item.decision_text, str(item.working)]
        said += [";".join(item.articles), item.deviation_reason]
    return hashlib.sha256("\x00".join(said).encode()).hexdigest()[:24]


def refuse_older(case: Case, seen: str) -> None:
    """Raises Stale when somebody else saved the draft after the page was opened."""
    if seen and seen != mark_of(case):
        raise Stale("保存裁决稿", ["您打开页面之后，裁决稿已经由他人（或者在另一窗口）保存过。"])


def save(desk: Desk, case: Case, raw: Mapping[str, Any], seen: str) -> None:
    """Keep what was written, and the version it is. Raises Stale as `refuse_older`, else what `awards.save_draft` raises."""
    # Two of the tribunal at once: the second waits here, and is then told what the first has saved.
    case = desk.session.get_one(Case, case.id, with_for_update=True, populate_existing=True)
    refuse_older(case, seen)
    awards.save_draft(desk, case, raw)
    draft_versions.keep(desk, case)


def preview(desk: Desk, case: Case, ordinal: int) -> str:
    """The award as it would look now, as HTML: gaps in red, marked as a draft.

    Writes award rows to read them back; nothing of it is to be kept: the caller must undo the transaction, and only
    then print (`printed`), so that nobody waits meanwhile. Raises Refused when the items cannot be split yet;
    NotYours for an award that is not planned.
    """
    made = awards.split_into_awards(desk, case)
    award: Award | None = next((one for one in made if one.ordinal == ordinal), None)
    if award is None:
        raise NotYours
    known = paper_facts.common(desk, case)
    known["paper"] = {"number": f"{case.title}（草稿，未签发）", "date": desk.today.isoformat(), "series": "award"}
    known["award"] = paper_facts.award_facts(desk, case, award, len(made))
    return rendering.render_html("award", known, preview=True)


def printed(page: str, on: date) -> bytes:
    """The page as PDF."""
    from app.rendering.press import press  # noqa: PLC0415 - WeasyPrint costs a second; only printing needs it

    pdf, _pages = press().print(paper_kind("award"), page, None, on.isoformat())
    return pdf
