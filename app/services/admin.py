"""机构、参数、日历、设置: what the system administrator keeps. Every change is dated, has a source and leaves an AdminAct.

Nothing here reads a case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from app.models import AdminAct, Body, CalendarYear, ParameterValue, Setting
from app.models.body import KINDS, LEVELS
from app.permissions import May, allows
from app.services import awards, forms
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed
from app.services.office_options import PREFIX
from workflows import finality, office_options, parameters
from workflows.errors import InputError
from workflows.links import links
from workflows.parameters import MARKS, Entry, Parameter

COURT_LEVELS = ("basic", "intermediate", "high")
CALENDAR_KINDS = ("closure", "outage")
BODY_TEXTS = {
    "code": ("编码", 40, True),
    "name": ("名称", 80, True),
    "name_en": ("英文名称", 120, False),
    "place": ("所在地", 80, True),
    "address": ("地址", 200, False),
    "phone": ("电话", 40, False),
    "office_name": ("办事机构（仲裁院）名称", 80, False),
    "number_prefix": ("案号字头", 20, False),
}
LONGEST_CLOSURE = 31
LONGEST_SOURCE = 200


# ---- bodies ----


@dataclass(frozen=True)
class Branch:
    """One body in the tree, with how deep it stands and whether it is active on the day."""

    body: Body
    depth: int
    active: bool


def tree(session: Session, on: date) -> list[Branch]:
    """All bodies, parents before children, siblings by code."""
    bodies = session.exec(select(Body).order_by(col(Body.code))).all()
    below: dict[int | None, list[Body]] = {}
    known = {body.id for body in bodies}
    for body in bodies:
        below.setdefault(body.parent_id if body.parent_id in known else None, []).append(body)
    found: list[Branch] = []

    def walk(parent: int | None, depth: int) -> None:
        for body in below.get(parent, ()):
            active = body.active_from <= on and (body.active_to is None or on <= body.active_to)
            found.append(Branch(body, depth, active))
            walk(body.id, depth + 1)

    walk(None, 0)
    return found


def save_body(desk: Desk, body: Body | None, raw: Mapping[str, Any]) -> Body:
    """Enter a body or change one; the change is written down with before and after. Raises InvalidInput."""
    _must(desk, May.EDIT_BODIES, "登记机构")
    problems: list[InputError] = []
    values: dict[str, Any] = {}
    for name, (title, most, needed) in BODY_TEXTS.items():
        values[name] = text_of(name, title, str(raw.get(name) or ""), most, problems, needed=needed)
    for name, title, allowed, needed in (
        ("kind", "机构类别", KINDS, True),
        ("level", "层级", LEVELS, True),
        ("channel", "调解渠道", tuple(links().channels), False),
        ("court_level", "法院层级", COURT_LEVELS, False),
    ):
        values[name] = choice_of(name, title, str(raw.get(name) or ""), allowed, problems, needed=needed)
    for name, title in (("parent_id", "上级机构"), ("basic_court_id", "基层法院"), ("intermediate_court_id", "中级法院")):
        values[name] = body_of(desk.session, name, title, str(raw.get(name) or ""), problems)
    values["active_from"] = day_of("active_from", "起用日期", str(raw.get("active_from") or ""), problems) or desk.today
    values["active_to"] = day_of("active_to", "停用日期", str(raw.get("active_to") or ""), problems)
    _body_fits(desk.session, body, values, problems)
    if problems:
        raise InvalidInput(problems)
    new = body is None
    body = body or Body(code="", name="", kind="bureau", level="city", place="")
    changed = [
        f"{name}：{getattr(body, name)} → {value}" for name, value in values.items() if getattr(body, name) != value
    ]
    for name, value in values.items():
        setattr(body, name, value)
    desk.session.add(body)
    desk.session.flush()
    note(desk, "body.new" if new else "body.edit", body.name, "" if new else "；".join(changed))
    return body


def _body_fits(session: Session, body: Body | None, values: Mapping[str, Any], problems: list[InputError]) -> None:
    same = session.exec(select(Body).where(Body.code == values["code"])).first()
    if same is not None and (body is None or same.id != body.id):
        problems.append(named("code", InputError("编码", values["code"], "已有这个编码。", "请换一个编码。")))
    if values["active_to"] and values["active_to"] < values["active_from"]:
        problems.append(named("active_to", InputError("停用日期", values["active_to"], "早于起用日期。", "请核对。")))
    if values["kind"] == "court" and not values["court_level"]:
        problems.append(named("court_level", InputError("法院层级", "", "法院须选层级。", "请选择。")))
    if values["kind"] == "commission" and not values["number_prefix"]:
        problems.append(
            named("number_prefix", InputError("案号字头", "", "仲裁委员会须有案号字头。", "例如“东川劳人仲”。"))
        )
    if body is not None and body.id is not None and values["parent_id"] is not None:
        above: int | None = values["parent_id"]
        while above is not None:
            if above == body.id:
                problems.append(
                    named("parent_id", InputError("上级机构", "", "上级机构在本机构之下。", "请另选上级机构。"))
                )
                break
            parent = session.get(Body, above)
            above = parent.parent_id if parent else None


# ---- parameters ----


def parameter_table(session: Session) -> list[tuple[Parameter, list[tuple[Entry, bool]]]]:
    """Every parameter with its values by place and date; True beside those entered here."""
    entered = awards.entered_parameters(session)
    found = []
    for one in parameters.shipped().values():
        rows = [(entry, False) for entry in one.entries] + [(entry, True) for entry in entered if entry.name == one.name]
        found.append((one, sorted(rows, key=lambda row: (row[0].place, row[0].start))))
    return found


def add_parameter(desk: Desk, raw: Mapping[str, Any]) -> ParameterValue:
    """A value with its first day, place and source. A value never changes: a new one is added below. Raises InvalidInput.

    Fields: name, place, start, value, basis, mark. Only parameters with one plain number can be entered here.
    """
    _must(desk, May.EDIT_SETTINGS, "登记参数")
    problems: list[InputError] = []
    name = choice_of("name", "参数", str(raw.get("name") or ""), tuple(enterable()), problems, needed=True)
    place = text_of("place", "地方", str(raw.get("place") or ""), 80, problems, needed=False).strip("/")
    start = day_of("start", "起始日期", str(raw.get("start") or ""), problems, needed=True)
    basis = text_of("basis", "出处", str(raw.get("basis") or ""), LONGEST_SOURCE, problems, needed=True)
    mark = choice_of("mark", "可靠程度", str(raw.get("mark") or ""), MARKS, problems, needed=True)
    value = _number("value", "数值", str(raw.get("value") or ""), problems)
    if name and start and desk.session.exec(
        select(ParameterValue).where(
            ParameterValue.name == name, ParameterValue.place == place, ParameterValue.start == start
        )
    ).first():
        problems.append(
            named("start", InputError("起始日期", start, "这个参数在这个地方、这一天已有数值。", "数值不能改，只能以新的起始日期另登记。"))
        )
    if problems or name is None or start is None or mark is None:
        raise InvalidInput(problems)
    row = ParameterValue(
        name=name, place=place, start=start, value={"value": value}, basis=basis, mark=mark, entered_by_id=desk.actor.id
    )
    desk.session.add(row)
    desk.session.flush()
    note(desk, "parameter.add", name, f"{place or '全国'} 自 {start} 起 {value}；{basis}（{mark}）")
    return row


def enterable() -> dict[str, Parameter]:
    """The parameters whose every shipped value is one plain number."""
    return {
        name: one
        for name, one in parameters.shipped().items()
        if all(isinstance(e.value, int) and not isinstance(e.value, bool) for e in one.entries)
    }


# ---- calendar ----


def calendar_entries(session: Session, since: date) -> Sequence[tuple[CalendarYear, Body | None]]:
    """Closures and outages from a day on, with the office they are for (None: all offices)."""
    rows = session.exec(
        select(CalendarYear)
        .where(col(CalendarYear.kind).in_(CALENDAR_KINDS), CalendarYear.day >= since)
        .order_by(col(CalendarYear.day), col(CalendarYear.id))
    ).all()
    return [(row, session.get(Body, row.office_key) if row.office_key else None) for row in rows]


def add_closure(desk: Desk, raw: Mapping[str, Any]) -> int:
    """Enter the days an office was closed, or its electronic service was out. Answers how many days are new.

    Fields: office (id, or empty for all), kind, first, last, source. Raises InvalidInput.
    """
    _must(desk, May.EDIT_SETTINGS, "登记停办日")
    problems: list[InputError] = []
    kind = choice_of("kind", "类别", str(raw.get("kind") or ""), CALENDAR_KINDS, problems, needed=True)
    first = day_of("first", "第一天", str(raw.get("first") or ""), problems, needed=True)
    last = day_of("last", "最后一天", str(raw.get("last") or ""), problems) or first
    source = text_of("source", "公告或者依据", str(raw.get("source") or ""), LONGEST_SOURCE, problems, needed=True)
    office = body_of(desk.session, "office", "机构", str(raw.get("office") or ""), problems)
    if first and last and not 0 <= (last - first).days < LONGEST_CLOSURE:
        problems.append(
            named("last", InputError("最后一天", last, f"早于第一天，或者超过{LONGEST_CLOSURE}天。", "请核对，较长的分次登记。"))
        )
    if problems or first is None or last is None or kind is None:
        raise InvalidInput(problems)
    new = 0
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        known = desk.session.exec(
            select(CalendarYear).where(
                CalendarYear.day == day, CalendarYear.kind == kind, CalendarYear.office_key == (office or 0)
            )
        ).first()
        if known is None:
            desk.session.add(
                CalendarYear(day=day, kind=kind, office_key=office or 0, source=source, entered_by_id=desk.actor.id)
            )
            new += 1
    desk.session.flush()
    note(desk, f"calendar.{kind}", f"{first} 至 {last}", source)
    return new


# ---- settings ----


def legal_settings(session: Session) -> list[tuple[finality.Option, str, bool]]:
    """The questions the law leaves open, the answer in use, and whether somebody chose it here."""
    picked = _picked(session)
    return [(one, picked.get(one.id, one.default), one.id in picked) for one in _open_questions().values()]


def _open_questions() -> dict[str, finality.Option]:
    """About finality (rules §6), and those left to each commission."""
    return {**finality.options(), **office_options.options()}


def _key(name: str) -> str:
    return (awards.OPTION_PREFIX if name in finality.options() else PREFIX) + name


def _picked(session: Session) -> dict[str, str]:
    rows = session.exec(select(Setting).where(col(Setting.key).in_([_key(name) for name in _open_questions()]))).all()
    return {row.key.partition(".")[2]: row.value for row in rows}


def choose_settings(desk: Desk, raw: Mapping[str, Any]) -> int:
    """Answer open questions: fields named by option id. Answers how many changed. Raises InvalidInput."""
    _must(desk, May.EDIT_SETTINGS, "更改法律问题设置")
    problems: list[InputError] = []
    wanted: dict[str, str] = {}
    for one in _open_questions().values():
        if (given := raw.get(one.id)) is not None:
            chosen = choice_of(one.id, one.title, str(given), tuple(one.values), problems, needed=True)
            wanted[one.id] = chosen or one.default
    if problems:
        raise InvalidInput(problems)
    current = _picked(desk.session)
    changed = 0
    for name, value in wanted.items():
        option = _open_questions()[name]
        before = current.get(name, option.default)
        if value == before:
            continue
        key = _key(name)
        row = desk.session.get(Setting, key) or Setting(key=key, value="")
        row.value = value
        desk.session.add(row)
        note(desk, "setting.edit", option.title, f"{option.values[before]} → {option.values[value]}")
        changed += 1
    desk.session.flush()
    return changed


# ---- pieces ----


def _must(desk: Desk, may: May, step: str) -> None:
    if not allows(desk.actor, may):
        raise NotAllowed(step, ["系统管理员"])


def note(desk: Desk, what: str, about: str, detail: str) -> None:
    desk.session.add(
        AdminAct(
            at=desk.now,
            actor_id=desk.actor.id,
            actor_name=desk.actor.name,
            what=what,
            about=about[:200],
            detail=detail[:1000],
        )
    )


def named(name: str, problem: InputError) -> InputError:
    problem.name = name  # type: ignore[attr-defined]
    return problem


def text_of(name: str, title: str, typed: str, most: int, problems: list[InputError], *, needed: bool) -> str:
    text = " ".join(typed.split())
    if not text and needed:
        problems.append(named(name, InputError(title, "", "没有填写。", "请填写后再保存。")))
    elif len(text) > most or not text.isprintable():
        problems.append(named(name, InputError(title, text, f"超过{most}个字，或者含有控制字符。", "请修改。")))
    return text


def choice_of(
    name: str, title: str, typed: str, allowed: Sequence[str], problems: list[InputError], *, needed: bool
) -> str | None:
    if not typed and not needed:
        return None
    if typed not in allowed:
        problems.append(named(name, InputError(title, typed, "不在可选范围内。", "请从列表中选择。")))
        return None
    return typed


def body_of(session: Session, name: str, title: str, typed: str, problems: list[InputError]) -> int | None:
    if not typed:
        return None
    body = session.get(Body, int(typed)) if typed.isdecimal() and len(typed) <= 12 else None
    if body is None:
        problems.append(named(name, InputError(title, typed, "没有这个机构。", "请从列表中选择。")))
        return None
    return body.id


def day_of(name: str, title: str, typed: str, problems: list[InputError], *, needed: bool = False) -> date | None:
    if not typed.strip() and not needed:
        return None
    try:
        return forms.day(title, typed)
    except InputError as problem:
        problems.append(named(name, problem))
        return None


def _number(name: str, title: str, typed: str, problems: list[InputError]) -> int:
    cleaned = typed.strip().replace(",", "").replace("，", "")
    if not cleaned.isdecimal() or not cleaned.isascii() or not 0 < int(cleaned[:15]) < 10**12:
        problems.append(named(name, InputError(title, typed, "不是正整数。", "请按公布文件填写数字。")))
        return 0
    return int(cleaned)
