"""Which way a dispute of a worker past retirement age goes: arbitration first, court, or a person must look (rules §8)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflows import catalogue
from workflows.errors import InputError, NotInForce
from workflows.working import Line

Route = Literal["arbitration", "court", "ask"]


@dataclass(frozen=True)
class Regime:
    """The way to go; "ask" where no text says it and a person must decide."""

    route: Route
    reason: Line


def regime(applied: date, subject: str, *, draws_pension: bool, retirement_postponed: bool = False) -> Regime:
    """The way for an application of day `applied` by a worker past retirement age.

    `subject` is one of catalogue/overage.toml's subjects (pay, rest_and_leave, work_safety, injury, other);
    `retirement_postponed` under the flexible scheme leaves the whole labour law in place (OA 23).
    Raises InputError for another subject, NotInForce before the first period we hold.
    """
    book = catalogue.read("overage")
    if subject not in book["subjects"]:
        allowed = "、".join(f"{k}（{v}）" for k, v in book["subjects"].items())
        raise InputError("subject", subject, "没有这类事项。", f"请从以下选一种：{allowed}。", "OA 19")
    if retirement_postponed:
        return Regime("arbitration", Line("弹性延迟退休的劳动者，劳动关系存续，适用劳动合同法，先申请仲裁。", "OA 23"))
    period = next((p for p in book["period"] if p["from"] <= applied and applied <= p.get("to", date.max)), None)
    if period is None:
        first = book["period"][0]["from"].isoformat()
        raise NotInForce(
            f"{applied.isoformat()} 的超龄劳动者争议没有登记规则：最早自 {first} 起。请按当时的规定人工判断。"
        )
    basis = period["basis"]
    if "arbitrate" in period:
        if subject in period["arbitrate"]:
            return Regime("arbitration", Line(f"{period['text']}。", basis))
        return Regime("court", Line(f"{period['text_sue']}。", basis))
    if (period["pension"] if draws_pension else period["others"]) == "civil":
        return Regime("court", Line(f"{period['text']}。", basis))
    return Regime("ask", Line(f"{period['text_ask']}。", basis))
