"""裁决稿 as it is being written: what stands against it at this moment, its versions, and what differs between them."""

from collections.abc import Sequence

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.database import open_session
from app.models import Case, DraftVersion
from app.permissions import May, needs
from app.rendering.amounts import cn_money_upper, yuan
from app.rendering.filters import article
from app.services import draft_live, draft_versions
from app.services.draft_live import ItemState, Line, Live
from app.services.errors import NotYours
from app.web import security
from app.web.context import case_or_404, desk_for_reading, desk_for_writing, remedy_words, runtime
from app.web.drafts import WRITING

bp = Blueprint("draft_states", __name__)


@bp.post("/cases/<int:case_id>/draft/live")
@needs(May.DRAFT_AWARD)
def live(case_id: int) -> ResponseReturnValue:
    """What stands against the draft as it is typed, as JSON. Nothing is saved."""
    with desk_for_reading() as desk:
        case_or_404(desk, case_id, May.DRAFT_AWARD)
    with open_session(runtime().engine, writing=False) as session:
        # What is typed is put into the rows of this session to look at it; nothing is sent to the database.
        session.autoflush = False
        desk = runtime().desk(session, g.actor)
        found = draft_live.look(desk, session.get_one(Case, case_id), request.form)
        answer = _as_json(found)
        session.rollback()
    return jsonify(answer)


def _as_json(found: Live) -> dict[str, object]:
    standing = found.standing
    return {
        "items": [_item(one) for one in found.items],
        "whole": [_line(one) for one in found.whole],
        "said": _(
            "已裁决 %(done)s 项，未裁决 %(left)s 项；请求合计 %(claimed)s，裁决合计 %(awarded)s。",
            done=found.decided,
            left=found.left,
            claimed=yuan(found.claimed_fen),
            awarded=yuan(found.awarded_fen),
        )
        + "".join(
            " " + (_("终局裁决 %(n)s 项。", n=len(plan.items)) if plan.type == "final" else _("非终局裁决 %(n)s 项。", n=len(plan.items)))
            for plan in (standing.split.awards if standing.split else ())
        ),
        "ready": _("没有问题。保存后可以送审。") if standing.may_submit else "",
        "awards": [
            {
                "title": _("终局裁决") if plan.type == "final" else _("非终局裁决"),
                "items": len(plan.items),
                "rights": [remedy_words(r.party, r.action, r.court, r.days) for r in plan.remedies],
            }
            for plan in (standing.split.awards if standing.split else ())
        ],
    }


def _item(one: ItemState) -> dict[str, object]:
    sum_ = one.awarded_fen
    return {
        "id": one.id,
        "upper": cn_money_upper(sum_) if sum_ and one.disposition in ("granted", "partly") else "",
        "fits": _("与计算过程的结果相符：%(sum)s", sum=yuan(sum_)) if sum_ and one.working_fen == sum_ else "",
        "lines": [_line(line) for line in one.lines],
    }


def _line(one: Line) -> dict[str, str]:
    return {"level": one.level, "text": one.text, "basis": article(one.basis, security.locale(), "short")}


@bp.get("/cases/<int:case_id>/draft/versions")
@needs(May.SEE_DELIBERATION)
def versions(case_id: int) -> ResponseReturnValue:
    """Every saving of the draft, and what the chosen one changed against the one before it (or another)."""
    with desk_for_reading() as desk:
        case = _readable(case_or_404(desk, case_id, May.SEE_DELIBERATION, reading="裁决稿历次稿本"))
        rows = draft_versions.listed(desk, case)
        chosen = _chosen(rows, "to") or (rows[0] if rows else None)
        older = [row for row in rows if chosen is not None and row.ordinal < chosen.ordinal]
        against = _chosen(older, "from") or (older[0] if older else None)
        changes = draft_versions.differences(against.content, chosen.content) if against and chosen else []
        return render_template(
            "pages/drafts/versions.html",
            case=case,
            versions=rows,
            chosen=chosen,
            against=against,
            older=older,
            changes=changes,
            restorable=case.state in WRITING and security.allowed(May.DRAFT_AWARD),
        )


@bp.post("/cases/<int:case_id>/draft/versions/<int:ordinal>/restore")
@needs(May.DRAFT_AWARD)
def restore(case_id: int, ordinal: int) -> ResponseReturnValue:
    """An earlier version becomes the draft again; today's stays among the versions."""
    with desk_for_writing() as desk:
        case = case_or_404(desk, case_id, May.DRAFT_AWARD)
        older = draft_versions.version(desk, case, ordinal)
        if older is None:
            raise NotYours
        draft_versions.keep(desk, case)
        draft_versions.restore(desk, case, older)
    flash(_("已恢复第%(n)s稿；恢复之前的稿子也保留在稿本中。", n=ordinal), "success")
    return redirect(url_for("drafts.edit", case_id=case_id), 303)


def _readable(case: Case) -> Case:
    """The head reads the draft when it is sent up, not while it is written."""
    if case.state in WRITING and not security.allowed(May.DRAFT_AWARD):
        security.not_there()
    return case


def _chosen(rows: Sequence[DraftVersion], name: str) -> DraftVersion | None:
    asked = request.args.get(name, "")
    return next((row for row in rows if str(row.ordinal) == asked), None)
