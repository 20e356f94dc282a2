"""docs/limits.md: every command in it runs, and its Python does what it says."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.commands.law import law

TEXT = (Path(__file__).parents[2] / "docs" / "limits.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    hengjian law (.+)$", TEXT, flags=re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_runs(command):
    found = CliRunner().invoke(law, shlex.split(command))
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout


def test_the_python_of_the_page_holds():
    (code,) = re.findall(r"```python\n(.+?)```", TEXT, flags=re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(code, "docs/limits.md", "exec"), names)
    assert "answer" in names
