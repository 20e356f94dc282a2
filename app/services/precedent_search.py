"""The search page of decisions: one question with filters and pages, searches people keep, and the report for a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import Case, Paper, Precedent, SavedSearch
from app.services import papers, precedents
from app.services.desk import Desk
from search_index.citations import articles
from search_index.plain import NO_HELP, Help, read
from search_index.port import (
    AUTHORITY_TITLES,
    DISPOSITION_TITLES,
    FATE_TITLES,
    NO_FILTERS,
    Answer,
    Filters,
    SearchIndex,
)
from search_index.query import from_text
from search_index.ranking import article_title, like_item, outcome_text
from workflows.errors import InputError
from workflows.items import KINDS

PAGE = 10
MOST_PAGES = 20
LONGEST = 2000
KEPT_SEARCHES = 30
MOST_IN_REPORT = 20
FIELDS = ("q", "way", "case", "kind", "article", "authority", "fate", "outcome", "office", "court", "since", "until")
"""What a search is asked with, and what is kept of one."""


@dataclass(frozen=True)
class Asked:
    """A search as the page's form puts it."""

    words: str = ""
    by_words: bool = False
    case: str = ""
    filters: Filters = NO_FILTERS
    page: int = 1

    @property
    def empty(self) -> bool:
        return not (self.words or self.case or (self.by_words and self.filters != NO_FILTERS))


@dataclass(frozen=True)
class Found:
    answer: Answer
    help: Help = NO_HELP
    page: int = 1

    @property
    def pages(self) -> int:
        return min(MOST_PAGES, -(-self.answer.total // PAGE))


def asked_of(raw: Mapping[str, Any]) -> Asked:
    """The form read. InputError names a day that is none; a choice nobody offered is left out."""

    def said(name: str) -> str:
        return str(raw.get(name) or "").strip()[:LONGEST]

    def among(name: str, known: Mapping[str, Any]) -> tuple[str, ...]:
        return (said(name),) if said(name) in known else ()

    page = said("page")
    return Asked(
        words=said("q"),
        by_words=said("way") == "words",
        case=said("case"),
        page=min(MOST_PAGES, max(1, int(page))) if page.isascii() and page.isdecimal() else 1,
        filters=Filters(
            kinds=among("kind", KINDS),
            articles=articles(said("article")),
            authorities=among("authority", AUTHORITY_TITLES),
            fates=among("fate", FATE_TITLES),
            outcomes=among("outcome", DISPOSITION_TITLES),
            office=said("office"),
            court=said("court"),
            since=_day("起始日期", said("since")),
            until=_day("截止日期", said("until")),
        ),
    )


def _day(title: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(title, text, "不是一个日期。", "请写成 2026-01-31 的样子。") from None


def find(index: SearchIndex, asked: Asked, case: Case | None = None) -> Found:
    """One page of the answer. `case`: the case `asked.case` names, once the reader was found to be let in.

    InputError when there is nothing to look for.
    """
    start = (asked.page - 1) * PAGE
    if case is not None:
        question, filters = precedents.question_of(case, asked.filters)
        return Found(index.ask(question, filters, start, PAGE), page=asked.page)
    if asked.by_words:
        wanted, said = read(asked.words, index.frequency)
        return Found(index.look_up(wanted, asked.filters, start, PAGE), said, asked.page)
    question = from_text(asked.words)
    if question.empty:
        raise InputError("检索内容", asked.words, "没有内容。", "请写出争议的事实、请求或者法条，例如“未签劳动合同二倍工资”。")
    return Found(index.ask(question, asked.filters, start, PAGE), page=asked.page)


# Searches people keep


def kept(desk: Desk) -> Sequence[SavedSearch]:
    return desk.session.exec(
        select(SavedSearch).where(SavedSearch.staff_id == desk.actor.id).order_by(col(SavedSearch.title))
    ).all()


def keep(desk: Desk, title: str, raw: Mapping[str, Any]) -> SavedSearch:
    """Keep a search under a title; the same title again replaces what was there. InputError says what is wrong."""
    title = " ".join(title.split())
    assert desk.actor.id is not None
    if not 1 <= len(title) <= 80:
        raise InputError("名称", title, "没有名称，或者超过 80 个字。", "请起一个看得懂的短名称，例如“外卖骑手劳动关系”。")
    there = kept(desk)
    row = next((one for one in there if one.title == title), None)
    if row is None and len(there) >= KEPT_SEARCHES:
        raise InputError("名称", title, f"已经保存了 {KEPT_SEARCHES} 个检索。", "请先删去不再用的。")
    row = row or SavedSearch(staff_id=desk.actor.id, title=title, saved_at=desk.now)
    row.asked = {name: str(raw[name])[:LONGEST] for name in FIELDS if raw.get(name)}
    row.saved_at = desk.now
    desk.session.add(row)
    return row


def forget(desk: Desk, search_id: int) -> None:
    """Take away a search of one's own; another's, or none, is left as it is."""
    row = desk.session.get(SavedSearch, search_id)
    if row is not None and row.staff_id == desk.actor.id:
        desk.session.delete(row)


# The report


def report(desk: Desk, case: Case, index: SearchIndex, raw: Mapping[str, Any], keys: Sequence[str]) -> Paper:
    """类案检索报告 into the inner file of a case: what was looked for, what was found and what follows from it.

    It is the tribunal's own working material for the deliberation, so it goes where that goes. InputError says what is
    missing; Refused what the paper cannot be made without.
    """
    chosen = list(dict.fromkeys(keys))[:MOST_IN_REPORT]
    conclusion = str(raw.get("conclusion") or "").strip()
    if not chosen:
        raise InputError("类案", "", "没有选中任何一件。", "请勾选要写入报告的类案。")
    if not conclusion:
        raise InputError("参考意见", "", "没有填写。", "请写明这些类案对本案是否有参考意义、采纳或者不采纳的理由。")
    rows = {row.key: row for row in desk.session.exec(select(Precedent).where(col(Precedent.key).in_(chosen))).all()}
    asked = asked_of(raw)
    kinds = [item.kind for item in case.items]
    question, filters = precedents.question_of(case, replace(asked.filters, exclude=()))
    compared = index.ask(question, filters, 0, 1).total
    cases = []
    for key in chosen:
        if key in rows:
            doc = precedents.doc_from_row(rows[key])
            like = like_item(kinds, doc)
            cases.append(
                {
                    "title": doc.title,
                    "source": "，".join(part for part in (doc.publisher, doc.source) if part),
                    "day": doc.day.isoformat() if doc.day else "",
                    "authority": AUTHORITY_TITLES[doc.authority],
                    "fate": doc.mark or ("" if doc.authority == "standard" else FATE_TITLES[doc.fate]),
                    "outcome": outcome_text(like) if like else "没有相同的请求项",
                    "articles": "、".join(article_title(one) for one in doc.articles[:8]),
                    "point": (doc.reasoning or doc.result or doc.facts)[:300],
                }
            )
    if not cases:
        raise InputError("类案", "、".join(chosen), "已经不在类案库中。", "请重新检索后再勾选。")
    facts = {
        "similar": {
            "asked": asked.words[:300] or "按本案的请求项、引用的法条和事实检索",
            "filters": _said(asked.filters),
            "stock": index.stats().documents,
            "compared": compared,
            "cases": cases,
            "conclusion": conclusion[:LONGEST],
            "by": desk.actor.name,
        }
    }
    return papers.issue(desk, case, "similar_case_report", extra=facts)


def _said(filters: Filters) -> str:
    """The filters in words, for the report."""
    parts = [
        "、".join(KINDS[kind].title for kind in filters.kinds if kind in KINDS),
        "、".join(article_title(article) for article in filters.articles),
        "、".join(AUTHORITY_TITLES[one] for one in filters.authorities),
        "、".join(FATE_TITLES[one] for one in filters.fates),
        "、".join(DISPOSITION_TITLES[one] for one in filters.outcomes),
        filters.office,
        filters.court,
        f"{filters.since} 起" if filters.since else "",
        f"至 {filters.until}" if filters.until else "",
    ]
    return "；".join(part for part in parts if part) or "不限"


