"""How `hengjian law` reads dates and spans, and how it says no: one Chinese line on stderr, exit 2."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import click

from workflows.errors import HengjianError, InputError

DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class LawGroup(click.Group):
    """A group whose sub-commands may raise HengjianError; it becomes one line and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except HengjianError as error:
            fail(ctx, str(error))
        except click.MissingParameter as error:
            name = error.param.opts[0] if error.param is not None else "参数"
            fail(ctx, f"缺少「{name}」。请用 --help 查看用法。")
        except click.NoSuchOption as error:
            near = f"相近的有：{'、'.join(error.possibilities)}。" if error.possibilities else ""
            fail(ctx, f"没有选项「{error.option_name}」。{near}请用 --help 查看用法。")
        except click.BadOptionUsage as error:
            fail(ctx, f"选项「{error.option_name}」后面缺少值，或者写法不对。请用 --help 查看用法。")
        except click.UsageError as error:
            fail(ctx, f"命令用法有误（{error.format_message().rstrip('.')}）。请用 --help 查看用法。")
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None:
            raise InputError("命令", args[0], "没有这个命令。", f"可用：{'、'.join(self.list_commands(ctx))}。")
        return super().resolve_command(ctx, args)


def fail(ctx: click.Context, text: str) -> None:
    click.echo(" ".join(text.split()), err=True)
    ctx.exit(2)


class Converted(click.ParamType):
    """A click type around one of the readers below; its InputError passes through untouched."""

    def __init__(self, name: str, reader: Callable[[str, str], Any]) -> None:
        self.name = name
        self.reader = reader

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        field = param.opts[0] if param is not None else self.name
        return self.reader(field, value) if isinstance(value, str) else value


def read_date(field: str, text: str) -> date:
    """2026-02-12, a day that exists. Raises InputError."""
    if not DATE.fullmatch(text):
        raise InputError(field, text, "日期应写成 年-月-日。", "例如 2026-02-12。")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(field, text, "没有这一天。", "请核对月份和日期。") from None


def split_reason(text: str) -> tuple[str, str]:
    """The part before the first colon (either width), and the reason after it."""
    head, _, reason = text.replace("：", ":", 1).partition(":")
    return head.strip(), reason.strip()


def read_restart(field: str, text: str) -> tuple[date, str]:
    """DATE:REASON"""
    head, reason = split_reason(text)
    return read_date(field, head), reason


def read_exclude(field: str, text: str) -> tuple[date, date, str]:
    """DATE..DATE:REASON"""
    head, reason = split_reason(text)
    first, dots, last = head.partition("..")
    if not dots:
        raise InputError(
            field, text, "不计入的一段应写成 开始日..结束日:事由。", "例如 2026-03-20..2026-05-14:中止审理。"
        )
    return read_date(field, first), read_date(field, last), reason


def read_extend(field: str, text: str) -> tuple[int, str]:
    """DAYS:REASON"""
    head, reason = split_reason(text)
    if not re.fullmatch(r"-?\d{1,4}", head, re.ASCII):
        raise InputError(field, text, "延长应写成 天数:事由。", "例如 15:案情复杂。")
    return int(head), reason


def read_option(field: str, text: str) -> tuple[str, str]:
    """NAME=VALUE"""
    name, equals, value = text.partition("=")
    if not equals:
        raise InputError(field, text, "选项应写成 名称=值。", "例如 day_type=WD。")
    return name.strip(), value.strip()


DAY = Converted("DATE", read_date)
RESTART = Converted("DATE:REASON", read_restart)
EXCLUDE = Converted("DATE..DATE:REASON", read_exclude)
EXTEND = Converted("DAYS:REASON", read_extend)
OPTION = Converted("NAME=VALUE", read_option)
