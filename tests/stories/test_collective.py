"""集体争议：推举代表、一次性通知、代表处分须经同意、批量送达、部分撤回和分案、裁决对各人分别生效。"""

from datetime import date

from stdnum.cn import ric
from teller import Told

from app.demonstration import APPLICATION
from app.models import Award, CourtMatter, Delegation, Hearing, Paper, Party, Request, Service
from app.services.filing import ItemInput, PartyInput

ADDRESS = "东川市河湾区和顺街8号"
COUNTED = 10
AMOUNTS = {"wrongful_termination": 60000}
"""Yuan from which the claims of a kind count up: damages beyond twelve minimum wages are not final (LMA 47)."""


def worker(number: int) -> PartyInput:
    """One of many workers, with a number of identity of their own."""
    stem = f"370502{1970 + number % 30}0{1 + number % 9}{10 + number % 18}{100 + number:03d}"
    return PartyInput(
        "applicant", "worker", f"职工{number:03d}", identity=stem + str(ric.calc_check_digit(stem + "0")), address=ADDRESS
    )


def files_for(story: Told, count: int, *kinds: str, procedure: str = "ordinary") -> None:
    """沈禾 takes in the application of `count` workers, each with these kinds of claim."""
    firm = [p for p in APPLICATION.parties if p.side == "respondent"]
    claims = [
        ItemInput(kind, str(AMOUNTS.get(kind, 8000) + n), f"请求{n + 1}", applicant=n) for n in range(count) for kind in kinds or ("wages",)
    ]
    story.files_claims([worker(n + 1) for n in range(count)] + firm, claims, procedure)


def elects(story: Told, signers: str = "全体", **more: str) -> None:
    story.takes(
        "collective.elect",
        "filing",
        delegates="1、2、3",
        signers=signers,
        elected_on=story.clock.day.isoformat(),
        election_paper="推举代表书一份，附签名名册",
        **more,
    )


def is_told_once(story: Told, at: str = "2026-03-24 09:00") -> None:
    """The tribunal of three, and everything in one notice."""
    story.has_a_tribunal()
    until = "2026-03-20"
    story.takes("collective.notify", "clerk", evidence_until=until, hearing_at=at, room="厂区会议室", at_workplace="yes")


def reaches_all(story: Told, paper: int, workers: str = "全体", receiver: str = "", **more: str) -> None:
    """Service on the list of workers, on the day the clock shows."""
    day = story.clock.day.isoformat()
    typed = {"service_method": "direct", "sent_on": day, "served_on": day, "proof": "签收名册在卷", **more}
    story.takes("svc.record_many", "clerk", paper=str(paper), workers=workers, receiver=receiver, **typed)


def test_nine_workers_are_not_a_collective_case_and_ten_are(story: Told) -> None:
    """CHR 62：劳动者一方在十人以上并有共同请求的，适用集体争议的特别规定；ORG 13：由三名仲裁员组成仲裁庭。"""
    files_for(story, COUNTED - 1)
    assert (story.case().collective, story.case().procedure) == (False, "ordinary")
    story.is_refused(
        "collective.elect", "filing", "10人以上",
        delegates="1、2、3", signers="全体", elected_on="2026-03-02", election_paper="推举代表书",
    )  # fmt: skip
    files_for(story, COUNTED)
    assert (story.case().collective, story.case().procedure) == (True, "collective")
    story.is_accepted()
    notice = story.limit("arb.collective.notice")
    assert notice.due == date(2026, 3, 9)  # five working days from Monday 2 March
    chief, recorder = str(story.staff_id("arbitrator")), str(story.staff_id("clerk"))
    story.is_refused("arb.form_tribunal", "head", "应当由 3 名仲裁员", chief=chief, members=[], recorder=recorder)


def test_ten_workers_who_share_no_claim_are_not_a_collective_case(story: Told) -> None:
    """LMA 7：十人以上，并且有共同请求。"""
    kinds = ("wages", "overtime", "annual_leave")
    firm = [p for p in APPLICATION.parties if p.side == "respondent"]
    claims = [ItemInput(kinds[n % 3], "8000", "请求", applicant=n) for n in range(12)]
    story.files_claims([worker(n + 1) for n in range(12)] + firm, claims)
    assert not story.case().collective


def test_a_simplified_case_of_ten_still_has_three_and_says_why(story: Told) -> None:
    """CHR 62 第二款允许符合第五十六条第一项的集体争议简易处理；ORG 13 仍要求三名仲裁员，两条的冲突说出来。"""
    files_for(story, COUNTED, procedure="simplified")
    story.is_accepted()
    chief, recorder = str(story.staff_id("arbitrator")), str(story.staff_id("clerk"))
    story.is_refused("arb.form_tribunal", "head", "ORG 13 仍要求三名仲裁员", chief=chief, members=[], recorder=recorder)


def test_representatives_are_three_to_five_of_those_who_signed(story: Told) -> None:
    """LMA 7；CHR 63：可以推举三至五名代表参加仲裁活动。"""
    files_for(story, 12)
    typed = {"elected_on": "2026-03-02", "election_paper": "推举代表书"}
    story.is_refused("collective.elect", "filing", "3至5名代表", delegates="1、2", signers="全体", **typed)
    story.is_refused("collective.elect", "filing", "没有在推举代表书上签名", delegates="1-3", signers="全体除3", **typed)
    story.is_refused("collective.elect", "filing", "99", delegates="1、2、99", signers="全体", **typed)
    elects(story, signers="全体除11、12")
    first = story.row(Delegation)
    assert (len(first.delegates), len(first.signers), first.ended_on) == (3, 10, None)
    story.clock.to(3, 4)
    story.takes("collective.elect", "filing", delegates="4-6", signers="全体", **{**typed, "elected_on": "2026-03-04"})
    assert story.row(Delegation, ordinal=1).ended_on == date(2026, 3, 4)
    assert len(story.row(Delegation, ordinal=2).signers) == 12


def test_everything_goes_out_in_one_notice_and_representatives_receive_it(story: Told) -> None:
    """CHR 64：受理之日起五日内，将仲裁庭组成、答辩期限、举证期限、开庭日期和地点等事项一次性通知当事人。"""
    files_for(story, 12)
    story.is_accepted()
    elects(story, signers="全体除12")
    story.clock.to(3, 4)
    story.has_a_tribunal()
    story.is_refused("arb.notify_respondent", "filing", "一次性通知", evidence_until="2026-03-20")
    story.takes(
        "collective.notify", "clerk", evidence_until="2026-03-20", hearing_at="2026-03-24 09:00", room="厂区会议室", at_workplace="yes"
    )
    assert story.case().state == "hearing_set"
    assert story.limit("arb.collective.notice").state == "met"
    assert story.row(Hearing).room == "厂区会议室（就地开庭）"
    assert "panel_notice" not in story.papers()
    notice = story.latest_paper("collective_notice")
    delegate = str(story.worker_id(1))
    day = {"service_method": "direct", "sent_on": "2026-03-04", "served_on": "2026-03-04", "proof": "回证"}
    story.is_refused(
        "svc.record_many", "clerk", "职工012没有推举代表", paper=str(notice), workers="全体", receiver=delegate, **day
    )
    reaches_all(story, notice, "全体除12", delegate)
    assert story.count(Service, paper_id=notice, received_by_id=story.worker_id(1)) == 11
    story.is_refused("svc.record_many", "clerk", "已经送达职工003", paper=str(notice), workers="3、12", receiver="", **day)
    reaches_all(story, notice, "12")
    story.serves("collective_notice", "respondent", "clerk", method="direct", sent=story.clock.day, served=story.clock.day)
    assert story.row(Hearing).state == "notified"
    assert story.limit("arb.answer").due == date(2026, 3, 18)
    assert story.limit("arb.serve_application").state == "met"


def test_the_hearing_waits_for_negotiation_and_representatives_attend(story: Told) -> None:
    """CHR 66：开庭前应当引导当事人自行协商，或者先行调解；CHR 63：代表参加仲裁活动。"""
    files_for(story, 12)
    story.is_accepted()
    elects(story, signers="全体除12")
    is_told_once(story)
    notice = story.latest_paper("collective_notice")
    reaches_all(story, notice)
    story.serves("collective_notice", "respondent", "clerk", method="direct", sent=story.clock.day, served=story.clock.day)
    story.clock.to(3, 24)
    came = {f"came-{story.worker_id(n)}": "came" for n in (1, 2)} | {"came-respondent": "agent"}
    story.is_refused("arb.hear", "clerk", "应当引导当事人自行协商", hearing_record="笔录", **came, **{"came-applicant": "delegate"})
    story.takes("collective.guide", "arbitrator", mediation_result="failed", mediation_note="未能达成一致", helpers="市总工会")
    story.is_refused(
        "arb.hear", "clerk", "职工012没有推举代表", hearing_record="笔录", **came, **{"came-applicant": "delegate"}
    )
    own = {f"came-{story.worker_id(12)}": "came"}
    nobody = {f"came-{story.worker_id(n)}": "excused" for n in (1, 2, 3)}
    story.is_refused(
        "arb.hear", "clerk", "没有一名代表到庭", hearing_record="笔录", **{**came, **own, **nobody, "came-applicant": "delegate"}
    )
    story.takes("arb.hear", "clerk", hearing_record="笔录", **came, **own, **{"came-applicant": "delegate"})
    assert story.case().state == "heard"


def test_representatives_without_consent_cannot_settle(story: Told) -> None:
    """LMA 7；CHR 63：代表人变更、放弃仲裁请求或者承认对方请求，进行和解，应当经被代表的当事人同意。"""
    files_for(story, 12)
    story.is_accepted()
    elects(story)
    settled = {"mediation_result": "settled", "mediation_note": "达成一致", "helpers": ""}
    story.is_refused("collective.guide", "arbitrator", "没有同意的记录", **settled)
    story.takes("request.group_act", "clerk", group_act="settle", request_text="单位于三月底前付清八成，其余放弃。")
    act = (Request, story.latest(Request))
    answer = {"consented_on": "2026-03-02", "consent_by": "written"}
    story.is_refused_on(act, "request.group_agreed", "clerk", "还没有劳动者同意", note_optional="")
    story.takes("request.group_answers", "clerk", act, workers="全体除5", consent="yes", **answer)
    story.takes("request.group_answers", "clerk", act, workers="5", consent="no", **answer)
    story.takes("request.group_agreed", "clerk", act, note_optional="")
    assert "序号1至4、6至12" in story.row(Request).decision
    story.is_refused("collective.guide", "arbitrator", "职工005没有同意", **settled)
    story.is_refused("arb.withdraw", "filing", "放弃或者撤回仲裁请求", withdrawal_reason="和解")


def test_a_representative_changes_anothers_claim_only_with_that_workers_consent(story: Told) -> None:
    """LMA 7；CHR 63：代表人变更仲裁请求，应当经被代表的当事人同意；本人变更自己的请求，不需要。"""
    files_for(story, 12)
    story.is_accepted()
    elects(story, signers="全体除12")
    items = {i.applicant_id: str(i.id) for i in story.case().items}

    def asks_to_change(by: int, whose: int) -> tuple[type[Request], int]:
        typed = {"change_way": "change", "changed_item": items[story.worker_id(whose)], "claim_kind_optional": "", "claim_amount": "9000"}
        story.takes("change.ask", "filing", asking_party=str(story.worker_id(by)), request_text="变更工资数额", **typed)
        return Request, story.latest(Request)

    typed = {"new_answer_waived": "", "note_optional": ""}
    story.takes("change.accept", "filing", asks_to_change(4, 4), **typed)
    story.is_refused_on(asks_to_change(1, 12), "change.accept", "filing", "职工012没有推举代表", **typed)
    change = asks_to_change(1, 5)
    story.is_refused_on(change, "change.accept", "filing", "职工005没有同意的记录", **typed)
    story.takes("request.group_act", "clerk", group_act="change", request_text="变更职工005的工资数额")
    act = (Request, story.latest(Request))
    story.takes(
        "request.group_answers", "clerk", act, workers="5", consent="yes", consented_on="2026-03-02", consent_by="written"
    )
    story.takes("request.group_agreed", "clerk", act, note_optional="")
    story.takes("change.accept", "filing", change, **typed)
    assert {i.claimed_fen for i in story.case().items if i.applicant_id in (story.worker_id(4), story.worker_id(5))} == {900000}


def test_a_dispute_on_a_collective_contract_is_brought_by_the_union_before_three(story: Told) -> None:
    """CHR 62、63：履行集体合同的争议适用集体争议的规定，由工会申请，没有工会的由推举的代表申请；ORG 13：三名仲裁员。"""
    firm = [p for p in APPLICATION.parties if p.side == "respondent"]
    claims = [ItemInput("other_remuneration", "50000", "履行集体合同约定的年度调薪")]
    accept = {"conditions": "yes", "cause": "205(2)", "note_optional": ""}
    story.files_claims([worker(1), *firm], claims)
    story.is_refused("arb.accept", "filing", "由工会申请仲裁", **accept)
    union = PartyInput("applicant", "other", "东川市恒达机械厂工会委员会", identity=firm[0].identity, address=ADDRESS)
    story.files_claims([union, *firm], claims, "collective")
    story.is_refused("arb.accept", "filing", "劳动者人数不足", **{**accept, "cause": "205(5)"})
    story.takes("arb.accept", "filing", **accept)
    assert (story.case().procedure, story.case().collective_contract) == ("collective", True)
    chief, recorder = str(story.staff_id("arbitrator")), str(story.staff_id("clerk"))
    story.is_refused("arb.form_tribunal", "head", "应当由 3 名仲裁员", chief=chief, members=[], recorder=recorder)


def is_awarded_after_one_notice(story: Told, count: int, *kinds: str, consented: str = "全体") -> None:
    """From the desk to a signed award over many workers, in March 2026."""
    files_for(story, count, *kinds)
    story.is_accepted()
    elects(story, signers=consented)
    is_told_once(story)
    notice = story.latest_paper("collective_notice")
    reaches_all(story, notice)
    story.serves("collective_notice", "respondent", "clerk", method="direct", sent=story.clock.day, served=story.clock.day)
    story.takes("collective.guide", "arbitrator", mediation_result="failed", mediation_note="未能达成一致", helpers="")
    story.clock.to(3, 24)
    there = {f"came-{story.worker_id(n)}": "came" for n in (1, 2, 3)}
    story.takes("arb.hear", "clerk", hearing_record="笔录", **there, **{"came-applicant": "delegate", "came-respondent": "agent"})
    story.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="未能达成协议")
    story.is_decided()
    story.is_awarded()


def test_an_award_takes_effect_worker_by_worker(story: Told) -> None:
    """I1 17：一份裁决涉及数个劳动者，部分劳动者起诉的，对未起诉的劳动者发生法律效力。

    送达各人不同日，起诉期各走各的；没有收到的一人，裁决对其不生效。
    """
    is_awarded_after_one_notice(story, 11, "wrongful_termination")
    award = story.row(Award)
    assert (award.type, award.state) == ("non_final", "awaiting")
    paper = story.latest_paper("award")
    reaches_all(story, paper, "全体除10、11")
    story.serves("award", "respondent", "clerk", method="direct", sent=story.clock.day, served=story.clock.day)
    story.clock.to(3, 30)
    reaches_all(story, paper, "10")
    story.takes(
        "court.file", "filing", matter_kind="first_instance", award=str(award.id), plaintiff=str(story.worker_id(4)),
        court=str(story.body_id("court-hewan")), filed_on="2026-03-30",
    )  # fmt: skip
    assert story.row(Award).state == "awaiting"  # the others' time still runs
    story.clock.to(4, 9)  # fifteen days from 24 March end on 8 April
    assert story.time_passes()["in_effect"] == 1
    award = story.row(Award)
    assert (award.state, award.effective_from) == ("partly_in_effect", date(2026, 4, 9))
    assert award.worker_fates["counts"] == {"effective": 8, "no_effect": 1, "pending": 2}
    assert story.time_passes()["in_effect"] == 0
    story.clock.to(4, 15)  # the tenth worker received it on 30 March
    story.time_passes()
    assert story.row(Award).worker_fates["effective"][str(story.worker_id(10))] == "2026-04-15"
    assert story.row(Award).worker_fates["counts"] == {"effective": 9, "no_effect": 1, "pending": 1}
    matter = (CourtMatter, story.latest(CourtMatter))
    story.takes("court.accept", "courtclerk", matter, court_number="（2026）鲁0591民初88号")
    story.takes(
        "court.end", "judge", matter, decided_on="2026-04-15", court_ending="withdrawn",
        ruling_reached_worker="2026-04-15", ruling_reached_employer="2026-04-15", note="撤诉",
    )  # fmt: skip
    assert story.row(Award).worker_fates["effective"][str(story.worker_id(4))] == "2026-04-15"  # SPC2000 1
    assert story.row(Award).state == "partly_in_effect"  # the eleventh has not received it yet


def test_the_employers_suit_takes_the_effect_from_everybody(story: Told) -> None:
    """LMA 50；I1 16：用人单位起诉的，裁决对全部劳动者不发生效力。"""
    is_awarded_after_one_notice(story, 10, "wrongful_termination")
    reaches_all(story, story.latest_paper("award"))
    story.serves("award", "respondent", "clerk", method="direct", sent=story.clock.day, served=story.clock.day)
    story.is_sued_on("non_final", "respondent", "2026-03-24")
    assert story.row(Award).state == "no_effect"
    story.clock.to(4, 20)
    story.time_passes()
    assert story.row(Award).state == "no_effect"


def test_awards_go_to_each_worker_unless_the_mandate_says_otherwise(story: Told) -> None:
    """CHR 20、63；LMA 50：起诉期自本人收到之日起算；推举代表书写明可以代收的除外。"""
    is_awarded_after_one_notice(story, 10)
    paper, day = story.latest_paper("award"), story.clock.day.isoformat()
    typed = {"service_method": "direct", "sent_on": day, "served_on": day, "proof": "回证"}
    delegate = str(story.worker_id(1))
    story.is_refused(
        "svc.record_many", "clerk", "没有写明代表可以代收裁决书", paper=str(paper), workers="全体", receiver=delegate, **typed
    )
    elects(story, receives_awards="yes")
    reaches_all(story, paper, receiver=delegate)
    assert story.count(Service, paper_id=paper) == 10


def test_two_workers_settle_and_leave_and_one_goes_back_before_signing(story: Told) -> None:
    """LMA 42：调解书经双方签收后生效，签收前可以反悔；LMA 7：代表和解须经同意。其余劳动者的程序继续。"""
    files_for(story, 12)
    story.is_accepted()
    elects(story)
    is_told_once(story)
    typed = {"settlement_terms": "被申请人于3月31日前支付每人6,000元", "workers": "4、5"}
    story.is_refused("collective.settle_some", "arbitrator", "职工004、职工005没有同意", acted_by="delegates", **typed)
    story.is_refused("collective.settle_some", "arbitrator", "全体劳动者都列入了", acted_by="in_person", **{**typed, "workers": "全体"})
    story.takes("collective.settle_some", "arbitrator", acted_by="in_person", **typed)
    statement = story.row(Paper, kind="mediation_statement")
    assert [p["name"] for p in statement.facts["applicants"]] == ["职工004", "职工005"]
    story.takes("collective.settlement_falls", "arbitrator", settled_workers="5", note="签收前反悔")
    parties = {p.ordinal: p for p in story.case().parties}
    assert (parties[4].left_how, parties[5].left_how) == ("settling", None)
    day = story.clock.day
    story.serves_paper(statement.id or 0, parties[4].id or 0, "clerk", method="direct", sent=day, served=day)
    assert story.row(Party, ordinal=4).left_how == "settling"  # LMA 42: the firm has not signed yet
    story.serves_paper(statement.id or 0, story.party("respondent"), "clerk", method="direct", sent=day, served=day)
    assert (story.row(Party, ordinal=4).left_how, story.row(Party, ordinal=4).left_on) == ("settled", day)
    dispositions = {i.applicant_id: i.disposition for i in story.case().items}
    assert (dispositions[parties[4].id], dispositions[parties[5].id]) == ("settled", "pending")
    story.takes(
        "collective.withdraw_some", "filing", workers="6", acted_by="in_person", withdrawal_reason="另行协商解决"
    )
    assert story.row(Paper, kind="withdrawal_decision").facts["withdrawal"]["reason"] == "另行协商解决"
    assert len(story.case().still_in("applicant")) == 10
    assert story.case().state == "hearing_set"


def test_a_severed_worker_goes_on_in_a_case_of_their_own(story: Told) -> None:
    """分案：请求随人走，受理之日不变，审限从原受理之日起算（LMA 43）。"""
    files_for(story, 11, "wages", "overtime")
    story.is_accepted()
    first = story.case_id
    story.clock.to(3, 4)
    story.takes("collective.sever", "head", workers="11", note="其请求涉及另一用工关系，合并审理不便")
    old = story.case()
    assert (len(old.items), len(old.still_in("applicant"))) == (20, 10)
    story.case_id = story.severed_case(first)
    own = story.case()
    assert (own.state, own.procedure, own.accepted_on) == ("accepted", "ordinary", date(2026, 3, 2))
    assert [p.name for p in own.on_side("applicant")] == ["职工011"]
    assert sorted(i.kind for i in own.items) == ["overtime", "wages"]
    assert own.items[0].applicant_id == own.parties[0].id
    assert story.limit("arb.decide_45").origin == date(2026, 3, 2)
    assert own.number != old.number
    story.clock.to(3, 5)
    story.has_a_tribunal(alone=True)
