"""调解书、先行裁决、先予执行。"""

from datetime import date

from teller import Told

from app.models import Award, Event, Limit, MediationStatement, Paper, Request
from app.storytelling import BOTH_CAME

TERMS = "被申请人于2026年4月30日前支付申请人70,000元；\n双方劳动关系于2026年1月30日解除。"


def is_heard(story: Told, *items: tuple[str, str]) -> None:
    story.files_application(*items)
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.takes("arb.hear", "clerk", hearing_record="笔录", **BOTH_CAME)


def settles(story: Told, result: str, *ordinals: int, into: str) -> tuple[type[MediationStatement], int]:
    items = [str(i.id) for i in story.case().items if i.ordinal in ordinals]
    story.takes(
        "med.in_hearing", "arbitrator", mediation_result=result, settled_items=items, mediation_terms=TERMS,
        mediation_note="当庭达成协议", into=into,
    )  # fmt: skip
    return (MediationStatement, story.latest(MediationStatement))


def signs(story: Told, side: str, day: int, method: str = "direct") -> None:
    story.clock.to(3, day)
    story.serves("mediation_statement", side, "clerk", method=method, sent=story.clock.day, served=story.clock.day)


def test_a_statement_takes_effect_when_the_second_party_signs_for_it(story: Told) -> None:
    """LMA 42；CHR 72；rules §21.12：调解书经双方签收后发生法律效力；一方签收还不生效。"""
    is_heard(story)
    story.is_refused("med.in_hearing", "arbitrator", "请填写调解协议内容", mediation_result="settled", mediation_note="达成")
    settles(story, "settled", into="settling")
    assert [t["text"] for t in story.row(Paper, kind="mediation_statement").facts["settlement"]["terms"]] == [
        "被申请人于2026年4月30日前支付申请人70,000元",
        "双方劳动关系于2026年1月30日解除",
    ]
    signs(story, "applicant", 25)
    assert (story.case().state, story.row(MediationStatement).state) == ("settling", "issued")
    assert story.limit("arb.decide_45").state == "open"
    signs(story, "respondent", 27)
    statement = story.row(MediationStatement)
    assert (statement.state, statement.effective_on) == ("effective", date(2026, 3, 27))
    assert story.case().state == "settled"
    assert {i.disposition for i in story.case().items} == {"settled"}
    assert story.limit("arb.decide_45").state == "met"
    story.asks_for("arb.close", "clerk", note_optional="", into="closed")


def test_a_party_that_goes_back_before_signing_brings_the_case_to_an_award(story: Told) -> None:
    """LMA 42：调解书送达前一方当事人反悔的，仲裁庭应当及时作出裁决。"""
    is_heard(story)
    statement = settles(story, "settled", into="settling")
    signs(story, "applicant", 25)
    story.takes(
        "statement.refuse", "clerk", statement, party=str(story.party("respondent")), refusal_of_statement="法定代表人拒绝签收"
    )
    assert story.case().state == "heard"
    assert {i.disposition for i in story.case().items} == {"pending"}
    story.is_refused(
        "svc.record",
        "clerk",
        "不再送达",
        paper=str(story.latest(Paper, kind="mediation_statement")),
        party=str(story.party("respondent")),
        service_method="direct",
        sent_on="2026-03-25",
        served_on="2026-03-25",
        proof="回证",
    )
    story.is_decided()
    story.is_awarded()
    for kind in ("final", "non_final"):
        for side in ("applicant", "respondent"):
            story.serves(
                "award", side, "clerk", method="direct", sent=story.clock.day, served=story.clock.day,
                award_id=story.latest(Award, type=kind),
            )  # fmt: skip
    story.asks_for("arb.close", "clerk", note_optional="", into="closed")


def test_a_statement_is_signed_for_not_published(story: Told) -> None:
    """CPLI 133：调解书须当事人签收，不能留置，也不能公告。"""
    is_heard(story)
    settles(story, "settled", into="settling")
    paper, party = str(story.latest(Paper, kind="mediation_statement")), str(story.party("respondent"))
    for method, why in (("left_or_posted", "不适用留置"), ("public_notice", "不能公告送达")):
        story.is_refused(
            "svc.record", "clerk", why, paper=paper, party=party, service_method=method, sent_on="2026-03-24", proof="照片"
        )


def test_part_of_the_claims_is_settled_and_the_rest_goes_to_an_award(story: Told) -> None:
    """CHR 73：部分请求达成调解的，可以先行制作调解书；其余继续审理、裁决。"""
    is_heard(story)
    story.is_refused("med.in_hearing", "arbitrator", "请选择达成调解的请求项", mediation_result="partly",
                     mediation_terms=TERMS, mediation_note="部分")  # fmt: skip
    settles(story, "partly", 1, 2, into="heard")
    assert story.row(Paper, kind="mediation_statement").facts["settlement"]["part"] == "第1、2项仲裁请求"
    story.is_refused("med.in_hearing", "arbitrator", "还没有签收", mediation_result="failed", mediation_note="再调")
    signs(story, "applicant", 24)
    signs(story, "respondent", 25)
    assert [i.disposition for i in story.case().items] == ["settled", "settled", "pending"]
    assert story.case().state == "heard"
    story.is_decided()
    assert [i.disposition for i in story.case().items] == ["settled", "settled", "granted"]
    story.is_awarded()
    award = story.row(Award)
    assert (award.type, award.number) == ("non_final", "东川劳人仲案字〔2026〕第1号")
    told = story.row(Paper, kind="award").facts["award"]
    assert [i["ordinal"] for i in told["items"]] == [3]
    assert "第1、2项仲裁请求的调解书经双方签收生效" in "".join(told["procedure_notes"])
    assert "部分仲裁请求达成协议" in told["mediation_attempt"]["result_text"]


# ---- 先行裁决 ----


def signs_part(story: Told, *ordinals: int) -> None:
    items = [str(i.id) for i in story.case().items if i.ordinal in ordinals]
    story.takes("arb.submit_partial", "arbitrator", award_items=items, partial_reason="欠薪数额双方无异议", into="under_approval")
    story.is_approved(into="approved")
    story.is_refused("arb.sign", "arbitrator", "签发先行裁决书", note_optional="")
    story.takes("arb.sign_partial", "arbitrator", note_optional="", into="heard")


def test_a_partial_award_is_made_first_and_the_final_one_follows(story: Told) -> None:
    """LMA 43；CHR 49：部分事实已经清楚的先行裁决；案件继续，期限继续；每份裁决有自己的编号和救济。"""
    is_heard(story)
    story.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="未成")
    story.is_decided()
    every = [str(i.id) for i in story.case().items]
    story.is_refused(
        "arb.submit_partial", "arbitrator", "不是先行裁决", award_items=every, partial_reason="全部清楚"
    )
    signs_part(story, 2)
    first = story.row(Award)
    assert (first.number, first.type, first.partial, first.state) == (
        "东川劳人仲案字〔2026〕第1-1号", "final", True, "in_effect",
    )  # fmt: skip
    assert story.limit("arb.decide_45").state == "open"
    wages = story.case().items[1]
    story.writes_draft("arbitrator", **{f"item-{wages.id}-disposition": "refused"})
    assert story.case().items[1].disposition == "granted"  # what is awarded stands
    story.is_decided()
    story.is_awarded()
    rest = [story.row(Award, ordinal=n) for n in (2, 3)]
    assert [(a.number, a.type, a.partial) for a in rest] == [
        ("东川劳人仲案字〔2026〕第1-2号", "final", False),
        ("东川劳人仲案字〔2026〕第1-3号", "non_final", False),
    ]
    printed = [story.row(Paper, kind="award", award_id=a.id).facts["award"] for a in (first, *rest)]
    assert [[i["ordinal"] for i in one["items"]] for one in printed] == [[2], [1], [3]]
    assert (printed[0]["partial"], printed[0]["procedure_notes"]) == (True, [])
    assert "第2项仲裁请求先行作出东川劳人仲案字〔2026〕第1-1号裁决书" in "".join(printed[1]["procedure_notes"])
    assert [p for p in story.papers() if p == "award"] == ["award"] * 3
    assert story.limit("arb.decide_45").state == "met"


def test_no_part_of_a_case_with_a_relation_to_confirm_is_final(story: Told) -> None:
    """O1 十一；rules §21.7：请求确认劳动关系的，先行裁决的部分也是非终局。"""
    is_heard(story, ("wages", "5000"), ("relation_confirmation", ""))
    story.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="未成")
    story.is_decided(relation_confirmation=("granted", ""))
    signs_part(story, 1)
    assert (story.row(Award).type, story.row(Award).state) == ("non_final", "awaiting")
    story.is_decided(relation_confirmation=("granted", ""))
    story.is_awarded()
    assert story.row(Award, ordinal=2).type == "non_final"


# ---- 先予执行 ----


def asks_advance(story: Told, ordinal: int = 1) -> tuple[type[Request], int]:
    story.takes(
        "request.advance_payment",
        "clerk",
        asking_party=str(story.party("applicant")),
        claim_item=str(story.case().items[ordinal - 1].id),
        request_text="住院治疗，无力垫付，请求先予支付工伤医疗费8,000元",
    )
    return (Request, story.latest(Request))


GRANT = {"advance_amount": "8000", "advance_reason": "工伤认定决定书和住院费用清单在卷，责任明确"}
BOTH = {"rights_are_clear": "yes", "living_is_harmed": "yes"}


def test_injury_medical_costs_are_paid_in_advance_by_an_award_nobody_can_sue_on(story: Told) -> None:
    """LMA 44；CHR 51；I1 10：权利义务明确、严重影响生活的，可以裁决先予执行；不能对它起诉；案件继续审理。"""
    is_heard(story, ("injury_medical", "12000"), ("wrongful_termination", "60000"))
    request = asks_advance(story)
    story.is_refused_on(request, "request.grant_advance", "arbitrator", "同时具备两项条件", **GRANT, rights_are_clear="yes")
    story.is_refused_on(
        request, "request.grant_advance", "arbitrator", "不超过第1项请求的金额", **{**GRANT, **BOTH, "advance_amount": "12000.01"}
    )
    story.takes("request.grant_advance", "arbitrator", request, into="granted", **GRANT, **BOTH)
    award = story.row(Award)
    assert (award.type, award.state, award.effective_from) == ("advance_payment", "in_effect", date(2026, 3, 24))
    assert award.number == "东川劳人仲案字〔2026〕第1-1号"
    told = story.row(Paper, kind="advance_award").facts["advance"]
    assert (told["amount_fen"], told["payee"]) == (800000, "邹玥")
    story.is_refused(
        "court.file", "filing", "不能起诉", matter_kind="first_instance", award=str(award.id),
        plaintiff=str(story.party("respondent")), court=str(story.body_id("court-hewan")), filed_on="2026-03-24",
    )  # fmt: skip
    assert (story.case().state, story.case().items[0].disposition) == ("heard", "pending")
    story.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="未成")
    story.is_decided()
    story.is_awarded()
    assert [a.number for a in (story.row(Award, ordinal=2),)] == ["东川劳人仲案字〔2026〕第1-2号"]
    notes = story.row(Paper, kind="award").facts["award"]["procedure_notes"]
    assert "第1项仲裁请求裁决先予执行8,000.00元" in "".join(notes)


def test_the_advance_award_is_served_without_starting_any_clock(story: Told) -> None:
    """I1 10：先予执行裁决没有起诉期限。"""
    is_heard(story, ("injury_medical", "12000"))
    story.takes("request.grant_advance", "arbitrator", asks_advance(story), **GRANT, **BOTH)
    before = story.latest(Limit)
    story.serves("advance_award", "applicant", "clerk", method="direct", sent=story.clock.day, served=story.clock.day)
    assert story.latest(Limit) == before


def test_only_four_kinds_of_claims_are_paid_in_advance(story: Told) -> None:
    """LMA 44：追索劳动报酬、工伤医疗费、经济补偿或者赔偿金；确认劳动关系不在其内。"""
    is_heard(story, ("wages", "5000"), ("relation_confirmation", ""))
    asked = {"asking_party": str(story.party("applicant")), "request_text": "请求先予执行"}
    story.is_refused(
        "request.advance_payment", "clerk", "先予执行只适用于", claim_item=str(story.case().items[1].id), **asked
    )
    asked["asking_party"] = str(story.party("respondent"))
    story.is_refused(
        "request.advance_payment", "clerk", "由提出第1项请求的当事人申请", claim_item=str(story.case().items[0].id), **asked
    )
    request = asks_advance(story)
    story.takes("request.refuse_advance", "arbitrator", request, note="有其他收入", into="refused")
    assert story.row(Event, rule="request.refuse_advance").note == "有其他收入"
