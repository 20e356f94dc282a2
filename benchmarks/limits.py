"""How fast is an explained limit? Run: .venv/bin/python benchmarks/limits.py [runs]

Prints, for each kind of rule, the median and the 95th percentile of one `compute` with its whole
working, and limits per second with and without turning the answer into the JSON shape.
"""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median, quantiles
from time import perf_counter_ns

from workflows.calendar import Calendar
from workflows.limits import LedgerEntry, compute, rules

AIM_MICROSECONDS = 200
ORIGIN = date(2026, 1, 5)
LEDGER = (
    LedgerEntry("restart", date(2026, 2, 2), reason="追加第三人"),
    LedgerEntry("exclude", date(2026, 2, 20), date(2026, 3, 25), reason="中止审理"),
    LedgerEntry("extend", date(2026, 2, 2), days=15, reason="案情复杂"),
)
KINDS: dict[str, Callable[[date], object]] = {
    "5个工作日（受理决定）": lambda day: compute("arb.accept.decide", day),
    "10个工作日（答辩）": lambda day: compute("arb.answer", day),
    "15日、顺延（起诉）": lambda day: compute("post.sue.nonfinal", day),
    "45日（裁决）": lambda day: compute("arb.decide_45", day),
    "45日，重新计算＋不计入＋延长": lambda _: compute("arb.decide_45", ORIGIN, ledger=LEDGER),
    "1年（仲裁时效）": lambda day: compute("lim.general", day),
    "倒数5个工作日（开庭通知）": lambda day: compute("arb.hearing_notice", day),
    "10个工作日，只数日子、不写过程": lambda day: Calendar.standard().nth_working_day_after(day, 10),
    "10个工作日，含 JSON": lambda day: compute("arb.answer", day).as_dict(),
}


def timings(call: Callable[[date], object], runs: int) -> list[float]:
    """Microseconds of each of `runs` calls, on different days of the year."""
    found = []
    for n in range(runs):
        day = ORIGIN + timedelta(days=n % 330)
        began = perf_counter_ns()
        call(day)
        found.append((perf_counter_ns() - began) / 1000)
    return found


def main(runs: int) -> None:
    began = perf_counter_ns()
    rules()
    compute("arb.answer", ORIGIN)
    print(f"首次使用（读入法律数据与放假通知）：{(perf_counter_ns() - began) / 1e6:.1f} 毫秒")
    print(f"每项 {runs} 次；目标：中位数不超过 {AIM_MICROSECONDS} 微秒")
    for name, call in KINDS.items():
        found = timings(call, runs)
        middle = median(found)
        verdict = "达到" if middle <= AIM_MICROSECONDS else "未达到"
        print(
            f"{name}：中位数 {middle:.1f} 微秒，95% {quantiles(found, n=20)[-1]:.1f} 微秒，每秒 {1e6 / middle:,.0f} 个（{verdict}）"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
