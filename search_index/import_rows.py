"""Reading one row of a file nobody vouches for: every field is checked, every complaint names field, why and remedy."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Personal numbers have no place in a published decision: identity numbers, bank cards, mobile telephones.
PERSONAL = re.compile(r"(?<![0-9])(?:[1-9][0-9]{16}[0-9Xx]|[3-6][0-9]{15,18}|1[3-9][0-9]{9})(?![0-9])")
MASK = "〔已遮盖〕"


@dataclass(frozen=True)
class RowError:
    """A row, or a field of it, that cannot be used. `row` counts from 1; the other rows are not affected."""

    row: int
    field: str
    why: str
    remedy: str

    def __str__(self) -> str:
        where = f"「{self.field}」" if self.field else ""
        return f"第 {self.row} 行{where}：{self.why}{self.remedy}"

    def as_dict(self) -> dict[str, Any]:
        return {"row": self.row, "field": self.field, "why": self.why, "remedy": self.remedy}


class Row:
    """The fields of one row. Reading a wrong one notes the error and goes on, so that all are told at once."""

    def __init__(self, number: int, data: Mapping[str, Any]) -> None:
        self.number = number
        self.data = data
        self.errors: list[RowError] = []
        self.masked = 0

    def complain(self, field: str, why: str, remedy: str) -> None:
        self.errors.append(RowError(self.number, field, why, remedy))

    def text(self, field: str, *, longest: int | None = None, required: bool = False) -> str:
        """A text without unseen signs; personal numbers are masked. "" when absent."""
        value = self.data.get(field)
        if value is None or value == "":
            if required:
                self.complain(field, "缺少这个字段，或者为空。", "请补上后重新导入。")
            return ""
        if not isinstance(value, str):
            self.complain(field, f"应是文字，现为{_kind(value)}。", "请改成用引号括起的文字。")
            return ""
        return self._clean(field, value, longest, required)

    def _clean(self, field: str, value: str, longest: int | None, required: bool = False) -> str:
        try:
            value.encode()
        except UnicodeEncodeError:
            self.complain(field, "含有不完整的字符（单独的代理项）。", "请从原文重新复制这一段。")
            return ""
        cleaned, masked = PERSONAL.subn(MASK, UNSEEN.sub("", value).strip())
        self.masked += masked
        if required and not cleaned:
            self.complain(field, "只有空白。", "请补上后重新导入。")
        if longest is not None and len(cleaned) > longest:
            self.complain(field, f"有 {len(cleaned)} 字，最多 {longest} 字。", "请缩短后重新导入。")
        return cleaned

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts, or one text; () when absent."""
        value = self.data.get(field)
        if value is None or value == "":
            return ()
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self.complain(field, f"应是文字的列表，现为{_kind(value)}。", "请改成 [\"…\", \"…\"]。")
            return ()
        return tuple(part for part in (self._clean(field, part, None) for part in value) if part)

    def day(self, field: str) -> date | None:
        value = self.data.get(field)
        if value is None or value == "":
            return None
        try:
            if not isinstance(value, str):
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            self.complain(field, f"“{_short(value)}”不是日期。", "请写成 2026-03-05 这样的日期，不知道就留空。")
            return None

    def choice(self, field: str, allowed: Mapping[str, str], default: str) -> str:
        value = self.data.get(field)
        if value is None or value == "":
            return default
        if not isinstance(value, str) or value not in allowed:
            listed = "、".join(f"{word}（{label}）" for word, label in allowed.items())
            self.complain(field, f"“{_short(value)}”不是认识的值。", f"请改为其中之一：{listed}。")
            return default
        return value

    def records(self, field: str) -> list[dict[str, Any]]:
        """A list of objects; [] when absent."""
        value = self.data.get(field)
        if value is None or value == "":
            return []
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            self.complain(field, f"应是对象的列表，现为{_kind(value)}。", "请改成 [{…}, {…}]。")
            return []
        return value


def _kind(value: object) -> str:
    names = {bool: "真假值", int: "数字", float: "数字", list: "列表", dict: "对象", str: "文字"}
    return names.get(type(value), "其他类型")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 30 else text[:30] + "…"
