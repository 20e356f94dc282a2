"""诉讼阶段的其他事：审限与副本、关联、生效证明、保全、执行到账、调解书。"""

from datetime import date
from typing import Any

import pytest
from agreement_words import asks_for_review, binds, review_is_accepted
from court_words import (
    FINAL,
    FIRM,
    NON_FINAL,
    WORKER,
    both_awards_are_served,
    fate,
    files,
    is_judged,
    stands,
    state,
    sues,
)
from sqlmodel import select
from teller import Told

from app.database import open_session, transaction
from app.models import Award, Case, CourtLink, CourtMatter, FileShare, LinkCandidate, Outcome, Paper, Request
from app.services import court_notices, forms, steps
from app.services.errors import InvalidInput
from workflows.errors import Refused


def test_row_17_an_effective_mediation_statement_is_enforced_and_not_sued_upon(story: Told) -> None:
    """I1 11；LMA 42, 51；rules §21.12：调解书自第二方签收起生效；起诉不予受理；可以申请执行。"""
    review = asks_for_review(story, binds(story), "2026-03-02")
    review_is_accepted(story, review)
    story.takes("review.grant", "arbitrator", review, note_optional="", into="granted")
    paper = story.latest(Paper, kind="mediation_statement")
    assert stands(story, "mediation_statement") == ("pending", None)
    asked = {
        "award_optional": "",
        "mediation_paper": str(paper),
        "creditor": str(story.party(WORKER)),
        "court": str(story.body_id("court-hewan")),
        "filed_on": "2026-04-10",
        "enforce_amount": "8000",
    }
    is_signed_for(story, WORKER, 3, 25)
    story.clock.to(4, 10)
    with pytest.raises(Refused, match="双方还没有都签收"):
        story.takes("court.enforce", "filing", **asked)
    is_signed_for(story, FIRM, 4, 10)
    assert stands(story, "mediation_statement") == ("effective", date(2026, 4, 10))
    with open_session(story.runtime.engine, writing=False) as session:
        desk = story.runtime.desk(session, story.actor("filing"))
        offered = steps.offer(desk, session.get_one(Case, story.case_id), "court.file")
    assert [reason.basis for reason in offered.reasons] == ["I1 11"]
    assert "法院不予受理" in offered.reasons[0].text
    story.takes("court.enforce", "filing", **asked)
    assert story.row(CourtMatter).title_paper_id == paper


def is_signed_for(story: Told, side: str, month: int, day: int) -> None:
    story.clock.to(month, day)
    on = story.clock.day
    story.serves("mediation_statement", side, "filing", method="direct", sent=on, served=on)


def test_a_certificate_of_effect_is_issued_when_the_award_has_effect_and_not_before(story: Told) -> None:
    """LMA 50, 51：裁决生效后，应当事人申请开具生效证明；没有生效的，写明理由，不予开具。"""
    both_awards_are_served(story)
    first = asks_for_certificate(story, NON_FINAL)
    story.is_refused_on(first, "request.issue_certificate", "filing", "各方起诉期限没有全部届满", note_optional="")
    story.takes("request.refuse_certificate", "filing", first, note_optional="", into="refused")
    assert "各方起诉期限没有全部届满" in story.row(Request).decision
    story.clock.to(4, 16)
    story.time_passes()
    second = asks_for_certificate(story, NON_FINAL)
    story.is_refused_on(second, "request.refuse_certificate", "filing", "应当开具生效证明", note_optional="")
    story.takes("request.issue_certificate", "filing", second, note_optional="", into="granted")
    facts = story.row(Paper, kind="effect_certificate").facts["certificate"]
    assert (facts["effective_on"], facts["articles"]) == ("2026-04-16", ["LMA 50", "LMA 51"])
    assert story.row(Paper, kind="effect_certificate").party_id == story.party(WORKER)


def asks_for_certificate(story: Told, award_type: str) -> tuple[type[Request], int]:
    story.takes(
        "request.effect_certificate",
        "filing",
        asking_party=str(story.party(WORKER)),
        award_optional=str(story.latest(Award, type=award_type)),
        mediation_paper="",
        note_optional="",
    )
    return (Request, story.latest(Request))


def test_preservation_goes_to_the_court_and_its_ruling_comes_back(story: Told) -> None:
    """O70 三(二)；CPL 104；I1 49：仲裁中申请保全，附受理通知书移送法院；裁定抄送本委；裁决生效后三个月内申请执行。"""
    asked = {
        "asking_party": "",
        "preservation_amount": "60000",
        "preservation_property": "被申请人在河湾支行的账户",
        "court": str(story.body_id("court-hewan")),
    }
    story.files_application()
    asked["asking_party"] = str(story.party(WORKER))
    story.is_refused("request.preservation", "filing", "仲裁受理以后、裁决以前", **asked)
    story.is_accepted()
    story.takes("request.preservation", "filing", **asked)
    request = (Request, story.latest(Request))
    story.takes("request.forward_preservation", "filing", request, note_optional="", into="forwarded")
    letter = story.row(Paper, kind="preservation_letter").facts["preservation"]
    assert letter["acceptance_number"] == story.row(Paper, kind="acceptance_notice").number
    assert letter["court"] == "东川市河湾区人民法院"
    ruling = {"preservation_number": "（2026）鲁0591财保3号", "note_optional": ""}
    story.clock.to(3, 6)
    early = {**ruling, "preserved_on": "2026-03-01"}
    story.is_refused_on(request, "request.preservation_granted", "filing", "早于收到申请之日", **early)
    story.takes("request.preservation_granted", "filing", request, **ruling, preserved_on="2026-03-05", into="granted")
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.is_heard_without_settlement()
    story.is_decided()
    story.is_awarded()
    final = story.latest(Award, type=FINAL)
    kept = story.limit("court.preserve_lapse.enforce", subject_id=final)
    assert (kept.party_id, kept.due) == (story.party(WORKER), date(2026, 6, 24))


def test_a_preservation_before_the_application_lapses_after_thirty_days(story: Told) -> None:
    """CPL 104：诉前（仲裁前）保全后三十日内不起诉、不申请仲裁的，法院应当解除保全。"""
    for key, day, expected in (("soon", "2026-02-10", "met"), ("late", "2026-01-29", "missed")):
        story.files_application(key=key)
        story.takes(
            "request.preservation_before",
            "filing",
            asking_party=str(story.party(WORKER)),
            preservation_number="（2026）鲁0591财保1号",
            preserved_on=day,
            court=str(story.body_id("court-hewan")),
        )
        assert story.limit("court.preserve_lapse").state == expected


def test_enforcement_is_followed_until_everything_has_come_in(story: Told) -> None:
    """CPL 235, 250；LMA 51：分次到账逐笔登记；没有付清，不能登记执行完毕。"""
    both_awards_are_served(story)
    story.clock.to(4, 2)
    story.takes(
        "court.enforce",
        "filing",
        award_optional=str(story.latest(Award, type=FINAL)),
        mediation_paper="",
        creditor=str(story.party(WORKER)),
        court=str(story.body_id("court-hewan")),
        filed_on="2026-04-02",
        enforce_amount="8000",
    )
    matter = (CourtMatter, story.latest(CourtMatter))
    story.takes("court.accept", "courtclerk", matter, court_number="（2026）鲁0591执12号")
    story.clock.to(4, 20)
    story.takes("court.recover", "courtclerk", matter, recovered_amount="5000", recovered_on="2026-04-18", note_optional="")
    ending = {"decided_on": "2026-04-20", "enforcement_ending": "performed", "note": "执行完毕"}
    story.is_refused_on(matter, "court.end_enforcement", "judge", "还差3,000.00元", **ending)
    too_much = {"recovered_amount": "3001", "recovered_on": "2026-04-20", "note_optional": ""}
    story.is_refused_on(matter, "court.recover", "courtclerk", "超过申请执行的金额", **too_much)
    story.takes("court.recover", "courtclerk", matter, **{**too_much, "recovered_amount": "3000"})
    story.takes("court.end_enforcement", "judge", matter, **ending, into="ended")
    assert story.row(CourtMatter).ended_by == "performed"


def test_the_stated_day_of_performance_moves_the_two_years(story: Told) -> None:
    """CPL 250：执行期间从文书规定履行期间的最后一日起算；分期的从最后一期届满起算。"""
    both_awards_are_served(story)
    award = (Award, story.latest(Award, type=FINAL))
    early = {"performance_day": "2026-03-23", "note_optional": ""}
    story.is_refused_on(award, "award.record_performance_day", "clerk", "早于裁决作出之日", **early)
    story.takes("award.record_performance_day", "clerk", award, performance_day="2026-06-30", note_optional="")
    clock = story.limit("post.enforce")
    assert (clock.origin, clock.due) == (date(2026, 6, 30), date(2028, 6, 30))


def test_the_courts_own_terms_run_and_are_extended_once(story: Told) -> None:
    """CPL 128, 152, 164：立案五日内送副本，被告十五日答辩；普通程序六个月，经批准再延长六个月；简易程序三个月。"""
    both_awards_are_served(story)
    suit = sues(story, NON_FINAL, FIRM, 4, 10)
    assert story.limit("court.filing.copy").due == date(2026, 4, 15)
    assert story.limit("court.terms").due == date(2026, 10, 10)
    story.clock.to(4, 14)
    wrong = {"copy_party": str(story.party(FIRM)), "copy_served_on": "2026-04-14"}
    story.is_refused_on(suit, "court.record_copy", "courtclerk", "不是起诉人", **wrong)
    story.takes("court.record_copy", "courtclerk", suit, copy_party=str(story.party(WORKER)), copy_served_on="2026-04-14")
    assert story.limit("court.filing.copy").state == "met"
    assert story.limit("court.filing.defence").due == date(2026, 4, 29)
    story.takes("court.extend_term", "judge", suit, note="案情复杂，本院院长批准")
    assert story.limit("court.terms").due == date(2027, 4, 12)
    story.is_refused_on(suit, "court.extend_term", "judge", "只延长一次", note="再延长")
    is_judged(story, suit, "2026-06-18")
    assert story.limit("court.terms").state == "met"


def test_a_small_claims_judgment_has_no_appeal(story: Told) -> None:
    """CPL 165–168：小额诉讼一审终审，两个月审结；判决即取代裁决。"""
    both_awards_are_served(story)
    suit = files(story, "first_instance", NON_FINAL, FIRM, 4, 10)
    story.takes("court.accept", "courtclerk", suit, court_number="（2026）鲁0591民初77号", trial_procedure="small")
    assert story.limit("court.terms").due == date(2026, 6, 10)
    is_judged(story, suit, "2026-06-01", ruling_reached_worker="2026-06-02", ruling_reached_employer="2026-06-03")
    assert story.row(CourtMatter).effective_on == date(2026, 6, 3)
    assert state(story, NON_FINAL) == "superseded"
    with pytest.raises(Exception, match="没有找到"):
        story.limit("court.appeal")


def test_an_appeal_holds_the_judgment_back_and_its_withdrawal_lets_it_stand(story: Told) -> None:
    """CPL 171, 182：上诉期内上诉的，一审判决不生效；撤回上诉后，一审判决生效，取代裁决。"""
    both_awards_are_served(story)
    suit = sues(story, NON_FINAL, FIRM, 4, 10)
    is_judged(story, suit, "2026-06-18", ruling_reached_worker="2026-06-22", ruling_reached_employer="2026-06-24")
    appeal = files(story, "second_instance", NON_FINAL, FIRM, 7, 1, "court-mid")
    story.takes("court.accept", "judge-mid", appeal, court_number="（2026）鲁05民终8号")
    assert story.limit("court.terms", subject_id=appeal[1]).due == date(2026, 10, 8)
    story.clock.to(7, 20)
    assert story.time_passes()["judgments"] == 0
    story.takes(
        "court.end", "judge-mid", appeal, decided_on="2026-07-20", court_ending="withdrawn", note="准许撤回上诉"
    )
    assert story.row(CourtMatter, kind="first_instance").effective_on == date(2026, 7, 10)
    assert state(story, NON_FINAL) == "superseded"


def test_one_suit_with_two_awards(story: Told) -> None:
    """O70 四：劳动者一案起诉两份裁决；系统找出另一份，人确认后才关联，两份各自失去效力，判决逐项登记。"""
    both_awards_are_served(story)
    suit = sues(story, NON_FINAL, WORKER, 4, 7)
    candidate = waiting(story, suit[1])[0]
    assert (candidate.award_id, candidate.found_by) == (story.latest(Award, type=FINAL), "number")
    assert stands(story, FINAL)[0] == "effective"
    story.takes("court.link_award", "courtclerk", suit, link_candidate=str(candidate.id), note_optional="")
    assert (state(story, FINAL), state(story, NON_FINAL)) == ("contested", "no_effect")
    assert story.limit("post.sue.final_worker").state == "met"
    story.is_refused_on(suit, "court.link_award", "courtclerk", "不是本诉讼待核对的裁决", link_candidate=str(candidate.id))
    is_judged(story, suit, "2026-06-18", ruling_reached_worker="2026-06-22", ruling_reached_employer="2026-06-24")
    story.clock.to(7, 10)
    story.time_passes()
    assert (state(story, FINAL), state(story, NON_FINAL)) == ("superseded", "superseded")


def test_one_suit_reaches_awards_of_two_cases(story: Told) -> None:
    """O70 四：同一双方的两件仲裁、一件诉讼：按身份证明号码找到，确认后案卷一并开放，两案的请求项逐项登记。"""
    both_awards_are_served(story)
    earlier = story.case_id
    story.case_id = 0
    again(story)
    suit = sues(story, NON_FINAL, FIRM, 6, 1)
    story_award = story.latest(Award, type=NON_FINAL)
    found = {one.award_id: one for one in waiting(story, suit[1])}
    with open_session(story.runtime.engine, writing=False) as session:
        other = session.exec(select(Award).where(Award.case_id == earlier, Award.type == NON_FINAL)).one()
    assert (found[other.id or 0].found_by, story_award in found) == ("persons", False)
    typed = {"link_candidate": str(found[other.id or 0].id), "note_optional": ""}
    story.is_refused_on(suit, "court.link_award", "courtclerk", "不是本诉讼待核对的裁决", **typed)
    story.takes("court.link_award", "filing", suit, **typed)
    with open_session(story.runtime.engine, writing=False) as session:
        assert session.get_one(Award, other.id).state == "no_effect"
        shares = session.exec(select(FileShare.case_id)).all()
        assert earlier in shares
        results: dict[str, Any] = {}
        desk = story.runtime.desk(session, story.actor("judge"))
        matter = session.get_one(CourtMatter, suit[1])
        for item in forms.before_the_court(desk, steps.case_of(desk, matter)):
            results[f"outcome-{item.id}-disposition"] = "refused"
            results[f"outcome-{item.id}-reason"] = "law"
    story.clock.to(7, 1)
    story.takes("court.enter_judgment", "judge", suit, decided_on="2026-07-01", judgment_text="驳回", **results)
    with open_session(story.runtime.engine, writing=False) as session:
        assert {one.case_id for one in session.exec(select(Outcome)).all()} == {earlier, story.case_id}


def again(story: Told) -> None:
    """A second dispute of the same two, decided in May."""
    story.files_application(("noncompete_compensation", "60000"), on="2026-04-20", key="again")
    story.is_accepted()
    story.clock.to(4, 27)
    story.has_a_tribunal(alone=True)
    story.is_set_down_and_notified("2026-05-19 09:00")
    story.clock.to(5, 19)
    story.is_heard_without_settlement()
    story.is_decided()
    story.is_awarded()
    for side in (WORKER, FIRM):
        on = story.clock.day
        award = story.latest(Award, type=NON_FINAL)
        story.serves("award", side, "clerk", method="direct", sent=on, served=on, award_id=award)


def waiting(story: Told, matter_id: int) -> list[LinkCandidate]:
    with open_session(story.runtime.engine, writing=False) as session:
        query = select(LinkCandidate).where(LinkCandidate.matter_id == matter_id, LinkCandidate.status == "open")
        return sorted(session.exec(query).all(), key=lambda one: -one.confidence)


def enters(story: Told, **changed: str) -> None:
    typed = {
        "number": "（2026）鲁0591民初301号",
        "matter_kind": "first_instance",
        "plaintiff_name": "邹玥",
        "plaintiff_identity": "",
        "defendant_name": story.case().on_side(FIRM)[0].name,
        "award_number": "",
        "filed_on": "2026-04-07",
        "accepted_on": "2026-04-08",
        **changed,
    }
    story.clock.to(4, 8)
    with transaction(story.runtime.engine) as session:
        court_notices.enter_notice(story.runtime.desk(session, story.actor("courtclerk")), typed)


def test_a_suit_entered_by_names_is_linked_by_the_office_that_made_the_award(story: Told) -> None:
    """O70 四：法院按姓名登记的诉讼列为待关联；法院看不到有哪些裁决，由作出裁决的机构确认，确认后案卷才开放。"""
    both_awards_are_served(story)
    enters(story)
    with pytest.raises(InvalidInput, match="已经登记"):
        enters(story)
    with open_session(story.runtime.engine, writing=False) as session:
        court = court_notices.unlinked(story.runtime.desk(session, story.actor("courtclerk")))
        office = court_notices.unlinked(story.runtime.desk(session, story.actor("filing")))
    assert [(row.notice.number, row.candidates) for row in court] == [("（2026）鲁0591民初301号", ())]
    chosen = next(c for c, award, _ in office[0].candidates if award.type == NON_FINAL)
    assert (chosen.found_by, chosen.confidence) == ("names", 60)
    with transaction(story.runtime.engine) as session:
        desk = story.runtime.desk(session, story.actor("filing"))
        with pytest.raises(InvalidInput, match="没有填写"):
            court_notices.answer(desk, chosen.id or 0, {"answer": "no"})
    with transaction(story.runtime.engine) as session:
        court_notices.answer(story.runtime.desk(session, story.actor("filing")), chosen.id or 0, {"answer": "yes"})
    matter = story.row(CourtMatter)
    assert (matter.state, matter.filed_on, matter.number) == ("filed", date(2026, 4, 7), None)
    with open_session(story.runtime.engine, writing=False) as session:
        link = session.exec(select(CourtLink)).one()
        assert (link.found_by, link.confidence, link.confirmed_by_id) == ("names", 60, story.staff_id("filing"))
        assert court_notices.unlinked(story.runtime.desk(session, story.actor("courtclerk"))) == []
    assert fate(story, NON_FINAL).parties[0].status == "no_effect"
