"""裁定、判决之后：裁决何时恢复效力，谁又有多少天；公告期间、再次申请、撤回。"""

from collections.abc import Mapping
from datetime import date

import pytest
from sqlmodel import col, select
from teller import Told

from app.database import open_session
from app.models import Award, CourtMatter, Hearing, Limit, Paper, Task
from app.services.errors import InvalidInput, NotYours
from app.services.sweep import RIGHTS
from workflows.errors import Refused

Matter = tuple[type[CourtMatter], int]


def is_served(story: Told, award_type: str, *, worker: tuple[int, int], firm: tuple[int, int]) -> None:
    """Both sides receive the award, each on its own day of 2026."""
    for side, (month, day) in sorted((("applicant", worker), ("respondent", firm)), key=lambda one: one[1]):
        story.clock.to(month, day)
        on = story.clock.day
        story.serves(
            "award", side, "clerk", method="direct", sent=on, served=on, award_id=story.latest(Award, type=award_type)
        )


def is_accepted_by_court(story: Told, number: str = "（2026）鲁0591民初77号") -> Matter:
    matter = (CourtMatter, story.latest(CourtMatter))
    story.takes("court.accept", "courtclerk", matter, court_number=number, into="accepted")
    return matter


def ends(story: Told, matter: Matter, how: str, on: str, by: str = "judge", **reached: str) -> None:
    story.clock.day = max(story.clock.day, *(date.fromisoformat(day) for day in (on, *reached.values())))
    story.takes("court.end", by, matter, decided_on=on, court_ending=how, note="裁定", **reached)


def firm_sues(story: Told, on: tuple[int, int] = (4, 10)) -> Matter:
    """The firm sues on the non-final award, whose last period, the firm's own, ends on 15 April."""
    story.reaches_an_award()
    is_served(story, "non_final", worker=(3, 25), firm=(3, 31))
    story.clock.to(*on)
    story.is_sued_on("non_final", by="respondent", on=story.clock.day.isoformat())
    return is_accepted_by_court(story)


def worker_sues(story: Told) -> Matter:
    """The worker sues on the final award."""
    story.reaches_an_award()
    is_served(story, "final", worker=(3, 25), firm=(3, 31))
    story.clock.to(4, 1)
    story.is_sued_on("final", by="applicant", on="2026-04-01")
    return is_accepted_by_court(story)


def test_after_a_withdrawn_suit_the_award_has_effect_from_service_of_the_ruling(story: Told) -> None:
    """SPC2000 1；scenario 13：准许撤诉的裁定送达之日起，裁决发生法律效力。"""
    matter = firm_sues(story)
    reached = {"ruling_reached_worker": "2026-05-14", "ruling_reached_employer": "2026-05-15"}
    ends(story, matter, "withdrawn", "2026-05-12", **reached)
    award = story.row(Award, type="non_final")
    assert (award.state, award.effective_from) == ("in_effect", date(2026, 5, 15))


def test_after_a_late_suit_the_award_has_effect_from_the_day_after_the_period(story: Told) -> None:
    """SPC2000 2；scenario 14：逾期起诉被驳回的，自起诉期届满的次日起生效。"""
    matter = firm_sues(story, on=(4, 15))
    ends(story, matter, "dismissed_late", "2026-05-12")
    award = story.row(Award, type="non_final")
    assert (award.state, award.effective_from) == ("in_effect", date(2026, 4, 16))


def test_a_suit_never_accepted_leaves_the_other_sides_days_running(story: Told) -> None:
    """LMA 50；rules §21.8：法院不予受理时，另一方的起诉期还没有届满，裁决还不能生效。"""
    story.reaches_an_award()
    is_served(story, "non_final", worker=(3, 25), firm=(3, 31))
    story.is_sued_on("non_final", by="applicant", on="2026-03-31")
    matter = (CourtMatter, story.latest(CourtMatter))
    story.clock.to(4, 3)
    story.takes("court.not_accept", "courtclerk", matter, note="起诉状不符合条件")
    award = story.row(Award, type="non_final")
    assert (award.state, award.effective_from) == ("awaiting", None)
    story.clock.to(4, 16)
    assert story.time_passes()["in_effect"] == 1
    assert story.row(Award, type="non_final").effective_from == date(2026, 4, 16)


@pytest.mark.parametrize("how", ["withdrawn", "dismissed_late", "dismissed_wrong_party", "dismissed_not_labour"])
def test_when_the_workers_suit_fails_the_employer_has_thirty_days_to_ask_for_annulment(story: Told, how: str) -> None:
    """I1 21；scenario 5；rules §21.10：自收到驳回起诉或者准许撤诉的裁定之日起三十日内申请撤销。"""
    matter = worker_sues(story)
    ends(story, matter, how, "2026-05-12", ruling_reached_employer="2026-05-18")
    clock = story.limit("post.annul.after_worker_fails")
    assert (clock.party_id, clock.origin, clock.due) == (
        story.party("respondent"),
        date(2026, 5, 18),
        date(2026, 6, 17),
    )
    asked = {
        "matter_kind": "annulment",
        "award": str(story.latest(Award, type="final")),
        "plaintiff": str(story.party("respondent")),
        "court": str(story.body_id("court-mid")),
        "filed_on": "2026-05-18",
    }
    story.takes("court.file", "filing", **asked)
    assert story.limit("post.annul.after_worker_fails").state == "met"


def test_without_a_day_of_receipt_the_day_of_the_ruling_is_counted_from(story: Told) -> None:
    """The safe side: a party is never told a later day than it may have."""
    ends(story, worker_sues(story), "withdrawn", "2026-05-12")
    assert story.limit("post.annul.after_worker_fails").origin == date(2026, 5, 12)
    assert story.row(Award, type="final").effective_from == date(2026, 5, 12)


def test_a_settled_suit_opens_nothing(story: Told) -> None:
    """I1 21 speaks of dismissal and withdrawal; a settlement in court takes the award's place."""
    ends(story, worker_sues(story), "settled", "2026-05-12")
    with pytest.raises(Exception, match="没有找到"):
        story.limit("post.annul.after_worker_fails")
    assert story.row(Award, type="final").state == "superseded"


def annulled(story: Told) -> None:
    story.reaches_an_award()
    is_served(story, "final", worker=(3, 25), firm=(3, 31))
    story.takes(
        "court.file",
        "filing",
        matter_kind="annulment",
        award=str(story.latest(Award, type="final")),
        plaintiff=str(story.party("respondent")),
        court=str(story.body_id("court-mid")),
        filed_on="2026-03-31",
    )
    matter = (CourtMatter, story.latest(CourtMatter))
    story.takes("court.accept", "judge-mid", matter, court_number="（2026）鲁05民特9号")
    story.clock.to(6, 12)
    story.takes(
        "court.rule_on_annulment",
        "judge-mid",
        matter,
        decided_on="2026-06-08",
        annulment_ending="annulled",
        annulment_ground="wrong_law",
        ruling_reached_worker="2026-06-10",
        ruling_reached_employer="2026-06-12",
        note="裁定",
    )


def test_after_annulment_either_side_may_sue_for_fifteen_days_from_its_own_receipt(story: Told) -> None:
    """LMA 49(3)；post.sue.after_annulled：裁决被撤销的，自收到裁定书之日起十五日内起诉。"""
    annulled(story)
    assert story.row(Award, type="final").state == "annulled"
    worker, firm = story.party("applicant"), story.party("respondent")
    assert story.limit("post.sue.after_annulled", party_id=worker).due == date(2026, 6, 25)
    assert story.limit("post.sue.after_annulled", party_id=firm).due == date(2026, 6, 29)
    story.is_sued_on("final", by="respondent", on="2026-06-12")
    assert story.limit("post.sue.after_annulled", party_id=firm).state == "met"
    assert story.limit("post.sue.after_annulled", party_id=worker).state == "open"
    assert story.row(Award, type="final").state == "annulled"


def test_a_suit_cannot_end_in_annulment(story: Told) -> None:
    """LMA 49：撤销只在申请撤销的案件中裁定；起诉案件没有这一步，也没有这种结束方式。"""
    matter = firm_sues(story)
    story.clock.to(5, 12)
    with pytest.raises(NotYours):
        story.takes("court.rule_on_annulment", "judge", matter, decided_on="2026-05-12", annulment_ending="annulled")
    wrong = {"decided_on": "2026-05-12", "court_ending": "annulled", "note": "裁定"}
    story.is_refused_on(matter, "court.end", "judge", "不在可选范围内", **wrong)


def test_a_ruling_reaches_nobody_before_it_is_made(story: Told) -> None:
    """CPL 171：上诉期从送达起算，送达不早于裁判。"""
    matter = firm_sues(story)
    story.clock.to(5, 12)
    wrong = {"decided_on": "2026-05-12", "court_ending": "withdrawn", "note": "裁定", "ruling_reached_worker": "2026-05-11"}
    story.is_refused_on(matter, "court.end", "judge", "早于裁判日期", **wrong)


def test_a_judgment_opens_each_sides_fifteen_days_to_appeal_and_the_appeal_uses_them(story: Told) -> None:
    """CPL 171：不服判决的，自判决书送达之日起十五日内上诉；各方各自计算。"""
    matter = firm_sues(story)
    damages = story.case().items[2]
    story.clock.to(6, 24)
    story.takes(
        "court.enter_judgment",
        "judge",
        matter,
        decided_on="2026-06-18",
        judgment_text="被告支付赔偿金54,000元。",
        ruling_reached_worker="2026-06-22",
        ruling_reached_employer="2026-06-24",
        **{f"outcome-{damages.id}-disposition": "granted", f"outcome-{damages.id}-amount": "54000"},
    )
    worker, firm = story.party("applicant"), story.party("respondent")
    assert story.limit("court.appeal", party_id=worker).due == date(2026, 7, 7)
    assert story.limit("court.appeal", party_id=firm).due == date(2026, 7, 9)
    asked = {
        "matter_kind": "second_instance",
        "award": str(story.latest(Award, type="non_final")),
        "plaintiff": str(firm),
        "filed_on": "2026-06-24",
    }
    with pytest.raises(Refused, match="中级人民法院"):
        story.takes("court.file", "filing", **asked, court=str(story.body_id("court-hewan")))
    story.takes("court.file", "filing", **asked, court=str(story.body_id("court-mid")))
    assert story.row(CourtMatter, kind="second_instance").previous_id == matter[1]
    assert story.limit("court.appeal", party_id=firm).state == "met"
    assert story.limit("court.appeal", party_id=worker).state == "open"


def test_a_dismissal_opens_ten_days_to_appeal(story: Told) -> None:
    """CPL 171：不服裁定的，自裁定书送达之日起十日内上诉。"""
    ends(story, firm_sues(story), "dismissed_not_labour", "2026-05-12", ruling_reached_employer="2026-05-13")
    assert story.limit("court.appeal.ruling", party_id=story.party("respondent")).due == date(2026, 5, 25)


def test_no_appeal_before_a_first_instance_is_decided(story: Told) -> None:
    """CPL 171：没有一审裁判，就没有二审。"""
    firm_sues(story)
    with pytest.raises(Refused, match="还没有登记一审的裁判"):
        story.takes(
            "court.file",
            "filing",
            matter_kind="second_instance",
            award=str(story.latest(Award, type="non_final")),
            plaintiff=str(story.party("respondent")),
            court=str(story.body_id("court-mid")),
            filed_on="2026-04-10",
        )


def test_the_same_suit_is_recorded_once(story: Told) -> None:
    """O70 四：同一当事人对同一裁决的同一诉讼，只登记一次。"""
    firm_sues(story)
    with pytest.raises(InvalidInput, match="已经登记"):
        story.is_sued_on("non_final", by="respondent", on="2026-04-10")


def test_a_right_that_passed_unused_is_over_and_not_overdue(story: Told) -> None:
    """LMA 48–50：起诉期、申请撤销期届满，权利消灭；不是办案机构逾期。"""
    story.reaches_an_award()
    is_served(story, "final", worker=(3, 25), firm=(3, 31))
    story.clock.to(5, 6)
    assert story.time_passes()["overdue"] == 1
    assert story.limit("arb.serve_application").state == "open"  # the notice to respond was never served: that is late
    assert story.limit("post.annul").state == "closed"
    assert {"post.annul", "court.appeal"} <= set(RIGHTS)


def reaches_tribunal(story: Told) -> None:
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)


def test_public_notice_does_not_count_into_the_forty_five_days(story: Told) -> None:
    """CHR 46(6)；CPL 95：公告送达的期间不计入仲裁期限；两份文书同时公告，只扣除一次。"""
    reaches_tribunal(story)
    before = story.limit("arb.decide_45").due
    assert before == date(2026, 4, 16)
    story.serves(
        "response_notice", "respondent", "filing", method="public_notice", sent=date(2026, 3, 10), served=None
    )
    after = story.limit("arb.decide_45")
    assert [(e.kind, e.start_on, e.end_on) for e in after.entries] == [("exclude", date(2026, 3, 11), date(2026, 4, 9))]
    assert after.due == date(2026, 5, 16)
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-04-30 09:00", room="第一仲裁庭")
    story.serves(
        "hearing_notice", "respondent", "clerk", method="public_notice", sent=date(2026, 3, 10), served=None,
        party_id=story.party("respondent"),
    )  # fmt: skip
    assert story.limit("arb.decide_45").due == date(2026, 5, 16)
    assert story.limit("arb.answer").origin == date(2026, 4, 9)


def test_a_published_award_has_reached_nobody_before_its_thirty_days(story: Told) -> None:
    """CPL 95；CHR 20, 22：公告期未满，文书还没有送达，不能结案归档。"""
    story.reaches_an_award()
    is_served(story, "non_final", worker=(3, 25), firm=(3, 26))
    final = story.latest(Award, type="final")
    on = story.clock.day
    story.serves("award", "applicant", "clerk", method="direct", sent=on, served=on, award_id=final)
    story.serves("award", "respondent", "clerk", method="public_notice", sent=on, served=None, award_id=final)
    story.is_refused("arb.close", "clerk", "还没有送达全部当事人", note_optional="")
    story.clock.to(4, 27)
    story.asks_for("arb.close", "clerk", note_optional="", into="closed")


def test_a_hearing_is_notified_on_the_day_the_last_notice_arrived(story: Told) -> None:
    """CHR 20, 38：通知日期是签收日期，不是登记日期。"""
    reaches_tribunal(story)
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-24 09:00", room="第一仲裁庭")
    story.clock.to(3, 16)
    for side, day in (("applicant", 11), ("respondent", 12)):
        arrived = date(2026, 3, day)
        story.serves(
            "hearing_notice", side, "clerk", method="direct", sent=date(2026, 3, 10), served=arrived,
            party_id=story.party(side),
        )  # fmt: skip
    assert story.row(Hearing).notified_on == date(2026, 3, 12)


def is_deemed_withdrawn(story: Told) -> None:
    reaches_tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.takes("arb.deem_withdrawn", "arbitrator", absence_reason="申请人经书面通知无正当理由未到庭", into="deemed_withdrawn",
        **{"came-applicant": "absent", "came-respondent": "came"},
    )  # fmt: skip


def test_after_a_deemed_withdrawal_the_same_claim_is_refused(story: Told) -> None:
    """LMA 36；CHR 39；rules §21.3：按撤回处理后再次申请的，不予受理；通知书写明第三十九条。"""
    is_deemed_withdrawn(story)
    number = story.case().number
    story.files_application(on="2026-04-01", key="again")
    because = "按撤回申请处理"
    story.is_refused("arb.accept", "filing", because, conditions="yes", cause="205(5)", note_optional="")
    story.is_refused("arb.accept", "filing", str(number), conditions="yes", cause="205(5)", note_optional="")
    story.asks_for(
        "arb.refuse", "filing", refusal_ground="after_deemed_withdrawal", refusal_reason=f"前案{number}已按撤回申请处理", into="refused"
    )
    assert notice(story)["refusal"]["articles"] == ["LMA 36", "CHR 39"]
    story.files_application(on="2026-04-02", key="third")
    asked = {"conditions": "yes", "cause": "205(5)", "note_optional": "", "other_dispute": "yes"}
    story.takes("arb.accept", "filing", into="accepted", **asked)


def test_other_claims_are_not_barred_by_a_deemed_withdrawal(story: Told) -> None:
    """CHR 34：事实、理由、请求相同的才是重复申请。"""
    is_deemed_withdrawn(story)
    story.files_application(("annual_leave", "3000"), on="2026-04-01", key="other")
    story.is_accepted()


def test_a_withdrawn_case_may_be_filed_again(story: Told) -> None:
    """CHR 35；O1 四；rules §21.3：撤回后再次申请的，应当受理。"""
    reaches_tribunal(story)
    story.takes("arb.withdraw", "filing", withdrawal_reason="双方自行和解", into="withdrawn")
    story.files_application(on="2026-04-01", key="again")
    story.is_accepted()


@pytest.mark.parametrize("ground", ["out_of_scope", "unclear", "no_interest", "repeated", "after_deemed_withdrawal"])
def test_a_refusal_prints_the_articles_of_its_own_ground(story: Told, ground: str) -> None:
    """CHR 31, 34, 39：各种理由各有条文，重复申请不是第三十一条。"""
    story.files_application()
    story.asks_for("arb.refuse", "filing", refusal_ground=ground, refusal_reason="理由")
    expected = {"repeated": "CHR 34", "after_deemed_withdrawal": "CHR 39"}.get(ground, "CHR 31")
    assert expected in notice(story)["refusal"]["articles"]


def notice(story: Told) -> Mapping[str, Mapping[str, object]]:
    return story.row(Paper, kind="refusal_notice").facts


def test_an_application_is_withdrawn_at_any_time_before_the_award_is_made(story: Told) -> None:
    """CHR 35：仲裁处理结果作出前，申请人可以撤回；送审、批准之后、签发之前也可以，中止期间也可以。"""
    reaches_tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.is_heard_without_settlement()
    story.is_decided()
    story.takes("arb.submit_draft", "arbitrator", note_optional="")
    story.takes("arb.withdraw", "filing", withdrawal_reason="双方自行和解", into="withdrawn")
    assert story.row(Limit, rule="arb.decide_45").state == "met"
    story.files_application(on="2026-04-01", key="second")
    story.is_accepted()
    story.asks_for("arb.suspend", "arbitrator", suspension_ground="appraisal", suspension_reason="等待工伤认定", suspension_awaits="工伤认定受理〔2026〕31号", into="suspended")
    story.takes("arb.withdraw", "filing", withdrawal_reason="不再主张", into="withdrawn")


def test_an_overdue_case_ends_when_a_court_has_accepted_the_suit_and_not_before(story: Told) -> None:
    """LMA 43；CHR 48；O70 三(一)；rules §21.11：起诉不等于受理，法院受理后才终止审理。"""
    reaches_tribunal(story)
    asked = {
        "plaintiff": str(story.party("applicant")),
        "court": str(story.body_id("court-hewan")),
        "filed_on": "2026-04-20",
    }
    story.clock.to(4, 16)
    story.is_refused("court.file_overdue", "filing", "还没有届满", **asked)
    story.clock.to(4, 20)
    with pytest.raises(Refused, match="基层人民法院"):
        story.takes("court.file_overdue", "filing", **{**asked, "court": str(story.body_id("court-mid"))})
    story.is_refused("court.file_overdue", "filing", "（二）正在送达或者送达延误", **asked)
    asked["excuses_seen"] = "yes"
    story.takes("court.file_overdue", "filing", **asked)
    matter = (CourtMatter, story.latest(CourtMatter))
    with pytest.raises(InvalidInput, match="已经登记"):
        story.takes("court.file_overdue", "filing", **asked)
    story.is_refused("arb.terminate_on_suit", "head", "尚未受理", note_optional="")
    story.takes("court.accept", "courtclerk", matter, court_number="（2026）鲁0591民初88号", into="accepted")
    assert tasks_of(story, "terminate_on_suit") == ["open"]
    story.takes("arb.terminate_on_suit", "head", note_optional="", into="terminated_by_suit")
    assert tasks_of(story, "terminate_on_suit") == ["done"]
    decision = story.row(Paper, kind="termination_decision").facts["suit"]
    assert (decision["number"], decision["accepted_on"]) == ("（2026）鲁0591民初88号", "2026-04-20")
    assert {one.state for one in limits_now(story) if one.rule.startswith("arb.")} <= {"met", "missed", "closed"}
    story.is_refused("arb.close", "clerk", "终止审理决定书", note_optional="")


def test_a_hearing_that_was_set_is_cancelled_when_the_case_ends_by_the_suit(story: Told) -> None:
    """CHR 48；I1 12(4)：正在等待开庭的，登记起诉前要提示；终止审理后，排期取消。"""
    reaches_tribunal(story)
    story.clock.to(4, 20)
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-05-12 09:00", room="第一仲裁庭")
    asked = {
        "plaintiff": str(story.party("applicant")),
        "court": str(story.body_id("court-hewan")),
        "filed_on": "2026-04-20",
    }
    story.is_refused("court.file_overdue", "filing", "（四）正在等待开庭（2026-05-12）", **asked)
    story.takes("court.file_overdue", "filing", **asked, excuses_seen="yes")
    matter = (CourtMatter, story.latest(CourtMatter))
    story.takes("court.accept", "courtclerk", matter, court_number="（2026）鲁0591民初88号")
    story.takes("arb.terminate_on_suit", "head", note_optional="", into="terminated_by_suit")
    assert story.row(Hearing).state == "cancelled"


def test_where_no_court_took_the_suit_the_commission_must_finish(story: Told) -> None:
    """O70 三(一)；rules §21.11：法院不予受理的，仲裁继续审理，直到作出裁决。"""
    reaches_tribunal(story)
    story.clock.to(4, 20)
    story.takes(
        "court.file_overdue",
        "filing",
        plaintiff=str(story.party("applicant")),
        court=str(story.body_id("court-hewan")),
        filed_on="2026-04-20",
        excuses_seen="yes",
    )
    story.takes("court.not_accept", "courtclerk", (CourtMatter, story.latest(CourtMatter)), note="属于正在送达的情形")
    story.is_refused("arb.terminate_on_suit", "head", "尚未受理", note_optional="")
    assert tasks_of(story, "terminate_on_suit") == []
    story.is_set_down_and_notified("2026-05-12 09:00")
    story.clock.to(5, 12)
    story.is_heard_without_settlement()
    story.is_decided()
    story.is_awarded()
    assert story.limit("arb.decide_45").state == "missed"


def test_a_refused_applicant_may_sue_and_a_wait_of_five_days_is_enough(story: Told) -> None:
    """LMA 29：决定不予受理，或者五个工作日未作决定的，申请人可以就该争议起诉；法院受理后，不再办理受理。"""
    story.files_application()
    asked = {
        "plaintiff": str(story.party("applicant")),
        "court": str(story.body_id("court-hewan")),
        "filed_on": "2026-03-10",
    }
    story.clock.to(3, 9)
    story.is_refused("court.file_refusal", "filing", "没有逾期", **{**asked, "filed_on": "2026-03-09"})
    story.clock.to(3, 10)
    other = {**asked, "plaintiff": str(story.party("respondent"))}
    story.is_refused("court.file_refusal", "filing", "由仲裁申请人起诉", **other)
    story.is_refused("arb.end_undecided", "head", "尚未受理", note_optional="")
    story.takes("court.file_refusal", "filing", **asked)
    matter = (CourtMatter, story.latest(CourtMatter))
    assert story.limit("court.filing").due == date(2026, 3, 17)
    story.takes("court.accept", "courtclerk", matter, court_number="（2026）鲁0591民初31号")
    story.takes("arb.end_undecided", "head", note_optional="", into="terminated_by_suit")
    assert story.limit("arb.accept.decide").state == "missed"


def test_a_refusal_opens_the_court_to_the_applicant(story: Told) -> None:
    """LMA 29；§8 court.refused.*：不予受理通知书之后，申请人直接起诉；案卷向法院开放。"""
    story.files_application()
    story.asks_for("arb.refuse", "filing", refusal_ground="out_of_scope", refusal_reason="不属于劳动争议", into="refused")
    story.takes(
        "court.file_refusal",
        "filing",
        plaintiff=str(story.party("applicant")),
        court=str(story.body_id("court-hewan")),
        filed_on="2026-03-02",
    )
    matter = story.row(CourtMatter)
    assert (matter.for_refusal, matter.for_overdue, matter.kind) == (True, False, "first_instance")
    story.takes("court.accept", "courtclerk", (CourtMatter, matter.id or 0), court_number="（2026）鲁0591民初31号")
    with pytest.raises(InvalidInput, match="已经登记"):
        story.takes(
            "court.file_refusal",
            "filing",
            plaintiff=str(story.party("applicant")),
            court=str(story.body_id("court-hewan")),
            filed_on="2026-03-02",
        )


def tasks_of(story: Told, kind: str) -> list[str]:
    with open_session(story.runtime.engine, writing=False) as session:
        query = select(Task.state).where(Task.case_id == story.case_id, Task.kind == kind).order_by(col(Task.id))
        return list(session.exec(query).all())


def limits_now(story: Told) -> list[Limit]:
    with open_session(story.runtime.engine, writing=False) as session:
        return list(session.exec(select(Limit).where(Limit.case_id == story.case_id)).all())
