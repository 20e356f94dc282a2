"""The history of a case in plain words: each event with the days it set or ended and why, its papers, and how to put it right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.models import Event, Limit, LimitEntry, Paper
from app.services.casefile import CaseView
from app.services.steps import Offer
from workflows.statute import statute
from workflows.undo import ways


@dataclass(frozen=True)
class Put:
    """A way to put an event right from where the case stands now: the offer of that step and what it is about."""

    offer: Offer
    machine: str
    subject_id: int


@dataclass
class Story:
    """What followed from one event."""

    event: Event
    opened: list[Limit] = field(default_factory=list)
    ended: list[Limit] = field(default_factory=list)
    moved: list[tuple[Limit, LimitEntry]] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    undo: list[Put] = field(default_factory=list)


def of(view: CaseView, newest: int) -> list[Story]:
    """The newest events of a case as its reader may see them, with what followed from each. Asks nothing new of the database."""
    stories = {event.id: Story(event) for event in view.events[:newest]}
    for shown in view.limits:
        _clock(stories, shown.limit)
    _papers(stories, view.papers)
    offered = _offered(view)
    done: set[tuple[str, int]] = set()
    for story in stories.values():
        key = (story.event.rule, story.event.subject_id)
        if key not in done:  # only what happened last can still be put right
            done.add(key)
            story.undo = _ways(story.event, offered)
    return list(stories.values())


def _papers(stories: Mapping[int | None, Story], papers: Sequence[Paper]) -> None:
    """A paper belongs to the step of its moment that issues its kind; else to the first step of that moment."""
    issues = {rule.id: rule.issues for rule in statute().rules}
    by_moment: dict[datetime, list[Story]] = {}
    for story in stories.values():
        by_moment.setdefault(story.event.at, []).append(story)
    for paper in papers:
        if there := by_moment.get(paper.made_at):
            next((one for one in there if paper.kind in issues.get(one.event.rule, ())), there[-1]).papers.append(paper)


def _clock(stories: Mapping[int | None, Story], limit: Limit) -> None:
    if limit.origin_event_id in stories:
        stories[limit.origin_event_id].opened.append(limit)
    if limit.ended_event_id in stories:
        stories[limit.ended_event_id].ended.append(limit)
    for entry in limit.entries:
        if entry.event_id in stories:
            stories[entry.event_id].moved.append((limit, entry))


def _offered(view: CaseView) -> Mapping[tuple[str, int | None], Put]:
    """What may be taken now, by step, and by step and the part it is about."""
    case_id = view.case.id or 0
    found: dict[tuple[str, int | None], Put] = {}
    for offer in (*view.offers, *view.incoming):
        found[offer.rule.id, None] = found[offer.rule.id, case_id] = Put(offer, "case", case_id)
    for part in view.part_offers:
        for offer in part.offers:
            found[offer.rule.id, part.part.id] = Put(offer, part.machine, part.part.id)
    return found


def _ways(event: Event, offered: Mapping[tuple[str, int | None], Put]) -> list[Put]:
    found = []
    for step in ways().get(event.rule, ()):
        put = offered.get((step, event.subject_id)) or offered.get((step, None))
        if put is not None and put.offer.mine:
            found.append(put)
    return found

