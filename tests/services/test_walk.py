"""随机行走：真实的服务、空的样例单位，每一步之后核对不变量（rules §21）。"""

from pathlib import Path

import pytest

from app import walk as walking
from app import walk_checks, walk_plots
from workflows.statute import statute

WITHOUT_A_PLOT = {
    "filing.receive", "filing.import_closed", "pre.report", "pre.negotiation", "pre.mediation",  # how a case begins
    "arb.file_calculation",  # has a page of its own
    # made at the desk when wanted, tests/web/test_made_papers
    "paper.filing_receipt", "paper.inquiry_letter", "paper.file_loan", "paper.judgment_feedback",
    "court.transfer",  # the sample office has one basic court with people in it
    # tried aside in every plot, wherever papers are to be served
    "svc.confirm_address", "svc.send", "svc.record_failure", "svc.prepare_notice", "svc.correct", "counterclaim.receive_answer",
    "svc.record_list",  # has a page of its own
}  # fmt: skip


@pytest.mark.parametrize("seed", [3, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in (5, 11))])
def test_a_thousand_random_steps_break_nothing(tmp_path: Path, seed: int) -> None:
    """rules §21：状态唯一、记录相连、先行调解、期限不倒退、封存不外泄、待办随状态、被拒不留痕；走到批准、裁决和法院。"""
    met, problem = walking.walk(tmp_path, 1000, seed)
    assert problem is None, f"hengjian procedure walk --steps 1000 --seed {seed}：{problem}"
    assert met.taken == 1000
    assert met.rules["arb.approve"] > 0
    assert met.rules["court.file"] > 0
    assert met.refusals["InvalidInput"] > 0


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 110))
def test_ten_thousand_random_steps_break_nothing(tmp_path: Path, seed: int) -> None:
    """rules §21，十个种子合计十万步。"""
    met, problem = walking.walk(tmp_path, 10_000, seed)
    assert problem is None, f"hengjian procedure walk --steps 10000 --seed {seed}：{problem}"
    assert met.taken == 10_000


def test_the_same_seed_walks_the_same_way(tmp_path: Path) -> None:
    """种子打印出来，就能重走一遍。"""
    once, _ = walking.walk(tmp_path / "1", 30, seed=4)
    again, _ = walking.walk(tmp_path / "2", 30, seed=4)
    assert once.rules == again.rules
    assert once.guards == again.guards


def test_a_walk_that_meets_something_wrong_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """核对不是摆设：不变量不成立时，行走停下，并说出是哪一条。"""

    def never(look: walk_checks.Look) -> list[str]:
        return ["不成立"] if look.case.state != "filed" else []

    monkeypatch.setattr(walk_checks, "CHECKS", (never,))
    _, problem = walking.walk(tmp_path, 60, seed=3)
    assert problem is not None
    assert "不成立" in str(problem)


def test_every_step_people_take_stands_in_a_plot() -> None:
    """人办理的每个条目都有情节走向它，或者是每个情节都用到的（送达、审批）；写错的编号也在这里发现。"""
    known = {rule.id: rule for rule in statute().rules}
    planned = {step for plot in walk_plots.plots() for step in (*plot.steps, *plot.typed)}
    assert planned <= set(known)
    taken = {name for name, rule in known.items() if rule.by != ("system",)}
    assert taken - planned - set(walk_plots.HELP) == WITHOUT_A_PLOT
