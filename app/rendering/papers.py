"""Papers: from frozen facts to the same HTML, and from the HTML to the same PDF, every time.

`render_html` and `make_pdf` know no database and no clock. The caller freezes the facts (a plain
JSON-able dict, contract in docs/papers.md) and stores the PDF with its hash.
"""

import hashlib
import html as html_entities
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError
from markupsafe import escape

from app.rendering import fonts
from app.rendering.errors import MissingFacts, PaperError
from app.rendering.filters import FILTERS
from app.rendering.gaps import CollectingEnvironment, GapList, ReadsFactsFirst, passing
from app.rendering.kinds import FOLDER, PaperKind, kind, label_of

Facts = Mapping[str, Any]

TAG = re.compile(r"(<[^>]*>)")
GLUED = re.compile(r"\d[\d,]*(?:\.\d+)?元|〔\d{4}〕|第[\d-]+号")
"""What must not break across lines: a sum from its 元, a serial number from its 号."""
NAME_KEYS = frozenset(("name", "legal_representative", "chief", "recorder", "recipient", "signed_by", "mediator"))
NAME_LISTS = frozenset(("members", "present", "servers"))


@dataclass(frozen=True)
class MadePaper:
    """A finished paper. `text` is what a reader reads, one line per paragraph or row."""

    pdf: bytes
    sha256: str
    pages: int
    text: str


def render_html(name: str, facts: Facts, *, preview: bool = False) -> str:
    """The paper as HTML. With `preview` gaps show in red; without, MissingFacts names all of them at once."""
    paper = kind(name)
    clean = pruned(facts)
    if preview:
        return _with_fallback(_collect(paper, clean, GapList(clean)), clean)
    if _declared(paper, clean):
        raise _missing_facts(paper, clean)
    try:
        page = _environment().get_template(f"{name}/body.html").render(clean, paper_kind=paper)
    except UndefinedError as error:
        raise _missing_facts(paper, clean) from error
    fonts.refuse_unwritable([visible_text(page)], paper.title)
    return _with_fallback(page, clean)


def make_pdf(name: str, facts: Facts, *, attachment: Facts | None = None) -> MadePaper:
    """The paper as PDF/A-3b; the same facts give the same bytes.

    `attachment` is what goes into the file as JSON for other programs; it must hold nothing that
    is not in the paper itself, so the caller says what it is and nothing is attached unasked.
    Raises MissingFacts, or PaperError when a character cannot be written or the log is not empty.
    """
    from app.rendering.press import press  # noqa: PLC0415 - WeasyPrint costs a second; a preview does not need it

    page = render_html(name, facts)
    attached = canonical(attachment) if attachment is not None else None
    pdf, pages = press().print(kind(name), page, attached, _made_on(facts))
    return MadePaper(pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(), pages=pages, text=visible_text(page))


def missing(name: str, facts: Facts) -> list[str]:
    """Paths of every fact the paper needs and does not have; empty when it can be made."""
    paper = kind(name)
    clean = pruned(facts)
    gaps = GapList(clean)
    _collect(paper, clean, gaps)
    return list(dict.fromkeys(_declared(paper, clean) + gaps.paths))


def canonical(value: Any) -> bytes:
    """JSON in one fixed form, to be hashed or attached."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode()


def pruned(value: Any) -> Any:
    """`value` without empty entries: a fact that is None or blank is a missing fact, not a blank in the paper."""
    if isinstance(value, Mapping):
        return {k: pruned(v) for k, v in value.items() if v is not None and not (isinstance(v, str) and not v.strip())}
    if isinstance(value, (list, tuple)):
        return [pruned(v) for v in value]
    return value


def visible_text(page: str) -> str:
    """What a reader reads of the HTML, one line per paragraph, heading or table row."""
    body = page[page.index("<body") :] if "<body" in page else page
    body = re.sub(r"<(svg|style)\b.*?</\1>", "", body, flags=re.DOTALL)
    body = re.sub(r"\s+", " ", body)
    body = re.sub(r"</(p|h\d|tr|li|div|caption|section|header)>|<br>", "\n", body)
    body = re.sub(r"</t[dh]>", " ｜ ", body)
    text = html_entities.unescape(TAG.sub("", body))
    lines = (re.sub(r"[ \t]+", " ", line).strip().removesuffix("｜").strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


@cache
def _environment() -> Environment:
    environment = ReadsFactsFirst(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({name: passing(function) for name, function in FILTERS.items()})
    return environment


def _missing_facts(paper: PaperKind, facts: Facts) -> MissingFacts:
    lacking = missing(paper.id, facts)
    return MissingFacts(paper.title, lacking, [label_of(path) for path in lacking])


def _collect(paper: PaperKind, facts: Facts, gaps: GapList) -> str:
    """Render once with gaps shown, noting every fact that was read and is not there."""
    environment = CollectingEnvironment(gaps, FILTERS, FileSystemLoader(FOLDER))
    return environment.get_template(f"{paper.id}/body.html").render(facts, paper_kind=paper)


def _declared(paper: PaperKind, facts: Facts) -> list[str]:
    """Paths of the facts about.toml declares and that are not there."""
    return [path for fact in paper.facts for path in _absent(facts, fact.split("."), "")]


def _absent(node: Any, steps: list[str], path: str) -> Iterator[str]:
    if not steps:
        return
    step, rest = steps[0], steps[1:]
    name = step.removesuffix("[]")
    here = f"{path}.{name}" if path else name
    value = node.get(name) if isinstance(node, Mapping) else None
    if value is None or value == []:
        yield here + "".join(f".{s}" for s in rest) if not step.endswith("[]") else here
    elif step.endswith("[]"):
        for position, item in enumerate(value):
            yield from _absent(item, rest, f"{here}[{position}]")
    else:
        yield from _absent(value, rest, here)


def _names(value: Any, key: str = "") -> Iterator[str]:
    """Every name of a person or body in the facts."""
    if isinstance(value, Mapping):
        for k, v in value.items():
            yield from _names(v, k)
    elif isinstance(value, list):
        for v in value:
            yield from _names(v, key)
    elif isinstance(value, str) and (key in NAME_KEYS or key in NAME_LISTS):
        yield value


def _with_fallback(page: str, facts: Facts) -> str:
    """Set what the preferred faces lack in the fall-back face: a name as a whole, anything else by the character."""
    page = _wrapped(page, GLUED, "nowrap")
    rare = fonts.rare(visible_text(page))
    if not rare:
        return page
    whole = sorted({n for n in _names(facts) if any(c in n for c in rare)}, key=lambda n: (-len(n), n))
    wanted = [re.escape(str(escape(name))) for name in whole]
    pattern = re.compile("|".join([*wanted, "[" + "".join(map(re.escape, rare)) + "]+"]))
    return _wrapped(page, pattern, "rare")


def _wrapped(page: str, pattern: re.Pattern[str], style: str) -> str:
    """The page with every match of `pattern` in the text a reader sees put into a span."""
    head, mark, body = page.partition("<body")
    pieces = TAG.split(mark + body)
    pieces[::2] = [pattern.sub(rf'<span class="{style}">\g<0></span>', piece) for piece in pieces[::2]]
    return head + "".join(pieces)


def _made_on(facts: Facts) -> str:
    """The day printed in the file's own properties: the paper's date."""
    return str(facts.get("paper", {}).get("date", ""))


__all__ = ["Facts", "MadePaper", "MissingFacts", "PaperError", "make_pdf", "missing", "render_html"]
