"""补正、仲裁监督、保管期限。"""

from datetime import date

from teller import Told

from app.database import transaction
from app.models import Award, AwardCorrection, Case, CourtMatter, Event, Limit, MediationStatement, Paper, Setting
from app.storytelling import BOTH_CAME

SLIP = {"correction_kind": "writing", "correction_before": "休息曰", "correction_text": "休息日"}


def paper_of(story: Told, award_type: str) -> tuple[type[Paper], int]:
    return (Paper, story.latest(Paper, kind="award", award_id=story.latest(Award, type=award_type)))


def is_served(story: Told, *types: str) -> None:
    for award_type in types:
        for side in ("applicant", "respondent"):
            story.serves(
                "award", side, "clerk", method="direct", sent=story.clock.day, served=story.clock.day,
                award_id=story.latest(Award, type=award_type),
            )  # fmt: skip


# ---- 补正 ----


def test_a_slip_is_mended_by_a_decision_that_leaves_the_award_as_it_was(story: Told) -> None:
    """CHR 54：补正决定书是裁决书的组成部分，裁决书的文字不改动；起诉期限不重新计算，告诉期限正在走的人。"""
    story.reaches_an_award()
    is_served(story, "non_final")
    due = story.limit("post.sue.nonfinal").due
    subject = paper_of(story, "non_final")
    before = story.row(Paper, id=subject[1]).facts_hash
    story.clock.to(3, 27)
    story.takes("paper.correct", "arbitrator", subject, into="corrected", **SLIP)
    award = story.row(Paper, id=subject[1])
    assert (award.state, award.facts_hash) == ("corrected", before)
    made = story.row(Paper, kind="correction_decision")
    assert made.award_id == award.award_id
    assert [r["due_on"] for r in made.facts["correction"]["running"]] == [due.isoformat()] * 2
    story.serves("correction_decision", "applicant", "clerk", method="direct", sent=story.clock.day, served=story.clock.day)
    assert story.limit("post.sue.nonfinal").due == due
    story.takes("paper.correct", "arbitrator", subject, into="corrected", **SLIP)
    assert story.row(AwardCorrection).ordinal == 2


def test_a_sum_is_mended_and_both_sums_are_kept(story: Told) -> None:
    """CHR 54：计算错误，写明原金额和正确金额；裁决的终局类型不因此改变。"""
    story.reaches_an_award(wrongful_termination=("partly", "50000"))
    damages = story.case().items[2]
    subject = paper_of(story, "non_final")
    typed = {
        "correction_kind": "calculation",
        "correction_before": "50,000元",
        "correction_text": "54,000元",
        "correction_item": str(damages.id),
    }
    story.is_refused_on(subject, "paper.correct", "arbitrator", "请填写正确的金额", **typed)
    story.is_refused_on(subject, "paper.correct", "arbitrator", "超过第3项请求的金额", correct_amount="60000.01", **typed)
    story.takes("paper.correct", "arbitrator", subject, correct_amount="54000", **typed)
    row = story.row(AwardCorrection)
    assert (row.before_fen, row.after_fen) == (5_000_000, 5_400_000)
    assert story.case().items[2].awarded_fen == 5_400_000
    assert story.row(Award, type="non_final").type == "non_final"
    told = story.row(Paper, kind="correction_decision").facts["correction"]
    assert told["item"].startswith("第3项仲裁请求")


def test_a_claim_that_was_not_decided_cannot_be_added_by_a_correction(story: Told) -> None:
    """CHR 54：补正不能用于漏裁；不在这份裁决书里的请求，不能补正进去。"""
    story.reaches_an_award()
    wages = story.case().items[1]  # decided, but in the other award
    typed = {**SLIP, "correction_kind": "omitted", "correction_item": str(wages.id)}
    story.is_refused_on(paper_of(story, "non_final"), "paper.correct", "arbitrator", "漏裁的请求不能用补正", **typed)
    del typed["correction_item"]
    story.is_refused_on(paper_of(story, "non_final"), "paper.correct", "arbitrator", "请选择是哪一项请求", **typed)


# ---- 仲裁监督 ----


def takes_up_again(story: Told) -> None:
    story.asks_for(
        "arb.reopen_award",
        "arbitrator2",
        award=str(story.latest(Award, type="final")),
        reopening_reason="加班天数认定有误，影响结果",
        into="accepted",
    )


def test_an_effective_award_found_wrong_is_set_aside_and_decided_anew_by_others(story: Told) -> None:
    """O1 十八；I1 8：生效裁决确有错误的，仲裁委员会可以重新处理；另行组庭；新的裁决可以起诉。"""
    story.reaches_an_award()
    is_served(story, "final", "non_final")
    story.asks_for("arb.close", "clerk", note_optional="", into="closed")
    story.clock.to(5, 6)
    takes_up_again(story)
    case = story.case()
    assert (case.closed_on, case.keep_until, case.reopened_on) == (None, None, date(2026, 5, 6))
    assert story.row(Award, type="final").state == "set_aside"
    assert story.row(Award, type="non_final").state == "awaiting"
    assert [i.disposition for i in case.items] == ["pending", "pending", "granted"]
    assert story.limit("file.keep").state == "closed"
    assert (story.limit("arb.decide_45").origin, story.limit("arb.decide_45").state) == (date(2026, 5, 6), "open")
    assert "规则没有写明" in story.row(Event, rule="arb.reopen_award").note
    assert story.row(Paper, kind="reopening_decision").facts["reopening"]["what"] == "东川劳人仲案字〔2026〕第1-1号裁决书"
    same = {"chief": str(story.staff_id("arbitrator")), "recorder": str(story.staff_id("clerk"))}
    story.is_refused("arb.form_tribunal", "head", "另行组成仲裁庭", **same)
    story.takes("arb.form_tribunal", "head", **{**same, "chief": str(story.staff_id("arbitrator2"))})
    story.is_set_down_and_notified("2026-05-20 09:00")
    story.clock.to(5, 20)
    story.takes("arb.hear", "clerk", hearing_record="笔录", **BOTH_CAME)
    story.is_refused("arb.deliberate", "arbitrator2", "先行调解", deliberation_text="评议",
                     **{f"views-{story.staff_id('arbitrator2')}-{n}": v for n, v in (("view", "first"), ("text", "重算"))})  # fmt: skip


def test_without_a_term_by_setting_no_clock_runs_in_the_new_handling(story: Told) -> None:
    """O1 十八（U）：重新处理的期限规则没有写明，由本委设置决定。"""
    story.reaches_an_award()
    with transaction(story.runtime.engine) as session:
        session.add(Setting(key="option.supervision_term", value="none"))
    before = story.latest(Limit, rule="arb.decide_45")
    takes_up_again(story)
    assert story.latest(Limit, rule="arb.decide_45") == before


def test_a_case_is_not_taken_up_again_once_a_court_has_accepted_a_suit(story: Told) -> None:
    """O1 十八；I1 8：人民法院已经受理起诉的，仲裁委员会不再重新处理；只是起诉还没有受理的，不妨碍。"""
    story.reaches_an_award()
    is_served(story, "final", "non_final")
    typed = {"award": str(story.latest(Award, type="final")), "reopening_reason": "有误"}
    story.clock.to(3, 30)
    story.takes(
        "court.file", "filing", matter_kind="annulment", award=typed["award"], plaintiff=str(story.party("respondent")),
        court=str(story.body_id("court-mid")), filed_on="2026-03-30",
    )  # fmt: skip
    matter = (CourtMatter, story.latest(CourtMatter))
    story.takes("court.confirm_link", "filing", matter, note_optional="")
    story.takes("court.accept", "judge-mid", matter, court_number="（2026）鲁05民特12号")
    story.is_refused("arb.reopen_award", "arbitrator2", "已经受理", **typed)


def test_an_award_not_yet_in_effect_is_left_to_the_parties_remedies(story: Told) -> None:
    """O1 十八：没有生效的裁决，由当事人起诉，不由仲裁委员会重新处理。"""
    story.reaches_an_award()
    award = str(story.latest(Award, type="non_final"))
    story.is_refused("arb.reopen_award", "arbitrator2", "没有生效", award=award, reopening_reason="有误")


def test_an_effective_mediation_statement_can_be_set_aside_too(story: Told) -> None:
    """O1 十八：生效调解书确有错误的，也可以重新处理；所调解的请求重新审理。"""
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.takes("arb.hear", "clerk", hearing_record="笔录", **BOTH_CAME)
    story.takes("med.in_hearing", "arbitrator", mediation_result="settled", mediation_terms="支付一万元", mediation_note="成")
    for side in ("applicant", "respondent"):
        story.serves("mediation_statement", side, "clerk", method="direct", sent=story.clock.day, served=story.clock.day)
    story.asks_for("arb.reopen_statement", "arbitrator2", reopening_reason="处分了他人权利", into="accepted")
    assert story.row(MediationStatement).state == "set_aside"
    assert {i.disposition for i in story.case().items} == {"pending"}


# ---- 保管 ----


def test_a_case_with_two_awards_is_kept_ten_years_and_shows_until_when(story: Told) -> None:
    """CHR 24：裁决结案的案卷保管不少于十年；一案两份裁决也是十年。归集十日、移交一个月是地方做法（P）。"""
    story.reaches_an_award()
    story.is_refused("arb.close", "clerk", "还没有送达", note_optional="")
    is_served(story, "final", "non_final")
    story.clock.to(4, 15)
    story.asks_for("arb.close", "clerk", note_optional="", into="closed")
    assert (story.case().closed_by, story.case().keep_until) == ("awarded", date(2036, 4, 15))
    assert story.limit("file.practice.gather").due == date(2026, 4, 27)
    story.is_refused("file.hand_over", "clerk", "还没有归集完成", note_optional="")
    story.clock.to(4, 27)
    story.takes("file.gather", "clerk", note_optional="")
    story.takes("file.hand_over", "clerk", note_optional="")
    assert [story.limit(f"file.practice.{what}").state for what in ("gather", "hand_over")] == ["met", "met"]


def test_a_withdrawn_case_is_kept_five_years_from_the_day_the_office_chose(story: Told) -> None:
    """CHR 24（起算日 U，本委设置）：撤回等其他方式结案的，不少于五年。"""
    with transaction(story.runtime.engine) as session:
        session.add(Setting(key="option.keep_starts", value="next_year"))
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 10)
    story.takes("arb.withdraw", "filing", withdrawal_reason="双方自行和解")
    for side in ("applicant", "respondent"):
        story.serves("withdrawal_decision", side, "filing", method="direct", sent=story.clock.day, served=story.clock.day)
    story.asks_for("arb.close", "clerk", note_optional="", into="closed")
    assert (story.case().closed_by, story.case().keep_until) == ("withdrawn", date(2031, 12, 31))


def test_a_file_on_hold_says_so_until_it_is_released(story: Told) -> None:
    """CHR 24：再审、执行、审计等需要的，到期后也不得处置。"""
    story.reaches_an_award()
    is_served(story, "final", "non_final")
    story.asks_for("arb.close", "clerk", note_optional="")
    story.is_refused("file.hold", "head", "这一天已经过去", hold_reason="当事人申请再审", hold_until="2026-03-01")
    story.takes("file.hold", "head", hold_reason="当事人申请再审", hold_until="2026-06-30")
    story.is_refused("file.hold", "head", "已经暂停", hold_reason="审计")
    assert story.case().legal_hold == "当事人申请再审"
    assert (story.case().hold_until, story.case().held_by_id) == (date(2026, 6, 30), story.staff_id("head"))
    story.clock.to(7, 1)
    story.is_refused("file.release", "head", "没有暂停", note_optional="")
    story.takes("file.hold", "head", hold_reason="当事人申请再审")
    story.takes("file.release", "head", note_optional="再审审查终结")
    assert story.case().legal_hold == ""
    assert isinstance(story.case(), Case)
