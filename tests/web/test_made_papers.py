"""制作文书: papers made at the desk, seen before they are made, and the forms handed to parties."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from factories import Browser, Office, words
from sqlmodel import func, select

from app.models import CaseRead, Event, Paper
from workflows.errors import Refused

SignIn = Callable[[str], Browser]


def counted(office: Office) -> tuple[int, int]:
    with office.reading() as session:
        return session.exec(select(func.count()).select_from(Paper)).one(), session.exec(select(func.count()).select_from(Event)).one()


def test_a_receipt_is_previewed_made_and_stands_in_the_file(office: Office, client_as: SignIn) -> None:
    """CHR 29: the commission gives a receipt for what was handed in. A preview leaves no trace and takes no number."""
    case_id, clerk = office.files(), client_as("filing")
    address = f"/cases/{case_id}/steps/paper.filing_receipt"
    assert "出具收件回执" in words(clerk.get(f"/cases/{case_id}"))
    before = counted(office)
    typed = {"received_materials": "仲裁申请书 2份\n身份证复印件\n银行流水（2025年9月至2026年2月）"}
    shown = clerk.post(f"{address}/preview", data=typed)
    assert shown.mimetype == "application/pdf"
    assert counted(office) == before
    with pikepdf.Pdf.open(io.BytesIO(shown.data)) as pdf:
        assert len(pdf.pages) == 1
    nothing = clerk.post(f"{address}/preview", data={"received_materials": ""})
    assert nothing.status_code == 422
    office.takes(case_id, "paper.filing_receipt", "filing", **typed)
    with office.reading() as session:
        paper = session.get_one(Paper, office.latest(Paper, case_id, kind="filing_receipt"))
    assert paper.facts["receipt"]["materials"] == [
        {"title": "仲裁申请书", "copies": 2},
        {"title": "身份证复印件"},
        {"title": "银行流水（2025年9月至2026年2月）"},
    ]
    assert (paper.facts["receipt"]["days"], paper.folder, paper.facts["case"]["receipt_number"][-1]) == (5, "main", "号")


def test_acceptance_leaves_an_approval_form_inside_and_notices_of_evidence_go_to_each_party(office: Office) -> None:
    """CHR 15, 22: 立案审批表 stands in the inner file; each party is told how long it may bring evidence."""
    case_id = office.files()
    office.accepts(case_id)
    with office.reading() as session:
        form = session.get_one(Paper, office.latest(Paper, case_id, kind="filing_approval_form"))
    assert form.folder == "inner"
    assert "属于本委管辖" in form.facts["approval"]["proposal"]
    office.forms_tribunal(case_id)
    office.takes(case_id, "arb.notify_respondent", "filing", evidence_until="2026-03-30")
    with office.reading() as session:
        notices = session.exec(select(Paper).where(Paper.case_id == case_id, Paper.kind == "evidence_notice")).all()
    assert {p.party_id for p in notices} == {office.party(case_id, "applicant"), office.party(case_id, "respondent")}
    assert all(p.facts["case"]["evidence_until"] == "2026-03-30" for p in notices)


def test_forms_are_handed_out_filled_or_blank_and_are_no_papers_of_the_file(office: Office, client_as: SignIn) -> None:
    """LMA 24, 28; CHR 29."""
    case_id, clerk = office.files(), client_as("filing")
    before = counted(office)
    assert "授权委托书" in words(clerk.get(f"/cases/{case_id}/forms"))
    firm = office.party(case_id, "respondent")
    for address in (f"/cases/{case_id}/forms/form_answer.pdf?party={firm}", "/forms/form_application.pdf"):
        answer = clerk.get(address)
        assert answer.data.startswith(b"%PDF-"), address
    assert "空白表格" in words(clerk.get("/forms"))
    for gone in (f"/cases/{case_id}/forms/award.pdf", "/forms/award.pdf", f"/cases/{case_id}/forms/form_answer.pdf?party=999"):
        assert clerk.get(gone).status_code == 404, gone
    assert counted(office) == before
    with office.reading() as session:
        assert "表格 form_answer" in session.exec(select(CaseRead.what)).all()


def test_letters_of_introduction_name_two_people_and_a_loan_ends(office: Office) -> None:
    """CHR 17: two people at least. O70 四: what is lent comes back."""
    case_id = office.files()
    office.accepts(case_id)
    two = [str(office.staff_id("arbitrator")), str(office.staff_id("clerk"))]
    letter = {"letter_to": "东川市社会保险事业中心", "letter_matter": "参保缴费记录", "letter_days": "7"}
    with pytest.raises(Refused, match="两人以上"):
        office.takes(case_id, "paper.inquiry_letter", "arbitrator", inquirers=two[:1], **letter)
    office.takes(case_id, "paper.inquiry_letter", "arbitrator", inquirers=two, **letter)
    office.takes(case_id, "arb.withdraw", "filing", withdrawal_reason="双方和解")
    loan = {"loan_unit": "东川市河湾区人民法院", "loan_borrower": "沈岳", "loan_purpose": "审理需要"}
    with pytest.raises(Refused, match="晚于今天"):
        office.takes(case_id, "paper.file_loan", "clerk", loan_until="2026-03-02", **loan)
    office.takes(case_id, "paper.file_loan", "clerk", loan_until="2026-04-02", **loan)
    with office.reading() as session:
        letter_made = session.get_one(Paper, office.latest(Paper, case_id, kind="inquiry_letter"))
        slip = session.get_one(Paper, office.latest(Paper, case_id, kind="file_loan_slip"))
    assert (len(letter_made.facts["inquiry"]["people"]), letter_made.facts["inquiry"]["valid_days"]) == (2, 7)
    assert slip.facts["loan"]["until"] == "2026-04-02"
