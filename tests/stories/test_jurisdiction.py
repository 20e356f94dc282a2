"""管辖、移送、指定管辖、撤销案件、再次申请、可以起诉的时点。"""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select
from teller import Told
from walking import at_hearing_set, is_served, request_of

from app.database import open_session
from app.demonstration import APPLICATION
from app.models import Approval, Case, Event, Hearing, Limit, Paper
from workflows.errors import HengjianError


def objection(story: Told) -> dict[str, str]:
    return {"asking_party": str(story.party("respondent")), "request_text": "劳动合同履行地和公司注册地都在石桥县"}


def to(story: Told, inside: str = "", outside: str = "") -> dict[str, str]:
    return {
        "receiving_commission": str(story.body_id(inside)) if inside else "",
        "receiving_commission_name": outside,
        "jurisdiction_reason": "劳动合同履行地和用人单位所在地均不在本市",
    }


def case_of(story: Told, **equal: object) -> Case:
    with open_session(story.runtime.engine, writing=False) as session:
        return session.exec(select(Case).filter_by(**equal)).one()


def test_the_wrong_commission_is_explained_not_refused(story: Told) -> None:
    """CHR 31：受理前发现无管辖权，书面说明并告知有管辖权的仲裁委员会，不是不予受理。"""
    story.files_application()
    story.takes(
        "arb.explain_jurisdiction",
        "filing",
        right_commission="石桥县劳动人事争议仲裁委员会",
        jurisdiction_reason="劳动合同履行地和用人单位所在地都在石桥县",
        into="no_jurisdiction",
    )
    assert story.papers() == ["jurisdiction_explanation"]
    assert story.limit("arb.accept.decide").state == "met"
    story.is_refused("arb.close", "filing", "还没有送达", note_optional="")
    story.serves("jurisdiction_explanation", "applicant", "filing", method="direct", sent=date(2026, 3, 2), served=date(2026, 3, 2))
    assert story.case().may_sue_from is None
    story.asks_for("arb.close", "filing", note_optional="", into="closed")


def test_a_refusal_served_opens_the_court(story: Told) -> None:
    """LMA 29：不予受理的，申请人可以就该争议事项起诉；权利和理由记录在案。"""
    story.files_application()
    story.asks_for("arb.refuse", "filing", refusal_ground="out_of_scope", refusal_reason="不属于受理范围")
    story.clock.to(3, 4)
    story.serves("refusal_notice", "applicant", "filing", method="direct", sent=date(2026, 3, 4), served=date(2026, 3, 4))
    case = story.case()
    assert (case.state, case.may_sue_from) == ("refused", date(2026, 3, 4))
    assert "不予受理" in case.may_sue_ground


def test_no_decision_in_five_working_days_opens_the_court(story: Told) -> None:
    """LMA 29：收到申请之日起五日内未作决定的，申请人可以起诉；记录一次。"""
    story.files_application()
    story.clock.to(3, 9)
    assert story.time_passes()["may_sue"] == 0
    story.clock.to(3, 10)
    assert story.time_passes()["may_sue"] == 1
    assert story.time_passes()["may_sue"] == 0
    case = story.case()
    assert (case.state, case.may_sue_from) == ("filed", date(2026, 3, 10))
    story.is_accepted()


def test_an_objection_comes_before_the_answer_period_ends(story: Told) -> None:
    """CHR 10：管辖异议在答辩期满前书面提出；逾期不影响程序进行；不成立的书面驳回。"""
    is_served(story)
    story.takes("objection.file", "filing", **objection(story))
    story.is_refused("arb.transfer", "arbitrator", "还没有决定", **to(story, outside="西河市劳动人事争议仲裁委员会"))
    story.takes("objection.reject", "arbitrator", request_of(story, "jurisdiction"), note="实际工作地点在河湾区")
    assert story.row(Paper, kind="objection_decision").facts["decision"]["result"] == "驳回管辖异议，本案继续审理"
    story.clock.to(3, 17)
    story.is_refused("objection.file", "filing", "不影响仲裁程序的进行", **objection(story))


def test_a_case_goes_to_a_commission_outside_the_system(story: Told) -> None:
    """CHR 9、10：异议成立，移送有管辖权的仲裁委员会；对方受理后登记其案号，本委期限了结。"""
    at_hearing_set(story)
    story.clock.to(3, 10)
    story.takes("objection.file", "filing", **objection(story))
    story.takes("objection.uphold", "arbitrator", request_of(story, "jurisdiction"), note="履行地在西河市")
    story.is_refused("arb.transfer", "arbitrator", "二者填一项", **to(story))
    story.asks_for("arb.transfer", "arbitrator", into="transferring", **to(story, outside="西河市劳动人事争议仲裁委员会"))
    assert story.row(Hearing).state == "cancelled"
    assert {"transfer_letter", "transfer_notice"} <= set(story.papers())
    story.clock.to(3, 18)
    story.takes(
        "arb.transfer_taken", "filing", receiving_number="西河劳人仲案字〔2026〕第88号", taken_on="2026-03-17", into="transferred"
    )
    assert story.limit("arb.decide_45").state == "met"
    story.asks_for("arb.close", "filing", note_optional="", into="closed")


def test_a_transfer_is_disputed_and_designated_to_the_receiver(story: Told) -> None:
    """CHR 9、46：受移送的仲裁委员会不得自行退回，报请指定；经指定应当受理，取得自己的案号，四十五日从受理之日起重新计算。"""
    is_served(story)
    sender = story.case_id
    story.clock.to(3, 10)
    story.asks_for("arb.transfer", "arbitrator", into="transferring", **to(story, inside="shiqiao"))
    story.is_refused("arb.transfer_taken", "filing", "由其自己受理", receiving_number="x", taken_on="2026-03-10")
    linked = case_of(story, transferred_from_id=sender)
    assert (linked.state, linked.source, len(linked.items), len(linked.parties)) == ("transferred_in", "transfer", 3, 2)
    story.case_id = linked.id or 0
    story.takes("arb.dispute_transfer", "filing-shiqiao", note="履行地在河湾区", into="designation")
    story.case_id = sender
    assert story.case().state == "designation"
    story.clock.to(3, 20)
    story.takes(
        "arb.designated",
        "filing",
        designated_to="receiver",
        receiving_commission_name="",
        designating_department="东川市人力资源和社会保障局",
        designated_on="2026-03-19",
        into="transferring",
    )
    story.case_id = linked.id or 0
    story.is_refused("arb.dispute_transfer", "filing-shiqiao", "应当受理", note="仍不同意")
    story.clock.to(3, 23)
    story.takes("arb.take_transfer", "filing-shiqiao", cause="205(5)", note_optional="", into="accepted")
    taken = story.case()
    assert taken.number == "石桥劳人仲案字〔2026〕第1号"
    assert story.limit("arb.decide_45").due == date(2026, 5, 7)
    story.case_id = sender
    assert (story.case().state, story.case().transfer_number) == ("transferred", taken.number)
    assert story.limit("arb.decide_45").due == date(2026, 4, 16)


def test_a_transfer_designated_back_goes_on_where_it_stood(story: Told) -> None:
    """CHR 9：指定由移送的仲裁委员会管辖的，案件回到原来的阶段；对方的案件了结。"""
    is_served(story)
    sender = story.case_id
    story.asks_for("arb.transfer", "arbitrator", **to(story, inside="shiqiao"))
    linked = case_of(story, transferred_from_id=sender)
    story.case_id = linked.id or 0
    story.takes("arb.dispute_transfer", "filing-shiqiao", note="履行地在河湾区")
    story.case_id = sender
    story.takes(
        "arb.designated",
        "filing",
        designated_to="here",
        receiving_commission_name="",
        designating_department="东川市人力资源和社会保障局",
        designated_on="2026-03-02",
        into="tribunal_formed",
    )
    assert case_of(story, transferred_from_id=sender).state == "not_taken"


def test_a_case_wrongly_accepted_is_cancelled_and_the_decision_served(story: Told) -> None:
    """CHR 32：受理后发现不应当受理的，除无管辖权外，撤销案件，五日内送达当事人。"""
    at_hearing_set(story)
    story.clock.to(3, 10)
    story.is_refused("arb.cancel_case", "arbitrator", "不撤销案件", cancel_ground="jurisdiction", cancel_reason="履行地在石桥")
    story.asks_for(
        "arb.cancel_case", "arbitrator", cancel_ground="out_of_scope", cancel_reason="双方为承揽关系，不属于劳动争议", into="cancelled"
    )
    assert (story.limit("arb.cancel_case").due, story.row(Hearing).state) == (date(2026, 3, 17), "cancelled")
    story.is_refused("arb.close", "clerk", "还没有送达", note_optional="")
    for side in ("applicant", "respondent"):
        story.serves("cancellation_decision", side, "clerk", method="direct", sent=date(2026, 3, 10), served=date(2026, 3, 10))
    assert story.limit("arb.cancel_case").state == "met"
    story.asks_for("arb.close", "clerk", note_optional="", into="closed")


ACCEPT = {"conditions": "yes", "cause": "205(5)", "note_optional": ""}


def files_again(story: Told, day: str) -> None:
    story.clock.day = date.fromisoformat(day)
    story.files(replace(APPLICATION, filed_on=day), by="filing")


def test_a_withdrawn_case_is_filed_again_and_taken(story: Told) -> None:
    """CHR 35；O1 四：撤回之后再次申请的，应当受理。"""
    story.files_application()
    story.is_accepted()
    story.takes("arb.withdraw", "filing", withdrawal_reason="双方自行和解", into="withdrawn")
    files_again(story, "2026-03-20")
    story.takes("arb.accept", "filing", into="accepted", **ACCEPT)


def test_a_refused_case_is_refused_again_and_the_first_is_named(story: Told) -> None:
    """CHR 34：不予受理的，同一争议不再受理；通知书写明此前的案件；法院仍可以起诉。"""
    story.files_application()
    story.asks_for("arb.refuse", "filing", refusal_ground="out_of_scope", refusal_reason="不属于受理范围")
    first = story.case().title
    files_again(story, "2026-03-20")
    story.is_refused("arb.accept", "filing", "可以就该争议向人民法院起诉", **ACCEPT)
    story.is_refused("arb.refuse", "filing", "写明此前的案件", refusal_ground="repeated", refusal_reason="重复申请")
    story.asks_for("arb.refuse", "filing", refusal_ground="repeated", refusal_reason=f"已在{first}中决定不予受理", into="refused")


def test_a_pending_or_decided_dispute_is_not_taken_twice(story: Told) -> None:
    """CHR 34：同一争议正在处理或者已有结果的，不予受理，写明该案。"""
    story.files_application()
    story.is_accepted()
    number = story.case().number
    files_again(story, "2026-03-20")
    story.is_refused("arb.accept", "filing", f"正在{number}中处理", **ACCEPT)
    story.asks_for(
        "arb.refuse", "filing", refusal_ground="pending_or_decided", refusal_reason=f"同一争议正在{number}中审理", into="refused"
    )
    story.clock.to(3, 21)


def test_a_cancelled_or_explained_case_bars_nothing(story: Told) -> None:
    """CHR 31、34：书面说明无管辖权不是不予受理，以后另行申请的依法审查。"""
    story.files_application()
    story.takes(
        "arb.explain_jurisdiction", "filing", right_commission="石桥县劳动人事争议仲裁委员会", jurisdiction_reason="履行地在石桥县"
    )
    files_again(story, "2026-03-20")
    story.takes("arb.accept", "filing", into="accepted", **ACCEPT)
    assert story.row(Limit, rule="arb.decide_45").due == date(2026, 5, 4)


def test_a_transfer_is_asked_for_by_who_handles_the_case_and_approved_by_the_head(story: Told) -> None:
    """CHR 9、10；审批（P）：承办人报请，庭长、负责人批准；批准之前案件不动；书记员不能报请，负责人退回的不移送。"""
    is_served(story)
    outside = to(story, outside="西河市劳动人事争议仲裁委员会")
    with pytest.raises(HengjianError):
        story.takes("arb.transfer", "clerk", **outside)
    story.takes("arb.transfer", "arbitrator", **outside)
    assert (story.case().state, story.row(Approval).level) == ("tribunal_formed", "section_head")
    assert "transfer_letter" not in story.papers()
    request = (Approval, story.latest(Approval))
    story.takes("approval.endorse", "sectionhead", request, approval_opinion="同意")
    story.takes("approval.return", "head", request, remarks="注册地仍在河湾区，请核对", into="returned")
    assert story.case().state == "tribunal_formed"
    story.asks_for("arb.transfer", "arbitrator", into="transferring", **outside)
    assert story.row(Event, rule="arb.transfer").actor_name == "顾文渊"


def test_designation_to_a_third_commission(story: Told) -> None:
    """CHR 9：指定由第三家仲裁委员会管辖的，受移送的一方不再受理，期限了结；本委移送给被指定的一方，其受理后登记案号。"""
    is_served(story)
    sender = story.case_id
    story.asks_for("arb.transfer", "arbitrator", **to(story, inside="shiqiao"))
    linked = case_of(story, transferred_from_id=sender)
    story.case_id = linked.id or 0
    story.takes("arb.dispute_transfer", "filing-shiqiao", note="履行地在西河市")
    story.case_id = sender
    third = {"designating_department": "东川市人力资源和社会保障局", "designated_on": "2026-03-02", "designated_to": "other"}
    story.is_refused("arb.designated", "filing", "请写明名称", receiving_commission_name="", **third)
    story.takes(
        "arb.designated", "filing", receiving_commission_name="西河市劳动人事争议仲裁委员会", into="transferring", **third
    )
    assert case_of(story, transferred_from_id=sender).state == "not_taken"
    assert (story.case().transfer_to, story.case().transfer_to_id) == ("西河市劳动人事争议仲裁委员会", None)
    assert story.limit("arb.decide_45").state == "open"
    story.clock.to(3, 6)
    story.takes(
        "arb.transfer_taken", "filing", receiving_number="西河劳人仲案字〔2026〕第9号", taken_on="2026-03-05", into="transferred"
    )
    assert story.limit("arb.decide_45").state == "met"


def test_a_decided_dispute_is_not_taken_again_but_another_claim_is(story: Told) -> None:
    """CHR 34：已经裁决的请求再次申请的，不予受理，写明该案；另一项请求不受影响。"""
    story.reaches_an_award(("severance", "20000"), severance=("granted", "20000"))
    first = story.case().title
    again = APPLICATION.items[0].__class__
    story.clock.day = date(2026, 5, 6)
    story.files(replace(APPLICATION, filed_on="2026-05-06", items=[again("severance", "20000")]), by="filing")
    story.is_refused("arb.accept", "filing", first, **ACCEPT)
    story.files(replace(APPLICATION, filed_on="2026-05-06", items=[again("overtime", "3000")], key="another"), by="filing")
    story.takes("arb.accept", "filing", into="accepted", **ACCEPT)
