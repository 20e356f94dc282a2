"""The sample cases of service: addresses confirmed, tries that failed, a public notice, a paper left at the door."""

from app.models import Paper
from app.seed.teller import DAMAGES, OVERTIME, PAY, Teller


def _confirms(t: Teller, side: str, **more: str) -> None:
    party = next(p for p in t.case().parties if p.side == side)
    typed = {
        "confirm_address": party.postal_address, "confirm_phone": party.phone, "address_signed_on": t.clock.day.isoformat(),
        "told_consequences": "yes", **more,
    }  # fmt: skip
    t.takes("svc.confirm_address", "filing", party=str(party.id), **typed)


def _tries(t: Teller, kind: str, method: str, failure: str, proof: str, **more: str) -> None:
    day = t.clock.day.isoformat()
    t.takes(
        "svc.record_failure", "clerk", paper=str(t.latest(Paper, kind=kind)), party=str(t.party("respondent")),
        service_method=method, sent_on=day, failure=failure, failed_on=day, proof=proof, **more,
    )  # fmt: skip


def published(t: Teller) -> None:
    """单位人去楼空：上门、邮寄都没有送到，公告送达，公告期未满。"""
    t.comes_in(PAY, back=20)
    t.back(18)
    t.is_accepted()
    _confirms(t, "applicant", e_consent="yes", e_address=t.case().parties[0].phone)
    t.back(17)
    t.has_a_tribunal(alone=True)
    t.back(15)
    _tries(t, "response_notice", "direct", "stopped", "厂门上锁，无人应答")
    t.back(12)
    _tries(t, "response_notice", "post", "returned", "邮件退回，注明“已搬离”", tracking_number="XA 2051 7716 3")
    t.back(9)
    paper, firm = t.latest(Paper, kind="response_notice"), t.party("respondent")
    t.takes("svc.prepare_notice", "clerk", paper=str(paper), party=str(firm), notice_ground="failed")
    t.serves_paper(
        paper, firm, "clerk", method="public_notice", sent=t.back(8), served=None, notice_ground="failed", proof="报纸在卷"
    )


def left_at_the_door(t: Teller) -> None:
    """前台拒绝签收，留置并拍照；组庭通知书已经寄出，还没有回执。"""
    t.comes_in(DAMAGES, OVERTIME, back=12)
    t.back(11)
    t.is_accepted()
    t.back(9)
    _confirms(t, "applicant", confirm_recipients="罗小满，女儿，13800054321")
    t.has_a_tribunal(alone=True)
    t.back(8)
    _tries(t, "response_notice", "direct", "refused", "前台拒绝签收，称负责人不在")
    t.serves("response_notice", "respondent", "clerk", method="left_or_posted", sent=t.back(7), served=None)
    t.takes(
        "svc.send", "clerk", paper=str(t.latest(Paper, kind="panel_notice")), party=str(t.party("respondent")),
        service_method="post", sent_on=t.back(6).isoformat(), tracking_number="XA 2051 9020 8", proof_optional="",
    )  # fmt: skip


SCENARIOS = (published, left_at_the_door)
