"""集体争议名册: the workbook of workers and amounts, read into rows of text; what is no roster is refused in plain words."""

import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from workflows.errors import InputError
from workflows.items import ItemKind

MOST_ROWS = 700
MOST_COLUMNS = 60
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
LONGEST_CELL = 500
WHAT = "名册"
NUMBER, NAME, IDENTITY, ADDRESS, POSTAL, PHONE, ELECTRONIC = (
    "序号", "姓名", "公民身份号码", "住所", "送达地址", "电话", "同意电子送达",
)  # fmt: skip
ABOUT = (NUMBER, NAME, IDENTITY, ADDRESS, POSTAL, PHONE, ELECTRONIC)
"""The columns about the worker; every other heading is a kind of claim."""


@dataclass(frozen=True)
class Row:
    """One worker's line: its number in the sheet, its cells by heading; `formulas` are headings filled by a formula."""

    line: int
    cells: Mapping[str, str]
    formulas: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sheet:
    """The headings of a roster in order, and its rows."""

    headings: Sequence[str]
    rows: Sequence[Row]


def letter(headings: Sequence[str], heading: str) -> str:
    """The letter over a column, as a spreadsheet shows it."""
    return letter_at(list(headings).index(heading)) if heading in headings else ""


def letter_at(position: int) -> str:
    """The letter over the column at a position counted from 0."""
    return str(get_column_letter(position + 1))


def read(content: bytes, name: str) -> Sheet:
    """The rows of a roster. Raises InputError when the file is no workbook, is dangerous to open, or has no heading."""
    if not name.lower().endswith(".xlsx"):
        raise InputError(WHAT, name, "不是 xlsx 工作簿。", "请下载模板填写后上传；旧格式（xls、csv）请另存为 xlsx。")
    _refuse_dangerous(content, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            typed = _cells(content, formulas=True)
            shown = _cells(content, formulas=False)
    except (InvalidFileException, KeyError, ValueError, IndexError, ParseError, SyntaxError, TypeError, zipfile.BadZipFile, EOFError) as error:
        raise InputError(WHAT, name, "打不开这个工作簿，文件可能损坏。", "请用表格程序打开后另存为 xlsx。") from error
    if not typed:
        raise InputError(WHAT, name, "第一张工作表是空的。", "请从模板开始填写。")
    headings = [_text(value).rstrip("*").strip() for value in typed[0]]
    while headings and not headings[-1]:
        headings.pop()
    rows = []
    for line, (written, values) in enumerate(zip(typed[1:], shown[1:], strict=False), start=2):
        cells = {h: _text(v) for h, v in zip(headings, values, strict=False) if h}
        formulas = frozenset(
            h for h, v in zip(headings, written, strict=False) if h and isinstance(v, str) and v.startswith("=")
        )
        if any(cells.values()) or formulas:
            rows.append(Row(line, cells, formulas))
    if len(rows) > MOST_ROWS:
        raise InputError(WHAT, name, f"超过{MOST_ROWS}行。", "请分案办理。")
    return Sheet(headings, rows)


def _refuse_dangerous(content: bytes, name: str) -> None:
    """A zip bomb, a macro book, links to other files: refused before the sheet is opened."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise InputError(WHAT, name, "内容不是 xlsx 工作簿（可能只改了扩展名）。", "请用表格程序另存为 xlsx。") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise InputError(WHAT, name, "解压后过大，不能打开。", "请只保留名册一张表。")
    names = [part.filename.lower() for part in parts]
    if any(one.endswith("vbaproject.bin") for one in names):
        raise InputError(WHAT, name, "工作簿带有宏，不能上传。", "请另存为不带宏的 xlsx。")
    if any("externallinks" in one for one in names):
        raise InputError(WHAT, name, "工作簿引用了别的文件。", "请把引用的单元格改成数值后上传。")
    if any(b"<!DOCTYPE" in _start(content, part) or b"<!ENTITY" in _start(content, part) for part in parts):
        raise InputError(WHAT, name, "工作簿里有不应当有的定义（DOCTYPE）。", "请用表格程序另存为 xlsx。")


def _start(content: bytes, part: zipfile.ZipInfo) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive, archive.open(part) as stream:
        return stream.read(2000)


def _cells(content: bytes, *, formulas: bool) -> list[list[Any]]:
    book = load_workbook(BytesIO(content), read_only=True, data_only=not formulas, keep_links=False)
    try:
        found = []
        for count, values in enumerate(book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS)):
            if count > MOST_ROWS + 1:
                break
            found.append(list(values))
        return found
    finally:
        book.close()


def _text(value: Any) -> str:
    """A cell as text. A number is written out exactly as the sheet shows it to the fen; never by binary fractions."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        exact = Decimal(repr(value))
        return format(exact.normalize() if exact != exact.to_integral() else exact.to_integral(), "f")
    return str(value).strip()[: LONGEST_CELL + 1]


def workbook(
    headings: Sequence[str], rows: Sequence[Sequence[object]], needed: Sequence[str], help_: Sequence[tuple[str, str]], kinds: Sequence[ItemKind]
) -> bytes:
    """A roster to fill in: the sheet, what each column means, the kinds of claim."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = WHAT
    sheet.append([f"{h}*" if h in needed else h for h in headings])
    for row in rows:
        sheet.append([f"'{v}" if isinstance(v, str) and v[:1] in ("=", "+", "-", "@") else v for v in row])
    told = book.create_sheet("填写说明")
    for heading, words in (("列名", "怎样填写"), *help_):
        told.append([heading, words])
    listed = book.create_sheet("请求目录")
    listed.append(["列名（请求类型）", "是否填金额"])
    for kind in kinds:
        listed.append([kind.title, "填金额（元）" if kind.money else "填请求内容"])
    for page in book.worksheets:
        for cell in page[1]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(vertical="center")
        page.freeze_panes = "A2"
        for position in range(1, max(page.max_column, 3) + 1):
            page.column_dimensions[get_column_letter(position)].width = 22
    for position, heading in enumerate(headings, start=1):
        if heading in (IDENTITY, PHONE):
            for (cell,) in sheet.iter_rows(min_row=2, max_row=MOST_ROWS, min_col=position, max_col=position):
                cell.number_format = "@"
    told.column_dimensions["B"].width = 80
    out = BytesIO()
    book.save(out)
    return out.getvalue()
