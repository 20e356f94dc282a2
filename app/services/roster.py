"""集体争议名册: workers and their claims from a workbook, checked whole; results of the draft award likewise. All or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.models import Case, ClaimItem, Party
from app.rendering.amounts import yuan
from app.services import forms, identity, standing_aside
from app.services.desk import Desk
from app.services.errors import InvalidInput
from app.services.filing import ItemInput, PartyInput
from app.services.roster_file import (
    ABOUT,
    ADDRESS,
    ELECTRONIC,
    IDENTITY,
    LONGEST_CELL,
    NAME,
    NUMBER,
    PHONE,
    POSTAL,
    Row,
    Sheet,
    letter,
    letter_at,
    read,
    workbook,
)
from workflows import items as catalogue
from workflows.errors import InputError, Reason, Refused
from workflows.items import ItemKind

Wrong = Callable[..., None]
"""How a problem of the row at hand is told: heading, why, remedy."""
MOST_WORKERS = 600
MOST_REASONING = 20000
NEEDED = (NAME, IDENTITY, ADDRESS)
FIRST_KINDS = ("wages", "overtime", "severance")
YES = {"是": True, "同意": True, "否": False, "不同意": False, "": False}
HELP = (
    (NUMBER, "可以不填；填写的应当从1起连续，与名册顺序一致。"),
    (NAME, "按身份证填写。"),
    (IDENTITY, "18位，末位为校验码；单元格设为文本，防止变成科学记数。"),
    (ADDRESS, "住所。"),
    (POSTAL, "送达地址，与住所相同的不填。"),
    (PHONE, "联系电话。"),
    (ELECTRONIC, "签署了同意电子送达的送达地址确认书的填“是”。"),
    ("请求各列", "列名用「请求目录」中的名称，可以增减列；金额以元为单位，最多两位小数。没有这项请求的留空。"),
)


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell of the sheet."""

    line: int
    column: str
    letter: str
    why: str
    remedy: str = ""

    def __str__(self) -> str:
        where = f"第{self.line}行" + (f"{self.letter}列" if self.letter else "")
        return f"{where}「{self.column}」：{self.why}{self.remedy}"


@dataclass
class Plan:
    """What a roster would bring in, and every problem of it at once."""

    parties: list[PartyInput] = field(default_factory=list)
    items: list[ItemInput] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    """Kind of claim → fen."""
    problems: list[Problem] = field(default_factory=list)


def template() -> bytes:
    """The empty roster."""
    known = {k.id: k for k in catalogue.kinds()}
    headings = [*ABOUT, *(known[one].title for one in FIRST_KINDS if one in known)]
    return workbook(headings, [], NEEDED, HELP, catalogue.kinds())


def plan(content: bytes, name: str) -> Plan:
    """Look through a roster for filing and change nothing. Raises InputError when the file is no roster."""
    sheet = read(content, name)
    found = Plan()
    kinds = _headings(sheet, found.problems, NEEDED)
    seen: dict[str, int] = {}
    for position, row in enumerate(sheet.rows):
        _worker(sheet, row, position, kinds, seen, found)
    if not sheet.rows:
        raise InputError("名册", name, "没有一行劳动者。", "请从第二行起填写，第一行是列名。")
    if len(sheet.rows) > MOST_WORKERS:
        found.problems.append(Problem(sheet.rows[MOST_WORKERS].line, "整行", "", f"劳动者超过{MOST_WORKERS}人。", "请分案办理。"))
    return found


def _headings(sheet: Sheet, problems: list[Problem], needed: Sequence[str]) -> dict[str, ItemKind]:
    """Heading → kind of claim. What no column is called is told; so is what is called twice."""
    known = {k.title: k for k in catalogue.kinds()} | {k.id: k for k in catalogue.kinds()}
    found: dict[str, ItemKind] = {}
    for heading in needed:
        if heading not in sheet.headings:
            problems.append(Problem(1, heading, "", "缺少这一列。", "请用模板的列名。"))
    for position, heading in enumerate(sheet.headings):
        where = letter_at(position)
        if not heading:
            continue
        if heading in sheet.headings[:position]:
            problems.append(Problem(1, heading, where, "列名重复。", "请删去多余的一列。"))
        elif heading in known:
            found[heading] = known[heading]
        elif heading not in ABOUT:
            problems.append(Problem(1, heading[:30], where, "不是模板的列名，也不是请求目录中的类型。", "请改为「请求目录」中的名称。"))
    if not found:
        problems.append(Problem(1, "请求各列", "", "没有一列请求。", "请按「请求目录」增加请求的列。"))
    return found


def _worker(
    sheet: Sheet, row: Row, position: int, kinds: Mapping[str, ItemKind], seen: dict[str, int], found: Plan
) -> None:
    def wrong(heading: str, why: str, remedy: str = "") -> None:
        found.problems.append(Problem(row.line, heading, letter(sheet.headings, heading), why, remedy))

    _plain_cells(row, wrong)
    for heading in NEEDED:
        if heading in sheet.headings and not row.cells.get(heading):
            wrong(heading, "没有填写。", "请填写。")
    number = row.cells.get(NUMBER, "")
    if number and number != str(position + 1):
        wrong(NUMBER, f"应为{position + 1}，填写的是“{number[:10]}”。", "序号从1起连续，可以整列留空。")
    given = row.cells.get(IDENTITY, "")
    if given:
        try:
            clean, *_ = identity.person(IDENTITY, given)
        except InputError as problem:
            wrong(IDENTITY, f"“{given[:20]}”{problem.why}", problem.remedy)
        else:
            if clean in seen:
                wrong(IDENTITY, f"与第{seen[clean]}行重复。", "同一人只占一行，几项请求填在各列。")
            seen.setdefault(clean, row.line)
    if row.cells.get(ELECTRONIC, "") not in YES:
        wrong(ELECTRONIC, f"“{row.cells[ELECTRONIC][:10]}”看不懂。", "请填“是”或者“否”。")
    found.parties.append(
        PartyInput(
            "applicant",
            "worker",
            row.cells.get(NAME, ""),
            identity=given,
            address=row.cells.get(ADDRESS, ""),
            postal_address=row.cells.get(POSTAL, ""),
            phone=row.cells.get(PHONE, ""),
            e_service_consent=YES.get(row.cells.get(ELECTRONIC, ""), False),
        )
    )
    claimed = 0
    for heading, kind in kinds.items():
        text = row.cells.get(heading, "")
        if not text:
            continue
        claimed += 1
        fen = _fen(heading, text, wrong) if kind.money else None
        if kind.money and fen is None:
            continue
        found.totals[kind.title] = found.totals.get(kind.title, 0) + (fen or 0)
        found.items.append(
            ItemInput(kind.id, text if kind.money else "", "" if kind.money else text, applicant=position)
        )
    if kinds and not claimed and not row.formulas:
        wrong("请求各列", "这一行没有一项请求。", "请填写请求的金额，或者删去这一行。")


def _plain_cells(row: Row, wrong: Wrong) -> None:
    for heading in sorted(row.formulas):
        wrong(heading, "是公式，不是数值。", "请复制后“只粘贴数值”。")
    for heading, text in row.cells.items():
        if len(text) > LONGEST_CELL:
            wrong(heading, f"超过{LONGEST_CELL}个字。", "请精简。")
        elif text and not text.replace("\n", "").isprintable():
            wrong(heading, "含有控制字符。", "请删除后重新填写。")


def _fen(heading: str, text: str, wrong: Wrong, *, zero: bool = False) -> int | None:
    try:
        fen = forms.money(heading, text)
    except InputError as problem:
        wrong(heading, f"“{text[:20]}”：{problem.why}", problem.remedy)
        return None
    if fen == 0 and not zero:
        wrong(heading, "请求金额为零。", "没有这项请求的留空。")
        return None
    return fen


# ---- the draft award ----


@dataclass
class Results:
    """What a roster of results would write into the draft."""

    rows: list[tuple[ClaimItem, int]] = field(default_factory=list)
    totals: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Kind of claim → fen claimed, fen awarded."""
    problems: list[Problem] = field(default_factory=list)


def results_template(case: Case) -> bytes:
    """The roster of the case with what each worker claims, to be overwritten with what is awarded."""
    kinds = _kinds_of(case)
    claimed = _by_worker(case)
    rows = [
        [p.ordinal, p.name, p.id_number, *(Decimal(claimed[p.id, k.id].claimed_fen or 0) / 100 if (p.id, k.id) in claimed else "" for k in kinds)]
        for p in case.still_in("applicant")
    ]
    help_ = (("各请求列", "现在填的是请求金额，请改为裁决金额（元）：与请求相同为支持，少于请求为部分支持，0为驳回。不得超过请求。"),)
    return workbook([NUMBER, NAME, IDENTITY, *(k.title for k in kinds)], rows, (NUMBER, NAME), help_, kinds)


def plan_results(case: Case, content: bytes, name: str) -> Results:
    """Look through a roster of results and change nothing. Raises InputError when the file is no roster."""
    sheet = read(content, name)
    found = Results()
    kinds = _headings(sheet, found.problems, (NUMBER, NAME))
    workers = {str(p.ordinal): p for p in case.still_in("applicant")}
    claimed = _by_worker(case)
    told: dict[str, int] = {}
    for row in sheet.rows:
        _result(sheet, row, kinds, workers, claimed, told, found)
    missing = [p for n, p in workers.items() if n not in told]
    for party in missing[:20]:
        why = f"名册第{party.ordinal}号{party.name}没有一行。"
        found.problems.append(Problem(len(sheet.rows) + 2, NUMBER, letter(sheet.headings, NUMBER), why, "请补上，驳回的填0。"))
    return found


def _result(
    sheet: Sheet,
    row: Row,
    kinds: Mapping[str, ItemKind],
    workers: Mapping[str, Party],
    claimed: Mapping[tuple[int | None, str], ClaimItem],
    told: dict[str, int],
    found: Results,
) -> None:
    def wrong(heading: str, why: str, remedy: str = "") -> None:
        found.problems.append(Problem(row.line, heading, letter(sheet.headings, heading), why, remedy))

    _plain_cells(row, wrong)
    number = row.cells.get(NUMBER, "")
    party = workers.get(number)
    if party is None:
        wrong(NUMBER, f"“{number[:10]}”不是本案现有劳动者的序号。", "请用下载的名册填写。")
        return
    if row.cells.get(NAME, "") != party.name:
        wrong(NAME, f"第{number}号是{party.name}，填写的是“{row.cells.get(NAME, '')[:20]}”。", "请核对是否串行。")
    if number in told:
        wrong(NUMBER, f"与第{told[number]}行重复。", "请删去一行。")
    told[number] = row.line
    for heading, kind in kinds.items():
        item, text = claimed.get((party.id, kind.id)), row.cells.get(heading, "")
        if item is None:
            if text:
                wrong(heading, f"{party.name}没有这项请求。", "请清空这一格。")
            continue
        if not text:
            wrong(heading, "没有填写裁决金额。", "驳回的填0。")
            continue
        fen = _fen(heading, text, wrong, zero=True)
        if fen is None:
            continue
        if item.claimed_fen is not None and fen > item.claimed_fen:
            wrong(heading, f"裁决金额超过请求金额{yuan(item.claimed_fen)}。", "请核对，或者先办理变更请求。")
            continue
        before = found.totals.get(kind.title, (0, 0))
        found.totals[kind.title] = (before[0] + (item.claimed_fen or 0), before[1] + fen)
        found.rows.append((item, fen))


def apply_results(desk: Desk, case: Case, found: Results) -> None:
    """Write the results into the draft: like the request granted, less partly, nothing refused.

    Raises InvalidInput when one cell has a problem: then nothing is written; Refused when it is no time for a draft.
    """
    if case.state not in ("heard", "deliberated"):
        raise Refused("上传裁决结果", [Reason("开庭之后、送审之前才能撰写裁决稿。", "CHR 53")], "CHR 53")
    standing_aside.refuse(desk, case, "上传裁决结果")
    if found.problems:
        raise InvalidInput([InputError(p.column, "", str(p), "") for p in found.problems])
    for item, fen in found.rows:
        item.awarded_fen = fen
        item.disposition = "refused" if fen == 0 else "granted" if fen == item.claimed_fen else "partly"
        desk.session.add(item)
    desk.session.flush()


def apply_kinds(desk: Desk, case: Case, raw: Mapping[str, str]) -> None:
    """Reasons and articles written once for each kind go to every item of the kind (fields reasoning-<kind>, articles-<kind>)."""
    if case.state not in ("heard", "deliberated"):
        raise Refused("按请求类型撰写", [Reason("开庭之后、送审之前才能撰写裁决稿。", "CHR 53")], "CHR 53")
    standing_aside.refuse(desk, case, "按请求类型撰写")
    for item in case.items:
        reasoning, articles = raw.get(f"reasoning-{item.kind}"), raw.get(f"articles-{item.kind}")
        if reasoning is not None:
            item.reasoning = reasoning.strip()[:MOST_REASONING]
        if articles is not None:
            item.articles = [a.strip() for a in articles.replace("；", ";").split(";") if a.strip()][:20]
        desk.session.add(item)
    desk.session.flush()


def kinds_with_texts(case: Case) -> list[tuple[ItemKind, ClaimItem]]:
    """Each kind claimed, with one of its items for the texts that stand now."""
    first: dict[str, ClaimItem] = {}
    for item in case.items:
        first.setdefault(item.kind, item)
    return [(catalogue.kind(name), item) for name, item in first.items()]


def _kinds_of(case: Case) -> list[ItemKind]:
    """The kinds of money claimed, in the order of the claims."""
    names = dict.fromkeys(i.kind for i in case.items)
    return [kind for kind in (catalogue.kind(name) for name in names) if kind.money]


def _by_worker(case: Case) -> dict[tuple[int | None, str], ClaimItem]:
    return {(i.applicant_id, i.kind): i for i in case.items}
