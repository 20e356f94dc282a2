"""`hengjian consistency …`: 裁审一致率 for any file in the published format. Needs no database."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from app.settings import PROJECT
from search_index.published_suits import suits
from workflows.consistency import EXCLUSIONS, RUNG_TITLES, RUNGS, compare
from workflows.consistency_json import as_dict, read_text
from workflows.consistency_vectors import check
from workflows.errors import InputError

PUBLISHED = PROJECT / "docs" / "consistency" / "vectors"
LARGEST_FILE = 200 * 1024 * 1024


@click.group("consistency")
def consistency() -> None:
    """裁审一致率：公开定义、可复算（docs/consistency/definition.md）。"""


@consistency.command("compare")
@click.argument("file", metavar="FILE.json")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON（默认）。")
@click.option("--text", "as_text", is_flag=True, help="输出便于阅读的表。")
def compare_file(file: str, as_json: bool, as_text: bool) -> None:
    """逐项比较裁决与判决，FILE.json 为 - 时读标准输入。输入有误时输出一行说明，退出码 2。"""
    try:
        if as_json and as_text:
            raise InputError("--text", "--json --text", "两种输出只能选一种。", "请去掉其中一个。")
        request = read_text(_text_of(file))
        answer = as_dict(compare(request.suits, request.awards_total, request.tolerance))
        if request.ignored:
            answer["notes"].append(f"格式里没有、未予理会的项：{'、'.join(request.ignored)}。")
    except InputError as error:
        click.echo(" ".join(str(error).split()), err=True)
        sys.exit(2)
    click.echo(_table(answer) if as_text else json.dumps(answer, ensure_ascii=False, indent=2))


@consistency.command("cases")
@click.argument("file", metavar="FILE.jsonl")
@click.option("--out", metavar="FILE.json", default="-", help="写入的文件；默认写到标准输出。")
def published_cases(file: str, out: str) -> None:
    """把公布的案例（每行一件，见 docs/consistency/typical-cases-check.md）转成 compare 的输入；原文没说的不猜，逐条说明。"""
    try:
        told = suits(_record(n, line) for n, line in enumerate(_text_of(file).splitlines(), start=1) if line.strip())
        text = json.dumps(told.document, ensure_ascii=False, indent=1)
        if out == "-":
            click.echo(text)
        else:
            Path(out).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        click.echo(f"写不进 {out}（{error.strerror}）。请换一个可写的位置。", err=True)
        sys.exit(2)
    except InputError as error:
        click.echo(" ".join(str(error).split()), err=True)
        sys.exit(2)
    for note in told.notes:
        click.echo(note, err=True)


def _record(number: int, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise InputError("文件", f"第 {number} 行", "不是一个 JSON 对象。", "请每行写一件案例。")
    return found


@consistency.command("vectors")
@click.argument("folder", metavar="[DIR]", required=False, default=str(PUBLISHED))
def run_vectors(folder: str) -> None:
    """逐个运行公开的算例（默认 docs/consistency/vectors），与手工演算的结果比较。不符时退出码 1，读不出时 2。"""
    wrong = 0
    try:
        for one in check(Path(folder)):
            wrong += bool(one.differences)
            click.echo(f"{'不符' if one.differences else '相符'}　{one.name}")
            for line in one.differences:
                click.echo(f"　　{line}")
    except InputError as error:
        click.echo(" ".join(str(error).split()), err=True)
        sys.exit(2)
    click.echo("全部相符。" if not wrong else f"{wrong} 个算例不符。")
    sys.exit(1 if wrong else 0)


def _text_of(file: str) -> str:
    try:
        raw = sys.stdin.buffer.read(LARGEST_FILE + 1) if file == "-" else _read(Path(file))
        if len(raw) > LARGEST_FILE:
            raise InputError("文件", file, "超过 200 MB。", "请按月或按机构分开。")
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise InputError("文件", file, f"打不开（{error.strerror}）。", "请核对路径和读取权限。") from None
    except UnicodeDecodeError:
        raise InputError("文件", file, "不是 UTF-8 文本。", "请另存为 UTF-8 编码的 JSON。") from None


def _read(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST_FILE + 1)


def _table(answer: dict[str, Any]) -> str:
    lines = []
    views = ((answer, "一审"), (answer["second_instance"], "二审"), (answer["final"], "终审口径"))
    for shown, title in views:
        lines.append(f"【{title}】")
        lines += [_line(RUNG_TITLES[name], shown["rungs"][name]) for name in RUNGS]
        lines.append(_line("关联覆盖率", shown["coverage"]))
        left_out = [f"{EXCLUSIONS[name]} {n}" for name, n in shown["excluded"].items() if n]
        lines.append("未计入：" + ("；".join(left_out) or "无"))
    if answer["by_all_awards"]["awards_total"] is not None:
        lines.append("【按全部裁决，未起诉的视为一致】")
        for name in ("case_strict", "case_lenient"):
            lines.append(_line(RUNG_TITLES[name], answer["by_all_awards"][name]))
    for d in answer["divergences"]:
        delta = "" if d["delta"] is None else f"，判决减裁决 {d['delta']:+,} 元"
        lines.append(f"差异：{d['suit']} 请求项 {d['item']} {d['kind']}{delta}，原因 {d['reason_code'] or '未登记'}")
    lines += [f"注意：{note}" for note in answer["notes"]]
    return "\n".join(lines)


def _line(title: str, rung: dict[str, Any]) -> str:
    made_of = f"{rung['numerator']:,} / {rung['denominator']:,}"
    if rung["rate"] is None:
        return f"{title}：无（{made_of}，没有可计算的分母）"
    low, high = rung["interval"]
    return f"{title}：{rung['rate']:.1%}（{made_of}；95% 区间 {low:.1%} 至 {high:.1%}）"
