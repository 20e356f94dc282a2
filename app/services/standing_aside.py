"""暂停参与 (CHR 11): who is challenged, or recused, writes and decides nothing in the case meanwhile."""

from app.models import Case, Request
from app.services import case_rows
from app.services.desk import Desk
from workflows.errors import Reason, Refused

ASIDE = ("received", "granted")


def persons(desk: Desk, case: Case) -> frozenset[int]:
    """Whose challenge is not decided, or was upheld."""
    rows = case_rows.of_case(desk.session, Request, case.id or 0)
    return frozenset(one.staff_id for one in rows if one.kind == "recusal" and one.staff_id and one.state in ASIDE)


def refuse(desk: Desk, case: Case, what: str) -> None:
    """For acts that are no steps. Raises Refused when the person at the desk has to stand aside."""
    if desk.actor.id in persons(desk, case):
        why = "回避决定作出前（或者决定回避后），您应当暂停参与本案的处理，不能撰写、修改裁决稿。请由仲裁庭其他成员办理。"
        raise Refused(what, [Reason(why, "CHR 11")], "CHR 11")
