"""仲裁期限重新计算 (CHR 46): the events after which the forty-five days count anew, written into the ledger."""

from app.models import Case
from app.services import limits
from app.services.desk import Desk

BASIS = "CHR 46"


def decide_45(desk: Desk, case: Case, reason: str, event_id: int | None) -> None:
    """From today: a party added, claims added or changed, a counterclaim joined."""
    for limit in limits.open_limits(desk.session, case.id or 0, "arb.decide_45"):
        limits.add_entry(desk, limit, case, "restart", desk.today, reason, BASIS, event_id)
