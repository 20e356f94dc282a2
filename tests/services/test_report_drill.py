"""Drilling into issued months: the published numbers, down to their cases, and nobody's beyond one's reach."""

from datetime import UTC, datetime

import pytest
from report_world import World, desk, october
from sqlmodel import Session, SQLModel

from app.database import make_engine
from app.models import ReportLine, Staff
from app.services import report, report_drill
from app.services.actor import Actor
from app.services.desk import Desk
from app.settings import Settings
from workflows.errors import InputError


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('drill') / 'report.db'}")
    SQLModel.metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as session:
        made = World(session)
        made.first, made.second = (
            made.add(Staff(login=f"a{n}", name=name, body_id=made.office.id)) for n, name in enumerate(("沈砚", "陆芷"))
        )
        suits = october(made)
        for key, chief in (("changed", made.first), ("same", made.second)):
            case = session.get_one(type(made.case()), suits[key].case_id)
            case.chief_id, case.panel = chief.id, [chief.id]
        session.flush()
        made.issued = report.close_month(desk(session), "2026-10")
        made.changed = suits["changed"]
        yield made
    engine.dispose()


def at(world, role="analyst", staff=None, body=None, kind="commission"):
    actor = Actor(
        id=staff and staff.id, name="某", roles=frozenset({role}), body_id=(body or world.office).id, body_kind=kind
    )
    return Desk(session=world.session, actor=actor, now=datetime(2026, 11, 2, tzinfo=UTC), settings=Settings())


def rows(world, reader=None, **asked):
    reader = reader or at(world)
    found = report_drill.answer(reader, report_drill.read(reader, asked))
    return {row.title: (row.rung.numerator, row.rung.denominator) for row in found.rows}


def test_what_is_drilled_into_is_what_was_published(world):
    printed = world.issued.snapshot["figures"]["ladder.month.first.item"]
    reader = at(world)
    for by in ("kind", "office", "court", "month"):
        found = report_drill.answer(reader, report_drill.read(reader, {"by": by}))
        assert found.total.rung.numerator == printed["numerator"], by
        assert found.total.rung.denominator == printed["denominator"], by
    money = world.issued.snapshot["figures"]["ladder.month.first.money"]
    assert (found.total.money.numerator, found.total.money.denominator) == (money["numerator"], money["denominator"])
    assert sorted(rows(world).values()) == [(0, 1), (2, 2), (2, 2)]
    assert rows(world, by="reason") == {"计算": (0, 1)}


def test_every_row_leads_to_its_cases(world):
    reader = at(world)
    held = report_drill.read(reader, {"by": "kind", "reason": "calculation"})
    assert report_drill.cases(reader, held) == [world.changed.case_id]


def test_closed_cases_show_median_and_ninetieth_percentile_beside_the_average(world):
    reader = at(world)
    total = report_drill.answer(reader, report_drill.read(reader, {"topic": "closed", "by": "office"})).total
    assert total.days == pytest.approx(((67 + 18 + 89) / 3, 67, 89))
    assert (total.rung.numerator, total.rung.denominator) == (1, 3)


def test_a_channel_shows_what_its_mediations_came_to(world):
    found = rows(world, topic="referral", by="channel")
    assert found == {"行业调解": (0, 1), "人民调解": (1, 1)}


def test_an_arbitrator_sees_the_own_figures_and_a_judge_sees_no_arbitrator(world):
    """issue 6 §5: own figures for the arbitrator; head sees all."""
    assert rows(world, at(world, "arbitrator", world.first), by="arbitrator") == {"沈砚": (2, 3)}
    assert rows(world, at(world, "arbitrator", world.first)) != rows(world)
    assert rows(world, at(world, "head"), by="arbitrator") == {"沈砚": (2, 3), "陆芷": (1, 1), "未登记": (1, 1)}
    judge = at(world, "judge", body=world.court, kind="court")
    question = report_drill.read(judge, {"by": "arbitrator", "arbitrator": str(world.first.id)})
    assert (question.by, question.fixed) == ("kind", {})
    assert "arbitrator" not in report_drill.answer(judge, question).choices


def test_the_head_of_another_office_learns_nothing_of_these_arbitrators(world):
    other = world.body("东川市滨海区劳动人事争议仲裁委员会", "commission")
    assert rows(world, at(world, "head", body=other), by="arbitrator") == {}
    assert rows(world, at(world, "head", body=other), arbitrator=str(world.first.id)) == {}


def test_a_correction_replaces_the_lines_of_the_edition_before(world):
    outcome = world.session.get_one(ReportLine, 1)
    assert outcome.report_id == world.issued.id
    with world.session.begin_nested() as kept:
        award = world.award(world.case("2026-08-05", "2026-09-14", "awarded"), [("overtime", "granted", 100)])
        world.suit(award, [("refused", None, "law")])
        report.close_month(desk(world.session), "2026-10", change_note="补登一件判决")
        assert sum(of for _, of in rows(world).values()) == 6
        kept.rollback()
    assert sum(of for _, of in rows(world).values()) == 5


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"topic": "luck"}, "没有这个主题"),
        ({"first": "2026-11", "last": "2026-10"}, "起止月份不对"),
        ({"last": "2026"}, "不是月份"),
        ({"last": "x"}, "不是月份"),
        ({"office": "甲"}, "不是编号"),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_in_words(world, asked, message):
    reader = at(world)
    with pytest.raises(InputError, match=message):
        report_drill.answer(reader, report_drill.read(reader, asked))


def test_a_month_without_a_report_is_named_as_missing(world):
    reader = at(world)
    found = report_drill.answer(reader, report_drill.read(reader, {"first": "2026-09", "last": "2026-10"}))
    assert (found.months, found.missing) == (("2026-10",), ("2026-09",))


def test_days_are_ranked_as_in_the_report():
    assert report_drill._days({10: 1}) == (10, 10, 10)
    assert report_drill._days({10: 5, 20: 5}) == (15, 15, 20)
