"""追加当事人：共同被申请人、第三人、近亲属、法定代理人。"""

from datetime import date

from sqlmodel import select
from teller import Told
from walking import at_hearing_set, is_served, request_of

from app.database import open_session
from app.models import Agent, ClaimItem, ItemChange, Limit, Paper


def asks(story: Told, ground: str, name: str, **more: str) -> dict[str, str]:
    return {
        "asking_party_optional": str(story.party("applicant")),
        "joining_ground": ground,
        "new_party_kind": "employer",
        "new_party_name": name,
        "new_party_identity": "",
        "new_party_address": "东川市河湾区和顺街1号",
        "stands_for": "",
        "request_text": "与本案有利害关系",
        **more,
    }


def test_an_added_respondent_has_its_own_notices_and_answer_period(story: Told) -> None:
    """LMA 22；CHR 46：劳务派遣追加用工单位；四十五日从决定追加之日起重新计算；新当事人有自己的答辩期和开庭通知。"""
    at_hearing_set(story)
    story.clock.to(3, 12)
    story.takes("party.ask", "clerk", **asks(story, "dispatch", "东川市众聚人力资源有限公司"))
    story.is_refused("party.ask", "clerk", "已经是本案当事人", **asks(story, "dispatch", story.case().on_side("respondent")[0].name))
    story.takes("party.add", "arbitrator", request_of(story, "add_party"), note_optional="")
    added = next(p for p in story.case().parties if p.joined_on)
    assert (added.side, added.joined_on) == ("respondent", date(2026, 3, 12))
    assert story.limit("arb.decide_45").due == date(2026, 4, 26)
    for kind in ("added_party_notice", "hearing_notice"):
        paper = story.latest(Paper, kind=kind, party_id=added.id)
        story.takes(
            "svc.record", "clerk", paper=str(paper), party=str(added.id), service_method="direct",
            sent_on="2026-03-12", served_on="2026-03-12", proof="送达回证签收",
        )  # fmt: skip
    assert story.limit("arb.answer", party_id=added.id).due == date(2026, 3, 26)
    assert story.limit("arb.answer", party_id=story.party("respondent")).due == date(2026, 3, 16)


def test_the_hearing_waits_for_the_notice_of_the_added_party(story: Told) -> None:
    """LMA 35：追加的被申请人没有收到开庭通知的，不能开庭。"""
    at_hearing_set(story)
    story.clock.to(3, 12)
    story.takes("party.ask", "clerk", **asks(story, "dispatch", "东川市众聚人力资源有限公司"))
    story.takes("party.add", "arbitrator", request_of(story, "add_party"), note_optional="")
    story.clock.to(3, 31)
    story.is_refused("arb.hear", "clerk", "众聚", hearing_record="笔录", **{"came-applicant": "came", "came-respondent": "agent"})


def test_a_third_party_is_called_ex_officio(story: Told) -> None:
    """LMA 23：由仲裁委员会通知第三人参加；第三人没有答辩期。"""
    is_served(story)
    story.clock.to(3, 9)
    third = asks(story, "third_called", "东川市远山建设有限公司", asking_party_optional="", new_party_identity="91370500MA3C4D5E6X")
    story.is_refused("party.ask", "clerk", "统一社会信用代码", **third)
    story.takes("party.ask", "clerk", **third | {"new_party_identity": ""})
    story.takes("party.add", "arbitrator", request_of(story, "add_party"), note_optional="")
    added = next(p for p in story.case().parties if p.joined_on)
    assert added.side == "third_party"
    assert story.limit("arb.decide_45").due == date(2026, 4, 23)
    told = story.row(Paper, kind="added_party_notice").facts["decision"]
    assert told["opening"].startswith("本委依职权审查")
    paper = story.latest(Paper, kind="added_party_notice")
    story.takes(
        "svc.record", "clerk", paper=str(paper), party=str(added.id), service_method="direct",
        sent_on="2026-03-09", served_on="2026-03-09", proof="送达回证签收",
    )  # fmt: skip
    with open_session(story.runtime.engine, writing=False) as session:
        assert len(session.exec(select(Limit).filter_by(case_id=story.case_id, rule="arb.answer", party_id=added.id)).all()) == 0


def test_an_heir_pursues_the_claims_of_a_worker_who_died(story: Told) -> None:
    """LMA 25：劳动者死亡的，由其近亲属参加；请求由谁提出、后来由谁继续，都有记录。"""
    is_served(story)
    worker = story.party("applicant")
    heir = asks(story, "heir", "邹明远", new_party_kind="other", asking_party_optional="")
    story.is_refused("party.ask", "clerk", "请选择所代替的劳动者", **heir)
    story.takes("party.ask", "clerk", **heir | {"stands_for": str(worker)})
    story.takes("party.add", "arbitrator", request_of(story, "add_party"), note_optional="")
    added = next(p for p in story.case().parties if p.joined_on)
    assert (added.side, added.succeeds_id) == ("applicant", worker)
    assert {item.applicant_id for item in story.case().items} == {added.id}
    assert story.row(ItemChange, kind="succeeded").before["applicant_id"] == worker
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-31 09:00", room="第一仲裁庭")
    assert {p.party_id for p in notices(story)} == {added.id, story.party("respondent")}


def notices(story: Told) -> list[Paper]:
    with open_session(story.runtime.engine, writing=False) as session:
        return session.exec(select(Paper).filter_by(case_id=story.case_id, kind="hearing_notice")).all()


def test_a_guardian_acts_for_a_worker_who_lost_capacity(story: Told) -> None:
    """LMA 25：丧失劳动者行为能力的，由法定代理人代为参加；法定代理人不是当事人。"""
    is_served(story)
    worker = story.party("applicant")
    story.takes(
        "party.ask", "clerk", **asks(story, "guardian", "邹淑云", new_party_kind="other", stands_for=str(worker))
    )
    story.takes("party.add", "arbitrator", request_of(story, "add_party"), note_optional="")
    assert len(story.case().parties) == 2
    with open_session(story.runtime.engine, writing=False) as session:
        agent = session.exec(select(Agent).filter_by(name="邹淑云")).one()
        assert (agent.party_id, agent.kind) == (worker, "法定代理人")
    assert story.limit("arb.decide_45").due == date(2026, 4, 16)


def test_a_party_not_added_is_told_why(story: Told) -> None:
    """LMA 23：不符合条件的不予追加，书面说明理由。"""
    is_served(story)
    story.takes("party.ask", "clerk", **asks(story, "third_applied", "东川市远山建设有限公司"))
    story.takes("party.do_not_add", "arbitrator", request_of(story, "add_party"), note="与本案处理结果没有利害关系")
    assert story.row(Paper, kind="procedural_decision").facts["decision"]["result"] == "不予追加"
    assert story.row(ClaimItem, ordinal=1).respondent_id == story.party("respondent")
