"""Papers as PDF: by the folder they are in and the roles they are for, on record before they are shown."""

from collections.abc import Callable

import pytest
from factories import Browser, Office
from sqlmodel import select

from app.models import CaseRead, Paper

SignIn = Callable[[str], Browser]


def test_a_paper_opens_as_pdf_and_the_reading_is_on_record(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    office.accepts(case_id)
    paper = office.latest(Paper, case_id, kind="acceptance_notice")
    answer = client_as("arbitrator").get(f"/papers/{paper}.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    with office.reading() as session:
        row = session.exec(select(CaseRead)).one()
    assert (row.staff_name, row.what[:7]) == ("顾文渊", "《受理通知书》")
    again = client_as("arbitrator").get(f"/papers/{paper}.pdf")
    assert again.data == answer.data, "made again, the same bytes"


@pytest.mark.parametrize(
    ("login", "status"),
    [("arbitrator", 200), ("head", 200), ("filing", 404), ("analyst", 404), ("judge", 404), ("industry", 404),
     ("filing-shiqiao", 404), ("system", 403)],
)  # fmt: skip
def test_the_deliberation_record_never_leaves_those_who_deliberate(
    office: Office, client_as: SignIn, login: str, status: int
) -> None:
    """CHR 22, 52."""
    case_id = office.deliberated()
    paper = office.latest(Paper, case_id, kind="deliberation_record")
    assert client_as(login).get(f"/papers/{paper}.pdf").status_code == status


@pytest.mark.parametrize("path", ["/papers/0.pdf", "/papers/99999.pdf", "/papers/x.pdf"])
def test_papers_that_are_not_there_are_not_found(office: Office, client_as: SignIn, path: str) -> None:
    assert client_as("filing").get(path).status_code == 404
