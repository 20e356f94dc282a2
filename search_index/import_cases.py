"""Official cases from a JSONL file into precedents. Pure: reads bytes, answers documents and row errors.

Two shapes of row are read: the collection of typical cases (`id`, `title`, `claims`, `award_text`, `award_outcome`,
`court_results` …) and our own (`key` and the fields of `PrecedentDoc`). A bad row never stops the good ones.
What is guessed is guessed by rule and said in `notes`, so that a person can check it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO, cast

from search_index.analysis import kinds_of
from search_index.citations import articles
from search_index.import_rows import Row, RowError
from search_index.port import (
    AUTHORITY_TITLES,
    DISPOSITION_TITLES,
    FATE_TITLES,
    Authority,
    Fate,
    ItemOutcome,
    PrecedentDoc,
)
from search_index.vocabulary import vocabulary

LONGEST_LINE = 5 * 1024 * 1024
LARGEST_SUM_FEN = 10**15
OUTCOMES = {
    "granted": "支持",
    "partly_granted": "部分支持",
    "dismissed": "驳回",
    "settled_or_withdrawn": "调解或撤回",
    "not_stated": "未写明",
}
SET_ASIDE = re.compile(r"撤销.{0,20}(?:仲裁裁决|裁决书)|裁决(?:书)?(?:已)?被.{0,8}撤销")
CHANGED = re.compile(r"改判|变更.{0,12}裁决|与仲裁裁决(?:结果)?不一致|未支持仲裁裁决")
AFFIRMED = re.compile(r"与(?:仲裁)?裁决(?:结果)?(?:相)?一致")


def read_cases(stream: BinaryIO, reserved: tuple[str, ...] = ()) -> Iterator[PrecedentDoc | RowError]:
    """Each row of a JSONL stream as a document, or as the errors that keep it out. Uses one line's memory.

    Keys that begin with `reserved` belong to the office's own cases and are refused.
    """
    first_row: dict[str, int] = {}
    for number, line in _lines(stream):
        if isinstance(line, RowError):
            yield line
            continue
        parsed = _parse(number, line)
        if isinstance(parsed, RowError):
            yield parsed
            continue
        row = Row(number, parsed)
        doc = _own(row) if "key" in parsed else _typical(row)
        if reserved and doc.key.startswith(reserved):
            used = "、".join(f"“{one}”" for one in reserved)
            row.complain("key", f"{used}开头的编号只用于本机构的案件、收到的判决和口径。", "请改用发布机关的编号。")
        if not row.errors and doc.key in first_row:
            row.complain("id", f"与第 {first_row[doc.key]} 行的编号“{doc.key}”相同。", "请删去一行，或者改用不同的编号。")
        if row.errors:
            yield from row.errors
        else:
            first_row[doc.key] = number
            yield doc


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | RowError]]:
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1:
            if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                yield number, RowError(number, "", "文件是 UTF-16 编码。", "请另存为 UTF-8 编码的文本后重新导入。")
                return
            line = line.removeprefix(b"\xef\xbb\xbf")
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE)
            yield number, RowError(number, "", "这一行超过 5 MB。", "一行只放一个案例；请检查是否缺少换行。")
        elif line.strip():
            yield number, line


def _parse(number: int, line: bytes) -> dict[str, Any] | RowError:
    try:
        value = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        return RowError(number, "", "不是 UTF-8 编码。", "请把文件另存为 UTF-8 后重新导入。")
    except json.JSONDecodeError as error:
        return RowError(number, "", f"不是完整的 JSON（第 {error.colno} 个字符附近）。", "请核对引号、逗号和括号，一个案例占一行。")
    except (ValueError, RecursionError):
        return RowError(number, "", "JSON 中有不能使用的数，或者嵌套过深。", "请从来源重新导出这一行。")
    if not isinstance(value, dict):
        return RowError(number, "", "一行应是一个案例（{…}）。", "请改成一行一个对象。")
    return value


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _own(row: Row) -> PrecedentDoc:
    known = {kind.id for kind in vocabulary().kinds}
    kinds = row.texts("kinds")
    for kind in kinds:
        if kind not in known:
            row.complain("kinds", f"没有“{kind}”这种请求项。", "请使用请求项目录中的编号。")
    doc = PrecedentDoc(
        key=row.text("key", longest=80, required=True),
        title=row.text("title", longest=200, required=True),
        authority=cast(Authority, row.choice("authority", AUTHORITY_TITLES, "own_office")),
        fate=cast(Fate, row.choice("fate", FATE_TITLES, "unknown")),
        fate_note=row.text("fate_note", longest=500),
        kinds=kinds,
        causes=row.texts("causes"),
        articles=tuple(dict.fromkeys(form for text in row.texts("articles") for form in articles(text) or (text,))),
        items=tuple(_own_item(row, item, known) for item in row.records("items")),
        office=row.text("office", longest=120),
        court=row.text("court", longest=120),
        day=row.day("day"),
        notes=row.text("notes"),
        **_texts(row, issues="issues", facts="facts", reasoning="reasoning", result="result"),
        **_origin(row, source="source", url="url"),
    )
    return _finished(row, doc)


def _own_item(row: Row, data: dict[str, Any], known: set[str]) -> ItemOutcome:
    item = Row(row.number, data)
    kind = item.text("kind", required=True)
    if kind and kind not in known:
        item.complain("items.kind", f"没有“{kind}”这种请求项。", "请使用请求项目录中的编号。")
    disposition = item.choice("disposition", DISPOSITION_TITLES, "unknown")
    sums = []
    for field in ("claimed_fen", "awarded_fen"):
        value = data.get(field)
        if value is not None and (type(value) is not int or not 0 <= value <= LARGEST_SUM_FEN):
            item.complain(field, "应是以分为单位的非负整数。", "例如 100.50 元写成 10050；不知道就留空。")
            value = None
        sums.append(value)
    row.errors += item.errors
    return ItemOutcome(kind, disposition, *sums)


def _typical(row: Row) -> PrecedentDoc:
    claims = row.records("claims")
    claim_texts = [Row(row.number, claim).text("text") for claim in claims] or [row.text("claims_text")]
    cause = row.text("case_cause", longest=60)
    outcome = row.choice("award_outcome", OUTCOMES, "not_stated")
    results = row.records("court_results")
    court_texts = [str(result.get("result_text") or "") for result in results]
    award, reasoning = row.text("award_text"), row.text("reasoning")
    title = row.text("title", longest=200, required=True)
    kinds = tuple(dict.fromkeys(kind for text in claim_texts for kind in kinds_of(text, claim=True)))
    guessed = "请求"
    for source, text in (("案由", cause), ("标题", title)):
        if not kinds:
            guessed, kinds = source, kinds_of(text, claim=True)
    fate, fate_note = _fate(row, results)
    cited = "\n".join([award, reasoning, row.text("significance"), *court_texts])
    series = row.text("series", longest=200)
    doc = PrecedentDoc(
        key=row.text("id", longest=80, required=True),
        title=title,
        authority="guiding" if "指导性案例" in series else "typical",
        fate=fate,
        fate_note=fate_note,
        kinds=kinds,
        causes=(cause,) if cause else (),
        articles=articles(cited),
        items=_items(row, kinds, claims, outcome, award),
        day=row.day("date"),
        notes=_joined(row.text("notes"), f"请求项种类和逐项结果由导入程序按{guessed}的文字判断，使用前请核对原文。"),
        issues="\n".join(row.texts("issues")),
        facts=_joined(row.text("facts"), row.text("claims_text")),
        reasoning=_joined(reasoning, row.text("significance")),
        result=_joined(award, *court_texts),
        **_origin(row, source="series", url="source_url"),
    )
    return _finished(row, doc)


def _fate(row: Row, results: list[dict[str, Any]]) -> tuple[Fate, str]:
    """What the last court that says anything about the award made of it. A suit without an award says nothing."""
    fate: Fate = "unknown"
    said = ""
    for result in results:
        text, agrees = result.get("result_text"), result.get("consistent_with_award")
        if not isinstance(text, str | None) or not isinstance(agrees, bool | None):
            row.complain("court_results", "result_text 应是文字，consistent_with_award 应是 true、false 或 null。", "请核对这一项。")
            continue
        text = text or ""
        if agrees is True or (agrees is None and AFFIRMED.search(text)):
            fate, said = "upheld", text
        elif SET_ASIDE.search(text):
            fate, said = "set_aside", text
        elif agrees is False or (CHANGED.search(text) and row.data.get("stage_of_claims") != "court"):
            fate, said = "changed", text
    return fate, said[:200]


def _items(
    row: Row, kinds: tuple[str, ...], claims: list[dict[str, Any]], outcome: str, award: str
) -> tuple[ItemOutcome, ...]:
    """One item for each claim and kind. A sum is given only where the text leaves no doubt whose it is."""
    pairs = [
        (kind, _sum(row, "claims", claim.get("amounts")) if len(named) == 1 else None)
        for claim in claims
        for named in [kinds_of(str(claim.get("text") or ""), claim=True)]
        for kind in named
    ]
    if not pairs:
        alone = len(kinds) == len(claims) == 1
        pairs = [(kind, _sum(row, "claims", claims[0].get("amounts")) if alone else None) for kind in kinds]
    only = len(pairs) == 1
    disposition = _disposition(outcome, award, only)
    awarded = _sum(row, "award_amounts", row.data.get("award_amounts")) if only else None
    items = []
    for kind, claimed in pairs:
        given = awarded
        if disposition == "granted" and given is None and not row.data.get("award_amounts"):
            given = claimed
        items.append(ItemOutcome(kind, disposition, claimed, 0 if disposition == "refused" else given))
    return tuple(items)


def _disposition(outcome: str, award: str, only: bool) -> str:
    if outcome == "settled_or_withdrawn":
        return "settled" if "调解" in award else "withdrawn" if "撤" in award else "unknown"
    if outcome == "partly_granted":
        # Which of several claims was granted, the outcome of the whole does not say.
        return "partly" if only else "unknown"
    return {"granted": "granted", "dismissed": "refused"}.get(outcome, "unknown")


def _sum(row: Row, field: str, found: object) -> int | None:
    """The one exact sum of a list of amounts in fen; None when there is none, several, or 余 (about)."""
    if found is None:
        return None
    if not isinstance(found, list) or not all(isinstance(amount, dict) for amount in found):
        row.complain(field, "amounts 应是 {yuan, text, approx} 的列表。", "请核对这一项。")
        return None
    if len(found) != 1 or found[0].get("approx"):
        return None
    yuan = found[0].get("yuan")
    if isinstance(yuan, bool) or not isinstance(yuan, int | float) or not 0 <= yuan <= LARGEST_SUM_FEN / 100:
        row.complain(field, "yuan 应是不小于 0 的数。", "请核对金额。")
        return None
    return round(yuan * 100)


def _texts(row: Row, **fields: str) -> dict[str, Any]:
    return {
        name: "\n".join(row.texts(field)) if isinstance(row.data.get(field), list) else row.text(field)
        for name, field in fields.items()
    }


def _origin(row: Row, *, source: str, url: str) -> dict[str, Any]:
    return {
        "publisher": row.text("publisher", longest=120),
        "source": row.text(source, longest=200),
        "region": row.text("region", longest=80),
        "url": row.text(url, longest=300),
    }


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _finished(row: Row, doc: PrecedentDoc) -> PrecedentDoc:
    if not row.errors and not (doc.facts or doc.reasoning or doc.result):
        row.complain("facts", "案情、说理和处理结果都是空的，无从检索。", "请至少提供其中一项。")
    if row.masked:
        return replace(doc, notes=_joined(doc.notes, f"导入时遮盖了 {row.masked} 处身份号码、银行卡号或手机号码。"))
    return doc
