"""`hengjian law …`: the law on the command line. Every sub-command takes --json; errors are one line and exit 2."""

import click


@click.group("law")
def law() -> None:
    """期限、终局、裁决后救济与计算（法律引擎）。"""
