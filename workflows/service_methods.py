"""送达的方式: what each needs as proof, when it is refused, and which comes next. The data: `workflows/law/service/*.toml`."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from workflows.collective import collective_from
from workflows.errors import DefinitionError, Reason

FOLDER = Path(__file__).parent / "law" / "service"


@dataclass(frozen=True)
class Need:
    """A proof a method cannot do without. `each`: one for every person, so not asked where one form stands for many."""

    field: str
    why: str
    basis: str
    each: bool = False


@dataclass(frozen=True)
class Condition:
    """What must be so before a method is open; `name` is the function that looks, the words are the office's."""

    name: str
    why: str
    basis: str
    after: tuple[str, ...] = ()
    mark: str = "V"


@dataclass(frozen=True)
class Refusal:
    """Papers a method may not carry; `unless` names the office option that may lift it."""

    kinds: tuple[str, ...]
    why: str
    basis: str
    mark: str
    unless: str = ""


@dataclass(frozen=True)
class Method:
    """One way of service. `counts` is the limit rule that gives the day; `deemed` when nobody signs."""

    id: str
    title: str
    counts: str
    basis: str
    deemed: bool = False
    last: bool = False
    """Presupposes that another way did not reach the person."""
    needs: tuple[Need, ...] = ()
    uses: tuple[str, ...] = ()
    takers: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    refused: tuple[Refusal, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        """Everything that may be typed for it besides paper, person, days and the words of proof."""
        return frozenset((*self.uses, *(need.field for need in self.needs)))


@dataclass(frozen=True)
class Taker:
    """Who may sign for whom: for people of these kinds, or only if listed by name."""

    id: str
    title: str
    of: tuple[str, ...] = ()
    listed: str = ""
    why: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Personal:
    """Papers only some may sign for."""

    kinds: tuple[str, ...]
    takers: tuple[str, ...]
    why: str
    basis: str


@dataclass(frozen=True)
class Failure:
    """Why a paper did not arrive, and the methods that make sense afterwards, best first."""

    id: str
    title: str
    title_en: str
    then: tuple[str, ...]
    unknown: bool = False


@dataclass(frozen=True)
class Addressed:
    """To whom a kind of paper goes, and the limit that says by when."""

    kinds: tuple[str, ...]
    to: tuple[str, ...]
    basis: str
    due: str = ""
    starts_remedies: bool = False


@dataclass(frozen=True)
class Book:
    """Everything the data says; methods in the order in which they are tried."""

    methods: Mapping[str, Method]
    takers: Mapping[str, Taker]
    personal: tuple[Personal, ...]
    failures: Mapping[str, Failure]
    addressed: Mapping[str, Addressed]


@dataclass(frozen=True)
class Attempt:
    """One try that is on record for this person: by which method, for which paper, and how it ended."""

    paper_id: int
    method: str
    result: str
    failure: str = ""
    ended_on: date | None = None


@dataclass(frozen=True)
class Recipient:
    """The person a paper goes to, as the methods look at them."""

    name: str
    kind: str
    has_consented: bool = False
    e_address: str = ""
    agents: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    attempts: tuple[Attempt, ...] = ()


@dataclass(frozen=True)
class Setting:
    """What of the case and the office the methods ask for."""

    day: date
    procedure: str
    workers: int
    lifted: frozenset[str] = frozenset()
    """The office options answered with yes."""


@dataclass(frozen=True)
class Done:
    """A service on record that may be corrected."""

    id: int
    party_id: int
    paper_id: int
    paper_kind: str
    method: str
    sent_on: date
    served_on: date
    paper_made_on: date


@dataclass(frozen=True)
class ServiceFacts:
    """What the conditions of service look at: every party as recipient, the case and office, what is on record."""

    recipients: Mapping[int, Recipient] = field(default_factory=dict)
    setting: Setting | None = None
    done: Mapping[int, Done] = field(default_factory=dict)


def _tuples(raw: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**raw, **{name: tuple(raw[name]) for name in names if name in raw}}


@cache
def book() -> Book:
    """The data, read once. Raises DefinitionError naming what does not fit together."""
    raw, papers = (tomllib.loads((FOLDER / name).read_text(encoding="utf-8")) for name in ("methods.toml", "addressees.toml"))
    methods = {
        m["id"]: Method(
            **{
                **_tuples(m, "uses", "takers"),
                "needs": tuple(Need(**n) for n in m.get("needs", ())),
                "conditions": tuple(Condition(**_tuples(c, "after")) for c in m.get("conditions", ())),
                "refused": tuple(Refusal(**_tuples(r, "kinds")) for r in m.get("refused", ())),
            }
        )
        for m in raw["method"]
    }
    found = Book(
        methods=methods,
        takers={t["id"]: Taker(**_tuples(t, "of")) for t in raw["taker"]},
        personal=tuple(Personal(**_tuples(p, "kinds", "takers")) for p in raw["personal"]),
        failures={f["id"]: Failure(**_tuples(f, "then")) for f in raw["failure"]},
        addressed={kind: Addressed(**_tuples(p, "kinds", "to")) for p in papers["paper"] for kind in p["kinds"]},
    )
    _check(found)
    return found


def _check(found: Book) -> None:
    for method in found.methods.values():
        for condition in method.conditions:
            if condition.name not in CONDITIONS:
                raise DefinitionError(f"methods.toml：{method.id} 的条件 {condition.name!r} 没有定义")
        if wrong := {*method.takers} - {*found.takers}:
            raise DefinitionError(f"methods.toml：{method.id} 的代收人 {'、'.join(sorted(wrong))} 没有定义")
    for failure in found.failures.values():
        if wrong := {*failure.then} - {*found.methods}:
            raise DefinitionError(f"methods.toml：{failure.id} 之后的方式 {'、'.join(sorted(wrong))} 没有定义")


# ---- may this paper go this way? ----

Condition_ = Callable[[Condition, Recipient, Setting, Mapping[str, Any]], bool]


def _simplified(_: Condition, __: Recipient, setting: Setting, ___: Mapping[str, Any]) -> bool:
    return setting.procedure == "simplified"


def _consented(_: Condition, person: Recipient, __: Setting, ___: Mapping[str, Any]) -> bool:
    return person.has_consented


def _leaving(_: Condition, person: Recipient, setting: Setting, asked: Mapping[str, Any]) -> bool:
    """CHR 20(2): a firm that stopped business, and as many workers as the law asks for."""
    if asked.get("leave_ground") != "stopped":
        return True
    return person.kind == "employer" and setting.workers >= collective_from(setting.day)


def _checked(_: Condition, __: Recipient, ___: Setting, asked: Mapping[str, Any]) -> bool:
    return asked.get("notice_ground") != "unknown" or bool(asked.get("inquiry"))


def _failed(condition: Condition, person: Recipient, _: Setting, asked: Mapping[str, Any]) -> bool:
    return asked.get("notice_ground") != "failed" or not _not_tried(condition, person)


def _not_tried(condition: Condition, person: Recipient) -> list[str]:
    tried = {a.method for a in person.attempts if a.result == "failed"}
    # Taken in by somebody else is tried where direct service is.
    tried |= {"direct"} if "co_resident" in tried else set()
    return [name for name in condition.after if name not in tried]


CONDITIONS: Mapping[str, Condition_] = {
    "is_simplified": _simplified,
    "has_consented": _consented,
    "leaving_is_open": _leaving,
    "whereabouts_were_checked": _checked,
    "other_ways_failed": _failed,
}


def objections(kind: str, method: str, person: Recipient, setting: Setting, asked: Mapping[str, Any]) -> list[Reason]:
    """Why a paper of this kind may not go to this person in this way; empty when it may."""
    known = book().methods[method]
    found = [
        Reason(one.why, one.basis) for one in known.refused if kind in one.kinds and one.unless not in setting.lifted
    ]
    for condition in known.conditions:
        if not CONDITIONS[condition.name](condition, person, setting, asked):
            missing = "、".join(book().methods[one].title for one in _not_tried(condition, person))
            said = condition.why.replace("{missing}", missing).replace("{least}", str(collective_from(setting.day)))
            named = said.replace("{name}", person.name) if "{name}" in said else f"{person.name}：{said}"
            found.append(Reason(named if person.name else said, condition.basis))
    return found


def lacking(method: str, asked: Mapping[str, Any], *, for_many: bool = False) -> list[Reason]:
    """The proofs the method asks for and nobody has given."""
    return [
        Reason(need.why, need.basis)
        for need in book().methods[method].needs
        if not asked.get(need.field) and not (for_many and need.each)
    ]


def wrong_taker(kind: str, method: str, person: Recipient, relation: str, name: str) -> Reason | None:
    """Why the person who signed may not sign for this one (CPL 88; CPLI 133)."""
    known = book()
    if not relation or method not in known.methods:
        return None
    taker = known.takers[relation]
    for rule in known.personal:
        if kind in rule.kinds and relation not in rule.takers:
            return Reason(rule.why, rule.basis)
    takers = known.methods[method].takers
    if takers and relation not in takers:
        return Reason(f"本人签收的，请选择直接送达；{taker.title}不在这种方式之列。", "CHR 20; CPL 88")
    if taker.of and person.kind not in taker.of:
        return Reason(taker.why, taker.basis)
    listed = getattr(person, taker.listed) if taker.listed else None
    if listed is not None and name not in listed:
        return Reason(f"“{name}”{taker.why}", taker.basis)
    return None


# ---- what comes next ----


@dataclass(frozen=True)
class Proposal:
    """The next sensible method for one paper and person, and why this one."""

    method: str
    why: str
    open: tuple[str, ...] = field(default=())
    """Every method that is open to this paper and person now, in the order in which they are tried."""


def next_method(kind: str, paper_id: int, person: Recipient, setting: Setting) -> Proposal:
    """What to try next: what the last failure leads to, else the first open method not tried yet for this paper."""
    known = book()
    opened = [name for name in known.methods if not _shut(kind, name, person, setting)]
    mine = [a for a in person.attempts if a.paper_id == paper_id and a.result == "failed"]
    under_way = next((a for a in reversed(person.attempts) if a.paper_id == paper_id and a.result == "sent"), None)
    if under_way is not None:
        return Proposal(under_way.method, "已经发出：收到回执的登记送达，退回的登记没有送到。", tuple(opened))
    tried = [a.method for a in mine]
    others = [a for a in person.attempts if a.result == "failed"]
    last = (mine or others)[-1] if mine or others else None
    if last is not None and last.failure in known.failures:
        failure = known.failures[last.failure]
        for name in failure.then:
            if name in opened and name not in tried:
                return Proposal(name, f"上一次没有送到：{failure.title}。", tuple(opened))
    for name in opened:
        if name not in tried and not known.methods[name].last:
            return Proposal(name, "还没有试过的方式中最简便的一种。" if tried else "", tuple(opened))
    for name in opened:
        if known.methods[name].last and name not in tried:
            return Proposal(name, "其他方式都没有送到。", tuple(opened))
    return Proposal("direct", "", tuple(opened))


def _shut(kind: str, method: str, person: Recipient, setting: Setting) -> bool:
    """Whether nothing that could be typed would open the method."""
    return bool(objections(kind, method, person, setting, {}))


def addressed_to(kind: str) -> Addressed | None:
    """To whom a kind of paper is to be served; None for papers nobody has to be served with."""
    return book().addressed.get(kind)


def kinds_to_serve() -> Sequence[str]:
    """Every kind of paper somebody has to be served with."""
    return list(book().addressed)
