"""从庭审到诉讼的复核：调解书与裁决不得重复处分，撤销之后不再有效力，一名劳动者的诉讼不牵动他人。"""

from datetime import date

import pytest
from court_words import (
    FINAL,
    FIRM,
    NON_FINAL,
    WORKER,
    applies_to_annul,
    both_awards_are_served,
    ends,
    fate,
    files,
    is_judged,
    rules_on_annulment,
    stands,
    sues,
)
from teller import Told
from test_collective import files_for, is_told_once, reaches_all, worker
from test_settlement_and_parts import TERMS, is_heard, settles, signs

from app.demonstration import APPLICATION
from app.models import Award, CourtMatter, Event, MediationStatement, Paper, Request
from app.services import report_data, report_figures
from app.services.filing import ItemInput
from app.storytelling import BOTH_CAME

# ---- 调解书 ----


def test_what_a_waiting_statement_covers_is_not_decided_meanwhile(story: Told) -> None:
    """LMA 42；CHR 72, 73：部分调解书没有签收、也没有反悔以前，不对同一请求作出裁决，免得一项请求两次处分。"""
    is_heard(story)
    statement = settles(story, "partly", 1, 2, into="heard")
    story.is_decided()
    story.is_refused("arb.submit_draft", "arbitrator", "调解书还没有签收", note_optional="")
    damages = next(str(i.id) for i in story.case().items if i.ordinal == 3)
    overtime = next(str(i.id) for i in story.case().items if i.ordinal == 2)
    story.is_refused("arb.submit_partial", "arbitrator", "调解书还没有签收", award_items=[overtime], partial_reason="清楚")
    story.takes("arb.submit_partial", "arbitrator", award_items=[damages], partial_reason="清楚", into="under_approval")
    story.is_approved(into="approved")
    story.takes("arb.sign_partial", "arbitrator", note_optional="", into="heard")
    story.takes("statement.refuse", "clerk", statement, party=str(story.party("respondent")), refusal_of_statement="拒绝签收")
    assert [i.disposition for i in story.case().items if i.ordinal < 3] == ["granted", "granted"]


def two_workers_are_heard(story: Told, *kinds: str) -> None:
    firm = [p for p in APPLICATION.parties if p.side == "respondent"]
    claims = [ItemInput(kind, str(8000 + n), f"请求{n + 1}", applicant=n) for n in range(2) for kind in kinds or ("overtime",)]
    story.files_claims([worker(1), worker(2), *firm], claims)
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-24 09:00", room="第一仲裁庭", into="hearing_set")
    for notice in notices(story):
        story.takes(
            "svc.record", "clerk", paper=str(notice.id), party=str(notice.party_id), service_method="direct",
            sent_on="2026-03-10", served_on="2026-03-10", proof="回证",
        )  # fmt: skip
    story.clock.to(3, 24)
    story.takes("arb.hear", "clerk", hearing_record="笔录", **BOTH_CAME)


def notices(story: Told) -> list[Paper]:
    from sqlmodel import select

    with story.reading() as session:
        query = select(Paper).where(Paper.case_id == story.case_id, Paper.kind == "hearing_notice")
        return list(session.exec(query).all())


def receives(story: Told, kind: str, party: int, month: int, day: int) -> None:
    story.clock.to(month, day)
    on = story.clock.day.isoformat()
    story.takes(
        "svc.record", "clerk", paper=str(story.latest_paper(kind)), party=str(party), service_method="direct",
        sent_on=on, served_on=on, proof="回证",
    )  # fmt: skip


def test_a_statement_of_two_workers_has_effect_for_nobody_before_everyone_signed(story: Told) -> None:
    """LMA 42；rules §21.12：一份调解书自最后一名当事人签收起生效；另一名劳动者没有签收以前对谁都不生效，可以反悔。"""
    two_workers_are_heard(story)
    statement = settles(story, "settled", into="settling")
    receives(story, "mediation_statement", story.worker_id(1), 3, 25)
    receives(story, "mediation_statement", story.party("respondent"), 3, 26)
    assert {p.status for p in fate(story, "mediation_statement").parties if p.party.kind == "worker"} == {"pending"}
    story.takes("statement.refuse", "clerk", statement, party=str(story.worker_id(2)), refusal_of_statement="拒绝签收")
    assert story.row(Paper, kind="mediation_statement").folder == "inner"  # what was conceded never reaches a court
    assert story.row(Event, rule="statement.refuse").inner
    found = fate(story, "mediation_statement")
    assert {p.status for p in found.parties} == {"no_effect"}
    assert "反悔" in "".join(text for text, _ in found.reasons)


def test_a_statement_set_aside_by_the_commission_is_neither_certified_nor_enforced(story: Told) -> None:
    """O1 十八：调解书由仲裁委员会撤销、重新处理的，不再是执行依据，不能开具生效证明。"""
    is_heard(story)
    settles(story, "settled", into="settling")
    signs(story, "applicant", 25)
    signs(story, "respondent", 26)
    assert stands(story, "mediation_statement") == ("effective", date(2026, 3, 26))
    story.asks_for("arb.reopen_statement", "arbitrator2", reopening_reason="认定有误", into="accepted")
    assert stands(story, "mediation_statement") == ("no_effect", None)


def test_an_award_set_aside_is_neither_certified_nor_enforced_nor_sued_upon(story: Told) -> None:
    """O1 十八；LMA 51：裁决由仲裁委员会撤销的，起诉期、申请撤销期和申请执行期都不再计算；不能再对它起诉、开证明。"""
    both_awards_are_served(story)
    story.asks_for(
        "arb.reopen_award", "arbitrator2", award=str(story.latest(Award, type=FINAL)), reopening_reason="有误", into="accepted"
    )
    assert stands(story, FINAL) == ("no_effect", None)
    about = {"machine": "award", "subject_id": story.latest(Award, type=FINAL)}
    for rule in ("post.sue.final_worker", "post.annul", "post.enforce"):
        assert story.limit(rule, **about).state != "open", rule
    assert story.limit("post.sue.nonfinal").state == "open"
    with pytest.raises(Exception, match="由仲裁委员会撤销"):
        files(story, "first_instance", FINAL, WORKER, 4, 2)
    with pytest.raises(Exception, match="由仲裁委员会撤销"):
        files(story, "annulment", FINAL, FIRM, 4, 2, "court-mid")


@pytest.mark.parametrize("how", ["stayed", "joined"])
def test_what_a_court_has_before_it_is_not_taken_up_again(story: Told, how: str) -> None:
    """O1 十八；I1 8：法院已经受理的，中止审理或者并案以后同样不再由仲裁委员会重新处理。"""
    both_awards_are_served(story)
    matter = applies_to_annul(story, 4, 10)
    sues(story, NON_FINAL, FIRM, 4, 10)
    if how == "stayed":
        story.takes("court.stay_annulment", "judge-mid", matter, note_optional="", into="stayed")
    story.is_refused(
        "arb.reopen_award", "arbitrator2", "已经受理", award=str(story.latest(Award, type=FINAL)), reopening_reason="有误"
    )


# ---- 终局裁决：起诉与撤销互相排斥 ----


def test_the_intermediate_court_neither_takes_nor_grants_annulment_while_the_worker_sues(story: Told) -> None:
    """I1 21：劳动者已经起诉的，中级法院不予受理撤销申请；已经受理的，裁定驳回，不能撤销裁决。"""
    both_awards_are_served(story)
    application = applies_to_annul(story, 4, 1)
    sues(story, FINAL, WORKER, 4, 2)
    with pytest.raises(Exception, match="劳动者已经起诉"):
        rules_on_annulment(story, application, "annulled", "2026-04-20", "procedure")
    rules_on_annulment(story, application, "annulment_refused", "2026-04-20")
    second = files(story, "annulment", FINAL, FIRM, 4, 21, "court-mid")
    story.is_refused_on(second, "court.accept", "judge-mid", "劳动者已经起诉", court_number="（2026）鲁05民特10号")
    story.takes("court.not_accept", "judge-mid", second, note="劳动者已经起诉", into="not_accepted")


def two_final_fates(story: Told) -> None:
    """Two workers, one final award, made 24 March and received by all three on the 25th."""
    two_workers_are_heard(story)
    story.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="未能达成协议")
    story.is_decided()
    story.is_awarded()
    for party in (story.worker_id(1), story.worker_id(2), story.party("respondent")):
        receives(story, "award", party, 3, 25)


def one_sues(story: Told, ordinal: int, day: int, number: int) -> tuple[type[CourtMatter], int]:
    story.clock.to(4, day)
    story.takes(
        "court.file", "filing", matter_kind="first_instance", award=str(story.latest(Award)),
        plaintiff=str(story.worker_id(ordinal)), court=str(story.body_id("court-hewan")), filed_on=story.clock.day.isoformat(),
    )  # fmt: skip
    matter = (CourtMatter, story.latest(CourtMatter))
    story.takes("court.accept", "courtclerk", matter, court_number=f"（2026）鲁0591民初{number}号", into="accepted")
    return matter


def test_the_second_chance_to_annul_does_not_wait_for_the_other_workers_suit(story: Told) -> None:
    """I1 17, 21：一名劳动者撤诉，用人单位对其部分自收到裁定起另有三十日；另一名劳动者的诉讼不牵动它。"""
    two_final_fates(story)
    first, second = one_sues(story, 1, 1, 71), one_sues(story, 2, 2, 72)
    ends(story, first, "withdrawn", "2026-05-12", ruling_reached_worker="2026-05-12", ruling_reached_employer="2026-05-13")
    assert story.limit("post.annul.after_worker_fails").due == date(2026, 6, 12)
    assert story.row(Award).state == "partly_in_effect"
    ends(story, second, "withdrawn", "2026-06-01", ruling_reached_worker="2026-06-01", ruling_reached_employer="2026-06-02")
    assert story.limit("post.annul.after_worker_fails").due == date(2026, 7, 2)


def test_while_one_worker_sues_the_other_may_sue_be_certified_and_enforce(story: Told) -> None:
    """I1 17：裁决对部分劳动者生效的，生效的人可以开证明、申请执行；还在起诉期内的人可以起诉。"""
    two_final_fates(story)
    one_sues(story, 1, 1, 71)
    assert story.row(Award).state == "partly_in_effect"
    two = str(story.worker_id(2))
    story.takes(
        "request.effect_certificate", "filing", asking_party=two, award_optional=str(story.latest(Award)),
        mediation_paper="", note_optional="",
    )  # fmt: skip
    story.takes("request.issue_certificate", "filing", (Request, story.latest(Request)), note_optional="", into="granted")
    story.takes(
        "court.enforce", "filing", award_optional=str(story.latest(Award)), mediation_paper="", creditor=two,
        court=str(story.body_id("court-hewan")), filed_on="2026-04-01", enforce_amount="8001",
    )  # fmt: skip
    one_sues(story, 2, 3, 72)


# ---- 上诉 ----


def test_a_small_claims_judgment_cannot_be_appealed(story: Told) -> None:
    """CPL 165：小额诉讼一审终审，不能登记上诉。"""
    both_awards_are_served(story)
    suit = files(story, "first_instance", NON_FINAL, FIRM, 4, 10)
    story.takes("court.accept", "courtclerk", suit, court_number="（2026）鲁0591民初77号", trial_procedure="small")
    is_judged(story, suit, "2026-06-01", ruling_reached_worker="2026-06-02", ruling_reached_employer="2026-06-03")
    with pytest.raises(Exception, match="一审终审"):
        files(story, "second_instance", NON_FINAL, FIRM, 6, 4, "court-mid")


def test_an_appeal_is_against_the_judgment_over_this_award(story: Told) -> None:
    """CPL 171：上诉针对同一份裁决的一审裁判；另一份裁决的诉讼已经判决的，不能借用；准许撤诉的裁定不能上诉。"""
    both_awards_are_served(story)
    first = sues(story, FINAL, WORKER, 4, 1)
    second = sues(story, NON_FINAL, FIRM, 4, 10, 78)
    is_judged(story, first, "2026-06-01", ruling_reached_worker="2026-06-02", ruling_reached_employer="2026-06-03")
    with pytest.raises(Exception, match="还没有登记一审的裁判"):
        files(story, "second_instance", NON_FINAL, FIRM, 6, 4, "court-mid")
    ends(story, second, "withdrawn", "2026-06-05")
    with pytest.raises(Exception, match="不能上诉"):
        files(story, "second_instance", NON_FINAL, FIRM, 6, 8, "court-mid")


# ---- 撤诉裁定以后才登记送达 ----


def test_a_receipt_recorded_later_moves_the_day_of_effect(story: Told) -> None:
    """SPC2000 1：准许撤诉的，裁决自裁定送达当事人之日起生效；送达之日以后补登记的，生效日随之更正，申请执行期也是。"""
    both_awards_are_served(story)
    suit = sues(story, NON_FINAL, FIRM, 4, 10)
    ends(story, suit, "withdrawn", "2026-05-12")
    story.clock.to(5, 20)
    typed = {"receiving_party": str(story.party(FIRM)), "ruling_received_on": "2026-05-18"}
    story.takes("court.record_receipt", "courtclerk", suit, **typed)
    assert stands(story, NON_FINAL) == ("effective", date(2026, 5, 18))
    assert story.row(Award, type=NON_FINAL).effective_from == date(2026, 5, 18)
    assert story.limit("post.enforce", subject_id=story.latest(Award, type=NON_FINAL)).origin == date(2026, 5, 18)


# ---- 集体争议庭前调解 ----


def test_a_settlement_before_the_hearing_of_a_collective_case_needs_its_statement_signed(story: Told) -> None:
    """LMA 42；CHR 66, 72：集体争议庭前达成调解的，同样制作调解书；双方签收以前案件不能结案。"""
    files_for(story, 10)
    story.is_accepted()
    story.clock.to(3, 6)
    is_told_once(story)
    story.takes(
        "collective.guide", "arbitrator", mediation_result="settled", mediation_terms=TERMS, mediation_note="达成协议",
        helpers="东川市总工会", into="settling",
    )  # fmt: skip
    paper = story.latest_paper("mediation_statement")
    reaches_all(story, paper)
    assert (story.case().state, story.row(MediationStatement).state) == ("settling", "issued")
    story.clock.to(3, 9)
    receives(story, "mediation_statement", story.party("respondent"), 3, 9)
    assert (story.case().state, story.row(MediationStatement).effective_on) == ("settled", date(2026, 3, 9))


# ---- 统计 ----


def counted(story: Told, month: str) -> dict[str, int]:
    """Figures of the month by name, as far as they are plain counts."""
    with story.reading() as session:
        figures = report_figures.compute(report_data.collect(session, month))["figures"]
    return {name: figure["numerator"] for name, figure in figures.items()}


def test_suits_tried_together_wait_for_one_judgment(story: Told) -> None:
    """I1 4：并案审理的是一件案件，月末尚待一审裁判只计一件；判决以后一件也不再计。"""
    both_awards_are_served(story)
    first = sues(story, NON_FINAL, WORKER, 4, 8, 78)
    second = sues(story, NON_FINAL, FIRM, 4, 10)
    story.takes("court.join", "judge", second, note_optional="", into="joined")
    assert counted(story, "2026-04")["quality.waiting_judgment"] == 1
    is_judged(story, first, "2026-06-01", ruling_reached_worker="2026-06-02", ruling_reached_employer="2026-06-03")
    assert counted(story, "2026-06")["quality.waiting_judgment"] == 0


def test_a_case_taken_up_again_is_open_again_in_the_report(story: Told) -> None:
    """O1 十八：仲裁委员会决定重新处理的案件，从该月起重新计入期末未结，不再按原来的裁决计为已结。"""
    both_awards_are_served(story)
    assert counted(story, "2026-03")["flow.open_end"] == 0
    story.clock.to(5, 6)
    story.asks_for(
        "arb.reopen_award", "arbitrator2", award=str(story.latest(Award, type=FINAL)), reopening_reason="有误", into="accepted"
    )
    found = counted(story, "2026-05")
    assert (found["flow.open_end"], found["flow.closed"]) == (1, 0)
