"""`hengjian precedents …`: bring official cases in, find like ones, rebuild and measure the index."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from time import monotonic
from typing import Any

import click
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlmodel import Session, or_, select

from app import settings
from app.database import make_engine, open_session, transaction
from app.models import Case
from app.services import precedents as service
from app.services import standard_precedents
from search_index.engines import open_index
from search_index.generations import IndexBusy
from search_index.port import AUTHORITY_TITLES, FATE_TITLES, Filters, Hit, SearchIndex
from search_index.rank_sets import RANKERS, rank_set
from workflows.errors import HengjianError, InputError

SHOWN_ERRORS = 20
PROGRESS_EVERY = 500


def _plainly(command: Any) -> Any:
    """What cannot be done is one line on stderr and exit 2."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except (HengjianError, IndexBusy) as problem:
            click.echo(str(problem), err=True)
            sys.exit(2)
        except (OperationalError, ProgrammingError) as problem:
            click.echo(f"数据库还没有准备好：{problem.orig}。请先运行 hengjian db upgrade。", err=True)
            sys.exit(2)

    return run


@contextmanager
def _reading() -> Iterator[Session]:
    with open_session(make_engine(settings.load().url), writing=False) as session:
        yield session


@contextmanager
def _index(*, read_only: bool) -> Iterator[SearchIndex]:
    chosen = settings.load()
    index = open_index(chosen.search_engine, chosen.index, read_only=read_only)
    try:
        yield index
    finally:
        index.close()


@click.group("precedents")
def precedents() -> None:
    """类案：导入、检索、重建索引、测量检索效果。"""


@precedents.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.jsonl")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@_plainly
def import_command(file: Path, as_json: bool) -> None:
    """导入官方案例，一行一个。重复导入不会重复；有误的行逐条说明，不影响其他行。"""
    try:
        stream = file.open("rb")
    except OSError as error:
        raise InputError("文件", file, f"打不开（{error.strerror}）。", "请核对路径和读取权限。") from None
    with stream, transaction(make_engine(settings.load().url)) as session:
        done = service.import_file(session, stream, datetime.now(UTC))
    if as_json:
        click.echo(json.dumps(done.as_dict(), ensure_ascii=False, indent=2))
    else:
        for error in done.errors[:SHOWN_ERRORS]:
            click.echo(str(error), err=True)
        if len(done.errors) > SHOWN_ERRORS:
            click.echo(f"另有 {len(done.errors) - SHOWN_ERRORS} 处错误，用 --json 查看全部。", err=True)
        click.echo(
            f"新增 {done.added} 件，更新 {done.updated} 件，未变 {done.unchanged} 件，有误 {len(done.errors)} 处。"
            "索引由后台程序随后更新；要立即可查，请运行 hengjian precedents reindex。"
        )
    if done.errors:
        sys.exit(1)


@precedents.command("similar")
@click.option("--text", default="", help="要找类案的文字：事实、请求或者法条。")
@click.option("--case", "number", default="", help="本机构案件的案号或收件号。")
@click.option("--kind", "kinds", multiple=True, help="只要含这种请求项的（可多次）。")
@click.option("--article", "articles", multiple=True, help="只要适用这一条文的，例如 \"LCL 47\"（可多次）。")
@click.option("--authority", "authorities", multiple=True, type=click.Choice(list(AUTHORITY_TITLES)), help="效力层级。")
@click.option("--fate", "fates", multiple=True, type=click.Choice(list(FATE_TITLES)), help="后续情况。")
@click.option("-k", "--limit", default=10, show_default=True, type=click.IntRange(1, 200), help="最多几件。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@_plainly
def similar(
    text: str,
    number: str,
    kinds: tuple[str, ...],
    articles: tuple[str, ...],
    authorities: tuple[str, ...],
    fates: tuple[str, ...],
    limit: int,
    as_json: bool,
) -> None:
    """查找类案，每一件都说明理由、结果和后续；被改判或撤销的必有提示。"""
    if bool(text.strip()) == bool(number):
        raise InputError("--text / --case", text or number, "需要而且只需要其中一个。", "例如 --text 未签劳动合同二倍工资。")
    filters = Filters(kinds=kinds, articles=articles, authorities=authorities, fates=fates)
    with _index(read_only=True) as index:
        if not index.stats().documents:
            raise InputError("索引", index.stats().where, "还是空的。", "请先 hengjian precedents import，再 reindex。")
        if number:
            with _reading() as session:
                hits = service.similar_to_case(index, _case(session, number), filters, limit)
        else:
            hits = service.similar_to_text(index, text, filters, limit)
    if as_json:
        click.echo(json.dumps([service.hit_as_dict(hit) for hit in hits], ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join(_shown(place, hit) for place, hit in enumerate(hits, 1)) or "没有找到类案。")


def _case(session: Session, number: str) -> Case:
    found = session.exec(select(Case).where(or_(Case.number == number, Case.receipt_number == number))).one_or_none()
    if found is None:
        raise InputError("案号", number, "没有这个案件。", "请核对案号或收件号。")
    return found


def _shown(place: int, hit: Hit) -> str:
    origin = "，".join(part for part in (hit.doc.publisher, hit.doc.source, str(hit.doc.day or "")) if part)
    lines = [f"{place}. {hit.doc.title}〔{hit.doc.key}〕", f"   {origin}"]
    lines += [f"   · {reason}" for reason in hit.why]
    lines += [f"   > {passage}" for passage in hit.passages]
    return "\n".join(lines)


@precedents.command("reindex")
@_plainly
def reindex() -> None:
    """由数据库重建全部索引，显示进度。重建期间旧索引照常使用；中断后重新运行即可。"""
    engine = make_engine(settings.load().url)
    with transaction(engine) as session:
        standard_precedents.refresh_all(session, datetime.now(UTC))
        expected = service.held(session)
    started = monotonic()

    def progress(done: int) -> None:
        if done % PROGRESS_EVERY == 0:
            left = (monotonic() - started) / done * (expected - done)
            click.echo(f"已完成 {done:,} / {expected:,} 件，约还需 {max(0, round(left))} 秒", err=True)

    with _reading() as session, _index(read_only=False) as index:
        held = service.reindex_all(session, index, progress)
    click.echo(f"索引已重建，共 {held:,} 件。")


@precedents.command("rank")
@click.option("--set", "folder", required=True, type=click.Path(path_type=Path), help="含 corpus.jsonl 和 queries.jsonl 的目录。")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="结果文件，每行 qid docid score。")
@click.option("--engine", default="ours", show_default=True, type=click.Choice(list(RANKERS)), help="用哪种排序。")
@click.option("--depth", default=200, show_default=True, type=click.IntRange(1, 10_000), help="每个查询最多写几个文档。")
@_plainly
def rank(folder: Path, out: Path, engine: str, depth: int) -> None:
    """在一个检索测试集上排序，用来测量检索效果。不需要数据库。"""
    queries, documents = rank_set(folder, out, engine, depth)
    click.echo(f"{engine}：{documents:,} 个文档，{queries:,} 个查询，结果写入 {out}。")
