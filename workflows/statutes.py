"""Whether what a draft cites was in force on a day, and whether the number of the article has moved since.

The data is `catalogue/statutes.toml`, with source and mark for each line. What is not in the list is not judged:
silence means "not known here", never "in force".
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from workflows.catalogue import read

Kind = Literal["repealed", "not_yet", "part_repealed", "moved"]
UNSURE = {"S": "（来源为转载，请核对原文）", "P": "（地方做法，请核对）", "U": "（未读到原文，请核对）"}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Remark:
    """One thing to know about a cited text: a whole Chinese sentence, where it is known from, and how surely."""

    kind: Kind
    text: str
    basis: str
    mark: str


def cited(name: str, article: int, paragraph: int, day: date) -> list[Remark]:
    """What is to be said about an article cited in an award of `day`.

    `name` is a key of the rule book ("CPL") or the statute's own name; `paragraph` is 0 where the whole is cited.
    """
    found = [_of_statute(row, day) for row in _statutes().get(_plain(name), ())]
    found += [_of_part(row, day) for row in read("statutes")["part"] if _hits(row, name, article, paragraph)]
    found.append(_moved(name, article, day))
    return [one for one in found if one is not None]


def named(text: str, day: date) -> list[Remark]:
    """Repealed texts a draft names in book-title marks or by their document number, cited article or not."""
    plain = _plain(text)
    titles = {_bare(title) for title in re.findall(r"《([^《》]{2,60})》(?:\([一二三四]\))?", plain)}
    titles |= {_bare(f"{title}{tail}") for title, tail in re.findall(r"《([^《》]{2,60})》(\([一二三四]\))", plain)}
    found = []
    for row in read("statutes")["statute"]:
        forms = [_plain(form) for form in (row["key"], *row.get("names", ()))]
        by_number = any(form.endswith("号") and form in plain for form in forms)
        if "until" in row and (by_number or titles.intersection(forms)):
            found.append(_of_statute(row, day))
    return [one for one in found if one is not None]


def _bare(title: str) -> str:
    return title.removeprefix("中华人民共和国")


def _plain(text: str) -> str:
    """One form of brackets and width, as the search index writes them."""
    return unicodedata.normalize("NFKC", text).translate({ord("〔"): "[", ord("〕"): "]", ord("【"): "[", ord("】"): "]"})


@cache
def _statutes() -> Mapping[str, Iterable[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in read("statutes")["statute"]:
        for form in {row["key"], *row.get("names", ())}:
            found.setdefault(_plain(form), []).append(row)
    return found


def _of_statute(row: Mapping[str, Any], day: date) -> Remark | None:
    sure = UNSURE.get(row["mark"], "")
    if "until" in row and day > row["until"]:
        gone = row["until"] + ONE_DAY
        text = (
            f"《{row['title']}》自{_cn(gone)}起废止，现行规定见{row['replaced_by']}。"
            f"案件事实发生在此前、依法仍适用原规定的，请在理由中写明；否则请改引现行条文。{sure}"
        )
        return Remark("repealed", text, row["basis"], row["mark"])
    if "since" in row and day < row["since"]:
        text = f"《{row['title']}》自{_cn(row['since'])}起施行，在{_cn(day)}作出的裁决中还不能引用。{sure}"
        return Remark("not_yet", text, row["basis"], row["mark"])
    return None


def _hits(row: Mapping[str, Any], name: str, article: int, paragraph: int) -> bool:
    return (row["statute"], row["article"]) == (name, article) and paragraph in (0, row["paragraph"])


def _of_part(row: Mapping[str, Any], day: date) -> Remark | None:
    if day <= row["until"]:
        return None
    title = next(one["title"] for one in read("statutes")["statute"] if one["key"] == row["statute"])
    where = f"第{row['article']}条第{row['paragraph']}款"
    gone = row["until"] + ONE_DAY
    text = f"《{title}》{where}自{_cn(gone)}起废止，见{row['replaced_by']}。请核对引用的是不是这一款。"
    return Remark("part_repealed", text + UNSURE.get(row["mark"], ""), row["basis"], row["mark"])


def _moved(name: str, article: int, day: date) -> Remark | None:
    rows = [row for row in read("statutes")["moved"] if row["statute"] == name]
    today = {number for row in rows for number in _numbers_on(row, day)}
    if article in today:
        return None  # the number is in use for another subject today: nothing can be said
    for row in rows:
        now = _numbers_on(row, day)
        for edition in row["numbers"]:
            if article not in edition["articles"] or not now or edition["articles"] == now:
                continue
            new = now[edition["articles"].index(article)]
            begins = next(e["from"] for e in row["numbers"] if e["articles"] == now)
            text = (
                f"第{article}条是《民事诉讼法》{edition['from'].year}年施行文本中“{row['subject']}”的条号，"
                f"自{_cn(begins)}起为第{new}条。请核对条号。"
            )
            return Remark("moved", text + UNSURE.get(row["mark"], ""), row["basis"], row["mark"])
    return None


def _numbers_on(row: Mapping[str, Any], day: date) -> list[int]:
    """The numbers the subject has in the text in force on a day; none before the first text known."""
    held: list[int] = []
    for edition in row["numbers"]:
        if edition["from"] <= day:
            held = edition["articles"]
    return held


def _cn(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

