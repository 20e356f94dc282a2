"""Questions to the index: what is recognised in a text, and which terms choose the candidates."""

from search_index.memory_index import MemoryIndex
from search_index.passages import highlight, passages
from search_index.port import PrecedentDoc, SimilarQuery
from search_index.query import LONGEST_TEXT, from_case, from_text
from search_index.scoring import key_terms, text_scores
from search_index.stock import record
from search_index.vectors import Sheet, query_counts


def doc(key, facts, **more):
    return PrecedentDoc(key=key, title=key, facts=facts, **more)


def test_kinds_articles_and_the_stated_issue_are_recognised_in_a_text():
    question = from_text("申请人主张二倍工资。本案的争议焦点是时效是否已过。依据《劳动合同法》第八十二条。")
    assert question.kinds == ("double_wage",)
    assert question.articles == ("LCL 82",)
    assert question.issues == "本案的争议焦点是时效是否已过。"


def test_kinds_given_by_the_caller_come_first():
    assert from_text("加班费", kinds=["wages"]).kinds == ("wages", "overtime")


def test_a_case_question_takes_articles_with_paragraphs_as_whole_articles():
    question = from_case(kinds=["wages", "wages"], cited=["LCL 30(1)", "《劳动法》第五十条"], claims=["支付工资"])
    assert question.kinds == ("wages",)
    assert question.articles == ("LCL 30", "LL 50")


def test_a_text_is_cut_at_its_longest_length():
    assert len(from_text("长" * (LONGEST_TEXT + 5)).text) == LONGEST_TEXT


def test_at_most_thirty_terms_choose_the_candidates():
    """tech.md §1: never send a whole case text as a query."""
    text = "".join(chr(0x4E00 + n) for n in range(0, 3_000, 3))
    index = MemoryIndex([doc("a", text), doc("b", text)])
    assert 0 < len(key_terms(query_counts(from_text(text)), index)) <= 30


def test_names_that_only_one_decision_has_do_not_choose_the_candidates():
    index = MemoryIndex([doc(f"d{n}", "加班审批制度" if n < 2 else "竞业限制协议") for n in range(5)] + [doc("x", "饕餮")])
    chosen = {term for _, term, _ in key_terms(query_counts(from_text("饕餮加班审批")), index)}
    assert "饕餮" not in chosen
    assert "加班" in chosen


def test_a_text_is_most_like_itself():
    texts = ["公司以末位淘汰为由解除劳动合同", "员工主张休息日加班费", "保安不负竞业限制义务"]
    index = MemoryIndex([doc(str(n), text) for n, text in enumerate(texts)])
    sheet = Sheet([record(doc(str(n), text)).packed for n, text in enumerate(texts)])
    for n, text in enumerate(texts):
        scores = text_scores(query_counts(from_text(text)), sheet, index).tolist()
        assert scores.index(max(scores)) == n
        assert all(0 <= score <= 1 for score in scores)


def test_no_candidates_give_no_scores():
    nothing = query_counts(SimilarQuery())
    assert text_scores(nothing, Sheet([]), MemoryIndex()).tolist() == []
    assert text_scores(nothing, Sheet([record(doc("a", "")).packed]), MemoryIndex()).tolist() == [0.0]


def test_passages_hold_the_matching_sentences_and_mark_the_longest_form():
    found = passages(doc("a", "公司没有安排。员工主张加班费，公司不认可。", reasoning="应当支付加班费。"), ["加班", "加班费"])
    assert found == ("应当支付〖加班费〗。", "员工主张〖加班费〗，公司不认可。")


def test_marks_in_the_text_itself_cannot_be_taken_for_ours():
    assert highlight("〖假〗加班", ["加班"]) == "[假]〖加班〗"


def test_a_long_sentence_is_cut_around_the_match():
    (found,) = passages(doc("a", "甲" * 300 + "加班费" + "乙" * 300), ["加班费"])
    assert "〖加班费〗" in found
    assert len(found) < 140


def test_the_stated_issue_is_its_whole_sentence_wherever_it_stands():
    for before in ("", "一审认为；", "一审认为。", "一审认为\n"):
        assert from_text(before + "双方的争议焦点是工龄，应予审查。其余不论。").issues == "双方的争议焦点是工龄，应予审查。"
    assert from_text("一审认为，本案焦点问题为加班费").issues == "一审认为，本案焦点问题为加班费"
