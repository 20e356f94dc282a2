"""`hengjian procedure …`: the articles, proved sound and shown."""

import csv
import sys
from datetime import date

import click

from workflows import diagram as drawing
from workflows.errors import DefinitionError
from workflows.links import load as load_links
from workflows.statute import load


@click.group("procedure")
def procedure() -> None:
    """程序条目：检查、图、岗位表。"""


@procedure.command("check")
def check() -> None:
    """逐条检查程序条目和衔接渠道；有问题时指出文件、条目和原因。"""
    try:
        book = load()
        channels = load_links()
    except DefinitionError as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
    machines = {rule.machine for rule in book.rules}
    click.echo(
        f"{len(book.rules)} 个条目、{len(machines)} 个状态机、{len(book.tasks)} 种待办、"
        f"{len(channels.channels)} 个调解渠道，检查通过。版本 {book.version}"
    )


@procedure.command("diagram")
@click.option("--machine", default="case", type=click.Choice(list(drawing.TITLES)), help="哪一个状态机。")
def diagram(machine: str) -> None:
    """状态图（Mermaid 文本）。"""
    click.echo(drawing.mermaid(load(), machine, date.max))


@procedure.command("matrix")
@click.option("--csv", "as_csv", is_flag=True, help="逗号分隔，一格一行。")
def matrix(as_csv: bool) -> None:
    """岗位 × 状态 × 步骤：谁在什么状态可以办理什么。"""
    rows = drawing.matrix(load(), date.max)
    if as_csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(("machine", "state", "step", "role", "allowed"))
        writer.writerows(rows)
        return
    for machine, state, step, role, allowed in rows:
        if allowed == "yes":
            click.echo(f"{drawing.TITLES[machine]}  {state}  {step}  {role}")
