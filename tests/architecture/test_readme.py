"""The README says what is true now: its diagram, its commands, its sample sign-ins and its links."""

import re
from datetime import date
from pathlib import Path

import click
import pytest

from app.commands import COMMANDS, main
from app.seed import SAMPLE_PASSWORD
from app.services.sample import PEOPLE
from workflows.diagram import mermaid
from workflows.statute import statute

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_diagram_is_the_one_the_articles_make() -> None:
    """Generated, never drawn: `hengjian procedure diagram`."""
    assert mermaid(statute(), "case", date.max) in README


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_named(name: str) -> None:
    """A command nobody can find does not exist."""
    assert re.search(rf"(hengjian |、`){name}\b|`{name}`", README), name


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_loads_and_explains_itself(name: str) -> None:
    """`hengjian NAME --help` answers in Chinese."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert re.search("[\u4e00-\u9fff]", command.help or "")


def test_every_sample_sign_in_is_named_with_its_password() -> None:
    """A newcomer signs in from the README."""
    named = re.findall(r"`([a-z0-9-]+)`", README)
    assert [login for login, *_ in PEOPLE if login not in named and login != "filing-shiqiao"] == []
    assert f"`{SAMPLE_PASSWORD}`" in README


def test_every_link_leads_somewhere() -> None:
    """No link to a page that was moved."""
    gone = [target for target in re.findall(r"\]\(([^)#:]+)\)", README) if not (ROOT / target).exists()]
    assert gone == []


def test_every_file_named_is_there() -> None:
    """Paths in code marks exist."""
    paths = re.findall(r"`((?:app|workflows|templates|search_index|bin)/[\w/.*-]+)`", README)
    assert [p for p in paths if not list(ROOT.glob(p))] == []
