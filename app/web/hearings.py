"""庭审 on pages: the calendar of the office, what stands against a time while it is chosen, and the record as it is written."""

from datetime import date

from flask import Blueprint, Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import generate_csrf
from sqlmodel import select

from app.models import Case, Hearing
from app.permissions import May, needs
from app.services import evidence, hearing_calendar, hearing_records, typed
from app.services.desk import BEIJING, Desk
from app.services.errors import InvalidInput, NotYours
from app.services.hearing_records import Saved
from app.web import security
from app.web.context import case_or_404, desk_for_reading, desk_for_writing
from workflows import hearing_record
from workflows.errors import InputError, Refused

bp = Blueprint("hearings", __name__)

WEEKDAYS = (_l("周一"), _l("周二"), _l("周三"), _l("周四"), _l("周五"), _l("周六"), _l("周日"))
SIGNED_WORDS = {"signed": _l("已签名"), "refused": _l("拒绝签名"), "away": _l("未到庭")}


@bp.get("/hearings/")
@needs(May.SEE_CALENDAR)
def calendar() -> ResponseReturnValue:
    """One week: rooms by days, or people by days. Cases the reader may not see are only "taken"."""
    by = "person" if request.args.get("by") == "person" else "room"
    with desk_for_reading() as desk:
        week = hearing_calendar.week(desk, _day(desk), by=by)
        return render_template("pages/hearings/calendar.html", week=week, by=by, today=desk.today, weekdays=WEEKDAYS)


def _day(desk: Desk) -> date:
    """The day asked for; today when it is no date."""
    try:
        return typed.day("日期", request.args.get("day", ""))
    except InputError:
        return desk.today


@bp.get("/cases/<int:case_id>/hearing-check")
@needs(May.ACT_ON_CASE)
def check(case_id: int) -> ResponseReturnValue:
    """What stands against the time and room typed so far, as a part of the page of the step."""
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, May.ACT_ON_CASE)
        found = hearing_calendar.chosen(desk, case, request.args)
        return render_template("pages/hearings/_check.html", case=case, found=found, at=request.args.get("hearing_at", ""))


@bp.get("/cases/<int:case_id>/hearings/<int:ordinal>/record")
@needs(May.SEE_CASE)
def record(case_id: int, ordinal: int) -> ResponseReturnValue:
    """The record: to be written by those who keep it while the hearing is open, to be read by the others."""
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, reading="庭审笔录")
        return _page(desk, case, _hearing(desk, case, ordinal))


@bp.post("/cases/<int:case_id>/hearings/<int:ordinal>/record")
@needs(May.KEEP_RECORD)
def save(case_id: int, ordinal: int) -> ResponseReturnValue:
    """Keep what was written. Asked by the page every few seconds (JSON), or by its button."""
    by_itself = request.accept_mimetypes.best == "application/json"
    try:
        with desk_for_writing() as desk:
            case = case_or_404(desk, case_id, May.KEEP_RECORD)
            hearing = _hearing(desk, case, ordinal)
            saved = hearing_records.save(desk, case, hearing, request.form)
            at = desk.now.astimezone(BEIJING)
    except (InvalidInput, Refused) as problem:
        if by_itself:
            said = [str(p) for p in getattr(problem, "errors", ())] or [r.text for r in getattr(problem, "reasons", ())]
            return make_response(jsonify(refused=said), 422)
        raise
    if by_itself:
        return jsonify(said=_("已保存 %(at)s", at=f"{at:%H:%M:%S}"), marks=saved.marks, conflicts=saved.conflicts)
    return _after(case_id, ordinal, saved)


def _after(case_id: int, ordinal: int, saved: Saved) -> ResponseReturnValue:
    if not saved.conflicts:
        flash(_("庭审笔录已保存。"), "success")
        return redirect(url_for(".record", case_id=case_id, ordinal=ordinal), 303)
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, May.KEEP_RECORD)
        return make_response(_page(desk, case, _hearing(desk, case, ordinal), saved), 409)


@bp.get("/cases/<int:case_id>/hearings/<int:ordinal>/record/token")
@needs(May.KEEP_RECORD)
def token(case_id: int, ordinal: int) -> Response:
    """A fresh token for a page whose session ended and began again in another window."""
    with desk_for_reading() as desk:
        case_or_404(desk, case_id, May.KEEP_RECORD)
    return jsonify(csrf_token=generate_csrf())


def _hearing(desk: Desk, case: Case, ordinal: int) -> Hearing:
    found = desk.session.exec(select(Hearing).where(Hearing.case_id == case.id, Hearing.ordinal == ordinal)).first()
    if found is None:
        raise NotYours
    return found


def _page(desk: Desk, case: Case, hearing: Hearing, saved: Saved | None = None) -> str:
    kept = hearing_records.of_hearing(desk, hearing)
    writing = (
        security.allowed(May.KEEP_RECORD)
        and hearing.state in hearing_records.OPEN
        and (kept is None or kept.closed_at is None)
    )
    parts = dict(kept.parts) if kept else {}
    conflicts = saved.conflicts if saved else {}
    typed_now = {name.removeprefix("part-"): value for name, value in request.form.items() if name.startswith("part-")}
    return render_template(
        "pages/hearings/record.html" if writing else "pages/hearings/read.html",
        case=case,
        hearing=hearing,
        record=kept,
        phases=hearing_record.phases(),
        parts={**parts, **{name: typed_now[name] for name in conflicts if name in typed_now}},
        marks=hearing_records.marks(kept),
        conflicts=conflicts,
        proposals=hearing_records.proposals(desk, case, hearing) if writing else {},
        signers=hearing_records.signers(desk, case, hearing, kept),
        signed_words=SIGNED_WORDS,
        unwritten=hearing_record.unwritten(parts),
        turns=hearing_record.turns,
        evidence=evidence.of_case(desk, case),
        findings=evidence.FINDING_TITLES,
        names={p.id: p.name for p in case.parties},
        hear="arb.hear",
        speakers=_speakers(case),
    )


def _speakers(case: Case) -> list[str]:
    chief = "首席仲裁员" if len(case.panel) > 1 else "仲裁员"
    found = [chief, *(["仲裁员"] if len(case.panel) > 1 else []), "书记员", "申请人", "被申请人"]
    if case.on_side("third_party"):
        found.append("第三人")
    return [*found, "证人"]
