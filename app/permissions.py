"""The whole table of who may do what, and the one function that asks it.

Two questions, in this order: may somebody in this role do this at all, and does this case concern the user.
Who may take a *step* stands in the articles (`by`), who may read a *paper* in its `about.toml`; both are asked
here only for whether the case concerns the reader.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from app.models.case import Case
from app.models.court import CourtMatter, FileShare
from app.models.lead import Lead
from app.models.referral import Referral
from app.models.staff import ADMIN_ROLES, BUSINESS_ROLES
from app.services.actor import Actor

View = TypeVar("View", bound=Callable[..., Any])


class May(StrEnum):
    """What can be allowed, as <what>:<doing>."""

    SIGNED_IN = "self:use"  # one's own password, language, sign-out

    SEE_WORK = "work:see"  # my work, lists and search of one's own cases
    READ_FILE = "file:read"  # the documents of the main file, its bound volume, one's own marks in it
    EXPORT_FILE = "file:export"  # the signed package for a court
    SEE_ARCHIVE = "archive:see"  # what is to be gathered, handed over, held, or is past its term
    FILE_CASE = "case:file"
    IMPORT_CASES = "case:import"
    SEE_CASE = "case:see"  # the main file (正卷)
    ACT_ON_CASE = "case:act"
    EDIT_CASE = "case:edit"
    DRAFT_AWARD = "award:draft"
    SEE_CALENDAR = "hearings:see"  # which rooms and people sit when
    KEEP_RECORD = "record:keep"  # write the record of a hearing
    APPROVE = "award:approve"
    SEE_INNER = "inner:see"  # the inner file (副卷): approvals
    SEE_DELIBERATION = "deliberation:see"
    SEE_IDENTITY = "identity:see"  # identity numbers unmasked
    SEE_PHONE = "phone:see"
    SEE_ADDRESS = "address:see"  # the whole address; without it the street is hidden
    SEE_UNSERVED = "service:list"  # what of the office's papers has not arrived

    SEE_LEADS = "lead:list"
    REGISTER_LEAD = "lead:register"  # a dispute before anybody applied for arbitration
    EDIT_ROSTER = "roster:edit"  # the mediators of the own body: what they are good at, whom they are tied to
    SEE_REFERRAL = "referral:see"
    ACT_ON_REFERRAL = "referral:act"
    SEE_OFFERS = "offers:see"  # private notes and offers of a mediation

    SEE_MATTER = "matter:see"
    ACT_ON_MATTER = "matter:act"
    LINK_MATTER = "matter:link"

    SEE_APPROVALS = "approvals:see"  # what waits for one's own decision, and what one has asked for
    DELEGATE = "delegation:edit"  # entrust one's own approvals to another; the security administrator for anybody
    ASSIGN_TASKS = "tasks:assign"  # give work to a person, take it back, see everybody's load

    SEE_PRECEDENTS = "precedents:see"
    IMPORT_PRECEDENTS = "precedents:import"
    SEE_MEETINGS = "meetings:see"  # joint meetings (联席会议)
    EDIT_MEETINGS = "meetings:edit"
    SEE_DIVERGENCES = "divergences:see"  # where a judgment differs from the award: of one's court, of one's office
    SPEAK_ON_DIVERGENCE = "divergences:speak"
    ACT_ON_DIVERGENCE = "divergences:act"
    SEE_ANALYSIS = "analysis:see"
    ASK_FOR_FILE = "file:ask"  # a court asks for a file that is not open to it
    ANSWER_FILE_REQUEST = "file:answer"
    SEE_STANDARDS = "standards:see"
    EDIT_STANDARDS = "standards:edit"
    SEE_REPORTS = "reports:see"
    CLOSE_MONTH = "reports:close"
    DRILL_REPORTS = "reports:drill"  # issued months by office, court, kind, reason, arbitrator

    EDIT_ACCOUNTS = "accounts:edit"  # create, rename, disable
    EDIT_BODIES = "bodies:edit"
    EDIT_SETTINGS = "settings:edit"
    EDIT_ROLES = "roles:edit"
    RESET_ACCESS = "access:reset"  # new password, unlock
    EDIT_WALLS = "walls:edit"  # stored denials that beat every grant
    EDIT_POLICIES = "policies:edit"  # sessions, lock-out, passwords
    SEE_ACCOUNTS = "accounts:see"
    SEE_LOGS = "logs:see"  # administrators' acts, sign-ins, reads, refusals; the hash chain


LABELS: Mapping[str, tuple[str, str]] = {
    "filing_clerk": ("立案人员", "filing clerk"),
    "mediator": ("调解员", "mediator"),
    "arbitrator": ("仲裁员", "arbitrator"),
    "hearing_clerk": ("仲裁书记员", "hearing clerk"),
    "section_head": ("庭长", "section head"),
    "head": ("仲裁院负责人", "head of the arbitration court"),
    "judge": ("法官", "judge"),
    "court_clerk": ("法院书记员", "court clerk"),
    "analyst": ("统计分析员", "analyst"),
    "system_admin": ("系统管理员", "system administrator"),
    "security_admin": ("安全管理员", "security administrator"),
    "audit_admin": ("审计管理员", "audit administrator"),
}

_EVERYBODY = {May.SIGNED_IN}
_READER = _EVERYBODY | {May.SEE_WORK, May.SEE_PRECEDENTS, May.SEE_STANDARDS, May.SEE_REPORTS}
_OFFICE = _READER | {
    May.SEE_CASE,
    May.READ_FILE,
    May.EXPORT_FILE,
    May.ACT_ON_CASE,
    May.SEE_CALENDAR,
    May.SEE_IDENTITY,
    May.SEE_PHONE,
    May.SEE_ADDRESS,
    May.SEE_UNSERVED,
    May.SEE_REFERRAL,
    May.SEE_MATTER,
    May.SEE_INNER,
}
_LEADING = {May.DELEGATE, May.ASSIGN_TASKS, May.SEE_ARCHIVE}
_COURT = _READER | {May.SEE_MEETINGS, May.SEE_CASE, May.READ_FILE, May.EXPORT_FILE, May.SEE_IDENTITY, May.SEE_ADDRESS, May.SEE_MATTER, May.ACT_ON_MATTER, May.LINK_MATTER, May.SEE_DIVERGENCES, May.ASK_FOR_FILE}

ROLES: Mapping[str, frozenset[May]] = {
    "filing_clerk": frozenset(
        _OFFICE | {May.SEE_ARCHIVE, May.SEE_APPROVALS, May.SEE_LEADS, May.REGISTER_LEAD, May.FILE_CASE, May.IMPORT_CASES, May.EDIT_CASE, May.ACT_ON_REFERRAL, May.LINK_MATTER}
    ),
    "mediator": frozenset(
        _EVERYBODY
        | {
            May.SEE_WORK,
            May.SEE_PRECEDENTS,
            May.SEE_STANDARDS,
            May.SEE_LEADS,
            May.REGISTER_LEAD,
            May.EDIT_ROSTER,
            May.SEE_REFERRAL,
            May.ACT_ON_REFERRAL,
            May.SEE_OFFERS,
            May.SEE_PHONE,
            May.SEE_ADDRESS,
        }
    ),
    "arbitrator": frozenset(
        _OFFICE
        | {May.KEEP_RECORD}
        | {May.SEE_APPROVALS, May.DRILL_REPORTS, May.SEE_MEETINGS, May.SEE_DIVERGENCES, May.SPEAK_ON_DIVERGENCE}
        | {May.EDIT_CASE, May.ACT_ON_REFERRAL, May.DRAFT_AWARD, May.SEE_DELIBERATION, May.LINK_MATTER}
    ),
    "hearing_clerk": frozenset(_OFFICE | {May.KEEP_RECORD} | {May.SEE_ARCHIVE, May.SEE_APPROVALS, May.EDIT_CASE, May.ACT_ON_REFERRAL, May.SEE_DELIBERATION}),
    "section_head": frozenset(
        _OFFICE | _LEADING | {May.SEE_DIVERGENCES, May.SPEAK_ON_DIVERGENCE} | {May.EDIT_CASE, May.ACT_ON_REFERRAL, May.SEE_APPROVALS, May.DRILL_REPORTS, May.APPROVE, May.LINK_MATTER}
    ),
    "head": frozenset(
        _OFFICE
        | _LEADING
        | {May.SEE_LEADS, May.DRILL_REPORTS, May.SEE_MEETINGS, May.EDIT_MEETINGS, May.ANSWER_FILE_REQUEST}
        | {May.SEE_DIVERGENCES, May.SPEAK_ON_DIVERGENCE, May.ACT_ON_DIVERGENCE, May.SEE_ANALYSIS}
        | {May.EDIT_CASE, May.SEE_APPROVALS, May.APPROVE, May.SEE_DELIBERATION, May.LINK_MATTER, May.EDIT_STANDARDS, May.CLOSE_MONTH}
    ),
    "judge": frozenset(_COURT | {May.EDIT_MEETINGS, May.DRILL_REPORTS, May.SPEAK_ON_DIVERGENCE}),
    "court_clerk": frozenset(_COURT),
    "analyst": frozenset(
        _READER
        | {
            May.SEE_CASE,
            May.SEE_MATTER,
            May.LINK_MATTER,
            May.IMPORT_PRECEDENTS,
            May.SEE_DIVERGENCES,
            May.ACT_ON_DIVERGENCE,
            May.SEE_ANALYSIS,
            May.SEE_MEETINGS,
            May.EDIT_MEETINGS,
            May.EDIT_STANDARDS,
            May.CLOSE_MONTH, May.DRILL_REPORTS,
        }
    ),
    "system_admin": frozenset(_EVERYBODY | {May.SEE_ACCOUNTS, May.EDIT_ACCOUNTS, May.EDIT_BODIES, May.EDIT_SETTINGS}),
    "security_admin": frozenset(_EVERYBODY | {May.SEE_ACCOUNTS, May.EDIT_ROLES, May.RESET_ACCESS, May.EDIT_WALLS, May.EDIT_POLICIES, May.DELEGATE}),
    "audit_admin": frozenset(_EVERYBODY | {May.SEE_ACCOUNTS, May.SEE_LOGS}),
}

OFFICE_ROLES = ("filing_clerk", "arbitrator", "hearing_clerk", "section_head", "head", "analyst")
PRE_FILING = "pre_filing"
PRE_FILING_ROLES = ("filing_clerk", "head")
"""Who of the office knows of a dispute before anybody applied: not those who would decide it."""
COURT_ROLES = ("judge", "court_clerk")

CASE_BOUND = frozenset(
    {
        May.SEE_CASE,
        May.READ_FILE,
        May.EXPORT_FILE,
        May.ACT_ON_CASE,
        May.EDIT_CASE,
        May.DRAFT_AWARD,
        May.KEEP_RECORD,
        May.APPROVE,
        May.SEE_INNER,
        May.SEE_DELIBERATION,
        May.SEE_IDENTITY,
        May.SEE_PHONE,
        May.SEE_ADDRESS,
        May.SEE_ADDRESS,
        May.SEE_REFERRAL,
        May.ACT_ON_REFERRAL,
        May.SEE_OFFERS,
        May.SEE_MATTER,
        May.ACT_ON_MATTER,
    }
)
"""These mean nothing without a case: a route that needs one of them must ask `allows` with the case as well."""

TRIBUNAL_ONLY = frozenset({May.SEE_DELIBERATION, May.DRAFT_AWARD, May.KEEP_RECORD})
"""For those who sit in the case; the head, who approves, has the first of them everywhere in the office."""


@dataclass(frozen=True)
class Concern:
    """Whom one case concerns: its office, its tribunal, the bodies it was referred to, the courts it is open to."""

    office_id: int
    tribunal: frozenset[int] = frozenset()
    """Staff ids of arbitrators and recorder; empty until the tribunal is formed."""
    mediating: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """Body id → the mediators named for it; an empty set means any mediator of that body."""
    open_to: frozenset[int] = frozenset()
    """Courts to which the main file is open on the day."""
    matters_at: frozenset[int] = frozenset()
    """Courts that have a matter in the thread of this case."""
    invited: frozenset[int] = frozenset()
    """Members of a joint meeting to whom the main file is open on the day."""
    restricted: bool = False
    pre_filing: bool = False
    """Nobody has applied for arbitration yet: the filing desk and the head know of it, the tribunal does not."""
    approving: frozenset[int] = frozenset()
    """Those entrusted today with an approval that waits in this case: they see what the absent approver would."""
    walled: frozenset[int] = frozenset()
    """Those the case is closed to today (隔离): this beats every grant, seat and role."""

    @classmethod
    def of(
        cls,
        case: Case,
        on: date,
        referrals: Iterable[Referral] = (),
        shares: Iterable[FileShare] = (),
        matters: Iterable[CourtMatter] = (),
        leads: Iterable[Lead] = (),
        invited: Iterable[int] = (),
        approving: Iterable[int] = (),
        walled: Iterable[int] = (),
    ) -> "Concern":
        """The concern of `case` on the legal day `on`, from the rows that belong to it."""
        mediating: dict[int, frozenset[int]] = {}
        for referral in referrals:
            # A proposal both sides have not agreed to is not yet the mediation body's business.
            if referral.delegated_on is not None or referral.began_at_body:
                named = frozenset({referral.mediator_id} if referral.mediator_id is not None else ())
                known = mediating.get(referral.receiving_body_id, named)
                mediating[referral.receiving_body_id] = known | named if known and named else frozenset()
        for lead in leads:
            mediating.setdefault(lead.body_id, frozenset())
        sitting = {case.hearing_officer_id, case.chief_id, case.recorder_id, *case.panel}
        return cls(
            office_id=case.office_id,
            tribunal=frozenset(one for one in sitting if one is not None),
            mediating=mediating,
            open_to=frozenset(s.court_id for s in shares if s.since <= on and (s.until is None or on <= s.until)),
            matters_at=frozenset(matter.court_id for matter in matters),
            invited=frozenset(invited),
            restricted=case.restricted,
            pre_filing=case.state == PRE_FILING,
            approving=frozenset(approving),
            walled=frozenset(walled),
        )


def allows(actor: Actor, may: May, case: Concern | None = None) -> bool:
    """The only place that decides. Role first, then whether this case concerns the user.

    Without a case it answers whether the role may do this at all (for menus). An account with several
    roles may do a thing when one of them may, in that role's own relation to the case.
    """
    if may is May.SIGNED_IN:
        return True  # also for an account that has no role yet
    holding = [role for role in actor.roles if may in ROLES.get(role, frozenset())]
    if case is None or may not in CASE_BOUND:
        return bool(holding)
    return any(_concerns(actor, role, may, case) for role in holding)


def may_see_paper(
    actor: Actor, folder: str, seen_by: Collection[str], case: Concern, *, deliberation: bool = False
) -> bool:
    """Whether a paper of the main or inner folder may be read: its own list, and the case."""
    readers = actor.roles.intersection(seen_by)
    if folder != "main":
        readers = readers.difference(COURT_ROLES)
        needed = May.SEE_DELIBERATION if deliberation else May.SEE_INNER
        return any(_concerns(actor, role, needed, case) for role in readers)
    return any(_concerns(actor, role, May.SEE_CASE, case) for role in readers)


def _concerns(actor: Actor, role: str, may: May, case: Concern) -> bool:
    if actor.id is None or actor.body_id is None or actor.id in case.walled:
        return False
    if may in (May.SEE_CASE, May.READ_FILE) and actor.id in case.invited:
        return True  # a member of a joint meeting: the main file, and nothing but reading it (O70 四)
    if role in OFFICE_ROLES:
        return actor.body_id == case.office_id and _inside_office(actor.id, role, may, case)
    if role == "mediator":
        named = case.mediating.get(actor.body_id)
        if named is None:
            return False
        # A colleague may stand in for the mediator; what was said to the mediator in confidence stays there.
        return may is not May.SEE_OFFERS or not named or actor.id in named
    if role in COURT_ROLES:
        if may in (May.SEE_MATTER, May.ACT_ON_MATTER):
            return actor.body_id in case.matters_at
        return actor.body_id in case.open_to
    return False


def _inside_office(staff_id: int, role: str, may: May, case: Concern) -> bool:
    if case.pre_filing:
        return role in PRE_FILING_ROLES
    sits = staff_id in case.tribunal
    entrusted = staff_id in case.approving
    if may in TRIBUNAL_ONLY:
        return sits or role == "head" or (entrusted and may is May.SEE_DELIBERATION)
    if case.restricted and case.tribunal:
        return sits or entrusted or role in ("head", "section_head", "filing_clerk")
    return True


def conflict(roles: Collection[str]) -> str | None:
    """Why these roles may not be held by one account, in words; None when they may.

    The three administrators check one another, so nobody is two of them, and none of them handles cases.
    """
    unknown = sorted(set(roles) - set(ROLES))
    if unknown:
        return f"没有“{'、'.join(unknown)}”这个岗位。可用的岗位：{'、'.join(ROLES)}。"
    admins = [role for role in ADMIN_ROLES if role in roles]
    business = [role for role in BUSINESS_ROLES if role in roles]
    if len(admins) > 1:
        names = "、".join(LABELS[role][0] for role in admins)
        return f"{names}相互监督，不能由同一个账号担任。请为其中每一个岗位各建一个账号。"
    if admins and business:
        return f"{LABELS[admins[0]][0]}不能同时办理案件（{LABELS[business[0]][0]}）。请另建一个账号。"
    if {"judge", "court_clerk"}.intersection(roles) and set(OFFICE_ROLES).union({"mediator"}).intersection(roles):
        return "法院人员与仲裁、调解人员的岗位不能合在一个账号里。请分别建立账号。"
    return None


def needs(may: May) -> Callable[[View], View]:
    """Say on a route what it takes to use it. `app.web.security` asks before the route runs."""

    def mark(view: View) -> View:
        view.needs = may  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Say on a route that anybody may use it, signed in or not."""
    view.needs = None  # type: ignore[attr-defined]
    return view
