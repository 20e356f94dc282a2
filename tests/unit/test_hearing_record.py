"""庭审笔录: the phases in order, who said what, and the questions a claim calls for."""

from workflows.catalogue import read
from workflows.hearing_record import RECORDER, Turn, as_text, phases, questions, turns, unwritten
from workflows.items import KINDS


def test_the_phases_stand_in_the_order_of_the_rule():
    """rules §18: presence → opening → identity → rights → challenge → claims → answer → evidence → … → mediation."""
    assert [one.id for one in phases()] == [
        "presence", "opening", "identity", "rights", "challenge", "claims", "answer", "evidence", "questions", "debate",
        "last", "mediation",
    ]  # fmt: skip


def test_every_kind_of_claim_has_questions_and_every_list_a_kind():
    listed = [name for row in read("hearing_record")["kind"] for name in row["ids"]]
    assert sorted(listed) == sorted(KINDS)
    assert len(questions(["overtime", "wages", "overtime"])) == len(set(questions(["overtime", "wages"])))


def test_a_line_without_a_speaker_goes_on_with_what_was_said():
    text = "投影仪故障，休庭五分钟。\n申请人：每周六上班，\n2025年全年如此。\n\n被申请人: 不属实\n证人张某：\n到场时间 9:30 至 10:00"
    assert turns(text) == (
        Turn(RECORDER, "投影仪故障，休庭五分钟。"),
        Turn("申请人", "每周六上班，\n2025年全年如此。"),
        Turn("被申请人", "不属实"),
        Turn("证人张某", "到场时间 9:30 至 10:00"),
    )


def test_a_phase_that_only_names_a_speaker_is_not_written_yet():
    parts = {"claims": "申请人：", "last": "申请人：坚持请求。"}
    assert "claims" in [one.id for one in unwritten(parts)]
    assert "last" not in [one.id for one in unwritten(parts)]
    assert as_text(parts).startswith("【申请人陈述请求、事实和理由】")
