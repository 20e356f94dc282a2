"""What the tests met of the procedure: every state, step, role, way and answer of a condition, counted over all workers.

Printed at the end of a run. A run of the whole suite fails when less was met than the floors in model_coverage.toml.
"""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from app.walk_coverage import Coverage

FOLDERS = ("stories", "services", "web", "browser")
FLOORS = Path(__file__).with_name("model_coverage.toml")


class ModelCoverage:
    """The plugin: one in every worker, and one in the controller that puts them together."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.own: Coverage | None = None
        self.workers: list[str] = []
        self._listening: Any = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Tests of the law engine run without the program; the first that needs it starts the counting."""
        if self.own is None and any(part in FOLDERS for part in item.path.parts):
            self._start()

    def _start(self) -> None:
        from sqlalchemy import event as hook

        from app.models import Event
        from app.walk_coverage import Coverage, listening

        self.own = coverage = Coverage()
        self._listening = listening([coverage])
        self._listening.__enter__()

        @hook.listens_for(Event, "after_insert")
        def happened(_: Any, __: Any, event: Event) -> None:
            coverage.event(event.machine, event.rule, event.after, event.actor_role)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._listening is not None:
            self._listening.__exit__(None, None, None)
        if hasattr(self.config, "workerinput"):
            if self.own is not None:
                with tempfile.TemporaryDirectory() as folder:
                    self.own.save(Path(folder) / "met")
                    self.config.workeroutput["model_coverage"] = (Path(folder) / "met").read_text(encoding="utf-8")  # type: ignore[attr-defined]
            return
        if self._below() and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker has ended: what it met comes back with it."""
        if met := getattr(node, "workeroutput", {}).get("model_coverage"):
            self.workers.append(met)

    def met(self) -> Coverage | None:
        """Everything met by all workers."""
        if self.own is None and not self.workers:
            return None
        from app.walk_coverage import Coverage

        found = Coverage()
        if self.own is not None:
            found.add(self.own)
        with tempfile.TemporaryDirectory() as folder:
            for met in self.workers:
                (Path(folder) / "met").write_text(met, encoding="utf-8")
                found.add(Coverage.read(Path(folder) / "met"))
        return found

    def _whole_suite(self) -> bool:
        return not [one for one in self.config.invocation_params.args if str(one).startswith("tests")] and not (
            self.config.getoption("-k") or self.config.getoption("--lf", default=False)
        )

    def _below(self) -> list[str]:
        """The parts of which less was met than must be; only of a run of everything."""
        met = self.met()
        if met is None or not self._whole_suite():
            return []
        floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
        return [
            f"{part.what}：走到 {part.share:.1%}，应不少于 {floors[part.what]:.1%}"
            for part in met.parts()
            if part.share < floors[part.what]
        ]

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        met = self.met()
        if met is None or hasattr(self.config, "workerinput"):
            return
        if self._whole_suite() or self.config.getoption("verbose") > 0:
            terminalreporter.section("程序条目的覆盖")
            for part in met.parts():
                for line in part.lines():
                    terminalreporter.line(line)
            for line in self._below():
                terminalreporter.line(f"覆盖不足：{line}", red=True)

