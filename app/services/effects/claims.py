"""反申请、变更请求、时效抗辩、责任形式: what they do to claims, with the trace of every change."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from app.models import Case, ClaimItem, Event, Interruption, ItemChange, ItemLiability, Party, Request
from app.rendering.amounts import yuan
from app.services import case_rows, decision_papers, facts_between, limits, restarts
from app.services.desk import Desk
from app.services.effects.registry import before, during
from app.services.effects.requests import decided, new_request
from app.services.errors import InvalidInput
from app.services.limits import calendar_of
from workflows import items as catalogue
from workflows import limits as law
from workflows import timebar
from workflows.errors import InputError
from workflows.guards.claims import COMPENSATION, DAMAGES

# ---- 反申请 ----


@before("counterclaim.file")
def file_counterclaim(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    return new_request(
        desk,
        case,
        "counterclaim",
        asked,
        data={"against": asked["against_party"], "kind": asked["claim_kind"], "fen": asked["claim_amount"]},
    )


@before("counterclaim.join")
def join_counterclaim(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    """CHR 36: an item of the respondent against the applicant, in the same case."""
    item = _new_item(
        desk, case, request.data["kind"], request.data["fen"], request.text, request.party_id or 0, request.data["against"]
    )
    item.counterclaim = True
    _changed(desk, case, item, request, "added", {}, _as(item))
    request.data = {**request.data, "item_id": item.id}
    decided(desk, request, asked["note_optional"])


@during("counterclaim.join")
def counterclaim_joined(desk: Desk, case: Case, request: Request, _: Mapping[str, Any], event: Event) -> None:
    """CHR 36, 46(4); LMA 30: whom the counterclaim is against answers it like an application, from its own service."""
    restarts.decide_45(desk, case, "受理反申请并合并处理", event.id)
    against = [party for party in case.parties if party.id == request.data["against"]]
    others = [party for party in case.taking_part if party not in against]
    period = law.rule("arb.answer").period
    rights = f"请自收到本通知书和反申请书副本之日起{period}对反申请提交答辩书；不提交答辩书的，不影响仲裁程序的进行。"
    notices = (("procedural_notice", others, ["CHR 36", "CHR 46"], ""), ("counterclaim_notice", against, ["LMA 30", "CHR 36", "CHR 46"], rights))
    for kind, to, articles, right in notices:
        decision_papers.issue(
            desk,
            case,
            kind,
            opening=f"{decision_papers.who(case, request.party_id)}于答辩期内提出反申请（{_said(request)}）",
            reason="反申请符合受理条件，与本案有事实上的联系，可以合并处理",
            articles=articles,
            result="受理反申请并与本案合并处理；仲裁期限自受理反申请之日起重新计算",
            rights=right,
            to=to,
        )


@before("counterclaim.receive_answer")
def receive_answer(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """LMA 30; CHR 36: kept with the counterclaim it answers, and told in the award."""
    joined = [
        r for r in case_rows.of_case(desk.session, Request, case.id or 0)
        if r.kind == "counterclaim" and r.state == "granted" and r.data.get("against") == asked["party"]
    ]  # fmt: skip
    if not joined:
        name = next(p.name for p in case.parties if p.id == asked["party"])
        why = "已经合并处理的反申请不是针对该当事人的。"
        raise InvalidInput([InputError("当事人", name, why, "请选择被反申请的当事人。", "CHR 36")])
    for request in joined:
        request.data = {**request.data, "answer_text": asked["answer_text"]}
        desk.session.add(request)


@during("counterclaim.receive_answer")
def counter_answer_came(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], event: Event) -> None:
    """LMA 30: this party's period ends with the answer; the others' run on."""
    for limit in limits.open_limits(desk.session, case.id or 0, "arb.answer"):
        if limit.party_id == asked["party"]:
            limits.close_one(desk, limit, event.id, desk.today)


@before("counterclaim.apart")
def counterclaim_apart(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    request.data = {**request.data, "answer": asked["counterclaim_answer"]}
    decided(desk, request, asked["note"])


@during("counterclaim.apart")
def tell_apart(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any], _: Event) -> None:
    """CHR 36: told in writing to apply apart; where it is not accepted, the court is open (CHR 31)."""
    apart = asked["counterclaim_answer"] == "apart"
    decision_papers.issue(
        desk,
        case,
        "separate_application_notice" if apart else "counterclaim_refusal_notice",
        opening=f"{decision_papers.who(case, request.party_id)}提出反申请（{_said(request)}）",
        reason=asked["note"],
        articles=["CHR 36"] if apart else ["LMA 29", "CHR 31", "CHR 36"],
        result="反申请不与本案合并处理，请另行申请仲裁" if apart else "对反申请不予受理",
        rights="" if apart else "反申请人对不予受理不服的，可以就该争议事项依法向有管辖权的人民法院提起诉讼。",
    )


# ---- 增加、变更 ----


@before("change.ask")
def ask_change(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    item = next((one for one in case.items if one.id == asked["changed_item"]), None)
    return new_request(
        desk,
        case,
        "claim_change",
        asked,
        data={
            "way": asked["change_way"],
            "item_id": asked["changed_item"],
            "kind": asked["claim_kind_optional"],
            "fen": asked["claim_amount"],
            "n_to_2n": bool(
                item
                and asked["change_way"] == "change"
                and (item.kind, asked["claim_kind_optional"]) == (COMPENSATION, DAMAGES)
            ),
        },
    )


@before("change.accept")
def accept_change(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    """CHR 44: the item as it now is; as it was stands in its history."""
    said = request.data
    if said["way"] == "add":
        other = _other_side(case, request.party_id)
        item = _new_item(desk, case, said["kind"], said["fen"], request.text, request.party_id or 0, other)
        _changed(desk, case, item, request, "added", {}, _as(item))
        said = {**said, "item_id": item.id}
    else:
        item = next(one for one in case.items if one.id == said["item_id"])
        was = _as(item)
        if said["way"] == "withdraw":
            item.disposition = "withdrawn"
        else:
            item.kind = said["kind"] or item.kind
            item.claimed_fen = said["fen"] if said["fen"] is not None else item.claimed_fen
            item.text = request.text[:2000] or item.text
            item.disposition, item.awarded_fen, item.working = "pending", None, []
        desk.session.add(item)
        _changed(desk, case, item, request, "withdrawn" if said["way"] == "withdraw" else "changed", was, _as(item))
    request.data = {**said, "answer_waived": bool(asked["new_answer_waived"])}
    decided(desk, request, asked["note_optional"])


@during("change.accept")
def change_accepted(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any], event: Event) -> None:
    """CHR 46(3): the forty-five days restart; a new answer period from the service of this notice unless waived."""
    if request.data["way"] == "withdraw":
        decision_papers.issue(
            desk, case, "procedural_notice",
            opening=f"{decision_papers.who(case, request.party_id)}申请放弃一项仲裁请求（{_said(request)}）",
            reason="放弃仲裁请求是申请人的权利", articles=["CHR 35", "CHR 44"],
            result="准许；其余请求继续审理",
        )  # fmt: skip
        return
    restarts.decide_45(desk, case, "受理增加、变更的仲裁请求", event.id)
    waived = bool(asked["new_answer_waived"])
    exception = bool(request.data.get("n_to_2n"))
    late = case.evidence_until is not None and request.received_on > case.evidence_until
    decision_papers.issue(
        desk,
        case,
        "procedural_notice" if waived else "claim_change_notice",
        opening=f"{decision_papers.who(case, request.party_id)}申请{_way(request)}（{_said(request)}）",
        reason=(
            "申请人基于同一事实，在仲裁辩论终结前将请求支付经济补偿变更为赔偿金，应当准许"
            if exception and late
            else "申请在举证期限届满前提出"
        ),
        articles=["O1 五", "CHR 46"] if exception and late else ["CHR 44", "CHR 46"],
        result="受理增加、变更的仲裁请求；仲裁期限自受理变更之日起重新计算",
        rights="被申请人已书面放弃新的答辩期。" if waived else "",
    )


@before("change.apart")
def change_apart(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    decided(desk, request, asked["note"])


@during("change.apart")
def tell_change_apart(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any], _: Event) -> None:
    decision_papers.issue(
        desk,
        case,
        "separate_application_notice",
        opening=f"{decision_papers.who(case, request.party_id)}申请{_way(request)}（{_said(request)}）",
        reason=asked["note"],
        articles=["CHR 44"],
        result="不准许在本案中增加、变更；申请人可以就该请求另行申请仲裁",
    )


def _way(request: Request) -> str:
    return {"add": "增加仲裁请求", "change": "变更仲裁请求", "withdraw": "放弃仲裁请求"}[request.data["way"]]


def _said(request: Request) -> str:
    kind, fen = request.data.get("kind"), request.data.get("fen")
    named = catalogue.kind(kind).title if kind else ""
    return "，".join(part for part in (named, yuan(fen) if fen else "", request.text[:300].rstrip("。")) if part)


def _other_side(case: Case, party_id: int | None) -> int:
    """The party a claim of this party is against: the first of the other side."""
    party = next(p for p in case.parties if p.id == party_id)
    other = "applicant" if party.side == "respondent" else "respondent"
    return case.on_side(other)[0].id or 0


def _new_item(
    desk: Desk, case: Case, kind: str, fen: int | None, text: str, applicant_id: int, respondent_id: int
) -> ClaimItem:
    item = ClaimItem(
        case_id=case.id or 0,
        ordinal=max((one.ordinal for one in case.items), default=0) + 1,
        kind=kind,
        applicant_id=applicant_id,
        respondent_id=respondent_id,
        claimed_fen=fen,
        text=text[:2000],
    )
    case.items.append(item)
    desk.session.flush()
    return item


def _as(item: ClaimItem) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "claimed_fen": item.claimed_fen,
        "text": item.text,
        "disposition": item.disposition,
        "applicant_id": item.applicant_id,
        "respondent_id": item.respondent_id,
    }


def _changed(
    desk: Desk,
    case: Case,
    item: ClaimItem,
    request: Request | None,
    kind: str,
    was: Mapping[str, Any],
    now: Mapping[str, Any],
) -> None:
    desk.session.add(
        ItemChange(
            case_id=case.id or 0,
            item_id=item.id or 0,
            request_id=request.id if request else None,
            kind=kind,
            on_day=desk.today,
            before=dict(was),
            after=dict(now),
        )
    )
    desk.session.flush()


def inherited(desk: Desk, case: Case, request: Request, before: Party, now: Party) -> None:
    """LMA 25; I1 26: claims of, or against, one party go on with the other; whose they were stands in their history."""
    for item in case.items:
        if before.id not in (item.applicant_id, item.respondent_id):
            continue
        was = _as(item)
        item.applicant_id = now.id or 0 if item.applicant_id == before.id else item.applicant_id
        item.respondent_id = now.id or 0 if item.respondent_id == before.id else item.respondent_id
        desk.session.add(item)
        _changed(desk, case, item, request, "succeeded", was, _as(item))


# ---- 时效抗辩 ----


@before("defence.time_bar")
def time_bar(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    """I2 20: who raised it when and for which item; what the engine answers is kept beside it, for the tribunal to see."""
    item = next(one for one in case.items if one.id == asked["claim_item"])
    claimed = facts_between.claimed_on(desk, case).get(item.id or 0, case.filed_on)
    known_grounds = timebar.interruptions()
    rows = desk.session.exec(select(Interruption).where(col(Interruption.case_id).in_([case.id, case.origin_id]))).all()
    answer = timebar.time_bar(
        claimed,
        asked["known_on"],
        is_pay=item.kind in PAY,
        relation_ended=asked["relation_ended_on"],
        interrupted=[
            timebar.Interruption(row.on_day, row.kind) for row in rows if row.kind in known_grounds and row.on_day <= claimed
        ],
        defence_raised=True,
        calendar=calendar_of(desk.session, case.office_id),
    )
    return new_request(
        desk,
        case,
        "time_bar_defence",
        asked,
        decided_on=desk.today,
        data={
            "item_id": item.id,
            "item": item.ordinal,
            "known_on": asked["known_on"].isoformat(),
            "expires": answer.expires.isoformat() if answer.expires else "",
            "passed": answer.passed,
            "working": [line.as_dict() for line in answer.working],
        },
    )


PAY = ("wages", "overtime", "other_remuneration")
"""劳动报酬 (LMA 27(4)): not subject to the time bar while the relation lasts."""


# ---- 责任形式与辩论 ----


@before("arb.state_liability")
def state_liability(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """LMA 22; CHR 6, 7: one answer for each item and party; the last one stands, the earlier is in its event."""
    row = desk.session.exec(
        select(ItemLiability).where(
            ItemLiability.item_id == asked["claim_item"], ItemLiability.party_id == asked["liable_party"]
        )
    ).first() or ItemLiability(
        case_id=case.id or 0, item_id=asked["claim_item"], party_id=asked["liable_party"], form=asked["liability_form"]
    )
    row.form, row.ground = asked["liability_form"], asked["note"][:500]
    desk.session.add(row)


@before("arb.close_debate")
def close_debate(desk: Desk, case: Case, _: Any, __: Mapping[str, Any]) -> None:
    case.debate_closed_on = desk.today
