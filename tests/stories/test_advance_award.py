"""先予执行裁决从申请到执行（rules §7.2 第 16 行），以及由仲裁委员会撤销的裁决此后的命运。"""

from datetime import date

import pytest
from court_words import fate, may, says, stands
from teller import Told

from app.models import Award, CourtMatter, Limit, Paper, Request
from app.services.errors import InvalidInput
from app.storytelling import BOTH_CAME
from workflows.errors import Refused

ADVANCE = "advance_payment"


def has_an_advance_award(story: Told) -> None:
    """Heard on 24 March; 8,000 of the injury's medical costs are to be paid in advance."""
    story.files_application(("injury_medical", "12000"), ("wrongful_termination", "60000"))
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.takes("arb.hear", "clerk", hearing_record="笔录", **BOTH_CAME)
    story.takes(
        "request.advance_payment", "clerk", asking_party=str(story.party("applicant")),
        claim_item=str(story.case().items[0].id), request_text="住院治疗，无力垫付",
    )  # fmt: skip
    story.takes(
        "request.grant_advance", "arbitrator", (Request, story.latest(Request)), advance_amount="8000",
        advance_reason="工伤认定决定书和住院费用清单在卷", rights_are_clear="yes", living_is_harmed="yes", into="granted",
    )  # fmt: skip


def is_served(story: Told, side: str, day: int) -> None:
    story.clock.to(3, day)
    story.serves("advance_award", side, "clerk", method="direct", sent=story.clock.day, served=story.clock.day)


def hand_over(story: Told, creditor: str = "applicant") -> dict[str, str]:
    return {
        "award": str(story.latest(Award, type=ADVANCE)),
        "creditor": str(story.party(creditor)),
        "court": str(story.body_id("court-hewan")),
    }


def test_row_16_an_advance_award_is_handed_to_the_court_and_enforced_while_the_case_goes_on(story: Told) -> None:
    """LMA 44；I1 10；O70 三(三)：先予执行裁决不能起诉；送达后由本委附送达证明移送法院执行；仲裁继续。"""
    has_an_advance_award(story)
    assert (stands(story, ADVANCE), may(story, ADVANCE)) == (
        ("effective", date(2026, 3, 24)), {"applicant": "", "respondent": ""},
    )  # fmt: skip
    assert "不能起诉" in says(story, ADVANCE)
    assert (story.limit("post.enforce").due, story.limit("post.enforce").party_id) == (
        date(2028, 3, 24), story.party("applicant"),
    )  # fmt: skip
    is_served(story, "applicant", 24)
    story.is_refused("court.hand_over", "clerk", "还没有送达全部当事人", **hand_over(story))
    is_served(story, "respondent", 26)
    for kind, court in (("first_instance", "court-hewan"), ("annulment", "court-mid")):
        story.is_refused(
            "court.file", "filing", "不能起诉", matter_kind=kind, award=str(story.latest(Award, type=ADVANCE)),
            plaintiff=str(story.party("respondent")), court=str(story.body_id(court)), filed_on="2026-03-26",
        )  # fmt: skip
    with pytest.raises(InvalidInput, match="没有裁决向该当事人支付"):
        story.takes("court.hand_over", "clerk", **hand_over(story, "respondent"))
    story.clock.to(3, 27)
    story.takes("court.hand_over", "clerk", **hand_over(story))
    letter = story.row(Paper, kind="enforcement_transfer_letter").facts["transfer"]
    assert (letter["award_number"], letter["amount"]) == ("东川劳人仲案字〔2026〕第1-1号", "8,000.00元")
    assert [(one["party"], one["on"]) for one in letter["served"]] == [
        (story.case().parties[0].name, "2026-03-24"), (story.case().parties[1].name, "2026-03-26"),
    ]  # fmt: skip
    matter = (CourtMatter, story.latest(CourtMatter))
    assert (story.row(CourtMatter).sent_by_office, story.row(CourtMatter).amount_fen) == (True, 800_000)
    assert story.limit("post.enforce").state == "met"
    story.takes("court.accept", "courtclerk", matter, court_number="（2026）鲁0591执21号", into="accepted")
    assert story.case().state == "heard"
    story.takes(
        "court.recover", "courtclerk", matter, recovered_amount="8000", recovered_on="2026-03-27", note_optional=""
    )
    story.takes(
        "court.end_enforcement", "judge", matter, decided_on="2026-03-27", enforcement_ending="performed",
        note="执行完毕", into="ended",
    )  # fmt: skip
    story.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="未成")
    story.is_decided()
    story.is_awarded()
    assert stands(story, ADVANCE) == ("effective", date(2026, 3, 24))


def test_a_refused_enforcement_of_an_advance_award_opens_no_suit(story: Told) -> None:
    """I1 10：对先予执行裁决不能起诉；被裁定不予执行的，争议仍在仲裁中，不另开起诉期限。"""
    has_an_advance_award(story)
    is_served(story, "applicant", 24)
    is_served(story, "respondent", 24)
    story.takes("court.hand_over", "clerk", **hand_over(story))
    matter = (CourtMatter, story.latest(CourtMatter))
    story.takes("court.accept", "courtclerk", matter, court_number="（2026）鲁0591执21号")
    story.takes(
        "court.end_enforcement", "judge", matter, decided_on="2026-03-24", enforcement_ending="not_enforced", note="不予执行"
    )
    assert story.row(Award, type=ADVANCE).state == "not_enforced"
    assert story.count(Limit, rule="post.sue.after_non_enforcement") == 0


def test_an_award_set_aside_by_the_commission_can_be_neither_enforced_nor_attacked(story: Told) -> None:
    """O1 十八；I1 8：撤销以后，原裁决不能执行，不能起诉、申请撤销，不开生效证明；期限了结，等待新的结果。"""
    story.reaches_an_award()
    for kind in ("final", "non_final"):
        for side in ("applicant", "respondent"):
            story.serves(
                "award", side, "clerk", method="direct", sent=story.clock.day, served=story.clock.day,
                award_id=story.latest(Award, type=kind),
            )  # fmt: skip
    award, worker = str(story.latest(Award, type="final")), str(story.party("applicant"))
    story.clock.to(4, 2)
    enforced = {
        "award_optional": award, "mediation_paper": "", "creditor": worker,
        "court": str(story.body_id("court-hewan")), "filed_on": "2026-04-02", "enforce_amount": "8000",
    }  # fmt: skip
    story.takes("court.enforce", "filing", **enforced)
    story.asks_for("arb.reopen_award", "arbitrator2", award=award, reopening_reason="加班天数认定有误", into="accepted")
    assert (stands(story, "final"), says(story, "final")[:10]) == (("no_effect", None), "这份文书已经由仲裁委")
    assert fate(story, "non_final").parties[0].status == "pending"
    assert story.row(CourtMatter).state == "ended"
    assert story.limit("post.annul").state == "closed"
    with pytest.raises(Refused, match="没有已经生效"):
        story.takes("court.enforce", "filing", **enforced)
    story.is_refused(
        "court.file", "filing", "对新的裁决可以起诉", matter_kind="annulment", award=award,
        plaintiff=str(story.party("respondent")), court=str(story.body_id("court-mid")), filed_on="2026-04-02",
    )  # fmt: skip
    story.takes("request.effect_certificate", "filing", asking_party=worker, award_optional=award, mediation_paper="", note_optional="")
    story.is_refused_on(
        (Request, story.latest(Request)), "request.issue_certificate", "filing", "已经由仲裁委员会撤销", note_optional=""
    )
