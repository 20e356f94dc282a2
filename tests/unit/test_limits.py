"""What a limit says beside its date: warnings, refusals, open clocks, what arrived in time."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from workflows import limits
from workflows.calendar import Calendar, Closure
from workflows.errors import DefinitionError, InputError, NotInForce
from workflows.limits import LedgerEntry, compute, in_time, rule, status
from workflows.limits_rules import ground, grounds, load_grounds, load_limits


def test_the_answer_has_the_shape_of_the_command_line():
    found = compute("arb.accept.decide", date(2026, 2, 12)).as_dict()
    assert list(found) == ["rule", "due", "unrolled", "working", "warnings"]
    assert found["due"] == "2026-02-26"
    assert found["working"][1] == {"text": "期限：5个工作日", "basis": "LMA 29; CHR 30–31; I1 12"}


def test_the_commissions_own_limit_is_planned_for_the_working_day_before():
    """CHR 19; LMA 43: 四十五日不顺延，按节前最后一个工作日安排。"""
    found = compute("arb.decide_45", date(2026, 8, 20))
    assert found.due == found.unrolled == date(2026, 10, 4)
    assert "本期限不顺延，请按2026年9月30日（星期三）以前办结" in found.warnings[0]


def test_a_mediation_bodys_limit_rolls_but_says_to_finish_before():
    """LMA 14."""
    found = compute("med.statutory_15", date(2026, 9, 18))
    assert (found.unrolled, found.due) == (date(2026, 10, 3), date(2026, 10, 8))
    assert "为稳妥起见" in found.warnings[0]


def test_a_rolled_weekend_says_that_this_is_practice():
    """time.roll.weekend is marked P."""
    found = compute("post.sue.nonfinal", date(2026, 5, 1))
    assert found.due == date(2026, 5, 18)
    assert "通行做法" in found.working[-1].text


def test_an_unknown_rule_names_the_nearest():
    with pytest.raises(InputError, match=r"arb\.accept\.decide"):
        compute("arb.accept.decid", date(2026, 2, 12))


def test_an_event_before_the_law_is_refused_with_the_day_it_began():
    with pytest.raises(NotInForce, match="自 2008-05-01 起施行"):
        compute("lim.general", date(2008, 4, 30))


@pytest.mark.parametrize("field", ["from", "before"])
def test_an_instant_is_not_a_legal_day(field):
    moment = datetime(2026, 2, 12, 8, tzinfo=UTC)
    with pytest.raises(InputError, match=f"「{field}」.*不能带时刻"):
        compute(
            "arb.answer", moment if field == "from" else date(2026, 2, 12), before=moment if field == "before" else None
        )


def test_a_slip_of_the_keyboard_in_the_year_is_refused():
    far = date(9999, 6, 1)
    for ledger, origin in (((), far), ([LedgerEntry("exclude", date(2026, 3, 20), far)], date(2026, 3, 2))):
        with pytest.raises(InputError, match="日期太远，最晚到2199年"):
            compute("arb.decide_45", origin, ledger=ledger)


def test_a_slip_of_the_keyboard_in_the_days_is_refused():
    for kind in ("extend", "exclude"):
        with pytest.raises(InputError, match="天数太多"):
            compute("neg.reply", date(2026, 5, 12), ledger=[LedgerEntry(kind, date(2026, 5, 13), days=10**9)])


def test_many_years_without_a_notice_are_named_together():
    found = compute(
        "arb.answer", date(2026, 12, 28), ledger=[LedgerEntry("exclude", date(2027, 1, 4), date(2029, 1, 4))]
    )
    assert [w for w in found.warnings if "2027年至2029年放假通知尚未公布" in w]


def test_a_closure_inside_a_count_of_working_days_is_named_and_one_inside_natural_days_is_not():
    """停止办公只影响工作日的计算和期间的末日。"""
    office = Calendar.standard(closures=[Closure(date(2026, 5, 13), date(2026, 5, 14), reason="台风停止办公")])
    assert any("台风停止办公" in w for w in compute("arb.accept.decide", date(2026, 5, 11), calendar=office).warnings)
    assert compute("post.sue.nonfinal", date(2026, 5, 11), calendar=office).warnings == ()


def test_an_exclusion_still_open_gives_the_earliest_day_and_says_so():
    """CHR 46(6), 47: 中止期间不计入；恢复前届满日不能确定。"""
    found = compute(
        "arb.decide_45", date(2026, 3, 2), ledger=[LedgerEntry("exclude", date(2026, 3, 20), reason="中止审理")]
    )
    assert found.provisional
    assert found.due == date(2026, 4, 17)
    assert any("还没有结束" in warning for warning in found.warnings)


def test_an_exclusion_may_be_given_in_days():
    by_days = LedgerEntry("exclude", date(2026, 3, 20), days=56)
    found = compute("arb.decide_45", date(2026, 3, 2), ledger=[by_days])
    assert (found.due, found.warnings, found.provisional) == (date(2026, 6, 11), (), False)
    assert found.working[3].text == "2026年3月20日至5月14日共56日不计入（不计入期限的事由，首尾两日都扣除）"
    named = compute("arb.decide_45", date(2026, 3, 2), ledger=[replace(by_days, reason="公告送达", basis="CHR 46(6)")])
    assert named.working[3].text.endswith("（公告送达，首尾两日都扣除）")
    assert named.working[3].basis == "CHR 46(6)"


def test_only_one_extension_of_the_award_is_possible():
    """LMA 43; CHR 45."""
    twice = [LedgerEntry("extend", date(2026, 3, 2), days=5), LedgerEntry("extend", date(2026, 3, 2), days=5)]
    with pytest.raises(InputError, match="只能延长1次"):
        compute("arb.decide_45", date(2026, 3, 2), ledger=twice)


def test_an_extension_approved_before_a_restart_is_questioned():
    ledger = [LedgerEntry("extend", date(2026, 3, 20), days=15), LedgerEntry("restart", date(2026, 4, 1))]
    assert any("是否仍然有效" in w for w in compute("arb.decide_45", date(2026, 3, 2), ledger=ledger).warnings)


def test_an_exclusion_begun_before_the_origin_counts_only_from_it():
    found = compute(
        "arb.decide_45", date(2026, 3, 2), ledger=[LedgerEntry("exclude", date(2026, 2, 20), date(2026, 3, 11))]
    )
    assert found.due == date(2026, 4, 25)
    assert any("早于起算日" in warning for warning in found.warnings)


def test_the_ledgers_own_basis_and_reason_stand_in_the_working():
    entry = LedgerEntry("restart", date(2026, 4, 1), reason="追加第三人", basis="CHR 46(1)")
    line = compute("arb.decide_45", date(2026, 3, 2), ledger=[entry]).working[3]
    assert (line.text, line.basis) == ("2026年4月1日（星期三）追加第三人，期限从次日起重新计算", "CHR 46(1)")


def test_a_restart_not_foreseen_by_the_rule_is_questioned():
    found = compute("post.annul", date(2026, 5, 12), ledger=[LedgerEntry("restart", date(2026, 5, 20))])
    assert any("没有列明可以重新计算" in warning for warning in found.warnings)


def test_an_outage_on_the_last_day_moves_it_and_is_named():
    office = Calendar.standard(
        closures=[Closure(date(2026, 5, 27), date(2026, 5, 27), "outage", "网上立案故障", "仲裁院公告〔2026〕3号")]
    )
    found = compute("post.sue.nonfinal", date(2026, 5, 12), calendar=office)
    assert (found.unrolled, found.due) == (date(2026, 5, 27), date(2026, 5, 28))
    assert "网上立案故障" in found.working[-1].text
    assert any("仲裁院公告〔2026〕3号" in warning for warning in found.warnings)


def test_an_office_closure_is_no_working_day():
    office = Calendar.standard(closures=[Closure(date(2026, 5, 13), date(2026, 5, 14), reason="停电")])
    assert compute("arb.accept.decide", date(2026, 5, 12), calendar=office).due == date(2026, 5, 21)


def test_what_was_posted_before_the_end_is_in_time():
    """CPL 85: 期满前交邮的，不算过期。"""
    answer = compute("post.sue.nonfinal", date(2026, 9, 18))
    assert in_time(answer, date(2026, 10, 12), posted=date(2026, 10, 8))[0]
    assert not in_time(answer, date(2026, 10, 12), posted=date(2026, 10, 9))[0]
    assert in_time(answer, date(2026, 10, 8))[0]
    late, line = in_time(answer, date(2026, 10, 9))
    assert not late
    assert "1日" in line.text


def test_the_colour_of_a_limit_never_stands_alone():
    answer = compute("arb.accept.decide", date(2026, 2, 12))
    shown = [status(answer, date(2026, 2, day)) for day in (22, 23, 26, 27)]
    assert [(s.band, s.label) for s in shown] == [
        ("green", "还有4日"), ("amber", "还有3日"), ("amber", "今日届满"), ("red", "已逾期1日"),
    ]  # fmt: skip


def test_rules_can_be_read_as_a_table_of_the_newest_versions():
    assert limits.RULES["svc.public"].length == 30
    assert rule("svc.public", date(2021, 1, 1)).length == 60
    with pytest.raises(AttributeError):
        _ = limits.NO_SUCH_NAME


GOOD = """checked_on = 2026-11-22
[[limit]]
id = "x.y"
title = "某期限"
title_en = "some limit"
trigger = "某事"
length = 5
unit = "WD"
roll = false
bound = "某人"
basis = "CHR 1"
mark = "V"
since = 2017-07-01
"""


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("checked_on = 2026-11-22\n", "", "缺少 checked_on"),
        ('basis = "CHR 1"\n', "", "x.y 缺少 basis"),
        ('basis = "CHR 1"', 'basis = ""', "没有写明依据"),
        ('unit = "WD"', 'unit = "weeks"', "unit 只能是"),
        ('mark = "V"', 'mark = "X"', "mark 只能是"),
        ("length = 5", "length = -5", "length 应为"),
        ("roll = false", "roll = false\nrol = true", "不认识的字段 'rol'"),
        ("since = 2017-07-01\n", "since = 2017-07-01\nextend = { max = 5 }\n", "x.y.extend 缺少 who"),
    ],
)
def test_a_limit_that_is_not_sound_does_not_load(tmp_path: Path, before, after, reason):
    path = tmp_path / "bad.toml"
    path.write_text(GOOD.replace(before, after), encoding="utf-8")
    with pytest.raises(DefinitionError, match=f"bad.toml.*{reason}"):
        load_limits(path)


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        ('name = "o"\ntitle = "问"\nmark = "U"\nbasis = "CHR 1"', "既没有 choices"),
        ('name = "o"\ntitle = "问"\nmark = "U"\nbasis = "CHR 1"\ndefault = "b"\nchoices = [{value="a",label="甲"}]', "不在 choices"),
        ('name = "o"\ntitle = "问"\nmark = "U"\nbasis = "CHR 1"\ndefault = "a"\nchoices = [{value="a",label="甲",unit="Q"}]', "unit 只能是"),
        ('name = "o"\ntitle = "问"\nmark = "U"', "缺少 basis"),
    ],
)  # fmt: skip
def test_an_option_that_is_not_sound_does_not_load(tmp_path: Path, option, reason):
    path = tmp_path / "bad.toml"
    path.write_text(GOOD + "[[limit.options]]\n" + option + "\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=f"x.y.options o.*{reason}"):
        load_limits(path)


def test_a_counting_rule_without_its_words_does_not_load(tmp_path: Path):
    path = tmp_path / "bad.toml"
    path.write_text('checked_on = 2026-11-22\n[[ground]]\nid = "time.x"\n', encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"time\.x 缺少 text"):
        load_grounds(path)


def lines(*args, **kwargs) -> list[tuple[str, str]]:
    return [(line.text, line.basis) for line in compute(*args, **kwargs).working]


def test_the_working_of_a_count_of_working_days_reads_line_by_line():
    """rules.md §1: 受理决定，2026-02-12 收到申请。"""
    assert lines("arb.accept.decide", date(2026, 2, 12)) == [
        (
            "收到仲裁申请（经补正的，为材料补齐之日）：2026年2月12日（星期四）；事件当日不计入，从次日起算",
            "CPL 85; CPLI 125; CC 201; CHR 19",
        ),
        ("期限：5个工作日", "LMA 29; CHR 30–31; I1 12"),
        ("办案规则中的三日、五日、十日是工作日", "CHR 80"),
        (
            "其间休息日不计、调休上班日照计：2026年2月14日调休上班、2026年2月15日至2月23日春节放假",
            "国办发明电〔2025〕7号",
        ),
        ("计得最后一日：2026年2月26日（星期四）", "LMA 29; CHR 30–31; I1 12"),
    ]


def test_the_working_of_natural_days_names_the_holiday_the_end_fell_on():
    """LMA 49; CPL 85."""
    assert lines("post.annul", date(2026, 1, 16))[2:] == [
        ("三十日的期间不在办案规则第八十条之列，按自然日计算", "LMA 49; CPL 85, 205"),
        ("计得最后一日：2026年2月15日（星期日）", "LMA 49"),
        (
            "2026年2月15日（星期日）是休息日（春节放假）；最后一日是法定休假日的，以其后第一日为届满日：2026年2月24日（星期二）",
            "CPL 85; CC 203; 国办发明电〔2025〕7号",
        ),
    ]


def test_the_working_of_a_backward_limit_counts_from_the_day_before():
    """CHR 38: 开庭五日前。"""
    found = lines("arb.hearing_notice", date(2026, 10, 13))
    assert found[0][0] == "开庭日：2026年10月13日（星期二）；当日不计入，从前一日起向前倒数"
    assert found[3] == (
        "其间休息日不计、调休上班日照计：2026年10月1日至10月7日国庆节放假、2026年10月10日调休上班、2026年10月11日周末",
        "国办发明电〔2025〕7号",
    )
    assert found[4][0] == "最迟应在：2026年9月30日（星期三）"


@pytest.mark.parametrize(
    ("rule_id", "origin", "text", "basis"),
    [
        ("lim.general", date(2025, 3, 3), "按月、按年计算的，到期月的对应日为最后一日；没有对应日的，月末日为最后一日", "CC 202"),
        ("court.appeal", date(2026, 5, 12), "按自然日计算，期间中的节假日不扣除", "CPL 85; CC 203"),
        ("arb.decide_45", date(2026, 5, 12), "十五日、四十五日是自然日，期间中的节假日不扣除", "CHR 80"),
        ("post.annul", date(2016, 5, 12), "三十日的期间不在办案规则第八十条之列，按自然日计算", "LMA 49; CPL 85, 205"),
        ("arb.decide_45", date(2016, 5, 12), "十五日、四十五日按自然日计算，期间中的节假日不扣除", "LMA 43; 民事诉讼法关于期间的规定（当时文本）"),
    ],
)  # fmt: skip
def test_the_kind_of_days_is_said_with_the_text_of_the_time(rule_id, origin, text, basis):
    assert (text, basis) in lines(rule_id, origin)


def test_a_roll_over_new_year_cites_both_years():
    found = compute("post.sue.nonfinal", date(2022, 12, 16))
    assert (found.unrolled, found.due) == (date(2022, 12, 31), date(2023, 1, 3))
    assert found.working[-1].basis.endswith("国务院办公厅2022年放假通知; 国务院办公厅2023年放假通知")


def test_a_forecast_lists_the_lunar_days_it_leaves_out():
    """2027年春节假日：2月5日至8日。2月8日是星期一。"""
    found = compute("post.sue.nonfinal", date(2027, 1, 24))
    assert found.due == date(2027, 2, 8)
    assert any("2027年2月8日" in warning and "没有计入农历节日" in warning for warning in found.warnings)
    plain = compute("post.sue.nonfinal", date(2027, 1, 25))
    assert plain.provisional
    assert not any("农历" in warning for warning in plain.warnings)


def test_a_plain_answer_in_a_published_year_warns_of_nothing():
    assert compute("post.sue.nonfinal", date(2026, 5, 12)).warnings == ()


def test_two_calendars_with_the_same_closures_are_one():
    """Building the calendar anew for each limit would cost more than the limit."""
    closed = Closure(date(2026, 5, 13), date(2026, 5, 14))
    assert Calendar.standard(closures=[closed]) is Calendar.standard(closures=[closed])


def test_an_act_on_the_very_last_day_is_not_called_late():
    """CC 203: 届满日当天仍在期间之内。"""
    notice = compute("arb.hearing_notice", date(2026, 9, 30), before=date(2026, 10, 13))
    assert notice.warnings == ()
    answer = compute("arb.answer", date(2026, 9, 24))
    arrived, line = in_time(answer, answer.due, posted=answer.due)
    assert arrived
    assert "没有逾期" in line.text
    assert in_time(answer, date(2026, 10, 20), posted=date(2026, 10, 19))[1].text.endswith("4日")


def test_a_period_that_ends_on_the_day_of_the_hearing_is_said():
    """LMA 30, 35: 答辩期届满当天开庭，答辩期没有过完。"""
    same = compute("arb.answer", date(2026, 9, 24), before=date(2026, 10, 15))
    assert any("不早于" in warning for warning in same.warnings)
    assert compute("arb.answer", date(2026, 9, 24), before=date(2026, 10, 16)).warnings == ()


def test_a_backward_limit_is_governed_by_the_law_of_the_event_and_a_forward_one_by_its_trigger():
    assert compute("arb.hearing_notice", date(2008, 4, 28), before=date(2008, 5, 12)).due == date(2008, 5, 5)
    with pytest.raises(NotInForce):
        compute("arb.answer", date(2008, 4, 28), before=date(2008, 5, 20))


def test_a_working_day_needs_no_plan_and_only_own_limits_are_planned():
    """CHR 19."""
    assert compute("arb.decide_45", date(2026, 8, 21)).warnings != ()
    assert compute("arb.decide_45", date(2026, 8, 25)).warnings == ()
    assert compute("post.sue.nonfinal", date(2026, 9, 18)).warnings == ()


@pytest.mark.parametrize(
    ("origin", "by_practice", "by_statute_only"),
    [
        (date(2026, 5, 1), date(2026, 5, 18), date(2026, 5, 16)),  # ends on a Saturday
        (date(2026, 9, 18), date(2026, 10, 8), date(2026, 10, 4)),  # 3 October is statutory, 4 October a day off
        (date(2026, 5, 12), date(2026, 5, 27), date(2026, 5, 27)),
    ],
)
def test_whether_a_weekend_moves_the_end_is_an_option(origin, by_practice, by_statute_only):
    """time.roll.weekend（标记 P）: 法定休假日是否包括周六、周日；LL 44 只指法定节日。"""
    assert compute("post.sue.nonfinal", origin).due == by_practice
    strict = compute("post.sue.nonfinal", origin, options={"roll_weekend": "no"})
    assert strict.due == by_statute_only
    assert any("标记 P" in warning for warning in strict.warnings)
    with pytest.raises(InputError, match="没有这个选项"):
        compute("arb.decide_45", origin, options={"roll_weekend": "no"})


def test_without_weekends_an_outage_still_moves_the_end():
    office = Calendar.standard(closures=[Closure(date(2026, 5, 16), date(2026, 5, 16), "outage", "立案系统故障")])
    found = compute("post.sue.nonfinal", date(2026, 5, 1), calendar=office, options={"roll_weekend": "no"})
    assert found.due == date(2026, 5, 17)


@pytest.mark.parametrize(
    ("rule_id", "day", "last_line"),
    [
        ("svc.leave_or_post", date(2026, 9, 30), "视为送达之日：2026年10月10日（星期六）"),
        ("svc.return", date(2026, 9, 30), "送达日：2026年9月30日（星期三）"),
        ("arb.receipt", date(2026, 9, 30), "应当出具之日：2026年9月30日（星期三）"),
    ],
)
def test_the_result_is_called_what_it_is(rule_id, day, last_line):
    """CHR 20, 29: 送达之日不是期限的最后一日。"""
    assert compute(rule_id, day).working[-1].text == last_line
    assert rule("arb.receipt").period == "当日"


def test_only_days_of_rest_between_trigger_and_end_are_listed():
    """The day of the trigger and the day of the hearing are not part of the count."""
    served_on_holiday = compute("arb.accept.decide", date(2026, 2, 23))
    assert "2月23日" not in served_on_holiday.working[3].text
    heard_on_a_swapped_day = compute("arb.hearing_notice", date(2026, 10, 10))
    assert "10月10日" not in heard_on_a_swapped_day.working[3].text
    assert not any("其间" in line.text for line in compute("arb.recusal.decide", date(2026, 5, 11)).working)


def test_only_closures_that_touch_the_count_are_named():
    early = Closure(date(2026, 4, 1), date(2026, 4, 1), reason="清明前停电")
    late = Closure(date(2026, 6, 1), date(2026, 6, 1), reason="六月停电")
    office = Calendar.standard(closures=[early, late])
    assert compute("arb.accept.decide", date(2026, 5, 11), calendar=office).warnings == ()
    for day, named in ((11, False), (12, True), (18, True), (20, False)):
        one = Calendar.standard(closures=[Closure(date(2026, 5, day), date(2026, 5, day), reason="停电")])
        assert bool(compute("arb.accept.decide", date(2026, 5, 11), calendar=one).warnings) is named, day
    between = Calendar.standard(closures=[Closure(date(2026, 10, 9), date(2026, 10, 9), reason="停电")])
    notice = compute("arb.hearing_notice", date(2026, 10, 13), calendar=between)
    assert notice.due == date(2026, 9, 29)
    assert any("停电" in warning for warning in notice.warnings)


def test_a_hearing_in_a_year_without_a_notice_makes_the_last_day_of_its_notice_a_forecast():
    found = compute("arb.hearing_notice", date(2027, 1, 8))
    assert (found.due, found.provisional) == (date(2026, 12, 31), True)
    assert any("2027年放假通知尚未公布" in warning for warning in found.warnings)
    assert not compute("arb.hearing_notice", date(2027, 1, 1)).provisional


def test_the_rules_note_stands_beside_its_period():
    assert lines("arb.hearing_notice", date(2026, 10, 13))[1][0] == (
        "期限：不少于5个工作日以前（简易处理案件由仲裁庭另行确定（CHR 60；O1 十七））"
    )
    assert "（能当场告知的应当场告知" in lines("arb.correct_once", date(2026, 5, 11))[1][0]


def test_an_approval_before_the_period_began_is_refused():
    """CHR 45: 延期在仲裁期限内批准。"""
    with pytest.raises(InputError, match="延期批准日早于起算日"):
        compute("arb.decide_45", date(2026, 3, 2), ledger=[LedgerEntry("extend", date(2026, 3, 1), days=5)])
    on_the_day = [LedgerEntry("extend", date(2026, 3, 2), days=5)]
    assert compute("arb.decide_45", date(2026, 3, 2), ledger=on_the_day).due == date(2026, 4, 21)


def test_keeping_from_the_next_new_year_ends_with_a_year():
    """CHR 24; the start of keeping is an open setting (U)."""
    assert compute("file.keep", date(2026, 5, 12), options={"starts": "next_year"}).due == date(2036, 12, 31)
    assert compute("file.keep", date(2026, 5, 12)).due == date(2036, 5, 12)


def test_an_option_is_shown_when_it_matters_and_a_regional_default_is_not():
    texts = [text for text, _ in lines("arb.decide_45", date(2026, 5, 12))]
    assert not any("地方性期限" in text for text in texts)
    chosen = [text for text, _ in lines("arb.decide_45", date(2026, 5, 12), options={"term": "jiangxi_30"})]
    assert any("地方性期限：三十日" in text for text in chosen)
    assert any("审理程序：普通程序" in text for text, _ in lines("court.terms", date(2026, 5, 12)))
    assert any("工作日还是自然日：自然日" in text for text, _ in lines("neg.reply", date(2026, 5, 12)))


@pytest.mark.parametrize(
    ("first", "last", "due", "warned"),
    [
        (date(2026, 3, 2), date(2026, 3, 4), date(2026, 4, 18), False),  # the day of acceptance never counted
        (date(2026, 3, 1), date(2026, 3, 4), date(2026, 4, 18), True),
        (date(2026, 3, 3), date(2026, 3, 3), date(2026, 4, 17), False),
    ],
)
def test_the_first_counted_day_is_the_day_after_the_trigger(first, last, due, warned):
    """CPL 85: 期间开始之日不计算在内。"""
    found = compute("arb.decide_45", date(2026, 3, 2), ledger=[LedgerEntry("exclude", first, last)])
    assert found.due == due
    assert any("早于起算日" in warning for warning in found.warnings) is warned


def test_an_exclusion_that_ends_on_the_day_of_a_restart_no_longer_matters():
    """CHR 46: 重新计算从次日起。"""
    ledger = [LedgerEntry("restart", date(2026, 4, 1)), LedgerEntry("exclude", date(2026, 3, 20), date(2026, 4, 1))]
    found = compute("arb.decide_45", date(2026, 3, 2), ledger=ledger)
    assert found.due == date(2026, 5, 16)
    assert any("不再影响期限" in line.text for line in found.working)


def test_two_exclusions_that_share_one_day_overlap_and_neighbours_do_not():
    def warnings(second_start: date) -> tuple[str, ...]:
        ledger = [
            LedgerEntry("exclude", date(2026, 3, 10), date(2026, 3, 19)),
            LedgerEntry("exclude", second_start, date(2026, 3, 25)),
        ]
        return compute("arb.decide_45", date(2026, 3, 2), ledger=ledger).warnings

    assert any("重叠" in warning for warning in warnings(date(2026, 3, 19)))
    assert not any("重叠" in warning for warning in warnings(date(2026, 3, 20)))


def test_an_extension_approved_on_the_day_of_a_restart_is_not_questioned():
    ledger = [LedgerEntry("restart", date(2026, 4, 1)), LedgerEntry("extend", date(2026, 4, 1), days=15)]
    found = compute("arb.decide_45", date(2026, 3, 2), ledger=ledger)
    assert not any("是否仍然有效" in warning for warning in found.warnings)


def test_a_suspension_that_still_lasts_covers_the_day_of_acceptance_or_of_a_restart():
    """CHR 47: 中止期间又追加当事人；中止没有结束，期限仍然停着。"""
    on_acceptance = compute("arb.decide_45", date(2026, 3, 2), ledger=[LedgerEntry("exclude", date(2026, 3, 2))])
    assert (on_acceptance.due, on_acceptance.provisional) == (date(2026, 4, 17), True)
    ledger = [LedgerEntry("exclude", date(2026, 3, 20)), LedgerEntry("restart", date(2026, 4, 1))]
    restarted = compute("arb.decide_45", date(2026, 3, 2), ledger=ledger)
    assert (restarted.due, restarted.provisional) == (date(2026, 5, 17), True)


@pytest.mark.parametrize("days", [0, -3, None])
def test_an_extension_of_nothing_is_refused(days):
    with pytest.raises(InputError, match="大于零"):
        compute("arb.decide_45", date(2026, 3, 2), ledger=[LedgerEntry("extend", date(2026, 3, 2), days=days)])


def test_an_exclusion_the_rule_does_not_know_rests_on_the_decision_to_put_back():
    """CPL 86."""
    found = compute(
        "post.annul", date(2026, 5, 12), ledger=[LedgerEntry("exclude", date(2026, 5, 20), date(2026, 5, 24))]
    )
    assert found.working[3].basis == "CPL 86"
    known = compute(
        "arb.decide_45", date(2026, 5, 12), ledger=[LedgerEntry("exclude", date(2026, 5, 20), date(2026, 5, 24))]
    )
    assert known.working[3].basis == "CHR 46"


def test_an_extension_says_why_and_by_whom():
    """CHR 45: 主任或者其委托的仲裁院负责人书面批准，并书面通知当事人。"""
    given = LedgerEntry("extend", date(2026, 3, 30), days=15, reason="案情复杂")
    found = compute("arb.decide_45", date(2026, 3, 2), ledger=[given])
    assert found.working[3].text.startswith("延长15日（案情复杂；仲裁委员会主任")
    silent = compute("arb.decide_45", date(2026, 3, 2), ledger=[replace(given, reason="")])
    assert silent.working[3].text.startswith("延长15日（经批准延期；")


def test_the_farthest_year_and_the_most_days_are_still_taken():
    assert compute("post.sue.nonfinal", date(2199, 1, 7)).due >= date(2199, 1, 22)
    longest = [LedgerEntry("exclude", date(2026, 5, 13), days=9999)]
    assert compute("neg.reply", date(2026, 5, 12), ledger=longest).due.year == 2053


def test_an_answer_agreed_down_to_one_day_is_still_a_forecast_and_one_waived_is_not():
    """CHR 33, 58: 答辩期经被申请人同意可以缩短或者取消。"""
    assert compute("arb.answer", date(2027, 1, 7), options={"agreed_days": "1"}).provisional
    waived = compute("arb.answer", date(2027, 1, 7), options={"agreed_days": "0"})
    assert (waived.due, waived.provisional) == (date(2027, 1, 7), False)


def test_one_year_without_a_notice_is_named_alone():
    found = compute("arb.answer", date(2027, 3, 1))
    assert found.warnings[0].startswith("2027年放假通知尚未公布")


def test_an_outage_on_the_very_last_working_day_is_named():
    """系统故障的日子照计；当日届满的，请人核对。"""
    office = Calendar.standard(
        closures=[Closure(date(2026, 5, 18), date(2026, 5, 18), "outage", "立案系统故障", "公告")]
    )
    found = compute("arb.accept.decide", date(2026, 5, 11), calendar=office)
    assert any("立案系统故障" in warning for warning in found.warnings)


def test_lateness_rests_on_the_article_of_the_rule():
    """LMA 50: 十五日内不起诉的，裁决书发生法律效力。"""
    kept, line = in_time(compute("post.sue.nonfinal", date(2026, 3, 2)), date(2026, 3, 18))
    assert (kept, line.basis) == (False, rule("post.sue.nonfinal").basis)


def test_a_counting_rule_changes_on_the_day_its_new_text_begins():
    """CHR 80 (2017-07-01); before the first text the first one is cited."""
    before, after = ground("time.day_type.arb", date(2017, 6, 30)), ground("time.day_type.arb", date(2017, 7, 1))
    assert before.since == date(2008, 5, 1)
    assert (after.since, after.basis) == (date(2017, 7, 1), "CHR 80")
    assert ground("time.day_type.arb", date(2000, 1, 1)) == before
    assert {before, after} <= set(grounds())


def test_an_unknown_rule_names_three_neighbours_at_most():
    with pytest.raises(InputError) as refused:
        compute("arb.accept.decid", date(2026, 3, 2))
    assert str(refused.value).count("、") == 2


def test_an_open_question_says_whether_its_answer_was_chosen_or_is_the_default():
    """NEG 10, 31: 五日是工作日还是自然日，没有明文（标记 U）。"""
    assert any("：默认“" in w for w in compute("neg.reply", date(2026, 5, 12)).warnings)
    chosen = compute("neg.reply", date(2026, 5, 12), options={"day_type": "WD"})
    assert any("：采用“" in w for w in chosen.warnings)
    assert not any("：默认“" in w for w in chosen.warnings)
