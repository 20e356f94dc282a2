"""旧案导入: an office's old register, checked whole before a single case is made; all of it comes in, or nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import col, select

from app.models import Body, Case, ClaimItem, Party
from app.services import forms, identity, numbers, steps
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed
from app.services.register_file import COLUMNS, Row, read, template
from workflows import items as catalogue
from workflows.errors import InputError

STEP = "filing.import_closed"
ENDINGS = {
    "裁决": "awarded",
    "调解": "settled",
    "撤回": "withdrawn",
    "撤诉": "withdrawn",
    "按撤回处理": "deemed_withdrawn",
    "不予受理": "refused",
    "终止审理": "terminated_by_suit",
}
RESULTS = {"": "pending", "支持": "granted", "部分支持": "partly", "驳回": "refused", "撤回": "withdrawn", "调解": "settled"}
LABELS = {column.name: column.title for column in COLUMNS}
ORGANISATION = re.compile(r"(公司|厂|店|行|院|校|所|中心|集团|合作社|事务所|委员会|局|站|社|部|馆|企业|工作室|个体工商户)$")


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in one line of the file."""

    line: int
    column: str
    why: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"第{self.line}行「{self.column}」：{self.why}{self.remedy}"

    def as_dict(self) -> dict[str, object]:
        return {"line": self.line, "column": self.column, "why": self.why, "remedy": self.remedy}


@dataclass
class OldItem:
    """One claim of an old case."""

    kind: str
    claimed_fen: int | None
    disposition: str
    awarded_fen: int | None


@dataclass
class OldCase:
    """One closed case of the register, ready to be made."""

    line: int
    number: str
    filed_on: date
    accepted_on: date | None
    closed_on: date
    closed_by: str
    applicants: list[Party]
    respondents: list[Party]
    facts: str
    claims: list[OldItem] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What an import would do: the cases to make, the numbers already there, and every problem by line."""

    cases: Sequence[OldCase]
    known: Sequence[str]
    problems: Sequence[RowProblem]
    rows: int


def plan(desk: Desk, content: bytes, name: str) -> Plan:
    """Check a whole register and change nothing. Raises InputError when the file is no register."""
    rows = read(content, name)
    problems: list[RowProblem] = []
    cases: dict[str, OldCase] = {}
    spoiled: set[str] = set()
    for row in rows:
        before = len(problems)
        number = _clean_number(row, problems)
        if number and number not in cases and number not in spoiled:
            made = _case(desk, row, number, problems)
            if made is None:
                spoiled.add(number)
            else:
                cases[number] = made
        elif number in cases:
            _same_case(cases[number], row, problems)
        elif number and row.cells.get("filed_on"):
            _case(desk, row, number, problems)  # of a case already spoiled: its other lines are told as well
        item = _item(row, problems) if number else None
        if item is not None and number in cases:
            cases[number].claims.append(item)
        if len(problems) > before and number:
            spoiled.add(number)
    there = _known(desk, [*cases])
    return Plan([c for c in cases.values() if c.number not in there and c.number not in spoiled], sorted(there), problems, len(rows))


def apply(desk: Desk, found: Plan) -> list[Case]:
    """Make every case of a plan. Raises InvalidInput when one line has a problem: then nothing comes in."""
    if not desk.actor.has("filing_clerk") or desk.actor.body_id is None:
        raise NotAllowed("旧案登记", ["立案人员"], "CHR 22")
    if found.problems:
        raise InvalidInput([InputError(f"第{p.line}行{p.column}", "", p.why, p.remedy) for p in found.problems])
    office = desk.session.get_one(Body, desk.actor.body_id)
    return [_make(desk, office, one) for one in found.cases]


def template_workbook() -> bytes:
    """The empty register to fill in."""
    return template([(kind.title, kind.id) for kind in catalogue.kinds()])


def _make(desk: Desk, office: Body, one: OldCase) -> Case:
    assert office.id is not None
    year = one.filed_on.year
    serial = numbers.give(desk.session, office.id, "import", year)
    case = Case(
        receipt_number=f"{office.number_prefix}旧〔{year}〕第{serial}号",
        number=one.number,
        office_id=office.id,
        definition=desk.book.version,
        source="import",
        filed_on=one.filed_on,
        accepted_on=one.accepted_on,
        closed_on=one.closed_on,
        closed_by=one.closed_by,
        facts_and_reasons=one.facts,
        created_at=desk.now,
    )
    desk.session.add(case)
    desk.session.flush()
    for ordinal, party in enumerate([*one.applicants, *one.respondents], start=1):
        party.case_id, party.ordinal = case.id or 0, ordinal
        case.parties.append(party)
    desk.session.flush()
    for ordinal, item in enumerate(one.claims, start=1):
        case.items.append(
            ClaimItem(
                case_id=case.id or 0,
                ordinal=ordinal,
                kind=item.kind,
                applicant_id=one.applicants[0].id or 0,
                respondent_id=one.respondents[0].id or 0,
                claimed_fen=item.claimed_fen,
                disposition=item.disposition,
                awarded_fen=item.awarded_fen,
            )
        )
    desk.session.flush()
    steps.start(desk, case, STEP, {}, case)
    return case


def _known(desk: Desk, wanted: Sequence[str]) -> set[str]:
    there: set[str] = set()
    for at in range(0, len(wanted), 500):
        part = wanted[at : at + 500]
        there |= {n for n in desk.session.exec(select(Case.number).where(col(Case.number).in_(part))).all() if n}
    return there


def _clean_number(row: Row, problems: list[RowProblem]) -> str:
    if "broken" in row.cells:
        problems.append(RowProblem(row.line, "整行", row.cells["broken"], "请改正这一行。"))
        return ""
    number = row.cells.get("number", "").translate(str.maketrans("()[]（）［］", "〔〕〔〕〔〕〔〕"))
    if not number:
        problems.append(RowProblem(row.line, "案号", "没有填写。", "请填写原登记簿上的案号。"))
    elif len(number) > 60 or not number.isprintable():
        problems.append(RowProblem(row.line, "案号", "过长，或者含有控制字符。", "请核对。"))
        return ""
    return number


def _day(row: Row, name: str, problems: list[RowProblem]) -> date | None:
    text = row.cells.get(name, "")
    try:
        return forms.day(LABELS[name], text) if text else None
    except InputError as problem:
        problems.append(RowProblem(row.line, LABELS[name], f"“{text[:30]}”：{problem.why}", problem.remedy))
        return None


def _case(desk: Desk, row: Row, number: str, problems: list[RowProblem]) -> OldCase | None:
    before = len(problems)
    for column in COLUMNS:
        if column.needed and not row.cells.get(column.name):
            problems.append(RowProblem(row.line, column.title, "没有填写。", column.help))
    filed, accepted, closed = (_day(row, name, problems) for name in ("filed_on", "accepted_on", "closed_on"))
    if filed and closed and closed < filed:
        problems.append(RowProblem(row.line, "结案日期", "早于收件日期。", "请核对两个日期。"))
    if filed and accepted and accepted < filed:
        problems.append(RowProblem(row.line, "受理日期", "早于收件日期。", "请核对两个日期。"))
    if closed and closed > desk.today:
        problems.append(RowProblem(row.line, "结案日期", "晚于今天。", "请核对年份。"))
    if filed:
        try:
            desk.book.rule(STEP, filed)
        except KeyError:
            problems.append(RowProblem(row.line, "收件日期", "早于调解仲裁法施行（2008-05-01）。", "更早的案件不在本系统登记。"))
    way = row.cells.get("closed_by", "")
    if way and way not in ENDINGS:
        problems.append(RowProblem(row.line, "结案方式", f"“{way[:20]}”不在可选范围内。", f"请填写：{'、'.join(ENDINGS)}。"))
    applicants = _parties(row, "applicant", problems)
    respondents = _parties(row, "respondent", problems)
    if len(problems) > before or filed is None or closed is None:
        return None
    return OldCase(
        row.line, number, filed, accepted, closed, ENDINGS[way], applicants, respondents, row.cells.get("facts", "")
    )


def _same_case(known: OldCase, row: Row, problems: list[RowProblem]) -> None:
    """A further line of a case repeats what it says about the case, or leaves it empty."""
    for name, have in (("filed_on", known.filed_on), ("closed_on", known.closed_on)):
        day = _day(row, name, problems)
        if day is not None and day != have:
            problems.append(
                RowProblem(row.line, LABELS[name], f"与同一案号第{known.line}行的{have.isoformat()}不一致。", "请核对案号和日期。")
            )
    names = row.cells.get("respondent", "")
    if names and names != "、".join(p.name for p in known.respondents):
        problems.append(RowProblem(row.line, "被申请人", f"与同一案号第{known.line}行不一致。", "请核对案号。"))


def _parties(row: Row, side: str, problems: list[RowProblem]) -> list[Party]:
    names = [n.strip() for n in re.split(r"[、;；\n]", row.cells.get(side, "")) if n.strip()]
    found = []
    for name in names:
        if len(name) > 120 or not name.isprintable():
            problems.append(RowProblem(row.line, LABELS[side], "名称过长，或者含有控制字符。", "请核对。"))
            continue
        kind = "employer" if ORGANISATION.search(name) else "worker"
        found.append(Party(case_id=0, ordinal=0, side=side, kind=kind, name=name))
    given = row.cells.get(f"{side}_id", "")
    if given and len(found) == 1:
        _identify(found[0], given, row.line, LABELS[f"{side}_id"], problems)
    elif given:
        problems.append(RowProblem(row.line, LABELS[f"{side}_id"], "有几位当事人时不知道是谁的。", "请留空，导入后在案件中补全。"))
    return found


def _identify(party: Party, given: str, line: int, column: str, problems: list[RowProblem]) -> None:
    """A number of people makes a worker, a code of organisations an employer: the number knows better than the name."""
    try:
        if re.fullmatch(r"\d{17}[\dXx]", given):
            party.id_number, party.birth_date, party.sex = identity.person(column, given)
            party.kind = "worker"
        else:
            party.uscc = identity.organisation(column, given)
            party.kind = "employer"
    except InputError as problem:
        problems.append(RowProblem(line, column, problem.why, problem.remedy))


def _item(row: Row, problems: list[RowProblem]) -> OldItem | None:
    before = len(problems)
    given = row.cells.get("kind", "")
    kind = next((k for k in catalogue.kinds() if given in (k.id, k.title)), None)
    if given and kind is None:
        problems.append(RowProblem(row.line, "请求类型", f"目录中没有“{given[:30]}”。", "请从模板的「请求目录」中选择。"))
    elif not given and not any(p.line == row.line and p.column == "请求类型" for p in problems):
        problems.append(RowProblem(row.line, "请求类型", "没有填写。", "请从模板的「请求目录」中选择。"))
    result = row.cells.get("result", "")
    if result not in RESULTS:
        problems.append(RowProblem(row.line, "结果", f"“{result[:20]}”不在可选范围内。", f"请填写：{'、'.join(r for r in RESULTS if r)}。"))
    amounts: dict[str, int | None] = {}
    for name in ("claimed", "awarded"):
        text = row.cells.get(name, "")
        try:
            amounts[name] = forms.money(LABELS[name], text) if text else None
        except InputError as problem:
            problems.append(RowProblem(row.line, LABELS[name], f"“{text[:30]}”：{problem.why}", problem.remedy))
    if kind is not None and kind.money and not row.cells.get("claimed"):
        problems.append(RowProblem(row.line, "请求金额", "没有填写。", f"「{kind.title}」是金钱请求，请填写金额（元）。"))
    if len(problems) > before or kind is None:
        return None
    return OldItem(kind.id, amounts["claimed"], RESULTS[result], amounts["awarded"])
