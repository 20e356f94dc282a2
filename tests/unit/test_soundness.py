"""定义的检验：每一个检验器都能认出它要找的错，并说出条目和原因；现行条目一处错也没有（design §4）。"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from workflows import soundness
from workflows.states import STATES
from workflows.statute import Branch, Clock, Opens, Rule, Statute, read

BOOK = read()


def changed(rule_id: str, **values: Any) -> Statute:
    """The shipped articles with one of them changed."""
    return with_rules(*(replace(r, **values) if r.id == rule_id else r for r in BOOK.rules))


def with_rules(*rules: Rule) -> Statute:
    return replace(BOOK, rules=rules)


def rule(rule_id: str) -> Rule:
    return next(r for r in BOOK.rules if r.id == rule_id)


def with_field(field_id: str, **values: Any) -> Statute:
    return replace(BOOK, fields={**BOOK.fields, field_id: replace(BOOK.fields[field_id], **values)})


def with_task(**values: Any) -> Statute:
    return replace(BOOK, tasks=(replace(BOOK.tasks[0], **values), *BOOK.tasks[1:]))


UNSOUND: dict[str, tuple[Callable[[], Statute], str]] = {
    "没有的状态机": (lambda: changed("arb.accept", machine="kase"), "arb.accept 有误：没有状态机"),
    "没有的状态": (lambda: changed("arb.accept", sources=("fild",)), "arb.accept 有误：'fild'"),
    "任何状态": (lambda: changed("arb.accept", sources=("*",)), "任何状态"),
    "从无到有又从别处": (lambda: changed("court.file", sources=("start", "filed")), "从无到有的一步不能同时"),
    "从无到有却停在原处": (lambda: changed("court.file", branches=(Branch("stay"),)), "应当写明到哪个状态"),
    "没有人办": (lambda: changed("arb.accept", by=()), "arb.accept 有误：缺少 by"),
    "没有的岗位": (lambda: changed("arb.accept", by=("porter",)), "没有岗位 'porter'"),
    "没有的条件": (lambda: changed("arb.accept", when=("never_written",)), "没有名为 'never_written' 的条件"),
    "条件问了两次": (lambda: changed("arb.accept", checks=rule("arb.accept").when[:1]), "问了两次"),
    "没有的填写项": (lambda: changed("arb.accept", asks=("conditoins",)), "没有名为 'conditoins' 的填写项"),
    "期限从没有问的日子起算": (
        lambda: changed("agreement.sign", opens=(Opens("review.apply", "filed_on"),)), "不是这一步要填写的内容",
    ),
    "期限从可以不填的日子起算": (lambda: with_field("order_reached_on", required=False), "可以不填"),
    "没有的期限": (lambda: changed("filing.receive", opens=(Opens("arb.acept"),)), "没有期限规则 'arb.acept'"),
    "任务的期限没有": (lambda: with_task(limit="arb.never"), "没有期限规则 'arb.never'"),
    "任务的状态没有": (lambda: with_task(states=("nowhere",)), "没有状态 'nowhere'"),
    "任务的岗位没有": (lambda: with_task(role="porter"), "没有岗位 'porter'"),
    "任务没有地方": (lambda: with_task(at="moon"), "不知道放在哪里"),
    "送达起算的期限没有": (
        lambda: replace(BOOK, clocks=(*BOOK.clocks, Clock("award", "post.never"))), "没有期限规则 'post.never'",
    ),
    "没有默认去向": (lambda: changed("award.sign", branches=(Branch("in_effect", ("award_is_final",)),)), "默认去向"),
    "两个默认去向": (lambda: changed("award.sign", branches=(Branch("in_effect"), Branch("awaiting"))), "只能有一个"),
    "轮不到的去向": (
        lambda: changed(
            "award.sign",
            branches=(
                Branch("in_effect", ("award_is_final",)),
                Branch("awaiting", ("award_is_final", "award_was_served_on_all")),
                Branch("awaiting"),
            ),
        ),
        "永远轮不到",
    ),
    "办理条件决定去向": (lambda: changed("award.sign", when=("award_is_final",)), "其他去向永远轮不到"),
    "同一天两个版本": (lambda: with_rules(*BOOK.rules, rule("arb.accept")), "同一施行日期写了两次"),
    "版本之间有空档": (
        lambda: with_rules(
            *(replace(r, until=date(2026, 6, 30)) if r.id == "arb.accept" else r for r in BOOK.rules),
            replace(rule("arb.accept"), since=date(2026, 8, 1)),
        ),
        "2026-07-01 至 2026-07-31 没有一个版本施行",
    ),
    "两个版本同时施行": (
        lambda: with_rules(
            *(replace(r, until=date(2026, 8, 31)) if r.id == "arb.accept" else r for r in BOOK.rules),
            replace(rule("arb.accept"), since=date(2026, 8, 1)),
        ),
        "两个版本在 2026-08-01 同时施行",
    ),
    "失效早于施行": (lambda: changed("arb.accept", until=date(2001, 1, 1)), "早于施行日期"),
    "到不了的状态": (
        lambda: with_rules(
            *(replace(r, branches=(Branch("withdrawn"),)) if "deemed_withdrawn" in r.targets() and r.branches[0].to != "stay" else r for r in BOOK.rules)
        ),
        "'deemed_withdrawn' 从收件起到不了",
    ),
    "走不到终点": (
        lambda: changed("arb.close", sources=tuple(s for s in rule("arb.close").sources if s != "no_jurisdiction")),
        "从状态 'no_jurisdiction' 走不到任何终点",
    ),
    "某一种对象走不到终点": (
        lambda: with_rules(
            *(
                replace(r, kinds=("other_kind",)) if r.machine == "request" and not r.starts and r.kinds in ((), ("evidence_time",)) else r
                for r in BOOK.rules
            )
        ),
        r"request（evidence_time） 有误：从状态 'received' 走不到",
    ),
    "自某日起没有出路": (
        lambda: changed("arb.close", until=date(2027, 12, 31)), "自 2028-01-01 起，从状态",
    ),
    "同页同名": (lambda: changed("arb.refuse", title="受理"), "同名"),
    "没有英文": (lambda: changed("arb.accept", title_en="受理"), "arb.accept 有误：缺少英文名称"),
    "选项没有英文": (lambda: with_field("refusal_ground", choices=(("a", "甲", "甲"),)), "缺少英文名称"),
    "说明只有一种语言": (lambda: with_field("cause", help="说明"), "说明只有一种语言"),
    "依据不是法律": (lambda: changed("arb.accept", basis="惯例"), "依据 '惯例'"),
}  # fmt: skip


def test_the_shipped_articles_are_sound() -> None:
    """现行条目：没有一处错误。"""
    assert [str(one) for one in soundness.findings(BOOK)] == []


@pytest.mark.parametrize("what", UNSOUND)
def test_a_fault_is_found_and_named(what: str) -> None:
    """每一种错误都被认出，说明在哪一条、为什么。"""
    import re

    make, said = UNSOUND[what]
    found = [str(one) for one in soundness.findings(make())]
    assert any(re.search(said, one) for one in found), found


def test_a_fault_hides_no_other() -> None:
    """一次列出全部错误，不是只列第一处。"""
    book = with_rules(
        *(
            replace(r, by=("porter",)) if r.id == "arb.accept" else replace(r, asks=("nothing",)) if r.id == "arb.refuse" else r
            for r in BOOK.rules
        )
    )
    said = "\n".join(str(one) for one in soundness.findings(book))
    assert "arb.accept" in said
    assert "arb.refuse" in said


def test_every_end_of_every_machine_is_an_end_for_somebody() -> None:
    """每个终点都有一个步骤走到，并且没有步骤从案件的终点离开。"""
    reached = {(r.machine, state) for r in BOOK.rules for state in r.targets()}
    ends = {(m, s) for m, known in STATES.items() for s, info in known.items() if info.end}
    assert ends <= reached
    assert not [r.id for r in BOOK.rules if r.machine == "case" and "closed" in r.sources and r.branches[0].to == "filed"]


def test_states_that_contradict_one_another_are_named() -> None:
    """案件结束而调解、庭审还在进行，没有送审而裁决稿在审批，待开庭而没有庭：逐一指出；相合的一处也不指。"""
    from workflows.soundness.together import NEEDS, NOT_TOGETHER, contradictions

    for states, machine, others, why in NOT_TOGETHER:
        for case in states:
            assert why in list(contradictions(case, {machine: others}))
        assert states <= set(STATES["case"])
        assert others <= set(STATES[machine])
    for case, (alternatives, why) in NEEDS.items():
        assert list(contradictions(case, {})) == [why]
        for machine, others in alternatives:
            assert list(contradictions(case, {machine: others})) == []
    assert list(contradictions("filed", {"referral": {"proposed"}})) == []
