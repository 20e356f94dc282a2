"""Fields: asked and read by somebody, read and asked by the step."""

from collections import defaultdict
from collections.abc import Iterator

from app.services import form_rows
from app.services.definition.source import Source
from app.services.forms import readers
from app.services.steps import NOTED
from workflows.soundness import Finding
from workflows.soundness.finding import about
from workflows.statute import Statute

WITHOUT_READER = ("outcomes", "staff_list", "yes_no", "choice_list", "payment_lines")
"""Types `forms` reads in a way of their own."""


def fields_have_readers(book: Statute, _: Source) -> Iterator[Finding]:
    """A type nobody reads would break the form."""
    known = {*readers(), *form_rows.READERS, *WITHOUT_READER}
    for field in book.fields.values():
        if field.type not in known:
            yield Finding("", f"填写项 {field.id}", f"不认识的类型 {field.type!r}")


def asked_and_read(book: Statute, source: Source) -> Iterator[Finding]:
    """What nobody reads should not be asked: it would be typed and lost."""
    for name in {name for rule in book.rules for name in rule.asks}:
        if name not in source.words and name not in NOTED and f"asked.{name}" not in source.template_words:
            yield Finding("", f"填写项 {name}", "填写了却没有一处读取")


def read_and_asked(book: Statute, source: Source) -> Iterator[Finding]:
    """What an effect or a condition cannot do without is asked by every step it serves."""
    by_id = defaultdict(list)
    for rule in book.rules:
        by_id[rule.id].append(rule)
    for effect in source.effects:
        for rule in (r for name in effect.rules for r in by_id.get(name, ())):
            if rule.by == ("system",):
                continue
            for name in sorted(effect.must_have - set(rule.asks) - source.derived):
                yield about(rule, f"后果 {effect.name}（{effect.file}）要读 {name!r}，这一步却没有问")
    asks_of: dict[str, set[str]] = defaultdict(set)
    for rule in book.rules:
        for guard in (*rule.when, *rule.checks, *(w for b in rule.branches for w in b.when)):
            asks_of[guard] |= set(rule.asks)
    for guard, wanted in source.guard_reads.items():
        if guard in asks_of and wanted and not (wanted & (asks_of[guard] | source.derived)):
            yield Finding("", f"条件 {guard}", f"要读 {'、'.join(sorted(wanted))}，用它的条目却都没有问")
