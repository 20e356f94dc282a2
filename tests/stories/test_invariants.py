"""程序的十六条不变量（领域规则 §21），一条一个检验：能办的办成，不能办的办不成，都经由案件真正走过的步骤。"""

from dataclasses import replace
from datetime import date

import pytest
from court_words import (
    FINAL,
    FIRM,
    NON_FINAL,
    WORKER,
    both_awards_are_served,
    ends,
    files,
    is_served,
    may,
    stands,
    state,
    sues,
)
from sqlmodel import col, select
from teller import Told
from test_claims import change, counterclaim
from test_collective import files_for, is_awarded_after_one_notice, reaches_all
from test_jurisdiction import ACCEPT, case_of, files_again
from test_jurisdiction import to as elsewhere
from test_procedures import simplified
from test_settlement_and_parts import is_heard, settles, signs
from walking import is_served as copy_is_served
from walking import request_of

from app.database import open_session, transaction
from app.demonstration import APPLICATION
from app.models import (
    Agent,
    Award,
    Body,
    Case,
    CourtMatter,
    Event,
    FileShare,
    Limit,
    MediationStatement,
    Paper,
    Referral,
    StaffRole,
)
from app.services import awards, casefile, workload
from app.story_service import PROOFS
from app.storytelling import agreed
from workflows import causes, limits_rules, minimum_wage, parameters, regimes
from workflows.calendar import statutory
from workflows.errors import HengjianError, NotInForce
from workflows.soundness.graph import closure, ways
from workflows.states import START, STATES
from workflows.statute import statute

NOBODY_CAME = {"came-applicant": "absent", "came-respondent": "agent"}
FIRM_AWAY = {"came-applicant": "came", "came-respondent": "absent"}
PAUSES = {"suspended", "transferring", "designation"}
OTHER = [replace(APPLICATION.parties[0], name="邹明远", identity="370502198501011235"), APPLICATION.parties[1]]


def without(*conditions: str) -> set[str]:
    """The states a case could reach if no step that asks one of these conditions were ever taken.

    Steps out of a pause only lead back to where the case stood, so they lead nowhere new.
    """
    rules = [
        r for r in statute().rules
        if r.machine == "case" and not {*r.when, *r.checks} & {*conditions} and not {*r.sources} <= PAUSES
    ]
    return closure({START}, ways(rules))


def tribunal(story: Told, **how: object) -> None:
    story.files_application(**how)  # type: ignore[arg-type]
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)


def is_notified(story: Told, side: str, day: int, method: str = "direct", **more: str) -> None:
    story.clock.to(3, day)
    on = story.clock.day.isoformat()
    story.takes(
        "svc.record", "clerk", paper=str(story.latest(Paper, kind="hearing_notice", party_id=story.party(side))),
        party=str(story.party(side)), service_method=method, sent_on=on, served_on=on, **{**PROOFS[method], **more},
    )  # fmt: skip


def due(story: Told) -> date:
    return story.limit("arb.decide_45", state="open").due


def test_invariant_01_no_award_without_a_mediation_attempt(story: Told) -> None:
    """没有记录在案的调解，不得裁决；缺席审理的，应当写明没有调解的原因（LMA 42）。"""
    tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.takes("arb.hear", "clerk", hearing_record="笔录", **{"came-applicant": "came", "came-respondent": "agent"})
    views = agreed(story.case().panel)
    story.is_refused("arb.deliberate", "arbitrator", "先行调解", deliberation_text="评议", **views)
    story.is_refused("arb.no_mediation_possible", "arbitrator", "缺席审理", no_mediation_reason="不想调解")
    story.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="未成")
    story.is_decided()
    story.is_awarded()
    tribunal(story, key="default", parties=OTHER)
    story.is_set_down_and_notified("2026-03-24 14:00")
    story.clock.to(3, 24)
    typed = {"default_reason": "经书面通知未到庭", "hearing_record": "笔录"}
    story.takes("arb.hear_in_default", "arbitrator", **typed, **FIRM_AWAY)
    views = agreed(story.case().panel)
    story.is_refused("arb.deliberate", "arbitrator", "先行调解", deliberation_text="评议", **views)
    story.takes("arb.no_mediation_possible", "arbitrator", no_mediation_reason="被申请人经通知未到庭")
    story.takes("arb.deliberate", "arbitrator", deliberation_text="评议", into="deliberated", **views)
    assert not without("mediation_was_tried") & {"deliberated", "under_approval", "approved", "awarded"}


def test_invariant_02_no_default_without_proof_of_notice(story: Told) -> None:
    """没有书面通知的证明，不得缺席审理，也不得按撤回处理：一般案件须在开庭五个工作日前，简易处理须确认收悉（LMA 35, 36；CHR 59）。"""
    default = {"default_reason": "未到庭", "hearing_record": "笔录", **FIRM_AWAY}
    gone = {"absence_reason": "未到庭", **NOBODY_CAME}
    tribunal(story)
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-24 09:00", room="第一仲裁庭")
    story.clock.to(3, 24)
    story.is_refused("arb.deem_withdrawn", "arbitrator", "五个工作日前", **gone)
    story.is_refused("arb.hear_in_default", "arbitrator", "通知", **default)
    is_notified(story, "applicant", 16)  # the last day: five working days from the 17th to the 23rd
    is_notified(story, "respondent", 18)
    story.clock.to(3, 24)
    story.is_refused("arb.hear_in_default", "arbitrator", "五个工作日前", **default)
    story.takes("arb.deem_withdrawn", "arbitrator", into="deemed_withdrawn", **gone)
    tribunal(story, procedure="simplified", key="simple", parties=OTHER)
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-13 14:00", room="第二仲裁庭")
    is_notified(story, "applicant", 11, "simple")
    is_notified(story, "respondent", 11, "simple", receipt_confirmed="yes")
    story.clock.to(3, 13)
    story.is_refused("arb.deem_withdrawn", "arbitrator", "须确认收悉", **gone)
    story.takes("arb.hear_in_default", "arbitrator", into="heard", **default)


def test_invariant_03_who_may_file_again(story: Told) -> None:
    """撤回的，可以再次申请；按撤回处理的，再次申请不受理；不予受理的，同一请求不再受理，但可以起诉（CHR 34, 35, 39）。"""
    story.files_application()
    story.takes("arb.withdraw_before_acceptance", "filing", withdrawal_reason="自行和解", into="withdrawn")
    files_again(story, "2026-03-03")
    story.takes("arb.accept", "filing", into="accepted", **ACCEPT)
    story.takes("arb.withdraw", "filing", withdrawal_reason="自行和解", into="withdrawn")
    files_again(story, "2026-03-04")
    story.asks_for("arb.refuse", "filing", refusal_ground="out_of_scope", refusal_reason="不属于受理范围", into="refused")
    refused = story.case_id
    files_again(story, "2026-03-05")
    story.is_refused("arb.accept", "filing", "可以就该争议向人民法院起诉", **ACCEPT)
    story.case_id = refused
    story.takes(
        "court.file_refusal", "filing", plaintiff=str(story.party("applicant")),
        court=str(story.body_id("court-hewan")), filed_on="2026-03-05",
    )  # fmt: skip
    assert story.row(CourtMatter).state == "filed"
    tribunal(story, parties=OTHER, on="2026-03-06", key="other")
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.takes("arb.deem_withdrawn", "arbitrator", absence_reason="未到庭", into="deemed_withdrawn", **NOBODY_CAME)
    story.files(replace(APPLICATION, filed_on="2026-03-24", parties=OTHER), by="filing")
    story.is_refused("arb.accept", "filing", "按撤回", **ACCEPT)


def test_invariant_04_on_hold_is_neither_accepted_nor_refused(story: Told) -> None:
    """暂缓受理是单独的状态：没有案号，没有受理，也不是不予受理；从这里不能直接不予受理（CHR 69）。"""
    story.files_application()
    story.takes("referral.propose", "filing", channel="industry", receiving_body=str(story.body_id("med-ind")))
    referral = (Referral, story.latest(Referral))
    for side in (WORKER, FIRM):
        story.takes("referral.record_consent", "filing", referral, party=str(story.party(side)), agrees="yes", consent_way="phone")
    case = story.case()
    assert (case.state, case.number, case.accepted_on) == ("on_hold", None, None)
    assert STATES["case"]["on_hold"].id not in ("accepted", "refused")
    assert not STATES["case"]["on_hold"].end
    assert not {"acceptance_notice", "refusal_notice"} & {*story.papers()}
    with pytest.raises(HengjianError):
        story.takes("arb.refuse", "filing", refusal_ground="out_of_scope", refusal_reason="不属于")
    story.clock.to(3, 3)
    story.takes("referral.delegate", "filing", referral, note_optional="")
    story.takes("referral.accept_by_body", "industry", referral, note_optional="")
    story.clock.to(3, 10)
    story.takes(
        "referral.record_outcome", "industry", referral, outcome="no_agreement", outcome_reason_optional="差距过大", agreement_terms=""
    )
    story.takes("referral.return", "industry", referral, note_optional="", into="returned")
    assert story.case().state == "filed"
    story.is_accepted()
    assert story.case().accepted_on == date(2026, 3, 10)


def test_invariant_05_the_forty_five_days(story: Told) -> None:
    """四十五日自受理起算；四种情形重新计算，两种时间不计入，延长不超过十五日；简易转一般不重新计算（LMA 43；CHR 45, 46, 61）。"""
    rule = limits_rules.rules()["arb.decide_45"][-1]
    assert (len(rule.restart), len(rule.exclude)) == (4, 2)
    copy_is_served(story)
    assert due(story) == date(2026, 4, 16)
    story.takes("arb.to_simplified", "arbitrator", **simplified())
    story.clock.to(3, 10)
    story.takes("arb.to_ordinary", "arbitrator", agreed_facts="", note="案情复杂")
    assert due(story) == date(2026, 4, 16)
    story.clock.to(3, 16)
    story.takes("counterclaim.file", "filing", **counterclaim(story))
    story.takes("counterclaim.join", "filing", request_of(story, "counterclaim"), note_optional="")
    assert due(story) == date(2026, 4, 30)
    story.clock.to(3, 20)
    story.takes("change.ask", "filing", **change(story, "change", "wages", "", "26000"))
    story.takes("change.accept", "filing", request_of(story, "claim_change"), new_answer_waived="yes", note_optional="")
    assert due(story) == date(2026, 5, 4)
    story.clock.to(3, 23)
    story.takes(
        "party.ask", "clerk", asking_party_optional=str(story.party(WORKER)), joining_ground="dispatch", new_party_kind="employer",
        new_party_name="东川市众聚人力资源有限公司", new_party_identity="", new_party_address="东川市河湾区和顺街1号", stands_for="",
        request_text="派遣单位应当作为共同当事人",
    )  # fmt: skip
    story.takes("party.add", "arbitrator", request_of(story, "add_party"), note_optional="")
    assert due(story) == date(2026, 5, 7)
    story.is_refused("arb.extend", "arbitrator", "不得超过15日", extension_days="16", extension_reason="案情复杂")
    story.asks_for("arb.extend", "arbitrator", extension_days="15", extension_reason="案情复杂")
    assert due(story) == date(2026, 5, 22)
    story.asks_for(
        "arb.suspend", "arbitrator", suspension_ground="appraisal", suspension_reason="等待工伤认定",
        suspension_awaits="河湾区人力资源和社会保障局，受理〔2026〕31号", into="suspended",
    )  # fmt: skip
    story.clock.to(4, 2)
    story.takes("arb.resume", "head", note_optional="")
    assert due(story) == date(2026, 5, 31)  # counted from the 24th; 24 March to 1 April are nine days
    story.files_application(on="2026-03-02", key="public", parties=OTHER)
    story.is_accepted()
    story.has_a_tribunal(alone=True)
    story.serves("response_notice", FIRM, "filing", method="public_notice", sent=date(2026, 3, 2), served=None)
    assert due(story) > date(2026, 4, 16)
    sender = story.case_id
    story.asks_for("arb.transfer", "filing", into="transferring", **elsewhere(story, inside="shiqiao"))
    story.case_id = case_of(story, transferred_from_id=sender).id or 0
    story.clock.to(3, 23)
    story.takes("arb.take_transfer", "filing-shiqiao", cause="205(5)", note_optional="", into="accepted")
    assert due(story) == date(2026, 5, 7)


def test_invariant_06_every_clock_runs_from_ones_own_service(story: Told) -> None:
    """起诉和申请撤销的期限，各自从本人收到裁决书之日起算（LMA 48–50）。"""
    both_awards_are_served(story, worker=(3, 25), firm=(3, 31))
    worker, firm = story.party(WORKER), story.party(FIRM)
    with open_session(story.runtime.engine, writing=False) as session:
        clocks = session.exec(select(Limit).where(Limit.machine == "award", col(Limit.rule).in_(("post.sue.nonfinal", "post.sue.final_worker", "post.annul")))).all()
    origins = {(one.rule, one.party_id): one.origin for one in clocks}
    assert origins == {
        ("post.sue.nonfinal", worker): date(2026, 3, 25),
        ("post.sue.nonfinal", firm): date(2026, 3, 31),
        ("post.sue.final_worker", worker): date(2026, 3, 25),
        ("post.annul", firm): date(2026, 3, 31),
    }
    story.clock.to(4, 10)  # the worker's fifteen days are over, the firm's are not
    assert story.time_passes()["in_effect"] == 0
    assert may(story, NON_FINAL) == {WORKER: "", FIRM: "sue basic 2026-04-15"}


def test_invariant_07_the_type_is_fixed_at_signature(story: Told) -> None:
    """裁决的类型在签发时确定，以后不变；请求确认劳动关系的案件，只能是非终局裁决（LMA 47；O1 十一）。"""
    story.reaches_an_award(("wages", "100"), ("relation_confirmation", ""), relation_confirmation=("granted", ""))
    assert (story.row(Award).type, story.count(Award, case_id=story.case_id)) == (NON_FINAL, 1)
    story.reaches_an_award(("wages", "5000"), ("wrongful_termination", "60000"))
    made = {1: FINAL, 2: NON_FINAL}
    assert {n: story.row(Award, ordinal=n).type for n in made} == made
    item = story.case().items[0]
    with pytest.raises(HengjianError):
        story.writes_draft("arbitrator", **{f"item-{item.id}-disposition": "granted", f"item-{item.id}-awarded": "90000"})
    is_served(story, NON_FINAL, worker=(3, 25), firm=(3, 31))
    sues(story, NON_FINAL, FIRM, 4, 1)
    story.clock.to(5, 1)
    story.time_passes()
    assert {n: story.row(Award, ordinal=n).type for n in made} == made


def test_invariant_08_when_an_award_has_effect(story: Told) -> None:
    """终局裁决自作出之日起生效；非终局裁决在各方起诉期都届满、没有人起诉之后才生效（LMA 47, 50）。"""
    story.reaches_an_award()
    assert (state(story, FINAL), stands(story, FINAL)) == ("in_effect", ("effective", date(2026, 3, 24)))
    assert state(story, NON_FINAL) == "awaiting"
    is_served(story, NON_FINAL, worker=(3, 25), firm=(3, 31))
    for day in (9, 10, 15):
        story.clock.to(4, day)
        story.time_passes()
        assert state(story, NON_FINAL) == "awaiting"
    story.clock.to(4, 16)
    story.time_passes()
    assert (state(story, NON_FINAL), stands(story, NON_FINAL)) == ("in_effect", ("effective", date(2026, 4, 16)))
    story.reaches_an_award(("double_wage", "66000"))
    is_served(story, NON_FINAL, worker=(3, 25), firm=(3, 31))
    sues(story, NON_FINAL, WORKER, 4, 9)
    story.clock.to(4, 20)
    story.time_passes()
    assert stands(story, NON_FINAL) == ("no_effect", None)


def test_invariant_09_a_suit_on_part_and_a_suit_of_one(story: Told) -> None:
    """就部分事项起诉的，整份非终局裁决不生效；一名劳动者起诉，不影响其他劳动者（I1 16, 17）。"""
    both_awards_are_served(story)
    sues(story, NON_FINAL, FIRM, 4, 10)
    assert (state(story, NON_FINAL), stands(story, NON_FINAL)) == ("no_effect", ("no_effect", None))
    is_awarded_after_one_notice(story, 10, "wrongful_termination")
    reaches_all(story, story.latest_paper("award"))
    story.serves("award", FIRM, "clerk", method="direct", sent=story.clock.day, served=story.clock.day)
    story.clock.to(3, 30)
    story.takes(
        "court.file", "filing", matter_kind="first_instance", award=str(story.latest(Award)), plaintiff=str(story.worker_id(4)),
        court=str(story.body_id("court-hewan")), filed_on="2026-03-30",
    )  # fmt: skip
    story.clock.to(4, 9)
    story.time_passes()
    assert story.row(Award).worker_fates["counts"] == {"effective": 9, "no_effect": 1}
    assert str(story.worker_id(4)) not in story.row(Award).worker_fates["effective"]


def test_invariant_10_annulment_and_the_workers_suit_exclude_each_other(story: Told) -> None:
    """申请撤销与劳动者起诉互斥，起诉优先；劳动者的起诉被驳回或者撤回的，用人单位重新有三十日（I1 21）。"""
    both_awards_are_served(story)
    assert may(story, FINAL)[FIRM] == "annul intermediate 2026-04-30"
    suit = sues(story, FINAL, WORKER, 4, 1)
    assert (state(story, FINAL), may(story, FINAL)[FIRM]) == ("contested", "")
    application = files(story, "annulment", FINAL, FIRM, 4, 7, "court-mid")
    story.takes("court.not_accept", "judge-mid", application, note="劳动者已经起诉", into="not_accepted")
    assert state(story, FINAL) == "contested"
    ends(story, suit, "withdrawn", "2026-05-12", ruling_reached_employer="2026-05-18")
    assert may(story, FINAL)[FIRM] == "annul intermediate 2026-06-17"
    assert state(story, FINAL) == "in_effect"
    story.clock.to(6, 18)
    assert may(story, FINAL)[FIRM] == ""
    files(story, "annulment", FINAL, FIRM, 6, 17, "court-mid")
    assert story.limit("post.annul.after_worker_fails").state == "met"


def test_invariant_11_termination_needs_the_courts_acceptance(story: Told) -> None:
    """当事人起诉不终止审理，法院受理才终止（LMA 43；CHR 48）。"""
    tribunal(story)
    story.clock.to(4, 20)
    story.is_refused("arb.terminate_on_suit", "head", "", note_optional="")
    story.takes(
        "court.file_overdue", "filing", plaintiff=str(story.party(WORKER)), court=str(story.body_id("court-hewan")),
        filed_on="2026-04-20", excuses_seen="yes",
    )  # fmt: skip
    matter = (CourtMatter, story.latest(CourtMatter))
    story.is_refused("arb.terminate_on_suit", "head", "尚未受理", note_optional="")
    assert story.case().state == "tribunal_formed"
    story.takes("court.accept", "courtclerk", matter, court_number="（2026）鲁0591民初88号", into="accepted")
    story.takes("arb.terminate_on_suit", "head", note_optional="", into="terminated_by_suit")
    into = {r.id: {*r.when, *r.checks} for r in statute().rules if r.machine == "case" and any(b.to == "terminated_by_suit" for b in r.branches)}
    assert all(any(one.startswith("court_accepted") for one in asked) for asked in into.values()), into


def test_invariant_12_a_statement_has_effect_at_the_second_signature(story: Told) -> None:
    """调解书经第二方签收才生效；在此之前任何一方可以反悔，反悔的依法裁决（LMA 42）。"""
    is_heard(story)
    settles(story, "settled", into="settling")
    signs(story, WORKER, 25)
    assert (story.case().state, story.row(MediationStatement).state) == ("settling", "issued")
    signs(story, FIRM, 27)
    assert (story.row(MediationStatement).state, story.row(MediationStatement).effective_on) == ("effective", date(2026, 3, 27))
    statement = (MediationStatement, story.latest(MediationStatement))
    with pytest.raises(HengjianError):
        story.takes("statement.refuse", "clerk", statement, party=str(story.party(WORKER)), refusal_of_statement="反悔")
    for side, claim in ((WORKER, "annual_leave"), (FIRM, "double_wage")):
        is_heard(story, (claim, "4000"))
        statement = settles(story, "settled", into="settling")
        signs(story, FIRM if side == WORKER else WORKER, 25)
        story.takes("statement.refuse", "clerk", statement, party=str(story.party(side)), refusal_of_statement="反悔")
        assert (story.case().state, story.row(MediationStatement).state) == ("heard", "refused")


def test_invariant_13_who_may_sit(story: Told) -> None:
    """书记员不由本庭仲裁员兼任；十人以上三名仲裁员；在本委做代理人的，不提名为仲裁员（ORG 13, 14, 33）。"""
    one, two = str(story.staff_id("arbitrator")), str(story.staff_id("arbitrator2"))
    story.files_application()
    story.is_accepted()
    with transaction(story.runtime.engine) as session:
        session.add(StaffRole(staff_id=int(one), role="hearing_clerk", slot="hearing_clerk"))
    story.is_refused("arb.form_tribunal", "head", "兼任", chief=one, members=[], recorder=one)
    story.is_refused("arb.form_tribunal", "head", "应当由", chief=one, members=[two], recorder=str(story.staff_id("clerk")))
    story.has_a_tribunal(alone=True)
    name = story.actor("arbitrator2").name
    with transaction(story.runtime.engine) as session:
        session.add(Agent(party_id=story.party(WORKER), name=name, kind="lawyer"))
    files_for(story, 10)
    story.is_accepted()
    story.is_refused("arb.form_tribunal", "head", "3 名仲裁员", chief=one, members=[], recorder=str(story.staff_id("clerk")))
    with open_session(story.runtime.engine, writing=False) as session:
        found = workload.candidates(story.runtime.desk(session, story.actor("head")), session.get_one(Case, story.case_id))
        assert {c.load.staff.name: c.why_not for c in found}[name] == "在本委的案件中担任代理人（ORG 33）"
    story.has_a_tribunal()


def test_invariant_14_deliberation_never_reaches_the_parties(story: Told) -> None:
    """评议笔录和各人意见只有本庭和审批人看得到：不送达，不进正卷，法院、立案、其他仲裁员都看不到（CHR 22, 52）。"""
    secret = "评议中的少数意见"
    tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.is_heard_without_settlement()
    story.is_decided()
    story.takes("arb.deliberate", "arbitrator", deliberation_text=secret, **agreed(story.case().panel, secret))
    story.is_awarded()
    record = story.row(Paper, kind="deliberation_record")
    assert secret in str(record.facts)
    story.is_refused(
        "svc.record", "clerk", "属于副卷", paper=str(record.id), party=str(story.party(WORKER)), service_method="direct",
        sent_on="2026-03-24", served_on="2026-03-24", proof="回证",
    )  # fmt: skip
    court = story.body_id("court-hewan")
    with transaction(story.runtime.engine) as session:
        matter = CourtMatter(case_id=story.case_id, court_id=court, kind="first_instance", filed_on=story.clock.day, state="accepted")
        session.add(matter)
        session.flush()
        session.add(FileShare(case_id=story.case_id, court_id=court, matter_id=matter.id, since=story.clock.day))
    for login, sees in (("arbitrator", True), ("head", True), ("arbitrator2", False), ("filing", False), ("judge", False), ("courtclerk", False)):
        with open_session(story.runtime.engine, writing=False) as session:
            shown = casefile.view(story.runtime.desk(session, story.actor(login)), session.get_one(Case, story.case_id))
            assert ("deliberation_record" in {p.kind for p in shown.papers}) is sees, login
            if not sees:
                assert secret not in "".join(str(p.facts) for p in shown.papers), login
    with open_session(story.runtime.engine, writing=False) as session:
        main = session.exec(select(Paper).where(Paper.case_id == story.case_id, Paper.folder == "main")).all()
        events = session.exec(select(Event).where(Event.case_id == story.case_id)).all()
        assert len(main) > 5
        assert secret not in "".join(str(p.facts) for p in main)
        assert secret not in "".join(f"{e.note}{e.title}" for e in events)


def test_invariant_15_money_is_looked_up_by_day_and_place(story: Told) -> None:
    """款项参数按日期和地方查取：当地当日最低工资十二个月，恰好等于的终局，多一分的非终局；没有登记的不给数（LMA 47）。"""
    day = date(2026, 3, 2)
    with open_session(story.runtime.engine, writing=False) as session:
        place = session.get_one(Body, story.actor("filing").body_id).place
        wage = minimum_wage.entry(place, day, awards.entered_parameters(session))
    with pytest.raises(NotInForce):
        minimum_wage.entry(place, day)  # nothing but what somebody entered for this place
    line = minimum_wage.fen(wage) * int(parameters.on(day, "final_award_multiple").value)
    for claim, fen, expected in (("wages", line, FINAL), ("severance", line + 1, NON_FINAL)):
        yuan = f"{fen // 100}.{fen % 100:02d}"
        story.reaches_an_award((claim, yuan), **{claim: ("granted", yuan)})
        assert story.row(Award).type == expected, fen
    values = {(e.place, e.start): e.value for e in parameters.shipped()["minimum_wage"].entries}
    assert len({place for place, _ in values}) > 1
    assert len({start for _, start in values}) > 1


def test_invariant_16_the_law_is_chosen_by_the_day(story: Told) -> None:
    """适用的法律按日期选择：案由 2026-01-01，解释二 2025-09-01，超龄 2026-07-01，节日 2025-01-01，民诉法条号 2024-01-01。"""
    eve, day = date(2025, 12, 31), date(2026, 1, 1)
    old, new = ({c.code for c in causes.list_on(one).causes} for one in (eve, day))
    for filed, wrong, right in ((eve, new - old, "186(5)"), (day, old - new, "205(5)")):
        story.files_application(on=filed.isoformat(), key=f"on {filed}")
        accept = {"conditions": "yes", "note_optional": ""}
        story.is_refused("arb.accept", "filing", "案由", cause=sorted(wrong)[0], **accept)
        story.takes("arb.accept", "filing", cause=right, into="accepted", **accept)
        story.takes("arb.withdraw", "filing", withdrawal_reason="和解")
    assert limits_rules.ground("lim.court_defence", date(2025, 9, 1)).basis == "I2 20"
    routes = [regimes.regime(date(2026, month, last), "pay", draws_pension=True).route for month, last in ((6, 30), (7, 1))]
    assert routes == ["ask", "arbitration"]
    assert regimes.regime(date(2025, 8, 31), "pay", draws_pension=True).route == "court"
    assert (len(statutory.days(2024)), len(statutory.days(2025))) == (11, 13)
    assert limits_rules.rule("court.filing", date(2024, 1, 1)).basis == "CPL 126"
    with pytest.raises(NotInForce):
        limits_rules.rule("court.filing", date(2023, 12, 31))
