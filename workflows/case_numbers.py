"""Case numbers (案号): read those of courts and of arbitration commissions, and give out arbitration numbers."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from workflows import catalogue
from workflows.errors import InputError

_OPEN, _CLOSE = "[（(〔\\[［【]", "[）)〕\\]］】]"
_COURT = re.compile(
    r"[（(]([0-9]{4})[）)](最高法|[\u4e00-\u9fa5][0-9]{0,4})((?:(?!第)[\u4e00-\u9fa5]){1,5})([0-9]{1,9})号"
    r"(?:之([一二三四五六七八九十]{1,3}))?"
)
_SERIAL = r"第?(?P<serial>[0-9]{1,9})(?:[-－—](?P<suffix>[0-9]{1,3}))?号"
# Two habits: 东劳人仲字〔2026〕第15号 and （2026）东劳人仲案字第15号.
_ARBITRATION = (
    re.compile(
        rf"(?P<prefix>[\u4e00-\u9fa5]{{2,20}}?){_OPEN}(?P<year>[0-9]{{4}}){_CLOSE}(?P<middle>[\u4e00-\u9fa5]{{0,4}}?){_SERIAL}"
    ),
    re.compile(rf"{_OPEN}(?P<year>[0-9]{{4}}){_CLOSE}(?P<prefix>[\u4e00-\u9fa5]{{2,20}}?)(?P<middle>){_SERIAL}"),
)
_ARBITRATION_WORDS = ("仲", "劳人", "劳动")
FIRST_YEAR = 1987
LAST_YEAR = 2100
TEMPLATE = "{prefix}〔{year}〕第{serial}号"


@dataclass(frozen=True)
class CaseNumber:
    """A case number taken apart. `text` is the number with its brackets in the usual form.

    For a court `body` is the court code and `type` the type code; for arbitration `body` is the prefix
    (commission and series). `suffix` is the part of a split award ("1" final, "2" non-final by one
    region's habit) or of a later ruling.
    """

    system: Literal["court", "arbitration"]
    text: str
    year: int
    body: str
    type: str
    type_title: str
    serial: int
    suffix: str
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "system": self.system,
            "text": self.text,
            "year": self.year,
            "body": self.body,
            "type": self.type,
            "type_title": self.type_title,
            "serial": self.serial,
            "suffix": self.suffix,
            "warnings": list(self.warnings),
        }

    def describe(self) -> str:
        """One line for a person."""
        if self.system == "court":
            return f"法院案号 {self.text}：{self.year} 年，法院代字 {self.body}，{self.type}（{self.type_title}），第 {self.serial} 号"
        part = f"，分号 {self.suffix}" if self.suffix else ""
        return f"仲裁案号 {self.text}：{self.year} 年，{self.body}，第 {self.serial} 号{part}"


def type_codes() -> dict[str, tuple[str, str]]:
    """Court type codes: code → (title, mark)."""
    return {b["code"]: (b["title"], b["mark"]) for b in catalogue.read("number_codes")["type"]}


def parse(text: str) -> CaseNumber:
    """Read a court or an arbitration number; both widths of bracket and spaces are understood. Raises InputError."""
    clean = "".join(text.split()).translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    court = _COURT.fullmatch(clean)
    if court and (court[2][0] in catalogue.read("number_codes")["provinces"] or court[2] == "最高法"):
        return _court(text, court)
    match = next((m for m in (form.fullmatch(clean) for form in _ARBITRATION) if m), None)
    if match and any(word in match["prefix"] + match["middle"] for word in _ARBITRATION_WORDS):
        year = _year(text, match["year"])
        warnings = ("仲裁案号没有全国统一规则，按各仲裁机构的格式识别，请与原件核对。",)
        return CaseNumber(
            "arbitration", clean, year, match["prefix"], match["middle"], "", _serial(text, match["serial"]),
            match["suffix"] or "", warnings,
        )  # fmt: skip
    why = "既不是法院案号，也不是仲裁案号。"
    remedy = "法院案号写作（2024）鲁0502民初374号，仲裁案号写作 东劳人仲字〔2026〕第15号。"
    raise InputError("TEXT", text, why, remedy, "案号若干规定 3")


def _court(text: str, match: re.Match[str]) -> CaseNumber:
    year, body, code = _year(text, match[1]), match[2], match[3]
    warnings = []
    since = catalogue.read("number_codes")["court_since"]
    if year < since.year:
        warnings.append(f"法院案号的现行格式自 {since.isoformat()} 起施行，{year} 年的案号请与原件核对。")
    title, mark = type_codes().get(code, ("未登记的类型代字", ""))
    if not mark:
        warnings.append(f"类型代字「{code}」不在已登记的代字中，请核对，或者由管理员登记。")
    elif mark == "U":
        warnings.append(f"类型代字「{code}」没有人核对过（标记 U），请与原件核对。")
    serial, suffix = _serial(text, match[4]), match[5] or ""
    shown = f"（{year}）{body}{code}{serial}号" + (f"之{suffix}" if suffix else "")
    return CaseNumber("court", shown, year, body, code, title, serial, suffix, tuple(warnings))


def _year(text: str, digits: str) -> int:
    if not FIRST_YEAR <= int(digits) <= LAST_YEAR:
        raise InputError("TEXT", text, f"年份 {digits} 不可信。", "请核对案号中的年份。")
    return int(digits)


def _serial(text: str, digits: str) -> int:
    if int(digits) == 0:
        raise InputError("TEXT", text, "序号不能是零。", "请核对案号中的序号。")
    return int(digits)


def arbitration_number(template: str, year: int, serial: int, suffix: str = "", prefix: str = "") -> str:
    """A number from a commission's `template` with {prefix}, {year}, {serial} (also {serial:04d}) and {suffix}.

    `suffix` of a split award is put as -1 before 号 when the template has no {suffix}. Raises InputError.
    """
    if serial < 1:
        raise InputError("serial", serial, "序号从 1 起。", "请核对序号。")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError("year", year, "年份不可信。", "请核对年份。")
    try:
        filled = template.format(prefix=prefix, year=year, serial=serial, suffix=f"-{suffix}" if suffix else "")
    except (KeyError, IndexError, ValueError) as error:
        remedy = "模板里只能用 {prefix}、{year}、{serial}、{suffix}。"
        raise InputError("template", template, "案号模板不能使用。", remedy) from error
    if "{year" not in template or "{serial" not in template:
        raise InputError("template", template, "案号模板缺少 {year} 或者 {serial}。", "请在模板中补上。")
    if suffix and "{suffix" not in template:
        head, mark, tail = filled.rpartition("号")
        filled = f"{head}-{suffix}{mark}{tail}" if mark else f"{filled}-{suffix}"
    return filled
