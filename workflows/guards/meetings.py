"""联席会议: the conditions of bringing a case before a meeting. Each answers nothing, or the reason in words."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard


@guard
def no_discussion_is_open(facts: Facts) -> Reason | None:
    """One question at a time."""
    if not facts.discussion_open:
        return None
    return Reason("本案已有一项讨论还没有结束。请先办理完毕或者撤回。", "O70 四")


@guard
def the_reading_period_ends_after_it_starts(facts: Facts) -> Reason | None:
    """The file is open from a day until a day."""
    first, last = facts.asked.get("read_from"), facts.asked.get("read_until")
    if first is None or last is None or (facts.today <= last and first <= last):
        return None
    return Reason("阅卷的最后一日早于第一日，或者已经过去。请核对两个日期。", "O70 四")


@guard
def the_meeting_was_held(facts: Facts) -> Reason | None:
    """What was said is recorded after it was said."""
    if facts.meeting_held:
        return None
    return Reason("联席会议还没有登记召开。请先在「联席会议」页登记召开日期。", "O70 四")


@guard
def a_standard_is_complete(facts: Facts) -> Reason | None:
    """A standard has a number, a title and the kind of claim it governs."""
    given = [bool(facts.asked.get(name)) for name in ("standard_number", "standard_title", "standard_item")]
    if all(given) or not any(given):
        return None
    return Reason("作为口径发布的，编号、标题和适用的请求项要一并填写；不作为口径的，三项都留空。", "O70 四")
