"""The tribunal: how many arbitrators, who may sit, who decides on recusal, which procedure is open (rules §§11-12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflows import parameters
from workflows.errors import Reason
from workflows.working import Line

Procedure = Literal["ordinary", "simplified", "collective"]


@dataclass(frozen=True)
class CaseFacts:
    """What decides panel and procedure. Amounts in fen; `average_wage_fen` is the province's average annual wage of
    last year, None while nobody has registered it."""

    workers: int = 1
    common_claim: bool = False
    collective_contract: bool = False
    major_or_difficult: bool = False
    decided_three: bool = False
    clear_facts: bool = False
    amount_fen: int | None = None
    average_wage_fen: int | None = None
    both_agree_simplified: bool = False
    public_interest: bool = False
    big_social_impact: bool = False
    respondent_missing: bool = False
    commission_thinks_unfit: bool = False


@dataclass(frozen=True)
class PanelAnswer:
    """How many arbitrators must sit and why; `warnings` are conflicts a person should know."""

    arbitrators: int
    reasons: tuple[Line, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProcedureAnswer:
    """The procedures open to a case: `objections` says why simplified handling is not, `grounds` why it is."""

    kinds: tuple[Procedure, ...]
    grounds: tuple[Line, ...]
    objections: tuple[Reason, ...]


def is_collective(facts: CaseFacts, day: date) -> bool:
    """Ten or more workers with a common claim, or a dispute on performing a collective contract (CHR 62)."""
    return facts.collective_contract or (facts.common_claim and facts.workers >= _ten(day))


def size(facts: CaseFacts, day: date, *, simplified: bool = False) -> PanelAnswer:
    """Three arbitrators where ORG 13 demands them, else one."""
    reasons = []
    if facts.common_claim and facts.workers >= _ten(day):
        reasons.append(Line(f"{facts.workers} 名劳动者有共同请求，应当由三名仲裁员组成仲裁庭。", "ORG 13; CHR 62"))
    if facts.collective_contract:
        reasons.append(Line("履行集体合同争议，应当由三名仲裁员组成仲裁庭，可以按三方原则组成。", "ORG 13; CHR 65"))
    if facts.major_or_difficult:
        reasons.append(Line("重大、疑难案件，应当由三名仲裁员组成仲裁庭。", "ORG 13"))
    if facts.decided_three:
        reasons.append(Line("仲裁委员会决定由三名仲裁员组成仲裁庭。", "ORG 13"))
    if reasons:
        conflict = (
            "十人以上的集体争议即使按 CHR 62(2) 简易处理，ORG 13 仍要求三名仲裁员；默认三名。"
            if simplified and is_collective(facts, day)
            else ""
        )
        return PanelAnswer(_sizes(day)["collegial"], tuple(reasons), (conflict,) if conflict else ())
    return PanelAnswer(_sizes(day)["sole"], (Line("简单案件可以由一名仲裁员独任仲裁。", "LMA 31; ORG 13"),))


def procedures(facts: CaseFacts, day: date) -> ProcedureAnswer:
    """Which procedures are open (CHR 56-57, 62)."""
    grounds, objections = [], []
    if facts.clear_facts:
        grounds.append(Line("事实清楚、权利义务关系明确、争议不大。", "CHR 56"))
    if facts.amount_fen is not None and facts.average_wage_fen is not None:
        if facts.amount_fen <= facts.average_wage_fen:
            grounds.append(Line("标的额不超过本省上年度职工年平均工资。", "CHR 56"))
    elif facts.amount_fen is not None:
        text = "没有登记本省上年度职工年平均工资，不能按标的额判断能否简易处理。请由管理员按公布文件登记。"
        objections.append(Reason(text, "CHR 56"))
    if facts.both_agree_simplified:
        grounds.append(Line("双方当事人同意简易处理。", "CHR 56"))
    barred = (
        (facts.public_interest, "涉及国家利益、社会公共利益"),
        (facts.big_social_impact, "有重大社会影响"),
        (facts.respondent_missing, "被申请人下落不明"),
        (facts.commission_thinks_unfit, "仲裁委员会认为不宜简易处理"),
    )
    bars = [Reason(f"{text}的案件，不得简易处理。请按一般程序办理。", "CHR 57") for met, text in barred if met]
    if not grounds:
        text = "没有简易处理的条件：事实清楚争议不大、标的额不超过上年度平均工资、双方同意，三者有其一即可。"
        objections.append(Reason(text, "CHR 56"))
    simplified = bool(grounds) and not bars
    kinds: list[Procedure] = ["ordinary"]
    if simplified:
        kinds.append("simplified")
    if is_collective(facts, day):
        kinds.append("collective")
        grounds.append(Line("属于集体争议，适用集体争议的特别规定。", "CHR 62"))
    return ProcedureAnswer(tuple(kinds), tuple(grounds), () if simplified else (*objections, *bars))


def recusal_decider(role: Literal["arbitrator", "recorder", "director"]) -> Line:
    """Who decides whether somebody withdraws; `director` is the commission's head sitting as arbitrator (CHR 12)."""
    if role == "director":
        return Line("主任担任仲裁员的，由仲裁委员会决定是否回避。", "CHR 12")
    return Line("由仲裁委员会主任或者其授权的仲裁院负责人决定是否回避。", "CHR 12")


def objections(
    arbitrators: Sequence[str], recorder: str, agents: Sequence[str], facts: CaseFacts, day: date
) -> tuple[Reason, ...]:
    """Everything wrong with a proposed tribunal: number, repeated names, recorder, arbitrators who act as agents."""
    found = []
    needed = size(facts, day)
    full = _sizes(day)["collegial"]
    allowed = sorted({needed.arbitrators, full})
    if len(arbitrators) not in allowed:
        wanted = "或者".join(f" {n} 名" for n in allowed)
        text = f"仲裁庭应当由{wanted}仲裁员组成，现在是 {len(arbitrators)} 名。请重新组成仲裁庭。"
        found.append(Reason(text, "LMA 31; ORG 13"))
    if len(set(arbitrators)) != len(arbitrators):
        found.append(Reason("同一名仲裁员列了两次。请核对仲裁庭名单。", "ORG 12-13"))
    if recorder in arbitrators:
        found.append(Reason(f"记录人员 {recorder} 同时是本庭仲裁员。请另行指派记录人员。", "ORG 14"))
    for name in arbitrators:
        if name in agents:
            found.append(Reason(f"仲裁员 {name} 在本仲裁委员会的案件中担任代理人。请更换仲裁员。", "ORG 33(8)"))
    return tuple(found)


def _ten(day: date) -> int:
    return int(parameters.on(day, "panel_three_from").value)


def _sizes(day: date) -> dict[str, int]:
    return dict(parameters.on(day, "panel_sizes").value)
