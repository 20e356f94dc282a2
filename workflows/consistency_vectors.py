"""The published test vectors of 裁审一致率 (docs/consistency/vectors), run by anybody against this program.

`NN-name.json` is an input of `hengjian consistency compare`; `NN-name.expected.json` holds `working`, the sums done
by hand, and `expect`, the part of the answer they settle, or `error`, a part of the message of a bad input.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from typing import Any

from workflows.consistency import compare
from workflows.consistency_json import as_dict, read_text
from workflows.errors import InputError

EXACT = 1e-9
ENDING = ".expected.json"


@dataclass(frozen=True)
class Checked:
    """One vector: its name, the working by hand, and what differs ("" for each line that agrees is left out)."""

    name: str
    working: tuple[str, ...]
    differences: tuple[str, ...]


def check(folder: Path) -> Iterator[Checked]:
    """Run every vector of a folder, by name. Raises InputError when there is none or an expected file is not sound."""
    files = sorted(folder.glob(f"*{ENDING}"))
    if not files:
        raise InputError("文件夹", folder, "没有算例（NN-name.json 和 NN-name.expected.json）。", "请核对路径。")
    for file in files:
        name = file.name.removesuffix(ENDING)
        try:
            expected = json.loads(file.read_text(encoding="utf-8"))
            given = (folder / f"{name}.json").read_text(encoding="utf-8")
            working = tuple(expected["working"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError("算例", name, f"读不出来（{error}）。", "请对照 docs/consistency 里的算例改正。") from None
        yield Checked(name, working, tuple(_run(given, expected)))


def _run(given: str, expected: dict[str, Any]) -> Iterator[str]:
    try:
        request = read_text(given)
        answer = as_dict(compare(request.suits, request.awards_total, request.tolerance))
    except InputError as refused:
        if "error" not in expected:
            yield f"应当算出结果，却不能读：{refused}"
        elif expected["error"] not in str(refused):
            yield f"应当说明“{expected['error']}”，却是：{refused}"
        return
    if "error" in expected:
        yield f"应当不能读（{expected['error']}），却算出了结果"
    yield from differences(answer, expected.get("expect", {}))


def differences(found: Any, wanted: Any, where: str = "") -> Iterator[str]:
    """Everything `wanted` says that `found` does not say; numbers to nine decimals."""
    if isinstance(wanted, dict):
        for key, value in wanted.items():
            if not isinstance(found, dict) or key not in found:
                yield f"{where}.{key}：没有这一项"
            else:
                yield from differences(found[key], value, f"{where}.{key}")
    elif isinstance(wanted, list):
        if not isinstance(found, list) or len(found) != len(wanted):
            yield f"{where}：应有 {len(wanted)} 项，得 {found}"
            return
        for position, value in enumerate(wanted):
            yield from differences(found[position], value, f"{where}[{position}]")
    elif isinstance(wanted, float) and isinstance(found, int | float):
        if not isclose(found, wanted, rel_tol=0, abs_tol=EXACT):
            yield f"{where}：应为 {wanted}，得 {found}"
    elif found != wanted:
        yield f"{where}：应为 {wanted}，得 {found}"
