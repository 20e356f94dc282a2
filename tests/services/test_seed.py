"""样例单位：每一个样例案件都能按现行条目办到它该在的地方。"""

from datetime import datetime
from pathlib import Path

from sqlmodel import select

from app.database import open_session
from app.models import (
    Agreement,
    Approval,
    Case,
    CourtMatter,
    Discussion,
    DivergenceOpinion,
    FileRequest,
    Lead,
    MeetingTopic,
)
from app.runtime import Runtime
from app.seed import SCENARIOS, fill
from app.services.desk import BEIJING
from app.settings import Settings


def test_the_sample_office_shows_the_whole_procedure(tmp_path: Path) -> None:
    """Every scenario is taken through the door of today's articles; a changed article shows here first."""
    settings = Settings(environment="test", data=tmp_path, secret_key="a key for tests", search_engine="whoosh")
    runtime = Runtime(settings, lambda: datetime(2026, 11, 26, 10, 0, tzinfo=BEIJING))
    fill(runtime)
    with open_session(runtime.engine, writing=False) as session:
        cases = session.exec(select(Case)).all()
        assert len(cases) > len(SCENARIOS)  # the transferred one lies in both offices
        assert {"pre_filing", "transferring", "settling", "suspended", "in_delegated_mediation"} <= {c.state for c in cases}
        assert {"in_review", "binding"} <= {a.state for a in session.exec(select(Agreement))}
        assert [a.level for a in session.exec(select(Approval)) if a.kind == "extension"] == ["head"]
        assert any(m.kind == "enforcement" for m in session.exec(select(CourtMatter)))
        assert session.exec(select(Discussion)).one().state == "on_agenda"
        assert session.exec(select(MeetingTopic)).one().outcome_id == session.exec(select(DivergenceOpinion)).one().outcome_id
        asked = session.exec(select(FileRequest)).one()
        assert asked.case_id is not None
        assert asked.granted is None
        assert len(session.exec(select(Lead)).all()) == 2
    runtime.engine.dispose()
