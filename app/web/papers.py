"""Papers: opening the PDF of one."""

from collections.abc import Sequence

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.models import Award, Body, Case, Paper, Referral
from app.permissions import COURT_ROLES, OFFICE_ROLES, May, needs
from app.rendering.kinds import kinds
from app.services import awards, casefile, deliveries, made_papers, papers
from app.services import publication as public_copies
from app.services.errors import NotYours
from app.web import security
from app.web.context import case_or_404, concern, desk_for_reading, log_reading, runtime
from app.web.downloads import disposition

bp = Blueprint("papers", __name__)


@bp.get("/papers/<int:paper_id>.pdf")
@needs(May.SEE_WORK)
def pdf(paper_id: int) -> ResponseReturnValue:
    """One paper as PDF, on record before a byte of it is sent. Papers of the inner file stay in the office."""
    with desk_for_reading() as desk:
        paper = desk.session.get(Paper, paper_id)
        case = desk.session.get(Case, paper.case_id) if paper is not None else None
        if paper is None or case is None:
            raise NotYours
        about = concern(desk, case)
        if not casefile.sees_paper(desk, paper, about):
            raise NotYours
        referral = desk.session.get(Referral, paper.referral_id) if paper.referral_id else None
        # A mediator sees the letters to the own body: nothing else of the file, nothing of the next body's.
        only_mediates = not desk.actor.has(*OFFICE_ROLES, *COURT_ROLES)
        if only_mediates and (referral is None or referral.receiving_body_id != desk.actor.body_id):
            raise NotYours
        security.case_was_asked()
        log_reading(desk, case.id or 0, f"《{paper.title}》{paper.number}")
    content = deliveries.read_or_make(runtime().engine, runtime().settings, paper_id)
    return inline_pdf(content, f"{paper.title}{paper.number}.pdf", paper.sha256)


@bp.get("/papers/<int:paper_id>/publication")
@needs(May.EDIT_CASE)
def publication(paper_id: int) -> ResponseReturnValue:
    """The public copy of an award: what it hides and how it then reads."""
    case, paper, fallen = _to_publish(paper_id)
    return render_template("pages/papers/publication.html", case=case, paper=paper, fallen=fallen, copy=public_copies.copy_of(paper))


@bp.get("/papers/<int:paper_id>/publication.pdf")
@needs(May.EDIT_CASE)
def publication_pdf(paper_id: int) -> ResponseReturnValue:
    """The public copy as PDF. Raises Refused when anything hidden is still in the file."""
    _, paper, _fallen = _to_publish(paper_id)
    return inline_pdf(public_copies.copy_of(paper).pdf, f"{paper.number}公开文本.pdf")


def _to_publish(paper_id: int) -> tuple[Case, Paper, Sequence[Award]]:
    with desk_for_reading() as desk:
        paper = desk.session.get(Paper, paper_id)
        if paper is None or paper.kind not in public_copies.PUBLISHED:
            raise NotYours
        case = case_or_404(desk, paper.case_id, May.EDIT_CASE, reading=f"公开文本 {paper.number}")
        return case, paper, awards.fallen(desk, case)


@bp.get("/cases/<int:case_id>/forms")
@needs(May.ACT_ON_CASE)
def forms(case_id: int) -> ResponseReturnValue:
    """The forms a party of the case may be given."""
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, May.ACT_ON_CASE)
        return render_template("pages/papers/forms.html", case=case, forms=made_papers.handouts())


@bp.get("/cases/<int:case_id>/forms/<name>.pdf")
@needs(May.ACT_ON_CASE)
def form(case_id: int, name: str) -> ResponseReturnValue:
    """One form, filled with what the case knows; for the party named, or for any."""
    party_id = request.args.get("party", type=int)
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, May.ACT_ON_CASE, reading=f"表格 {name}")
        party = next((p for p in case.parties if p.id == party_id), None)
        if (party_id is not None and party is None) or name not in kinds():
            raise NotYours
        office = desk.session.get_one(Body, case.office_id)
        return inline_pdf(made_papers.handout(desk, office, name, case, party), f"{kinds()[name].title}.pdf")


@bp.get("/forms")
@needs(May.FILE_CASE)
def blank_forms() -> ResponseReturnValue:
    """The same forms, blank, for the counter."""
    return render_template("pages/papers/forms.html", case=None, forms=made_papers.handouts())


@bp.get("/forms/<name>.pdf")
@needs(May.FILE_CASE)
def blank_form(name: str) -> ResponseReturnValue:
    """One blank form with the office's name."""
    with desk_for_reading() as desk:
        if name not in kinds() or desk.actor.body_id is None:
            raise NotYours
        office = desk.session.get_one(Body, desk.actor.body_id)
        return inline_pdf(made_papers.handout(desk, office, name, None, None), f"{kinds()[name].title}.pdf")


@bp.get("/verify")
@needs(May.SIGNED_IN)
def verify() -> ResponseReturnValue:
    """Whether number and check code printed on a paper belong together. Who holds the paper has both; a case number alone tells nothing."""
    number, check = request.args.get("number", "")[:120], request.args.get("check", "")[:60]
    found = None
    if number.strip() and check.strip():
        with desk_for_reading() as desk:
            found = papers.verify(desk.session, number, check)
            if found is not None:
                log_reading(desk, found.case_id, f"核验《{found.title}》{found.number}")
    return render_template("pages/papers/verify.html", number=number, check=check, found=found)


def inline_pdf(content: bytes, name: str, sha256: str = "") -> Response:
    """A PDF for the browser's viewer; shown by this site only."""
    answer = make_response(content)
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = disposition("inline", name)
    answer.headers["Cache-Control"] = "private, no-store"
    if sha256:
        answer.set_etag(sha256)
    return answer.make_conditional(request) if sha256 else answer
