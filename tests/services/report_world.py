"""A small office with cases, awards and suits, straight into the tables: what a monthly report reads."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import Session, select

from app.models import (
    Award,
    Body,
    Case,
    ClaimItem,
    CourtLink,
    CourtMatter,
    Limit,
    LimitEntry,
    Outcome,
    Party,
    Referral,
    Staff,
)
from app.services.actor import SYSTEM
from app.services.desk import Desk
from app.settings import Settings

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def desk(session: Session, now: datetime = NOW) -> Desk:
    return Desk(session=session, actor=SYSTEM, now=now, settings=Settings())


class World:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.serial = count(1)
        self.office = self.body("东川市劳动人事争议仲裁委员会", "commission")
        self.court = self.body("东川市河湾区人民法院", "court")
        self.staff = self.add(Staff(login="judge", name="程颐", body_id=self.court.id))

    def add(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def body(self, name: str, kind: str) -> Body:
        code = f"B{next(self.serial)}"
        return self.add(Body(code=code, name=name, kind=kind, level="city", place="山东省/东川市"))

    def case(
        self, accepted: str | None = "2026-09-01", closed: str | None = None, by: str | None = None, **more: Any
    ) -> Case:
        n = next(self.serial)
        employer = more.pop("employer", f"东川第{n}机械有限公司")
        stopped = more.pop("stopped", None)
        due = more.pop("due", None)
        office = more.pop("office", self.office)
        case = self.add(
            Case(
                receipt_number=f"收{n}",
                number=f"东川劳人仲案〔2026〕{n}号" if accepted else None,
                office_id=office.id,
                filed_on=date.fromisoformat(more.pop("filed", accepted or "2026-10-08")),
                accepted_on=date.fromisoformat(accepted) if accepted else None,
                closed_on=date.fromisoformat(closed) if closed else None,
                closed_by=by,
                created_at=NOW,
                source="import",
                head_hash=f"{n:064d}",
                **more,
            )
        )
        self.add(Party(case_id=case.id, ordinal=1, side="applicant", kind="worker", name="王喆"))
        self.add(Party(case_id=case.id, ordinal=2, side="respondent", kind="employer", name=employer))
        if accepted:
            limit = self.add(
                Limit(
                    case_id=case.id,
                    rule="arb.decide_45",
                    title="仲裁期限",
                    subject_id=case.id,
                    origin=case.accepted_on,
                    due=date.fromisoformat(due) if due else case.accepted_on + timedelta(days=45),
                )
            )
            if stopped:
                first, last = (date.fromisoformat(day) for day in stopped)
                self.add(LimitEntry(limit_id=limit.id, kind="exclude", start_on=first, end_on=last, reason="中止审理"))
        return case

    def parties(self, case: Case) -> list[Party]:
        return list(self.session.exec(select(Party).where(Party.case_id == case.id).order_by(Party.ordinal)).all())

    def award(
        self,
        case: Case,
        items: list[tuple[str, str, int | None]],
        made: str = "2026-09-10",
        shut: str | None = "2026-09-28",
        kind: str = "non_final",
    ) -> Award:
        worker, employer = self.parties(case)[:2]
        before = self.session.exec(select(Award).where(Award.case_id == case.id)).all()
        award = self.add(
            Award(
                case_id=case.id,
                ordinal=len(before) + 1,
                number=f"{case.number}-{len(before) + 1}",
                type=kind,
                state="awaiting",
                made_on=date.fromisoformat(made),
            )
        )
        placed = len(self.session.exec(select(ClaimItem).where(ClaimItem.case_id == case.id)).all())
        for n, (what, disposition, fen) in enumerate(items, start=placed + 1):
            self.add(
                ClaimItem(
                    case_id=case.id,
                    ordinal=n,
                    kind=what,
                    applicant_id=worker.id,
                    respondent_id=employer.id,
                    claimed_fen=fen,
                    text="支付款项",
                    disposition=disposition,
                    awarded_fen=fen if disposition in ("granted", "partly") else None,
                    decision_text="被申请人于本裁决生效之日起十日内支付。",
                    reasoning="双方对入职时间没有争议。",
                    award_id=award.id,
                )
            )
        if shut:
            for party in (worker, employer):
                self.add(
                    Limit(
                        case_id=case.id,
                        rule="post.sue.nonfinal",
                        title="起诉期",
                        machine="award",
                        subject_id=award.id,
                        party_id=party.id,
                        origin=date.fromisoformat(made),
                        due=date.fromisoformat(shut),
                    )
                )
        return award

    def items(self, award: Award) -> list[ClaimItem]:
        rows = select(ClaimItem).where(ClaimItem.award_id == award.id).order_by(ClaimItem.ordinal)
        return list(self.session.exec(rows).all())

    def suit(
        self,
        award: Award,
        outcomes: list[tuple[str, int | None, str | None]] = (),
        decided: str | None = "2026-10-20",
        ended_by: str | None = "judgment",
        linked: bool = True,
        kind: str = "first_instance",
        previous: CourtMatter | None = None,
        filed: str = "2026-09-25",
        new: list[tuple[str, str, int | None]] = (),
    ) -> CourtMatter:
        """`outcomes`: (disposition, fen, reason code) for each item of the award in order; `new`: added claims."""
        case = self.session.get_one(Case, award.case_id)
        matter = self.add(
            CourtMatter(
                case_id=case.id,
                court_id=self.court.id,
                kind=kind,
                state="judged" if decided else "accepted",
                number=f"（2026）东0102民初{next(self.serial)}号",
                plaintiff_id=self.parties(case)[1].id,
                previous_id=previous.id if previous else None,
                filed_on=date.fromisoformat(filed),
                decided_on=date.fromisoformat(decided) if decided else None,
                ended_by=ended_by if decided else None,
            )
        )
        if linked:
            self.add(CourtLink(matter_id=matter.id, award_id=award.id, found_by="number", confirmed_at=NOW))
        rows = [(item.id, item.kind, *o) for item, o in zip(self.items(award), outcomes, strict=False)]
        rows += [(None, what, disposition, fen, None) for what, disposition, fen in new]
        for item_id, what, disposition, fen, code in rows:
            self.add(
                Outcome(
                    matter_id=matter.id,
                    claim_item_id=item_id,
                    case_id=case.id,
                    kind=what,
                    text="按实际工作年限计算。",
                    disposition=disposition,
                    amount_fen=fen,
                    reason_code=code,
                    office_id=case.office_id,
                    court_id=self.court.id,
                    month=(decided or "2026-10-01")[:7],
                )
            )
        return matter

    def referral(self, case: Case, channel: str, **more: Any) -> Referral:
        days = {k: date.fromisoformat(v) for k, v in more.items() if k.endswith("_on")}
        rest = {k: v for k, v in more.items() if not k.endswith("_on")}
        before = self.session.exec(select(Referral).where(Referral.case_id == case.id)).all()
        return self.add(
            Referral(
                case_id=case.id,
                ordinal=len(before) + 1,
                stage="before_acceptance",
                channel=channel,
                sending_body_id=self.office.id,
                receiving_body_id=self.office.id,
                **days,
                **rest,
            )
        )


def october(world: World) -> dict[str, Any]:
    """Three judgments in October: one changed in one of three items, one as awarded, one with a new claim; and more."""
    first = world.award(
        world.case("2026-07-20", "2026-09-10", "awarded"),
        [
            ("wages", "granted", 2_000_000),
            ("overtime", "granted", 800_000),
            ("wrongful_termination", "granted", 6_000_000),
        ],
        shut="2026-10-05",
    )
    second = world.award(world.case("2026-08-03", "2026-09-12", "awarded"), [("wages", "refused", 300_000)])
    third = world.award(world.case("2026-08-05", "2026-09-14", "awarded"), [("overtime", "partly", 100_000)])
    fourth = world.award(world.case("2026-08-07", "2026-09-15", "awarded"), [("wages", "granted", 50_000)])
    fifth = world.award(
        world.case("2026-08-09", "2026-10-15", "awarded"), [("wages", "granted", 70_000)], "2026-10-15", None
    )
    made = {
        "changed": world.suit(
            first, [("granted", 2_000_000, None), ("granted", 800_000, None), ("partly", 3_000_000, "calculation")]
        ),
        "same": world.suit(second, [("refused", None, None)]),
        "with_new": world.suit(third, [("partly", 100_000, None)], new=[("annual_leave", "granted", 9_900)]),
        "settled": world.suit(fourth, ended_by="settled"),
        "unlinked": world.suit(fourth, [("granted", 50_000, None)], linked=False),
        "pending": world.suit(fifth, decided=None, filed="2026-10-28"),
    }
    world.case("2026-10-09", filed="2026-10-07", collective=True)
    world.case("2026-10-12", "2026-10-30", "settled", stopped=("2026-10-15", "2026-10-19"))
    world.case("2026-08-01", "2026-10-29", "withdrawn")
    desk_case = world.case(None, "2026-10-16", "refused")
    world.referral(
        desk_case,
        "industry",
        state="handed_over",
        proposed_on="2026-10-08",
        consented_on="2026-10-09",
        ended_on="2026-10-12",
        outcome="no_agreement",
    )
    world.referral(
        desk_case,
        "peoples",
        state="succeeded",
        proposed_on="2026-10-12",
        consented_on="2026-10-12",
        ended_on="2026-10-15",
        outcome="agreed",
    )
    world.referral(desk_case, "out_of_case", state="not_agreed", proposed_on="2026-10-07", outcome="refused")
    return made
