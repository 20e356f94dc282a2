"""裁审衔接月报: figures of a month, frozen and signed by hash when the month is closed.

An issued report never changes. A correction is a new edition of the same month that says what changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.models import Body, Case, Report
from app.rendering.papers import make_pdf
from app.services import report_sections
from app.services.desk import Desk
from app.services.events import canonical, digest
from app.services.report_data import collect, month_bounds
from app.services.report_figures import compute
from app.services.report_xlsx import workbook
from workflows.errors import InputError, Reason, Refused

DEFINITION = "hengjian-report-1"
BEIJING = ZoneInfo("Asia/Shanghai")
STEP = "发布裁审衔接月报"


@dataclass(frozen=True)
class ReportFigures:
    """A month computed: `data` are the facts, `figures` by id, `tables` by name. All of it is plain JSON."""

    month: str
    office_id: int | None
    data: Mapping[str, Any]
    figures: Mapping[str, Mapping[str, Any]]
    tables: Mapping[str, Any]


def figures(session: Session, month: str, office_id: int | None = None) -> ReportFigures:
    """The figures of `month` (2026-10) for one office or all, as the database stands now. Raises InputError."""
    data = collect(session, month, office_id)
    found = compute(data)
    return ReportFigures(month, office_id, data, found["figures"], found["tables"])


def current(session: Session, month: str, office_id: int | None = None) -> Report | None:
    """The latest edition issued for `month`, or None."""
    return session.scalars(
        select(Report)
        .where(col(Report.month) == month, col(Report.office_key) == (office_id or 0))
        .order_by(col(Report.edition).desc())
        .limit(1)
    ).first()


def close_month(desk: Desk, month: str, office_id: int | None = None, change_note: str = "") -> Report:
    """Issue the report of a month that is over; with `change_note`, a further edition.

    Raises InputError for a bad month or office; Refused when the month still runs, when an edition exists and
    nothing is said about the change, or when nothing changed.
    """
    _, end, _ = month_bounds(month)
    before = current(desk.session, month, office_id)
    note = change_note.strip()
    reasons = []
    if desk.today <= end:
        reasons.append(Reason(f"{month} 尚未结束。请在 {end.isoformat()} 之后发布；此前可以查看未定稿的数字。"))
    if before is not None and not note:
        reasons.append(
            Reason(f"{month} 已发布第 {before.edition} 版，不能改动。确需更正的，请写明更正了什么，另出一版。")
        )
    if before is None and note:
        reasons.append(Reason(f"{month} 还没有发布过，谈不上更正。请不填更正说明，直接发布第 1 版。"))
    if reasons:
        raise Refused(STEP, reasons)
    found = figures(desk.session, month, office_id)
    if before is not None and digest([found.figures, found.tables]) == digest(
        [before.snapshot["figures"], before.snapshot["tables"]]
    ):
        raise Refused(STEP, [Reason(f"现有数据与第 {before.edition} 版完全相同，不需要更正。请先改正办案数据。")])
    edition = 1 if before is None else before.edition + 1
    head = audit_head(desk.session)
    snapshot = {
        "definition": DEFINITION,
        "month": month,
        "office": _office(desk.session, office_id),
        "edition": edition,
        "issued_at": desk.now.astimezone(UTC).isoformat(),
        "issued_by": desk.actor.name,
        "audit_head": head,
        "change_note": note,
        "changes": [] if before is None else changes(before.snapshot["figures"], found.figures),
        "data": found.data,
        "figures": found.figures,
        "tables": found.tables,
    }
    report = Report(
        month=month,
        office_id=office_id,
        office_key=office_id or 0,
        edition=edition,
        snapshot=snapshot,
        sha256=digest(snapshot),
        audit_head=head,
        change_note=note,
        issued_at=desk.now,
        issued_by_id=desk.actor.id,
    )
    desk.session.add(report)
    desk.session.flush()
    return report


def audit_head(session: Session) -> str:
    """One hash over the last event of every case: whoever holds it can later show that no event was rewritten."""
    heads = session.execute(select(col(Case.id), col(Case.head_hash)).order_by(col(Case.id))).all()
    return digest([[ident, head] for ident, head in heads])


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every figure that differs between two editions, with numerator and denominator before and after."""

    def pair(figure: Mapping[str, Any] | None) -> list[int | None] | None:
        return None if figure is None else [figure["numerator"], figure["denominator"]]

    found = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if pair(old) != pair(new):
            title = (new or old or {})["title"]
            found.append({"figure": name, "title": title, "before": pair(old), "after": pair(new)})
    return found


def problems(report: Report) -> list[str]:
    """What is wrong with an issued report: a hash that does not fit, or figures its own facts do not give."""
    snapshot = report.snapshot
    found = []
    if digest(snapshot) != report.sha256:
        found.append("快照与其校验值不符，数据在发布后被改动过。")
    if snapshot["definition"] != DEFINITION:
        return [*found, f"快照按定义 {snapshot['definition']} 计算，现行程序只能复算 {DEFINITION}。"]
    again = compute(snapshot["data"])
    if canonical(again["figures"]) != canonical(snapshot["figures"]):
        wrong = [c["title"] for c in changes(snapshot["figures"], again["figures"])]
        found.append(f"由快照复算的数字与公布的不同：{'、'.join(wrong) or '组成案件'}。")
    if canonical(again["tables"]) != canonical(snapshot["tables"]):
        found.append("由快照复算的表格与公布的不同。")
    return found


def cases_behind(report: Report, figure: str, *, hits: bool = False) -> list[int]:
    """Case ids behind a figure's denominator (or numerator, with `hits`). Raises InputError for an unknown figure."""
    known = report.snapshot["figures"]
    if figure not in known:
        raise InputError("figure", figure, "本期报告没有这个指标。", "请从报告页面点选。")
    return list(known[figure]["hits" if hits else "cases"])


def page_facts(report: Report) -> dict[str, Any]:
    """What the report page shows; see report_sections for the shape of a section."""
    snapshot = report.snapshot
    kept = ("month", "office", "edition", "issued_at", "issued_by", "audit_head", "change_note", "changes")
    return {
        **{key: snapshot[key] for key in kept},
        "sha256": report.sha256,
        "summary": report_sections.summary(snapshot),
        "sections": report_sections.sections(snapshot),
    }


def pdf_facts(report: Report) -> dict[str, Any]:
    """The facts of the paper kind consistency_report."""
    page = page_facts(report)
    sections = list(page["sections"])
    if page["changes"]:
        sections.insert(0, _changes_section(page["changes"]))
    return {
        "office": {"name": page["office"]["name"]},
        "paper": {"number": "", "date": _beijing_day(page["issued_at"]).isoformat(), "series": "consistency_report"},
        "report": {
            "month": f"{int(report.month[:4])}年{int(report.month[5:7])}月",
            "edition": report.edition,
            "sha256": report.sha256,
            "audit_head": report.audit_head,
            "summary": page["summary"],
            "sections": sections,
        },
    }


def pdf(report: Report) -> bytes:
    """The report as an official paper; the same report gives the same bytes."""
    return make_pdf("consistency_report", pdf_facts(report), attachment=printed(report)).pdf


def printed(report: Report) -> dict[str, Any]:
    """The figures without the cases behind them: what may leave the office with the paper."""
    hidden = ("cases", "hits")
    return {
        "month": report.month,
        "edition": report.edition,
        "sha256": report.sha256,
        "audit_head": report.audit_head,
        "figures": {
            name: {key: value for key, value in figure.items() if key not in hidden}
            for name, figure in report.snapshot["figures"].items()
        },
    }


def xlsx(report: Report) -> bytes:
    """A workbook whose formulas recompute the printed rates from the suits and items of the snapshot."""
    return workbook(report.snapshot, report.sha256)


def as_json(report: Report) -> str:
    """The frozen report, whole, in the form its hash was taken from, with the hash beside it."""
    return canonical({"sha256": report.sha256, "snapshot": report.snapshot})


def _changes_section(changed: list[dict[str, Any]]) -> dict[str, Any]:
    def said(pair: list[int | None] | None) -> str:
        if pair is None:
            return "无"
        return f"{pair[0]}" if pair[1] is None else f"{pair[0]} / {pair[1]}"

    return {
        "title": "更正内容",
        "paragraphs": [],
        "charts": [],
        "tables": [
            {
                "columns": ["指标", "上一版", "本版"],
                "rows": [[c["title"], said(c["before"]), said(c["after"])] for c in changed],
                "notes": [],
            }
        ],
    }


def _office(session: Session, office_id: int | None) -> dict[str, Any]:
    """The office, or for all of them the bureau above, or the only commission there is."""
    if office_id is not None:
        return {"id": office_id, "name": session.get_one(Body, office_id).name}
    bureau = session.scalars(
        select(Body).where(col(Body.kind) == "bureau").order_by(col(Body.parent_id).is_not(None), col(Body.id)).limit(1)
    ).first()
    commissions = select(func.count()).select_from(Body).where(col(Body.kind) == "commission")
    if bureau is None and session.scalar(commissions) == 1:
        bureau = session.scalars(select(Body).where(col(Body.kind) == "commission")).one()
    return {"id": None, "name": bureau.name if bureau else "全部仲裁机构"}


def _beijing_day(instant: str) -> date:
    return datetime.fromisoformat(instant).astimezone(BEIJING).date()
