"""Where machines meet: the pairs of states are searched to the end, and the search finds what it is there for."""

from dataclasses import replace
from time import process_time

import pytest

import app.services.steps  # noqa: F401  (the effects register themselves)
from app.services.definition.source import read_source
from workflows.soundness import meetings, product
from workflows.statute import statute


def said(monkeypatch: pytest.MonkeyPatch, *changed: meetings.Meeting, book: object = None) -> str:
    """What is found at these meetings alone."""
    monkeypatch.setattr(product, "MEETINGS", changed)
    return "\n".join(map(str, product.met(book or statute())))  # type: ignore[arg-type]


def without(meeting: meetings.Meeting, *steps: str) -> meetings.Meeting:
    return replace(meeting, follows=tuple(f for f in meeting.follows if f.after not in steps and f.step not in steps))


def test_nothing_is_wrong_where_machines_meet() -> None:
    begun = process_time()
    assert list(product.unknown(statute())) == []
    assert list(map(str, product.met(statute()))) == []
    assert process_time() - begun < 5


def test_every_explained_pair_says_why() -> None:
    assert all(reason for *_, reason in meetings.EXPLAINED)


@pytest.mark.parametrize(
    ("meeting", "forgotten", "found"),
    [
        (meetings.REFERRAL, "arb.terminate_on_suit", "案件已经结束，却还在委托调解"),
        (meetings.HEARING, "arb.withdraw", "案件已经结束，却还有没开的庭"),
        (meetings.HEARING, "arb.replace_member", "应当随之办理 hearing.set"),
        (meetings.HEARING, "med.statement_effective", "案件已经结束，却还有没开的庭"),
        (meetings.AWARD, "arb.withdraw", "案件已经结束，裁决稿却还在送审"),
        (meetings.STATEMENT, "arb.withdraw", "应当随之办理 med.statement_effective"),
        (meetings.REVIEW, "review.refuse", "这条途径正在进行"),
        (meetings.CONFIRMATION, "confirm.refuse", "这条途径正在进行"),
        (meetings.PAYMENT_ORDER, "payorder.paid", "这条途径正在进行"),
    ],
)
def test_a_step_that_forgets_the_other_machine_is_found(
    meeting: meetings.Meeting, forgotten: str, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """埋一处：某一步不再带动另一状态机，搜索说出哪一对状态、怎样走到。"""
    assert said(monkeypatch, meeting) == ""
    assert found in said(monkeypatch, without(meeting, forgotten))


def test_a_pair_nobody_can_leave_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """埋一处：没有人能退回送审的裁决稿，也没有人能批准。"""
    kept = tuple(r for r in statute().rules if r.id not in ("arb.approve", "arb.return_draft", "arb.recall_draft", "arb.withdraw", "arb.terminate_on_suit"))
    found = said(monkeypatch, meetings.AWARD, book=replace(statute(), rules=kept))
    assert "走不到两者都终结的地方" in found


def test_the_effects_do_what_the_meetings_say() -> None:
    """What is declared to follow is performed by some effect; what an effect performs on the other machine is declared."""
    book, source = statute(), read_source()
    machine, kinds = ({r.id: getattr(r, name) for r in book.rules} for name in ("machine", "kinds"))
    performed = {
        (after, step)
        for effect in source.effects
        for after in effect.rules
        for step in effect.performs
        if step in machine and after in machine and machine[after] != machine[step]
    }
    for meeting in meetings.MEETINGS:
        declared = {(f.after, f.step) for f in meeting.follows}
        assert [f for f in declared if not source.says(f[1])] == []
        ours = {
            pair
            for pair in performed
            if {machine[one] for one in pair} == {meeting.one, meeting.part}
            and not any(kinds[one] and meeting.kind not in kinds[one] for one in pair)
        }
        assert sorted(ours - declared - set(meeting.read_wrongly)) == []
