"""案件终结时，开着的庭、送审的裁决稿、等待签收的调解书、进行中的调解一并了结（状态对的搜索查出）。"""

from datetime import date

from teller import Told
from test_settlement_and_parts import is_heard, settles

from app.models import Award, CourtMatter, Hearing, MediationStatement, Referral


def court_accepts_the_overdue_suit(story: Told) -> None:
    story.takes(
        "court.file_overdue", "filing", plaintiff=str(story.party("applicant")), court=str(story.body_id("court-hewan")),
        filed_on=story.clock.day.isoformat(), excuses_seen="yes",
    )  # fmt: skip
    matter = (CourtMatter, story.latest(CourtMatter))
    story.takes("court.accept", "courtclerk", matter, court_number="（2026）鲁0591民初88号", into="accepted")


def test_a_draft_sent_up_comes_back_when_the_application_is_withdrawn(story: Told) -> None:
    """CHR 35、53：送审期间撤回申请的，裁决稿退回，不再审批。"""
    is_heard(story)
    story.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="未成")
    story.is_decided()
    story.takes("arb.submit_draft", "arbitrator", note_optional="", into="under_approval")
    story.takes("arb.withdraw", "filing", withdrawal_reason="双方和解", into="withdrawn")
    assert {story.row(Award, ordinal=n).state for n in (1, 2)} == {"draft"}


def test_an_unsigned_statement_falls_when_the_application_is_withdrawn(story: Told) -> None:
    """LMA 42：调解书未经双方签收，案件撤回的，不再等待签收。"""
    is_heard(story)
    settles(story, "settled", into="settling")
    story.takes("arb.withdraw", "filing", withdrawal_reason="已经付清", into="withdrawn")
    assert story.row(MediationStatement).state == "refused"


def test_a_mediation_ends_when_a_court_has_taken_the_suit(story: Told) -> None:
    """LMA 43；CHR 48：委托调解期间逾期未裁决，法院受理起诉的，终止审理，调解一并撤回。"""
    story.files_application()
    story.is_accepted()
    story.clock.to(4, 20)
    story.takes("referral.propose", "filing", channel="peoples", receiving_body=str(story.body_id("med-people")))
    referral = (Referral, story.latest(Referral))
    for side in ("applicant", "respondent"):
        story.takes("referral.record_consent", "filing", referral, party=str(story.party(side)), agrees="yes", consent_way="phone")
    assert story.case().state == "in_delegated_mediation"
    court_accepts_the_overdue_suit(story)
    story.takes("arb.terminate_on_suit", "head", note_optional="", into="terminated_by_suit")
    ended = story.row(Referral)
    assert (ended.state, ended.ended_on) == ("withdrawn", date(2026, 4, 20))
    assert story.count(Hearing, case_id=story.case_id) == 0
