"""文书: issued by the door from facts frozen in the same transaction; the PDF is made from them when first wanted."""

import hashlib
import hmac
import os
import re
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from sqlmodel import Session, col, select

from app.models import Award, Body, Case, Hearing, Paper, Party, Referral, Review
from app.rendering import papers as rendering
from app.rendering.errors import MissingFacts, PaperError
from app.rendering.kinds import FOLDER, kind
from app.rendering.stated import stated
from app.services import (
    approval_facts,
    award_paper,
    calculation,
    court_papers,
    deliberation,
    group_papers,
    hearing_papers,
    made_papers,
    numbers,
    outbox,
    paper_facts,
    review_papers,
)
from app.services import limits as case_limits
from app.services.desk import Desk
from app.services.events import digest
from app.settings import Settings
from workflows import limits
from workflows.errors import Reason, Refused
from workflows.service_methods import addressed_to

CHECK = 16
"""Hexadecimal digits of the check code: of the hash of the facts, enough that nobody finds another paper with it."""
MOST_SHOWN = 8
"""How many papers of one step a preview shows: enough to see each kind, of three hundred notices the first."""
BRACKETS = str.maketrans("()（）[]［］【】", "〔〕〔〕〔〕〔〕〔〕")
REFUSAL_ARTICLES: Mapping[str, list[str]] = {
    "out_of_scope": ["LMA 2", "LMA 29", "CHR 31"],
    "unclear": ["LMA 28", "LMA 29", "CHR 31"],
    "no_interest": ["LMA 29", "CHR 30", "CHR 31"],
    "repeated": ["LMA 29", "CHR 34"],
    "pending_or_decided": ["LMA 29", "CHR 34"],
    "after_deemed_withdrawal": ["LMA 36", "CHR 39"],
}
"""Ground of refusal → the articles printed in the notice. Lateness is none (CHR 30)."""


@cache
def _marks() -> Mapping[str, str]:
    marks: dict[str, str] = tomllib.loads((FOLDER / "numbers.toml").read_text(encoding="utf-8"))["mark"]
    return marks


def issue(
    desk: Desk,
    case: Case,
    name: str,
    *,
    asked: Mapping[str, Any] | None = None,
    referral: Referral | None = None,
    hearing: Hearing | None = None,
    award: Award | None = None,
    party: Party | None = None,
    review: Review | None = None,
    extra: Mapping[str, Any] | None = None,
    number: str = "",
) -> Paper:
    """Freeze the facts of one paper and give it its number.

    Raises Refused naming every missing fact: then nothing of the step happens.
    """
    assert case.id is not None
    about = kind(name)
    office = desk.session.get(Body, case.office_id)
    assert office is not None
    series = about.series or name
    facts = paper_facts.common(desk, case)
    facts["paper"] = {
        "number": number or numbers.paper_number(desk.session, office, series, _marks()[series], desk.today.year),
        "date": desk.today.isoformat(),
        "series": series,
    }
    facts |= _own(desk, case, name, asked or {}, referral, hearing, award, party)
    if review is not None:
        facts |= review_papers.facts_of(desk, case, review, name)
    facts |= extra or {}
    facts = rendering.pruned(facts)
    facts["paper"]["check"] = digest(facts)[:CHECK]
    try:
        rendering.render_html(name, facts)
    except MissingFacts as gap:
        reason = Reason(f"制作《{about.title}》还缺少：{'、'.join(gap.labels)}。请先补全再办理。", about.basis)
        raise Refused(f"制作{about.title}", [reason], about.basis) from gap
    except PaperError as fault:  # a character no face can write: said now, not when the PDF is wanted
        raise Refused(f"制作{about.title}", [Reason(str(fault), about.basis)], about.basis) from fault
    paper = Paper(
        case_id=case.id,
        referral_id=referral.id if referral else None,
        hearing_id=hearing.id if hearing else None,
        review_id=review.id if review else None,
        award_id=award.id if award else None,
        party_id=party.id if party else None,
        kind=name,
        title=about.title,
        number=facts["paper"]["number"],
        folder=about.folder,
        facts=facts,
        facts_hash=digest(facts),
        made_on=desk.today,
        made_at=desk.now,
        made_by_id=desk.actor.id,
        awaits_service=about.folder == "main" and addressed_to(name) is not None,
    )
    desk.session.add(paper)
    desk.session.flush()
    outbox.put(desk, "paper.make", f"paper:{paper.id}", paper_id=paper.id)
    return paper


def issue_for_step(
    desk: Desk,
    case: Case,
    name: str,
    asked: Mapping[str, Any],
    *,
    referral: Referral | None = None,
    hearing: Hearing | None = None,
    review: Review | None = None,
) -> list[Paper]:
    """The papers an article issues: one, or one for each person or award the paper is about."""
    if name == "award":
        return _issue_awards(desk, case)
    if name == "referral_return" and referral is not None and paper_facts.letter_of(desk, referral) is None:
        return []  # the body took the matter itself (LMA 10): no office asked for a report
    if name in ("panel_notice", "evidence_notice") and group_papers.goes_to_all(case):
        return []  # CHR 64: the panel, and the evidence, are told in the one notice
    if name in ("hearing_notice", "postponement_notice") and group_papers.goes_to_all(case):
        return [
            issue(desk, case, name, asked=asked, hearing=hearing, party=party, extra={"addressee": addressee})
            for party, addressee in group_papers.addressees(desk, case)
        ]
    if name in ("hearing_notice", "postponement_notice"):
        return [issue(desk, case, name, asked=asked, hearing=hearing, party=p) for p in case.taking_part]
    if name == "evidence_notice":
        return [issue(desk, case, name, asked=asked, party=p) for p in case.taking_part]
    return [issue(desk, case, name, asked=asked, referral=referral, hearing=hearing, review=review)]


def _issue_awards(desk: Desk, case: Case) -> list[Paper]:
    """裁决书: where the award is split, both numbers are known before either paper is made (CHR 50)."""
    printed = select(Paper.award_id).where(Paper.case_id == case.id, col(Paper.award_id).is_not(None))
    awards = desk.session.exec(
        select(Award)
        .where(Award.case_id == case.id, col(Award.number).is_not(None), col(Award.id).not_in(printed))
        .order_by(col(Award.ordinal))
    ).all()
    return [issue(desk, case, "award", award=award, number=award.number or "") for award in awards]


def _own(
    desk: Desk,
    case: Case,
    name: str,
    asked: Mapping[str, Any],
    referral: Referral | None,
    hearing: Hearing | None,
    award: Award | None,
    party: Party | None,
) -> dict[str, Any]:
    """The part of the facts that only this kind of paper has."""
    today = desk.today.isoformat()
    own: dict[str, Any] = {}
    if referral is not None:
        own["referral"] = paper_facts.referral_facts(desk, case, referral)
    if hearing is not None:
        own["hearing"] = paper_facts.hearing_facts(desk, case, hearing)
    if party is not None:
        own["addressee"] = {"name": party.name, "role_title": paper_facts.SIDE_TITLES[party.side]}
    if award is not None and name == "award":
        siblings = len({item.award_id for item in case.items if item.award_id})
        own["award"] = paper_facts.award_facts(desk, case, award, siblings)
    match name:
        case "collective_notice":
            own |= group_papers.notice_facts(desk, case)
        case "reopening_decision":
            own["reopening"] = award_paper.reopening_facts(desk, case, asked)
        case "postponement_notice":
            own["postponement"] = {"reason": str(asked["postpone_reason"]).rstrip("。；")}
        case "response_notice":
            own["answer"] = {"days": limits.rule("arb.answer").length}
        case "correction_request":
            lines = [line.strip(" ；;。") for line in str(asked["missing_papers"]).splitlines() if line.strip()]
            own["correction"] = {"items": [{"text": line} for line in lines]}
        case "refusal_notice":
            own["refusal"] = {
                "reasons": [str(asked["refusal_reason"]).rstrip("。；")],
                "articles": REFUSAL_ARTICLES[asked["refusal_ground"]],
            }
        case "withdrawal_decision":
            own["withdrawal"] = {"requested_on": today, "reason": str(asked["withdrawal_reason"]).rstrip("。")}
        case "deemed_withdrawal_decision":
            own["absence"] = hearing_papers.absence(desk, case)
        case "suspension_notice":
            own["suspension"] = {"from_on": today, "ground": _ground(desk, asked)}
        case "resumption_notice":
            own |= _resumption(desk, case, asked)
        case "extension_notice":
            own["extension"] = _extension(desk, case, asked)
        case "deliberation_record":
            own["deliberation"] = deliberation.record_facts(case, str(asked["deliberation_text"]), today)
        case "calculation_sheet":
            own["calculation"] = calculation.sheet_facts(case, asked["claim_item"])
        case "termination_decision":
            own |= court_papers.termination(desk, case)
        case "enforcement_transfer_letter":
            own |= court_papers.transfer_letter(desk, case, asked)
        case "filing_approval_form":
            own["approval"] = approval_facts.of_acceptance(desk, case, asked)
        case "overdue_suit_record":
            own |= court_papers.termination(desk, case) | court_papers.told_by_court(desk)
        case _ if name in made_papers.FACTS:
            own |= made_papers.FACTS[name](desk, case, asked)
        case "approval_form":
            own["approval"] = approval_facts.of_form(desk.session, asked["approval_id"])
    return own


def _ground(desk: Desk, asked: Mapping[str, Any]) -> str:
    titles = {c[0]: c[1] for c in desk.book.fields["suspension_ground"].choices}
    reason = str(asked.get("suspension_reason") or "").rstrip("。")
    awaited = str(asked.get("suspension_awaits") or "").rstrip("。")
    said = "；".join(part for part in (reason, awaited) if part)
    return titles[asked["suspension_ground"]] + (f"（{said}）" if said else "")


def _resumption(desk: Desk, case: Case, asked: Mapping[str, Any]) -> dict[str, Any]:
    notice = desk.session.exec(
        select(Paper)
        .where(Paper.case_id == case.id, Paper.kind == "suspension_notice")
        .order_by(col(Paper.id).desc())
    ).first()
    limit = paper_facts.running(desk, case, "arb.decide_45")
    return {
        "suspension": notice.facts["suspension"] if notice else {},
        "resumption": {
            "on": desk.today.isoformat(),
            "reason": str(asked.get("note_optional") or "").rstrip("。") or "中止事由已经消除",
            "new_due_on": limit.due.isoformat() if limit else "",
        },
    }


def _extension(desk: Desk, case: Case, asked: Mapping[str, Any]) -> dict[str, Any]:
    limit = paper_facts.running(desk, case, "arb.decide_45")
    assert limit is not None
    # The days not counted (suspension, public notice) stand in the old day too; only the extension is new.
    ledger = tuple(entry for entry in case_limits.ledger_of(limit) if entry.kind != "extend")
    calendar = case_limits.calendar_of(desk.session, case.office_id)
    without = limits.compute("arb.decide_45", limit.origin, ledger=ledger, calendar=calendar)
    return {
        "reason": str(asked["extension_reason"]).rstrip("。"),
        "days": asked["extension_days"],
        "old_due_on": without.due.isoformat(),
        "new_due_on": limit.due.isoformat(),
    }


# ---- before it is issued ----


def preview(made: Sequence[tuple[str, Mapping[str, Any]]]) -> bytes:
    """Papers of a rehearsed step as one PDF: marked as not issued on every page, without number and check code."""
    whole = pikepdf.Pdf.new()
    for name, known in made[:MOST_SHOWN]:
        own = {key: value for key, value in known["paper"].items() if key != "check"}
        facts = {**known, "paper": {**own, "number": "（制发时编号）"}, "preview": True}
        with pikepdf.Pdf.open(BytesIO(rendering.make_pdf(name, facts).pdf)) as one:
            whole.pages.extend(one.pages)
    out = BytesIO()
    whole.save(out)
    return out.getvalue()


# ---- verification ----


def verify(session: Session, number: str, check: str) -> Paper | None:
    """The paper of this number, when the check code printed on it is the one it was issued with; None otherwise."""
    typed = "".join(number.split()).translate(BRACKETS)
    code = re.sub(r"[^0-9a-f]", "", check.lower())
    paper = session.exec(select(Paper).where(Paper.number == typed)).first()
    known = str(paper.facts.get("paper", {}).get("check", "")) if paper is not None else ""
    return paper if known and hmac.compare_digest(known, code) else None


# ---- the PDF ----


def store_path(settings: Settings, sha256: str) -> Path:
    """Where a file of this content lies."""
    return settings.files / sha256[:2] / sha256


def keep(settings: Settings, content: bytes) -> str:
    """Put content into the store under its hash, whole or not at all; the same content lies there once."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = store_path(settings, sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    return sha256


def keep_stream(settings: Settings, stream: BinaryIO) -> str:
    """Like `keep`, for what is too large to hold in memory."""
    settings.files.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=settings.files)
    found = hashlib.sha256()
    with os.fdopen(handle, "wb") as copy:
        stream.seek(0)
        while chunk := stream.read(1 << 20):
            found.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    path = store_path(settings, found.hexdigest())
    path.parent.mkdir(parents=True, exist_ok=True)
    Path(temporary).replace(path)
    return found.hexdigest()


def pdf_of(session: Session, settings: Settings, paper: Paper) -> bytes:
    """The paper as PDF: from the store, or made from its frozen facts. Made again it has the same bytes."""
    if paper.sha256:
        path = store_path(settings, paper.sha256)
        if path.exists():
            return path.read_bytes()
    made = rendering.make_pdf(paper.kind, paper.facts, attachment=attachment(paper))
    if paper.sha256 and made.sha256 != paper.sha256:
        raise RuntimeError(f"paper {paper.id} was made with other bytes than before")
    paper.sha256 = keep(settings, made.pdf)
    paper.pages = made.pages
    session.add(paper)
    session.flush()
    return made.pdf


def attachment(paper: Paper) -> Mapping[str, Any] | None:
    """The machine-readable facts of a main-file paper: just what the paper itself states."""
    return {"kind": paper.kind, **stated(paper.kind, paper.facts)} if paper.folder == "main" else None
