"""`hengjian demo`: the whole thread, told step by step."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from app.demonstration import Story, StoryClock, Told, papers_of, prepare_office, tell
from app.runtime import Runtime
from app.services import people
from app.settings import load
from workflows.errors import HengjianError


@click.command("demo")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="把演示的数据保留在这个（空）文件夹。")
@click.option("--json", "as_json", is_flag=True, help="以一份 JSON 输出。")
def demo(keep: Path | None, as_json: bool) -> None:
    """在一个空的实例里，把一件争议从收件走到月报。"""
    if keep is not None:
        if keep.exists() and any(keep.iterdir()):
            click.echo(f"文件夹 {keep} 不是空的。请换一个空文件夹。", err=True)
            sys.exit(2)
        keep.mkdir(parents=True, exist_ok=True)
        _run(keep, as_json)
        return
    # Left where it is, so that every printed path can be opened; the system clears its temporary files.
    _run(Path(tempfile.mkdtemp(prefix="hengjian-demo-")), as_json)


def _run(folder: Path, as_json: bool) -> None:
    clock = StoryClock()
    runtime = Runtime(load({"HENGJIAN_ENV": "test"}, data=folder), clock)
    prepare_office(runtime, people.hasher().hash("demo"))
    story = Story(runtime, clock, say=(lambda _: None) if as_json else _print)
    try:
        reports = tell(story, folder / "reports")
        made = papers_of(runtime, story.case_id)
    except HengjianError as problem:
        click.echo(f"演示没有走完：{problem}", err=True)
        sys.exit(1)
    if as_json:
        said: dict[str, Any] = {
            "steps": [t.as_dict() for t in story.told],
            "papers": made,
            "reports": [str(path) for path in reports],
        }
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
        return
    click.echo("\n文书")
    for paper in made:
        click.echo(f"  《{paper['title']}》{paper['number']}  {paper['pages']}页  {paper['path']}")
    click.echo("\n月报")
    for path in reports:
        click.echo(f"  {path}")


def _print(told: Told) -> None:
    click.echo(f"{told.on}  {told.who:<6}  {told.what}  →  {told.state}    〔{told.basis}〕")
    for limit in told.opened:
        click.echo(f"            ◷ {limit['title']}：至 {limit['due']}")
        for line in limit["working"]:
            click.echo(f"                {line['text']}  〔{line['basis']}〕")
    for limit in told.closed:
        click.echo(f"            ◉ {limit['title']}（应于 {limit['due']} 前）：{'如期' if limit['ended'] == 'met' else '逾期'}")
    for paper in told.papers:
        click.echo(f"            ▤ {paper}")
