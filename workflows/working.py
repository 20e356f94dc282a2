"""The working behind a date or a sum: lines that a person can follow, each with its ground."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of a working.

    `text` is a plain Chinese sentence or formula with its numbers; `basis` the article
    ("CPL 85; CC 203") or the fact (an office's notice number) it rests on.
    """

    text: str
    basis: str

    def as_dict(self) -> dict[str, str]:
        return {"text": self.text, "basis": self.basis}
