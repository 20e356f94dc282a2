"""What the worker does with each kind of outbox message. A handler may be repeated: doing it twice changes nothing."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.database import open_session, transaction
from app.models import Paper
from app.rendering import papers as rendering
from app.rendering.errors import PaperError
from app.services import papers
from app.services.outbox import Handler
from app.settings import Settings


def handlers(settings: Settings) -> dict[str, Handler]:
    """The handler of every kind of message."""

    def make_paper(session: Session, said: Mapping[str, Any]) -> None:
        # Made already by `make_papers`, unless that failed: then it fails here again and the reason is kept.
        papers.pdf_of(session, settings, session.get_one(Paper, said["paper_id"]))

    return {"paper.make": make_paper, "case.changed": nothing}


def nothing(session: Session, said: Mapping[str, Any]) -> None:
    """Nothing outside the database depends on this message yet."""


def make_papers(engine: Engine, settings: Settings, most: int = 50) -> int:
    """Make the PDFs that are wanted and not there, outside any transaction: rendering takes long, and a
    writing transaction would keep every desk waiting meanwhile. Answers how many were made."""
    with open_session(engine, writing=False) as session:
        wanted = session.exec(select(Paper).where(Paper.sha256 == "").order_by(col(Paper.id)).limit(most)).all()
    made = 0
    for paper in wanted:
        try:
            pdf = rendering.make_pdf(paper.kind, paper.facts, attachment=papers._attachment(paper))
        except PaperError:
            continue  # the handler meets the same error and notes it on the message
        sha256 = papers.keep(settings, pdf.pdf)
        with transaction(engine) as session:
            row = session.get_one(Paper, paper.id, with_for_update=True)
            if not row.sha256:
                row.sha256, row.pages = sha256, pdf.pages
                made += 1
    return made
