"""裁决稿: written item by item, with like cases beside it, the awards it will become, and what still stands against it."""

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import select

from app.database import open_session
from app.models import Case, ClaimItem, DraftVersion, Hearing
from app.permissions import May, needs
from app.services import (
    award_paper,
    awards,
    draft_check,
    draft_versions,
    drafting,
    evidence,
    kept_drafts,
    paper_facts,
    precedents,
    standards,
)
from app.services.desk import Desk
from app.services.errors import InvalidInput, Stale
from app.web import autosave, security
from app.web.context import case_or_404, concern, desk_for_reading, desk_for_writing, log_reading, runtime
from app.web.papers import inline_pdf
from search_index.port import AUTHORITY_TITLES, DISPOSITION_TITLES, FATE_TITLES
from workflows.errors import HengjianError, InputError, Reason, Refused
from workflows.items import kind as item_kind

bp = Blueprint("drafts", __name__)

LIKE = 6
WRITING = ("heard", "deliberated")
ON_A_PAGE = 20
"""Claims written on one page; a roster of hundreds stays usable."""


@bp.get("/cases/<int:case_id>/draft")
@needs(May.DRAFT_AWARD)
def edit(case_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, May.DRAFT_AWARD, reading="裁决稿")
        kept = autosave.fields()
        return _page(desk, case, kept if kept is not None else {})


@bp.post("/cases/<int:case_id>/draft")
@needs(May.DRAFT_AWARD)
def save(case_id: int) -> ResponseReturnValue:
    """Keep the draft; with `do=check`, compare it with like decisions and standards as well."""
    checking = request.form.get("do") == "check"
    try:
        with desk_for_writing() as desk:
            case = case_or_404(desk, case_id, May.DRAFT_AWARD)
            drafting.save(desk, case, request.form, request.form.get("mark", ""))
        if checking:
            with desk_for_writing() as desk, closing(runtime().index()) as index:
                draft_check.run(desk, desk.session.get_one(Case, case_id), index)
    except (InputError, InvalidInput, Refused, Stale) as problem:
        with desk_for_reading() as desk:
            case = case_or_404(desk, case_id, May.DRAFT_AWARD)
            status = 422 if isinstance(problem, (InputError, InvalidInput)) else 409
            return make_response(_page(desk, case, request.form, problem), status)
    flash(_("裁决稿已保存，并与类案和口径比对。") if checking else _("裁决稿已保存。"), "success")
    where = {name: request.form[name] for name in ("page", "q") if request.form.get(name)}
    return redirect(url_for(".edit", case_id=case_id, _anchor="results" if checking else None, **where), 303)


@bp.get("/cases/<int:case_id>/draft/similar")
@needs(May.DRAFT_AWARD)
def similar(case_id: int) -> ResponseReturnValue:
    """Like decisions, for the side of the page; a page of its own without scripts."""
    with desk_for_reading() as desk, closing(runtime().index()) as index:
        case = case_or_404(desk, case_id, May.DRAFT_AWARD)
        hits = precedents.similar_to_case(index, case, k=LIKE)
        governing = standards.on_kinds(desk, [item.kind for item in case.items], case.filed_on)
    part = "_similar.html" if "HX-Request" in request.headers else "similar.html"
    return render_template(
        f"pages/drafts/{part}",
        case=case,
        hits=hits,
        standards=governing,
        authorities=AUTHORITY_TITLES,
        fates=FATE_TITLES,
        dispositions=DISPOSITION_TITLES,
    )


@bp.get("/cases/<int:case_id>/draft/award-<int:ordinal>.pdf")
@needs(May.SEE_DELIBERATION)
def preview(case_id: int, ordinal: int) -> ResponseReturnValue:
    """The draft as it will be printed: for the tribunal, and once it is sent up for the head who approves it."""
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, May.SEE_DELIBERATION)
        if case.state in WRITING and not security.allowed(May.DRAFT_AWARD):
            security.not_there()
        log_reading(desk, case_id, "裁决稿预览")
    # Splitting writes award rows to read them back; nothing is committed, so nothing of it stays.
    with open_session(runtime().engine) as session:
        desk = runtime().desk(session, g.actor)
        page = drafting.preview(desk, session.get_one(Case, case_id), ordinal)
        session.rollback()
    return inline_pdf(drafting.printed(page, desk.today), f"裁决书草稿{ordinal}.pdf")


def _page(desk: Desk, case: Case, typed: Mapping[str, str], problem: HengjianError | None = None) -> str:
    security.require_case(May.DRAFT_AWARD, concern(desk, case))
    problems: tuple[InputError, ...] = ()
    if isinstance(problem, InvalidInput):
        problems = problem.errors
    elif isinstance(problem, InputError):
        problems = (problem,)
    reasons: list[Reason] = list(problem.reasons) if isinstance(problem, Refused) else []
    shown = _shown(desk, case)
    versions = draft_versions.listed(desk, case)[:1]
    return render_template(
        "pages/drafts/edit.html",
        case=case,
        typed=typed,
        problems=problems,
        at_field={getattr(p, "name", ""): p for p in problems},
        refused=reasons,
        stale=problem if isinstance(problem, Stale) else None,
        mark=drafting.mark_of(case),
        standing=drafting.standing(desk, case),
        open_items=shown.items,
        shown=shown,
        notes=award_paper.procedure_notes(desk, case),
        panel=paper_facts.panel_facts(desk, case),
        office=paper_facts.office_facts(desk, case),
        versions=versions,
        overtaken=bool(typed and versions) and _overtaken(desk, versions[0]),
        hearings=desk.session.exec(select(Hearing).where(Hearing.case_id == case.id, Hearing.state == "held")).all(),
        evidence=evidence.of_case(desk, case),
        findings=evidence.FINDING_TITLES,
        is_money={item.id: item_kind(item.kind).money for item in case.items},
        writable=case.state in WRITING,
        names={p.id: p.name for p in case.parties},
        item_at={str(item.id): item for item in case.items},
    )


def _overtaken(desk: Desk, newest: DraftVersion) -> bool:
    """Whether somebody else saved the draft after the reader last typed what is now given back."""
    if request.method != "GET" or newest.by_id == desk.actor.id:
        return False
    kept = kept_drafts.find(desk.session, desk.actor.id or 0, request.path)
    return kept is not None and kept.saved_at < newest.saved_at


@dataclass(frozen=True)
class Shown:
    """The claims on this page of the draft: those asked for by name or number, so many at a time."""

    items: Sequence[ClaimItem]
    q: str
    page: int
    pages: int
    count: int


def _shown(desk: Desk, case: Case) -> Shown:
    left = awards.open_items(desk.session, case)
    if len(left) <= 2 * ON_A_PAGE:
        return Shown(left, "", 1, 1, len(left))
    q, text = request.values.get("q", "").strip()[:60], request.values.get("page", "1")
    names = {p.id: p.name for p in case.parties}
    found = [i for i in left if not q or q == str(i.ordinal) or q in names[i.applicant_id]]
    pages = max(1, -(-len(found) // ON_A_PAGE))
    page = min(max(1, int(text) if re.fullmatch(r"\d{1,4}", text) else 1), pages)
    return Shown(found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE], q, page, pages, len(found))
