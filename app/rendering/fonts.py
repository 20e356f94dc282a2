"""The faces papers are set in: which are here, what they can write, and what must fall back.

An office that owns the official faces (仿宋_GB2312, 方正小标宋 …) gets those; otherwise the open
Fandol set, which `bin/setup` places in <environment>/share/fonts/fandol; otherwise Noto CJK.
A character the chosen faces lack is set in Noto Serif CJK SC by rule; one that no face has
stops the paper by name. A box is never printed.
"""

import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from app.rendering.errors import PaperError

FALLBACK = "Noto Serif CJK SC"
FOLDERS = (
    Path(sys.prefix) / "share/fonts/fandol",
    Path("/usr/local/share/fonts/fandol"),
    Path("/usr/share/fonts/opentype/fandol"),
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
)
ROLES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "fang": (("FangSong_GB2312", "仿宋_GB2312", "FangSong"), "FandolFang-Regular.otf"),
    "title": (("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体"), "FandolSong-Bold.otf"),
    "hei": (("SimHei", "黑体"), "FandolHei-Regular.otf"),
    "kai": (("KaiTi_GB2312", "楷体_GB2312", "KaiTi"), "FandolKai-Regular.otf"),
    "song": (("SimSun", "宋体"), "FandolSong-Regular.otf"),
}
"""Role in paper.css → the official families in order of preference, and the open stand-in's file."""

INVISIBLE = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))
"""Unicode categories no name is written with: controls, formatting marks, private and unassigned places."""


@dataclass(frozen=True)
class Face:
    """What one role is set in. `path` is empty when only Noto, by its installed name, is to be had."""

    role: str
    path: Path | None

    @property
    def css(self) -> str:
        if self.path is None:
            return ""
        return f'@font-face{{font-family:"paper-{self.role}";src:url("{self.path.as_uri()}")}}\n'


@cache
def installed() -> Mapping[str, tuple[Path, int]]:
    """Family name → (file, face number) of every font the system knows. Asked once per process."""
    program = shutil.which("fc-list")
    if program is None:
        raise PaperError("找不到 fc-list，不能核对字体。请执行：apt-get install fontconfig")
    answer = subprocess.run(  # noqa: S603 - a fixed command without any outside input
        [program, "--format", "%{family}\t%{style}\t%{index}\t%{file}\n"], capture_output=True, text=True, check=True
    )
    found: dict[str, tuple[Path, int]] = {}
    for line in sorted(answer.stdout.splitlines()):
        families, style, index, file = line.split("\t")
        if "Regular" in style or style == "" or not any(f in found for f in families.split(",")):
            for family in families.split(","):
                found[family] = (Path(file), int(index) & 0xFFFF)
    return found


@cache
def faces() -> tuple[Face, ...]:
    """The face of each role on this machine. Raises PaperError when no Chinese face is to be had."""
    known = installed()
    chosen = []
    for role, (official, file) in ROLES.items():
        paths = [known[family][0] for family in official if family in known]
        paths += [folder / file for folder in FOLDERS if (folder / file).is_file()]
        chosen.append(Face(role, paths[0] if paths else None))
    if FALLBACK not in known:
        raise PaperError(
            "系统里没有中文后备字体 Noto Serif CJK SC，不能制作文书。请执行：apt-get install fonts-noto-cjk"
        )
    return tuple(chosen)


def check() -> None:
    """Refuse to start without what papers need: a Chinese face and the font subsetting library."""
    from weasyprint.text.ffi import harfbuzz_subset  # noqa: PLC0415 - costs a second, only the check needs it

    if harfbuzz_subset is None:
        raise PaperError("缺少字体子集库 libharfbuzz-subset，不能制作文书。请执行：apt-get install libharfbuzz-subset0")
    faces()


def allowed_files() -> frozenset[str]:
    """The only file addresses a paper may fetch: its own faces."""
    return frozenset(face.path.as_uri() for face in faces() if face.path)


@cache
def preferred() -> frozenset[int]:
    """The characters every role's face can write."""
    sets = [_characters(face.path, 0) if face.path else fallback() for face in faces()]
    return frozenset.intersection(*sets)


@cache
def fallback() -> frozenset[int]:
    """The characters of Noto Serif CJK SC."""
    path, number = installed()[FALLBACK]
    return _characters(path, number)


@cache
def _characters(path: Path, number: int) -> frozenset[int]:
    with TTFont(path, fontNumber=number if path.suffix == ".ttc" else -1, lazy=True) as font:
        return frozenset(font.getBestCmap())


def rare(text: str) -> list[str]:
    """The characters of `text` that the preferred faces lack, each once, in order of appearance."""
    known = preferred()
    return [c for c in dict.fromkeys(text) if ord(c) not in known and not c.isspace()]


def refuse_unwritable(texts: Iterable[str], title: str) -> None:
    """Raise PaperError naming every character of `texts` that no face can write, or that is no visible character."""
    bad = [
        c
        for c in dict.fromkeys("".join(texts))
        if not c.isspace()
        and (unicodedata.category(c) in INVISIBLE or (ord(c) not in preferred() and ord(c) not in fallback()))
    ]
    if bad:
        named = "、".join(f"“{c if c.isprintable() else ''}”（U+{ord(c):04X}）" for c in bad)
        raise PaperError(
            f"不能制作《{title}》：现有字体写不出 {named}。请核对是否为误输入；确属姓名用字的，请安装含该字的字体后再制作。"
        )
