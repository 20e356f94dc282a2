"""What every page module needs: the desk of the person who asks, the case they ask for, and the menu."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import js_lib_htmx
from flask import Blueprint, Flask, abort, current_app, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter, Map

from app.database import open_session, transaction
from app.models import Case, Event, Task
from app.permissions import Concern, May, allows
from app.rendering.kinds import kind as paper_kind
from app.runtime import Runtime
from app.services import access, look_up, readlog
from app.services.award_fate import status_title
from app.services.desk import BEIJING, Desk
from app.services.machines import MACHINES
from app.services.tasks import band as band_on
from app.web import security, wording
from app.web.icons import icon
from workflows.approvals import Kind, approvals
from workflows.items import KINDS
from workflows.links import links
from workflows.states import label
from workflows.statute import statute

DISPOSITION_WORDS = {
    "pending": _l("未裁决"),
    "granted": _l("支持"),
    "partly": _l("部分支持"),
    "refused": _l("驳回"),
    "withdrawn": _l("撤回"),
    "settled": _l("调解"),
}
PATH_OF = {name: one.path for name, one in MACHINES.items()}
"""Machine → the first part of the address of its steps."""
MOST_ROWS = 2**31 - 1
SAY_WHERE = ("filing.create", "steps.take", "drafts.save")
"""Forms that point at the very field a control character stands in."""
SIDE_WORDS = {"applicant": _l("申请人"), "respondent": _l("被申请人"), "third_party": _l("第三人")}


def runtime() -> Runtime:
    found = current_app.extensions["hengjian"]
    assert isinstance(found, Runtime)
    return found


@contextmanager
def desk_for_reading() -> Iterator[Desk]:
    """A desk that only looks; nothing is saved."""
    with open_session(runtime().engine, writing=False) as session:
        yield runtime().desk(session, g.actor)


@contextmanager
def desk_for_writing() -> Iterator[Desk]:
    """A desk of one transaction: saved whole at the end, or not at all when an error leaves the block."""
    with transaction(runtime().engine) as session:
        yield runtime().desk(session, g.actor)


def concern(desk: Desk, case: Case) -> Concern:
    return access.concern_of(desk.session, case, desk.today)


def case_or_404(desk: Desk, case_id: int, may: May = May.SEE_CASE, *, reading: str = "") -> Case:
    """The case, if it concerns the person; 404 otherwise. Puts its concern into `g.concern`.

    `reading` says what of the case file is about to be shown: the reading is on record before anything is.
    Only with a reading desk: the record is a transaction of its own.
    """
    case = desk.session.get(Case, case_id)
    if case is None:
        security.not_there()
    security.require_case(may, concern(desk, case))
    if reading:
        log_reading(desk, case_id, reading)
    return case


def log_reading(desk: Desk, case_id: int, what: str) -> None:
    """Put on record, in a transaction of its own, that the person opens `what` of a case."""
    with transaction(runtime().engine) as session:
        readlog.record(session, desk.actor, case_id, what[:80], desk.now, request.remote_addr or "")


def log_search(desk: Desk, place: str, words: str, hits: int) -> None:
    """Put on record, in a transaction of its own, what the person looked for."""
    with transaction(runtime().engine) as session:
        look_up.record(session, desk.actor, place, words, hits, desk.now, request.remote_addr or "")


def log_readings(desk: Desk, cases: Iterable[int], what: str) -> None:
    """As `log_reading`, for a list that tells of several cases at once."""
    with transaction(runtime().engine) as session:
        for case_id in cases:
            readlog.record(session, desk.actor, case_id, what[:80], desk.now, request.remote_addr or "")


@dataclass(frozen=True)
class MenuEntry:
    """One line of the menu: shown to roles that may, once the page exists."""

    endpoint: str
    label: LazyString
    may: May
    icon: str


MENU = (
    MenuEntry("work.index", _l("今日工作"), May.SEE_WORK, "check2-square"),
    MenuEntry("approvals.index", _l("审批"), May.SEE_APPROVALS, "check2-circle"),
    MenuEntry("cases.index", _l("案件"), May.SEE_CASE, "folder2-open"),
    MenuEntry("hearings.calendar", _l("庭期"), May.SEE_CALENDAR, "calendar3"),
    MenuEntry("filing.new", _l("收件"), May.FILE_CASE, "inbox"),
    MenuEntry("leads.index", _l("立案前"), May.SEE_LEADS, "megaphone"),
    MenuEntry("referrals.index", _l("转介调解"), May.SEE_REFERRAL, "signpost-split"),
    MenuEntry("service.unserved_list", _l("未送达"), May.SEE_UNSERVED, "envelope"),
    MenuEntry("court.index", _l("诉讼"), May.SEE_MATTER, "bank"),
    MenuEntry("precedents.index", _l("类案"), May.SEE_PRECEDENTS, "journals"),
    MenuEntry("divergences.index", _l("差异"), May.SEE_DIVERGENCES, "arrow-left-right"),
    MenuEntry("meetings.index", _l("联席会议"), May.SEE_MEETINGS, "people"),
    MenuEntry("standards.index", _l("口径"), May.SEE_STANDARDS, "rulers"),
    MenuEntry("analysis.index", _l("研判"), May.SEE_ANALYSIS, "graph-up"),
    MenuEntry("reports.index", _l("月报"), May.SEE_REPORTS, "bar-chart"),
    MenuEntry("calculator.index", _l("计算"), May.SEE_PRECEDENTS, "calculator"),
    MenuEntry("archive.index", _l("档案"), May.SEE_ARCHIVE, "archive"),
    MenuEntry("imports.new", _l("旧案导入"), May.IMPORT_CASES, "file-earmark-arrow-up"),
    MenuEntry("admin.index", _l("系统设置"), May.EDIT_SETTINGS, "sliders"),
    MenuEntry("accounts.index", _l("账号"), May.SEE_ACCOUNTS, "people"),
    MenuEntry("walls.index", _l("隔离"), May.EDIT_WALLS, "shield-x"),
    MenuEntry("policies.index", _l("安全策略"), May.EDIT_POLICIES, "shield-lock"),
    MenuEntry("audit.index", _l("审计"), May.SEE_LOGS, "shield-check"),
)


def menu() -> list[tuple[MenuEntry, str]]:
    """The lines of the menu this person may use, with their addresses."""
    actor = g.get("actor")
    if actor is None or g.get("must_change_password"):
        return []
    return [
        (entry, url_for(entry.endpoint))
        for entry in MENU
        if entry.endpoint in current_app.view_functions and allows(actor, entry.may)
    ]


def titled(thing: object, locale: str) -> str:
    """The title of a rule, field, channel or kind in the reader's language."""
    chosen = getattr(thing, "title_en", "") if locale.startswith("en") else ""
    return chosen or str(getattr(thing, "title", thing))


def band(due: date | None) -> str:
    """How near a day is, as the class of its badge."""
    return band_on(due, runtime().now().astimezone(BEIJING).date())


def due_words(days: int) -> str:
    """Days left, in words: never by colour alone."""
    if days < 0:
        return _("已过%(n)s天", n=-days)
    if days == 0:
        return _("今天到期")
    return _("还有%(n)s天", n=days)


def init(app: Flask) -> None:
    """Give templates the menu and the few words they share, and serve htmx from the folder of its package."""
    app.jinja_env.globals.update(
        icon=icon,
        clock=lambda: runtime().now(),
        menu=menu,
        due_words=due_words,
        days_left=lambda day: (day - runtime().now().astimezone(BEIJING).date()).days,
        state_label=lambda machine, state: label(machine, state, security.locale()),
        kind_title=lambda kind: titled(KINDS[kind], security.locale()) if kind in KINDS else kind,
        titled=lambda thing: titled(thing, security.locale()),
        field_choice=field_choice,
        matter_kind=matter_kind,
        band=band,
        disposition_label=lambda word: DISPOSITION_WORDS[word],
        side_label=lambda side: SIDE_WORDS[side],
        endpoints=lambda: current_app.view_functions,
        part_path=PATH_OF.__getitem__,
        channel_title=lambda name: titled(links().channels[name], security.locale()),
        remedy_words=remedy_words,
        request_kind=request_kind,
        fate_status=fate_status,
        event_title=event_title,
        paper_title=lambda name: titled(paper_kind(name), security.locale()),
        step_title=step_title,
        task_title=task_title,
        task_address=task_address,
        approval_levels=approval_levels,
    )
    app.jinja_env.filters["role_label"] = security.role_label
    wording.init(app)
    app.url_map.converters["int"] = RowId
    app.before_request(leave_out_nul)
    htmx = Path(js_lib_htmx.__file__).parent / "static" / "htmx"
    app.register_blueprint(Blueprint("vendor", __name__, static_folder=str(htmx), static_url_path="/vendor/htmx"))


class RowId(IntegerConverter):
    """A row's number in an address: what no table can hold is no address of ours (404)."""

    def __init__(self, map: Map, *args: Any, **more: Any) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, *args, **{"max": MOST_ROWS, **more})


def leave_out_nul() -> None:
    """A NUL is no character: databases refuse it. Out of a search it goes; a form with one in it did not come from us."""
    if any("\x00" in text for text in request.args.values()):
        kept = [(name, text.replace("\x00", "")) for name, text in request.args.items(multi=True)]
        request.args = ImmutableMultiDict(kept)
    if request.endpoint not in SAY_WHERE and any("\x00" in text for text in request.form.values()):
        abort(400, _("填写的内容含有不能保存的控制字符。请返回上一页，删除后重新填写。"))


def remedy_words(party: str, action: str, court: str, days: int) -> str:
    """What one side may still do against an award, in a sentence."""
    who = {"worker": _("劳动者"), "employer": _("用人单位"), "either": _("任何一方")}[party]
    where = {"basic": _("基层人民法院"), "intermediate": _("中级人民法院")}[court]
    if action == "annul":
        return _("%(who)s可以自收到之日起%(n)s日内向%(court)s申请撤销", who=who, n=days, court=where)
    return _("%(who)s可以自收到之日起%(n)s日内向%(court)s起诉", who=who, n=days, court=where)


FATES_EN = {
    "pending": "not yet in effect",
    "effective": "in effect",
    "no_effect": "of no effect",
    "contested": "effect contested",
    "enforcement_stayed": "in effect, enforcement stayed",
    "annulled": "annulled",
    "never_effective": "never of effect",
    "superseded": "replaced by a judgment",
}


def fate_status(status: str) -> str:
    """Where an award stands, in the reader's language."""
    return FATES_EN[status] if security.locale().startswith("en") else status_title(status)


def request_kind(kind: str) -> str:
    """What a kind of procedural request is called, from the article it comes in under."""
    rule = next(r for r in statute().rules if r.machine == "request" and r.starts and r.concerns(kind))
    title = titled(rule, security.locale())
    return title.removeprefix("收到").removeprefix("receive ")


def event_title(event: Event) -> str:
    """The title of what happened; in English from the articles of today."""
    if security.locale().startswith("en"):
        for rule in statute().rules:
            if rule.id == event.rule:
                return rule.title_en
    return event.title


def approval_levels(kind: Kind) -> str:
    """The desks an approval passes, in order."""
    return " → ".join(titled(approvals().levels[one], security.locale()) for one in kind.levels)


def step_title(step: str) -> str:
    """What a step is called, in the reader's language."""
    return titled(next(rule for rule in reversed(statute().rules) if rule.id == step), security.locale())


def task_title(task: Task) -> str:
    if security.locale().startswith("en"):
        for rule in statute().tasks:
            if rule.id == task.kind:
                return rule.title_en
    return task.title


def task_address(task: Task) -> str:
    """Where a task is done: on the page of its part where there is one, else on its case."""
    pages = {
        "lead": ("leads.show", "lead_id"),
        "referral": ("referrals.show", "referral_id"),
        "court_matter": ("court.show", "matter_id"),
        "approval": ("approvals.show", "approval_id"),
    }
    endpoint, name = pages.get(task.machine, ("", ""))
    actor = g.actor
    if endpoint in current_app.view_functions and not (task.machine == "referral" and allows(actor, May.SEE_CASE)):
        return url_for(endpoint, **{name: task.subject_id})
    if task.kind == "write_award":
        return url_for("drafts.edit", case_id=task.case_id)
    return url_for("cases.show", case_id=task.case_id, _anchor="next")


def matter_kind(kind: str) -> str:
    """What a kind of court matter is called."""
    return {
        "first_instance": _("一审"),
        "second_instance": _("二审"),
        "annulment": _("申请撤销裁决"),
        "confirmation": _("司法确认"),
        "payment_order": _("支付令"),
        "enforcement": _("执行"),
        "retrial": _("再审"),
        "agreement_suit": _("依据调解协议起诉"),
    }[kind]


def field_choice(field: str, value: str) -> str:
    """The label of one choice of a field of the articles."""
    english = security.locale().startswith("en")
    for choice in statute().fields[field].choices:
        if choice[0] == value:
            return choice[2] if english else choice[1]
    return value
