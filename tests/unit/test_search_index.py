"""What every index must do: the same tests on each adapter."""

from dataclasses import replace
from datetime import date

import pytest

from search_index import generations
from search_index.memory_index import MemoryIndex
from search_index.port import Filters, ItemOutcome, PrecedentDoc, SimilarQuery
from search_index.query import from_case, from_text
from search_index.tantivy_index import TantivyIndex
from search_index.whoosh_index import IndexBusy, WhooshIndex


def decision(key, **facts):
    return PrecedentDoc(key=key, title=facts.pop("title", f"案例{key}"), **facts)


OVERTIME = decision(
    "overtime",
    title="加班审批制度不能免除支付加班费的义务",
    kinds=("overtime",),
    facts="李某入职某科技公司，公司实行加班审批制。李某提交了考勤记录和工作群聊天记录，主张延时加班。",
    reasoning="加班虽未经审批，但公司安排了工作任务，应当支付加班费。",
    articles=("LL 44", "LCL 31"),
    items=(ItemOutcome("overtime", "granted", 1_200_000, 800_000),),
    authority="typical",
    day=date(2023, 5, 1),
    region="北京市",
)
FIRED = decision(
    "fired",
    title="以末位淘汰为由解除劳动合同违法",
    kinds=("wrongful_termination", "wages"),
    facts="王某考核排名末位，公司以不能胜任工作为由单方解除劳动合同。",
    reasoning="末位不等于不能胜任工作，公司未经培训或者调岗，构成违法解除，应支付赔偿金。",
    articles=("LCL 40", "LCL 48", "LCL 87"),
    items=(ItemOutcome("wrongful_termination", "granted", 6_000_000, 6_000_000),),
    day=date(2022, 3, 1),
    region="山东省/东营市",
    office="东营市仲裁委",
)
CHANGED = replace(FIRED, key="changed", fate="changed", fate_note="（2023）鲁05民终1号", day=date(2022, 6, 1))
COMPETE = decision(
    "compete",
    title="普通岗位劳动者不负竞业限制义务",
    kinds=("noncompete_compensation",),
    facts="张某为保安，公司要求其履行竞业限制协议并支付违约金。",
    reasoning="张某不属于负有保密义务的人员。",
    articles=("LCL 23", "LCL 24"),
    day=date(2024, 1, 1),
)
ALL = [OVERTIME, FIRED, CHANGED, COMPETE]


ON_DISK = [WhooshIndex, TantivyIndex]


@pytest.fixture(params=[MemoryIndex, *ON_DISK])
def make_index(request, tmp_path):
    made = []

    def make(docs=ALL):
        index = MemoryIndex() if request.param is MemoryIndex else request.param(tmp_path / f"i{len(made)}")
        index.put(docs)
        made.append(index)
        return index

    yield make
    for index in made:
        index.close()


@pytest.fixture
def index(make_index):
    return make_index()


def keys(hits):
    return [hit.doc.key for hit in hits]


def test_the_like_case_comes_first(index):
    assert keys(index.search(from_text("公司有加班审批制度，员工没有申请，能要加班费吗")))[0] == "overtime"
    assert keys(index.search(from_text("保安要遵守竞业限制吗")))[0] == "compete"


@pytest.mark.parametrize("said", ["2N", "违法解除", "双倍赔偿", "末位淘汰"])
def test_synonyms_find_the_same_decision(index, said):
    assert {"fired", "changed"} == set(keys(index.search(from_text(said)))[:2])


def test_an_article_finds_the_decisions_that_apply_it(index):
    hits = index.search(from_text("《劳动合同法》第八十七条"))
    assert set(keys(hits)[:2]) == {"fired", "changed"}
    assert any("《劳动合同法》第87条" in reason for reason in hits[0].why)


def test_kinds_alone_are_a_question(index):
    assert keys(index.search(SimilarQuery(kinds=("overtime",)))) == ["overtime"]


def test_an_overturned_award_ranks_below_its_twin_and_never_comes_without_its_mark(index):
    hits = index.search(from_text("末位淘汰解除劳动合同"))
    assert keys(hits)[:2] == ["fired", "changed"]
    changed = hits[1]
    assert "已被法院改判" in changed.mark
    assert "（2023）鲁05民终1号" in changed.mark
    assert changed.why[0] == changed.mark


def test_every_hit_says_why_it_was_found_and_what_became_of_it(index):
    for hit in index.search(from_case(kinds=["wrongful_termination"], facts="公司以末位淘汰解除")):
        assert any(reason.startswith("效力层级") for reason in hit.why)
        assert any("后续" in reason or "法院" in reason for reason in hit.why)


def test_the_outcome_of_the_like_item_is_told(index):
    hit = index.search(from_case(kinds=["wrongful_termination"], cited=["LCL 87"]))[0]
    assert hit.outcome_for_like_item == FIRED.items[0]
    assert any("60,000.00 元" in reason for reason in hit.why)


def test_matching_passages_are_marked(index):
    hit = index.search(from_text("加班审批"))[0]
    assert hit.passages
    assert any("〖" in passage for passage in hit.passages)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(fates=("upheld", "unknown")), {"overtime", "fired", "compete"}),
        (Filters(kinds=("wages", "overtime")), {"overtime", "fired", "changed"}),
        (Filters(articles=("LCL 24",)), {"compete"}),
        (Filters(authorities=("typical",)), {"overtime"}),
        (Filters(region="山东省"), {"fired", "changed"}),
        (Filters(office="东营市仲裁委"), {"fired", "changed"}),
        (Filters(since=date(2022, 6, 1)), {"overtime", "changed", "compete"}),
        (Filters(until=date(2022, 6, 1)), {"fired", "changed"}),
        (Filters(since=date(2022, 6, 1), until=date(2023, 12, 31)), {"overtime", "changed"}),
        (Filters(exclude=("fired", "overtime")), {"changed", "compete"}),
        (Filters(court="没有这个法院"), set()),
    ],
)
def test_filters_leave_only_what_was_asked_for(index, filters, expected):
    question = SimilarQuery(text="加班 解除劳动合同 竞业限制 公司")
    assert set(keys(index.search(question, filters))) == expected


def test_k_limits_the_answer(index):
    assert len(index.search(SimilarQuery(text="公司 加班 解除 竞业限制"), k=2)) == 2


@pytest.mark.parametrize("text", ["", "   ", "，。！", "的", "(((\" AND NOT title:* ~\\", "𠮷𠮷"])
def test_nothing_to_look_for_finds_nothing_and_breaks_nothing(index, text):
    assert index.search(from_text(text)) == []


def test_putting_a_document_twice_leaves_it_once(make_index):
    index = make_index([OVERTIME, OVERTIME])
    index.put([OVERTIME])
    assert index.stats().documents == 1
    assert keys(index.search(from_text("加班费"))) == ["overtime"]


def test_an_update_replaces_what_was_there(index):
    index.put([replace(OVERTIME, facts="改为年休假争议", reasoning="", title="未休年休假", kinds=("annual_leave",))])
    assert index.get("overtime").title == "未休年休假"
    assert "overtime" not in keys(index.search(from_text("考勤记录聊天记录")))
    assert index.stats().documents == len(ALL)


def test_a_deleted_document_is_gone_and_deleting_it_again_is_no_error(index):
    index.delete(["overtime", "nobody"])
    index.delete(["overtime"])
    assert index.get("overtime") is None
    assert "overtime" not in keys(index.search(from_text("加班费")))


def test_a_document_comes_back_as_it_was_put(index):
    assert index.get("fired") == FIRED


def test_a_rebuild_holds_exactly_what_it_was_given(index):
    counted = []
    assert index.rebuild([FIRED, COMPETE, FIRED], counted.append) == 2
    assert index.stats().documents == 2
    assert counted == [1, 2]
    assert index.get("overtime") is None
    assert keys(index.search(from_text("竞业限制")))[0] == "compete"


def test_a_failed_rebuild_leaves_the_old_index_serving(index):
    def broken():
        yield COMPETE
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        index.rebuild(broken())
    assert index.stats().documents == len(ALL)
    assert keys(index.search(from_text("加班费")))[0] == "overtime"


def test_an_empty_index_answers_nothing(make_index):
    index = make_index([])
    assert index.search(from_text("加班费")) == []
    assert index.rebuild([]) == 0


def test_the_same_question_gives_the_same_order_whatever_the_order_of_input(make_index):
    question = from_text("公司解除劳动合同，加班费，竞业限制")
    assert keys(make_index(ALL).search(question)) == keys(make_index(ALL[::-1]).search(question))


def test_a_very_long_question_is_answered(index):
    assert keys(index.search(from_text("公司以末位淘汰为由解除劳动合同。" * 5000)))[0] == "fired"


@pytest.fixture(params=ON_DISK)
def engine(request):
    """An adapter that keeps its index in a folder."""
    return request.param


def test_every_engine_ranks_as_the_memory_index_does(engine, tmp_path):
    disk, memory = engine(tmp_path), MemoryIndex()
    for one in (disk, memory):
        one.put(ALL)
    for text in ("末位淘汰", "加班审批和加班费", "竞业限制违约金", "不能胜任工作解除劳动合同"):
        assert keys(disk.search(from_text(text))) == keys(memory.search(from_text(text)))


def test_a_read_only_reader_sees_new_documents_after_refresh_and_follows_a_rebuild(engine, tmp_path):
    writer = engine(tmp_path)
    reader = engine(tmp_path, read_only=True)
    writer.put([OVERTIME])
    assert reader.stats().documents == 0
    reader.refresh()
    assert reader.stats().documents == 1
    writer.rebuild(ALL)
    assert keys(reader.search(from_text("加班费"))) == ["overtime"], "the old generation still answers"
    reader.refresh()
    assert reader.stats().documents == len(ALL)


def test_a_reader_opened_before_anything_exists_answers_nothing_and_makes_no_file(engine, tmp_path):
    place = tmp_path / "not yet"
    reader = engine(place, read_only=True)
    reader.refresh()
    assert reader.search(from_text("加班费")) == []
    assert reader.get("overtime") is None
    assert not place.exists()


def test_only_one_writer_at_a_time_and_a_reader_never_writes(engine, tmp_path):
    index = engine(tmp_path)
    other = engine(tmp_path)
    with index._files.writing(), pytest.raises(IndexBusy, match="稍后自动重试"):
        other.put([OVERTIME])
    with pytest.raises(IndexBusy):
        engine(tmp_path, read_only=True).put([OVERTIME])
    other.put([OVERTIME])
    assert other.stats().documents == 1


def test_a_changed_vocabulary_is_told(engine, tmp_path, monkeypatch):
    index = engine(tmp_path)
    assert not index.stats().stale
    monkeypatch.setattr(generations, "analysis_fingerprint", lambda: "another")
    assert index.stats().stale
    index.rebuild([])
    assert not index.stats().stale


def test_many_small_commits_leave_each_document_once_for_a_reader_that_stays_open(engine, tmp_path):
    """Merges of the engine replace segments under an open reader; a refreshed one must not see both."""
    writer, reader = engine(tmp_path), engine(tmp_path, read_only=True)
    for n in range(12):
        writer.put([replace(OVERTIME, key=f"k{n % 4}", notes=str(n))])
        reader.refresh()
        assert reader.stats().documents == min(n + 1, 4)
    found = keys(reader.search(from_text("加班费"), k=50))
    assert sorted(found) == sorted(f"k{n}" for n in range(4))
