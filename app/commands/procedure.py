"""`hengjian procedure …`: the articles, proved sound, walked at random, shown and explained."""

import csv
import sys
import tempfile
from datetime import date
from pathlib import Path

import click
from sqlmodel import col, or_, select

from app import walk as walking
from app.database import open_session
from app.models import Case
from app.permissions import LABELS
from app.runtime import Runtime
from app.services import definition, histories, migration, procedure_views
from app.services import explain as explaining
from app.services.actor import SYSTEM
from app.services.errors import NotYours
from app.settings import load as load_settings
from workflows import diagram as drawing
from workflows import replay as replaying
from workflows import soundness
from workflows.errors import DefinitionError
from workflows.links import load as load_links
from workflows.soundness.what_if import newly_stranded, without
from workflows.states import label
from workflows.statute import Statute, load, read, statute


@click.group("procedure")
def procedure() -> None:
    """程序条目：检查、图、岗位表。"""


@procedure.command("check")
@click.option("--without-step", "steps_out", multiple=True, help="假设没有这个步骤：列出会走不到终点的在办案件。")
@click.option("--without-role", "roles_out", multiple=True, help="假设没有这个岗位：列出会走不到终点的在办案件。")
def check(steps_out: tuple[str, ...], roles_out: tuple[str, ...]) -> None:
    """逐条检查程序条目和衔接渠道；有问题时全部列出，指出文件、条目和原因。"""
    try:
        book = read()
        channels = load_links()
    except DefinitionError as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
    wrong = soundness.findings(book) or definition.findings(book)
    for finding in wrong:
        click.echo(str(finding), err=True)
    if wrong:
        click.echo(f"共 {len(wrong)} 处。", err=True)
        sys.exit(1)
    if steps_out or roles_out:
        _what_if(book, steps_out, roles_out)
        return
    machines = {rule.machine for rule in book.rules}
    click.echo(
        f"{len(book.rules)} 个条目、{len(machines)} 个状态机、{len(book.tasks)} 种待办、"
        f"{len(channels.channels)} 个调解渠道，检查通过。版本 {book.version}"
    )


def _what_if(book: Statute, steps_out: tuple[str, ...], roles_out: tuple[str, ...]) -> None:
    reduced = without(book, steps_out, roles_out)
    lost = newly_stranded(book, reduced)
    for machine, kind, state in lost:
        click.echo(f"{drawing.TITLES[machine]}{f'（{kind}）' if kind else ''}：从「{label(machine, state)}」走不到任何终点。")
    with open_session(Runtime(load_settings()).engine, writing=False) as session:
        cases = procedure_views.standing(session, lost) if procedure_views.has_tables(session) else []
    for title, machine, state in cases:
        click.echo(f"  {title}：{drawing.TITLES[machine]}「{label(machine, state)}」")
    click.echo(f"在办案件中有 {len(cases)} 处会走不到终点。")
    sys.exit(1 if lost else 0)


@procedure.command("diagram")
@click.option("--machine", default="case", type=click.Choice(list(drawing.TITLES)), help="哪一个状态机。")
@click.option("--live", is_flag=True, help="每个状态上标出数据库里现有的件数。")
def diagram(machine: str, live: bool) -> None:
    """状态图（Mermaid 文本）。"""
    counts = None
    if live:
        with open_session(Runtime(load_settings()).engine, writing=False) as session:
            counts = procedure_views.counts(session, machine)
    click.echo(drawing.mermaid(load(), machine, date.max, counts))


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


@procedure.command("walk")
@click.option("--steps", "number", default=300, type=click.IntRange(1), help="走多少步。")
@click.option("--seed", default=1, type=int, help="随机种子；相同的种子走相同的路。")
def walk(number: int, seed: int) -> None:
    """在空的样例单位里随机办理，每一步之后核对不变量；最后列出没有走到的状态、条目和条件结果。"""
    with tempfile.TemporaryDirectory(prefix="hengjian-walk-") as folder:
        met, problem = walking.walk(Path(folder), number, seed)
    for line in met.lines():
        click.echo(line)
    if problem is not None:
        click.echo(f"不变量不成立：{problem}", err=True)
        click.echo(f"重走：hengjian procedure walk --steps {number} --seed {seed}", err=True)
        sys.exit(1)
    click.echo(f"种子 {seed}。")


@procedure.command("record")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def record(folder: Path) -> None:
    """把数据库里各案的办案经过（不含姓名、案号、填写的内容）记入 DIR，供以后的条目重放。"""
    with open_session(Runtime(load_settings()).engine, writing=False) as session:
        click.echo(f"{histories.record(session, folder)} 种经过，写入 {folder / histories.FILE}。")


@procedure.command("replay")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True))
def replay(folder: Path) -> None:
    """把记下的办案经过按今天的条目重放；逐条说出差异。"""
    book = load()
    count, wrong = 0, []
    for history in histories.read(folder):
        count += 1
        wrong += list(replaying.replay(book, history))
    for difference in wrong:
        click.echo(str(difference), err=True)
    click.echo(f"{count} 种经过，{len(wrong)} 处差异。版本 {book.version}")
    sys.exit(1 if wrong or not count else 0)


@procedure.command("migrate")
@click.argument("plan_file", metavar="PLAN.toml", type=click.Path(path_type=Path, exists=True))
@click.option("--apply", "how", flag_value="apply", help="办理；逐案留下记录。")
@click.option("--revert", "how", flag_value="revert", help="退回：此后没有办过别的步骤的案件。")
@click.option("--dry-run", "how", flag_value="dry-run", default="dry-run", help="只列出会怎样（默认）。")
def migrate(plan_file: Path, how: str) -> None:
    """按一份迁移方案，让进行中的案件改按另一日的条目办理。"""
    runtime = Runtime(load_settings())
    try:
        plan = migration.read_plan(plan_file)
    except DefinitionError as problem:
        click.echo(str(problem), err=True)
        sys.exit(2)
    if how == "dry-run":
        with open_session(runtime.engine, writing=False) as session:
            moves = migration.dry_run(session, load(), plan)
    elif how == "apply":
        moves = migration.apply(runtime.engine, lambda session: runtime.desk(session, SYSTEM), load(), plan)
    else:
        moves = migration.revert(runtime.engine, lambda session: runtime.desk(session, SYSTEM), plan)
    for move in moves:
        click.echo(f"{move.title}（{label('case', move.state)}，原按 {move.law_on.isoformat()}）：{move.refused or '可以' if how == 'dry-run' else move.refused or '已办'}")
    refused = sum(bool(move.refused) for move in moves)
    click.echo(f"{len(moves)} 件，其中 {refused} 件不能办。方案 {plan.mark}")
    sys.exit(1 if refused else 0)


@procedure.command("explain")
@click.argument("case_number", metavar="CASE")
@click.argument("step", metavar="STEP")
def explain(case_number: str, step: str) -> None:
    """一件案件（案号、收件号或者编号）的一个步骤：现在能不能办、谁办、还缺什么、依据哪一条。"""
    runtime = Runtime(load_settings())
    with open_session(runtime.engine, writing=False) as session:
        by_number = or_(col(Case.number) == case_number, col(Case.receipt_number) == case_number)
        case = session.exec(select(Case).where(by_number)).first()
        if case is None and case_number.isdigit():
            case = session.get(Case, int(case_number))
        if case is None:
            click.echo(f"没有案件 {case_number}。请填写案号、收件号或者编号。", err=True)
            sys.exit(2)
        try:
            found = explaining.explain(runtime.desk(session, SYSTEM), case, step)
        except NotYours:
            click.echo(f"没有步骤 {step}。步骤的名称见 hengjian procedure matrix。", err=True)
            sys.exit(2)
    rule = found.rule
    roles = "、".join(LABELS[r][0] if r in LABELS else "系统" for r in rule.by)
    click.echo(f"「{rule.title}」 依据 {rule.basis}；岗位：{roles}；现在的状态：{found.state}")
    if found.possible:
        click.echo(f"可以办理：{'、'.join(found.who)}")
        if rule.asks:
            click.echo(f"办理时填写：{'、'.join(statute().fields[name].title for name in rule.asks)}；填写的内容提交时再核对。")
        return
    if rule.by == ("system",):
        click.echo("由系统随其他步骤或者期限自动办理。")
    elif not found.starts_here:
        click.echo("现在不能办理：这一步不从现在的状态开始。")
    else:
        click.echo("现在不能办理：")
    for reason in found.reasons:
        click.echo(f"  {reason.text}〔{reason.basis}〕")
