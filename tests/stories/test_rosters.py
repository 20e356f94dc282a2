"""集体争议名册：劳动者和各人金额用工作簿一次登记；错误逐行逐列说明；要么全进要么不进。"""

import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook
from roster_books import HEADINGS, book, identity, line

from app.services import roster
from workflows.errors import InputError


def test_seven_different_errors_are_told_at_once_by_row_and_column() -> None:
    """一次说全：行、列、为什么、怎样改。"""
    rows = [line(n) for n in range(1, 13)]
    rows[1][1] = ""  # no name
    rows[2][2] = identity(3)[:-1] + ("0" if identity(3)[-1] != "0" else "1")  # check digit
    rows[3][2] = identity(1)  # twice
    rows[4][7] = "八千"  # no amount
    rows[5][7] = "8000.005"  # too exact
    rows[6][8] = "=A1*2"  # a formula
    rows[7][0] = 99  # number out of order
    rows[8][6] = "也许"
    found = roster.plan(book(rows), "名册.xlsx")
    assert [str(p).split("：")[0] for p in found.problems] == [
        "第3行B列「姓名」",
        "第4行C列「公民身份号码」",
        "第5行C列「公民身份号码」",
        "第6行H列「拖欠工资」",
        "第7行H列「拖欠工资」",
        "第8行I列「违法解除或者终止劳动合同赔偿金」",
        "第9行A列「序号」",
        "第10行G列「同意电子送达」",
    ]
    assert "与第2行重复" in found.problems[2].why
    assert "最多两位小数" in found.problems[4].why


def test_amounts_are_exact_to_the_fen() -> None:
    """金额精确到分，无论单元格里是数还是文字。"""
    rows = [line(1, wages=1234567.89, damages="0.10"), line(2, wages="12,345.67", damages=0.29)]
    found = roster.plan(book(rows), "名册.xlsx")
    assert not found.problems
    assert list(found.totals.values()) == [123456789 + 1234567, 10 + 29]


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"a,b,c", "名册.csv", "不是 xlsx"),
        (b"not a zip", "名册.xlsx", "只改了扩展名"),
        (book([], HEADINGS), "名册.xlsx", "没有一行劳动者"),
    ],
)
def test_what_is_no_roster_is_refused(content: bytes, name: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        roster.plan(content, name)


def _with(part: str, content: bytes) -> bytes:
    made = BytesIO(book([line(1)]))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("part", "content", "why"),
    [
        ("xl/vbaProject.bin", b"macro", "带有宏"),
        ("xl/externalLinks/externalLink1.xml", b"<x/>", "引用了别的文件"),
        ("xl/evil.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>', "DOCTYPE"),
        ("xl/bomb.xml", b"0" * (41 * 1024 * 1024), "解压后过大"),
    ],
)
def test_hostile_workbooks_are_refused_before_they_are_opened(part: str, content: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        roster.plan(_with(part, content), "名册.xlsx")


def test_unknown_double_and_missing_columns_are_told() -> None:
    headings = ["序号", "姓名", "公民身份号码", "拖欠工资", "拖欠工资", "奖金池"]
    found = roster.plan(book([[1, "甲", identity(1), 5, 5, 5]], headings), "名册.xlsx")
    told = [(p.column, p.letter) for p in found.problems]
    assert ("住所", "") in told
    assert ("拖欠工资", "E") in told
    assert ("奖金池", "F") in told


def test_the_template_is_a_roster_that_only_lacks_its_workers() -> None:
    sheet = load_workbook(BytesIO(roster.template())).worksheets[0]
    assert [str(c.value).rstrip("*") for c in sheet[1]][:4] == ["序号", "姓名", "公民身份号码", "住所"]
    with pytest.raises(InputError, match="没有一行劳动者"):
        roster.plan(roster.template(), "名册.xlsx")
