"""裁审反馈的故事：判决改了一项、二审恢复裁决；识别出来的逐项结果由人确认，差异随之出现和消失。"""

from datetime import date

from court_words import FIRM, NON_FINAL, WORKER, Matter, both_awards_are_served, files, is_judged, state, sues
from teller import Told

from app.database import open_session
from app.models import Case, CourtMatter, Outcome
from app.services import compliance, divergences, judgment_reading
from app.services.divergences import Filters


def test_a_judgment_changes_one_claim_and_the_second_instance_restores_the_award(story: Told) -> None:
    """O70 四；practice §3.3：一审、二审逐项登记；二审恢复裁决的，一审的差异留着，终审没有差异。"""
    both_awards_are_served(story)
    first = sues(story, NON_FINAL, FIRM, 4, 10)
    claim = next(item for item in story.case().items if item.kind == "wrongful_termination")
    awarded = (claim.awarded_fen or 0) // 100
    worker, firm = (next(p.name for p in story.case().parties if p.side == side) for side in (WORKER, FIRM))
    story.clock.to(6, 15)
    is_read_and_confirmed(
        story, first, "judge", {f"outcome-{claim.id}-reason": "calculation"},
        f"判决如下：一、原告{firm}于本判决生效之日起十日内支付被告{worker}违法解除劳动合同赔偿金{awarded - 1000}元；"
        f"二、驳回原告{firm}的其他诉讼请求。\n二〇二六年六月十二日",
    )  # fmt: skip
    rows, total = seen(story, "judge")
    assert total == 1
    assert (rows[0].delta_fen, rows[0].state, rows[0].arbitration_side) == (-100_000, "open", True)
    assert seen(story, "judge-mid")[1] == 0, "another court's divergences are not its business"

    appeal = files(story, "second_instance", NON_FINAL, WORKER, 6, 20, "court-mid")
    story.takes("court.accept", "judge-mid", appeal, court_number="（2026）鲁05民终310号", into="accepted")
    story.clock.to(8, 20)
    is_read_and_confirmed(
        story, appeal, "judge-mid", {},
        f"判决如下：一、撤销东川市河湾区人民法院（2026）鲁0591民初77号民事判决；二、{firm}于本判决生效之日起十日内支付{worker}"
        f"违法解除劳动合同赔偿金{awarded}元；三、驳回{firm}的诉讼请求。本判决为终审判决。二〇二六年八月十八日",
    )  # fmt: skip
    last = story.row(Outcome, matter_id=appeal[1])
    assert (last.disposition, last.amount_fen, last.recognised) == (claim.disposition, claim.awarded_fen, "kept")
    assert seen(story, "judge")[1] == 1, "what the first instance held is still known"
    assert seen(story, "head", instance="second_instance")[1] == 0
    with story.reading() as session:
        desk = story.runtime.desk(session, story.actor("head"))
        later = compliance.later(desk, ["wrongful_termination"], story.case().filed_on)
    assert (later.awards, later.compared, later.same) == (1, 1, 0)


def is_read_and_confirmed(story: Told, matter: Matter, by: str, also: dict[str, str], text: str) -> None:
    """The text is read, looks right to the judge, who adds the reason and enters it."""
    with open_session(story.runtime.engine, writing=False) as session:
        desk = story.runtime.desk(session, story.actor(by))
        case, row = session.get(Case, story.case_id), session.get(CourtMatter, matter[1])
        assert case is not None
        assert row is not None
        found = judgment_reading.of_matter(desk, case, row, text)
    assert found.judgment.day is not None
    story.takes("court.enter_judgment", by, matter, **{**found.typed, **also}, into="judged")


def seen(story: Told, login: str, **wanted: str) -> tuple[list[divergences.Row], int]:
    with story.reading() as session:
        return divergences.listed(story.runtime.desk(session, story.actor(login)), Filters(**wanted))


def test_a_case_sent_back_begins_again_at_the_court_below_and_its_first_judgment_no_longer_counts(story: Told) -> None:
    """CPL 171；practice §3.3：二审撤销原判、发回重审的，原判不再计入，重审另为一件，裁决仍不发生效力。"""
    both_awards_are_served(story)
    first = sues(story, NON_FINAL, FIRM, 4, 10)
    is_judged(story, first, "2026-06-12")
    assert seen(story, "judge")[1] == 3
    appeal = files(story, "second_instance", NON_FINAL, WORKER, 6, 20, "court-mid")
    story.takes("court.accept", "judge-mid", appeal, court_number="（2026）鲁05民终310号", into="accepted")
    story.clock.to(8, 20)
    asked = {"decided_on": "2026-08-18", "note": "事实不清", "ruling_reached_worker": "", "ruling_reached_employer": ""}
    story.takes("court.remand", "judge-mid", appeal, **asked, into="ended")
    again = story.row(CourtMatter, kind="first_instance")
    assert (again.previous_id, again.state, again.filed_on) == (appeal[1], "filed", date(2026, 8, 18))
    assert (again.court_id, again.plaintiff_id) == (story.body_id("court-hewan"), story.party(FIRM))
    assert seen(story, "judge")[1] == 0, "a judgment that was set aside is no divergence"
    story.time_passes()
    assert state(story, NON_FINAL) == "no_effect"
    matter = (CourtMatter, again.id or 0)
    story.takes("court.accept", "courtclerk", matter, court_number="（2026）鲁0591民初902号", into="accepted")
    story.clock.to(10, 20)
    is_judged(story, matter, "2026-10-15")
    assert seen(story, "judge")[1] == 3


def test_a_suit_not_accepted_may_be_appealed_within_ten_days_and_is_taken_after_all(story: Told) -> None:
    """CPL 171：对不予受理的裁定，起诉人可以在十日内上诉；二审指令立案的，回到原法院。"""
    both_awards_are_served(story)
    suit = files(story, "first_instance", NON_FINAL, FIRM, 4, 10)
    story.takes("court.not_accept", "courtclerk", suit, note="不属于本院管辖", into="not_accepted")
    clock = story.limit("court.appeal.ruling", subject_id=suit[1])
    assert (clock.party_id, clock.due) == (story.party(FIRM), date(2026, 4, 20))
    appeal = files(story, "second_instance", NON_FINAL, FIRM, 4, 15, "court-mid")
    assert story.row(CourtMatter, kind="second_instance").previous_id == suit[1]
    assert story.limit("court.appeal.ruling", subject_id=suit[1]).state == "met"
    story.takes("court.accept", "judge-mid", appeal, court_number="（2026）鲁05民终120号", into="accepted")
    story.clock.to(5, 8)
    asked = {"decided_on": "2026-05-08", "note": "指令立案", "ruling_reached_worker": "", "ruling_reached_employer": ""}
    story.takes("court.remand", "judge-mid", appeal, **asked, into="ended")
    again = story.row(CourtMatter, kind="first_instance")
    assert (again.state, again.previous_id) == ("filed", appeal[1])
    assert state(story, NON_FINAL) == "no_effect"
