"""程序变更、答辩期的缩短、合并审理."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, or_, select

from app.models import Case, CaseJoin, Event
from app.services import decision_papers, facts_between, limits
from app.services.desk import Desk
from app.services.effects.registry import Door, after, before, during
from app.services.errors import NotYours

GROUNDS = {
    "clear": "本案事实清楚、权利义务关系明确、争议不大",
    "amount": "本案标的额不超过本省上年度职工年平均工资",
    "agreed": "双方当事人同意简易处理",
}


@before("arb.to_simplified")
def to_simplified(desk: Desk, case: Case, _: Any, __: Mapping[str, Any]) -> None:
    case.procedure = "simplified"


@during("arb.to_simplified")
def tell_simplified(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], __: Event) -> None:
    decision_papers.issue(
        desk,
        case,
        "simplified_notice",
        opening="本委审查了本案的办理程序",
        reason=GROUNDS[asked["simplified_ground"]],
        articles=["CHR 56"],
        result="本案简易处理",
    )


@before("arb.to_ordinary")
def to_ordinary(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 61: the term goes on from the first acceptance; what both sides agreed need not be proved again."""
    case.procedure = "ordinary"
    case.agreed_facts = asked["agreed_facts"]


@during("arb.to_ordinary")
def tell_ordinary(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], __: Event) -> None:
    agreed = "双方已经确认的事实不再举证。" if asked["agreed_facts"] else ""
    decision_papers.issue(
        desk,
        case,
        "ordinary_notice",
        opening="本案原按简易处理办理",
        reason=asked["note"],
        articles=["CHR 61"],
        result="转为一般程序审理；仲裁期限自受理仲裁申请之日起连续计算",
        rights=agreed,
    )


@during("arb.cut_answer")
def cut_answer(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], event: Event) -> None:
    """CHR 58: computed anew with the days the respondent agreed to; none left: met today."""
    for limit in limits.open_limits(desk.session, case.id or 0, "arb.answer"):
        if limit.party_id != asked["consenting_party"]:
            continue
        limit.options = {"agreed_days": str(asked["answer_days"])}
        limits.recompute(desk.session, limit, case.office_id)
        if not asked["answer_days"]:
            limits.end(desk, limit, event.id)


# ---- 合并审理 ----


@before("arb.join_case")
def join(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    other = facts_between.find_case(desk, case.office_id, asked["other_case"])
    if other is None:
        raise NotYours
    desk.session.add(
        CaseJoin(lead_id=case.id or 0, case_id=other.id or 0, joined_on=desk.today, reason=asked["note"][:1000])
    )
    desk.session.flush()


@during("arb.join_case")
def tell_joined(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], __: Event) -> None:
    others = "、".join(other.title for other in facts_between.joined_cases(desk, case))
    decision_papers.issue(
        desk,
        case,
        "procedural_notice",
        opening=f"本案与{others}有相同的当事人，由同一仲裁庭审理",
        reason=asked["note"],
        articles=["CHR 19"],
        result=f"本案与{others}合并审理，一次开庭，分别裁决",
    )


@after("arb.join_case")
def joined(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], door: Door) -> None:
    other = facts_between.find_case(desk, case.office_id, asked["other_case"])
    assert other is not None
    door.perform(desk, other, "arb.joined")


@before("arb.separate_case")
def separate(desk: Desk, case: Case, _: Any, __: Mapping[str, Any]) -> None:
    links = desk.session.exec(
        select(CaseJoin).where(
            or_(col(CaseJoin.lead_id) == case.id, col(CaseJoin.case_id) == case.id), col(CaseJoin.ended_on).is_(None)
        )
    ).all()
    for link in links:
        link.ended_on = desk.today
        desk.session.add(link)
    desk.session.flush()


@during("arb.separate_case")
def tell_separate(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], __: Event) -> None:
    decision_papers.issue(
        desk,
        case,
        "procedural_notice",
        opening="本案此前与其他案件合并审理",
        reason=asked["note"],
        articles=["CHR 19"],
        result="本案与其他案件分开审理",
    )
