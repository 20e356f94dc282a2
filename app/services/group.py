"""集体争议 as rows: who represents whom, who agreed to what, and how a list of workers is typed and told."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from app.models import Case, Delegation, GroupConsent, Party, Request
from app.services import case_rows
from workflows.collective import DelegationFacts, few
from workflows.errors import InputError
from workflows.statute import FieldDefinition

EVERYBODY = "全体"
EXCEPT = re.compile(r"^全体(?:除|，除|,除)(.+?)(?:外|以外)?$")
RANGE = re.compile(r"^(\d{1,4})\s*[-–—~～至到]\s*(\d{1,4})$")


def delegation(session: Session, case: Case) -> Delegation | None:
    """The election in force."""
    rows = case_rows.of_case(session, Delegation, case.id or 0)
    return next((row for row in reversed(rows) if row.ended_on is None), None)


def delegation_facts(session: Session, case: Case) -> DelegationFacts | None:
    """Representatives and represented who are still in the case."""
    row = delegation(session, case) if case.collective else None
    if row is None:
        return None
    there = {p.id for p in case.still_in("applicant")}
    return DelegationFacts(
        delegates=frozenset(one for one in row.delegates if one in there),
        represented=frozenset(one for one in row.signers if one in there),
        receives_awards=row.receives_awards,
    )


def consents(session: Session, case: Case) -> Mapping[str, frozenset[int]]:
    """Act → the workers who agreed to it, from the acts that were closed as agreed (LMA 7)."""
    if not case.collective:
        return {}
    kinds = {
        r.id: str(r.data.get("act"))
        for r in case_rows.of_case(session, Request, case.id or 0)
        if r.kind == "group_act" and r.state == "granted"
    }
    found: dict[str, set[int]] = {}
    for row in case_rows.of_case(session, GroupConsent, case.id or 0) if kinds else ():
        if row.agrees and row.request_id in kinds:
            found.setdefault(kinds[row.request_id], set()).add(row.party_id)
    return {act: frozenset(who) for act, who in found.items()}


def answers(session: Session, case: Case, request_id: int) -> Mapping[int, bool]:
    """Who answered what to one act of the representatives."""
    if not case.collective:
        return {}
    rows = case_rows.of_case(session, GroupConsent, case.id or 0)
    return {row.party_id: row.agrees for row in rows if row.request_id == request_id}


def told(parties: Sequence[Party]) -> str:
    """Workers for a sentence: the first names and the number."""
    return few([p.name for p in parties])


def numbers(parties: Iterable[Party]) -> str:
    """Workers by their numbers in the roll, runs joined: "1至56、58至120"."""
    ordinals = sorted(p.ordinal for p in parties)
    runs: list[list[int]] = []
    for one in ordinals:
        if runs and one == runs[-1][1] + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return "、".join(f"{a}" if a == b else f"{a}至{b}" if b > a + 1 else f"{a}、{b}" for a, b in runs)


def whom(case: Case, ids: Iterable[int]) -> str:
    """Those a step was taken for, as its record tells: names, how many, and their numbers in the roll."""
    wanted = set(ids)
    chosen = [p for p in case.parties if p.id in wanted]
    return f"涉及{told(chosen)}（名册序号{numbers(chosen)}）"


def read_workers(_: Any, field: FieldDefinition, case: Case, raw: Mapping[str, Any]) -> tuple[int, ...]:
    """Workers as typed: 全体; 全体除3、7-9; numbers of the roll with ranges; or names. Raises InputError naming what fits nobody."""
    given = raw.get(field.id)
    text = str((given[0] if given else "") if isinstance(given, (list, tuple)) else given or "").strip()
    if not text:
        if field.required:
            raise InputError(field.title, "", "这一项没有填写。", "请填写序号、姓名，或者“全体”。")
        return ()
    here = [p for p in case.still_in("applicant") if p.kind == "worker"]
    if field.type == "left_workers":
        here = [p for p in case.on_side("applicant") if p.left_how in ("settling", "settled")]
    if text == EVERYBODY:
        return tuple(p.id or 0 for p in here)
    if match := EXCEPT.match(text):
        out = _some(field, here, match[1])
        return tuple(p.id or 0 for p in here if p.id not in out)
    chosen = _some(field, here, text)
    return tuple(p.id or 0 for p in here if p.id in chosen)


def _some(field: FieldDefinition, here: Sequence[Party], text: str) -> set[int | None]:
    by_number = {p.ordinal: p for p in here}
    by_name: dict[str, list[Party]] = {}
    for party in here:
        by_name.setdefault(party.name, []).append(party)
    chosen: set[int | None] = set()
    strange: list[str] = []
    for part in filter(None, (one.strip() for one in re.split(r"[、,，;；\s]+", text[:20000]))):
        if match := RANGE.match(part):
            first, last = int(match[1]), int(match[2])
            inside = [p.id for n, p in by_number.items() if first <= n <= last]
            (chosen.update(inside) if inside and first <= last else strange.append(part))
        elif part.isdigit() and int(part) in by_number:
            chosen.add(by_number[int(part)].id)
        elif len(by_name.get(part, ())) == 1:
            chosen.add(by_name[part][0].id)
        elif len(by_name.get(part, ())) > 1:
            strange.append(f"{part}（同名的有{len(by_name[part])}人，请写序号）")
        else:
            strange.append(part)
    if strange:
        why = f"{few(strange)}不是本案现有劳动者的序号或者姓名。"
        raise InputError(field.title, text[:60], why, "请写当事人表中的序号（如 1-20、23）、姓名，或者“全体”“全体除3、7”。")
    return chosen
