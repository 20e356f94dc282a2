"""One search for everybody: numbers, parties and firms, articles, words; only what the reader may see, and on record.

A name finds cases only among the reader's own files. What mediators, courts and administrators get is what their own
lists would show them.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, union
from sqlalchemy.orm import lazyload, selectinload
from sqlmodel import Session, col, select

from app.models import Award, Body, Case, CourtMatter, Lead, Paper, Party, Referral, SearchMade, Staff, Standard
from app.permissions import COURT_ROLES, PRE_FILING, May, allows
from app.services import access, casefile, leads, precedents, referrals, standards, walls
from app.services.actor import Actor
from app.services.casefile import BRACKETS, NUMBERED
from app.services.desk import Desk
from app.services.short_names import LEGAL_FORM, PLACE
from search_index.citations import articles
from search_index.port import Filters, Hit, SearchIndex
from workflows.errors import InputError
from workflows.statute import Rule

LONGEST = 80
MOST = 8
"""Shown of each kind; the rest is behind a link to the list."""
BARE = re.compile(r"^([一-鿿()]{2,})\s*([0-9]+)$")
"""劳动合同法 47, as people write it for themselves."""
YEAR_AND_NUMBER = re.compile(r"(\d{4})\s*[-—/年 ]\s*第?\s*(\d{1,6})")
MIXED = re.compile(r"[0-9〇零一二三四五六七八九十百]")


@dataclass(frozen=True)
class Asked:
    """What a person typed, as it was understood."""

    words: str
    articles: tuple[str, ...] = ()
    is_number: bool = False

    @property
    def is_name(self) -> bool:
        return not self.articles and not self.is_number


@dataclass(frozen=True)
class Found:
    """What there is, by kind. `name` says how a firm's name was read when it was not found as typed."""

    asked: Asked
    cases: Sequence[Case] = ()
    referrals: Sequence[tuple[Referral, Case]] = ()
    leads: Sequence[tuple[Lead, Case]] = ()
    matters: Sequence[tuple[CourtMatter, Case]] = ()
    papers: Sequence[tuple[Paper, Case]] = ()
    rules: Sequence[Rule] = ()
    standards: Sequence[Standard] = ()
    precedents: Sequence[Hit] = ()
    people: Sequence[Staff] = ()
    bodies: Sequence[Body] = ()
    name: str = ""

    @property
    def hits(self) -> int:
        groups = (self.cases, self.referrals, self.leads, self.matters, self.papers, self.rules, self.standards)
        return sum(len(one) for one in (*groups, self.precedents, self.people, self.bodies))


def understand(text: str) -> Asked:
    """A number, articles, or a name and words."""
    words = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()[:LONGEST]
    cited = tuple(articles(words) or articles(BARE.sub(r"\1第\2条", words))) if MIXED.search(words) else ()
    number = NUMBERED.search(words.translate(BRACKETS)) or YEAR_AND_NUMBER.fullmatch(words)
    return Asked(words, cited, is_number=not cited and number is not None)


def look_up(desk: Desk, text: str, index: SearchIndex) -> Found:
    """Everything this person may see that fits."""
    asked = understand(text)
    if not asked.words:
        return Found(asked)
    found = Found(asked)
    if allows(desk.actor, May.SEE_CASE) or allows(desk.actor, May.SEE_REFERRAL):
        found = _files(desk, asked, found)
        if asked.is_name and not (found.cases or found.referrals or found.leads) and (core := core_of(asked.words)):
            found = replace(_files(desk, replace(asked, words=core), found), name=core)
    if allows(desk.actor, May.SEE_STANDARDS) and not asked.is_number:
        found = _law(desk, asked, found, index)
    if allows(desk.actor, May.SEE_ACCOUNTS):
        found = replace(found, people=_people(desk, asked.words))
    if allows(desk.actor, May.EDIT_BODIES):
        found = replace(found, bodies=_bodies(desk, asked.words))
    return found


def core_of(name: str) -> str:
    """What a firm is known by: 恒岳 of 恒岳公司, 恒岳建筑 of 东川市恒岳建筑有限公司. Empty when nothing shorter is left."""
    bare = LEGAL_FORM.sub("", name)
    core = PLACE.sub("", bare) or bare
    return core if len(core) >= 2 and core != name else ""


# ---- files ----


def _files(desk: Desk, asked: Asked, found: Found) -> Found:
    """Cases, papers, matters, referrals and disputes before filing, each as its own list would show it."""
    if asked.articles:
        return found
    ids = _numbered(asked.words) if asked.is_number else _named(asked.words)
    actor = desk.actor
    if allows(actor, May.SEE_CASE):
        found = replace(found, cases=_cases(desk, ids), matters=_matters(desk, asked, ids))
        if asked.is_number:
            found = replace(found, papers=_papers(desk, asked.words))
    if actor.has("mediator"):
        found = replace(found, referrals=referrals.of_cases(desk, ids, MOST))
    if allows(actor, May.SEE_LEADS):
        found = replace(found, leads=_leads(desk, asked, ids))
    return found


def _number(text: str) -> str:
    """A number with the brackets of the books."""
    return text.translate(BRACKETS).replace(" ", "")


def _like(column: Any, text: str) -> ColumnElement[bool]:
    """As typed with any brackets; else a year and a number, in that order, with anything between."""
    if known := YEAR_AND_NUMBER.fullmatch(text):
        return col(column).like(f"%〔{known[1]}〕第{known[2]}号%")
    return col(column).contains(_number(text), autoescape=True)


def _numbered(text: str) -> Any:
    given = select(Case.id).where(_like(Case.number, text))
    received = select(Case.id).where(_like(Case.receipt_number, text))
    return union(given, received)


def _named(text: str) -> Any:
    return select(Party.case_id).where(col(Party.name).contains(text, autoescape=True))


def _cases(desk: Desk, ids: Any) -> Sequence[Case]:
    query = (
        select(Case)
        .where(access.visible_cases(desk.actor, desk.today), Case.state != PRE_FILING, col(Case.id).in_(ids))
        .order_by(col(Case.filed_on).desc(), col(Case.id).desc())
        .limit(MOST + 1)
        .options(selectinload(Case.parties).lazyload(Party.agents), lazyload(Case.items))  # type: ignore[arg-type]
    )
    return desk.session.exec(query).all()


def _matters(desk: Desk, asked: Asked, ids: Any) -> Sequence[tuple[CourtMatter, Case]]:
    """Suits by the court's number, or of the cases found: a court's own, an office's of the cases it may see."""
    seen: ColumnElement[bool] = access.visible_cases(desk.actor, desk.today)
    if desk.actor.has(*COURT_ROLES):
        seen = (col(CourtMatter.court_id) == desk.actor.body_id) & walls.open_to(desk.actor, desk.today)
    fits = or_(_like(CourtMatter.number, asked.words), col(Case.id).in_(ids)) if asked.is_number else col(Case.id).in_(ids)
    query = select(CourtMatter, Case).join(Case, col(Case.id) == CourtMatter.case_id).where(seen, fits)
    return desk.session.exec(query.order_by(col(CourtMatter.id).desc()).limit(MOST)).all() if allows(desk.actor, May.SEE_MATTER) else ()


def _papers(desk: Desk, text: str) -> Sequence[tuple[Paper, Case]]:
    """Papers of the main file by their own number, and awards by theirs."""
    by_award = select(Award.id).where(_like(Award.number, text))
    query = (
        select(Paper, Case)
        .join(Case, col(Case.id) == Paper.case_id)
        .where(
            access.visible_cases(desk.actor, desk.today),
            Paper.folder == "main",
            or_(_like(Paper.number, text), col(Paper.award_id).in_(by_award)),
        )
    )
    rows = desk.session.exec(query.order_by(col(Paper.id).desc()).limit(MOST)).all()
    return [
        (paper, case)
        for paper, case in rows
        if casefile.sees_paper(desk, paper, access.concern_of(desk.session, case, desk.today))
    ]


def _leads(desk: Desk, asked: Asked, ids: Any) -> Sequence[tuple[Lead, Case]]:
    """Disputes before filing, by their own number or the names of the parties."""
    fits = or_(col(Lead.number).contains(_number(asked.words), autoescape=True), col(Case.id).in_(ids))
    query = (
        select(Lead, Case)
        .join(Case, col(Case.id) == Lead.case_id)
        .where(leads.visible(desk), fits, Case.state == PRE_FILING, walls.open_to(desk.actor, desk.today))
    )
    return desk.session.exec(query.order_by(col(Lead.id).desc()).limit(MOST)).all()


# ---- law ----


def _law(desk: Desk, asked: Asked, found: Found, index: SearchIndex) -> Found:
    """By article: the steps it grounds, standards and decisions that cite it. By words: standards and decisions."""
    if asked.articles:
        return replace(
            found,
            rules=[rule for rule in desk.book.rules if set(articles(rule.basis)).intersection(asked.articles)][:MOST],
            standards=[one for one in standards.listed(desk) if set(articles("；".join(one.articles))).intersection(asked.articles)][:MOST],
            precedents=precedents.similar_to_text(index, asked.words, Filters(articles=asked.articles), MOST),
        )
    try:
        hits = precedents.similar_to_text(index, asked.words, k=MOST)
    except InputError:  # nothing in it that could be looked for
        hits = []
    return replace(found, standards=standards.listed(desk, words=asked.words)[:MOST], precedents=hits)


# ---- administrators ----


def _people(desk: Desk, text: str) -> Sequence[Staff]:
    fits = or_(col(Staff.name).contains(text, autoescape=True), col(Staff.login).contains(text.lower(), autoescape=True))
    return desk.session.exec(select(Staff).where(fits).order_by(col(Staff.login)).limit(MOST)).all()


def _bodies(desk: Desk, text: str) -> Sequence[Body]:
    fits = or_(col(Body.name).contains(text, autoescape=True), col(Body.code).contains(text, autoescape=True))
    return desk.session.exec(select(Body).where(fits).order_by(col(Body.code)).limit(MOST)).all()


# ---- the record ----


def record(session: Session, actor: Actor, place: str, words: str, hits: int, at: datetime, address: str = "") -> None:
    """Put a search on record: who asked, where, in what words, and how much there was."""
    session.add(
        SearchMade(
            at=at,
            staff_id=actor.id or 0,
            staff_name=actor.name,
            role="、".join(sorted(actor.roles))[:200],
            place=place,
            words=words.strip()[:200],
            hits=hits,
            address=address[:64],
        )
    )
    session.flush()
