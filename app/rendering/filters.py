"""The one dictionary of filters, used by pages and papers alike: a date looks the same on screen and on paper."""

import re
import tomllib
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import segno
from markupsafe import Markup, escape

from app.rendering.amounts import cn_int, cn_money_upper, cn_year, yuan
from workflows.errors import InputError

BEIJING = timezone(timedelta(hours=8), "北京时间")
SOURCES = Path(__file__).parent / "sources.toml"
HEAD = re.compile(r"^([A-Z][A-Z0-9]*)(?:\s+(\S.*))?$")
NUMBERED = re.compile(r"^(\d+)(?:\((\d+)\))?(?:\s*[–—-]\s*(\d+))?$")
LAST_RANK = 9
ITEMISED = re.compile(r"^([一二三四五六七八九十百]+)(?:[（(]([一二三四五六七八九十]+)[)）])?$")


def cn_date(value: date | str, style: str = "digits") -> str:
    """A legal day: 2026年3月5日, or with style "upper" 二〇二六年三月五日 as signatures are dated.

    Takes a date or its ISO text; an instant is not a legal day and is refused.
    """
    day = _day(value)
    if style == "upper":
        return f"{cn_year(day.year)}年{cn_int(day.month)}月{cn_int(day.day)}日"
    if style == "month":
        return f"{day.year}年{day.month}月"
    return f"{day.year}年{day.month}月{day.day}日"


def _day(value: date | str) -> date:
    if isinstance(value, datetime):
        raise InputError("日期", value, "这是时刻，不是日期。", "请先换算为北京时间的日期。")
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise InputError("日期", value, "不是有效的日期。", "请按 2026-03-05 的样式填写。") from error


def beijing_time(value: datetime | str, style: str = "digits") -> str:
    """An aware instant as Beijing time: 2026年3月5日 14:30, or with style "short" 2026-03-05 14:30."""
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise InputError("时间", value, "不是有效的时间。", "请按 2026-03-05T06:30:00+00:00 的样式填写。") from error
    if instant.tzinfo is None:
        raise InputError("时间", value, "没有注明时区。", "请使用带时区的时间（存储用 UTC）。")
    local = instant.astimezone(UTC).astimezone(BEIJING)
    if style == "short":
        return f"{local:%Y-%m-%d %H:%M}"
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


@cache
def sources() -> Mapping[str, Mapping[str, Any]]:
    """Short names of the rule book → full and short titles, and rank (1 law … 4 interpretation)."""
    with SOURCES.open("rb") as stream:
        return tomllib.load(stream)


def article(basis: str, locale: str = "zh", form: str = "title") -> str:
    """ "LMA 42; CHR 71" → 《中华人民共和国劳动争议调解仲裁法》第四十二条、《劳动人事争议仲裁办案规则》第七十一条.

    form "short" gives the short titles for screens; an English locale gives "LMA art. 42". A
    part that is not a rule-book citation (a regional rule, a notice) is kept as it is written.
    """
    written: dict[str, list[str]] = {}
    for head, provisions in _citations(basis):
        known = written.setdefault(head, [])
        known += [p for p in provisions if p not in known]
    if locale.lower().startswith("en"):
        return "; ".join(f"{head} art. {', '.join(ps)}" if ps else head for head, ps in written.items())
    return "、".join(
        f"《{sources()[head][form]}》" + "、".join(map(_provision, ps)) if head in sources() else head
        for head, ps in written.items()
    )


def ranked(basis: str) -> str:
    """The same citations in the order laws, regulations, rules, interpretations, as an award lists them."""
    cited = sorted(_citations(basis), key=lambda c: sources()[c[0]]["rank"] if c[0] in sources() else LAST_RANK)
    return "; ".join(f"{head} {', '.join(provisions)}".strip() for head, provisions in cited)


def _citations(basis: str) -> list[tuple[str, list[str]]]:
    """ "LMA 42; CHR 71, 72" → [("LMA", ["42"]), ("CHR", ["71", "72"])]; other texts stand alone, as written."""
    cited = []
    for raw in re.split(r"[;；]", basis):
        part = raw.strip()
        match = HEAD.match(part)
        if match and match[1] in sources():
            cited.append((match[1], [p.strip() for p in re.split(r"[,，、]", match[2] or "") if p.strip()]))
        elif part:
            cited.append((part, []))
    return cited


def _provision(text: str) -> str:
    """43(3) → 第四十三条第三款; 74–79 → 第七十四条至第七十九条; 三(一) → 第三条第（一）项."""
    if match := NUMBERED.match(text):
        written = f"第{cn_int(int(match[1]))}条"
        written += f"第{cn_int(int(match[2]))}款" if match[2] else ""
        return written + (f"至第{cn_int(int(match[3]))}条" if match[3] else "")
    if match := ITEMISED.match(text):
        return f"第{match[1]}条" + (f"第（{match[2]}）项" if match[2] else "")
    return text


def case_number(value: str) -> str:
    """A case number with the brackets it is written with: 〔2026〕 for arbitration, （2026） for courts."""
    text = value.strip()
    if text[:1] in "(（":
        return re.sub(r"^[(（](\d{4})[)）]", r"（\1）", text)
    return re.sub(r"[(（\[【〔](\d{4})[)）\]】〕]", r"〔\1〕", text)


def mask_id(value: str) -> str:
    """370502199001011234 → 370502********1234."""
    return value[:6] + "*" * (len(value) - 10) + value[-4:] if len(value) > 10 else "*" * len(value)


def mask_phone(value: str) -> str:
    """13812345678 → 138****5678; shorter numbers keep their last two digits only."""
    return value[:3] + "****" + value[-4:] if len(value) >= 11 else "*" * max(len(value) - 2, 0) + value[-2:]


def mask_address(value: str) -> str:
    """东川市河湾区和顺街12号 → 东川市河湾区****: the district stays, street and number are hidden."""
    known = re.match(r".{1,20}?(?:区|县|旗)|.{1,12}?市", value)
    return f"{known[0]}****" if known and known[0] != value else "****" if value else ""


def paragraphs(text: str) -> Markup:
    """Free text as escaped paragraphs, one for each line that is not blank."""
    lines = (line.strip() for line in str(text).splitlines())
    return Markup("").join(Markup("<p>{}</p>\n").format(line) for line in lines if line)


def spaced(text: str) -> Markup:
    """A short title spread out as official papers do: 裁决书 → 裁 决 书 (bookmark and text stay whole)."""
    return Markup('<span class="spaced">{}</span>').format(text) if len(text) <= 4 else escape(text)


def svg_data(svg: str) -> str:
    """A server-made chart as an address that holds the picture itself, for <img src>: inert, nothing is fetched."""
    return "data:image/svg+xml;base64," + b64encode(str(svg).encode()).decode()


def qr(text: str) -> str:
    """A QR code as an address that holds the drawing itself, for <img src>: the same text gives the same bytes."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(border=0, xmldecl=False, svgns=True, nl=False))


def check_groups(check: str) -> str:
    """A check code in groups of four, as people read and type it: 3F2A-91C0-…"""
    return "-".join(check[start : start + 4] for start in range(0, len(check), 4)).upper()


FILTERS: Mapping[str, Callable[..., Any]] = {
    "cn_date": cn_date,
    "beijing_time": beijing_time,
    "yuan": yuan,
    "cn_money_upper": cn_money_upper,
    "cn_int": cn_int,
    "article": article,
    "ranked": ranked,
    "case_number": case_number,
    "mask_id": mask_id,
    "mask_phone": mask_phone,
    "paragraphs": paragraphs,
    "spaced": spaced,
    "svg_data": svg_data,
    "qr": qr,
    "check_groups": check_groups,
}
"""Fill an environment with `environment.filters.update(FILTERS)`."""
