"""Reads an office's old register (xlsx or jsonl) into rows of text. What is no register is refused in plain words."""

import json
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException

from workflows.errors import InputError

MOST_ROWS = 20_000
MOST_UNPACKED = 200 * 1024 * 1024
LONGEST_CELL = 20_000


@dataclass(frozen=True)
class Column:
    """One column of the register: its heading, whether every first row of a case must fill it, and what goes in."""

    name: str
    title: str
    needed: bool
    help: str


COLUMNS = (
    Column("number", "案号", True, "原登记簿上的案号。一案有几项请求的，各占一行，写同一个案号。"),
    Column("filed_on", "收件日期", True, "如 2019-03-05。"),
    Column("accepted_on", "受理日期", False, "没有受理的不填。"),
    Column("closed_on", "结案日期", True, "只登记已经结案的旧案；未结的请在「收件」办理。"),
    Column("closed_by", "结案方式", True, "裁决、调解、撤回、按撤回处理、不予受理、终止审理。"),
    Column("applicant", "申请人", True, "姓名或者名称；几人的用顿号隔开。"),
    Column("applicant_id", "申请人证件号码", False, "公民身份号码；单位申请的填统一社会信用代码。几人的不填。"),
    Column("respondent", "被申请人", True, "名称或者姓名。"),
    Column("respondent_id", "被申请人证件号码", False, "统一社会信用代码或者公民身份号码。"),
    Column("kind", "请求类型", True, "请求目录中的名称，见「请求目录」表。"),
    Column("claimed", "请求金额", False, "元。金钱请求须填写。"),
    Column("result", "结果", False, "支持、部分支持、驳回、撤回、调解。"),
    Column("awarded", "裁决金额", False, "元。"),
    Column("facts", "事实和理由", False, "摘要即可。"),
)
TITLES = {column.title: column.name for column in COLUMNS}
NAMES = {column.name for column in COLUMNS}


@dataclass(frozen=True)
class Row:
    """One line of the register: its number in the file, and its cells as text by column name."""

    line: int
    cells: Mapping[str, str]


def read(content: bytes, name: str) -> list[Row]:
    """The rows of a register. Raises InputError when the file is no register; bad cells are told row by row later."""
    ending = name.rpartition(".")[2].lower()
    if ending == "xlsx":
        rows = _from_xlsx(content, name)
    elif ending in ("jsonl", "ndjson"):
        rows = _from_jsonl(content, name)
    else:
        raise InputError("登记簿", name, "不是 xlsx 或者 jsonl 文件。", "请用模板填写后另存为 xlsx（hengjian cases template）。")
    if not rows:
        raise InputError("登记簿", name, "没有一行案件。", "请从第二行起填写，第一行是列名。")
    return rows


def _from_xlsx(content: bytes, name: str) -> list[Row]:
    _refuse_bomb(content, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions we do not need
            book = load_workbook(BytesIO(content), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            lines = [list(values) for values in _bounded(sheet.iter_rows(values_only=True), name)]
            book.close()
    except InputError:
        raise
    except (InvalidFileException, KeyError, ValueError, IndexError, ParseError, SyntaxError, zipfile.BadZipFile, EOFError) as error:
        raise InputError(
            "登记簿", name, "打不开这个工作簿，文件可能损坏。", "请用表格程序打开后另存为 xlsx。"
        ) from error
    if not lines:
        return []
    headings = [str(value or "").strip().rstrip("*").strip() for value in lines[0]]
    _check_headings(headings, name)
    found: list[Row] = []
    for line, values in enumerate(lines[1:], start=2):
        cells = {
            TITLES[heading]: _text(value)
            for heading, value in zip(headings, values, strict=False)
            if heading in TITLES
        }
        if any(cells.values()):
            found.append(Row(line, cells))
    return found


def _refuse_bomb(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise InputError(
            "登记簿", name, "内容不是 xlsx 工作簿（可能只改了扩展名）。", "请用表格程序另存为 xlsx 后再导入。"
        ) from error
    if len(parts) > 2000 or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise InputError("登记簿", name, "解压后过大，不能打开。", "请只保留登记表，分成几个文件导入。")


def _bounded(rows: Iterator[Sequence[Any]], name: str) -> Iterator[Sequence[Any]]:
    for count, values in enumerate(rows):
        if count > MOST_ROWS:
            raise InputError("登记簿", name, f"超过{MOST_ROWS}行。", "请分成几个文件导入。")
        yield values


def _check_headings(headings: Sequence[str], name: str) -> None:
    missing = [c.title for c in COLUMNS if c.needed and c.title not in headings]
    if missing:
        seen = "、".join(h for h in headings if h)[:120] or "空白"
        raise InputError(
            "登记簿",
            name,
            f"第一行的列名不对：缺少{'、'.join(missing)}（读到的是：{seen}）。",
            "请用模板的列名（hengjian cases template），不要改动第一行。",
        )
    double = sorted({h for h in headings if h in TITLES and headings.count(h) > 1})
    if double:
        raise InputError("登记簿", name, f"列名重复：{'、'.join(double)}。", "请删去多余的列。")


def _from_jsonl(content: bytes, name: str) -> list[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("登记簿", name, "不是 UTF-8 编码的文本。", "请另存为 UTF-8 后再导入。") from error
    found: list[Row] = []
    for line, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip():
            continue
        if len(found) >= MOST_ROWS:
            raise InputError("登记簿", name, f"超过{MOST_ROWS}行。", "请分成几个文件导入。")
        found.append(Row(line, _json_cells(raw)))
    return found


def _json_cells(raw: str) -> dict[str, str]:
    """The cells of one line; `broken` says why there are none."""
    try:
        value = json.loads(raw)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f"第{error.colno}个字符附近" if isinstance(error, json.JSONDecodeError) else "嵌套过深"
        return {"broken": f"这一行不是完整的 JSON（{where}）。"}
    if not isinstance(value, dict):
        return {"broken": "这一行不是一个对象（应以 { 开头）。"}
    named = {TITLES.get(str(key), str(key)): _text(cell) for key, cell in value.items()}
    return {name: text for name, text in named.items() if name in NAMES}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()[:LONGEST_CELL]


def template(kinds: Sequence[tuple[str, str]]) -> bytes:
    """The workbook an office fills in: the register with one example, what each column means, the kinds of claim."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "登记簿"
    sheet.append([column.title for column in COLUMNS])
    help_sheet = book.create_sheet("填写说明")
    help_sheet.append(["列名", "是否必填", "怎样填写"])
    for column in COLUMNS:
        help_sheet.append([column.title, "必填" if column.needed else "", column.help])
    kind_sheet = book.create_sheet("请求目录")
    kind_sheet.append(["请求类型", "代码"])
    for title, code in kinds:
        kind_sheet.append([title, code])
    for page in book.worksheets:
        for cell in page[1]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(vertical="center")
        for letter in "ABCDEFGHIJKLMN":
            page.column_dimensions[letter].width = 18
        page.freeze_panes = "A2"
    help_sheet.column_dimensions["C"].width = 70
    kind_sheet.column_dimensions["A"].width = 44
    out = BytesIO()
    book.save(out)
    return out.getvalue()
