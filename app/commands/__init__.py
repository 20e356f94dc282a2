"""`hengjian …`: the product on the command line. Each group lives in its own file and is read only when called."""

from importlib import import_module

import click
from flask.cli import FlaskGroup

COMMANDS = {
    "cases": ("app.commands.cases", "cases"),
    "consistency": ("app.commands.consistency", "consistency"),
    "court": ("app.commands.court", "court"),
    "db": ("app.commands.office", "db"),
    "demo": ("app.commands.demo", "demo"),
    "file": ("app.commands.file", "file_group"),
    "law": ("app.commands.law", "law"),
    "paper": ("app.commands.paper", "paper"),
    "precedents": ("app.commands.precedents", "precedents"),
    "procedure": ("app.commands.procedure", "procedure"),
    "report": ("app.commands.report", "report_group"),
    "seed": ("app.commands.office", "seed"),
    "users": ("app.commands.users", "users"),
    "verify": ("app.commands.office", "verify"),
    "worker": ("app.commands.office", "worker"),
}


class Commands(FlaskGroup):
    """The commands by name; the module behind a name is imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*COMMANDS, "run", "routes", "shell"})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return super().get_command(ctx, name)
        module, attribute = COMMANDS[name]
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


def _create_app() -> object:
    return import_module("app.factory").create_app()


@click.group(cls=Commands, create_app=_create_app, add_version_option=False)
def main() -> None:
    """衡鉴：劳动争议裁审协同。"""
