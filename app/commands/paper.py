"""`hengjian paper …`: the public copy of an award."""

import sys
from pathlib import Path

import click
from sqlmodel import select

from app.database import open_session
from app.models import Paper
from app.runtime import Runtime
from app.services import publication
from app.settings import load
from workflows.errors import HengjianError


@click.group("paper")
def paper() -> None:
    """文书。"""


@paper.command("publish")
@click.argument("number")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE.pdf", help="写到哪里。")
def publish(number: str, out: Path) -> None:
    """制作一份裁决书的公开文本：隐去姓名、名称和个人信息，并逐一核对没有遗漏。"""
    with open_session(Runtime(load()).engine, writing=False) as session:
        found = session.exec(select(Paper).where(Paper.number == number)).first()
    if found is None:
        click.echo(f"没有文号为“{number}”的文书。请照文书上的写法填写，例如：东劳人仲案字〔2026〕第15号。", err=True)
        sys.exit(2)
    try:
        made = publication.copy_of(found)
    except HengjianError as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
    out.write_bytes(made.pdf)
    click.echo(f"公开文本已写到 {out}；隐去 {len(made.hidden)} 处写法，核对没有遗漏。")
