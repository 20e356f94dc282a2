"""判决主文的识别：写法各异的判决，逐项读出结果，说明把握和理由；读不准的留给人。"""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from search_index.judgment_items import LIKELY, Asked, Reading, propose
from search_index.judgment_text import read

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "judgments.toml").read_text("utf-8"))["case"]
WHOLE = """东川市河湾区人民法院
民 事 判 决 书
（2026）鲁0591民初1024号
原告：邹玥，女，1990年2月3日出生。
被告：东川市恒岳建筑安装有限公司，住所地东川市河湾区。
　　仲裁委员会裁决如下：支付邹玥赔偿金60000元。本院认为，计算基数有误。依照《中华人民共和国劳动合同法》第八十七条之规定，判决如下：
一、被告东川市恒岳建筑安装有限公司于本判决生效之日起十日内支付原告邹玥违法解除劳动合同赔偿金54,000元；
二、驳回原告邹玥的其他诉讼请求。
如果未按本判决指定的期间履行给付金钱义务，应当加倍支付迟延履行期间的债务利息。
案件受理费10元，由被告负担。
审 判 员 郑怀瑾
二〇二六年八月二十日
书 记 员 苏芮
"""


def fen(yuan: object) -> int | None:
    return None if yuan == "" else int(Decimal(str(yuan)) * 100)


def reading_of(case: dict[str, Any]) -> Reading:
    worker, firm = case["names"][:2]
    claimant, against = (firm, worker) if case.get("swapped") else (worker, firm)
    items = [
        Asked(n, kind, fen(claimed), award, fen(awarded), claimant, against)
        for n, (kind, claimed, award, awarded) in enumerate(case["items"], start=1)
    ]
    names = tuple(case["names"])
    return propose(
        read(case["text"], names),
        items,
        plaintiff=case["plaintiff"],
        below=read(case["below"], names) if "below" in case else None,
        decided_below={n: (said, fen(sum_)) for n, (said, sum_) in enumerate(case.get("first", ()), start=1)},
    )


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_result_of_each_claim_is_read(case: dict[str, Any]) -> None:
    """O70 四：逐案比对裁审结果，先要逐项读出判决。"""
    found = reading_of(case)
    if "ending" in case:
        assert read(case["text"]).ending == case["ending"]
        assert not found.proposals, "no result of any claim is invented"
        return
    if case.get("unsure"):
        assert all(one.confidence < LIKELY and one.fen is None for one in found.proposals)
        return
    got = [(one.disposition, one.fen if one.disposition != "absent" else None) for one in found.proposals]
    assert got == [(said, fen(yuan)) for said, yuan in case["expect"]], found.proposals
    assert [line.ordinal for line in found.unmatched] == case.get("new_lines", [])
    assert all(one.why for one in found.proposals), "every reading says why"


def test_precision_and_recall_are_what_the_documentation_says() -> None:
    """docs/court.md：把握在八成以上的提议都对；绝大多数请求项读对，七成以上有把握。"""
    sure = right_and_sure = right = every = 0
    for case in CASES:
        expected = [(said, fen(yuan)) for said, yuan in case["expect"]] if not case.get("unsure") else []
        for one, want in zip(reading_of(case).proposals, expected, strict=False):
            same = (one.disposition, one.fen if one.disposition != "absent" else None) == want
            every, right = every + 1, right + same
            sure, right_and_sure = sure + (one.confidence >= LIKELY), right_and_sure + (same and one.confidence >= LIKELY)
    assert len(CASES) >= 25
    assert right_and_sure == sure
    assert right / every >= 0.98
    assert sure / every >= 0.75


def test_the_heading_gives_court_number_day_and_instance_and_what_is_quoted_is_not_the_result() -> None:
    found = read(WHOLE)
    assert (found.court, found.number, found.day) == ("东川市河湾区人民法院", "（2026）鲁0591民初1024号", date(2026, 8, 20))
    assert (found.instance, found.ending, found.missing) == ("first_instance", "judgment", ())
    assert found.parties == {"邹玥": "原告", "东川市恒岳建筑安装有限公司": "被告"}
    assert [line.effect for line in found.lines] == ["pay", "refuse_rest"]
    assert [part.fen for line in found.lines for part in line.parts] == [5_400_000], "no sum of the award, no court fee"


@pytest.mark.parametrize("text", ["", "今天天气很好。", "判决如下：", "一、二、三、", "（" * 5000, "判决如下：" + "支付" * 3000])
def test_what_is_no_judgment_is_read_as_nothing_and_never_fails(text: str) -> None:
    found = propose(read(text), [Asked(1, "wages", 100, "granted", 100)])
    assert all(one.confidence < LIKELY for one in found.proposals)
