"""`hengjian law finality · after-award · sum · number`: a case's decided items, its awards' fate, its sums, its numbers."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from app.rendering.filters import article
from workflows import case_documents, case_numbers, catalogue, finality, money
from workflows.after_award import after_award as answer_after_award
from workflows.amounts import yuan_number, yuan_text
from workflows.errors import InputError

SIDES = {"worker": "劳动者", "employer": "用人单位"}
ACTIONS = {"sue": "起诉", "annul": "申请撤销"}
COURTS = {"basic": "基层人民法院", "intermediate": "中级人民法院（仲裁委员会所在地）"}


def read_document(name: str) -> Mapping[str, Any]:
    """The JSON object in file `name` ("-" is the standard input). Raises InputError."""
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        why = "没有这个文件，或者不能读取。"
        raise InputError("FILE", name, why, "请核对路径；要从标准输入读取请写 -。") from error
    try:
        return case_documents.read_json(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError("FILE", name, "不是 UTF-8 文本。", "请另存为 UTF-8 编码的 JSON 文件。") from error


def show(answer: Mapping[str, Any]) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def show_lines(lines: list[dict[str, str]], indent: str = "  ") -> None:
    for line in lines:
        ground = article(line["basis"])
        click.echo(f"{indent}- {line['text']}" + (f"（{ground}）" if ground else ""))


def show_warnings(warnings: list[str]) -> None:
    for warning in warnings:
        click.echo(f"注意：{warning}")


@click.command("finality")
@click.argument("file", metavar="FILE.json")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def finality_command(file: str, as_json: bool) -> None:
    """把裁决事项分成终局裁决和非终局裁决，列出各方的救济途径。"""
    answer = case_documents.finality_answer(read_document(file))
    if as_json:
        show(answer)
        return
    for number, award in enumerate(answer["awards"], start=1):
        click.echo(f"第 {number} 份：{finality.TITLES[award['type']]}裁决，事项：{'、'.join(award['items'])}")
        for remedy in award["remedies"]:
            who, act, court = SIDES[remedy["party"]], ACTIONS[remedy["action"]], COURTS[remedy["court"]]
            click.echo(f"  {who}：自收到裁决书之日起 {remedy['days']} 日内向{court}{act}")
        show_lines(award["reasons"])
    show_warnings(answer["warnings"])


@click.command("after-award")
@click.argument("file", metavar="FILE.json")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def after_award(file: str, as_json: bool) -> None:
    """裁决是否生效、自哪一天起、对谁生效，各方还能做什么、到哪一天。"""
    answer = answer_after_award(read_document(file))
    if as_json:
        show(answer)
        return
    statuses = catalogue.read("award_events")["statuses"]
    for award in answer["awards"]:
        click.echo(f"裁决 {award['id']}")
        for worker in award["workers"]:
            start = f"，自 {worker['effective_from']} 起" if "effective_from" in worker else ""
            click.echo(f"  {worker['id']}：{statuses[worker['status']]}{start}")
        for remedy in award["open_remedies"]:
            until = f"最迟 {remedy['until']}" if remedy["until"] else "期限尚未起算"
            click.echo(f"  {remedy['party']} 可以向{COURTS[remedy['court']]}{ACTIONS[remedy['action']]}，{until}")
        show_lines(award["reasons"])
    show_warnings(answer["warnings"])


@click.command("sum")
@click.argument("name", metavar="NAME")
@click.argument("values", metavar="[KEY=VALUE]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def sum_command(name: str, values: tuple[str, ...], as_json: bool) -> None:
    """计算一项款项，逐行列出算式和依据；NAME 写 list 列出全部款项。"""
    if name == "list":
        for rule in money.sums().values():
            click.echo(f"{rule.id}　{rule.title}：{'、'.join(f.describe() for f in rule.fields)}")
        return
    inputs: dict[str, str] = {}
    for value in values:
        key, equals, text = value.partition("=")
        if not equals:
            raise InputError("KEY=VALUE", value, "没有等号。", "请写成 键=值，例如 average=8000。")
        if key in inputs:
            raise InputError(key, text, "同一个键写了两次。", "请只写一次。")
        inputs[key] = text
    answer = money.sum_of(name, **inputs)
    lines = [line.as_dict() for line in answer.working]
    if as_json:
        parts = [{"title": p.title, "amount": yuan_number(p.amount_fen), "payer": p.payer} for p in answer.parts]
        body = {"amount": yuan_number(answer.amount_fen), "working": lines, "warnings": list(answer.warnings)}
        show(body | ({"parts": parts} if parts else {}))
        return
    click.echo(f"{money.rule(name).title}：{yuan_text(answer.amount_fen)} 元")
    for part in answer.parts:
        click.echo(f"  {part.title}：{yuan_text(part.amount_fen)} 元" + (f"（{part.payer}）" if part.payer else ""))
    show_lines(lines)
    show_warnings(list(answer.warnings))


@click.command("number")
@click.argument("text", metavar="TEXT")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def number(text: str, as_json: bool) -> None:
    """读懂一个案号：法院或者仲裁机构、年份、类型、序号。"""
    found = case_numbers.parse(text)
    if as_json:
        show(found.as_dict())
        return
    click.echo(found.describe())
    show_warnings(list(found.warnings))


COMMANDS = (finality_command, after_award, sum_command, number)
