"""The words of the stories after the award: served, sued, ruled on; and where the award then stands for whom."""

from collections.abc import Mapping
from datetime import date

from teller import Told

from app.database import open_session, transaction
from app.models import Award, Case, CourtMatter, Staff, StaffRole
from app.services import award_fate
from app.services.award_fate import Fate

Matter = tuple[type[CourtMatter], int]
FINAL, NON_FINAL = "final", "non_final"
WORKER, FIRM = "applicant", "respondent"


def is_served(story: Told, award_type: str, *, worker: tuple[int, int], firm: tuple[int, int]) -> None:
    """Both sides receive the award, each on its own day of 2026."""
    for side, (month, day) in sorted(((WORKER, worker), (FIRM, firm)), key=lambda one: one[1]):
        story.clock.to(month, day)
        on = story.clock.day
        story.serves(
            "award", side, "clerk", method="direct", sent=on, served=on, award_id=story.latest(Award, type=award_type)
        )


def both_awards_are_served(story: Told, *, worker: tuple[int, int] = (3, 25), firm: tuple[int, int] = (3, 31)) -> None:
    """The sample case: made 24 March; overtime final, damages non-final."""
    story.reaches_an_award()
    for award_type in (NON_FINAL, FINAL):
        story.clock.to(3, 24)
        is_served(story, award_type, worker=worker, firm=firm)


def files(story: Told, kind: str, award_type: str, by: str, month: int, day: int, court: str = "court-hewan") -> Matter:
    story.clock.to(month, day)
    story.takes(
        "court.file",
        "filing",
        matter_kind=kind,
        award=str(story.latest(Award, type=award_type)),
        plaintiff=str(story.party(by)),
        court=str(story.body_id(court)),
        filed_on=story.clock.day.isoformat(),
    )
    return (CourtMatter, story.latest(CourtMatter))


def sues(story: Told, award_type: str, by: str, month: int, day: int, number: int = 77, clerk: str = "courtclerk", court: str = "court-hewan") -> Matter:
    """A suit, accepted the same day."""
    matter = files(story, "first_instance", award_type, by, month, day, court)
    code = {"court-hewan": "鲁0591", "court-shiqiao": "鲁0592"}.get(court, "鲁0591")
    story.takes("court.accept", clerk, matter, court_number=f"（2026）{code}民初{number}号", into="accepted")
    return matter


def applies_to_annul(story: Told, month: int, day: int, number: int = 9) -> Matter:
    matter = files(story, "annulment", FINAL, FIRM, month, day, "court-mid")
    story.takes("court.accept", "judge-mid", matter, court_number=f"（2026）鲁05民特{number}号", into="accepted")
    return matter


def ends(story: Told, matter: Matter, how: str, on: str, by: str = "judge", **reached: str) -> None:
    story.clock.day = max(story.clock.day, *(date.fromisoformat(day) for day in (on, *reached.values())))
    story.takes("court.end", by, matter, decided_on=on, court_ending=how, note="裁定", **reached)


def rules_on_annulment(story: Told, matter: Matter, how: str, on: str, ground: str = "", **reached: str) -> None:
    story.clock.day = max(story.clock.day, *(date.fromisoformat(day) for day in (on, *reached.values())))
    story.takes(
        "court.rule_on_annulment", "judge-mid", matter, decided_on=on, annulment_ending=how, annulment_ground=ground,
        note="裁定", **reached,
    )  # fmt: skip


def is_judged(story: Told, matter: Matter, on: str, by: str = "judge", **reached: str) -> None:
    """A judgment that decides every claim of the case: half of each sum."""
    story.clock.day = max(story.clock.day, *(date.fromisoformat(day) for day in (on, *reached.values())))
    typed = {}
    for item in story.case().items:
        typed[f"outcome-{item.id}-disposition"] = "partly"
        typed[f"outcome-{item.id}-amount"] = str((item.claimed_fen or 0) // 200)
        typed[f"outcome-{item.id}-reason"] = "calculation"
    story.takes("court.enter_judgment", by, matter, decided_on=on, judgment_text="判决主文", **typed, **reached, into="judged")


def there_is(story: Told, login: str, role: str, body: str) -> None:
    """One more official of a body, for stories that need a second court or office."""
    with transaction(story.runtime.engine) as session:
        staff = Staff(login=login, name=f"{body}{role}", body_id=story.body_id(body))
        session.add(staff)
        session.flush()
        session.add(StaffRole(staff_id=staff.id or 0, role=role, slot=role))


def fate(story: Told, award_type: str) -> Fate:
    with open_session(story.runtime.engine, writing=False) as session:
        desk = story.runtime.desk(session, story.actor("clerk"))
        case = session.get(Case, story.case_id)
        assert case is not None
        return next(f for f in award_fate.of_case(desk, case) if f.type == award_type)


def stands(story: Told, award_type: str) -> tuple[str, date | None]:
    """The status for the worker, and the first day of effect."""
    worker = next(p for p in fate(story, award_type).parties if p.party.kind == "worker")
    return worker.status, worker.effective_from


def may(story: Told, award_type: str) -> Mapping[str, str]:
    """Side → what it may still do, and until when."""
    return {
        p.party.side: "；".join(f"{r.action} {r.court} {r.until}" for r in p.remedies)
        for p in fate(story, award_type).parties
    }


def says(story: Told, award_type: str) -> str:
    return "".join(text for text, _ in fate(story, award_type).reasons)


def state(story: Told, award_type: str) -> str:
    return story.row(Award, type=award_type).state
