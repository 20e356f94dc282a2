"""安全策略: how long a session may rest, when an account locks, how long a password must be. Set by the security administrator.

What is not set follows the instance's settings; nothing can be set weaker than the bounds below.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, col, select

from app.models import Setting
from app.permissions import May, allows
from app.services import admin
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed
from app.services.people import MIN_PASSWORD
from app.settings import Settings
from workflows.errors import InputError

PREFIX = "policy."


@dataclass(frozen=True)
class Policies:
    """Minutes, counts and characters, as they hold now."""

    idle_minutes: int
    lock_after: int
    lock_minutes: int
    min_password: int


@dataclass(frozen=True)
class Bound:
    """What may be chosen: both ends included."""

    name: str
    title: str
    least: int
    most: int


BOUNDS = (
    Bound("idle_minutes", "多少分钟没有操作须重新登录", 5, 120),
    Bound("lock_after", "连续输错几次锁定账号", 3, 10),
    Bound("lock_minutes", "锁定多少分钟", 5, 1440),
    Bound("min_password", "密码至少多少个字符", MIN_PASSWORD, 32),
)


def of(session: Session, settings: Settings) -> Policies:
    """The policies in force."""
    found = Policies(settings.idle_minutes, settings.lock_after, settings.lock_minutes, MIN_PASSWORD)
    rows = session.exec(select(Setting).where(col(Setting.key).in_([PREFIX + one.name for one in BOUNDS]))).all()
    chosen: dict[str, Any] = {row.key.removeprefix(PREFIX): int(row.value) for row in rows}
    return replace(found, **chosen)


def choose(desk: Desk, raw: Mapping[str, Any]) -> int:
    """Set policies: fields named as in BOUNDS. Answers how many changed. Raises InvalidInput, NotAllowed."""
    if not allows(desk.actor, May.EDIT_POLICIES):
        raise NotAllowed("更改安全策略", ["安全管理员"])
    before, problems, wanted = of(desk.session, desk.settings), [], {}
    for bound in BOUNDS:
        text = str(raw.get(bound.name) or "").strip()
        if text.isdecimal() and len(text) < 6 and bound.least <= int(text) <= bound.most:
            wanted[bound.name] = int(text)
            continue
        problem = InputError(bound.title, text, f"不是{bound.least}到{bound.most}之间的整数。", "请改正后再保存。")
        problem.name = bound.name  # type: ignore[attr-defined]
        problems.append(problem)
    if problems:
        raise InvalidInput(problems)
    changed = 0
    for bound in BOUNDS:
        was = getattr(before, bound.name)
        if wanted[bound.name] == was:
            continue
        row = desk.session.get(Setting, PREFIX + bound.name) or Setting(key=PREFIX + bound.name, value="")
        row.value = str(wanted[bound.name])
        desk.session.add(row)
        admin.note(desk, "policy.edit", bound.title, f"{was} → {wanted[bound.name]}")
        changed += 1
    desk.session.flush()
    return changed
