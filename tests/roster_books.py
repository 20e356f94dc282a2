"""Rosters for stories: workbooks of workers and amounts, as an office would fill them in."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from stdnum.cn import ric

HEADINGS = ("序号", "姓名*", "公民身份号码*", "住所*", "送达地址", "电话", "同意电子送达", "拖欠工资", "违法解除或者终止劳动合同赔偿金")


def identity(number: int) -> str:
    stem = f"370502{1970 + number % 30}0{1 + number % 9}{10 + number % 18}{100 + number:03d}"
    return stem + str(ric.calc_check_digit(stem + "0"))


def line(number: int, wages: object = "", damages: object = "") -> list[object]:
    wages = wages or f"{8000 + number}.{number % 100:02d}"
    return [number, f"职工{number:03d}", identity(number), "东川市河湾区和顺街8号", "", "13800010000", "是", wages, damages or 60000 + number]


def book(rows: Sequence[Sequence[object]], headings: Sequence[str] = HEADINGS) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    out = BytesIO()
    made.save(out)
    return out.getvalue()
