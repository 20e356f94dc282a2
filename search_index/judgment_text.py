"""判决书 read by rule: court, number, day, instance, parties, and each line of the result (判决主文).

Pure: text in, what stands in it out. Nothing is guessed silently; each line says how sure the reading is and why.
What it means for the claims of a case is said by `search_index.judgment_items`; a person confirms every word of it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from search_index.analysis import kinds_of
from search_index.citations import AMOUNT, DIGITS, amounts, number

LONGEST = 300_000
"""Characters of a judgment that are read; a longer text is cut, and says so."""
EVEN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, ord("〔"): 0x28, ord("〕"): 0x29}
"""Full width to half width, one sign for one sign: positions stay."""
UNSEEN = re.compile(r"[\u200b\ufeff\u00ad\r]")

ORDINAL = "一二三四五六七八九十"
START = re.compile(r"(?:判决|裁定)如下\s*:")
SUMMARY_START = re.compile(r"(?:判决|改判|裁定)\s*[:,]?\s*(?=[一1驳维撤变确由被原某\u4e00-\u9fff])")
END = re.compile(
    r"如果?(?:\S{0,20})未按(?:照)?本?判决|如果?不服本?(?:判决|裁定)|[一二本]?审?案件?受理费|本(?:判决|裁定)为终审|审\s*判\s*(?:长|员)"
    r"|(?<=[。\n])\s*[一二][〇零○][〇零○一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日\s*(?=\n|$)"
    r"|[^。;\n]{0,30}不服[^。\n]{0,10}提起上诉|均未提起上诉|(?<=[。\n])[^。\n]{0,40}负担的?案件受理费"
)
ITEM = re.compile(rf"(?:^|(?<=[\n。;:,]))[ \t]*(?:第?([{ORDINAL}]{{1,3}})[项、.]|([0-9]{{1,2}})[、.](?![0-9]))")
COURT = re.compile(r"[\u4e00-\u9fff]{2,24}?人民法院")
NUMBER = re.compile(
    r"\(\s*(?P<year>20[0-9]{2}|19[0-9]{2})\s*\)\s*(?P<body>最高法|[\u4e00-\u9fff][0-9]{0,4})(?P<type>民初|民终|民申|民再|民特|执|行初|民监)"
    r"\s*第?(?P<n>[0-9]{1,9})号"
)
INSTANCES = {
    "民初": "first_instance", "民终": "second_instance", "民申": "retrial", "民再": "retrial", "民监": "retrial",
    "民特": "annulment", "执": "enforcement",
}  # fmt: skip
INSTANCE_TITLES = {
    "first_instance": "一审", "second_instance": "二审", "retrial": "再审", "annulment": "申请撤销裁决", "enforcement": "执行",
    "": "没有认出",
}  # fmt: skip
PARTY = re.compile(
    r"(?:^|\n)\s*(?P<role>上诉人|被上诉人|原告|被告|第三人|申请人|被申请人|再审申请人)"
    r"(?:\((?P<more>[^)\n]{1,40})\))?\s*[:,]?\s*(?P<name>[^\s,。;:()]{2,60})"
)
DAY = re.compile(
    rf"(?P<y>[12][0-9]{{3}}|[一二][〇零○O0{ORDINAL}]{{3}})\s*年\s*(?P<m>[0-9]{{1,2}}|[{ORDINAL}]{{1,2}})\s*月\s*(?P<d>[0-9]{{1,2}}|[{ORDINAL}]{{1,3}})\s*日"
)
REFERENCE = re.compile(rf"第((?:[{ORDINAL}]{{1,3}}|[0-9]{{1,2}})(?:[、,]?(?:第)?(?:[{ORDINAL}]{{1,3}}|[0-9]{{1,2}}))*(?:(?:至|到)第?[{ORDINAL}0-9]{{1,3}})?)项")

PAYS = r"(?:支付|给付|赔偿|返还|补发|补偿|清偿|报销|付清|退还|补足|付给)"
NOT = r"(?:无需|不需|无须|不须|不必|不应|不予|毋需|不再|不(?=向))"
PAY = re.compile(PAYS)
NOT_PAY = re.compile(rf"{NOT}(?:再)?(?:向[^,。;]{{1,60}}?)?{PAYS}|不承担[^,。;]{{0,30}}(?:支付|给付|赔偿)")
CERTIFICATE = re.compile(r"(?:出具|开具)[^。;]{0,30}证明|办理[^。;]{0,30}(?:档案|社会保险关系|社保关系)[^。;]{0,10}(?:转移|手续|移交)")
NOT_COUNTED_BEFORE = re.compile(r"(?:扣除|已经?支付|已付|已经?发放|已经?领取|扣减|抵扣|(?<![0-9])月工资|平均工资|工资标准|以(?!及)|按照?)[^,。;元]{0,12}$")
NOT_COUNTED_AFTER = re.compile(r"^\s*(?:为基数|为标准|的标准|标准|/月的标准|每月的标准|计算)")
TOTAL = re.compile(r"(?:共计|合计|总计|共)(?:人民币)?\s*$")
MONTHLY = re.compile(r"(?:每月|按月)[^,。;元]{0,20}$")
CONTENT = re.compile(r"(?:变更|改判|更正)[^。;\n]{0,120}?(?:为|:)\s*[:\"“「]?\s*")


@dataclass(frozen=True)
class Part:
    """One sum of a line with the kinds of claim its words name. `monthly`: to be paid each month."""

    fen: int
    kinds: tuple[str, ...]
    monthly: bool = False
    total: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the result. `effect`: pay, not_pay, confirm, deny, perform, refuse, refuse_rest, joint, uphold,
    uphold_all, set_aside, change, remand, dismiss, withdrawn,
    as_award (a summary that only says so) or unknown. `refers` are numbers of the lines of the judgment below."""

    ordinal: int
    text: str
    effect: str
    kinds: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    payer: str = ""
    payee: str = ""
    who: tuple[str, ...] = ()
    refers: tuple[int, ...] = ()
    content: "Line | None" = None
    confidence: int = 0
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgment:
    """What was read out of one text. Empty fields were not found; `missing` says so in words."""

    court: str
    number: str
    day: date | None
    instance: str
    parties: Mapping[str, str]
    """Name → role as the heading has it."""
    lines: tuple[Line, ...]
    result: str
    missing: tuple[str, ...]

    @property
    def ending(self) -> str:
        """What the text as a whole does: judgment, remanded, dismissed (起诉驳回), withdrawn, or "" when it cannot be told."""
        effects = {line.effect for line in self.lines}
        for effect, ending in (("remand", "remanded"), ("withdrawn", "withdrawn"), ("dismiss", "dismissed")):
            if effect in effects:
                return ending
        return "judgment" if effects - {"unknown"} else ""

    def as_dict(self) -> dict[str, Any]:
        return {
            "court": self.court, "number": self.number, "date": self.day.isoformat() if self.day else None,
            "instance": self.instance, "ending": self.ending, "parties": dict(self.parties),
            "lines": [line_dict(line) for line in self.lines], "missing": list(self.missing),
        }  # fmt: skip


def line_dict(line: Line) -> dict[str, Any]:
    """One line for JSON; sums in yuan as text."""
    return {
        "ordinal": line.ordinal, "text": line.text, "effect": line.effect, "kinds": list(line.kinds),
        "payer": line.payer, "payee": line.payee,
        "amounts": [
            {"yuan": f"{p.fen // 100}.{p.fen % 100:02d}", "kinds": list(p.kinds), "monthly": p.monthly, "total": p.total}
            for p in line.parts
        ],
        "refers": list(line.refers), "content": line_dict(line.content) if line.content else None,
        "confidence": line.confidence, "why": list(line.why),
    }  # fmt: skip


MakesLine = Callable[..., Line]


def read(text: str, names: tuple[str, ...] = ()) -> Judgment:
    """Read a judgment, or its result paragraph alone. `names`: parties known already, found in the lines by name."""
    text = UNSEEN.sub("", text)
    cut = len(text) > LONGEST
    text = text[:LONGEST]
    even = text.translate(EVEN)
    first, last, found = _result(even)
    heading = even[:first] if found else ""
    number_match = NUMBER.search(heading) or NUMBER.search(even[last:])
    instance = INSTANCES.get(number_match["type"], "") if number_match else _instance(even)
    parties = {m["name"]: m["role"] for m in PARTY.finditer(heading)}
    known = tuple(dict.fromkeys((*names, *parties)))
    lines = tuple(_line(at, piece, known) for at, piece in _pieces(even[first:last], text[first:last]))
    court = COURT.search(heading[:400])
    day = _day(even[last:])
    missing = [
        said
        for absent, said in (
            (cut, f"文书超过{LONGEST}个字，只读了前面的部分。"),
            (not found, "没有找到“判决如下”，把全文当作判决主文来读。"),
            (court is None, "没有找到法院名称。"),
            (number_match is None, "没有找到法院案号。"),
            (day is None, "没有找到裁判日期。"),
            (not lines, "没有读出判决主文。"),
        )
        if absent
    ]
    return Judgment(
        court=court[0].strip() if court else "",
        number=f"（{number_match['year']}）{number_match['body']}{number_match['type']}{number_match['n']}号" if number_match else "",
        day=day,
        instance=instance,
        parties=parties,
        lines=lines,
        result=text[first:last].strip(),
        missing=tuple(missing),
    )


def _result(even: str) -> tuple[int, int, bool]:
    """Where the result begins and ends, and whether its opening words were found: the last 判决如下 is the court's own."""
    starts = list(START.finditer(even))
    if starts:
        first = starts[-1].end()
    else:
        loose = [m for m in SUMMARY_START.finditer(even) if ":" in m[0]]
        first = loose[-1].end() if loose else 0
        starts = loose
    ended = END.search(even, first)
    return first, ended.start() if ended else len(even), bool(starts)


def _instance(even: str) -> str:
    """Without a number: the words only a second instance uses."""
    if re.search(r"上诉人|驳回上诉|终审判决|二审", even):
        return "second_instance"
    return "first_instance" if re.search(r"原告|一审", even) else ""


def _pieces(even: str, text: str) -> list[tuple[int, str]]:
    """The lines by their numbers 一、二、三, in sequence; by sentences where nothing is numbered."""
    marks: list[tuple[int, int, int]] = []
    for match in ITEM.finditer(even):
        said = number(match[1] or match[2])
        if said == (marks[-1][0] + 1 if marks else 1):
            marks.append((said, match.start(), match.end()))
    if marks:
        ends = [start for _, start, _ in marks[1:]] + [len(even)]
        return [(n, text[begin:end].strip()) for (n, _, begin), end in zip(marks, ends, strict=True)]
    pieces = [p.strip() for p in re.split(r"[。;；\n]", text)]
    return [(n, p) for n, p in enumerate((p for p in pieces if len(p) > 3), start=1)]


def _line(ordinal: int, text: str, names: tuple[str, ...]) -> Line:
    even = re.sub(r"\s+", "", text.translate(EVEN)).strip("。;")
    return replace(_effect(even, names), ordinal=ordinal, text=text.strip().rstrip("；;。"))


def _effect(even: str, names: tuple[str, ...]) -> Line:
    """The first description that fits, from the most to the least particular."""
    refers = _refers(even)
    who = tuple(name for name in names if name in even)
    bare = _without_names(even, names)
    kinds = named_kinds(bare)

    def line(effect: str, confidence: int, *why: str, **more: Any) -> Line:
        return Line(0, "", effect, confidence=confidence, why=why, **{"kinds": kinds, "who": who, "refers": refers, **more})

    if re.search(r"(?:判决|裁判)(?:结果)?[^,。;]{0,4}与(?:仲裁)?裁决(?:结果)?(?:相)?一致", even):
        return line("as_award", 75, "写明判决与裁决一致，没有主文", kinds=())
    if re.search(r"发回[^。;]{0,40}重(?:新)?审", even):
        return line("remand", 98, "写明发回重审", kinds=())
    if re.search(r"准许[^。;]{0,40}撤(?:回|诉)|按撤诉处理|按自动撤回上诉处理", even):
        return line("withdrawn", 95, "写明准许撤回或者按撤诉处理", kinds=())
    if re.search(r"驳回[^。;]{0,60}的?起诉", even):
        return line("dismiss", 95, "写明驳回起诉", kinds=())
    if re.search(r"驳回(?:[^。;]{0,60}的?)?上诉", even) and "维持" in even:
        return line("uphold_all", 98, "写明驳回上诉、维持原判", kinds=())
    if even.startswith("维持"):
        return line("uphold", 95 if refers else 80, "写明维持原判的哪几项" if refers else "写明维持，没有写第几项", kinds=())
    if re.match(r"(?:变更|改判)", even) and (found := CONTENT.match(even)):
        inner = _effect(even[found.end() :].strip("\"”」:"), names)
        return line("change", min(inner.confidence, 95 if refers else 70), "写明变更后的内容", kinds=inner.kinds, content=inner)
    if even.startswith("撤销") and re.search(r"判决|原判|第.{1,6}项", even) and not re.search(r"仲裁?(?:委员会)?[^。;]{0,40}裁决", even):
        return line("set_aside", 95 if refers else 85, "写明撤销原判的哪几项" if refers else "写明撤销原判", kinds=())
    if re.match(r"(?:依法)?驳回", even):
        return _refusal(even, kinds, line)
    if NOT_PAY.search(even):
        return _refused_payment(even, bare, who, names, line)
    return _confirmation(even, line) or _performance(even, line) or _payment(even, bare, names, line)


def _refusal(even: str, kinds: tuple[str, ...], line: MakesLine) -> Line:
    rest = re.search(r"(?:其他|其它|其余)[^。;]{0,10}(?:诉讼)?请求", even)
    if rest:
        return line("refuse_rest", 92, "写明驳回其他诉讼请求", kinds=())
    if re.search(r"(?:全部)?(?:的)?(?:诉讼|诉|上诉)?请求", even):
        if kinds:
            return line("refuse", 88, "写明驳回哪一类请求")
        return line("refuse_rest", 90, "写明驳回诉讼请求", kinds=())
    return line("unknown", 20, "写有驳回，没有认出驳回的是什么")


def _refused_payment(even: str, bare: str, who: tuple[str, ...], names: tuple[str, ...], line: MakesLine) -> Line:
    payer, payee = _direction(even, names, NOT_PAY)
    parts = _parts(bare)
    why = ["写明无需支付"]
    if parts:
        why.append("写有不予支付的金额")
    return line("not_pay", 92 if line("", 0).kinds else 45, *why, parts=parts, payer=payer, payee=payee)


def _confirmation(even: str, line: MakesLine) -> Line | None:
    if not re.search(r"确认|(?:存在|建立|没有|无)[^。;]{0,20}劳动关系|劳动关系(?:不?成立|不?存在)", even):
        return None
    if re.search(r"不存在[^。;]{0,20}劳动关系|(?:无|没有)[^。;]{0,8}劳动关系|劳动关系不(?:成立|存在)", even):
        return line("deny", 93, "写明不存在劳动关系", kinds=("relation_confirmation",))
    if re.search(r"解除|终止", even):
        return line("confirm", 88, "写明确认解除或者终止", kinds=("termination_confirmation",))
    if re.search(r"劳动关系", even):
        spans = "，写有起止期间，请与请求的期间核对" if re.search(r"[0-9]{4}年", even) else ""
        return line("confirm", 93 if not spans else 88, f"写明存在劳动关系{spans}", kinds=("relation_confirmation",))
    return line("unknown", 30, "写有确认，没有认出确认的是什么")


def _performance(even: str, line: MakesLine) -> Line | None:
    if re.search(r"继续履行|恢复[^。;]{0,10}劳动(?:关系|合同)", even):
        return line("perform", 92, "写明继续履行", kinds=("reinstatement",))
    if CERTIFICATE.search(even):
        return line("perform", 90, "写明出具证明或者办理转移", kinds=("termination_certificate",))
    return None


def _payment(even: str, bare: str, names: tuple[str, ...], line: MakesLine) -> Line:
    parts = _parts(bare)
    if not parts and re.search(r"连带|补充[^。;]{0,6}责任", even):
        return line("joint", 85, "连带（补充）责任，不另计金额", kinds=())
    if not PAY.search(even):
        return line("unknown", 20, "没有认出这一项的意思")
    payer, payee = _direction(even, names, PAY)
    why = ["写明支付的金额" if parts else "写明支付，没有写金额"]
    sure = 95 if parts else 50
    named = [part for part in parts if part.kinds]
    if parts and len(named) < len(parts):
        sure, why = 60, [*why, "有的金额没有写是哪一类请求"]
    if any(len(part.kinds) > 1 for part in parts):
        sure, why = min(sure, 65), [*why, "一个金额包括几类请求"]
    if any(part.monthly for part in parts):
        sure, why = min(sure, 60), [*why, "按月支付，总额要人来算"]
    if NOT_COUNTED_BEFORE.search(bare) or re.search(r"扣除|已支付|已付", bare):
        sure, why = min(sure, 70), [*why, "写有扣除或者已付的金额"]
    return line("pay", sure, *why, parts=parts, payer=payer, payee=payee)


def named_kinds(text: str) -> tuple[str, ...]:
    """Kinds of claim named in a run of words, each enumerated piece for itself: in 工资及加班费 both are meant."""
    return tuple(dict.fromkeys(kind for piece in re.split(r"[,、和及与]", text) for kind in kinds_of(piece, claim=True)))


def _parts(even: str) -> tuple[Part, ...]:
    """Each sum with the kinds named since the sum before it, or right after it."""
    found: list[Part] = []
    sums = list(AMOUNT.finditer(even))
    begin = 0
    for place, match in enumerate(sums):
        read_as = amounts(match[0])
        before = even[begin : match.start()]
        after = even[match.end() : sums[place + 1].start() if place + 1 < len(sums) else len(even)]
        if not read_as or NOT_COUNTED_AFTER.match(after) or NOT_COUNTED_BEFORE.search(before):
            continue
        if re.search(r"(?:大写|[(][^)]*)$", before) and found and read_as[0] == found[-1].fen:
            begin = match.end()
            continue  # the same sum in capital characters
        total = bool(TOTAL.search(before)) and sum(p.fen for p in found) == read_as[0] and len(found) > 1
        kinds = named_kinds(before) or named_kinds(re.split(r"[,、;和及]", after)[0])
        if not kinds and place == 0:
            kinds = named_kinds(even) if len(sums) == 1 else ()
        found.append(Part(read_as[0], kinds, bool(MONTHLY.search(before)), total))
        begin = match.end()
    return tuple(part for part in found if not part.total)


def _direction(even: str, names: tuple[str, ...], verb: re.Pattern[str]) -> tuple[str, str]:
    """Who pays whom: names before the verb and after it (or after 向); roles stand in for names that are not written."""
    match = verb.search(even)
    if match is None:
        return "", ""
    before, after = even[: match.start()], even[match.start() :]
    toward = before.rpartition("向")
    if toward[1] and len(toward[2]) < 60:
        before, after = toward[0], toward[2] + after
    payer = _earliest(before, names) or _role(before)
    payee = _earliest(after, names) or _role(after)
    return payer, payee


def _earliest(text: str, names: tuple[str, ...]) -> str:
    there = [(text.find(name), -len(name), name) for name in names if name in text]
    return min(there)[2] if there else ""


def _role(text: str) -> str:
    found = re.search(r"(?:原告|被告|(?<!被)上诉人|被上诉人|申请人|被申请人)(?P<name>[\u4e00-\u9fff]{2,30}?(?=于|应|自|在|支付|给付|赔偿|返还|20|[,。;]|$))?", text)
    if found is None:
        return ""
    return found["name"] or found[0]


def _without_names(even: str, names: tuple[str, ...]) -> str:
    """The line without the names: a firm called 工资宝 claims no wages."""
    for name in sorted(names, key=len, reverse=True):
        even = even.replace(name, "某某")
    return even


def _refers(even: str) -> tuple[int, ...]:
    """第一项、第二、三项、第一至三项 of the judgment below, as numbers."""
    found: list[int] = []
    for match in REFERENCE.finditer(even):
        said = match[1].replace("第", "")
        spans = re.fullmatch(rf"([{ORDINAL}0-9]+)(?:至|到)([{ORDINAL}0-9]+)", said)
        try:
            if spans:
                found += range(number(spans[1]), number(spans[2]) + 1)
            else:
                found += [number(one) for one in re.split(r"[、,]", said) if one]
        except ValueError:
            continue
    return tuple(dict.fromkeys(n for n in found if 0 < n < 100))


def _day(tail: str) -> date | None:
    """The last whole day written after the result: the day of the judgment."""
    day = None
    for match in DAY.finditer(tail):
        try:
            day = date(_year(match["y"]), number(match["m"]), number(match["d"]))
        except ValueError:
            continue
    return day


def _year(text: str) -> int:
    if text.isascii() and text.isdecimal():
        return int(text)
    return int("".join("0" if c in "○O0" else str(DIGITS[c]) for c in text))
