"""How days, sums and the titles of the law's data read in the language of a page. Papers are Chinese and not made here.

Chinese is the source. Titles in the data files that have no English beside them are collected with the texts of the
pages (`collect`, named in pyproject.toml) and translated in the same catalogue.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import IO, Any

from flask import Flask
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.models import Limit
from app.rendering import filters
from app.web import security
from search_index.citations import number
from workflows.limits import LimitRule, rules

TITLES = ("title", "unit")
WORDS = ("choices", "values")
NUMERAL = re.compile(r"(?<=[ (（–-])[一二三四五六七八九十]+(?=[,;)）(（–-]|$)")
PERIODS = (_l("当日"), _l("由仲裁庭指定"))  # what LimitRule.period says where there is no number
UNITS = {"WD": _l("个工作日"), "CD": _l("日"), "M": _l("个月"), "Y": _l("年")}


def init(app: Flask) -> None:
    app.jinja_env.filters.update(cn_date=day, beijing_time=instant, yuan=sum_of_money, article=article)
    app.jinja_env.globals.update(said=said, limit_title=limit_title, period=period)


def english() -> bool:
    return security.locale().startswith("en")


def said(text: str) -> str:
    """A text of the data in the language of the page."""
    return str(gettext(text)) if text else ""


def day(value: date | str, style: str = "digits") -> str:
    """A legal day: 2026年3月5日, in English 2026-03-05."""
    if not english():
        return filters.cn_date(value, style)
    return value if isinstance(value, str) else value.isoformat()


def instant(value: datetime | str, style: str = "digits") -> str:
    """An instant in Beijing time."""
    return filters.beijing_time(value, "short" if english() else style)


def sum_of_money(fen: int) -> str:
    """8,000.00元, in English CNY 8,000.00."""
    text = filters.FILTERS["yuan"](fen)
    return f"CNY {text.removesuffix('元')}" if english() else str(text)


def article(basis: str, locale: str = "zh", form: str = "title") -> str:
    """The articles behind a thing; in English their numbers in digits: O70 art. 4."""
    text = filters.article(basis, locale, form)
    if not locale.startswith("en"):
        return text
    return NUMERAL.sub(lambda found: str(number(found[0])), text)


def limit_title(limit: Limit) -> str:
    """The title of a running limit."""
    known = rules().get(limit.rule)
    return known[-1].title_en if english() and known else limit.title


def period(rule: LimitRule) -> str:
    """How long a limit is: 5个工作日, in English 5 working days."""
    if not english() or not rule.length:
        return said(rule.period)
    return f"{rule.length} {UNITS[rule.unit]}"


def collect(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Babel's extraction of one TOML file: titles, units, and the words of choices."""
    for text in dict.fromkeys(_texts(tomllib.loads(file.read().decode()))):
        yield 1, "gettext", text, []


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _texts(one)
    elif isinstance(node, Mapping):
        for key, value in node.items():
            if key in TITLES and isinstance(value, str):
                yield value
            elif key in WORDS and isinstance(value, Mapping):
                yield from (word for word in value.values() if isinstance(word, str))
            else:
                yield from _texts(value)
