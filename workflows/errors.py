"""What the law or the desk answers instead of doing a thing, and what is wrong with an input.

Two kinds. `Refused` is an answer (HTTP 409): the procedure does not allow the step now.
`InputError` is about what was typed (HTTP 422, exit code 2): it names the field, the value
and the remedy. Anything else that escapes is a fault of the program.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """Why a step cannot be taken now.

    `text` is a whole Chinese sentence: what is missing and what to do now.
    `basis` is the article ("LMA 42; CHR 71"), empty only where no law is involved.
    """

    text: str
    basis: str = ""


class HengjianError(Exception):
    """Everything this product says no with."""


class Refused(HengjianError):
    """The step may not be taken now. Carries every reason at once."""

    def __init__(self, step: str, reasons: list[Reason], basis: str = "") -> None:
        self.step = step
        self.reasons = reasons
        self.basis = basis
        super().__init__(f"不能办理「{step}」：" + "；".join(r.text for r in reasons))


class InputError(HengjianError):
    """A value that cannot be used: which field, which value, why, and what to do."""

    def __init__(self, field: str, value: object, why: str, remedy: str, basis: str = "") -> None:
        self.field = field
        self.value = value
        self.why = why
        self.remedy = remedy
        self.basis = basis
        shown = str(value)
        shown = shown if len(shown) <= 60 else shown[:57] + "…"
        super().__init__(f"「{field}」填写的“{shown}”不能使用：{why}{remedy}")


class NotInForce(HengjianError):
    """No value of a parameter, or no version of a rule, is in force on the day asked for."""


class DefinitionError(HengjianError):
    """A data file of the procedure or of the law is not sound. Names file, block and reason."""
