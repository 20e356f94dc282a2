"""审批台：与上一稿的不同，按分句、分词显示，数字不拆开。"""

from app.services.approval_queue import difference


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in difference(old, new) if piece.kind != "same"]


def test_a_retouched_clause_shows_its_words_and_a_sum_stays_whole() -> None:
    old = "被申请人支付申请人赔偿金48,000元，于裁决生效之日起十日内付清。"
    assert told(old, old.replace("48,000元", "54,000元")) == [("taken", "48,000元"), ("added", "54,000元")]
    assert told(old, old.replace("十日", "五日")) == [("taken", "十"), ("added", "五")]


def test_another_clause_is_shown_whole_and_nothing_is_lost() -> None:
    old, new = "加班事实成立。补休未安排。", "申请人没有提交考勤记录。补休未安排。"
    pieces = difference(old, new)
    assert [p.text for p in pieces if p.kind == "taken"] == ["加班事实成立。"]
    assert "".join(p.text for p in pieces if p.kind != "added") == old
    assert "".join(p.text for p in pieces if p.kind != "taken") == new
