"""Precedents in the database, in the index and on the command line."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from report_world import World, desk
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

from app.commands.precedents import precedents as group
from app.database import make_engine, transaction
from app.models import Case, OutboxMessage, Precedent, Standard
from app.services import draft_check, own_precedents, precedents
from search_index.memory_index import MemoryIndex
from search_index.port import Filters
from workflows.errors import InputError

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
ROW = {
    "id": "x-1",
    "title": "加班审批制度不能免除支付加班费的义务",
    "facts": "李某提交考勤记录，主张延时加班。",
    "claims": [{"text": "要求支付加班费"}],
    "award_outcome": "granted",
    "award_text": "裁决支持。",
}
OTHER = {**ROW, "id": "x-2", "title": "末位淘汰解除劳动合同违法", "claims": [{"text": "要求支付违法解除赔偿金"}]}


def jsonl(*rows: object) -> bytes:
    return b"\n".join(row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() for row in rows)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'hengjian.db'}")
    SQLModel.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with transaction(engine) as session:
        yield session


def bring_in(session: Session, *rows: object) -> precedents.Imported:
    return precedents.import_file(session, io.BytesIO(jsonl(*rows)), NOW)


def deliver_all(session: Session, index: MemoryIndex) -> None:
    for message in session.exec(select(OutboxMessage)).all():
        precedents.deliver(session, index, message.payload)


def test_importing_the_same_file_twice_changes_nothing(session):
    assert bring_in(session, ROW, OTHER).added == 2
    messages = len(session.exec(select(OutboxMessage)).all())
    again = bring_in(session, ROW, OTHER)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 2)
    assert len(session.exec(select(OutboxMessage)).all()) == messages


def test_a_changed_row_updates_its_precedent_and_tells_the_index(session):
    bring_in(session, ROW)
    assert bring_in(session, {**ROW, "title": "新的标题"}).updated == 1
    index = MemoryIndex()
    deliver_all(session, index)
    assert index.get("x-1").title == "新的标题"
    assert index.stats().documents == 1


def test_a_bad_row_leaves_the_good_ones_in(session):
    done = bring_in(session, ROW, b"{broken", OTHER)
    assert (done.added, len(done.errors), done.errors[0].row) == (2, 1, 2)


def test_an_imported_case_cannot_take_the_place_of_an_own_one(session):
    done = bring_in(session, {**ROW, "id": "case:1"})
    assert done.added == 0
    assert "本机构" in done.errors[0].why


def test_a_precedent_survives_the_way_through_the_database(session):
    bring_in(session, ROW)
    row = session.exec(select(Precedent)).one()
    session.expire(row)
    assert precedents.content_hash(precedents.doc_from_row(row)) == row.content_hash


def test_delivering_twice_is_harmless_and_a_row_taken_away_leaves_the_index(session):
    bring_in(session, ROW, OTHER)
    index = MemoryIndex()
    deliver_all(session, index)
    deliver_all(session, index)
    assert index.stats().documents == 2
    session.delete(session.exec(select(Precedent).where(Precedent.key == "x-1")).one())
    session.flush()
    deliver_all(session, index)
    assert index.get("x-1") is None


def test_reindexing_makes_the_index_equal_to_the_database(session):
    bring_in(session, ROW, OTHER)
    index = MemoryIndex([precedents.doc_from_row(session.exec(select(Precedent)).first())])
    assert precedents.reindex_all(session, index) == 2


def test_an_empty_question_is_refused_with_an_example():
    with pytest.raises(InputError, match="例如"):
        precedents.similar_to_text(MemoryIndex(), "  ")


def test_a_case_finds_like_decisions_and_never_itself(session):
    world = World(session)
    case = world.case(closed="2026-09-20", by="award", facts_and_reasons="公司以末位淘汰为由解除劳动合同。")
    award = world.award(case, [("wrongful_termination", "granted", 1_200_000)])
    own_precedents.refresh_own(session, case.id, NOW)
    bring_in(session, ROW, OTHER)
    index = MemoryIndex()
    precedents.reindex_all(session, index)
    session.refresh(case)
    hits = precedents.similar_to_case(index, case)
    assert hits[0].doc.key == "x-2"
    assert f"case:{case.id}" not in {hit.doc.key for hit in hits}
    assert precedents.similar_to_case(index, case, Filters(kinds=("overtime",)))[0].doc.key == "x-1"
    assert award.state == "awaiting"


def own(session: Session, case: Case) -> Precedent | None:
    session.flush()
    session.refresh(case)
    own_precedents.refresh_own(session, case.id, NOW)
    session.flush()
    return session.exec(select(Precedent).where(Precedent.key == f"case:{case.id}")).one_or_none()


def test_an_own_decision_is_published_without_names_numbers_or_the_inner_file(session):
    world = World(session)
    case = world.case(
        facts_and_reasons="王喆（370502199001011234，13812345678）在东川精铸机械有限公司工作。",
        reasoning="东川精铸机械有限公司应支付王喆工资。",
        deliberation="评议：少数意见认为不应支持。",
        employer="东川精铸机械有限公司",
    )
    world.award(case, [("wages", "granted", 500_000)])
    row = own(session, case)
    shown = json.dumps(row.model_dump(mode="json"), ensure_ascii=False)
    for hidden in ("王喆", "东川精铸", "370502199001011234", "13812345678", "评议", "少数意见"):
        assert hidden not in shown
    assert row.kinds == ["wages"]
    assert row.items[0]["awarded_fen"] == 500_000


@pytest.mark.parametrize(
    ("court", "fate"),
    [(("granted", 500_000, None), "upheld"), (("partly", 300_000, "calculation"), "changed"), (("refused", None, "law"), "changed")],
)
def test_an_own_decision_carries_what_the_court_made_of_it(session, court, fate):
    world = World(session)
    case = world.case()
    award = world.award(case, [("wages", "granted", 500_000)])
    assert own(session, case).fate == "unknown"
    world.suit(award, [court])
    row = own(session, case)
    assert row.fate == fate
    assert "河湾区人民法院" in row.fate_note


def test_a_second_instance_that_restores_the_award_makes_it_upheld_again(session):
    world = World(session)
    case = world.case()
    award = world.award(case, [("wages", "granted", 500_000)])
    first = world.suit(award, [("refused", None, "law")])
    assert own(session, case).fate == "changed"
    world.suit(award, [("granted", 500_000, None)], kind="second_instance", previous=first, linked=False, decided="2026-10-30")
    assert own(session, case).fate == "upheld"


def test_an_annulled_award_is_marked_and_a_restricted_case_leaves_the_stock(session):
    world = World(session)
    case = world.case()
    award = world.award(case, [("wages", "granted", 500_000)], kind="final")
    award.state = "annulled"
    assert own(session, case).fate == "set_aside"
    case.restricted = True
    session.add(case)
    assert own(session, case) is None


def test_a_draft_is_laid_beside_like_decisions_and_the_standards_in_force(session):
    world = World(session)
    case = world.case(facts_and_reasons="主张延时加班费，公司称未经审批。")
    world.award(case, [("overtime", "refused", 100_000)])
    rule = {"title": "加班审批", "text": "未经审批不当然不支付。", "kinds": ["overtime"]}
    session.add(Standard(number="2026-1", adopted_on=date(2026, 1, 1), **rule))
    session.add(Standard(number="2020-1", adopted_on=date(2020, 1, 1), valid_to=date(2025, 1, 1), **rule))
    bring_in(session, *({**ROW, "id": f"x-{n}"} for n in range(8)))
    index = MemoryIndex()
    precedents.reindex_all(session, index)
    session.refresh(case)
    (check,) = draft_check.run(desk(session), case, index)
    assert check.distribution.granted == 8
    assert [standard.number for standard in check.standards] == ["2026-1"]
    assert check.needs_reason


class CommandLine:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str) -> Result:
        env = {"HENGJIAN_DATA": str(self.folder), "DATABASE_URL": "", "HENGJIAN_SEARCH": "whoosh"}
        return CliRunner().invoke(group, list(words), env=env)


@pytest.fixture
def types(engine: Engine, tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


def test_import_reindex_and_similar_from_the_command_line(types, tmp_path):
    file = tmp_path / "cases.jsonl"
    changed = {**OTHER, "court_results": [{"result_text": "一审判决改判", "consistent_with_award": False}]}
    file.write_bytes(jsonl(ROW, changed))
    assert "新增 2 件" in types("import", str(file)).output
    assert "共 2 件" in types("reindex").output
    answer = types("similar", "--text", "末位淘汰被公司解除", "--json")
    assert answer.exit_code == 0, answer.output
    first = json.loads(answer.output)[0]
    assert (first["key"], first["fate"]) == ("x-2", "changed")
    assert "改判" in first["warning"]
    assert first["why"]
    assert "注意：本案裁决已被法院改判" in types("similar", "--text", "末位淘汰被公司解除").output


def test_errors_of_the_command_line_are_one_line_and_exit_2(types, tmp_path):
    for words in (
        ("import", str(tmp_path / "nothing.jsonl")),
        ("similar", "--text", ""),
        ("similar", "--text", "a", "--case", "b"),
        ("similar", "--text", "加班费"),
        ("rank", "--set", str(tmp_path), "--out", str(tmp_path / "run")),
    ):
        result = types(*words)
        assert result.exit_code == 2, result.output
        assert len(result.output.strip().splitlines()) == 1


def test_an_import_with_bad_rows_tells_each_and_exits_1(types, tmp_path):
    file = tmp_path / "cases.jsonl"
    file.write_bytes(jsonl(ROW, {**OTHER, "date": "昨天"}))
    result = types("import", str(file), "--json")
    assert result.exit_code == 1
    told = json.loads(result.output)
    assert (told["added"], told["errors"][0]["row"], told["errors"][0]["field"]) == (1, 2, "date")


def test_the_real_cases_come_in_whole(session):
    source = Path(__file__).parents[3] / "shared" / "data" / "typical-cases" / "cases.jsonl"
    if not source.exists():
        pytest.skip("the shared data folder is not beside the project")
    with source.open("rb") as stream:
        done = precedents.import_file(session, stream, NOW)
    assert (done.added, done.errors) == (35, [])
    fates = [row.fate for row in session.exec(select(Precedent)).all()]
    assert fates.count("upheld") == 15


@pytest.mark.parametrize("engine_name", ["ours", "whoosh", "bm25-words", "bm25-bigrams", "tfidf-bigrams", "chance"])
def test_every_ranker_honours_pool_and_exclude(types, tmp_path, engine_name):
    folder = tmp_path / "set"
    folder.mkdir()
    corpus = [{"docid": f"d{n}", "text": text} for n, text in enumerate(["加班费", "加班费和年休假", "竞业限制", "加班费"])]
    queries = [
        {"qid": "q1", "text": "加班费", "exclude": ["d0"]},
        {"qid": "q2", "text": "加班费", "pool": ["d1", "d2"]},
    ]
    (folder / "corpus.jsonl").write_bytes(jsonl(*corpus))
    (folder / "queries.jsonl").write_bytes(jsonl(*queries))
    out = tmp_path / "run"
    assert types("rank", "--set", str(folder), "--out", str(out), "--engine", engine_name).exit_code == 0
    rows = [line.split() for line in out.read_text().splitlines()]
    assert "d0" not in {doc for qid, doc, _ in rows if qid == "q1"}
    assert {doc for qid, doc, _ in rows if qid == "q2"} == {"d1", "d2"}
    if engine_name != "chance":
        assert next(doc for qid, doc, _ in rows if qid == "q2") == "d1"
