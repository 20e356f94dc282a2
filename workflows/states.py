"""The states of every small machine, with their labels. The labels are the glossary of the product."""

from dataclasses import dataclass

ROLES = (
    "filing_clerk",
    "mediator",
    "arbitrator",
    "hearing_clerk",
    "section_head",
    "head",
    "judge",
    "court_clerk",
    "analyst",
    "system",
)
"""Who can take a step."""
STAY = "stay"
START = "start"


@dataclass(frozen=True)
class StateInfo:
    """One state: Chinese label, English label, and whether a thing may rest there for ever."""

    id: str
    label: str
    label_en: str
    end: bool = False


def _machine(*rows: tuple[str, str, str] | tuple[str, str, str, bool]) -> dict[str, StateInfo]:
    return {row[0]: StateInfo(*row) for row in rows}


TITLES = {
    "case": "案件",
    "lead": "立案前争议",
    "referral": "转介调解",
    "agreement": "调解协议",
    "review": "仲裁审查",
    "hearing": "庭审",
    "request": "程序申请",
    "approval": "审批",
    "paper": "文书",
    "award": "裁决",
    "statement": "调解书",
    "court_matter": "诉讼案件",
    "discussion": "联席会议讨论",
}
"""What each machine is about, in one word."""

STATES: dict[str, dict[str, StateInfo]] = {
    "case": _machine(
        ("filed", "已收件", "filed"),
        ("correcting", "待补正", "awaiting missing papers"),
        ("on_hold", "暂缓受理（案前调解）", "acceptance on hold for mediation"),
        ("accepted", "已受理", "accepted"),
        ("in_delegated_mediation", "委托调解中", "in delegated mediation"),
        ("tribunal_formed", "已组庭", "tribunal formed"),
        ("hearing_set", "待开庭", "hearing set"),
        ("heard", "已开庭", "heard"),
        ("deliberated", "已评议", "deliberated"),
        ("under_approval", "裁决稿审批中", "draft under approval"),
        ("approved", "裁决稿已批准", "draft approved"),
        ("suspended", "中止审理", "suspended"),
        ("awarded", "已裁决", "awarded"),
        ("settling", "调解书待签收", "mediation statement awaiting receipt"),
        ("settled", "已达成调解", "settled by mediation"),
        ("refused", "不予受理", "acceptance refused"),
        ("no_jurisdiction", "无管辖权，已书面说明", "explained: no jurisdiction"),
        ("transferred_in", "移送到案，待受理", "transferred here, to be taken"),
        ("transferring", "移送中，待受移送机构受理", "being transferred"),
        ("designation", "已报请指定管辖", "designation asked for"),
        ("transferred", "已移送", "transferred"),
        ("not_taken", "经指定管辖，不由本委办理", "designated elsewhere"),
        ("cancelled", "案件已撤销", "case cancelled"),
        ("withdrawn", "申请人已撤回", "withdrawn"),
        ("deemed_withdrawn", "按撤回处理", "deemed withdrawn"),
        ("terminated_by_suit", "因起诉终止审理", "terminated by suit"),
        ("closed", "已结案归档", "closed and archived", True),
        ("pre_filing", "尚未申请仲裁", "not filed for arbitration", True),
    ),
    "lead": _machine(
        ("reported", "已登记线索", "reported"),
        ("negotiating", "协商中", "in negotiation"),
        ("in_mediation", "调解中", "in mediation"),
        ("unresolved", "未化解，可以申请仲裁", "unresolved, may go to arbitration"),
        ("resolved", "已化解", "resolved", True),
        ("applied", "已申请仲裁", "taken to arbitration", True),
        ("dropped", "不再处理", "dropped", True),
    ),
    "referral": _machine(
        ("proposed", "已提议，待双方答复", "proposed"),
        ("agreed", "双方同意，待发函", "both sides agreed"),
        ("not_agreed", "未获双方同意", "consent refused", True),
        ("delegated", "已发函，待机构接收", "delegated"),
        ("accepted", "机构已接收，调解中", "with the mediation body"),
        ("failed", "调解不成，待移交或退回", "unsuccessful, to hand over or return"),
        ("handed_over", "已移交对接渠道", "handed over to the linked channel", True),
        ("returned", "已退回仲裁机构", "returned", True),
        ("succeeded", "调解成功", "successful", True),
        ("partly_settled", "部分达成协议，其余已退回", "settled in part, the rest returned", True),
        ("withdrawn", "已撤回", "withdrawn", True),
    ),
    "agreement": _machine(
        ("drafted", "待签名盖章", "awaiting signatures"),
        ("binding", "已生效，履行中", "binding, being performed"),
        ("broken", "未按期履行", "not performed in time", True),
        ("in_review", "仲裁审查中", "under arbitration review"),
        ("in_confirmation", "司法确认中", "under judicial confirmation"),
        ("under_payment_order", "支付令程序中", "under a payment order"),
        ("sued", "已依据协议起诉", "sued upon"),
        ("enforceable", "可以申请强制执行", "enforceable", True),
        ("performed", "已履行完毕", "performed", True),
        ("decided", "已由法院判决", "decided by the court", True),
        ("abandoned", "未签成，未生效", "never signed, of no effect", True),
    ),
    "review": _machine(
        ("applied", "已收到申请，待决定受理", "received"),
        ("accepted", "已受理，审查中", "under review"),
        ("not_accepted", "不予受理", "not accepted", True),
        ("granted", "已制作调解书，待双方签收", "statement made, to be signed for"),
        ("effective", "调解书已生效", "statement in effect", True),
        ("refused", "不予制作调解书，审查终止", "no statement made", True),
        ("withdrawn", "已撤回，审查终止", "withdrawn", True),
    ),
    "hearing": _machine(
        ("set", "已排期", "set"),
        ("notified", "已通知各方", "notified"),
        ("held", "已开庭", "held", True),
        ("postponed", "已延期", "postponed", True),
        ("cancelled", "已取消", "cancelled", True),
    ),
    "request": _machine(
        ("received", "已收到，待决定", "received"),
        ("forwarded", "已移送法院，待裁定", "forwarded to the court"),
        ("entrusted", "已委托，待结果", "entrusted, result awaited"),
        ("recorded", "已记录在案", "recorded", True),
        ("granted", "已准许", "granted", True),
        ("refused", "未准许", "refused", True),
        ("withdrawn", "申请已撤回", "request withdrawn", True),
    ),
    "approval": _machine(
        ("waiting", "待审批", "awaiting approval"),
        ("approved", "已批准", "approved", True),
        ("returned", "已退回", "returned", True),
        ("withdrawn", "已撤回报请", "request withdrawn", True),
        ("void", "已失效（所报事项不再办理）", "void, the act no longer arises", True),
    ),
    "paper": _machine(
        ("issued", "已制发", "issued", True),
        ("corrected", "已补正（见补正决定书）", "corrected by a decision", True),
    ),
    "award": _machine(
        ("draft", "拟稿", "draft"),
        ("submitted", "送审", "submitted"),
        ("approved", "已批准", "approved"),
        ("awaiting", "已作出，起诉期内", "made, suit period running"),
        ("partly_in_effect", "已对部分劳动者生效", "in effect for some workers", True),
        ("in_effect", "已生效", "in effect", True),
        ("no_effect", "已被起诉，不发生效力", "sued upon, of no effect", True),
        ("contested", "劳动者已起诉，效力待定", "contested by the worker", True),
        ("annulled", "已被撤销", "annulled", True),
        ("not_enforced", "被裁定不予执行", "refused enforcement", True),
        ("never_effective", "自始不发生效力", "never of effect", True),
        ("superseded", "由生效裁判取代", "replaced by a judgment", True),
        ("set_aside", "已由仲裁委员会撤销，重新处理", "set aside by the commission", True),
    ),
    "statement": _machine(
        ("issued", "待双方签收", "awaiting receipt by both"),
        ("effective", "已生效", "in effect", True),
        ("refused", "未经双方签收，未生效", "not signed for by both, of no effect", True),
        ("set_aside", "已由仲裁委员会撤销", "set aside by the commission", True),
    ),
    "court_matter": _machine(
        ("filed", "已起诉（申请）", "filed"),
        ("accepted", "法院已立案", "accepted by the court"),
        ("joined", "已并案审理", "tried together with another suit"),
        ("stayed", "已中止", "stayed"),
        ("judged", "已裁判", "judged", True),
        ("ended", "撤诉、驳回或和解结案", "ended without judgment on the merits", True),
        ("not_accepted", "法院不予受理", "not accepted", True),
        ("confirmed", "已裁定确认协议有效", "agreement confirmed", True),
        ("not_confirmed", "已裁定驳回确认申请", "confirmation refused", True),
        ("revoked", "确认裁定已被撤销", "confirmation revoked", True),
        ("order_issued", "支付令已发出，待送达", "order issued"),
        ("order_served", "支付令已送达，清偿或者异议期内", "order served, time to pay or object"),
        ("order_in_force", "支付令可以申请强制执行", "order enforceable", True),
        ("order_paid", "债务人已清偿", "paid", True),
        ("order_lapsed", "支付令已失效，程序终结", "order lapsed", True),
    ),
    "discussion": _machine(
        ("proposed", "已提请，待排入议程", "proposed"),
        ("on_agenda", "已排入议程", "on the agenda"),
        ("discussed", "已讨论，待形成意见", "discussed"),
        ("resolved", "已形成意见", "resolved", True),
        ("withdrawn", "已撤回", "withdrawn", True),
    ),
}


def label(machine: str, state: str, locale: str = "zh") -> str:
    """The word for a state as a person reads it. Raises KeyError for a state the machine does not have."""
    info = STATES[machine][state]
    return info.label_en if locale.startswith("en") else info.label


def names(machine: str) -> tuple[str, ...]:
    return tuple(STATES[machine])
