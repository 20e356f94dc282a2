"""After the award, in the shape of `hengjian law after-award` (rules §7). The typed core is `workflows.award_effects`."""

from collections.abc import Mapping
from typing import Any

from workflows import case_documents
from workflows.award_effects import AwardEffect, OpenRemedy, effects
from workflows.calendar import Calendar

__all__ = ["after_award", "effects"]


def after_award(document: Mapping[str, Any], *, calendar: Calendar | None = None) -> dict[str, Any]:
    """Which awards are effective from which day, for whom, and who may still do what until when.

    `document`: awards (id, type, made, parties with side and served), events (date, what, award, party) and the
    day `on`. Answers `awards` with workers (status, effective_from), open_remedies (until is null while the
    party has not received the paper) and reasons; and `warnings`. Raises InputError.
    """
    awards, events, on = case_documents.awards_in(document)
    answers, warnings = effects(awards, events, on, calendar=calendar)
    return {"awards": [_award(answer) for answer in answers], "warnings": list(warnings)}


def _award(answer: AwardEffect) -> dict[str, Any]:
    return {
        "id": answer.id,
        "workers": [
            {"id": w.id, "status": w.status}
            | ({"effective_from": w.effective_from.isoformat()} if w.effective_from else {})
            for w in answer.workers
        ],
        "open_remedies": [_remedy(r) for r in answer.open_remedies],
        "reasons": [line.as_dict() for line in answer.reasons],
    }


def _remedy(remedy: OpenRemedy) -> dict[str, Any]:
    return {
        "party": remedy.party,
        "action": remedy.action,
        "court": remedy.court,
        "until": remedy.until.isoformat() if remedy.until else None,
    }
