"""Like decisions: searched by words, kind, article, authority and fate; why found and what became of them always shown."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import select

from app.models import Case, Precedent
from app.permissions import May, allows, needs
from app.services import access, precedent_search, precedents
from app.services.desk import Desk
from app.services.errors import NotYours
from app.services.precedent_search import FIELDS, Asked, Found
from app.web.context import desk_for_reading, desk_for_writing, log_reading, runtime
from search_index.port import Answer
from workflows.errors import InputError
from workflows.items import KINDS

bp = Blueprint("precedents", __name__, url_prefix="/precedents")

SHOWN_VALUES = 8
REPORT_FIELDS = (*FIELDS, "conclusion")


@bp.get("/")
@needs(May.SEE_PRECEDENTS)
def index() -> ResponseReturnValue:
    return _page(request.args)


def _page(raw: Mapping[str, Any], problem: InputError | None = None, chosen: Sequence[str] = ()) -> ResponseReturnValue:
    """The search page for these fields; what was typed and chosen stays."""
    asked, found, report_on = Asked(), Found(Answer()), False
    with closing(runtime().index()) as stock, desk_for_reading() as desk:
        held = stock.stats().documents
        try:
            asked = precedent_search.asked_of(raw)
            if not asked.empty:
                case = _case(desk, asked.case) if asked.case else None
                found = precedent_search.find(stock, asked, case)
                report_on = case is not None and allows(desk.actor, May.DRAFT_AWARD, access.concern_of(desk.session, case, desk.today))
        except InputError as error:
            problem = problem or error
        searches = [(one.id, one.title, url_for(".index", **one.asked)) for one in precedent_search.kept(desk)]
    page = render_template(
        "pages/precedents/index.html",
        raw=raw,
        asked=asked,
        found=found,
        held=held,
        problem=problem,
        searches=searches,
        facets=_facets(raw, found.answer),
        pages=_pages(raw, found),
        report_on=report_on,
        chosen=chosen,
        fields=[(name, raw.get(name, "")) for name in FIELDS if raw.get(name)],
        **_words(),
    )
    return page, 422 if problem else 200


def _case(desk: Desk, number: str) -> Case:
    case = desk.session.exec(select(Case).where((Case.number == number) | (Case.receipt_number == number))).first()
    if case is None or not allows(desk.actor, May.SEE_CASE, access.concern_of(desk.session, case, desk.today)):
        raise InputError(_("案号"), number, _("没有这个案件。"), _("请核对案号或者收件号。"))
    assert case.id is not None
    log_reading(desk, case.id, _("按本案检索类案"))
    return case


def _facets(raw: Mapping[str, Any], answer: Answer) -> list[tuple[str, list[tuple[str, int, str, bool]]]]:
    """Each group's title and its values: label, how many, the address that narrows or widens, whether it is chosen."""
    words = _words()
    titles: dict[str, Mapping[str, str]] = {
        "kind": {kind.id: kind.title for kind in KINDS.values()},
        "authority": words["authorities"],
        "fate": words["fates"],
        "outcome": words["dispositions"],
    }
    shown = []
    for name, title in (
        ("kind", _("请求类型")),
        ("authority", _("效力层级")),
        ("fate", _("后续情况")),
        ("outcome", _("同类请求的结果")),
        ("year", _("年份")),
        ("court", _("法院")),
        ("office", _("仲裁机构")),
    ):
        values = []
        for value, count in answer.facets.get(name, ())[:SHOWN_VALUES]:
            narrowed = {"since": f"{value}-01-01", "until": f"{value}-12-31"} if name == "year" else {name: value}
            on = all(raw.get(field) == said for field, said in narrowed.items())
            rest = {field: raw[field] for field in FIELDS if raw.get(field) and field not in narrowed}
            values.append((titles.get(name, {}).get(value, value), count, url_for(".index", **rest, **({} if on else narrowed)), on))
        if values:
            shown.append((title, values))
    return shown


def _pages(raw: Mapping[str, Any], found: Found) -> list[tuple[int, str]]:
    fields = {name: raw[name] for name in FIELDS if raw.get(name)}
    return [(n, url_for(".index", **fields, page=n)) for n in range(1, found.pages + 1)] if found.pages > 1 else []


@bp.post("/kept")
@needs(May.SEE_PRECEDENTS)
def keep() -> ResponseReturnValue:
    raw = request.form
    try:
        with desk_for_writing() as desk:
            row = precedent_search.keep(desk, raw.get("title", ""), raw)
            asked, title = dict(row.asked), row.title
    except InputError as error:
        return _page(raw, error)
    flash(_("检索“%(title)s”已保存，下次从本页打开。", title=title))
    return redirect(url_for(".index", **asked))


@bp.post("/kept/<int:search_id>/forget")
@needs(May.SEE_PRECEDENTS)
def forget(search_id: int) -> ResponseReturnValue:
    with desk_for_writing() as desk:
        precedent_search.forget(desk, search_id)
    return redirect(url_for(".index"))


@bp.post("/report")
@needs(May.DRAFT_AWARD)
def report() -> ResponseReturnValue:
    raw, keys = request.form, request.form.getlist("key")
    try:
        with closing(runtime().index()) as stock, desk_for_writing() as desk:
            number = raw.get("case", "").strip()
            case = desk.session.exec(select(Case).where((Case.number == number) | (Case.receipt_number == number))).first()
            if case is None or not allows(desk.actor, May.DRAFT_AWARD, access.concern_of(desk.session, case, desk.today)):
                raise NotYours
            precedent_search.report(desk, case, stock, raw, keys)
            case_id = case.id
    except InputError as error:
        return _page(raw, error, keys)
    flash(_("类案检索报告已存入本案副卷。"))
    return redirect(url_for("cases.show", case_id=case_id))


@bp.get("/<path:key>")
@needs(May.SEE_PRECEDENTS)
def show(key: str) -> str:
    with desk_for_reading() as desk:
        row = desk.session.exec(select(Precedent).where(Precedent.key == key)).first()
        if row is None:
            raise NotYours
        doc = precedents.doc_from_row(row)
    safe = doc.url if urlsplit(doc.url).scheme in ("http", "https") else ""
    return render_template("pages/precedents/show.html", doc=doc, url=safe, **_words())


def _words() -> dict[str, Any]:
    return {
        "kinds": KINDS.values(),
        "authorities": {
            "standard": _("裁审口径"),
            "guiding": _("指导性案例"),
            "typical": _("典型案例"),
            "higher_court": _("上级法院裁判"),
            "own_court": _("本地法院裁判"),
            "own_office": _("本机构裁决"),
        },
        "fates": {
            "upheld": _("法院裁判与裁决一致"),
            "changed": _("已被法院改判"),
            "set_aside": _("已被法院撤销"),
            "unknown": _("后续情况未登记"),
        },
        "dispositions": {
            "granted": _("支持"),
            "partly": _("部分支持"),
            "refused": _("不支持"),
            "settled": _("调解"),
            "withdrawn": _("撤回"),
            "unknown": _("原文未写明"),
        },
    }


