"""What must fit between the articles and the program: effects, papers, fields, roles, limits. `hengjian procedure check`
prints it after the findings of `workflows.soundness`, which knows the articles alone."""

from collections.abc import Callable, Iterator

from app.services.definition import fitting, reading
from app.services.definition.source import Source, read_source
from workflows.soundness import Finding
from workflows.statute import Statute

__all__ = ["findings"]

Validator = Callable[[Statute, Source], Iterator[Finding]]
VALIDATORS: tuple[Validator, ...] = (
    fitting.machines,
    fitting.machines_meet,
    fitting.papers,
    fitting.effects_have_articles,
    fitting.what_people_start_is_made,
    fitting.what_the_system_takes_is_taken,
    fitting.somebody_may,
    fitting.limits_end,
    fitting.limits_have_consequences,
    reading.fields_have_readers,
    reading.asked_and_read,
    reading.read_and_asked,
)


def findings(book: Statute) -> list[Finding]:
    """Everything in which articles and program do not fit."""
    source = read_source()
    return [one for check in VALIDATORS for one in check(book, source)]
