"""每日巡查：没有人办理，时间自己带来的后果；一件办不成，不耽误别的案件。"""

from typing import Any

import pytest
from mediating import both_agree, proposes
from teller import Told

from app.models import Paper, Referral
from app.services import sweep
from workflows.errors import Reason, Refused


def left_lying(story: Told, *claims: tuple[str, str]) -> tuple[type[Any], int]:
    """The letter went out after acceptance, and the body never took the matter up."""
    story.files_application(*claims)
    story.is_accepted()
    story.clock.to(3, 3)
    referral = proposes(story, "peoples")
    both_agree(story, referral)
    story.takes("referral.delegate", "filing", referral, note_optional="")
    return referral


def test_a_letter_nobody_answers_comes_back_by_itself(story: Told) -> None:
    """CHR 70：调解组织始终没有接收的，十个工作日届满同样退回；反馈函写明没有接收，不写调解员（随机行走发现）。"""
    left_lying(story)
    story.clock.to(3, 18)
    done = story.time_passes()
    assert (done["lapsed"], done["failed"]) == (1, 0)
    assert (story.row(Referral).state, story.case().state) == ("returned", "accepted")
    facts = story.row(Paper, kind="referral_return").facts
    assert "mediator" not in facts["referral"]


def test_one_case_that_cannot_be_moved_keeps_no_other_waiting(story: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """一件案件的数据有缺漏，巡查记下来，其余照办，第二天再试。"""
    left_lying(story)
    first = story.case_id
    left_lying(story, ("annual_leave", "3000"))
    story.clock.to(3, 18)
    perform = sweep.steps.perform

    def refuses_the_first(desk: Any, subject: Any, step: str, **asked: Any) -> Any:
        if getattr(subject, "case_id", subject.id) == first:
            raise Refused(step, [Reason("缺少内容")])
        return perform(desk, subject, step, **asked)

    with monkeypatch.context() as patch:
        patch.setattr(sweep.steps, "perform", refuses_the_first)
        done = story.time_passes()
    assert (done["lapsed"], done["failed"]) == (1, 1)
    assert story.row(Referral).state == "returned", "the second case went on"
    assert story.time_passes()["lapsed"] == 1, "the first is tried again"
