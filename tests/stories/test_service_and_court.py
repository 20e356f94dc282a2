"""送达到法院：各人的期限、起诉与撤销、裁决的命运、逐项比较。"""

from datetime import date

import pytest
from teller import Told

from app.database import open_session
from app.models import Award, Case, CourtMatter, Limit, Outcome, Precedent
from app.services import steps
from app.services.errors import InvalidInput
from workflows.errors import Refused


def serves_award(story: Told, award_type: str, side: str, month: int, day: int, method: str = "direct") -> None:
    story.clock.to(month, day)
    when = story.clock.day
    story.serves(
        "award",
        side,
        "clerk",
        method=method,
        sent=when,
        served=None if method == "left_or_posted" else when,
        award_id=story.latest(Award, type=award_type),
    )


def test_each_side_has_its_own_clock_from_its_own_service(story: Told) -> None:
    """LMA 48–50；rules §21.6：起诉期、申请撤销期各自从本人收到之日起算。"""
    story.reaches_an_award()
    serves_award(story, "non_final", "applicant", 3, 25)
    serves_award(story, "non_final", "respondent", 3, 31)
    serves_award(story, "final", "applicant", 3, 31)
    serves_award(story, "final", "respondent", 3, 31)
    worker, firm = story.party("applicant"), story.party("respondent")
    assert story.limit("post.sue.nonfinal", party_id=worker).due == date(2026, 4, 9)
    assert story.limit("post.sue.nonfinal", party_id=firm).due == date(2026, 4, 15)
    assert story.limit("post.sue.final_worker").party_id == worker
    assert (story.limit("post.annul").party_id, story.limit("post.annul").due) == (firm, date(2026, 4, 30))


def test_leaving_at_the_door_counts_after_three_working_days(story: Told) -> None:
    """CHR 20, 80：留置、张贴的，三个工作日后视为送达；清明假期不计。"""
    story.reaches_an_award()
    serves_award(story, "final", "respondent", 4, 2, method="left_or_posted")
    # 4月3日、7日、8日为三个工作日，4月8日视为送达。
    assert story.limit("post.annul").origin == date(2026, 4, 8)


def test_a_service_date_typed_for_a_posted_paper_is_refused(story: Told) -> None:
    """CHR 20：留置送达的日期由规定推算，不由人填写。"""
    story.reaches_an_award()
    story.clock.to(4, 2)
    day = story.clock.day
    with pytest.raises(Refused, match="由系统按规定推算"):
        story.serves(
            "award",
            "respondent",
            "clerk",
            method="left_or_posted",
            sent=day,
            served=day,
            award_id=story.latest(Award, type="final"),
        )


def test_electronic_service_needs_consent_and_never_carries_an_award(story: Told) -> None:
    """CHR 20, 59；rules svc.electronic_award（P）：裁决书默认不以电子方式送达。"""
    story.reaches_an_award()
    with pytest.raises(Refused, match="电子方式"):
        serves_award(story, "final", "applicant", 3, 25, method="electronic")


def test_the_same_paper_is_not_served_twice_on_one_person(story: Told) -> None:
    """CHR 20：期限从第一次送达起算，不能改写。"""
    story.reaches_an_award()
    serves_award(story, "final", "applicant", 3, 25)
    with pytest.raises(InvalidInput, match="已于2026-03-25送达"):
        serves_award(story, "final", "applicant", 3, 26)


def test_a_non_final_award_takes_effect_when_the_last_partys_days_are_over(story: Told) -> None:
    """LMA 50；scenario 7：双方都不起诉，最后一方十五日届满的次日生效。"""
    story.reaches_an_award()
    serves_award(story, "non_final", "applicant", 3, 25)
    serves_award(story, "non_final", "respondent", 3, 31)
    story.clock.to(4, 15)
    assert story.time_passes()["in_effect"] == 0
    story.clock.to(4, 16)
    assert story.time_passes()["in_effect"] == 1
    award = story.row(Award, type="non_final")
    assert (award.state, award.effective_from) == ("in_effect", date(2026, 4, 16))


def test_a_suit_on_one_item_takes_effect_from_the_whole_non_final_award(story: Told) -> None:
    """I1 16；O1 十五；scenario 8：部分起诉，整份裁决不发生效力；终局裁决不受影响。"""
    story.reaches_an_award()
    serves_award(story, "non_final", "respondent", 3, 31)
    story.clock.to(4, 10)
    story.is_sued_on("non_final", by="respondent", on="2026-04-10")
    assert story.row(Award, type="non_final").state == "no_effect"
    assert story.row(Award, type="final").state == "in_effect"
    assert story.limit("post.sue.nonfinal", party_id=story.party("respondent")).state == "met"


def test_the_employer_cannot_sue_on_a_final_award(story: Told) -> None:
    """LMA 48, 49；I1 18；scenario 6：用人单位只能申请撤销。"""
    story.reaches_an_award()
    serves_award(story, "final", "respondent", 3, 31)
    with pytest.raises(Refused, match="申请撤销"):
        story.is_sued_on("final", by="respondent", on="2026-03-31")


def test_annulment_goes_to_the_intermediate_court(story: Told) -> None:
    """LMA 49：由仲裁委员会所在地的中级人民法院管辖。"""
    story.reaches_an_award()
    serves_award(story, "final", "respondent", 3, 31)
    asked = {
        "matter_kind": "annulment",
        "award": str(story.latest(Award, type="final")),
        "plaintiff": str(story.party("respondent")),
        "filed_on": "2026-03-31",
    }
    with pytest.raises(Refused, match="中级人民法院"):
        story.takes("court.file", "filing", **asked, court=str(story.body_id("court-hewan")))
    story.takes("court.file", "filing", **asked, court=str(story.body_id("court-mid")))
    assert story.row(Award, type="final").state == "in_effect"


def test_a_worker_who_sues_leaves_the_final_award_contested(story: Told) -> None:
    """LMA 48；O1 十三；scenario 2（P）：劳动者起诉，效力待定，不再提示执行。"""
    story.reaches_an_award()
    serves_award(story, "final", "applicant", 3, 25)
    story.clock.to(4, 1)
    story.is_sued_on("final", by="applicant", on="2026-04-01")
    assert story.row(Award, type="final").state == "contested"


def accepted_suit(story: Told) -> tuple[type[CourtMatter], int]:
    story.reaches_an_award()
    serves_award(story, "non_final", "applicant", 3, 25)
    serves_award(story, "non_final", "respondent", 3, 31)
    story.clock.to(4, 10)
    story.is_sued_on("non_final", by="respondent", on="2026-04-10")
    matter = (CourtMatter, story.latest(CourtMatter))
    story.clock.to(4, 14)
    story.takes("court.accept", "courtclerk", matter, court_number="(2026)鲁0591民初77号", into="accepted")
    return matter


def test_a_withdrawn_suit_gives_the_award_its_effect_back(story: Told) -> None:
    """SPC2000 1；scenario 13：准许撤诉的，裁决自裁定送达之日起生效。"""
    matter = accepted_suit(story)
    story.clock.to(5, 12)
    story.takes("court.end", "judge", matter, decided_on="2026-05-12", court_ending="withdrawn", note="准许撤诉")
    assert story.row(Award, type="non_final").state == "in_effect"


def test_a_suit_dismissed_for_the_wrong_party_leaves_the_award_without_effect(story: Told) -> None:
    """SPC2000 3；scenario 15：主体不适格被驳回的，裁决不发生效力。"""
    matter = accepted_suit(story)
    story.clock.to(5, 12)
    story.takes(
        "court.end", "judge", matter, decided_on="2026-05-12", court_ending="dismissed_wrong_party", note="驳回起诉"
    )
    assert story.row(Award, type="non_final").state == "never_effective"


def test_a_malformed_court_number_is_refused_and_brackets_are_made_one_kind(story: Told) -> None:
    """案号若干规定 3, 9：年份、法院代字、类型代字、编号。"""
    matter = accepted_suit(story)
    assert story.row(CourtMatter).number == "（2026）鲁0591民初77号"
    other = story.is_sued_on("non_final", by="applicant", on="2026-04-14")
    with pytest.raises(Refused, match="写法不对"):
        story.takes("court.accept", "courtclerk", (CourtMatter, other.id or 0), court_number="鲁0591民初78号")
    with pytest.raises(InvalidInput, match="已经登记在另一案件上"):
        story.takes("court.accept", "courtclerk", (CourtMatter, other.id or 0), court_number="（2026）鲁0591民初77号")
    assert matter[1] != other.id


def test_a_judgment_needs_a_result_for_every_item_of_the_award(story: Told) -> None:
    """I1 16；O1 十五：未起诉的事项也应在判决中载明，逐项登记。"""
    matter = accepted_suit(story)
    story.clock.to(6, 20)
    overtime = story.case().items[0]
    only_another = {f"outcome-{overtime.id}-disposition": "refused", "decided_on": "2026-06-18"}
    story.is_refused_on(matter, "court.enter_judgment", "judge", "第3项没有登记裁判结果", **only_another)


def test_a_changed_item_reaches_the_stock_of_precedents_with_its_mark(story: Told) -> None:
    """裁审衔接：被法院改变的裁决，作为类案出现时必须标明。"""
    matter = accepted_suit(story)
    story.clock.to(6, 20)
    damages = story.case().items[2]
    story.takes(
        "court.enter_judgment",
        "judge",
        matter,
        decided_on="2026-06-18",
        judgment_text="被告支付赔偿金54,000元。",
        **{
            f"outcome-{damages.id}-disposition": "partly",
            f"outcome-{damages.id}-amount": "54000",
            f"outcome-{damages.id}-reason": "calculation",
        },
        into="judged",
    )
    outcome = story.row(Outcome)
    assert (outcome.disposition, outcome.amount_fen, outcome.month) == ("partly", 5_400_000, "2026-06")
    precedent = story.row(Precedent)
    assert precedent.fate == "changed"
    assert "赔偿金" in precedent.fate_note
    assert "邹玥" not in precedent.facts + precedent.reasoning + precedent.result


def test_the_courts_seven_days_to_decide_on_filing_are_watched(story: Told) -> None:
    """CPL 126：法院收到起诉状，七日内立案或者裁定不予受理。"""
    accepted_suit(story)
    assert story.row(Limit, rule="court.filing").state == "met"


def test_nothing_is_served_before_there_is_a_paper(story: Told) -> None:
    """CHR 20：送达的是文书；刚收件的案件没有文书可送，按钮说明先做什么。"""
    story.files_application()
    with open_session(story.runtime.engine, writing=False) as session:
        case = session.get(Case, story.case_id)
        offered = steps.offer(story.runtime.desk(session, story.actor("clerk")), case, "svc.record")
    assert not offered.possible
    assert [reason.text for reason in offered.reasons] == [
        "本案还没有需要送达的文书。先办理制发文书的步骤，再登记送达。"
    ]
