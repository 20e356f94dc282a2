"""裁审衔接月报, and the quarterly and yearly white papers: figures of a period, frozen and signed by hash when it is over.

An issued report never changes. A correction is a new edition of the same period that says what changed.
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
from app.services import report_check, report_lines, report_overview, report_sections, report_store
from app.services.desk import Desk
from app.services.events import canonical, digest
from app.services.report_check import DEFINITION, changes
from app.services.report_data import collect
from app.services.report_figures import compute
from app.services.report_periods import Period, period
from app.services.report_xlsx import workbook
from workflows.errors import Reason, Refused

BEIJING = ZoneInfo("Asia/Shanghai")
STEP = "发布裁审衔接月报"


@dataclass(frozen=True)
class ReportFigures:
    """A month computed: `data` are the facts, `figures` by id, `tables` by name. All of it is plain JSON."""

    month: str
    office_id: int | None
    data: dict[str, Any]
    figures: Mapping[str, Mapping[str, Any]]
    tables: Mapping[str, Any]


def figures(session: Session, month: str, office_id: int | None = None) -> ReportFigures:
    """The figures of `month` (2026-10, 2026-Q3 or 2026) for one office or all, as the database stands now. Raises InputError."""
    with report_store.collector_paused():
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
    """Issue the report of a month, quarter or year that is over; with `change_note`, a further edition.

    Raises InputError for a bad month or office; Refused when the month still runs, when an edition exists and
    nothing is said about the change, or when nothing changed.
    """
    asked = period(month)
    end = asked.end
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
    printed = report_store.printed_figures(found.figures)
    all_behind = digest(report_store.behind(found.figures))
    if before is not None and _content(before.snapshot) == digest([printed, found.tables, all_behind]):
        raise Refused(STEP, [Reason(f"现有数据与第 {before.edition} 版完全相同，不需要更正。请先改正办案数据。")])
    edition = 1 if before is None else before.edition + 1
    head = audit_head(desk.session)
    facts = canonical(found.data)
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
        "earlier": _earlier(desk.session, asked, office_id),
        "facts_sha256": report_store.text_hash(facts),
        "behind_sha256": all_behind,
        "figures": printed,
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
    report_store.keep(desk.session, report, facts, found.figures)
    report_lines.write(desk.session, report, found.data)
    return report


def _content(snapshot: Mapping[str, Any]) -> str:
    return digest([snapshot["figures"], snapshot["tables"], snapshot.get("behind_sha256")])


def _earlier(session: Session, asked: Period, office_id: int | None) -> list[dict[str, Any]]:
    """The reports of the period before and of the year before, as far as they were issued: what a comparison rests on."""
    found = [current(session, name, office_id) for name in dict.fromkeys((asked.before, asked.year_before))]
    return [
        {
            "month": one.month,
            "edition": one.edition,
            "sha256": one.sha256,
            "figures": {
                name: {key: one.snapshot["figures"][name][key] for key in ("numerator", "denominator", "unit", "rate")}
                for name in report_overview.COMPARED
                if name in one.snapshot["figures"]
            },
        }
        for one in found
        if one is not None
    ]


def audit_head(session: Session) -> str:
    """One hash over the last event of every case: whoever holds it can later show that no event was rewritten."""
    heads = session.execute(select(col(Case.id), col(Case.head_hash)).order_by(col(Case.id))).all()
    return digest([[ident, head] for ident, head in heads])


def seal_problems(report: Report) -> list[str]:
    """What a look at the printed snapshot shows: a hash that does not fit. Takes no time, so every page asks it."""
    return report_check.seal_problems(report.snapshot, report.sha256)


def problems(report: Report) -> list[str]:
    """What is wrong with an issued report: hashes that do not fit, or figures its own facts do not give."""
    if "data" in report.snapshot:
        return seal_problems(report)
    facts, cases = report_store.facts_text(report), report_store.all_cases(report)
    return report_check.problems(report.snapshot, report.sha256, facts, cases)


def cases_behind(report: Report, figure: str, *, hits: bool = False) -> list[int]:
    """Case ids behind a figure's denominator (or numerator, with `hits`). Raises InputError for an unknown figure."""
    return report_store.cases(report, figure)[int(hits)]


def page_facts(report: Report) -> dict[str, Any]:
    """What the report page shows; see report_sections for the shape of a section."""
    snapshot = report.snapshot
    kept = ("month", "office", "edition", "issued_at", "issued_by", "audit_head", "change_note", "changes")
    return {
        **{key: snapshot[key] for key in kept},
        "sha256": report.sha256,
        "title": period(report.month).title,
        "said": period(report.month).said,
        "summary": report_overview.summary(snapshot),
        "sections": [*report_overview.comparisons(snapshot), *report_sections.sections(snapshot)],
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
            "title": page["title"],
            "month": page["said"],
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
    return {
        "month": report.month,
        "edition": report.edition,
        "sha256": report.sha256,
        "audit_head": report.audit_head,
        "figures": report_store.printed_figures(report.snapshot["figures"]),
    }


def file_name(report: Report) -> str:
    """What the exported files are called, without ending."""
    office = f"-机构{report.office_id}" if report.office_id else ""
    return f"{period(report.month).title}-{report.month}{office}-第{report.edition}版"


def xlsx(report: Report) -> bytes:
    """A workbook whose formulas recompute the printed rates from the suits and items of the snapshot."""
    with report_store.collector_paused():
        return workbook(report.snapshot, report_store.facts(report), report.sha256)


def as_json(report: Report) -> str:
    """The frozen report, whole: the snapshot in the form its hash was taken from, its facts, and the cases behind figures."""
    whole = {"sha256": report.sha256, "snapshot": report.snapshot}
    if "data" not in report.snapshot:
        whole |= {"facts": report_store.facts(report), "behind": report_store.all_cases(report)}
    return canonical(whole)


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
