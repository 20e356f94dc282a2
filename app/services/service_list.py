"""批量送达: a table of papers and people to fill in and bring back; every line is held to the conditions of its own step."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from app.models import Case, Paper, Party
from app.services import case_rows, facts, roster_file, unserved
from app.services.desk import Desk
from app.services.roster_file import Row, Sheet, letter
from app.services.typed import day
from workflows.errors import InputError
from workflows.procedure import missing
from workflows.service_methods import book
from workflows.statute import FieldDefinition

PAPER, NUMBER, NAME, ADDRESS, PHONE = "文号", "序号", "受送达人", "送达地址", "联系电话"
METHOD, TRACKING, SENT, RESULT, SERVED = "送达方式", "邮件号码", "发出日期", "结果", "签收日期"
SIGNED, RELATION, WHY, PROOF = "签收人", "与受送达人的关系", "没有送到的原因", "送达证明"
HEADINGS = (PAPER, "文书", NUMBER, NAME, ADDRESS, PHONE, METHOD, TRACKING, SENT, RESULT, SERVED, SIGNED, RELATION, WHY, PROOF)
NEEDED = (PAPER, NUMBER, NAME, METHOD, SENT, RESULT)
STEPS = {"已送达": "svc.record", "已发出": "svc.send", "没有送到": "svc.record_failure"}
"""What the result means: the step a line stands for."""
NOT_HERE = ("photos", "leave_ground", "notice_ground", "published_in", "entrusted_to", "e_address", "inquiry")
WHAT = "送达登记表"


@dataclass(frozen=True)
class Problem:
    """One cell, or one line, that cannot be taken in."""

    line: int
    column: str
    letter: str
    why: str
    remedy: str = ""


@dataclass
class Plan:
    """What the table would bring in: the good lines, and what is wrong with the others."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    said: list[tuple[str, str, str]] = field(default_factory=list)
    """Of the good lines: the paper, the person, what will be recorded."""

    @property
    def wrong_lines(self) -> int:
        return len({one.line for one in self.problems})


def template(desk: Desk, case: Case) -> bytes:
    """The table of everything that has not arrived, a person a line, ready to be filled in."""
    book_ = Workbook()
    sheet = book_.active
    assert sheet is not None
    sheet.title = WHAT
    sheet.append([f"{h}*" if h in NEEDED else h for h in HEADINGS])
    for line in unserved.of_case(desk, case):
        for party in line.parties:
            known = (
                line.paper.number, line.paper.title, party.ordinal, party.name, party.postal_address or party.address, party.phone,
                line.title, "", "", "", "", "", "", "", "",
            )  # fmt: skip
            sheet.append([f"'{v}" if isinstance(v, str) and v[:1] in ("=", "+", "-", "@") else v for v in known])
    told = book_.create_sheet("填写说明")
    for words in _help(desk):
        told.append(words)
    for page in book_.worksheets:
        for cell in page[1]:
            cell.font = Font(bold=True)
        page.freeze_panes = "A2"
        for position in range(1, page.max_column + 1):
            page.column_dimensions[get_column_letter(position)].width = 20
    told.column_dimensions["B"].width = 80
    out = BytesIO()
    book_.save(out)
    return out.getvalue()


def _help(desk: Desk) -> list[tuple[str, str]]:
    failures = "、".join(one.title for one in book().failures.values())
    relations = "、".join(c[1] for c in desk.book.fields["relation"].choices)
    return [
        ("列名", "怎样填写"),
        (f"{PAPER}、{NUMBER}、{NAME}", "已经填好，用来核对，不要改动；没有办理的行可以留着不填，也可以删去。"),
        (METHOD, "、".join(_methods().values()) + "。电子、简便、留置、张贴、委托、公告的，请在页面上逐份登记。"),
        (RESULT, "已送达：填签收日期；已发出：还没有结果；没有送到：填签收日期一列为退回日期，并写明原因。"),
        (f"{SENT}、{SERVED}", "写成 2026-03-05，或者日期单元格。"),
        (RELATION, relations),
        (WHY, failures),
    ]


def _methods() -> dict[str, str]:
    """The methods whose proof fits into a line of a table."""
    return {m.id: m.title for m in book().methods.values() if not {n.field for n in m.needs} & set(NOT_HERE)}


def read(content: bytes, name: str) -> Sheet:
    """The rows of an xlsx or csv file. Raises InputError."""
    if not name.lower().endswith(".csv"):
        return roster_file.read(content, name)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            lines = list(csv.reader(StringIO(content.decode(encoding))))
            break
        except (UnicodeDecodeError, csv.Error):
            continue
    else:
        raise InputError(WHAT, name, "看不懂这个 csv 文件的文字编码。", "请另存为 UTF-8 编码的 csv，或者 xlsx。")
    if not lines or len(lines) > roster_file.MOST_ROWS + 1:
        raise InputError(WHAT, name, f"没有内容，或者超过{roster_file.MOST_ROWS}行。", "请从下载的表格开始填写，分几次登记。")
    headings = [one.rstrip("*").strip() for one in lines[0]]
    rows = [
        Row(n, {h: v.strip()[: roster_file.LONGEST_CELL] for h, v in zip(headings, cells, strict=False) if h})
        for n, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    return Sheet(headings, rows)


def plan(desk: Desk, case: Case, content: bytes, name: str) -> Plan:
    """Look through the table: what would be recorded, and every line that cannot be, with its reasons. Raises InputError."""
    sheet = read(content, name)
    if lacking := [h for h in NEEDED if h not in sheet.headings]:
        raise InputError(WHAT, name, f"缺少这些列：{'、'.join(lacking)}。", "请用下载的表格填写。")
    found = Plan()
    known = facts.build(desk, case, asked={"service_rows": ()})
    by_number = {p.number: p for p in case_rows.of_case(desk.session, Paper, case.id or 0)}
    by_ordinal = {str(p.ordinal): p for p in case.parties}
    told: dict[tuple[int | None, int | None], int] = {}
    for row in sheet.rows:
        if not row.cells.get(RESULT) and not row.cells.get(SENT):
            continue  # left as it was downloaded: nothing was done about it yet
        problems: list[Problem] = []

        def wrong(heading: str, why: str, remedy: str = "", row: Row = row, problems: list[Problem] = problems) -> None:
            problems.append(Problem(row.line, heading, letter(sheet.headings, heading), why, remedy))

        paper, party = _whom(row, by_number, by_ordinal, wrong)
        asked = _asked(desk, row, paper, party, wrong)
        if paper and party and (before := told.setdefault((paper.id, party.id), row.line)) != row.line:
            wrong(NUMBER, f"与第{before}行是同一份文书、同一个人。", "请删去一行。")
        if not problems and paper is not None and party is not None:
            rule = desk.book.rule(asked["step"], case.law_on or case.filed_on)
            checked = {**asked, "paper_kind": paper.kind, "paper_folder": paper.folder, "paper_made_on": paper.made_on}
            # A notice addressed to one person goes to that person.
            if paper.party_id not in (None, party.id):
                wrong(NAME, f"《{paper.title}》{paper.number}不是发给{party.name}的。")
            checks = dict.fromkeys((*rule.checks, "not_served_yet"))
            for reason in missing(tuple(checks), replace(known, asked=checked)):
                wrong(METHOD, reason.text)
        found.problems += problems
        if not problems and paper is not None and party is not None:
            found.rows.append(asked)
            found.said.append((f"《{paper.title}》{paper.number}", party.name, _said(asked)))
    return found


def _said(asked: Mapping[str, Any]) -> str:
    method = book().methods[asked["service_method"]].title
    if asked["step"] == "svc.record":
        return f"{method}，{asked['served_on']}签收"
    if asked["step"] == "svc.send":
        return f"{method}，{asked['sent_on']}发出"
    return f"{method}，{asked['failed_on']}没有送到：{book().failures[asked['failure']].title}"


Wrong = Callable[..., None]


def _whom(
    row: Row, papers_: Mapping[str, Paper], parties: Mapping[str, Party], wrong: Wrong
) -> tuple[Paper | None, Party | None]:
    paper, party = papers_.get(row.cells.get(PAPER, "")), parties.get(row.cells.get(NUMBER, ""))
    if paper is None:
        wrong(PAPER, f"“{row.cells.get(PAPER, '')[:40]}”不是本案的文书。", "请用下载的表格填写，不要改动文号。")
    if party is None:
        wrong(NUMBER, f"“{row.cells.get(NUMBER, '')[:10]}”不是本案当事人的序号。", "请用下载的表格填写。")
    elif row.cells.get(NAME, "") != party.name:
        wrong(NAME, f"第{party.ordinal}号是{party.name}，填写的是“{row.cells.get(NAME, '')[:20]}”。", "请核对是否串行。")
    return paper, party


def _asked(desk: Desk, row: Row, paper: Paper | None, party: Party | None, wrong: Wrong) -> dict[str, Any]:
    """One line as the step it stands for asks."""
    cell = row.cells.get
    for heading in row.formulas:
        wrong(heading, "这一格是公式。", "请改成数值。")
    asked: dict[str, Any] = dict.fromkeys(NOT_HERE, "")
    asked |= {
        "photos": (), "paper": paper.id if paper else None, "party": party.id if party else None, "receipt_confirmed": False,
        "tracking_number": cell(TRACKING, "")[:60], "signed_by": cell(SIGNED, "")[:60], "proof": cell(PROOF, "")[:300] or "送达登记表",
        "proof_optional": "", "served_on": None,
    }  # fmt: skip
    asked["step"] = STEPS.get(cell(RESULT, ""), "")
    if not asked["step"]:
        wrong(RESULT, f"“{cell(RESULT, '')[:20]}”不在可选范围内。", f"请填写：{'、'.join(STEPS)}。")
    methods = {title: name for name, title in _methods().items()}
    asked["service_method"] = methods.get(cell(METHOD, ""))
    if asked["service_method"] is None:
        wrong(METHOD, f"“{cell(METHOD, '')[:20]}”不能用这张表登记。", f"可以填写：{'、'.join(methods)}。其他方式请逐份登记。")
    asked["sent_on"] = _day(SENT, cell(SENT, ""), wrong)
    relations = {c[1]: c[0] for c in desk.book.fields["relation"].choices}
    asked["relation"] = relations.get(cell(RELATION, ""), "") if cell(RELATION) else None
    if asked["relation"] == "":
        wrong(RELATION, f"“{cell(RELATION, '')[:20]}”不在可选范围内。", f"请填写：{'、'.join(relations)}。")
    if asked["step"] == "svc.record":
        asked["served_on"] = _day(SERVED, cell(SERVED, ""), wrong)
    if asked["step"] == "svc.record_failure":
        failures = {one.title: one.id for one in book().failures.values()}
        asked["failure"], asked["failed_on"] = failures.get(cell(WHY, "")), _day(SERVED, cell(SERVED, ""), wrong)
        if asked["failure"] is None:
            wrong(WHY, f"“{cell(WHY, '')[:20]}”不在可选范围内。", f"请填写：{'、'.join(failures)}。")
    return asked


def _day(heading: str, text: str, wrong: Wrong) -> date | None:
    try:
        return day(heading, text)
    except InputError as problem:
        wrong(heading, problem.why if text else "没有填写。", problem.remedy)
        return None


def rows_of_file(desk: Desk, field_: FieldDefinition, case: Case, raw: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The good lines of the table handed in as its bytes and its name. Raises InputError."""
    given = raw.get(field_.id)
    if not isinstance(given, tuple):
        raise InputError(field_.title, "", "还没有核对过要登记的表格。", "请重新选择文件。")
    found = plan(desk, case, *given)
    if not found.rows:
        raise InputError(field_.title, "", "表格里没有一行可以登记。", "请按列出的问题改正后重新上传。")
    return found.rows
