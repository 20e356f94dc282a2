"""任何一步的任何一次写入失败，什么都不留下：从收件到裁判，故事里办的每一种步骤，逐次写入逐次失败（SQLite 与 PostgreSQL）。"""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from offices import Office
from test_door import DiskFull, failing_at

from app.database import transaction
from app.models import Award, Case, CourtMatter
from app.services import steps
from app.storytelling import StoryClock, agreed

EVERY_WRITE = 400


class Failing(Office):
    """Every step is first tried with each of its writes failing in turn, and only then taken."""

    tried: dict[str, int]
    stride = 1

    def takes(
        self, step: str, by: str, subject: tuple[type[Any], int] | None = None, into: str = "", **raw: Any
    ) -> None:
        if step not in self.tried:
            self._fails_at_every_write(step, by, subject or (Case, self.case_id), raw)
        super().takes(step, by, subject, into, **raw)

    def _fails_at_every_write(self, step: str, by: str, subject: tuple[type[Any], int], raw: Mapping[str, Any]) -> None:
        actor, before = self.actor(by), self.everything()
        for nth in range(1, EVERY_WRITE, self.stride):
            with failing_at(self.engine, nth) as seen:
                try:
                    with transaction(self.engine) as session:
                        desk = self.runtime.desk(session, actor)
                        thing = session.get_one(*subject)
                        steps.take(desk, thing, step, raw, steps.offer(desk, thing, step).token)
                        if nth > EVERY_WRITE - self.stride:
                            raise AssertionError(f"{step} wrote more often than was tried")
                        session.flush()
                        if len(seen) + 1 < nth:  # every write of the step was tried: leave it untaken
                            self.tried[step] = len(seen)
                            raise DiskFull("done")
                except DiskFull:
                    pass
            assert self.everything() == before, f"{step}: write {nth} left something behind"
            if step in self.tried:
                return


def _is_drafted(story: Failing) -> None:
    """As the draft page leaves the items: decided, and compared with like decisions."""
    with transaction(story.engine) as session:
        case = session.get_one(Case, story.case_id)
        for item in case.items:
            item.disposition, item.awarded_fen, item.reasoning = "granted", item.claimed_fen, "理由"
            item.check = {"digest": item.draft_digest, "needs_reason": False}
        case.facts_found, case.reasoning = "查明的事实。", "裁决的理由。"
        session.add(case)


@pytest.fixture
def failing(office: Office) -> Iterator[Failing]:
    made = Failing(office.runtime.settings)
    made.tried = {}
    # On the server every try costs more: every third write there, every one on SQLite.
    made.stride = 3 if office.runtime.settings.database_url else 1
    made.clock = made.runtime.now if isinstance(made.runtime.now, StoryClock) else made.clock
    yield made
    made.engine.dispose()


def test_whichever_write_of_whichever_step_fails_nothing_of_it_stays(failing: Failing) -> None:
    """受理、组庭、应诉、排期、送达、开庭、调解、评议、送审、批准、签发、起诉、立案、延期、中止、恢复。"""
    story = failing
    story.receives()
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.is_heard_without_settlement()
    story.takes("arb.deliberate", "arbitrator", deliberation_text="评议意见一致", **agreed([story.staff_id("arbitrator")]))
    _is_drafted(story)
    story.is_awarded()
    story.takes(
        "court.file", "filing", matter_kind="first_instance", award=str(story.latest(Award)),
        plaintiff=str(story.party("applicant")), court=str(story.body_id("court-hewan")), filed_on="2026-03-24",
    )  # fmt: skip
    story.takes(
        "court.accept", "courtclerk", (CourtMatter, story.latest(CourtMatter)), court_number="（2026）鲁0591民初1024号"
    )
    assert {"arb.accept", "arb.form_tribunal", "svc.record", "arb.hear", "med.in_hearing", "arb.set_hearing",
            "arb.deliberate", "arb.submit_draft", "approval.approve", "arb.sign", "court.file", "court.accept"} <= set(story.tried)
    assert all(writes >= 4 for writes in story.tried.values()), story.tried
