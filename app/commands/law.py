"""`hengjian law …`: the law on the command line. Every sub-command takes --json; errors are one line and exit 2."""

import click

from app.commands.law_cases import COMMANDS
from app.commands.law_input import LawGroup
from app.commands.law_time import check, limit, parameter


@click.group("law", cls=LawGroup)
def law() -> None:
    """期限、终局、裁决后救济与计算（法律引擎）。"""


law.add_command(limit)
law.add_command(parameter)
law.add_command(check)
for command in COMMANDS:
    law.add_command(command)
