"""Case numbers, causes, competence, tribunal and procedure (§§9, 11, 12, 16, 17)."""

from datetime import date

import pytest

from workflows import causes, panel
from workflows.case_numbers import arbitration_number, parse, type_codes
from workflows.errors import InputError, NotInForce
from workflows.jurisdiction import Filing, Places, commission, commission_objections, court
from workflows.regimes import regime

DAY = date(2026, 3, 2)
MARCH = [date(2026, 3, n) for n in range(1, 8)]


@pytest.mark.parametrize(
    ("text", "year", "body", "kind", "serial"),
    [
        ("(2024)鲁0502民初374号", 2024, "鲁0502", "民初", 374),
        ("（2024）鲁0502民初374号", 2024, "鲁0502", "民初", 374),
        ("(2019)沪01民特523号", 2019, "沪01", "民特", 523),
        ("(2024)粤0604诉前调确1716号", 2024, "粤0604", "诉前调确", 1716),
        ("（2023）最高法民申12号", 2023, "最高法", "民申", 12),
        ("（2025）鲁民终8号", 2025, "鲁", "民终", 8),
        (" (2026) 鲁05 民特 3 号 ", 2026, "鲁05", "民特", 3),
        ("（２０２６）鲁０５民督３号", 2026, "鲁05", "民督", 3),
    ],
)
def test_a_court_number_is_taken_apart_and_written_one_way(text, year, body, kind, serial):
    """案号若干规定 3、9-10。"""
    found = parse(text)
    assert (found.system, found.year, found.body, found.type, found.serial) == ("court", year, body, kind, serial)
    assert found.text == f"（{year}）{body}{kind}{serial}号"
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("text", "year", "body", "middle", "serial", "suffix"),
    [
        ("津和劳仲案字(2013)第189号", 2013, "津和劳仲案字", "", 189, ""),
        ("浦劳人仲(2019)办字第4115号", 2019, "浦劳人仲", "办字", 4115, ""),
        ("中劳仲案字〔2014〕3386号", 2014, "中劳仲案字", "", 3386, ""),
        ("东劳人仲字〔2026〕第15-1号", 2026, "东劳人仲字", "", 15, "1"),
        ("东劳人仲字[2026]第15－2号", 2026, "东劳人仲字", "", 15, "2"),
        ("（2026）东劳人仲案字第15号", 2026, "东劳人仲案字", "", 15, ""),
        ("(2026)东劳人仲15号", 2026, "东劳人仲", "", 15, ""),
    ],
)
def test_an_arbitration_number_is_taken_apart(text, year, body, middle, serial, suffix):
    """§17：没有全国统一规则，所以总有提示。"""
    found = parse(text)
    assert (found.system, found.year, found.body, found.type, found.serial, found.suffix) == (
        "arbitration", year, body, middle, serial, suffix,
    )  # fmt: skip
    assert "没有全国统一规则" in found.warnings[0]


def test_a_later_ruling_of_a_case_keeps_its_suffix():
    found = parse("(2026)鲁0502执15号之二")
    assert (found.text, found.suffix) == ("（2026）鲁0502执15号之二", "二")
    assert parse("(2026)鲁0502执15号").suffix == ""


def test_unsure_codes_and_old_years_are_said_aloud():
    assert "没有人核对过" in parse("（2024）鲁0502执恢5号").warnings[0]
    assert "不在已登记" in parse("（2024）鲁0502商初5号").warnings[0]
    assert "2016-01-01" in parse("（2015）鲁0502民初5号").warnings[0]
    assert parse("（2016）鲁0502民初5号").warnings == ()
    assert {"民初", "民终", "民特", "民督", "民申", "民再", "民辖", "民撤", "执", "诉前调确"} <= set(type_codes())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "374",
        "（2024）民初374号",
        "(2024)鲁0502民初第374号",
        "（1899）鲁0502民初1号",
        "（2024）鲁0502民初0号",
        "某某字〔2026〕第1号",
    ],
)
def test_what_is_no_case_number_is_refused_with_an_example(text):
    with pytest.raises(InputError, match=r"请核对|鲁0502民初374号"):
        parse(text)


def test_numbers_follow_the_commissions_template_and_read_back():
    number = arbitration_number("东劳人仲字〔{year}〕第{serial}号", 2026, 15)
    assert number == "东劳人仲字〔2026〕第15号"
    assert (
        arbitration_number("{prefix}〔{year}〕第{serial:04d}{suffix}号", 2026, 15, "2", "东劳人仲字")
        == "东劳人仲字〔2026〕第0015-2号"
    )
    assert arbitration_number("东劳人仲字〔{year}〕第{serial}号", 2026, 15, "1") == "东劳人仲字〔2026〕第15-1号"
    assert parse(number).serial == 15


@pytest.mark.parametrize(
    "template", ["第{serial}号", "{year}", "{year}{serial}{court}", "{year}{serial", "{0}{year}{serial}"]
)
def test_a_template_that_cannot_number_is_refused(template):
    with pytest.raises(InputError, match="模板"):
        arbitration_number(template, 2026, 1)


def test_the_cause_list_is_chosen_by_the_day_of_filing():
    """§21 第 16 条：案由自 2026-01-01 换新表。"""
    assert (
        causes.cause("186(5)", date(2025, 12, 31)).title
        == causes.cause("205(5)", date(2026, 1, 1)).title
        == "追索劳动报酬纠纷"
    )
    assert causes.cause("208", date(2026, 1, 1)).new
    with pytest.raises(InputError, match=r"请改用 205\(5\)"):
        causes.cause("186（5）", date(2026, 1, 1))
    with pytest.raises(InputError, match="2026-01-01"):
        causes.cause("208", date(2025, 12, 31))
    with pytest.raises(InputError, match="没有这个案由"):
        causes.cause("999", DAY)
    with pytest.raises(NotInForce, match="人工填写"):
        causes.list_on(date(2020, 12, 31))


def test_the_new_list_has_what_the_rule_book_lists():
    codes = {c.code for c in causes.list_on(DAY).causes}
    assert {
        "205",
        "206(5)",
        "207",
        "208",
        "209",
        "210",
        "213",
        "214(2)",
        "215(1)",
        "216",
        "448",
        "449",
        "458",
        "484",
        "490",
    } <= codes
    assert len(codes) == len(causes.list_on(DAY).causes)


TWO = Places(performance=("东营区",), registered="济南市")


@pytest.mark.parametrize(
    ("places", "filings", "place", "says"),
    [
        (TWO, [Filing("东营区", MARCH[0])], "东营区", "LMA 21"),
        (TWO, [Filing("济南市", MARCH[0])], "济南市", "LMA 21"),
        (TWO, [Filing("济南市", MARCH[0]), Filing("东营区", MARCH[3])], "东营区", "履行地"),
        (TWO, [Filing("青岛市", MARCH[0]), Filing("济南市", MARCH[3])], "济南市", "没有管辖权"),
        (TWO, [], "", "可以选择"),
        (Places(("河口区", "垦利区"), "济南市"), [Filing("河口区", MARCH[0], MARCH[4]), Filing("垦利区", MARCH[1], MARCH[2])], "垦利区", "最先受理"),
        (Places(("河口区", "垦利区"), "济南市"), [Filing("河口区", MARCH[0], MARCH[2]), Filing("垦利区", MARCH[1], MARCH[2])], "", "指定管辖"),
        (
            Places(("河口区", "垦利区"), "济南市"),
            [
                Filing("济南市", MARCH[0], MARCH[0]),
                Filing("河口区", MARCH[0], MARCH[4]),
                Filing("垦利区", MARCH[1], MARCH[2]),
            ],
            "垦利区",
            "最先受理",
        ),
        (
            Places(("河口区", "垦利区"), "济南市"),
            [Filing("河口区", MARCH[0]), Filing("垦利区", MARCH[1], MARCH[2])],
            "垦利区",
            "最先受理",
        ),
        (Places((), "", "东营区"), [], "东营区", "未经注册登记"),
        (Places(("东营区",), "东营区"), [], "东营区", "LMA 21"),
    ],
)  # fmt: skip
def test_the_competent_commission_is_found_with_its_reason(places, filings, place, says):
    """LMA 21; CHR 8-9。"""
    found = commission(places, filings)
    assert found.place == place
    assert found.undecided == (place == "")
    assert any(says in line.text or says in line.basis for line in found.reasons)


def test_a_commission_without_competence_is_told_where_to_send_the_applicant():
    assert commission_objections(TWO, "东营区") == ()
    assert "东营区、济南市" in commission_objections(TWO, "青岛市")[0].text
    with pytest.raises(InputError, match="履行地"):
        commission(Places())


def test_annulment_goes_to_the_commissions_place_and_suits_need_not():
    """LMA 49; I1 3。"""
    assert court(TWO, "annul", "东营市").place == "东营市"
    assert court(TWO, "sue").open_to == ("东营区", "济南市")
    assert court(TWO, "sue").undecided
    assert court(Places((), "济南市"), "sue").place == "济南市"
    alone = court(Places(("东营区",), "东营区"), "sue")
    assert (alone.place, alone.undecided) == ("东营区", False)
    with pytest.raises(InputError, match="仲裁委员会所在地"):
        court(TWO, "annul")


@pytest.mark.parametrize(
    ("facts", "arbitrators", "says"),
    [
        (panel.CaseFacts(), 1, "独任"),
        (panel.CaseFacts(workers=9, common_claim=True), 1, "独任"),
        (panel.CaseFacts(workers=10, common_claim=True), 3, "10 名"),
        (panel.CaseFacts(workers=10), 1, "独任"),
        (panel.CaseFacts(collective_contract=True), 3, "集体合同"),
        (panel.CaseFacts(major_or_difficult=True), 3, "重大"),
        (panel.CaseFacts(decided_three=True), 3, "决定"),
    ],
)
def test_three_arbitrators_sit_where_the_rules_demand_them(facts, arbitrators, says):
    """ORG 13；§21 第 13 条。"""
    found = panel.size(facts, DAY)
    assert found.arbitrators == arbitrators
    assert says in found.reasons[0].text


def test_a_simplified_collective_case_still_has_three_and_says_why():
    """§11 的冲突：CHR 62(2) 与 ORG 13。"""
    found = panel.size(panel.CaseFacts(workers=12, common_claim=True), DAY, simplified=True)
    assert found.arbitrators == 3
    assert "CHR 62(2)" in found.warnings[0]


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        (panel.CaseFacts(), ("ordinary",)),
        (panel.CaseFacts(clear_facts=True), ("ordinary", "simplified")),
        (panel.CaseFacts(both_agree_simplified=True), ("ordinary", "simplified")),
        (panel.CaseFacts(amount_fen=100, average_wage_fen=100), ("ordinary", "simplified")),
        (panel.CaseFacts(amount_fen=101, average_wage_fen=100), ("ordinary",)),
        (panel.CaseFacts(amount_fen=1), ("ordinary",)),
        (panel.CaseFacts(clear_facts=True, respondent_missing=True), ("ordinary",)),
        (panel.CaseFacts(clear_facts=True, public_interest=True), ("ordinary",)),
        (panel.CaseFacts(clear_facts=True, big_social_impact=True), ("ordinary",)),
        (panel.CaseFacts(clear_facts=True, commission_thinks_unfit=True), ("ordinary",)),
        (panel.CaseFacts(clear_facts=True, workers=10, common_claim=True), ("ordinary", "simplified", "collective")),
        (panel.CaseFacts(collective_contract=True), ("ordinary", "collective")),
    ],
)
def test_the_procedures_open_to_a_case(facts, kinds):
    """CHR 56-57, 62：三个条件有其一即可，四种情形不得简易处理。"""
    found = panel.procedures(facts, DAY)
    assert found.kinds == kinds
    assert ("simplified" in kinds) == (found.objections == ())


def test_a_missing_average_wage_is_said_and_not_guessed():
    """§15.4：山东省年平均工资没有查到。"""
    found = panel.procedures(panel.CaseFacts(amount_fen=1), DAY)
    assert any("没有登记" in reason.text for reason in found.objections)


def test_the_director_who_sits_is_judged_by_the_commission():
    """CHR 12。"""
    assert "由仲裁委员会决定" in panel.recusal_decider("director").text
    assert "主任或者其授权" in panel.recusal_decider("arbitrator").text
    assert panel.recusal_decider("recorder") == panel.recusal_decider("arbitrator")


def test_everything_wrong_with_a_tribunal_is_said_at_once():
    """ORG 12-14, 33(8)；§21 第 13 条。"""
    facts = panel.CaseFacts(workers=10, common_claim=True)
    found = panel.objections(["甲", "甲"], "甲", ["甲"], facts, DAY)
    assert [r.basis for r in found][:3] == ["LMA 31; ORG 13", "ORG 12-13", "ORG 14"]
    assert panel.objections(["甲", "乙", "丙"], "丁", ["戊"], facts, DAY) == ()
    assert panel.objections(["甲"], "丁", [], panel.CaseFacts(), DAY) == ()
    assert panel.objections(["甲", "乙"], "丁", [], panel.CaseFacts(), DAY) != ()


@pytest.mark.parametrize(
    ("applied", "subject", "pension", "postponed", "route"),
    [
        (date(2026, 7, 1), "pay", True, False, "arbitration"),
        (date(2026, 7, 1), "rest_and_leave", False, False, "arbitration"),
        (date(2026, 7, 1), "work_safety", True, False, "arbitration"),
        (date(2026, 7, 1), "injury", True, False, "arbitration"),
        (date(2026, 7, 1), "other", True, False, "court"),
        (date(2026, 6, 30), "pay", True, False, "ask"),
        (date(2025, 9, 1), "pay", True, False, "ask"),
        (date(2025, 8, 31), "pay", True, False, "court"),
        (date(2025, 8, 31), "pay", False, False, "ask"),
        (date(2026, 7, 1), "other", False, True, "arbitration"),
    ],
)
def test_an_over_age_workers_way_depends_on_the_day_and_the_subject(applied, subject, pension, postponed, route):
    """§8：OA 19 自 2026-07-01；I1 32(1) 至 2025-08-31；其间没有明文，交人判断。"""
    found = regime(applied, subject, draws_pension=pension, retirement_postponed=postponed)
    assert found.route == route
    assert found.reason.basis


def test_an_over_age_dispute_without_a_rule_is_not_guessed():
    with pytest.raises(NotInForce, match="人工判断"):
        regime(date(2020, 12, 31), "pay", draws_pension=True)
    with pytest.raises(InputError, match="没有这类事项"):
        regime(DAY, "severance", draws_pension=True)
