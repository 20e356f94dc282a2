"""What a legal text cites, in one form: articles, sums, dates, case numbers.

《劳动合同法》第四十七条 and 劳动合同法第47条 both give "LCL 47". A text that is not in the vocabulary keeps
its own name ("民法通则 12"), so nothing cited is lost.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from search_index.vocabulary import vocabulary

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")} | {"两": 2}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
NUMBER = r"(?:[0-9]+|[零〇一二三四五六七八九十百千两]+)"
ARTICLE = re.compile(
    rf"第?\s*(?P<article>{NUMBER})\s*条(?:之(?P<bis>{NUMBER}))?"
    rf"(?:\s*第?\s*(?P<paragraph>{NUMBER})\s*款)?(?:\s*第?\s*[(]?(?P<item>{NUMBER})[)]?\s*项)?"
)
# Between two articles of the same statute: 第三条、第四条第二款和第五条
JOINED = re.compile(r"\s*(?:[、,，和及与]|以及|或者|或)\s*")
BRACKETED = re.compile(r"《(?P<name>[^《》]*(?:《[^《》]*》[^《》]*)?)》(?P<tail>[(][一二三四五六七八九十0-9]{1,3}[)])?")
SAME = ("同法", "该法", "本法", "前述法律", "该条例", "该解释", "同条例")
PREFIX = re.compile(r"^(?:中华人民共和国|我国)")
EDITION = re.compile(r"[(](?:[0-9]{4}年?)?(?:修订|修正|修正案|试行)?[)]$")


@dataclass(frozen=True)
class Citation:
    """An article of a statute. `statute` is a key of the rule book, or the statute's own name."""

    statute: str
    article: int
    bis: int = 0
    paragraph: int = 0
    item: int = 0

    @property
    def form(self) -> str:
        """The article as a whole, as the index holds it: "LCL 47"."""
        return f"{self.statute} {self.article}" + (f"-{self.bis}" if self.bis else "")

    @property
    def full(self) -> str:
        """With paragraph and item: "LCL 82(1)(2)"; an item without a paragraph is "LCL 39(0)(2)"."""
        tail = f"({self.paragraph})" if self.paragraph or self.item else ""
        return self.form + tail + (f"({self.item})" if self.item else "")


def number(text: str) -> int:
    """A whole number in digits or Chinese numerals: "47", "四十七", "一百零二", "两万三千". ValueError otherwise."""
    if text.isdecimal():
        return int(text)
    if not text:
        raise ValueError("no number")
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in UNITS:
            section += (digit or 1) * UNITS[char]
            digit = 0
        elif char in "万亿":
            unit = 10_000 if char == "万" else 100_000_000
            total = (total + section + digit) * unit if char == "亿" else total + (section + digit) * unit
            section = digit = 0
        else:
            raise ValueError(f"not a number: {text}")
    return total + section + digit


def plain(text: str) -> str:
    """Width and brackets made one: full-width forms to half-width, 〔〕【】［］ to [], zero-width signs out."""
    text = unicodedata.normalize("NFKC", text)
    return text.translate(_PLAIN)


_PLAIN = {ord("〔"): "[", ord("〕"): "]", ord("【"): "[", ord("】"): "]", 0x200B: None, 0xFEFF: None, 0x00AD: None}


@cache
def _names() -> tuple[dict[str, str], re.Pattern[str]]:
    keys = {plain(name): key for key, names in vocabulary().statutes for name in names}
    longest_first = sorted(keys, key=len, reverse=True)
    forms = "|".join(re.escape(name) for name in longest_first)
    codes = "|".join(sorted((key for key, _ in vocabulary().statutes), key=len, reverse=True))
    return keys, re.compile(rf"(?P<known>{forms})|(?<![A-Za-z0-9])(?P<code>{codes})\s?(?=[0-9])|(?P<same>{'|'.join(SAME)})")


def statute_key(name: str) -> str:
    """The rule book's key of a statute named in full or in short; the cleaned name itself when it has none."""
    name = plain(name).strip().strip("《》")
    keys, _ = _names()
    for form in (name, PREFIX.sub("", name), EDITION.sub("", PREFIX.sub("", name))):
        if form in keys:
            return keys[form]
    return EDITION.sub("", PREFIX.sub("", name))


def citations(text: str) -> list[Citation]:
    """Every article cited, in order, each once. 同法 and 该法 mean the statute named last."""
    text = plain(text)
    found: dict[Citation, None] = {}
    last = ""
    position = 0
    _, known = _names()
    bracketed, named = BRACKETED.search(text), known.search(text)
    while position < len(text):
        # Searched again only when reading has gone past it: a long text is read once.
        if bracketed and bracketed.start() < position:
            bracketed = BRACKETED.search(text, position)
        if named and named.start() < position:
            named = known.search(text, position)
        if bracketed and (not named or bracketed.start() <= named.start()):
            key = statute_key(bracketed["name"] + (bracketed["tail"] or ""))
            if key not in {k for k, _ in vocabulary().statutes} and bracketed["tail"]:
                key = statute_key(bracketed["name"])
            last, position = key, bracketed.end()
        elif named:
            if named["code"]:
                last = named["code"]
            elif named["known"]:
                last = _names()[0][named["known"]]
            position = named.end()
            if named["code"]:
                position = _read_code(text, position, last, found)
                continue
        else:
            break
        position = _read_articles(text, position, last, found)
    return list(found)


def _read_code(text: str, position: int, statute: str, found: dict[Citation, None]) -> int:
    """Our own written form: LCL 47, LCL 82(1)(2)."""
    match = re.compile(r"([0-9]+)(?:-([0-9]+))?(?:[(]([0-9]+)[)])?(?:[(]([0-9]+)[)])?").match(text, position)
    if not match:
        return position
    article, bis, paragraph, item = (int(part or 0) for part in match.groups())
    found.setdefault(Citation(statute, article, bis, paragraph, item))
    return match.end()


def _read_articles(text: str, position: int, statute: str, found: dict[Citation, None]) -> int:
    # An alias or an edition may stand between the name and the article: 《劳动合同法》(以下简称…)第四十七条
    aside = re.compile(r"\s*(?:[(][^()]{0,40}[)])?\s*(?:的|中)?\s*").match(text, position)
    here = aside.end() if aside else position
    read = ARTICLE.match(text, here)
    if not statute or not read:
        return position
    while read:
        found.setdefault(
            Citation(statute, *(number(read[part]) if read[part] else 0 for part in ("article", "bis", "paragraph", "item")))
        )
        here = read.end()
        joint = JOINED.match(text, here)
        read = ARTICLE.match(text, joint.end()) if joint else None
    return here


def articles(text: str) -> tuple[str, ...]:
    """The articles cited as index terms ("LCL 47"), each once, in order."""
    return tuple(dict.fromkeys(c.form for c in citations(text)))


AMOUNT = re.compile(
    r"(?<![0-9.])(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[万千亿]?)\s*(?:余|多)?\s*元"
    r"|(?P<hanzi>[零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]{1,20})\s*(?:余|多)?\s*[元圆](?:(?P<jiao>[一二三四五六七八九壹贰叁肆伍陆柒捌玖])角)?"
)
FEN = {"": 100, "千": 100_000, "万": 1_000_000, "亿": 10_000_000_000}


def amounts(text: str) -> list[int]:
    """Sums of money in fen, in order. 1.2万元 is 1,200,000 fen; a sum that is no whole fen is left out."""
    sums = []
    for match in AMOUNT.finditer(plain(text)):
        if match["digits"]:
            whole, _, part = match["digits"].replace(",", "").partition(".")
            scaled = int(whole + part) * FEN[match["unit"]]
            if scaled % 10 ** len(part) == 0:
                sums.append(scaled // 10 ** len(part))
        else:
            try:
                sums.append(number(match["hanzi"]) * 100 + DIGITS.get(match["jiao"] or "", 0) * 10)
            except ValueError:
                continue
    return sums


DATE = re.compile(r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})\s*[年./-]\s*(?P<m>[0-9]{1,2})\s*[月./-]\s*(?P<d>[0-9]{1,2})(?![0-9])")


def dates(text: str) -> list[date]:
    """Whole dates of the calendar, in order; impossible ones (2 月 30 日) are no dates."""
    days = []
    for match in DATE.finditer(plain(text)):
        try:
            days.append(date(int(match["y"]), int(match["m"]), int(match["d"])))
        except ValueError:
            continue
    return days


COURT_NUMBER = re.compile(r"[(\[](?P<year>(?:19|20)[0-9]{2})[)\]]\s*(?P<body>[\u4e00-\u9fff][\u4e00-\u9fff0-9]{0,14}?[\u4e00-\u9fff])\s*第?(?P<n>[0-9]{1,7})号")
OFFICE_NUMBER = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{0,8}劳(?:动)?(?:人)?仲[\u4e00-\u9fff]{0,4}字?)\s*[(\[](?P<year>(?:19|20)[0-9]{2})[)\]]\s*第?\s*(?P<n>[0-9]{1,7})\s*号"
)


def case_numbers(text: str) -> list[str]:
    """Case numbers of courts and offices in one form: "(2021)鲁05民终123号", "东劳人仲案字〔2024〕12号"."""
    text = plain(text)
    courts = [(m.start(), f"({m['year']}){m['body']}{int(m['n'])}号") for m in COURT_NUMBER.finditer(text)]
    offices = [(m.start(), f"{m['body']}〔{m['year']}〕{int(m['n'])}号") for m in OFFICE_NUMBER.finditer(text)]
    return [form for _, form in sorted(courts + offices)]
