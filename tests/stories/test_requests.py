"""程序申请：当事人在程序中提出的申请，谁决定，决定之后怎样。"""

from datetime import date

from teller import Told

from app.models import Request


def test_more_time_for_evidence_is_asked_for_in_time_and_moves_the_day(story: Told) -> None:
    """CHR 15：当事人在举证期限内申请延长，仲裁庭根据情况适当延长。"""
    story.files_application()
    story.is_accepted()
    story.has_a_tribunal(alone=True)  # the evidence period ends on 27 March
    story.clock.to(3, 20)
    asks = {"asking_party": str(story.party("applicant")), "request_text": "银行流水须由银行调取"}
    story.takes("request.evidence_time", "clerk", **asks)
    story.is_refused("request.evidence_time", "clerk", "还没有决定", **asks)
    asked = (Request, story.latest(Request))
    story.is_refused_on(
        asked, "request.grant_evidence_time", "arbitrator", "晚于现在的截止日", new_evidence_until="2026-03-27"
    )
    story.takes("request.grant_evidence_time", "arbitrator", asked, new_evidence_until="2026-04-03", note_optional="")
    assert story.case().evidence_until == date(2026, 4, 3)
    story.clock.to(4, 4)
    story.is_refused("request.evidence_time", "clerk", "届满", **asks)
