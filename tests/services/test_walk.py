"""随机行走：真实的服务、空的样例单位，每一步之后核对不变量（rules §21）。"""

from pathlib import Path

import pytest

from app import walk as walking
from app import walk_checks


def test_two_hundred_random_steps_break_nothing(tmp_path: Path) -> None:
    """rules §21：一个状态、记录相连、先行调解、封存不外泄、待办随状态。"""
    met, problem = walking.walk(tmp_path, 200, seed=3)
    assert problem is None
    assert met.taken == 200
    assert met.rules["arb.accept"] > 0
    assert met.refusals["InvalidInput"] > 0


@pytest.mark.nightly
def test_three_thousand_random_steps_break_nothing(tmp_path: Path) -> None:
    """rules §21，走得更远。走到了哪里由命令如实列出；裁决以后的路由 tests/stories 的故事检验。"""
    met, problem = walking.walk(tmp_path, 3000, seed=7)
    assert problem is None
    assert met.taken == 3000


def test_a_walk_that_meets_something_wrong_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """核对不是摆设：不变量不成立时，行走停下，并说出是哪一条。"""

    def never(look: walk_checks.Look) -> list[str]:
        return ["不成立"] if look.case.state != "filed" else []

    monkeypatch.setattr(walk_checks, "CHECKS", (never,))
    _, problem = walking.walk(tmp_path, 60, seed=3)
    assert problem is not None
    assert "不成立" in str(problem)
