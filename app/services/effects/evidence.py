"""逾期举证、调查取证、勘验、鉴定: recorded as procedural requests."""

from collections.abc import Mapping
from typing import Any

from app.models import Case, Event, Request, Staff
from app.services import decision_papers, papers
from app.services.desk import Desk
from app.services.effects.registry import before, during
from app.services.effects.requests import decided, new_request


@before("evidence.late")
def late(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    return new_request(desk, case, "late_evidence", asked, data={"evidence_until": str(case.evidence_until)})


@before("evidence.admit")
def admit(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    """CHR 15: admitted because the reason holds, or with a reprimand."""
    request.data = {**request.data, "how": asked["late_evidence_how"]}
    decided(desk, request, asked["note"])


@before("evidence.exclude", "appraisal.refuse")
def exclude(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    decided(desk, request, asked["note"])


@before("evidence.inquire")
def inquire(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    return _went(desk, case, "inquiry", asked)


@before("evidence.inspect")
def inspect(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    return _went(desk, case, "inspection", asked)


def _went(desk: Desk, case: Case, kind: str, asked: Mapping[str, Any]) -> Request:
    """CHR 17: who went where on which day, with card and letter."""
    return new_request(
        desk,
        case,
        kind,
        asked,
        decided_on=desk.today,
        data={
            "people": list(asked["inquirers"]),
            "on": asked["inquiry_on"].isoformat(),
            "place": asked["inquiry_place"],
            "credentials_shown": bool(asked["credentials_shown"]),
        },
    )


@during("evidence.inquire", "evidence.inspect")
def write_record(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any], event: Event) -> None:
    """CHR 17, 22: what was asked and answered, or seen on the spot, as a record to be signed."""
    papers.issue(
        desk,
        case,
        "inquiry_record" if event.rule == "evidence.inquire" else "inspection_record",
        extra={
            "inquiry": {
                "on": asked["inquiry_on"].isoformat(),
                "place": asked["inquiry_place"],
                "people": [desk.session.get_one(Staff, one).name for one in asked["inquirers"]],
                "credentials_shown": bool(asked["credentials_shown"]),
                "text": asked["request_text"],
            }
        },
    )


@before("appraisal.ask")
def ask_appraisal(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    return new_request(desk, case, "appraisal", asked)


@before("appraisal.entrust")
def entrust(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    """LMA 37: by an institution agreed on, or appointed; the side that asked advances the fee (CHR 40)."""
    request.data = {
        "appraiser": asked["appraiser"],
        "chosen": asked["appraiser_chosen"],
        "advanced_by": request.party_id,
        "entrusted_on": desk.today.isoformat(),
    }


@during("appraisal.entrust")
def letter_to_appraiser(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any], _: Event) -> None:
    """LMA 37; CHR 40: what is asked of whom, and who advances the fee."""
    ways = {choice[0]: choice[1] for choice in desk.book.fields["appraiser_chosen"].choices}
    papers.issue(
        desk,
        case,
        "appraisal_letter",
        extra={
            "appraisal": {
                "institution": asked["appraiser"],
                "question": request.text.strip().rstrip("。；; "),
                "chosen": f"鉴定机构由{ways[asked['appraiser_chosen']]}",
                "asker": decision_papers.who(case, request.party_id),
            }
        },
    )


@before("appraisal.result")
def result(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    """CHR 40: the side the result disfavours bears the fee; where it is unclear, the side that asked."""
    bearer = asked["result_disfavours"] or request.party_id
    request.data = {
        **request.data,
        "result": asked["appraisal_result"],
        "fee_fen": asked["appraisal_fee"],
        "disfavours": asked["result_disfavours"],
        "borne_by": bearer,
    }
    decided(desk, request, asked["appraisal_result"])
