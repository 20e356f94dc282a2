"""Which step a walk tries next: what it has met least, on a case that can take it, by somebody whose act it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from app.services.actor import Actor
from app.services.machines import kind_of, machine_of
from app.walk_coverage import Coverage
from app.walk_plots import HELP, Pursuit
from workflows.statute import Rule, Statute

WEIGHTS = {
    # endings seldom, so that cases come far
    "arb.refuse": 0.03, "arb.withdraw_before_acceptance": 0.03, "arb.withdraw": 0.02, "referral.withdraw": 0.1,
    "arb.request_correction": 0.1, "arb.deem_withdrawn": 0.08, "arb.suspend": 0.04, "arb.extend": 0.08,
    "arb.postpone_hearing": 0.05, "approval.return": 0.2, "approval.withdraw": 0.05, "approval.approve": 3.0, "approval.endorse": 3.0,
    "arb.receive_answer": 0.1, "arb.forward_answer": 0.1,
    "arb.terminate_on_suit": 0.3, "arb.file_calculation": 0.1, "paper.correct": 0.1, "referral.propose": 0.15,
    "referral.record_session": 0.4, "referral.record_consent": 5.0, "referral.delegate": 4.0,
    "referral.accept_by_body": 4.0, "referral.record_outcome": 3.0, "referral.decline_by_body": 0.3, "court.not_accept": 0.2, "agreement.break": 0.1,
    "agreement.abandon": 0.1, "agreement.redraw": 0.2, "agreement.edit": 0.3, "agreement.sign": 4.0,
    "recusal.ask": 0.05, "recusal.own": 0.03, "arb.close": 0.3, "arb.no_mediation_possible": 0.3,
    # the way to the award and to the court
    "arb.accept": 4.0, "arb.form_tribunal": 4.0, "arb.set_hearing": 4.0, "arb.hear": 6.0, "arb.notify_respondent": 3.0,
    "med.in_hearing": 0.6, "arb.deliberate": 4.0, "arb.submit_draft": 6.0, "arb.approve": 4.0, "arb.sign": 6.0,
    "court.file": 0.6, "court.accept": 2.0, "court.enter_judgment": 2.0, "svc.record": 1.0,
}  # fmt: skip
"""How often a step is tried against the others, before what was met seldom is preferred."""
ENDINGS = 0.05
"""Weight of steps without one of their own by which the case itself ends."""
TRIES = 10
ON_THE_WAY = 0.88
"""How often a case with a plot is left to it; else anything may happen."""
TRIES_ON_THE_WAY = 6
"""How many candidates are looked at; on the way of a plot the first is what the plot wants."""


@dataclass(frozen=True)
class Candidate:
    """A rule that starts where a subject stands."""

    rule: Rule
    subject: Any


def candidates(book: Statute, rules: Sequence[Rule], subjects: Sequence[Any]) -> list[Candidate]:
    """Every rule people take that starts at one of the subjects; starting rules with the case."""
    found = []
    for subject in subjects:
        machine, kind = machine_of(subject), kind_of(subject)
        found += [
            Candidate(rule, subject)
            for rule in rules
            if rule.machine == machine and subject.state in rule.sources and rule.concerns(kind)
        ]
    found += [Candidate(rule, subjects[0]) for rule in rules if rule.starts and rule.machine != "case"]
    return found


def in_order(random: Random, found: Sequence[Candidate], met: Coverage, hurry: float, pursuit: Pursuit) -> list[Candidate]:
    """The candidates in the order they are tried. `hurry` raises the weight of service where it holds the case up."""
    if pursuit.next:
        aside = random.random() > ON_THE_WAY
        found = [one for one in found if one.rule.id == pursuit.next or one.rule.id in HELP or (aside and _harmless(one))]
    keyed = []
    for one in found:
        weight = WEIGHTS.get(one.rule.id, _usual(one.rule))
        if one.rule.id == "svc.record":
            weight *= hurry
        weight *= 1 + 6 / (1 + met.rules[one.rule.id]) if weight >= 0.1 else 1 + 2 / (1 + met.rules[one.rule.id])
        if pursuit.next:
            weight *= pursuit.weight(one.rule.id)
        keyed.append((random.random() ** (1 / weight), one))
    keyed.sort(key=lambda pair: -pair[0])
    return [one for _, one in keyed[: TRIES_ON_THE_WAY if pursuit.next else TRIES]]


def _harmless(one: Candidate) -> bool:
    """A step that leads away from nothing: something asked for, or written down where the subject stands."""
    return one.rule.starts or set(one.rule.targets()) <= {one.subject.state}


def _usual(rule: Rule) -> float:
    ends = {"settled", "refused", "withdrawn", "deemed_withdrawn", "terminated_by_suit", "closed"}
    if rule.machine == "case" and set(rule.targets()) & ends:
        return ENDINGS
    return 0.3 if rule.starts else 1.0


def who(random: Random, actors: Sequence[Actor], rule: Rule, case: Any, subject: Any) -> list[Actor]:
    """Those whose act it is, in any order; people of the bodies the subject is with come first."""
    able = [actor for actor in actors if actor.has(*rule.by)]
    with_them = {case.office_id, getattr(subject, "receiving_body_id", None), getattr(subject, "court_id", None)}
    return sorted(random.sample(able, len(able)), key=lambda actor: actor.body_id not in with_them)
