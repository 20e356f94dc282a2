"""Work the worker does ahead of the outbox, outside any transaction because it takes long."""

from sqlalchemy import Engine
from sqlmodel import col, select

from app.database import open_session, transaction
from app.models import Paper
from app.rendering import papers as rendering
from app.rendering.errors import PaperError
from app.services import papers
from app.settings import Settings


def make_papers(engine: Engine, settings: Settings, most: int = 50) -> int:
    """Make the PDFs that are wanted and not there, newest first. Answers how many were made.

    Rendering inside the writing transaction that delivers a message would keep every desk waiting meanwhile.
    """
    with open_session(engine, writing=False) as session:
        wanted = session.exec(select(Paper).where(Paper.sha256 == "").order_by(col(Paper.id).desc()).limit(most)).all()
    made = 0
    for paper in wanted:
        try:
            _make(engine, settings, paper)
        except PaperError:
            continue  # delivering the message meets the same error and notes it there
        made += 1
    return made


def read_or_make(engine: Engine, settings: Settings, paper_id: int) -> bytes:
    """The PDF of a paper for a page: from the store, or made now while nobody waits for the database."""
    with open_session(engine, writing=False) as session:
        paper = session.get_one(Paper, paper_id)
    if paper.sha256:
        path = papers.store_path(settings, paper.sha256)
        if path.exists():
            return path.read_bytes()
    return _make(engine, settings, paper)


def _make(engine: Engine, settings: Settings, paper: Paper) -> bytes:
    pdf = rendering.make_pdf(paper.kind, paper.facts, attachment=papers.attachment(paper))
    if paper.sha256 and pdf.sha256 != paper.sha256:
        raise RuntimeError(f"paper {paper.id} was made with other bytes than before")
    sha256 = papers.keep(settings, pdf.pdf)
    with transaction(engine) as session:
        row = session.get_one(Paper, paper.id, with_for_update=True)
        if not row.sha256:
            row.sha256, row.pages = sha256, pdf.pages
    return pdf.pdf
