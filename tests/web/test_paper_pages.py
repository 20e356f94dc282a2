"""Papers as PDF: by the folder they are in and the roles they are for, on record before they are shown."""

from collections.abc import Callable

import pytest
from factories import Browser, Office, words
from sqlmodel import select

from app.models import CaseRead, Paper
from app.rendering.filters import check_groups
from app.rendering.papers import render_html
from app.services.events import digest

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


def test_a_paper_is_verified_by_number_and_check_code_and_by_nothing_less(office: Office, client_as: SignIn) -> None:
    """What a reader holds is what the office issued, word for word: the code comes from the frozen facts."""
    case_id = office.files()
    office.accepts(case_id)
    with office.reading() as session:
        paper = session.get_one(Paper, office.latest(Paper, case_id, kind="acceptance_notice"))
    check = paper.facts["paper"]["check"]
    assert digest({**paper.facts, "paper": {k: v for k, v in paper.facts["paper"].items() if k != "check"}}).startswith(check)
    assert check_groups(check) in render_html(paper.kind, paper.facts)
    typed = {"number": paper.number.replace("〔", "(").replace("〕", ")"), "check": check_groups(check)}
    for login in ("judge", "analyst", "filing"):
        said = words(client_as(login).get("/verify", query_string=typed))
        assert "相符" in said
        assert "《受理通知书》" in said
        assert "不相符" not in said
    for wrong in ({**typed, "check": "0" * 16}, {**typed, "number": "东劳人仲受字〔2026〕第999号"}):
        said = words(client_as("judge").get("/verify", query_string=wrong))
        assert "不相符" in said
        assert "受理通知书" not in said
    assert "都要填写" in words(client_as("judge").get("/verify", query_string={"number": paper.number}))
    with office.reading() as session:
        assert "核验《受理通知书》" in session.exec(select(CaseRead.what)).all()[0]
