"""送达：方式、证明、没有送到、下一种方式、更正、送达地址确认书。"""

from datetime import date

import pytest
from sqlmodel import col, select
from teller import Told

from app.models import Award, Hearing, Paper, Party, Service, ServiceAddress
from workflows.errors import Refused


def is_accepted(story: Told) -> None:
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)


def confirms(story: Told, side: str, **more: str) -> None:
    typed = {
        "confirm_address": "东川市河湾区望海路8号2单元", "confirm_phone": "13800012345", "address_signed_on": "2026-03-10",
        "told_consequences": "yes",
    }  # fmt: skip
    story.takes("svc.confirm_address", "filing", party=str(story.party(side)), **{**typed, **more})


def on_paper(story: Told, kind: str, side: str, day: str, **typed: str) -> dict[str, str]:
    """The fields that name one paper and one person, sent on a day."""
    which = {"party_id": story.party(side)} if kind == "hearing_notice" else {}
    paper = story.latest(Paper, kind=kind, **which)
    return {"paper": str(paper), "party": str(story.party(side)), "sent_on": day, "proof": "回证在卷", **typed}


def test_each_method_asks_for_its_proof_and_says_why(story: Told) -> None:
    """CHR 20；CPL 88–91, 95：没有证明的送达不能登记；每一条说明要什么、凭什么。"""
    is_accepted(story)
    notice = on_paper(story, "response_notice", "respondent", "2026-03-10")
    day = {"served_on": "2026-03-10"}
    for method, typed, why in (
        ("post", day, "邮件号码"),
        ("entrusted", day, "受委托的仲裁委员会或者机关"),
        ("co_resident", {**day, "signed_by": "门卫"}, "代收人与受送达人的关系"),
        ("left_or_posted", {}, "拍照、录像"),
        ("left_or_posted", {"leave_ground": "stopped", "photos": "0"}, "不是本案正卷里的材料"),
        ("public_notice", {"notice_ground": "unknown"}, "怎样查找过"),
        ("public_notice", {"notice_ground": "failed", "published_in": "《东川日报》"}, "还缺：直接送达、邮寄送达没有送到的登记"),
        ("electronic", day, "没有签署同意电子送达"),
        ("simple", day, "只用于简易处理的案件"),
    ):
        story.is_refused("svc.record", "clerk", why, service_method=method, **{**notice, **typed})


def test_who_may_sign_for_whom(story: Told) -> None:
    """CPL 88：单位由收发人员代收，自然人由同住成年家属代收，代理人、指定代收人须登记在案；CPLI 133：调解书只由本人或者指定的代收人签收。"""
    is_accepted(story)
    taken = {"service_method": "co_resident", "served_on": "2026-03-10", "signed_by": "罗小满"}
    for side, relation, why in (
        ("respondent", "co_resident", "只能代自然人签收"),
        ("applicant", "reception", "只能代单位签收"),
        ("applicant", "agent", "不是登记在案的代理人"),
        ("applicant", "named", "不是送达地址确认书上指定的代收人"),
    ):
        story.is_refused("svc.record", "clerk", why, relation=relation, **taken, **on_paper(story, "response_notice", side, "2026-03-10"))
    confirms(story, "applicant", confirm_recipients="罗小满，女儿，13800054321")
    story.takes("svc.record", "clerk", relation="named", **taken, **on_paper(story, "panel_notice", "applicant", "2026-03-10"))
    back = story.row(Paper, kind="service_return").facts["service"]
    assert (back["taken_by"], back["taken_by_relation"]) == ("罗小满", "指定的代收人")
    assert back["address"] == "东川市河湾区望海路8号2单元"  # the confirmed address, not the one of the application


def test_a_try_that_failed_is_what_the_next_method_rests_on(story: Told) -> None:
    """CPL 95；CHR 20：直接、邮寄都没有送到，才可以公告；每一次都在案，视为送达的日子推算。"""
    is_accepted(story)
    notice = on_paper(story, "response_notice", "respondent", "2026-03-10")
    story.takes("svc.record_failure", "clerk", service_method="direct", failure="moved", failed_on="2026-03-10", **notice)
    story.takes("svc.send", "clerk", service_method="post", tracking_number="XA1", **{**notice, "proof_optional": ""})
    assert services(story)[-1].result == "sent"
    story.clock.to(3, 16)
    story.takes("svc.record_failure", "clerk", service_method="post", failure="returned", failed_on="2026-03-16", **notice)
    tries = [(s.method, s.result, s.failure) for s in services(story)]
    assert tries == [("direct", "failed", "moved"), ("post", "failed", "returned")]
    story.takes(
        "svc.record", "clerk", service_method="public_notice", notice_ground="failed", published_in="《东川日报》第四版",
        **{**notice, "sent_on": "2026-03-16"},
    )  # fmt: skip
    assert services(story)[-1].served_on == date(2026, 4, 15)
    assert story.limit("arb.answer").origin == date(2026, 4, 15)
    story.is_refused("svc.record_failure", "clerk", "已于2026-04-15送达", service_method="post", failure="returned", failed_on="2026-03-16", **notice)


def services(story: Told) -> list[Service]:
    with story.reading() as session:
        return list(session.exec(select(Service).join(Paper, col(Paper.id) == Service.paper_id).where(
            Paper.case_id == story.case_id).order_by(col(Service.id))).all())  # fmt: skip


def test_a_wrong_day_is_taken_back_and_only_that_persons_limits_move(story: Told) -> None:
    """CHR 20；rules §21.6：送达日期登记有误，更正后只有该当事人的期限重新计算；原登记和理由留在案上。"""
    story.reaches_an_award()
    award = story.latest(Award, type="non_final")
    story.clock.to(3, 31)
    for side, day in (("applicant", 25), ("respondent", 26)):
        story.serves("award", side, "clerk", method="direct", sent=date(2026, 3, 25), served=date(2026, 3, day), award_id=award)
    wrong = services(story)[-1]
    firm, worker = story.party("respondent"), story.party("applicant")
    story.takes(
        "svc.correct", "clerk", service=str(wrong.id), correction_way="date", true_served_on="2026-03-31",
        correction_reason="回证上的签收日期是3月31日，登记时看错",
    )  # fmt: skip
    assert story.limit("post.sue.nonfinal", party_id=firm).due == date(2026, 4, 15)
    assert story.limit("post.sue.nonfinal", party_id=worker).due == date(2026, 4, 9)
    before, after = services(story)[-2:]
    assert (before.result, before.served_on, before.taken_back_day) == ("taken_back", None, date(2026, 3, 26))
    assert (after.result, after.served_on) == ("served", date(2026, 3, 31))
    assert "登记时看错" in story.row(Paper, kind="service_return").facts["service"]["remarks"]
    # Without the correction the award would have taken effect on 14 April.
    story.clock.to(4, 14)
    assert story.time_passes()["in_effect"] == 0
    story.clock.to(4, 16)
    assert story.time_passes()["in_effect"] == 1
    # Found out late: it had reached the firm two days later still, so it is not in effect yet.
    story.takes(
        "svc.correct", "clerk", service=str(after.id), correction_way="date", true_sent_on="2026-04-01",
        true_served_on="2026-04-03", correction_reason="收发室登记簿显示4月3日才签收",
    )  # fmt: skip
    assert (story.row(Award, type="non_final").state, story.row(Award, type="non_final").effective_from) == ("awaiting", None)
    assert story.limit("post.sue.nonfinal", party_id=firm).due == date(2026, 4, 20)


def test_a_service_that_never_was_is_taken_back_with_everything_that_rested_on_it(story: Told) -> None:
    """LMA 30；CHR 20：实际没有送达的，答辩期不起算，送达的期限继续；开庭通知的日期随之重新认定。"""
    is_accepted(story)
    story.serves("response_notice", "respondent", "filing", method="direct", sent=date(2026, 3, 10), served=date(2026, 3, 10))
    assert story.limit("arb.serve_application").state in ("met", "missed")
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-24 09:00", room="第一仲裁庭", into="hearing_set")
    for side in ("applicant", "respondent"):
        story.serves("hearing_notice", side, "clerk", method="direct", sent=date(2026, 3, 10), served=date(2026, 3, 10), party_id=story.party(side))
    to_firm, _, hearing_of_firm = services(story)
    never = {"correction_way": "not_served", "correction_reason": "签收人不是被申请人的人员，回证退回"}
    story.takes("svc.correct", "clerk", service=str(to_firm.id), **never)
    assert story.limit("arb.serve_application").state == "open"
    assert story.limit("arb.answer").state == "closed"
    story.takes("svc.correct", "clerk", service=str(hearing_of_firm.id), **never)
    story.clock.to(3, 24)
    with pytest.raises(Refused, match="没有送达被申请人"):
        story.takes("arb.hear", "clerk", hearing_record="庭审笔录", **{"came-applicant": "came", "came-respondent": "came"})
    assert story.row(Hearing).notified_on == date(2026, 3, 10)


def test_a_confirmed_address_is_used_from_then_on_and_the_earlier_one_stays_on_record(story: Told) -> None:
    """CHR 20；CPL 90：送达地址确认书；同意电子送达的写明电子地址，裁决书仍按本委设置（P）。"""
    is_accepted(story)
    with pytest.raises(Refused, match="接收的电子地址"):
        confirms(story, "respondent", e_consent="yes")
    confirms(story, "respondent", e_consent="yes", e_address="hr@hengyue.example")
    confirms(story, "respondent", e_consent="yes", e_address="office@hengyue.example", confirm_address="东川市工匠巷19号")
    assert story.count(ServiceAddress, replaced_on=None) == 1
    assert story.row(Party, side="respondent").postal_address == "东川市工匠巷19号"
    notice = on_paper(story, "response_notice", "respondent", "2026-03-10")
    story.takes("svc.record", "clerk", service_method="electronic", served_on="2026-03-10", **notice)
    assert services(story)[-1].place == "office@hengyue.example"
