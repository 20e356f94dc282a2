"""Segmentation, the vocabulary and what a text speaks of."""

import pytest

from search_index.analysis import analyse, concepts, kinds_of, pairs, words
from search_index.vocabulary import vocabulary
from workflows import items


def test_a_legal_word_is_not_cut():
    assert "竞业限制" in words("双方约定了竞业限制义务")
    assert "违法解除" in words("公司违法解除劳动合同")


def test_punctuation_stop_words_and_bare_numbers_are_no_terms():
    assert words("的，了。2020 8400.50 %") == []
    assert pairs("2020 8400.50") == []


def test_pairs_do_not_cross_punctuation():
    assert pairs("工资，加班") == ["工资", "加班"]


def test_full_width_and_half_width_give_the_same_terms():
    assert analyse("支付２Ｎ赔偿金（违法解除）") == analyse("支付2n赔偿金(违法解除)")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("2N", "wrongful_termination"),
        ("违法解除劳动合同赔偿金", "wrongful_termination"),
        ("双倍赔偿", "wrongful_termination"),
        ("双倍工资", "double_wage"),
        ("二倍工资差额", "double_wage"),
        ("未签订书面劳动合同", "double_wage"),
        ("延时加班", "overtime"),
        ("补偿金", "severance"),
        ("未休年假", "annual_leave"),
        ("代通知金", "notice_pay"),
        ("存在劳动关系", "relation_confirmation"),
    ],
)
def test_people_say_one_claim_in_many_words(said, kind):
    assert kind in kinds_of(f"请求公司支付{said}。")
    assert f"kind:{kind}" in concepts(said)


def test_compensation_for_a_competition_ban_is_no_severance():
    assert kinds_of("请求支付竞业限制经济补偿") == ("noncompete_compensation",)


def test_a_long_form_speaks_of_the_short_forms_inside_it():
    assert {"kind:injury_medical", "concept:injury"} <= set(concepts("工伤医疗费"))


def test_every_kind_of_the_vocabulary_is_in_the_catalogue_and_back():
    known = set(items.KINDS)
    mine = {kind.id for kind in vocabulary().kinds}
    assert mine == known, f"不在目录：{sorted(mine - known)}；词表缺少：{sorted(known - mine)}"


def test_no_stop_word_is_part_of_the_vocabulary():
    vocab = vocabulary()
    forms = {form for kind in vocab.kinds for form in kind.forms} | {f for _, fs in vocab.concepts for f in fs}
    assert not forms & vocab.stop
