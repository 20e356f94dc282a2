"""条目改了以后：按日期选版本，进行中的案件不受影响；依方案迁移，先试算，逐案留痕，可以退回（design §4）。"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from offices import ACCEPT, Office
from sqlmodel import select

from app.database import open_session
from app.models import Case, Event
from app.services import events, histories, migration, procedure_views, steps
from app.services.actor import SYSTEM
from workflows.errors import DefinitionError
from workflows.replay import replay
from workflows.soundness.what_if import newly_stranded, without
from workflows.statute import load, read, statute

HISTORIES = Path(__file__).parents[1] / "histories"


def plan_in(folder: Path, text: str) -> migration.Plan:
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return migration.read_plan(path)


PLAN = 'title = "办案规则修订"\nto_day = 2027-01-01\n'


@pytest.fixture
def received(small_office: Office) -> Office:
    small_office.receives()
    return small_office


def snapshot_of(office: Office) -> Any:
    with open_session(office.engine, writing=False) as session:
        case = session.get_one(Case, office.case_id)
        return events.snapshot(session, case)["case"]


def desk_of(office: Office) -> migration.DeskOf:
    return lambda session: office.runtime.desk(session, SYSTEM)


def test_a_dry_run_changes_nothing_and_says_what_would_happen(received: Office, tmp_path: Path) -> None:
    """试算与实办一致，试算不留痕迹。"""
    plan = plan_in(tmp_path, PLAN)
    before = received.everything()
    with open_session(received.engine, writing=False) as session:
        moves = migration.dry_run(session, statute(), plan)
    assert received.everything() == before
    done = migration.apply(received.engine, desk_of(received), statute(), plan)
    assert done == moves
    assert [(m.state, m.refused) for m in moves] == [("filed", "")]


def test_a_plan_moves_cases_through_the_door_and_back(received: Office, tmp_path: Path) -> None:
    """每案一条记录，写明方案；此后按新日期的条目办理；退回后案件与迁移前一字不差。"""
    plan = plan_in(tmp_path, PLAN)
    before = snapshot_of(received)
    migration.apply(received.engine, desk_of(received), statute(), plan)
    with open_session(received.engine, writing=False) as session:
        case = session.get_one(Case, received.case_id)
        assert steps.applicable_on(case) == date(2027, 1, 1)
        event = session.exec(select(Event).where(Event.rule == migration.RULE)).one()
        assert plan.mark in event.note
        assert event.inner
        assert events.verify_case(session, case) is None
    assert snapshot_of(received) != before
    done = migration.revert(received.engine, desk_of(received), plan)
    assert [m.refused for m in done] == [""]
    assert snapshot_of(received) == before


def test_a_case_that_went_on_is_not_taken_back(received: Office, tmp_path: Path) -> None:
    """迁移之后又办过步骤的，不自动退回，并说明原因。"""
    plan = plan_in(tmp_path, PLAN)
    migration.apply(received.engine, desk_of(received), statute(), plan)
    received.submits("arb.accept", "filing", received.token("arb.accept", "filing"), ACCEPT)
    (move,) = migration.revert(received.engine, desk_of(received), plan)
    assert "又有办案记录" in move.refused


def test_a_page_opened_before_the_move_is_stale(received: Office, tmp_path: Path) -> None:
    """迁移前打开的页面，凭证失效。"""
    token = received.token("arb.accept", "filing")
    migration.apply(received.engine, desk_of(received), statute(), plan_in(tmp_path, PLAN))
    with pytest.raises(steps.Stale):
        received.submits("arb.accept", "filing", token, ACCEPT)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("to_day = 2020-01-01\n", "早于收件之日"),
        ('[leave]\nfiled = "arb.accept"\n', "不是系统从"),
        ('[leave]\nfiled = "arb.never"\n', "没有条目 arb.never"),
        ("to_day = 2007-01-01\n", "走不到办结"),
    ],
)
def test_a_plan_that_would_harm_a_case_is_refused_by_case(received: Office, tmp_path: Path, more: str, said: str) -> None:
    """试算列出不能迁移的案件和原因；实办时这些案件不动。"""
    text = PLAN.replace("to_day = 2027-01-01\n", more) if more.startswith("to_day") else PLAN + more
    plan = plan_in(tmp_path, text)
    with open_session(received.engine, writing=False) as session:
        (move,) = migration.dry_run(session, statute(), plan)
    assert said in move.refused
    before = received.everything()
    migration.apply(received.engine, desk_of(received), statute(), plan)
    assert received.everything() == before


@pytest.mark.parametrize("text", ['title = "x"\n', PLAN + 'states = ["nowhere"]\n', PLAN + "colour = 1\n"])
def test_a_plan_that_is_not_sound_is_not_read(tmp_path: Path, text: str) -> None:
    with pytest.raises(DefinitionError):
        plan_in(tmp_path, text)


# ---- 重放 ----


def test_the_recorded_histories_fit_todays_articles() -> None:
    """故事里办过的每一种经过，按今天的条目仍然走得通；有差异逐条说出。"""
    kept = list(histories.read(HISTORIES))
    assert len(kept) > 30
    book = load()
    assert [str(d) for history in kept for d in replay(book, history)] == []


def test_a_difference_is_named(received: Office, tmp_path: Path) -> None:
    """条目改了岗位、去向、起点或者没有了，重放都说得出。"""
    received.is_accepted()
    with open_session(received.engine, writing=False) as session:
        assert histories.record(session, tmp_path) == 1
    (history,) = histories.read(tmp_path)
    book = load()
    assert list(replay(book, history)) == []
    assert received.actor("filing").name not in (tmp_path / histories.FILE).read_text(encoding="utf-8")
    for reduced, said in (
        (without(book, steps=["arb.accept"]), "没有这个条目"),
        (without(book, roles=["filing_clerk"]), "没有这个条目"),
    ):
        assert any(said in str(d) for d in replay(reduced, history))
    history["events"][1]["role"] = "judge"
    history["events"][1]["after"] = "closed"
    found = [str(d) for d in replay(book, history)]
    assert any("没有 judge 这个岗位" in one for one in found)
    assert any("不通向 closed" in one for one in found)
    history["events"][1]["before"] = "heard"
    assert any("上一条却停在 filed" in str(d) for d in replay(book, history))


# ---- 假设 ----


def test_what_would_be_stranded_without_a_step_or_a_role(received: Office) -> None:
    """没有“结案归档”，终局的各状态都走不到办结；没有法官，已立案的诉讼走不到终点；在办案件按件列出。"""
    book = read()
    lost = newly_stranded(book, without(book, steps=["arb.accept", "arb.refuse", "arb.withdraw_before_acceptance"]))
    assert ("case", "", "filed") in [(m, k, s) for m, k, s in lost] or lost == []
    closing = newly_stranded(book, without(book, steps=["arb.close"]))
    assert {"awarded", "settled", "filed"} <= {state for machine, _, state in closing if machine == "case"}
    with open_session(received.engine, writing=False) as session:
        found = procedure_views.standing(session, closing)
        assert [(machine, state) for _, machine, state in found if machine == "case"] == [("case", "filed")]
        assert procedure_views.counts(session, "case") == {"filed": 1}
