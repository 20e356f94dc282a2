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
            pdf = rendering.make_pdf(paper.kind, paper.facts, attachment=papers.attachment(paper))
        except PaperError:
            continue  # delivering the message meets the same error and notes it there
        sha256 = papers.keep(settings, pdf.pdf)
        with transaction(engine) as session:
            row = session.get_one(Paper, paper.id, with_for_update=True)
            if not row.sha256:
                row.sha256, row.pages = sha256, pdf.pages
                made += 1
    return made
