"""What services answer besides `Refused`."""

from collections.abc import Sequence

from workflows.errors import HengjianError, InputError


class NotYours(HengjianError):
    """The thing does not exist, or does not concern this person: both are answered alike (404)."""


class NotAllowed(HengjianError):
    """The person may see the thing, but this act belongs to another role (403). `who` names the roles that may."""

    def __init__(self, step: str, who: Sequence[str], basis: str = "") -> None:
        self.step = step
        self.who = tuple(who)
        self.basis = basis
        super().__init__(f"「{step}」不由您的岗位办理，由{'、'.join(who)}办理。")


class Stale(HengjianError):
    """The case has moved on since the page was shown (409). `changed` says what happened meanwhile."""

    def __init__(self, step: str, changed: Sequence[str]) -> None:
        self.step = step
        self.changed = tuple(changed)
        super().__init__(f"「{step}」没有办理：您打开页面之后，案件已经有了变化。请核对后重新办理，您填写的内容仍然保留。")


class InvalidInput(HengjianError):
    """One or more values cannot be used (422). Every problem at once."""

    def __init__(self, errors: Sequence[InputError]) -> None:
        self.errors = tuple(errors)
        super().__init__("；".join(str(e) for e in errors))
