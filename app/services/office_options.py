"""The office's answers to the questions the rules leave to it (workflows/catalogue/office_options.toml)."""

from app.models import Setting
from app.services import case_rows
from app.services.desk import Desk
from workflows.office_options import options

PREFIX = "option."


def answer(desk: Desk, name: str) -> str:
    """The answer in use: the office's own, or the default."""
    known = options()[name]
    row = case_rows.once(desk.session, Setting, PREFIX + name, lambda: desk.session.get(Setting, PREFIX + name))
    return row.value if row is not None and row.value in known.values else known.default


def in_words(desk: Desk, name: str) -> str:
    """What is done and how sure it is, for the person whose case it touches."""
    known = options()[name]
    sure = {"P": "地方做法", "U": "规则没有写明"}.get(known.mark, known.mark)
    return f"{known.values[answer(desk, name)]}（{sure}，按本委设置）"
