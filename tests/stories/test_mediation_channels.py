"""八调衔接：八个渠道各走一次，八种移交各走一次，期限、同意、调解员。"""

from datetime import date

import pytest
from mediating import BODY, answers, both_agree, fails, goes_to, hands_over, is_signed, is_taken_up, proposes, succeeds
from sqlmodel import col, select
from teller import Told

from app.database import transaction
from app.models import Agreement, Body, Case, ClaimItem, Consent, MediationSession, Party, Referral, StaffRelation
from app.services import admin_links, mediators, step_form, steps
from app.services.errors import InvalidInput


def accepted(story: Told) -> None:
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 3)


@pytest.mark.parametrize("channel", ["out_of_case", "divisional", "industry", "peoples", "enterprise_union", "chamber"])
def test_a_channel_before_acceptance_has_fifteen_days_from_the_letter(story: Told, channel: str) -> None:
    """CHR 69; LMA 14：受理前双方同意调解的，暂缓受理；调解组织收到之日起十五日。"""
    story.files_application()
    referral = goes_to(story, channel)
    assert story.limit("med.statutory_15").due == date(2026, 3, 17)
    assert story.case().state == "on_hold"
    succeeds(story, referral, BODY[channel][1])
    is_signed(story, BODY[channel][1])
    assert story.case().state == "settled"
    assert story.row(Agreement).state == "binding"


@pytest.mark.parametrize("channel", ["pre_award", "arbitral", "divisional", "industry", "peoples", "enterprise_union", "chamber"])
def test_a_channel_after_acceptance_has_ten_working_days_from_the_consent(story: Told, channel: str) -> None:
    """CHR 70, 80：受理后、开庭前经双方同意委托调解的，自同意之日起十个工作日，无论哪个渠道。"""
    accepted(story)
    referral = proposes(story, channel)
    both_agree(story, referral)
    assert story.case().state == "in_delegated_mediation"
    story.clock.to(3, 4)
    story.takes("referral.delegate", "filing", referral, note_optional="")
    story.takes("referral.accept_by_body", BODY[channel][1], referral, note_optional="")
    assert story.limit("med.commission_delegate").due == date(2026, 3, 17)
    succeeds(story, referral, BODY[channel][1])
    is_signed(story, BODY[channel][1])
    assert story.case().state == "settled"


def test_out_of_case_and_pre_award_mediation_do_not_change_places(story: Told) -> None:
    """八调衔接第一对：以受理为界。受理前没有裁前调解，受理后没有案外调解。"""
    story.files_application()
    story.is_refused(
        "referral.propose", "filing", "受理前", channel="pre_award", receiving_body=str(story.body_id("med-pre"))
    )
    story.is_accepted()
    story.is_refused(
        "referral.propose", "filing", "受理后", channel="out_of_case", receiving_body=str(story.body_id("med-out"))
    )


@pytest.mark.parametrize(
    ("source", "target"),
    [("industry", "peoples"), ("peoples", "industry"), ("enterprise_union", "chamber"), ("chamber", "enterprise_union")],
)
def test_a_hand_over_before_acceptance_asks_both_anew_and_has_its_own_fifteen_days(
    story: Told, source: str, target: str
) -> None:
    """八调衔接第三、四对：移交不用从头再来，材料和事实照旧；但要重新征得双方同意，由新的组织收到起计算。"""
    story.files_application()
    first = goes_to(story, source)
    story.clock.to(3, 5)
    fails(story, first, BODY[source][1])
    second = hands_over(story, first, target, BODY[source][1])
    assert (story.row(Referral).state, story.row(Referral).previous_id) == ("proposed", first[1])
    assert story.case().state == "on_hold"
    is_taken_up(story, second, BODY[target][1])
    assert story.limit("med.statutory_15", state="open").due == date(2026, 3, 20)
    fails(story, second, BODY[target][1])
    story.is_refused_on(
        second,
        "referral.hand_over",
        BODY[target][1],
        "不再往返移交",
        linked_channel=source,
        receiving_body=str(story.body_id(BODY[source][0])),
    )
    story.takes("referral.return", BODY[target][1], second, into="returned")
    assert story.case().state == "filed"


@pytest.mark.parametrize(
    ("source", "target"),
    [("arbitral", "divisional"), ("divisional", "arbitral"), ("pre_award", "out_of_case")],
)
def test_a_hand_over_after_acceptance_goes_on_with_the_same_ten_working_days(
    story: Told, source: str, target: str
) -> None:
    """CHR 70：移交不重新计算十日；案件一直在委托调解中。"""
    accepted(story)
    first = goes_to(story, source)
    story.clock.to(3, 9)
    fails(story, first, BODY[source][1])
    second = hands_over(story, first, target, BODY[source][1])
    is_taken_up(story, second, BODY[target][1])
    assert story.limit("med.commission_delegate", state="open").due == date(2026, 3, 17)
    assert story.case().state == "in_delegated_mediation"
    succeeds(story, second, BODY[target][1])
    is_signed(story, BODY[target][1])
    assert story.case().state == "settled"


def test_what_out_of_case_mediation_left_is_taken_up_by_pre_award_mediation_after_acceptance(story: Told) -> None:
    """八调衔接第一对：案外调解不成退回；受理之后移交裁前调解，重新征得双方同意。"""
    story.files_application()
    first = goes_to(story, "out_of_case")
    fails(story, first, "outofcase")
    story.is_refused_on(
        first, "referral.hand_over", "outofcase", "没有可以移交", linked_channel="pre_award",
        receiving_body=str(story.body_id("med-pre")),
    )  # fmt: skip
    story.takes("referral.return", "outofcase", first, into="returned")
    story.is_refused_on(
        first, "referral.hand_over", "filing", "受理之后", linked_channel="pre_award",
        receiving_body=str(story.body_id("med-pre")),
    )  # fmt: skip
    story.is_accepted()
    second = hands_over(story, first, "pre_award", "filing")
    assert (story.row(Referral).stage, story.row(Referral).previous_id) == ("before_hearing", first[1])
    is_taken_up(story, second, "preaward")
    assert story.case().state == "in_delegated_mediation"


def test_delegated_mediation_fails_on_the_tenth_working_day_and_the_hearing_goes_ahead(story: Told) -> None:
    """CHR 70：十日内未达成协议的，应当开庭审理；没有人办理，案件也回到仲裁程序，不再移交、不能延长。"""
    accepted(story)
    referral = goes_to(story, "peoples")
    story.is_refused_on(referral, "referral.extend", "peoples", "不能延长", both_agree_to_extend="yes", more_days="5")
    story.clock.to(3, 17)
    assert story.time_passes()["lapsed"] == 0
    story.clock.to(3, 18)
    assert story.time_passes()["lapsed"] == 1
    assert (story.row(Referral).state, story.row(Referral).outcome) == ("returned", "lapsed")
    assert story.limit("med.commission_delegate").state == "missed"
    assert story.case().state == "accepted"
    story.is_refused_on(
        referral, "referral.hand_over", "peoples", "已经退回|期限已经届满", linked_channel="industry",
        receiving_body=str(story.body_id("med-ind")),
    )  # fmt: skip
    story.has_a_tribunal(alone=True)
    story.is_set_down_and_notified("2026-03-31 09:00")
    story.clock.to(3, 31)
    story.is_heard_without_settlement()
    assert story.case().state == "heard"


def test_a_side_that_refuses_a_delegation_leaves_the_case_where_it_was(story: Told) -> None:
    """CHR 70：须经双方同意；一方不同意的，不中断仲裁。答复的时间、方式都记下来。"""
    accepted(story)
    referral = proposes(story, "pre_award")
    answers(story, referral, "applicant", way="in_person", at="2026-03-03 10:20")
    answers(story, referral, "respondent", "no", way="written", at="2026-03-03 16:45")
    assert (story.case().state, story.row(Referral).state) == ("accepted", "not_agreed")
    with transaction(story.runtime.engine) as session:
        said = [(c.agrees, c.way, c.given_at) for c in session.exec(select(Consent).order_by(col(Consent.id)))]
    assert [(a, w) for a, w, _ in said] == [(True, "in_person"), (False, "written")]
    assert [moment.astimezone(story.clock().tzinfo).strftime("%H:%M") for _, _, moment in said if moment] == ["10:20", "16:45"]


def test_an_enterprise_committee_decides_in_three_working_days_and_finishes_in_fifteen(story: Told) -> None:
    """NEG 22, 29：企业调委会三个工作日内受理；自受理之日起十五日内结束。双方同意可以延长。"""
    story.files_application(on="2026-03-06")
    referral = proposes(story, "enterprise_union", "med-firm")
    both_agree(story, referral)
    story.takes("referral.delegate", "filing", referral)
    assert story.limit("med.enterprise.accept").due == date(2026, 3, 11)
    story.clock.to(3, 10)
    story.takes("referral.accept_by_body", "committee", referral)
    assert story.limit("med.enterprise.accept").state == "met"
    assert story.limit("med.enterprise.finish").due == date(2026, 3, 25)
    story.is_refused_on(referral, "referral.extend", "committee", "都同意", both_agree_to_extend="", more_days="10")
    story.takes("referral.extend", "committee", referral, both_agree_to_extend="yes", more_days="10")
    limit = story.limit("med.enterprise.finish")
    # 3月25日延长十天到4月4日，清明放假，顺延到4月7日。
    assert (limit.due, limit.entries[0].kind, limit.entries[0].basis) == (date(2026, 4, 7), "extend", "NEG 29")


def test_a_body_declines_with_its_reason_and_the_dispute_goes_back(story: Told) -> None:
    """LMA 10：不接收要写明原因；退回之后恢复受理审查。"""
    story.files_application()
    referral = proposes(story, "chamber")
    both_agree(story, referral)
    story.takes("referral.delegate", "filing", referral)
    story.is_refused_on(referral, "referral.decline_by_body", "chamber", "没有填写", outcome_reason="")
    story.takes("referral.decline_by_body", "chamber", referral, outcome_reason="争议单位不是会员", into="failed")
    assert story.row(Referral).outcome == "declined"
    assert story.limit("med.statutory_15").state == "met"
    story.takes("referral.return", "chamber", referral, into="returned")
    assert story.case().state == "filed"


def test_some_claims_are_settled_and_the_case_goes_on_with_the_rest(story: Told) -> None:
    """LMA 14：部分达成协议的，逐项写明；其余的恢复受理审查，接着仲裁。"""
    story.files_application(("wages", "20000"), ("overtime", "8000"))
    referral = goes_to(story, "industry")
    wages, overtime = (item.id for item in story.case().items)
    said = {"outcome": "partly_agreed", "agreement_terms": "单位于3月31日前付清工资20,000元。"}
    story.is_refused_on(referral, "referral.record_outcome", "industry", "勾选", **said, outcome_reason_optional="加班费差距大")
    story.takes(
        "referral.record_outcome", "industry", referral, into="partly_settled", **said,
        agreed_items=[str(wages)], outcome_reason_optional="加班费差距大",
    )  # fmt: skip
    assert story.case().state == "filed"
    assert {i.id: i.disposition for i in story.case().items} == {wages: "pending", overtime: "pending"}
    assert story.row(Agreement).terms.startswith("单位于3月31日前")
    is_signed(story, "industry")
    assert {i.id: i.disposition for i in story.case().items} == {wages: "settled", overtime: "pending"}
    story.is_accepted()
    assert story.row(ClaimItem, kind="wages").disposition == "settled"


def test_a_mediator_tied_to_a_party_does_not_mediate(story: Told) -> None:
    """LMA 3：调解应当公正。调解员是当事人的代理人或者有利害关系的，不能调解；更换要写明理由。"""
    story.files_application()
    referral = proposes(story, "peoples")
    both_agree(story, referral)
    story.takes("referral.delegate", "filing", referral)
    with transaction(story.runtime.engine) as session:
        firm = session.get_one(Party, story.party("respondent"))
        session.add(
            StaffRelation(staff_id=story.staff_id("peoples2"), kind="adviser", name=firm.name, since=date(2025, 1, 1))
        )
    second = str(story.staff_id("peoples2"))
    story.is_refused_on(referral, "referral.accept_by_body", "peoples", "顾问", mediator=second)
    story.is_refused_on(referral, "referral.accept_by_body", "peoples2", "顾问")
    story.is_refused_on(referral, "referral.accept_by_body", "peoples", "受委托组织", mediator=str(story.staff_id("industry")))
    story.takes("referral.accept_by_body", "peoples", referral)
    story.is_refused_on(referral, "referral.reassign", "peoples", "顾问", new_mediator=second, reassign_reason="人手调整")
    with transaction(story.runtime.engine) as session:
        session.exec(select(StaffRelation)).one().until = date(2026, 3, 1)
    story.takes("referral.reassign", "peoples", referral, new_mediator=second, reassign_reason="本人外出学习")
    assert story.row(Referral).mediator_id == int(second)


def test_a_session_says_when_where_and_who_and_keeps_its_notes_to_itself(story: Told) -> None:
    """LMA 13；NEG 11：调解的时间、方式、到场人员记明；手记和让步只在调解组织。"""
    story.files_application()
    referral = goes_to(story, "industry")
    story.takes(
        "referral.record_session", "industry", referral, session_on="2026-03-02", session_time="14:30",
        session_mode="online", session_place="视频调解室", session_came="双方", private_notes="", offers="单位愿付三万",
    )  # fmt: skip
    with transaction(story.runtime.engine) as session:
        held = session.exec(select(MediationSession)).one()
        assert (held.held_on, held.held_at, held.mode) == (date(2026, 3, 2), "14:30", "online")


def test_a_changed_link_applies_to_what_is_proposed_from_its_day(story: Told) -> None:
    """八调衔接：渠道是数据。3月10日起停用一个移交、要求书面同意：以前提议的照旧，以后提议的按新的办。"""
    raw = {"start": "2026-03-10", "basis": "东人社办〔2026〕6号", "mark": "P", "comes_back": "不带回让步方案"}
    with transaction(story.runtime.engine) as session:
        desk = story.runtime.desk(session, story.actor("system"))
        admin_links.change(desk, {**raw, "source": "industry", "target": "peoples", "open": "no", "consent": "both"})
        admin_links.change(
            desk,
            {
                **raw, "source": "industry", "open": "yes", "consent": "both_written", "limit": "med.statutory_15",
                "stages": ["before_acceptance"], "proposers": ["filing_clerk"],
            },
        )  # fmt: skip
    story.files_application(on="2026-03-09")
    before = goes_to(story, "industry")
    story.clock.to(3, 11)
    fails(story, before, "industry")
    hands_over(story, before, "peoples", "industry")

    story.files_application(on="2026-03-11", key="second")
    after = proposes(story, "industry")
    story.is_refused_on(
        after, "referral.record_consent", "filing", "书面同意", party=str(story.party("applicant")), agrees="yes",
        consent_way="phone",
    )  # fmt: skip
    for side in ("applicant", "respondent"):
        answers(story, after, side, way="written")
    story.takes("referral.delegate", "filing", after)
    story.takes("referral.accept_by_body", "industry", after)
    fails(story, after, "industry")
    story.is_refused_on(
        after, "referral.hand_over", "industry", "没有可以移交", linked_channel="peoples",
        receiving_body=str(story.body_id("med-people")),
    )  # fmt: skip
    story.files_application(on="2026-03-11", key="third")
    story.takes("arb.accept", "filing", conditions="yes", cause="205(5)", other_dispute="yes", note_optional="")
    story.is_refused("referral.propose", "filing", "停用", channel="industry", receiving_body=str(story.body_id("med-ind")))


def test_a_body_out_of_office_gets_nothing_new_and_finishes_what_it_has(story: Told) -> None:
    """停用的组织不再接收新的委托，正在调解的办完为止。"""
    story.files_application()
    referral = goes_to(story, "chamber")
    with transaction(story.runtime.engine) as session:
        session.get_one(Body, story.body_id("med-chamber")).active_to = date(2026, 3, 4)
    story.clock.to(3, 5)
    story.files_application(on="2026-03-05", key="second")
    with pytest.raises(InvalidInput, match="在册"):
        proposes(story, "chamber")
    story.case_id = 1
    fails(story, referral, "chamber")
    story.takes("referral.return", "chamber", referral, into="returned")


def test_the_best_fitting_and_least_busy_mediator_stands_first(story: Told) -> None:
    """调解员名册：专长与请求相合的在前，其次在办件少的；有利害关系的不在可选之列。"""
    story.files_application(("wages", "20000"))
    referral = proposes(story, "peoples")
    both_agree(story, referral)
    story.takes("referral.delegate", "filing", referral)
    with transaction(story.runtime.engine) as session:
        desk = story.runtime.desk(session, story.actor("peoples"))
        body, case = story.body_id("med-people"), session.get_one(Case, story.case_id)
        assert [m.staff.name for m in mediators.roster(session, body, desk.today, case)] == ["周牧", "陶淑贞"]
        subject = session.get_one(Referral, referral[1])
        offer = steps.offer(desk, subject, "referral.accept_by_body")
        offered = next(i for i in step_form.inputs(desk, offer, subject, {}) if i.field.id == "mediator")
        assert [c.title for c in offered.choices] == ["周牧（在办0件，专长相合）", "陶淑贞（在办0件）"]
