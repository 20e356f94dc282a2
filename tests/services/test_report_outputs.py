"""The report as workbook, JSON, paper and charts, and on the command line."""

import hashlib
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from openpyxl import load_workbook
from report_world import NOW, World, desk, october
from sqlmodel import Session, SQLModel

from app.commands.consistency import consistency
from app.commands.report import report_group
from app.database import make_engine
from app.rendering import charts
from app.services import report
from app.services.events import canonical

TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.fixture
def session(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'report.db'}")
    SQLModel.metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def issued(session):
    world = World(session)
    october(world)
    world.case("2026-10-20", employer="=HYPERLINK(东川公司)")
    return report.close_month(desk(session), "2026-10")


class Sheets:
    """Computes the few functions our formulas use, from the cells alone."""

    def __init__(self, book):
        self.book = book
        self.known = {}

    def cell(self, sheet, where):
        key = (sheet, where)
        if key not in self.known:
            value = self.book[sheet][where].value
            formula = isinstance(value, str) and value.startswith("=") and self.book[sheet][where].data_type == "f"
            self.known[key] = self.compute(sheet, value[1:]) if formula else value
        return self.known[key]

    def many(self, sheet, first, last):
        column = re.match("[A-Z]+", first)[0]
        return [
            self.cell(sheet, f"{column}{n}") for n in range(int(first[len(column) :]), int(last[len(column) :]) + 1)
        ]

    def compute(self, sheet, formula):
        text = re.sub(r"([一-鿿]+)!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", r'many("\1", "\2\3", "\2\4")', formula)
        text = re.sub(r'(?<!["A-Z])([A-Z]{1,2}\d+)(?!["\d])', rf'cell("{sheet}", "\1")', text)
        text = re.sub(r"(?<![<>=!])=(?!=)", "==", text)
        return eval(text, {"many": self.many, "cell": self.cell, **FUNCTIONS})  # our own formulas only


def matches(value, wanted):
    return value >= float(wanted[2:]) if isinstance(wanted, str) and wanted.startswith(">=") else value == wanted


FUNCTIONS = {
    "IF": lambda test, one, other: one if test else other,
    "AND": lambda *tests: all(tests),
    "OR": lambda *tests: any(tests),
    "ABS": abs,
    "ROUND": round,
    "MIN": min,
    "MAX": max,
    "COUNTIFS": lambda *pairs: sum(
        all(matches(column[n], wanted) for column, wanted in zip(pairs[::2], pairs[1::2], strict=True))
        for n in range(len(pairs[0]))
    ),
    "SUMIFS": lambda values, column, wanted: sum(v for v, c in zip(values, column, strict=True) if matches(c, wanted)),
}


def eager_safe(formula):
    """IF is not lazy here: a division by an empty denominator must not be reached."""
    return re.sub(r'IF\(([A-Z]+\d+)=0,"",(.+)\)$', r'("" if \1=0 else (\2))', formula)


def test_the_workbooks_formulas_recompute_the_printed_rates_from_the_items(issued):
    sheets = Sheets(load_workbook(io.BytesIO(report.xlsx(issued))))
    plain = sheets.compute
    sheets.compute = lambda sheet, formula: plain(sheet, eager_safe(formula))
    ladder = sheets.book["一致率复算"]
    checked = 0
    for n in range(2, ladder.max_row + 1):
        assert sheets.cell("一致率复算", f"F{n}") is True, ladder[f"A{n}"].value
        checked += 1
    assert checked == 8
    assert [sheets.cell("一致率复算", f"{c}2") for c in "BC"] == [2, 3]
    figures = sheets.book["指标"]
    with_rate = [n for n in range(2, figures.max_row + 1) if figures[f"G{n}"].value not in (None, "")]
    assert len(with_rate) > 20
    assert all(sheets.cell("指标", f"H{n}") is True for n in with_rate)


def test_text_that_looks_like_a_formula_stays_text(issued):
    book = load_workbook(io.BytesIO(report.xlsx(issued)))
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert not [f for f in formulas if "HYPERLINK" in f]


def test_the_json_carries_the_hash_it_can_be_checked_with(issued):
    document = json.loads(report.as_json(issued))
    assert hashlib.sha256(canonical(document["snapshot"]).encode()).hexdigest() == document["sha256"] == issued.sha256


def test_the_attachment_of_the_paper_names_no_cases(issued):
    assert all("cases" not in figure for figure in report.printed(issued)["figures"].values())


def test_the_pages_parts_render_with_a_link_behind_every_figure(issued):
    env = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    env.globals["_"] = str
    part = env.get_template("pages/reports/_sections.html").module.report_section

    def link(cell):
        return f"/figures/{cell['figure']}" if "figure" in cell else ""

    html = "".join(str(part(section, link)) for section in report.page_facts(issued)["sections"])
    assert html.count("<section") == 9
    for name in ("ladder.month.first.case_strict", "flow.days_gross", "pair.L3.succeeded"):
        assert f'href="/figures/{name}"' in html
    assert html.count("<svg") == 2


def run(*arguments):
    return CliRunner().invoke(report_group, list(arguments))


@pytest.fixture
def instance(tmp_path, monkeypatch):
    """A data folder with October in its database; the clock stands at 2 November."""
    monkeypatch.setenv("HENGJIAN_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr("app.clock.now", lambda: NOW)
    engine = make_engine(f"sqlite:///{tmp_path / 'hengjian.db'}")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        october(World(session))
        session.commit()
    engine.dispose()
    return tmp_path


def test_the_command_issues_a_month_once_and_exports_the_same_again(instance):
    first = run("month", "2026-10", "--out", str(instance / "a"))
    assert first.exit_code == 0, first.output
    assert "已发布 2026-10 第 1 版" in first.output
    again = run("month", "2026-10", "--out", str(instance / "b"))
    assert "导出第 1 版" in again.output
    names = sorted(path.name for path in (instance / "a").iterdir())
    assert [name.rpartition(".")[2] for name in names] == ["json", "pdf", "xlsx"]
    for name in names:
        if not name.endswith("xlsx"):
            assert (instance / "a" / name).read_bytes() == (instance / "b" / name).read_bytes()
    verified = run("verify", "2026-10")
    assert verified.exit_code == 0
    assert "复算一致" in verified.output


def test_anybody_with_the_exported_file_recomputes_the_report_and_its_rates(instance, monkeypatch):
    """practice §8, 1: anyone can recompute a city's figure from an anonymised extract."""
    assert run("month", "2026-10", "--out", str(instance)).exit_code == 0
    (instance / "hengjian.db").unlink()
    (file,) = instance.glob("*.json")
    assert "复算一致" in run("verify", str(file)).output
    made = str(instance / "suits.json")
    for more, span in (([], "month"), (["--year"], "year")):
        assert run("suits", str(file), "--out", made, *more).exit_code == 0
        answer = json.loads(CliRunner().invoke(consistency, ["compare", made]).output)
        figures = json.loads(file.read_text("utf-8"))["snapshot"]["figures"]
        for rung, found in answer["rungs"].items():
            printed = figures[f"ladder.{span}.first.{rung}"]
            assert (found["rate"], found["interval"]) == (printed["rate"], printed["interval"]), rung
        assert answer["final"]["rungs"]["item"]["rate"] == figures[f"ladder.{span}.final.item"]["rate"]
    file.write_text(file.read_text("utf-8").replace('"overtime"', '"wages"', 1), "utf-8")
    changed = run("verify", str(file))
    assert changed.exit_code == 2
    assert "底数与其校验值不符" in changed.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["month", "2026-11", "--out", "x"], "尚未结束"),
        (["month", "2026-99", "--out", "x"], "不是月份"),
        (["month", "2026-10", "--out", "x", "--office", "999"], "没有这个仲裁机构"),
        (["month", "2026-10", "--out", "x", "--correct", "改了"], "谈不上更正"),
        (["month", "2026-10", "--out", "hengjian.db"], "不能作为输出文件夹"),
        (["verify", "2026-10"], "还没有发布过"),
    ],
)
def test_a_month_that_cannot_be_issued_is_one_line_and_exit_2(instance, arguments, message, monkeypatch):
    monkeypatch.chdir(instance)
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "svg",
    [
        charts.ladder(
            [
                {"label": "<严格>", "rate": 0.5, "interval": [0.1, 0.9], "note": "1 / 2"},
                {"label": "金额", "rate": None, "interval": None, "note": ""},
            ],
            'a "title" & more',
        ),
        charts.trend([{"label": "26.10", "rate": 1.0, "interval": [0.2, 1.0], "n": 1}], "t"),
        charts.trend([], "t"),
        charts.funnel(None, [], [], "t"),
        charts.funnel(
            0.9, [{"label": "甲", "n": 5, "rate": 0.2, "outside": True}], [[(1, 0.5, 1.0), (5, 0.6, 1.0)]], "t"
        ),
    ],
)
def test_a_chart_is_sound_xml_without_style_script_or_outside_reference(svg):
    tree = ElementTree.fromstring(svg)
    for element in tree.iter():
        assert not {"style", "href", "onload"} & set(element.attrib)
        assert element.tag.rpartition("}")[2] in {"svg", "title", "text", "line", "rect", "circle", "polyline"}
    assert tree.attrib["role"] == "img"
