"""docs/conformance-awards.md leaves nothing out: settings, kinds, sums, inputs, rows, events, types, statuses."""

from pathlib import Path

from workflows import catalogue
from workflows.finality import options
from workflows.items import KINDS
from workflows.money import sums

PAGE = (Path(__file__).parents[2] / "docs" / "conformance-awards.md").read_text(encoding="utf-8")


def test_every_open_setting_stands_with_default_mark_and_basis():
    for option in options().values():
        row = next((line for line in PAGE.splitlines() if line.startswith(f"| `{option.id}`")), "")
        assert f"| `{option.default}` |" in row
        assert f"| {option.mark} | {option.basis} |" in row
        assert all(f"`{value}`" in row for value in option.values)


def test_every_sum_stands_with_its_article_and_inputs():
    for rule in sums().values():
        row = next((line for line in PAGE.splitlines() if line.startswith(f"| `{rule.id}` |")), "")
        assert rule.basis in row
        assert all(f"`{field.key}`" in row for field in rule.fields), rule.id


def test_every_kind_event_type_and_status_is_named():
    lists = catalogue.read("award_events")
    names = [*KINDS, *lists["events"], *lists["types"], *lists["statuses"]]
    assert [name for name in names if f"`{name}`" not in PAGE] == []


def test_every_scenario_row_stands_with_its_number_of_cases():
    rows = [line for line in PAGE.splitlines() if line.startswith(tuple(f"| {n} " for n in range(1, 18)))]
    numbers = {int(line.split()[1]) for line in rows if line.count("|") == 5}
    assert numbers == set(range(1, 18))


def test_the_examples_on_the_page_run(tmp_path):
    from click.testing import CliRunner

    from app.commands.law import law

    for line in PAGE.splitlines():
        if line.startswith("    hengjian law ") and "案件.json" not in line:
            found = CliRunner().invoke(law, line.split()[2:])
            assert found.exit_code == 0, (line, found.stderr)
