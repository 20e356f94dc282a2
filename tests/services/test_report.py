"""The monthly report: figures by hand, frozen months, corrections as new editions, and figures that recompute."""

import io
import json
import zlib
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook
from report_world import NOW, World, desk, october
from sqlmodel import Session, SQLModel, select

from app.database import make_engine
from app.models import (
    Agent,
    Case,
    DivergenceAction,
    DivergenceOpinion,
    Event,
    JointMeeting,
    MediationSession,
    MeetingTopic,
    Outcome,
    Paper,
    Referral,
    Report,
    ReportPart,
    Request,
    Service,
)
from app.services import report, report_store
from app.services.events import canonical, digest
from app.services.report_figures import compute
from app.services.report_periods import period
from app.services.report_words import MEANINGS
from workflows.errors import InputError, Refused


@pytest.fixture
def session(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'report.db'}")
    SQLModel.metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def world(session):
    return World(session)


def made_of(found, name):
    figure = (found.figures if hasattr(found, "figures") else found.snapshot["figures"])[name]
    return figure["numerator"], figure["denominator"]


def test_the_figures_of_a_month_are_those_counted_by_hand(world):
    """practice §§3.2–3.3, §4; the world is told in report_world.october."""
    october(world)
    found = report.figures(world.session, "2026-10")
    expected = {
        "ladder.month.first.case_strict": (2, 3),
        "ladder.month.first.case_lenient": (2, 3),
        "ladder.month.first.item": (4, 5),
        "ladder.month.first.money": (2_000_000 + 800_000 + 3_000_000 + 100_000, 8_800_000 + 100_000),
        "ladder.year.first.case_strict": (2, 3),
        "ladder.month.final.case_strict": (2, 3),
        # Five awards in twelve months, all sued upon; one only settled or unlinked, one pending.
        "ladder.all_awards.case_strict": (2, 3),
        "coverage.month": (4, 5),
        "suit.changed": (1, 3),
        "suit.ended_by.judgment": (4, 5),
        "suit.ended_by.settled": (1, 5),
        "suit.filed": (1, None),
        "flow.carried_in": (2, None),
        "flow.accepted": (2, None),
        "flow.collective": (1, None),
        "flow.closed": (3, None),
        "flow.open_end": (1, None),
        "flow.ended_unaccepted": (1, None),
        "flow.closing_a": (3, 4),
        "flow.closing_b": (1, 2),
        "flow.overdue": (2, 3),
        "flow.settled": (1, 3),
        "flow.closed_by.withdrawn": (1, 3),
        "award.sued": (1, 1),
        "award.sued_persons": (1, 2),
        "award.final": (0, 1),
        "quality.waiting_judgment": (1, None),
        "quality.unlinked": (1, None),
        "pair.L3.referred": (2, None),
        "pair.L3.consented": (2, 2),
        "pair.L3.succeeded": (1, 2),
        "pair.L3.handed_over": (1, None),
        "pair.L1.consented": (0, 1),
        "pair.L4.succeeded": (0, 0),
        "award.ended_here": (2, 3),
    }
    assert {name: made_of(found, name) for name in expected} == expected
    days = found.figures["flow.days_gross"]
    assert (days["numerator"], days["denominator"], days["median"], days["p90"]) == (67 + 18 + 89, 3, 67, 89)
    assert found.figures["flow.days_net"]["numerator"] == 67 + (18 - 5) + 89
    assert found.tables["excluded"]["month"]["settled"] == 1
    assert found.tables["excluded"]["month"]["unlinked"] == 1
    assert found.tables["excluded"]["month"]["new_claims"] == 1
    assert found.tables["sides"]["month"] == {"arbitration": 1, "other": 0, "uncoded": 0}


def test_every_figure_says_what_it_divides_its_unit_and_the_cases_behind_it(world):
    october(world)
    found = report.figures(world.session, "2026-10")
    for name, figure in found.figures.items():
        assert figure["definition"] in MEANINGS, name
        assert figure["unit"] in {"件", "项", "份", "次", "人次", "天", "分"}, name
        assert figure["part"] in range(1, 5), name
        if figure["rate"] is not None and figure["unit"] != "天":
            assert figure["interval"] is not None, name
        if figure["unit"] == "天" and figure["denominator"]:
            assert figure["median"] is not None, name
            assert figure["p90"] is not None, name
        assert bool(figure["cases"]) == bool(
            figure["denominator"] or (figure["denominator"] is None and figure["numerator"])
        ), name
    json.dumps(found.data)


def test_a_divergence_shows_both_sides_words_and_the_difference(world):
    october(world)
    (sheet,) = report.figures(world.session, "2026-10").tables["sheets"]
    assert (sheet["kind"], sheet["delta"], sheet["reason"]) == ("wrongful_termination", -3_000_000, "calculation")
    assert sheet["award_text"]
    assert sheet["court_text"] == "按实际工作年限计算。"
    assert not sheet["court_agrees"]


def test_a_month_is_frozen_with_its_data_and_recomputes(world):
    """practice §4: freeze and sign each report so that figures can be recomputed later."""
    october(world)
    issued = report.close_month(desk(world.session), "2026-10")
    world.session.commit()
    world.session.refresh(issued)
    assert issued.edition == 1
    assert report.problems(issued) == []
    facts = json.loads(report.as_json(issued))["facts"]
    again = compute(facts)
    assert canonical(report_store.printed_figures(again["figures"])) == canonical(issued.snapshot["figures"])
    assert len(report_store.facts_text(issued)) > 20 * len(canonical(facts["month"]))


def test_a_report_of_an_earlier_definition_is_read_and_sealed_as_it_was(world):
    """Rows of an earlier release survive: everything in the snapshot, no parts beside it, fewer tables."""
    october(world)
    found = report.figures(world.session, "2026-10")
    kept = ("excluded", "bounds", "divergences", "sheets", "sides", "offices", "questions", "standards", "yearbook", "mediation", "trend")
    snapshot = {
        "definition": "hengjian-report-1", "month": "2026-10", "office": {"id": None, "name": "全部"}, "edition": 1,
        "issued_at": NOW.isoformat(), "issued_by": "某", "audit_head": "", "change_note": "", "changes": [],
        "data": found.data, "figures": found.figures, "tables": {name: found.tables[name] for name in kept},
    }  # fmt: skip
    old = world.add(Report(month="2026-10", snapshot=snapshot, sha256=digest(snapshot), issued_at=NOW))
    assert report.problems(old) == []
    assert [s["part"] for s in report.page_facts(old)["sections"]] == list(range(1, 10))
    assert report.cases_behind(old, "award.sued") == found.figures["award.sued"]["cases"]
    assert report.xlsx(old).startswith(b"PK")
    assert json.loads(report.as_json(old))["sha256"] == old.sha256
    with pytest.raises(Refused, match="已发布第 1 版"):
        report.close_month(desk(world.session), "2026-10")
    assert report.close_month(desk(world.session), "2026-10", change_note="按新的定义重算").edition == 2


def test_facts_or_cases_changed_after_the_issue_are_noticed(world):
    october(world)
    issued = report.close_month(desk(world.session), "2026-10")
    part = world.session.exec(select(ReportPart).where(ReportPart.name == "facts")).one()
    part.content = zlib.compress(zlib.decompress(part.content).replace(b'"overtime"', b'"wages"'))
    world.session.flush()
    assert "底数与其校验值不符" in "".join(report.problems(issued))
    part = world.session.exec(select(ReportPart).where(ReportPart.name == "award.sued")).one()
    part.content = zlib.compress(b"[[1],[]]")
    world.session.flush()
    assert "案件清单与其校验值不符" in "".join(report.problems(issued))


def test_a_quarter_and_a_year_are_told_in_their_own_words_with_their_months(world):
    """practice §4: yearly white paper, quarterly meeting; the same parts, set beside the report before."""
    october(world)
    report.close_month(desk(world.session), "2026-10")
    later = desk(world.session, datetime(2027, 1, 4, tzinfo=UTC))
    quarter = report.close_month(later, "2026-Q4")
    assert made_of(quarter, "ladder.month.first.case_strict") == (2, 3)
    assert made_of(quarter, "flow.accepted") == (2, None)
    assert [m["month"] for m in quarter.snapshot["tables"]["months"]] == ["2026-10", "2026-11", "2026-12"]
    assert [m["judged"] for m in quarter.snapshot["tables"]["months"]] == [4, 0, 0]
    year = report.close_month(later, "2026")
    assert made_of(year, "flow.accepted") == (8, None)
    assert len(year.snapshot["tables"]["months"]) == 12
    assert report.problems(quarter) == report.problems(year) == []
    said = canonical(report.page_facts(quarter))
    assert "本季度受理 2 件" in said
    assert "裁审衔接季度白皮书" in said
    assert "本月" not in said
    following = report.close_month(desk(world.session, datetime(2027, 4, 6, tzinfo=UTC)), "2027-Q1")
    first = report.page_facts(following)["sections"][0]
    assert first["title"] == "与上期、上年同期对照"
    assert [cell if isinstance(cell, str) else cell["text"] for cell in first["tables"][0]["rows"][0]] == [
        "本期受理", "0 件", "2 件", "—",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "start", "end", "rolling", "before", "said"),
    [
        ("2026-01", "2026-01-01", "2026-01-31", "2025-02-01", "2025-12", "2026年1月"),
        ("2024-02", "2024-02-01", "2024-02-29", "2023-03-01", "2024-01", "2024年2月"),
        ("2026-Q1", "2026-01-01", "2026-03-31", "2025-04-01", "2025-Q4", "2026年第1季度"),
        ("2026", "2026-01-01", "2026-12-31", "2026-01-01", "2025", "2026年"),
    ],
)
def test_a_period_knows_its_days_and_the_one_before(name, start, end, rolling, before, said):
    asked = period(name)
    assert [d.isoformat() for d in (asked.start, asked.end, asked.rolling)] == [start, end, rolling]
    assert (asked.before, asked.said) == (before, said)


def test_later_data_never_change_an_issued_month(world):
    october(world)
    issued = report.close_month(desk(world.session), "2026-10")
    before = report.as_json(issued)
    award = world.award(world.case("2026-08-05", "2026-09-14", "awarded"), [("overtime", "granted", 100)])
    world.suit(award, [("refused", None, "law")])
    world.session.commit()
    world.session.refresh(issued)
    assert report.as_json(issued) == before
    assert report.figures(world.session, "2026-10").figures != issued.snapshot["figures"]


def test_a_tampered_report_is_noticed(world):
    october(world)
    issued = report.close_month(desk(world.session), "2026-10")
    snapshot = json.loads(json.dumps(issued.snapshot))
    snapshot["figures"]["ladder.month.first.case_strict"]["numerator"] = 3
    issued.snapshot = snapshot
    said = " ".join(report.problems(issued))
    assert "校验值不符" in said
    assert "案件一致率（严格）" in said


def test_a_correction_is_a_new_edition_that_says_what_changed(world):
    made = october(world)
    first = report.close_month(desk(world.session), "2026-10")
    with pytest.raises(Refused, match="已发布第 1 版"):
        report.close_month(desk(world.session), "2026-10")
    with pytest.raises(Refused, match="完全相同"):
        report.close_month(desk(world.session), "2026-10", change_note="再发一次")
    outcome = world.session.exec(select(Outcome).where(Outcome.matter_id == made["same"].id)).one()
    outcome.disposition, outcome.amount_fen, outcome.reason_code = "granted", 300_000, "fact_finding"
    world.session.flush()
    second = report.close_month(desk(world.session), "2026-10", change_note="补登一件一审判决的处理结果")
    assert (first.edition, second.edition) == (1, 2)
    changed = {c["figure"]: (c["before"], c["after"]) for c in second.snapshot["changes"]}
    assert changed["ladder.month.first.case_strict"] == ([2, 3], [1, 3])
    assert report.current(world.session, "2026-10").edition == 2
    assert report.pdf_facts(second)["report"]["sections"][0]["title"] == "更正内容"
    assert "补登" in report.page_facts(second)["summary"][0]


def test_a_first_edition_has_nothing_to_correct(world):
    with pytest.raises(Refused, match="谈不上更正"):
        report.close_month(desk(world.session), "2026-10", change_note="更正")


def test_a_month_that_still_runs_is_not_closed(world):
    """Beijing time decides: 31 October 16:30 UTC is already November there."""
    with pytest.raises(Refused, match="尚未结束"):
        report.close_month(desk(world.session, datetime(2026, 10, 31, 15, 59, tzinfo=UTC)), "2026-10")
    assert report.close_month(desk(world.session, datetime(2026, 10, 31, 16, 0, tzinfo=UTC)), "2026-10").edition == 1


@pytest.mark.parametrize("month", ["2026-13", "2026-Q5", "202610", "", "2026-1", "十月", "2026-10-01"])
def test_what_is_not_a_month_is_refused(world, month):
    with pytest.raises(InputError, match="月"):
        report.figures(world.session, month)


def test_an_office_sees_its_own_cases_only(world):
    october(world)
    other = world.body("东川市滨海区劳动人事争议仲裁委员会", "commission")
    award = world.award(world.case(office=other), [("wages", "granted", 100)])
    world.suit(award, [("refused", None, None)])
    assert made_of(report.figures(world.session, "2026-10"), "ladder.month.first.case_strict") == (2, 4)
    assert made_of(report.figures(world.session, "2026-10", world.office.id), "ladder.month.first.case_strict") == (
        2,
        3,
    )
    own = report.figures(world.session, "2026-10", other.id)
    assert made_of(own, "ladder.month.first.case_strict") == (0, 1)
    assert [dot["office"] for dot in own.tables["offices"]["dots"]] == [other.id]
    with pytest.raises(InputError, match="没有这个仲裁机构"):
        report.figures(world.session, "2026-10", world.court.id)


def test_an_open_appeal_keeps_a_judgment_out_and_the_second_instance_decides_the_final_view(world):
    """practice §3.3: first instance; second instance as a separate final view; not yet effective counted apart."""
    award = world.award(world.case(), [("overtime", "granted", 500_000)])
    first = world.suit(award, [("refused", None, "fact_finding")])
    appeal = world.suit(award, decided=None, kind="second_instance", previous=first, filed="2026-10-25", linked=False)
    found = report.figures(world.session, "2026-10")
    assert made_of(found, "ladder.month.first.case_strict") == (0, 0)
    assert found.tables["excluded"]["month"]["not_effective"] == 1
    assert made_of(found, "ladder.month.final.case_strict") == (0, 0)
    appeal.decided_on, appeal.ended_by = date(2026, 10, 30), "judgment"
    world.add(
        Outcome(
            matter_id=appeal.id,
            claim_item_id=world.items(award)[0].id,
            case_id=appeal.case_id,
            kind="overtime",
            disposition="granted",
            amount_fen=500_000,
            office_id=world.office.id,
            court_id=world.court.id,
            month="2026-10",
        )
    )
    found = report.figures(world.session, "2026-10")
    assert made_of(found, "ladder.month.first.case_strict") == (0, 1)
    assert made_of(found, "ladder.month.final.case_strict") == (1, 1)
    assert made_of(found, "second.affirmed") == (0, 1)


def test_opinions_measures_and_topics_reach_the_sheets_and_the_joint_meeting(world):
    """practice §4, 6–7: who agrees, what was done, and whether later cases follow it."""
    made = october(world)
    outcome = world.session.exec(
        select(Outcome).where(Outcome.matter_id == made["changed"].id, Outcome.reason_code == "calculation")
    ).one()
    said = {"outcome_id": outcome.id, "by_id": world.staff.id, "at": NOW}
    world.add(DivergenceOpinion(side="court", reason_code="law", text="先前的意见", **said))
    world.add(DivergenceOpinion(side="court", reason_code="calculation", text="王喆的年限多算一年", **said))
    world.add(DivergenceAction(action="none", since=date(2026, 10, 21), **said))
    world.add(DivergenceAction(action="training", note="十一月培训", since=date(2026, 10, 1), **said))
    meeting = world.add(
        JointMeeting(title="第四季度联席会议", planned_on=date(2026, 11, 20), body_id=world.office.id, called_at=NOW)
    )
    world.add(
        MeetingTopic(
            meeting_id=meeting.id, outcome_id=outcome.id, kind=outcome.kind, question="年限怎样取整", added_by_id=world.staff.id, added_at=NOW
        )
    )
    found = report.figures(world.session, "2026-10")
    (sheet,) = found.tables["sheets"]
    assert sheet["said"]["court"] == ["calculation", "申请人的年限多算一年"]
    assert sheet["said"]["action"][0] == "training"
    (action,) = found.tables["actions"]
    assert (action["action"], action["numerator"], action["denominator"]) == ("training", 0, 1)
    issued = report.close_month(desk(world.session), "2026-10")
    text = canonical(report.page_facts(issued)["sections"])
    for part in ("培训（自 2026-10-01）：十一月培训", "计算：申请人的年限多算一年", "年限怎样取整", "尚未形成"):
        assert part in text
    assert "先前的意见" not in text
    assert report.problems(issued) == []


def test_service_preservation_and_enforcement_are_counted(world):
    """practice §3.2: electronic service with closing papers apart; preservation with the days to answer; enforcement."""
    case = world.case()
    party = world.parties(case)[0]
    said = {"case_id": case.id, "made_on": date(2026, 10, 8), "made_at": NOW, "title": "文书"}
    for n, (kind, method, day) in enumerate(
        [
            ("hearing_notice", "electronic", 9),
            ("hearing_notice", "post", 10),
            ("acceptance_notice", "electronic", 31),
            ("award", "direct", 12),
            ("award", "electronic", None),
        ]
    ):
        paper = world.add(Paper(kind=kind, number=f"文{n}", **said))
        served = date(2026, 10, day) if day else None
        world.add(
            Service(
                paper_id=paper.id, party_id=party.id, method=method, sent_on=date(2026, 10, 8), served_on=served,
                result="served" if served else "failed",
            )
        )  # fmt: skip
    asked = {"case_id": case.id, "kind": "preservation", "state": "received"}
    world.add(Request(ordinal=1, received_on=date(2026, 9, 28), decided_on=date(2026, 10, 4), **asked))
    world.add(Request(ordinal=2, received_on=date(2026, 10, 20), **asked))
    award = world.award(case, [("wages", "granted", 100)])
    world.suit(award, kind="enforcement", filed="2026-10-02", decided="2026-10-30", ended_by="performed", linked=False)
    found = report.figures(world.session, "2026-10")
    assert made_of(found, "service.electronic") == (2, 3)
    assert made_of(found, "service.electronic_closing") == (0, 1)
    assert made_of(found, "court.preservation") == (1, None)
    assert made_of(found, "court.preservation_days") == (6, 1)
    assert made_of(found, "court.enforcement") == (1, None)
    assert made_of(found, "court.enforced") == (1, 1)


def test_two_suits_on_one_award_are_two_cases_in_court_and_one_award(world):
    """practice §3.2: one award counted once even if both sides sue; §3.1: the court counts each suit."""
    award = world.award(world.case("2026-07-20", "2026-09-10", "awarded"), [("wages", "granted", 100)], shut="2026-10-05")
    world.suit(award, [("granted", 100, None)])
    other = world.suit(award, [("refused", None, "law")])
    other.plaintiff_id = world.parties(world.session.get_one(Case, award.case_id))[0].id
    world.session.flush()
    found = report.figures(world.session, "2026-10")
    assert made_of(found, "ladder.month.first.case_strict") == (1, 2)
    assert made_of(found, "ladder.all_awards.case_strict") == (0, 1)
    assert made_of(found, "award.sued") == (1, 1)
    assert made_of(found, "award.sued_persons") == (2, 2)


def test_a_suit_decided_after_the_month_is_still_pending_in_it(world):
    award = world.award(world.case(), [("wages", "granted", 100)])
    world.suit(award, [("granted", 100, None)], decided="2026-11-01")
    october_figures = report.figures(world.session, "2026-10")
    assert made_of(october_figures, "ladder.month.first.item") == (0, 0)
    assert made_of(october_figures, "quality.waiting_judgment") == (1, None)
    assert made_of(report.figures(world.session, "2026-11"), "ladder.month.first.item") == (1, 1)


def test_a_judgment_without_a_sum_where_the_award_has_one_is_not_guessed(world):
    award = world.award(world.case(), [("wages", "granted", 100)])
    world.suit(award, [("granted", None, None)])
    found = report.figures(world.session, "2026-10")
    assert made_of(found, "ladder.month.first.item") == (0, 0)
    assert made_of(found, "quality.amount_missing") == (1, None)


def test_an_empty_month_has_no_rates_and_still_makes_a_report(world):
    issued = report.close_month(desk(world.session), "2026-10")
    page = report.page_facts(issued)
    assert [s["part"] for s in page["sections"]] == list(range(1, 10))
    assert all(f["rate"] is None for f in issued.snapshot["figures"].values())
    assert "（无：分母为零）" in "".join(page["summary"])


def test_repeat_employers_are_named_from_three_cases_on(world):
    for n in range(3):
        world.case("2026-10-10", employer="东川恒远物流有限公司")
        world.case("2026-10-10", employer="东川恒远物流有限公司分公司" if n else "东川其他公司")
    found = report.figures(world.session, "2026-10")
    assert [(e["name"], len(e["cases"])) for e in found.data["employers"]] == [("东川恒远物流有限公司", 3)]


PLANTED = {
    "worker": "王喆", "id": "37050219880304121X", "phone": "13954600017", "address": "河湾区渔港路八号", "agent": "褚砚秋",
    "deliberation": "合议庭少数意见", "offer": "调解底价三万", "note": "私下表示可以让步", "approval": "审批意见暂缓",
}  # fmt: skip


def test_no_persons_and_nothing_of_the_inner_file_enter_a_report(world):
    """CHR 26 (副卷); issue 6 §6: planted strings are found nowhere in snapshot, facts, workbook or paper."""
    made = october(world)
    case = world.session.get_one(Case, made["changed"].case_id)
    worker = world.parties(case)[0]
    worker.id_number, worker.phone, worker.address = PLANTED["id"], PLANTED["phone"], PLANTED["address"]
    world.add(Agent(party_id=worker.id, kind="lawyer", name=PLANTED["agent"]))
    case.deliberation, case.no_mediation_reason = PLANTED["deliberation"], PLANTED["note"]
    for item in case.items:
        item.text = f"请求向{PLANTED['worker']}（{PLANTED['id']}）支付款项。"
        item.reasoning = f"{PLANTED['worker']}住{PLANTED['address']}，代理人{PLANTED['agent']}，电话{PLANTED['phone']}。"
    referral = world.session.exec(select(Referral)).first()
    world.add(
        MediationSession(
            referral_id=referral.id, held_on=date(2026, 10, 9), recorded_at=NOW, private_notes=PLANTED["note"], offers=PLANTED["offer"]
        )
    )
    for outcome in world.session.exec(select(Outcome).where(Outcome.matter_id == made["changed"].id)).all():
        outcome.text = outcome.reason_note = f"{PLANTED['worker']}的工作年限有误，{PLANTED['phone']}。"
    world.session.flush()
    world.session.expire_all()
    issued = report.close_month(desk(world.session), "2026-10")
    text = report.as_json(issued)
    assert "申请人的工作年限有误" in text
    sheets = load_workbook(io.BytesIO(report.xlsx(issued)))
    cells = "".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)
    for everything in (text, cells, canonical(report.pdf_facts(issued)), canonical(report.page_facts(issued))):
        assert [what for what, planted in PLANTED.items() if planted in everything] == []


def test_the_click_behind_a_figure_gives_its_cases(world):
    made = october(world)
    issued = report.close_month(desk(world.session), "2026-10")
    compared = {made[k].case_id for k in ("changed", "same", "with_new")}
    assert set(report.cases_behind(issued, "ladder.month.first.case_strict")) == compared
    assert set(report.cases_behind(issued, "ladder.month.first.case_strict", hits=True)) == compared - {
        made["changed"].case_id
    }
    with pytest.raises(InputError, match="没有这个指标"):
        report.cases_behind(issued, "no.such")


def test_the_audit_head_follows_every_case(world):
    case = world.case()
    before = report.audit_head(world.session)
    case.head_hash = "f" * 64
    world.session.flush()
    assert report.audit_head(world.session) != before


def test_a_case_ends_with_its_result_not_with_its_archiving(world):
    """结案 is the day of the award; the file may be closed weeks later without making the case late."""
    case = world.case("2026-09-01", due="2026-10-16")
    case.source, case.state = "direct", "closed"
    case.closed_on, case.closed_by = date(2026, 10, 30), "awarded"
    world.add(
        Event(
            case_id=case.id,
            sequence=1,
            machine="case",
            subject_id=case.id,
            rule="arb.sign",
            title="签发裁决书",
            basis="LMA 46",
            actor_name="沈砚",
            actor_role="arbitrator",
            on_day=date(2026, 10, 12),
            at=NOW,
            before="approved",
            after="awarded",
            definition="1",
            previous_hash="",
            hash="a" * 64,
        )
    )
    found = report.figures(world.session, "2026-10")
    assert made_of(found, "flow.closed") == (1, None)
    assert made_of(found, "flow.overdue") == (0, 1)
    assert found.figures["flow.days_gross"]["numerator"] == 41
    assert made_of(report.figures(world.session, "2026-09"), "flow.open_end") == (1, None)


def test_a_case_that_ended_before_the_month_and_is_archived_in_it_is_not_counted_again(world):
    case = world.case("2026-07-01")
    case.source, case.state, case.closed_on, case.closed_by = "direct", "closed", date(2026, 10, 8), "awarded"
    world.session.flush()
    found = report.figures(world.session, "2026-10")
    assert made_of(found, "flow.closed") == (0, None)
    assert made_of(found, "flow.carried_in") == (0, None)


def test_a_case_with_two_awards_is_judged_once_when_the_last_window_shut(world):
    """A suit on one of two awards takes the case to court, whichever window shuts last."""
    case = world.case("2026-08-01", "2026-09-10", "awarded")
    world.award(case, [("wages", "granted", 100)], shut="2026-10-20", kind="final")
    sued = world.award(case, [("overtime", "granted", 100)], shut="2026-09-28")
    world.suit(sued, decided=None)
    assert made_of(report.figures(world.session, "2026-09"), "award.ended_here") == (0, 0)
    assert made_of(report.figures(world.session, "2026-10"), "award.ended_here") == (0, 1)


def test_a_side_that_refuses_after_agreeing_is_a_failed_mediation(world):
    case = world.case(None)
    days = {"proposed_on": "2026-10-08", "ended_on": "2026-10-12"}
    world.referral(case, "chamber", state="returned", outcome="refused", consented_on="2026-10-09", **days)
    world.referral(case, "enterprise_union", state="not_agreed", outcome="refused", **days)
    found = report.figures(world.session, "2026-10")
    assert made_of(found, "pair.L4.consented") == (1, 2)
    assert made_of(found, "pair.L4.succeeded") == (0, 1)
