"""Like decisions: searched by words, kind, article, authority and fate; why found and what became of them always shown."""

from contextlib import closing
from urllib.parse import urlsplit

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import select

from app.models import Case, Precedent
from app.permissions import May, allows, needs
from app.services import access, precedents
from app.services.errors import NotYours
from app.web.context import desk_for_reading, log_search, runtime
from search_index.citations import articles
from search_index.port import AUTHORITY_TITLES, FATE_TITLES, Filters, Hit
from workflows.errors import InputError
from workflows.items import KINDS

bp = Blueprint("precedents", __name__, url_prefix="/precedents")

MOST = 20


@bp.get("/")
@needs(May.SEE_PRECEDENTS)
def index() -> ResponseReturnValue:
    words, number = (request.args.get(name, "").strip()[:2000] for name in ("q", "case"))
    hits: list[Hit] = []
    problem: InputError | None = None
    with closing(runtime().index()) as stock:
        held = stock.stats().documents
        if words or number:
            try:
                if number:
                    with desk_for_reading() as desk:
                        case = desk.session.exec(
                            select(Case).where((Case.number == number) | (Case.receipt_number == number))
                        ).first()
                        if case is None or not allows(
                            desk.actor, May.SEE_CASE, access.concern_of(desk.session, case, desk.today)
                        ):
                            raise InputError(_("案号"), number, _("没有这个案件。"), _("请核对案号或者收件号。"))
                        hits = precedents.similar_to_case(stock, case, _filters(), MOST)
                else:
                    hits = precedents.similar_to_text(stock, words, _filters(), MOST)
            except InputError as error:
                problem = error
            with desk_for_reading() as desk:
                log_search(desk, "precedents", words or number, len(hits))
    page = render_template(
        "pages/precedents/index.html", hits=hits, asked=bool(words or number), held=held, problem=problem, **_words()
    )
    return page, 422 if problem else 200


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


def _filters() -> Filters:
    return Filters(
        kinds=tuple(one for one in request.args.getlist("kind") if one in KINDS),
        articles=tuple(articles(request.args.get("article", ""))),
        authorities=tuple(one for one in request.args.getlist("authority") if one in AUTHORITY_TITLES),
        fates=tuple(one for one in request.args.getlist("fate") if one in FATE_TITLES),
    )


def _words() -> dict[str, object]:
    return {
        "kinds": KINDS.values(),
        "authorities": {
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


