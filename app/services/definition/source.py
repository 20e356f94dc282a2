"""A static look at the program: which step's effect performs which, which fields it reads, which names it speaks."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
REGISTERING = ("before", "during", "after")


@dataclass(frozen=True)
class Effect:
    """One function registered for steps: which, what it reads of what was typed, and which steps it performs."""

    name: str
    file: str
    when: str
    rules: tuple[str, ...]
    must_have: frozenset[str]
    """Fields read as asked["…"]: the step fails when they are not there."""
    performs: frozenset[str]
    """Names said in the function and in the helpers of its file it calls; those that are articles are performed."""


@dataclass(frozen=True)
class Source:
    """What the program says, read without running it."""

    effects: tuple[Effect, ...]
    words: frozenset[str]
    """Every text constant of the services and conditions."""
    guard_reads: Mapping[str, frozenset[str]]
    """Condition → the fields it reads."""
    template_words: str
    opened_limits: frozenset[str]
    """Limits the services open by name."""
    derived: frozenset[str]
    """What the services add to what was typed, before the conditions look (asked["…"] = …)."""
    words_beside: frozenset[str]
    """Every text constant of the services outside the calls that open limits."""

    def says(self, rule: str) -> bool:
        """Whether the program names a step, whole or put together from its activity ("pre." and a kind)."""
        return rule in self.words or rule.rsplit(".", 1)[0] + "." in self.words

    def follows(self, rule: str, known: frozenset[str]) -> frozenset[str]:
        """The steps an effect of `rule` may take through the door."""
        return frozenset(
            name for e in self.effects if rule in e.rules for name in e.performs if name in known and name != rule
        )


def read_source(root: Path = ROOT) -> Source:
    """Read effects, services, conditions and templates."""
    words: set[str] = set()
    opened: set[str] = set()
    beside: set[str] = set()
    derived: set[str] = {"matter_id"}
    for path in sorted((root / "app/services").rglob("*.py")):
        if "definition" not in path.parts:
            here, there = _opened_limits(ast.parse(path.read_text(encoding="utf-8")))
            opened |= here
            derived |= set(_subscripts(ast.parse(path.read_text(encoding="utf-8")), "asked", ast.Store))
            beside |= there
    for path in sorted((root / "app").rglob("*.py")):
        if "migrations" not in path.parts and "definition" not in path.parts:
            words |= _words(ast.parse(path.read_text(encoding="utf-8")))
    for path in sorted((root / "workflows").rglob("*.py")):
        words |= _words(ast.parse(path.read_text(encoding="utf-8")))
    effects = [e for p in sorted((root / "app/services/effects").glob("*.py")) for e in _effects(p)]
    guard_reads: dict[str, frozenset[str]] = {}
    for path in sorted((root / "workflows/guards").glob("*.py")):
        guard_reads |= _guards(ast.parse(path.read_text(encoding="utf-8")))
    templates = "\n".join(p.read_text(encoding="utf-8") for p in sorted((root / "templates").rglob("*.html")))
    return Source(tuple(effects), frozenset(words), guard_reads, templates, frozenset(opened), frozenset(derived), frozenset(beside))


def _words(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _opened_limits(tree: ast.Module) -> tuple[set[str], set[str]]:
    """The texts said inside calls of `open_limit`, and those said anywhere else."""
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) == "open_limit"
    ]
    inside = {part for call in calls for part in ast.walk(call) if isinstance(part, ast.Constant)}
    said = {n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return {str(n.value) for n in inside if isinstance(n.value, str)}, {str(n.value) for n in said - inside}


def _functions(tree: ast.Module) -> Mapping[str, ast.FunctionDef]:
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _effects(path: Path) -> Iterator[Effect]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = _functions(tree)
    constants = _named_tuples(tree)
    for function in functions.values():
        for decorator in function.decorator_list:
            if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name)):
                continue
            if decorator.func.id not in REGISTERING:
                continue
            yield Effect(
                name=function.name,
                file=path.name,
                when=decorator.func.id,
                rules=tuple(_rules_of(decorator, constants)),
                must_have=frozenset(_subscripts(function, "asked")),
                performs=frozenset(_reachable_words(function, functions, constants)),
            )


def _named_tuples(tree: ast.Module) -> Mapping[str, set[str]]:
    """Names of the module's own level → the texts they hold."""
    return {
        target.id: _words(node.value)
        for node in tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }


def _rules_of(call: ast.Call, constants: Mapping[str, set[str]]) -> Iterator[str]:
    for argument in call.args:
        if isinstance(argument, ast.Constant):
            yield str(argument.value)
        elif isinstance(argument, ast.Starred) and isinstance(argument.value, ast.Name):
            yield from sorted(constants.get(argument.value.id, ()))


def _reachable_words(
    start: ast.FunctionDef, functions: Mapping[str, ast.FunctionDef], constants: Mapping[str, set[str]]
) -> set[str]:
    """Texts said in a function's body, in the tables it names and in the functions of its file it calls."""
    found: set[str] = set()
    seen: set[str] = set()
    todo = [start.name]
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        body = ast.Module(body=functions[name].body, type_ignores=[])
        found |= _words(body)
        for node in ast.walk(body):
            if isinstance(node, ast.Name):
                found |= constants.get(node.id, set())
                if node.id in functions:
                    todo.append(node.id)
    return found


def _subscripts(tree: ast.AST, name: str, how: type[ast.expr_context] = ast.Load) -> Iterator[str]:
    """The keys read (or set) as name["…"]."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.value, ast.Name)
            and node.value.id == name
            and isinstance(node.slice, ast.Constant)
            and isinstance(node.ctx, how)
        ):
            yield str(node.slice.value)


def _guards(tree: ast.Module) -> dict[str, frozenset[str]]:
    """Condition → the keys it takes out of facts.asked, itself or through functions of its file."""
    functions = _functions(tree)
    reads: dict[str, set[str]] = defaultdict(set)
    calls: dict[str, set[str]] = defaultdict(set)
    for name, function in functions.items():
        for node in ast.walk(function):
            if isinstance(node, ast.Subscript) and _is_asked(node.value) and isinstance(node.slice, ast.Constant):
                reads[name].add(str(node.slice.value))
            if _is_get(node):
                reads[name].add(node.args[0].value)  # type: ignore[attr-defined]
            if isinstance(node, ast.Name) and node.id in functions:
                calls[name].add(node.id)
    for _ in functions:
        for name, called in calls.items():
            for other in called:
                reads[name] |= reads.get(other, set())
    return {name: frozenset(reads.get(name, ())) for name in functions}


def _is_get(node: ast.AST) -> bool:
    """facts.asked.get("…")"""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "get"
        and _is_asked(node.func.value)
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant)
    )


def _is_asked(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "asked"
