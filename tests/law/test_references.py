"""Every article the program cites stands in the rule book with that number, or is named here with the reason."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KNOWN = {
    "LMA": "2 6 7 10 14 16 20–33 35 36 39 42–53",
    "CHR": "2 5–15 17 19 20–41 42 44–54 56–67 69–73 77 80",
    "ORG": "5 8 9 12–15 22–24 28 33 34",
    "NEG": "10 11 22 24 26 27 29 31",
    "I1": "1–8 10–32 36–39 42 44 47 49 51",
    "I2": "1–3 5–9 13–16 18–20",
    "CPL": "61 62 85–91 95 104 126 128 152 164–168 171 183 185 187 205 206 225–228 235 248 250",
    "CPLI": "125 130–136 351–358 372 425–441",
    "CC": "201–203 1259",
    "SPC2000": "1 2 3",
    "LCL": "10 14 19 23 24 30 40 46–48 71 72 82 83 85 87 90 97",
    "LCR": "6 7 20 25 27",
    "LL": "44 50",
    "WII": "33 35–37 39 62 64",
    "OA": "19 23",
    "FEE": "8 13–16",
    "MWR": "3 10 12",
    "HOL": "2",
    "PML": "33",
}
"""What rules.md cites, article by article; a range stands for each article in it."""
ODD = {
    "CHR 74–79": "仲裁审查：手册只给出这一段的条号（单独确认的只有第七十七条），所以整段引用",
    "LMA 3": "手册没有复述的原则条款：合法、公正、及时、着重调解；法律自施行以来没有修改",
    "LMA 4": "协商；手册没有复述",
    "LMA 5": "协商、调解、仲裁、诉讼的先后；手册没有复述",
    "LMA 12": "申请调解的方式；手册没有复述",
    "LMA 13": "调解应当听取双方陈述；手册没有复述",
    "LMA 15": "不履行调解协议的，可以申请仲裁；手册在第16条之前没有复述",
    "LMA 37": "鉴定；手册以 CHR 40 写明费用",
    "LMA 38": "质证、辩论和最后意见；手册以 CHR 41–42 写明",
    "LMA 40": "庭审笔录；手册以 CHR 41–42 写明",
    "NEG 8": "协商的提出；手册从 NEG 10 写起",
}
"""References that rules.md does not spell out, and why they stand."""
KEYS = "|".join(sorted(KNOWN, key=len, reverse=True))
CITED = re.compile(rf"\b({KEYS}) (\d+(?:\(\d+\))*(?:[–-]\d+)?(?:, \d+(?:\(\d+\))*(?:[–-]\d+)?)*)")


def numbers(text: str) -> set[int]:
    found: set[int] = set()
    for part in text.split():
        first, _, last = part.partition("–")
        found |= set(range(int(first), int(last or first) + 1))
    return found


def unknown(text: str) -> list[str]:
    """The references in a text that nobody has read under that number."""
    found = []
    for key, listed in CITED.findall(text):
        for part in listed.split(", "):
            plain = re.sub(r"\(\d+\)", "", part).replace("-", "–")
            if f"{key} {plain}" not in ODD and not numbers(plain) <= numbers(KNOWN[key]):
                found.append(f"{key} {plain}")
    return found


def articles() -> list[tuple[str, str]]:
    rows = []
    for path in sorted((ROOT / "workflows" / "articles").glob("*.toml")):
        for rule in tomllib.loads(path.read_text(encoding="utf-8")).get("rule", []):
            rows.append((rule["id"], rule["basis"]))
    return rows


def test_every_basis_of_an_article_is_a_reference_the_rule_book_knows():
    """rules.md §0：条文为准；没有读到编号的，不写编号。"""
    assert {name: found for name, basis in articles() if (found := unknown(basis))} == {}


@pytest.mark.parametrize("where", ["workflows/guards/*.py", "workflows/law/limits/*.toml", "workflows/law/service/*.toml"])
def test_reasons_and_limits_cite_nothing_else(where):
    """退回的理由也写条文，同样不能写错编号。"""
    found = {str(p.name): bad for p in sorted(ROOT.glob(where)) if (bad := unknown(p.read_text(encoding="utf-8")))}
    assert found == {}


def test_papers_cite_nothing_else():
    """文书上印的条号，人人看得见。"""
    pages = [*ROOT.glob("templates/papers/*/about.toml"), *ROOT.glob("templates/papers/*/body.html")]
    assert {str(p.parent.name): bad for p in pages if (bad := unknown(p.read_text(encoding="utf-8")))} == {}


def test_every_odd_reference_is_still_cited():
    """不再引用的，从表里删去。"""
    text = "\n".join(basis for _, basis in articles())
    used = {f"{key} {part}" for key, listed in CITED.findall(text) for part in listed.replace("-", "–").split(", ")}
    assert sorted(set(ODD) - used) == []
