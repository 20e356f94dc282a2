"""调卷: a court asks for a file that is not open to it. Why, until when; a second person of the court confirms; the office answers.

Whether there is such a file is looked for only when the request is confirmed, and the court is told nothing of what was
found: until the file is open, a refused request and one about nothing look the same (O70 四; permissions: 404).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, or_, select

from app.models import Award, Body, Case, FileRequest, FileShare, Party, Staff
from app.permissions import COURT_ROLES, May, allows
from app.rendering.filters import case_number
from app.services import forms
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed, NotYours
from workflows.errors import InputError

LENGTHS = {"number": ("仲裁案号或者裁决书编号", 120), "party_name": ("一方当事人全称", 120), "reason": ("理由", 500)}
LONGEST = timedelta(days=90)
"""A file is opened on request for so long at most; after that the court asks again. The office's own practice (P)."""
MOST = 50


@dataclass(frozen=True)
class Asked:
    """One request as its reader may know it. `opened` is all a court learns of the answer."""

    request: FileRequest
    by: str
    confirmed_by: str
    court: str
    opened: bool
    may_confirm: bool
    case: Case | None
    """For the office only."""


def of_court(desk: Desk) -> list[Asked]:
    """The requests of this person's court, latest first."""
    if not desk.actor.has(*COURT_ROLES):
        return []
    rows = desk.session.exec(
        select(FileRequest)
        .where(FileRequest.court_id == desk.actor.body_id)
        .order_by(col(FileRequest.id).desc())
        .limit(MOST)
    ).all()
    return [_asked(desk, row, office=False) for row in rows]


def before_office(desk: Desk) -> list[Asked]:
    """Confirmed requests for files of this office that nobody has answered, oldest first."""
    if not allows(desk.actor, May.ANSWER_FILE_REQUEST):
        return []
    rows = desk.session.exec(
        select(FileRequest)
        .join(Case, col(Case.id) == FileRequest.case_id)
        .where(
            Case.office_id == desk.actor.body_id,
            col(FileRequest.confirmed_at).is_not(None),
            col(FileRequest.granted).is_(None),
        )
        .order_by(col(FileRequest.id))
        .limit(MOST)
    ).all()
    return [_asked(desk, row, office=True) for row in rows]


def _asked(desk: Desk, row: FileRequest, *, office: bool) -> Asked:
    by = desk.session.get_one(Staff, row.asked_by_id).name
    confirmed = desk.session.get(Staff, row.confirmed_by_id).name if row.confirmed_by_id else ""  # type: ignore[union-attr]
    return Asked(
        request=row,
        by=by,
        confirmed_by=confirmed,
        court=desk.session.get_one(Body, row.court_id).name,
        opened=bool(row.granted) and row.until >= desk.today,
        may_confirm=row.confirmed_at is None and row.asked_by_id != desk.actor.id and not office,
        case=desk.session.get(Case, row.case_id) if office and row.case_id else None,
    )


def ask(desk: Desk, raw: Mapping[str, Any]) -> FileRequest:
    """Ask for a file. Fields: number, party_name, reason, until. Raises NotAllowed, InvalidInput with every problem."""
    if not allows(desk.actor, May.ASK_FOR_FILE) or desk.actor.body_id is None or desk.actor.id is None:
        raise NotAllowed("申请调卷", ["法官", "法院书记员"], "O70 四")
    problems: list[InputError] = []
    values = {name: " ".join(str(raw.get(name) or "").split()) for name in LENGTHS}
    for name, (title, most) in LENGTHS.items():
        if not values[name]:
            problems.append(_at(name, title, "", "没有填写。", "请填写后再提交。"))
        elif len(values[name]) > most:
            problems.append(_at(name, title, values[name][:40], f"超过{most}个字。", "请精简。"))
    until = _until(desk, raw, problems)
    if problems or until is None:
        raise InvalidInput(problems)
    made = FileRequest(
        court_id=desk.actor.body_id,
        number=case_number(values["number"]),
        party_name=values["party_name"],
        reason=values["reason"],
        until=until,
        asked_by_id=desk.actor.id,
        asked_at=desk.now,
    )
    desk.session.add(made)
    desk.session.flush()
    return made


def _until(desk: Desk, raw: Mapping[str, Any], problems: list[InputError]) -> date | None:
    try:
        until = forms.day("查阅截止日期", str(raw.get("until") or ""))
    except InputError as problem:
        problem.name = "until"  # type: ignore[attr-defined]
        problems.append(problem)
        return None
    if not desk.today <= until <= desk.today + LONGEST:
        why = f"应当在今天以后、{LONGEST.days}天以内。"
        problems.append(_at("until", "查阅截止日期", until, why, "到期以后仍需要的，另行申请。"))
    return until


def confirm(desk: Desk, request_id: int) -> FileRequest:
    """A second person of the same court stands behind the request. Raises NotYours, InvalidInput."""
    row = desk.session.get(FileRequest, request_id)
    if row is None or not allows(desk.actor, May.ASK_FOR_FILE) or row.court_id != desk.actor.body_id:
        raise NotYours
    if row.confirmed_at is not None:
        return row
    if row.asked_by_id == desk.actor.id:
        raise InvalidInput([_at("confirm", "确认", "", "申请人不能自己确认。", "请由本院另一位法官或者书记员确认。")])
    row.confirmed_by_id, row.confirmed_at = desk.actor.id, desk.now
    row.case_id = _case_named(desk, row)
    desk.session.add(row)
    desk.session.flush()
    return row


def _case_named(desk: Desk, row: FileRequest) -> int | None:
    """The case whose number or award number and party are exactly those typed; None for none."""
    party = select(Party.case_id).where(Party.name == row.party_name)
    award = select(Award.case_id).where(Award.number == row.number)
    return desk.session.exec(
        select(Case.id).where(or_(Case.number == row.number, col(Case.id).in_(award)), col(Case.id).in_(party))
    ).first()


def answer(desk: Desk, request_id: int, raw: Mapping[str, Any]) -> FileRequest:
    """Open the main file until the day asked for, or not. Fields: granted (yes, no), answer. Raises NotYours, InvalidInput."""
    row = desk.session.get(FileRequest, request_id)
    case = desk.session.get(Case, row.case_id) if row is not None and row.case_id else None
    if row is None or case is None or case.office_id != desk.actor.body_id or row.confirmed_at is None:
        raise NotYours
    if not allows(desk.actor, May.ANSWER_FILE_REQUEST):
        raise NotAllowed("答复调卷申请", ["仲裁院负责人"], "O70 四")
    if row.granted is not None:
        raise InvalidInput([_at("granted", "答复", "", "这项申请已经答复。", "请刷新页面。")])
    said, note = str(raw.get("granted") or ""), str(raw.get("answer") or "").strip()
    problems = []
    if said not in ("yes", "no"):
        problems.append(_at("granted", "答复", said, "没有选择。", "请选择开放或者不开放。"))
    if said == "no" and not note:
        problems.append(_at("answer", "理由", "", "没有填写。", "不开放的请写明理由，留作内部记录；法院看不到。"))
    if len(note) > LENGTHS["reason"][1] or "\x00" in note:
        problems.append(_at("answer", "理由", note[:40], "过长，或者含有控制字符。", "请精简。"))
    if problems:
        raise InvalidInput(problems)
    row.granted, row.answered_by_id, row.answered_at, row.answer = said == "yes", desk.actor.id, desk.now, note
    if row.granted:
        _open(desk, case, row)
    desk.session.add(row)
    desk.session.flush()
    return row


def _open(desk: Desk, case: Case, row: FileRequest) -> None:
    """The main file opens to the court until the day asked for; what is open for longer stays so."""
    share = desk.session.exec(
        select(FileShare).where(FileShare.case_id == case.id, FileShare.court_id == row.court_id)
    ).first()
    if share is None:
        share = FileShare(case_id=case.id or 0, court_id=row.court_id, since=desk.today, until=row.until)
    elif share.until is not None:
        share.until = max(share.until, row.until)
    desk.session.add(share)


def waiting(desk: Desk) -> Sequence[FileRequest]:
    """Requests of the court that wait for this person's confirmation."""
    return [one.request for one in of_court(desk) if one.may_confirm]


def _at(name: str, title: str, value: object, why: str, remedy: str) -> InputError:
    problem = InputError(title, value, why, remedy, "O70 四")
    problem.name = name  # type: ignore[attr-defined]
    return problem
