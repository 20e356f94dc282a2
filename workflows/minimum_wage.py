"""The local monthly minimum wage by day and place, and how sure it is (MWR 3, 10)."""

from collections.abc import Iterable
from datetime import date

from workflows import parameters
from workflows.amounts import FEN_PER_YUAN, yuan_text
from workflows.parameters import Entry

NAME = "minimum_wage"


def full_place(place: str) -> str:
    """`place` as the parameter writes it ("山东省/东营市"); "东营市", "东营" or "山东省东营市东营区" are understood.

    A place nobody has listed comes back as it was; the look-up then says that no value is known.
    """
    if not place or "/" in place:
        return place
    known = {e.place for e in parameters.shipped()[NAME].entries}
    for candidate in sorted(known, key=len, reverse=True):
        last = candidate.split("/")[-1]
        if last in place or (last.endswith("市") and place.startswith(last[:-1])):
            return candidate
    return place


def entry(place: str, day: date, extra: Iterable[Entry] = ()) -> Entry:
    """The entry in force. Raises NotInForce when nobody has entered one for the place and day."""
    return parameters.on(day, NAME, full_place(place), extra)


def fen(found: Entry) -> int:
    """The amount of an entry in fen."""
    return int(found.value) * FEN_PER_YUAN


def caution(found: Entry) -> str | None:
    """What must be said beside the number when nobody has read its text; None when it is sure."""
    if not found.needs_check:
        return None
    return (
        f"最低工资 {yuan_text(fen(found))} 元（{found.place}，自 {found.start.isoformat()} 起，{found.basis}）待核对"
        f"（标记 {found.mark}）{'：' + found.note if found.note else ''}。请核对公布文件后由管理员登记。"
    )
