"""Searches that people keep, the report for a file, and the judgments and standards among what is searched."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from report_world import World, desk
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

from app.database import make_engine, open_session
from app.models import Precedent, SavedSearch, Staff, Standard
from app.services import own_precedents, precedent_search, precedents, standard_precedents
from app.services.actor import Actor
from app.services.desk import Desk
from app.settings import Settings
from search_index.memory_index import MemoryIndex
from search_index.port import PrecedentDoc
from workflows.errors import InputError

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    engine = make_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Nothing is ever saved: each test starts from an empty office."""
    with open_session(engine, writing=False) as session:
        yield session
        session.rollback()


def one(session: Session, key: str) -> Precedent | None:
    session.flush()
    return session.exec(select(Precedent).where(Precedent.key == key)).one_or_none()


def test_a_judgment_received_becomes_a_precedent_without_names_and_a_later_instance_changes_its_fate(session):
    world = World(session)
    case = world.case(closed="2026-08-01", by="award")
    award = world.award(case, [("wrongful_termination", "granted", 1_200_000)])
    party = case.parties[0].name
    first = world.suit(award, [("granted", 1_200_000, None)], decided="2026-09-20")
    first.judgment_text = f"依照《劳动合同法》第八十七条，被告向{party}支付赔偿金。"
    session.add(first)
    session.flush()
    own_precedents.refresh_own(session, case.id, NOW)
    row = one(session, f"matter:{first.id}")
    assert row is not None
    assert (row.authority, row.fate, row.articles) == ("own_court", "unknown", ["LCL 87"])
    assert party not in row.result
    second = world.suit(award, [("refused", 0, "law")], kind="second_instance", previous=first)
    second.judgment_text = "撤销一审判决，驳回请求。"
    session.add(second)
    session.flush()
    own_precedents.refresh_own(session, case.id, NOW)
    session.expire_all()
    assert one(session, f"matter:{first.id}").fate == "changed"
    assert one(session, f"matter:{second.id}").authority == "higher_court"
    case.restricted = True
    own_precedents.refresh_own(session, case.id, NOW)
    assert one(session, f"matter:{first.id}") is None


def test_a_standard_is_found_among_decisions_with_the_days_it_holds(session):
    session.add(
        Standard(number="口径1号", title="加班审批", text="不以未履行审批手续否定加班事实。", meeting="联席会议",
                 adopted_on=date(2025, 1, 2), valid_to=date(2026, 1, 1), kinds=["overtime"], articles=["LL 44"])
    )  # fmt: skip
    session.flush()
    assert standard_precedents.refresh_all(session, NOW) == 1
    assert standard_precedents.refresh_all(session, NOW) == 0
    index = MemoryIndex(precedents.doc_from_row(row) for row in session.exec(select(Precedent)).all())
    hit = precedents.similar_to_text(index, "加班没有审批能要加班费吗")[0]
    assert hit.doc.authority == "standard"
    assert any("2026-01-01起停止适用" in reason for reason in hit.why)


def test_a_kept_search_is_ones_own_and_the_same_title_replaces_it(session):
    world = World(session)
    me, other = (Staff(login=name, name=name, body_id=world.court.id) for name in ("lin", "he"))
    session.add_all((me, other))
    session.flush()
    mine = Desk(session, Actor(id=me.id, name="林昭", roles=frozenset({"arbitrator"}), body_id=None), NOW, Settings())
    precedent_search.keep(mine, " 骑手 ", {"q": "外卖骑手", "kind": "", "evil": "x"})
    session.flush()
    precedent_search.keep(mine, "骑手", {"q": "外卖骑手 劳动关系"})
    session.flush()
    (row,) = precedent_search.kept(mine)
    assert (row.title, row.asked) == ("骑手", {"q": "外卖骑手 劳动关系"})
    foreign = SavedSearch(staff_id=other.id, title="别人的", asked={}, saved_at=NOW)
    session.add(foreign)
    session.flush()
    precedent_search.forget(mine, foreign.id)
    precedent_search.forget(mine, row.id)
    session.flush()
    assert [one.title for one in session.exec(select(SavedSearch)).all()] == ["别人的"]
    with pytest.raises(InputError, match="没有名称"):
        precedent_search.keep(mine, "  ", {})


def test_the_report_of_like_cases_goes_to_the_inner_file_with_every_mark(session):
    world = World(session)
    case = world.case(closed="2026-08-01", by="award", facts_and_reasons="公司以末位淘汰为由解除劳动合同。")
    world.award(case, [("wrongful_termination", "granted", 1_200_000)])
    session.refresh(case)
    doc = PrecedentDoc(
        key="x-9", title="末位淘汰", publisher="某法院", facts="末位淘汰解除劳动合同。", kinds=("wrongful_termination",), fate="changed"
    )
    precedents.save(session, doc, None, NOW)
    session.flush()
    index = MemoryIndex([doc])
    at = desk(session)
    with pytest.raises(InputError, match="没有选中"):
        precedent_search.report(at, case, index, {"conclusion": "参照"}, [])
    with pytest.raises(InputError, match="没有填写"):
        precedent_search.report(at, case, index, {}, ["x-9"])
    paper = precedent_search.report(at, case, index, {"conclusion": "已被改判，不采纳。"}, ["x-9", "x-9"])
    assert paper.folder == "inner"
    (told,) = paper.facts["similar"]["cases"]
    assert "已被法院改判" in told["fate"]


def test_a_day_that_is_none_is_named_and_an_unknown_choice_is_left_out():
    with pytest.raises(InputError, match="不是一个日期"):
        precedent_search.asked_of({"q": "加班", "since": "2026-02-30"})
    asked = precedent_search.asked_of({"q": "加班", "kind": "'; DROP", "page": "-3"})
    assert (asked.filters.kinds, asked.page) == ((), 1)
    assert precedent_search.asked_of({"way": "words", "court": "中院"}).empty is False
