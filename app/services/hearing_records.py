"""庭审笔录: written during the hearing, phase by phase, by more than one hand; closed with the hearing (CHR 41, 42)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from app.models import Case, Hearing, HearingRecord, Party
from app.services import paper_facts
from app.services.desk import BEIJING, Desk
from app.services.errors import InvalidInput
from workflows import hearing_record
from workflows.appearance import SIDE_TITLES, THERE
from workflows.errors import InputError, Reason, Refused
from workflows.hearing_record import AWAY, HOW_SIGNED, REFUSED, SIGNED

OPEN = ("set", "notified")
"""States of a hearing whose record is still written."""
MOST = 100_000
"""Characters of one record: what the field of the step takes (workflows/articles/fields.toml)."""
MOST_ROWS = 60
LONGEST = 1000


@dataclass(frozen=True)
class Signer:
    """Somebody who signs the record, and how that went."""

    key: str
    name: str
    role_title: str
    how: str = ""
    note: str = ""


@dataclass(frozen=True)
class Saved:
    """What a saving did: phases kept, and phases somebody else had written over meanwhile (with the text that stands)."""

    version: int
    marks: Mapping[str, str]
    conflicts: Mapping[str, str]


def of_hearing(desk: Desk, hearing: Hearing) -> HearingRecord | None:
    query = select(HearingRecord).where(HearingRecord.hearing_id == hearing.id)
    return desk.session.exec(query.execution_options(populate_existing=True)).first()


def mark(text: str) -> str:
    """A mark of a phase as it stands: what comes back with another one was written on an older text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def save(desk: Desk, case: Case, hearing: Hearing, raw: Mapping[str, Any]) -> Saved:
    """Keep what was written: part-<phase> on the state was-<phase>; corrections and signatures where they are given.

    A phase somebody else changed meanwhile is not written over. Raises Refused when the record is closed, InvalidInput
    for what is too long.
    """
    # Two hands at once: the second waits here, and then sees what the first has written.
    hearing = desk.session.get_one(Hearing, hearing.id, with_for_update=True, populate_existing=True)
    record = of_hearing(desk, hearing)
    if hearing.state not in OPEN or (record is not None and record.closed_at is not None):
        why = "这次庭审的笔录已经签名归卷，不能再修改。有遗漏或者差错的，以后作为情况说明附卷。"
        raise Refused("保存庭审笔录", [Reason(why, "LMA 40; CHR 42")], "LMA 40")
    if record is None:
        record = HearingRecord(hearing_id=hearing.id or 0, case_id=case.id or 0)
    parts, conflicts = dict(record.parts), {}
    for phase in hearing_record.phases():
        if f"part-{phase.id}" not in raw:
            continue
        text = str(raw[f"part-{phase.id}"]).replace("\r\n", "\n").replace("\x00", "")
        stands = parts.get(phase.id, "")
        was = raw.get(f"was-{phase.id}", mark(stands))
        if text == stands or mark(text) == was:
            continue  # nothing new from this hand
        if was != mark(stands):
            conflicts[phase.id] = stands
        else:
            parts[phase.id] = text
    if len(hearing_record.as_text(parts)) > MOST:
        raise InvalidInput([InputError("庭审笔录", "", f"超过{MOST}个字。", "请精简；书面材料作为附件上传。")])
    record.parts = parts
    if "correction-0-who" in raw:
        record.corrections = _corrections(raw)
    if any(name.startswith("sign-") for name in raw):
        record.signatures = _signatures(signers(desk, case, hearing, record), raw)
    record.version += 1
    record.saved_at, record.saved_by_id = desk.now, desk.actor.id
    desk.session.add(record)
    desk.session.flush()
    return Saved(record.version, marks(record), conflicts)


def marks(record: HearingRecord | None) -> dict[str, str]:
    parts = record.parts if record else {}
    return {phase.id: mark(parts.get(phase.id, "")) for phase in hearing_record.phases()}


def _corrections(raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """CHR 42: whoever finds something missing or wrong may ask; a request that is refused is recorded too."""
    rows = []
    for n in range(MOST_ROWS):
        who, text = (str(raw.get(f"correction-{n}-{name}", "")).strip()[:LONGEST] for name in ("who", "text"))
        if not text:
            continue
        granted = raw.get(f"correction-{n}-outcome") == "granted"
        note = str(raw.get(f"correction-{n}-note", "")).strip()[:LONGEST]
        rows.append({"who": who or "当事人", "text": text, "granted": granted, "note": note})
    return rows


def _signatures(expected: Sequence[Signer], raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for one in expected:
        how = str(raw.get(f"sign-{one.key}", ""))
        note = str(raw.get(f"sign-{one.key}-note", "")).strip()[:LONGEST]
        if how in HOW_SIGNED:
            rows.append({"key": one.key, "name": one.name, "role_title": one.role_title, "how": how, "note": note})
    return rows


def signers(desk: Desk, case: Case, hearing: Hearing, record: HearingRecord | None) -> list[Signer]:
    """CHR 42: the arbitrators, the recorder, the parties and those who take part for them."""
    panel = paper_facts.panel_facts(desk, case)
    chief = "首席仲裁员" if panel["members"] else "仲裁员"
    found = [Signer("chief", panel["chief"], chief)]
    found += [Signer(f"member-{n}", name, "仲裁员") for n, name in enumerate(panel["members"])]
    found.append(Signer("recorder", panel["recorder"], "书记员"))
    came = {int(party): way for party, way in hearing.appearance.items()}
    for party in _taking_part(case):
        if came and came.get(party.id or 0) not in THERE:
            continue
        title = SIDE_TITLES[party.side]
        agents = [Signer(f"agent-{a.id}", a.name, f"{title}的代理人") for a in party.agents]
        found += agents if agents and party.kind != "worker" else [Signer(f"party-{party.id}", party.name, title), *agents]
    kept = {row["key"]: row for row in (record.signatures if record else ())}
    return [
        Signer(s.key, s.name, s.role_title, kept[s.key]["how"], kept[s.key]["note"]) if s.key in kept else s for s in found
    ]


MOST_SIGNERS = 20


def _taking_part(case: Case) -> list[Party]:
    """Those who sit in the room: of a crowd its representatives sign (CHR 63), so the roll is not read out."""
    parties = [p for p in case.taking_part if p.left_on is None]
    return parties if len(parties) <= MOST_SIGNERS else [p for p in parties if p.side != "applicant"]


def proposals(desk: Desk, case: Case, hearing: Hearing) -> dict[str, list[str]]:
    """Phase → lines that may be put into it: the usual words with the names of this case, and the questions."""
    panel = paper_facts.panel_facts(desk, case)
    office = paper_facts.office_facts(desk, case)
    names = {side: "、".join(p.name for p in case.on_side(side)[:MOST_SIGNERS]) for side in SIDE_TITLES}
    people = "、".join([panel["chief"], *panel["members"]])
    words = {
        "office": office["name"],
        "number": case.title,
        "cause": paper_facts.cause_title(case),
        "applicants": names["applicant"],
        "respondents": names["respondent"],
        "third_parties": names["third_party"],
        "chief": panel["chief"],
        "panel": f"首席仲裁员{panel['chief']}、仲裁员{'、'.join(panel['members'])}" if panel["members"] else f"仲裁员{people}独任",
        "recorder": panel["recorder"],
        "public": "公开" if hearing.public else "不公开",
    }
    chief = "首席仲裁员" if panel["members"] else "仲裁员"
    found = {
        phase.id: [line.format(**words).replace("首席仲裁员：", f"{chief}：") for line in phase.script]
        for phase in hearing_record.phases()
    }
    found["questions"] = [f"{chief}：{one}" for one in hearing_record.questions(i.kind for i in case.items)]
    return found


def text_of(desk: Desk, hearing: Hearing) -> str:
    """What was written so far as one text; empty when nothing was."""
    record = of_hearing(desk, hearing)
    return hearing_record.as_text(record.parts) if record else ""


def close(desk: Desk, record: HearingRecord) -> None:
    """From now on nothing of it changes."""
    record.closed_at = desk.now
    desk.session.add(record)


def facts_of(desk: Desk, case: Case, hearing: Hearing, record: HearingRecord) -> dict[str, Any]:
    """The facts of the paper 庭审笔录 (templates/papers/hearing_record)."""
    starts = hearing.starts_at.astimezone(BEIJING)
    ended = (record.closed_at or desk.now).astimezone(BEIJING)
    return {
        "on": starts.date().isoformat(),
        "began": f"{starts:%H:%M}",
        **({"ended": f"{ended:%H:%M}"} if ended.date() == starts.date() else {}),
        "ordinal": hearing.ordinal,
        "place": hearing.room,
        "public": hearing.public,
        "phases": [
            {
                "title": phase.title,
                "entries": [{"who": turn.who, "text": turn.text} for turn in hearing_record.turns(record.parts[phase.id])],
            }
            for phase in hearing_record.phases()
            if hearing_record.turns(record.parts.get(phase.id, ""))
        ],
        "corrections": [
            {
                "who": row["who"],
                "text": row["text"].rstrip("。"),
                "outcome": ("予以补正" if row["granted"] else "不予补正，记录在案") + (f"：{row['note'].rstrip('。')}" if row["note"] else ""),
            }
            for row in record.corrections
        ],
        "signatures": [
            {"name": one.name, "role_title": one.role_title, **({"note": _note(one)} if one.how in (REFUSED, AWAY) else {})}
            for one in signers(desk, case, hearing, record)
        ],
    }


def _note(one: Signer) -> str:
    """CHR 42: a refusal to sign is written down."""
    return HOW_SIGNED[one.how] + (f"：{one.note}" if one.note else "")


def unsigned(rows: Sequence[Signer]) -> list[str]:
    """Those of whom nothing is known yet."""
    return [one.name for one in rows if one.how not in (SIGNED, REFUSED, AWAY)]
