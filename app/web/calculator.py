"""Dates, sums and the type of an award, computed in the open: every line of the working with its article."""

from datetime import date
from typing import Any

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Body
from app.permissions import May, needs
from app.services import awards, calculation, forms, limits
from app.web.context import desk_for_reading
from workflows import finality, money
from workflows import limits as law
from workflows.errors import InputError, NotInForce
from workflows.items import KINDS
from workflows.items import kind as item_kind
from workflows.limits_ledger import LedgerEntry

bp = Blueprint("calculator", __name__, url_prefix="/calculator")

LEDGER_ROWS = 3
MOST_ROWS = 40
LEDGER_KINDS = ("restart", "exclude", "extend")


@bp.get("/")
@needs(May.SEE_PRECEDENTS)
def index() -> str:
    return render_template("pages/calculator/index.html", rules=_rules(), sums=money.sums().values())


@bp.get("/limit")
@needs(May.SEE_PRECEDENTS)
def limit() -> ResponseReturnValue:
    answer, problem = None, None
    rule = law.rules()[request.args["rule"]][-1] if request.args.get("rule") in law.rules() else None
    typed = request.args
    if rule is not None and typed.get("from"):
        try:
            origin = _day("起算日", "from")
            before = _day("截止日", "before") if typed.get("before") else None
            asked = {o.name: typed[f"option-{o.name}"] for o in rule.options if typed.get(f"option-{o.name}")}
            with desk_for_reading() as desk:
                calendar = limits.calendar_of(desk.session, g.actor.body_id or 0)
            assert origin is not None
            answer = law.compute(
                rule.id, origin, ledger=_ledger(), calendar=calendar, before=before, options=asked
            )
            rule = law.rule(rule.id, before if before is not None and rule.backward else origin)
        except (InputError, NotInForce) as error:
            problem = error
    page = render_template(
        "pages/calculator/limit.html",
        rules=_rules(),
        rule=rule,
        answer=answer,
        problem=problem,
        typed=typed,
        rows=_count("rows", LEDGER_ROWS),
        ledger_kinds=LEDGER_KINDS,
    )
    return page, 422 if problem else 200


@bp.get("/sums/<name>")
@needs(May.SEE_PRECEDENTS)
def sum_of(name: str) -> ResponseReturnValue:
    if name not in money.sums():
        return render_template("pages/calculator/index.html", rules=_rules(), sums=money.sums().values()), 404
    rule = money.sums()[name]
    typed = {f.key: request.args.get(f.key, "").strip()[:500] for f in rule.fields}
    answer, problem = None, None
    with desk_for_reading() as desk:
        body = desk.session.get(Body, g.actor.body_id)
        extra = awards.entered_parameters(desk.session)
        mine = calculation.open_cases(desk) if g.actor.has("arbitrator") else []
    if request.args:
        try:
            answer = money.sum_of(name, extra=extra, **typed)
        except (InputError, NotInForce) as error:
            problem = error
    elif body is not None and any(f.key == "place" for f in rule.fields):
        typed["place"] = body.place
    page = render_template(
        "pages/calculator/sum.html",
        rule=rule,
        typed=typed,
        answer=answer,
        problem=problem,
        cases=mine,
        inputs="\n".join(f"{key}={value}" for key, value in typed.items() if value),
    )
    return page, 422 if problem else 200


@bp.get("/finality")
@needs(May.SEE_PRECEDENTS)
def award_type() -> ResponseReturnValue:
    plan, problem = None, None
    rows = _count("rows", 4)
    with desk_for_reading() as desk:
        body = desk.session.get(Body, g.actor.body_id)
        extra, chosen = awards.entered_parameters(desk.session), awards.options(desk.session)
        today = desk.today
    typed: dict[str, Any] = {"place": body.place if body else "", "filed_on": today.isoformat(), **request.args}
    if request.args.get("filed_on"):
        try:
            filed_on = forms.day(_("申请仲裁之日"), typed["filed_on"])
            plan = finality.split(
                _items(rows),
                place=typed["place"],
                application_date=filed_on,
                award_date=max(today, filed_on),
                options=chosen,
                extra=extra,
            )
        except (InputError, NotInForce) as error:
            problem = error
    page = render_template(
        "pages/calculator/finality.html",
        kinds=KINDS.values(),
        rows=rows,
        typed=typed,
        plan=plan,
        problem=problem,
        settings=finality.options().values(),
        chosen=finality.chosen(chosen),
    )
    return page, 422 if problem else 200


def _rules() -> list[law.LimitRule]:
    return [versions[-1] for versions in law.rules().values()]


def _count(name: str, least: int) -> int:
    """How many rows the form has: those asked for, one more when that button was pressed."""
    asked = request.args.get(name, "")
    count = int(asked) if asked.isdecimal() and len(asked) < 4 else least
    return max(least, min(MOST_ROWS, count + (1 if "more" in request.args else 0)))


def _day(title: str, name: str) -> date | None:
    typed = request.args.get(name, "").strip()
    return forms.day(title, typed) if typed else None


def _ledger() -> list[LedgerEntry]:
    found = []
    for n in range(_count("rows", LEDGER_ROWS)):
        kind, start = request.args.get(f"kind-{n}", ""), _day(f"第{n + 1}行日期", f"start-{n}")
        if kind not in LEDGER_KINDS or start is None:
            if kind in LEDGER_KINDS or start is not None:
                raise InputError(f"第{n + 1}行", "", "事由和日期要一起填写。", "请补全，或者把这一行清空。")
            continue
        days = request.args.get(f"days-{n}", "").strip()
        if days and not (days.isascii() and days.isdecimal() and len(days) < 5):
            raise InputError(f"第{n + 1}行天数", days, "不是正整数。", "请填写天数，例如 15。")
        found.append(
            LedgerEntry(
                kind=kind,  # type: ignore[arg-type]
                start=start,
                end=_day(f"第{n + 1}行结束日", f"end-{n}"),
                days=int(days) if days else None,
                reason=request.args.get(f"reason-{n}", "").strip()[:200],
            )
        )
    return found


def _items(rows: int) -> list[finality.DecidedItem]:
    found = []
    for n in range(rows):
        name = request.args.get(f"kind-{n}", "")
        if not name:
            continue
        kind = item_kind(name)
        text = request.args.get(f"amount-{n}", "").strip()
        found.append(
            finality.DecidedItem(
                id=f"{n + 1}",
                kind=name,
                awarded_fen=forms.money(f"第{n + 1}项金额", text or "0") if kind.money else None,
                worker=request.args.get(f"worker-{n}", "").strip()[:40],
            )
        )
    if not found:
        raise InputError("裁决事项", "", "一项也没有填写。", "请至少选择一项请求类型。")
    return found

