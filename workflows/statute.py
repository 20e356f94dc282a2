"""Reads the articles. A definition that is not sound does not load: the error names file, block and reason."""

import hashlib
import json
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from workflows.errors import DefinitionError
from workflows.soundness import findings
from workflows.states import ROLES, START, STAY

__all__ = ["FOLDER", "ROLES", "START", "STAY", "Branch", "Rule", "Statute", "check", "load", "statute"]

FOLDER = Path(__file__).parent / "articles"
ASIDE = ("case", "hearing", "request", "award")
"""Machines whose steps a challenged official does not take meanwhile."""
ASIDE_CONDITION = "actor_is_not_challenged"


@dataclass(frozen=True)
class Branch:
    """One way a rule can go: the state it leads to and the conditions for it; the last has none."""

    to: str
    when: tuple[str, ...] = ()


@dataclass(frozen=True)
class Opens:
    """A limit a rule opens: which limit, counted from which day ("today" or a field), for whom."""

    rule: str
    origin: str = "today"
    party: str = ""


@dataclass(frozen=True)
class Rule:
    """One article of the procedure: from where to where, by whom, on which conditions and ground."""

    id: str
    machine: str
    title: str
    title_en: str
    sources: tuple[str, ...]
    branches: tuple[Branch, ...]
    by: tuple[str, ...]
    when: tuple[str, ...]
    checks: tuple[str, ...]
    asks: tuple[str, ...]
    opens: tuple[Opens, ...]
    closes: tuple[str, ...]
    issues: tuple[str, ...]
    makes: tuple[str, ...]
    """Papers its effect makes, because what they say or how many there are depends on what was typed."""
    basis: str
    since: date
    until: date | None
    inner: bool
    file: str
    elsewhere: bool = False
    urgent: bool = False
    """An urgent measure: whoever is challenged may still take it (CHR 11)."""
    """Taken from a page of its own, not from the list of next steps."""
    kinds: tuple[str, ...] = ()
    """Only for subjects of these kinds (a counterclaim among requests, an annulment among suits); empty: for all.

    A rule that starts something names one kind: the kind of what it starts.
    """

    approval: str = ""
    """Needs approval of this kind (workflows/approvals.toml): taking it opens an approval, and its last level does it."""

    @property
    def conditions(self) -> tuple[str, ...]:
        """What is asked when the step is offered: nobody who is challenged takes part, but for urgent measures (CHR 11)."""
        first = () if self.urgent or self.machine not in ASIDE or ASIDE_CONDITION in self.when else (ASIDE_CONDITION,)
        return (*first, *self.when)

    def concerns(self, kind: str) -> bool:
        """Whether the rule is for subjects of this kind ("" where the machine knows none)."""
        return not self.kinds or kind in self.kinds

    @property
    def papers(self) -> tuple[str, ...]:
        """Every paper the step brings about; a page may show them before it is taken."""
        return (*self.issues, *self.makes)

    @property
    def starts(self) -> bool:
        """True when the rule brings its subject into being."""
        return self.sources == (START,)

    def targets(self) -> tuple[str, ...]:
        """Every state the rule can lead to; a rule that stays leads to each of its sources."""
        found: list[str] = []
        for branch in self.branches:
            found += self.sources if branch.to == STAY else [branch.to]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Statute:
    """All articles. `version` is the hash of everything they say."""

    rules: tuple[Rule, ...]
    fields: Mapping[str, "FieldDefinition"]
    tasks: tuple["TaskRule", ...]
    clocks: tuple["Clock", ...]
    version: str

    def rule(self, rule_id: str, on: date) -> Rule:
        """The version of a rule in force on a day. Raises KeyError for an unknown or not yet valid one."""
        versions = self._by_id.get(rule_id, ())
        fitting = [r for r in versions if r.since <= on and (r.until is None or on <= r.until)]
        if not fitting:
            raise KeyError(rule_id)
        return max(fitting, key=lambda r: r.since)

    def of(self, machine: str, on: date) -> tuple[Rule, ...]:
        """The rules of a machine in force on a day, in the order they are written."""
        found = []
        for rule_id in self._of_machine.get(machine, ()):
            try:
                found.append(self.rule(rule_id, on))
            except KeyError:
                continue
        return tuple(found)

    @cached_property
    def _by_id(self) -> Mapping[str, Sequence[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.id, []).append(rule)
        return found

    @cached_property
    def _of_machine(self) -> Mapping[str, Mapping[str, None]]:
        """The ids of a machine's rules, in the order they are written."""
        found: dict[str, dict[str, None]] = {}
        for rule in self.rules:
            found.setdefault(rule.machine, {})[rule.id] = None
        return found


@dataclass(frozen=True)
class FieldDefinition:
    """Something a step asks for. `type` names its reader in app/services/forms.py: date, instant, text, long_text,
    choice, choice_list, money, number, yes_no, party, item, staff, staff_list, body, court, channel, paper, award, cause,
    outcomes, mediator, appearance (each party), votes (each arbitrator), item_list, signer, payment_line, payment_lines, agent, service, attachment_list."""

    id: str
    title: str
    title_en: str
    type: str
    required: bool = True
    choices: tuple[tuple[str, str, str], ...] = ()
    help: str = ""
    help_en: str = ""
    max_length: int = 2000
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class TaskRule:
    """A task that stands open while its subject is in one of `states`; its day comes from the limit named."""

    id: str
    title: str
    title_en: str
    machine: str
    states: tuple[str, ...]
    role: str
    at: str
    limit: str = ""
    when: tuple[str, ...] = ()
    day: str = ""
    """"hearing": its day is the day of the hearing that is set, whatever limit runs."""
    done_by: tuple[str, ...] = ()
    """The steps that do it. Ended by anything else its reason fell away, and it is cancelled. Empty: any step its role
    may take on its machine."""


@dataclass(frozen=True)
class Clock:
    """A limit that starts for a party on the day a paper was served on it, and one the service itself fulfils."""

    paper: str
    rule: str
    closes: str = ""
    side: str = ""
    party_kind: str = ""
    award_type: str = ""


def _words(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _branches(raw: Any) -> tuple[Branch, ...]:
    if isinstance(raw, str):
        return (Branch(raw),)
    return tuple(Branch(to=b["to"], when=_words(b.get("when", ()))) for b in raw)


def _rule(raw: Mapping[str, Any], file: str, machine: str, position: int) -> Rule:
    where = f"{file}：条目 {raw.get('id', f'第 {position} 条')} 有误"
    for key in ("id", "title", "from", "to", "by", "basis", "since"):
        if not raw.get(key):
            raise DefinitionError(f"{where}：缺少 {key}")
    known = {
        "id",
        "machine",
        "title",
        "title_en",
        "from",
        "to",
        "by",
        "when",
        "checks",
        "asks",
        "opens",
        "closes",
        "issues",
        "makes",
        "basis",
        "since",
        "until",
        "inner",
        "elsewhere",
        "kind",
        "approval",
        "urgent",
    }
    strange = set(raw) - known
    if strange:
        raise DefinitionError(f"{where}：不认识的键 {'、'.join(sorted(strange))}")
    return Rule(
        id=raw["id"],
        machine=raw.get("machine", machine),
        title=raw["title"],
        title_en=raw.get("title_en", raw["title"]),
        sources=_words(raw["from"]),
        branches=_branches(raw["to"]),
        by=_words(raw["by"]),
        when=_words(raw.get("when", ())),
        checks=_words(raw.get("checks", ())),
        asks=_words(raw.get("asks", ())),
        opens=tuple(Opens(o["rule"], o.get("origin", "today"), o.get("party", "")) for o in raw.get("opens", ())),
        closes=_words(raw.get("closes", ())),
        issues=_words(raw.get("issues", ())),
        makes=_words(raw.get("makes", ())),
        basis=raw["basis"],
        since=raw["since"],
        until=raw.get("until"),
        inner=raw.get("inner", False),
        file=file,
        elsewhere=raw.get("elsewhere", False),
        urgent=raw.get("urgent", False),
        kinds=_words(raw.get("kind", ())),
        approval=raw.get("approval", ""),
    )


def load(folder: Path = FOLDER) -> Statute:
    """Read every article file and prove the whole sound. Raises DefinitionError."""
    book = read(folder)
    check(book)
    return book


def read(folder: Path = FOLDER) -> Statute:
    """The articles as they are written, sound or not. Raises DefinitionError only for what cannot be read at all."""
    rules: list[Rule] = []
    fields: dict[str, FieldDefinition] = {}
    tasks: list[TaskRule] = []
    clocks: list[Clock] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise DefinitionError(f"{path.name}：不是合格的 TOML：{error}") from error
        machine = raw.get("machine", "")
        rules += [_rule(block, path.name, machine, n) for n, block in enumerate(raw.get("rule", ()), start=1)]
        for block in raw.get("field", ()):
            choices = tuple(tuple(c) for c in block.get("choices", ()))
            fields[block["id"]] = FieldDefinition(**{**block, "choices": choices, "roles": _words(block.get("roles", ()))})
        tasks += [
            TaskRule(**{**b, "states": _words(b["states"]), "when": _words(b.get("when", ())), "done_by": _words(b.get("done_by", ()))})
            for b in raw.get("task", ())
        ]
        clocks += [Clock(**b) for b in raw.get("clock", ())]
    return Statute(tuple(rules), fields, tuple(tasks), tuple(clocks), _version(rules))


def _version(rules: Collection[Rule]) -> str:
    said = json.dumps([asdict(r) for r in rules], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def check(book: Statute) -> None:
    """Prove a definition sound. Raises DefinitionError with every finding: file, block and reason."""
    if wrong := findings(book):
        raise DefinitionError("\n".join(str(one) for one in wrong))


@cache
def statute() -> Statute:
    """The articles the product ships, read and proved once per process."""
    return load()
