"""Looking for words: what is understood, and that every engine finds the same."""

import pytest

from search_index.governing import governing
from search_index.memory_index import MemoryIndex
from search_index.plain import read
from search_index.port import Filters, ItemOutcome, PrecedentDoc
from search_index.tantivy_index import TantivyIndex
from search_index.whoosh_index import WhooshIndex

DOCS = [
    PrecedentDoc(
        key="fired",
        title="末位淘汰",
        facts="考核排名末位，公司以末位淘汰为由单方解除劳动合同。",
        reasoning="应当支付违法解除劳动合同赔偿金。",
        articles=("LCL 87",),
        kinds=("wrongful_termination",),
        items=(ItemOutcome("wrongful_termination", "granted"), ItemOutcome("wages", "refused")),
        court="东川市中级人民法院",
    ),
    PrecedentDoc(key="paid", title="双倍赔偿", facts="公司同意支付双倍赔偿。", kinds=("severance",), articles=("LCL 47",)),
    PrecedentDoc(key="leave", title="年休假", facts="末位考核以后淘汰了休假制度。", kinds=("annual_leave",)),
]


@pytest.fixture(params=[MemoryIndex, WhooshIndex, TantivyIndex], scope="module")
def index(request, tmp_path_factory):
    index = MemoryIndex() if request.param is MemoryIndex else request.param(tmp_path_factory.mktemp("plain"))
    index.put(DOCS)
    yield index
    index.close()


def found(index, text, filters=None):
    wanted, _ = read(text, index.frequency)
    return {hit.doc.key for hit in index.look_up(wanted, filters or Filters()).hits}


def test_every_word_must_be_there_in_any_of_the_ways_to_say_it(index):
    assert found(index, "2N") == {"fired", "paid"}
    assert found(index, "赔偿金 末位") == {"fired"}
    assert found(index, "年休假 末位") == {"leave"}
    assert found(index, "饕餮") == set()


def test_a_phrase_in_quotes_must_stand_as_it_is(index):
    assert found(index, "“末位淘汰”") == {"fired"}
    assert found(index, "末位 淘汰") == {"fired", "leave"}


def test_an_article_in_any_form_finds_the_decisions_that_apply_it(index):
    for said in ("《劳动合同法》第八十七条", "劳动合同法第87条 赔偿金", "LCL 87"):
        assert found(index, said) == {"fired"}, said


def test_filters_alone_are_a_search_and_outcomes_belong_to_the_kind_asked_for(index):
    assert found(index, "", Filters(court="东川市中级人民法院")) == {"fired"}
    assert found(index, "", Filters(outcomes=("refused",))) == {"fired"}
    assert found(index, "", Filters(kinds=("wrongful_termination",), outcomes=("refused",))) == set()
    assert found(index, "", Filters(kinds=("wrongful_termination",), outcomes=("granted",))) == {"fired"}


def test_facets_count_what_was_found_and_pages_never_overlap(index):
    wanted, _ = read("末位", index.frequency)
    first, second = (index.look_up(wanted, start=n, k=1) for n in (0, 1))
    assert first.total == second.total == 2
    assert first.hits[0].doc.key != second.hits[0].doc.key
    assert dict(first.facets["kind"]) == {"wrongful_termination": 1, "annual_leave": 1}
    assert dict(first.facets["court"]) == {"东川市中级人民法院": 1}


def test_other_ways_of_saying_it_and_a_likely_spelling_are_told(index):
    _, said = read("2N 加斑费", index.frequency)
    assert said.also[0][0] == "2N"
    assert "违法解除" in "、".join(said.also[0][1])
    assert said.instead == (("加斑费", "加班费"),)


def test_what_a_question_is_about_tells_its_articles():
    assert next(iter(governing("公司一直没签劳动合同"))) == "LCL 82"
    assert not governing("今天天气很好")
