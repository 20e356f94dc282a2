"""Accounts: creating them, their roles, signing in, lock-out and passwords. Every change leaves an AdminAct or a SignIn."""

import secrets
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlmodel import Session, col, select

from app.models.body import Body
from app.models.staff import ADMIN_ROLES, AdminAct, SignIn, Staff, StaffRole
from app.permissions import LABELS, conflict
from app.services.actor import Actor
from workflows.errors import InputError

LOGIN_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-")
MIN_PASSWORD = 10
MAX_PASSWORD = 200
WEAK = ("password", "admin", "123456", "qwerty", "abc123", "111111", "letmein", "woaini", "hengjian")
# No 0 O 1 l I: a one-time password is read aloud and typed by hand.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class LockRule:
    """How many failures in a row lock an account, and for how long."""

    after: int
    minutes: int


@dataclass(frozen=True)
class Attempt:
    """A password compared, before anything is written. Says nothing to the person yet."""

    login: str
    staff_id: int | None
    right: bool
    rehash: str | None = None


def clean_login(login: str) -> str:
    """The login as it is stored: full-width letters made plain, lower case, no blanks around it."""
    return unicodedata.normalize("NFKC", login).strip().lower()


def by_login(session: Session, login: str) -> Staff | None:
    return session.exec(select(Staff).where(Staff.login == clean_login(login))).one_or_none()


def roles_of(session: Session, staff: Staff) -> frozenset[str]:
    return frozenset(session.exec(select(StaffRole.role).where(StaffRole.staff_id == staff.id)))


def actor_of(session: Session, staff: Staff) -> Actor:
    """The account as the services know it."""
    body = session.get_one(Body, staff.body_id)
    return Actor(
        id=staff.id,
        name=staff.name,
        roles=roles_of(session, staff),
        body_id=staff.body_id,
        body_kind=body.kind,
        body_name=body.name,
        locale=staff.locale,
    )


def everybody(session: Session) -> list[tuple[Staff, Body, frozenset[str]]]:
    """All accounts with body and roles, in the order of their bodies and logins."""
    held: dict[int, set[str]] = {}
    for row in session.exec(select(StaffRole)):
        held.setdefault(row.staff_id, set()).add(row.role)
    rows = session.exec(select(Staff, Body).where(col(Staff.body_id) == Body.id).order_by(Body.code, Staff.login))
    return [(staff, body, frozenset(held.get(staff.id or 0, ()))) for staff, body in rows]


# --- accounts ---------------------------------------------------------------------------------------------------


def create(
    session: Session,
    actor: Actor,
    *,
    login: str,
    name: str,
    body: Body,
    roles: Collection[str],
    at: datetime,
    password: str | None = None,
    must_change: bool = True,
) -> tuple[Staff, str]:
    """A new account, and the password to hand over: the one given, or a readable one made here and shown once.

    Without roles it can sign in and see only its own account, until the security administrator gives it some.
    """
    login = clean_login(login)
    if not 2 <= len(login) <= 40 or not LOGIN_CHARACTERS.issuperset(login):
        raise InputError("登录名", login, "登录名只能由 2 至 40 个小写字母、数字、点、横线组成。", "请换一个登录名。")
    if not 1 <= len(name.strip()) <= 40:
        raise InputError("姓名", name, "姓名应为 1 至 40 个字。", "请填写真实姓名。")
    if by_login(session, login) is not None:
        raise InputError("登录名", login, "已有这个登录名。", "请换一个；停用过的账号可以重新启用。")
    if problem := conflict(roles):
        raise InputError("岗位", "、".join(roles), problem, "")
    if password is not None:
        refuse_weak(password, login=login, name=name)
    given = password or readable_password()
    staff = Staff(
        login=login,
        name=name.strip(),
        body_id=_saved(body.id),
        password_hash=hasher().hash(given),
        must_change_password=must_change or password is None,
    )
    session.add(staff)
    session.flush()
    for role in sorted(roles):
        session.add(StaffRole(staff_id=_saved(staff.id), role=role, slot=_slot(role)))
    session.flush()
    _note(session, actor, "account.create", staff, f"岗位：{labels(roles)}；单位：{body.name}", at)
    return staff, given


def set_roles(session: Session, actor: Actor, staff: Staff, roles: Collection[str], at: datetime) -> None:
    """Give the account exactly these roles. Its sessions end, so the new roles count at once."""
    if actor.id is not None and actor.id == staff.id:
        raise InputError("账号", staff.login, "不能更改自己的岗位。", "请由另一位安全管理员办理。")
    # One change of one account at a time: two halves of a forbidden pair must not arrive side by side.
    _hold(session, staff)
    if problem := conflict(roles):
        raise InputError("岗位", "、".join(roles), problem, "")
    if not roles:
        raise InputError("岗位", "", "账号至少要有一个岗位。", "不再使用的账号请停用。")
    before = roles_of(session, staff)
    for row in session.exec(select(StaffRole).where(StaffRole.staff_id == staff.id)).all():
        session.delete(row)
    session.flush()
    for role in sorted(set(roles)):
        session.add(StaffRole(staff_id=_saved(staff.id), role=role, slot=_slot(role)))
    staff.session_epoch += 1
    session.flush()
    _note(session, actor, "account.roles", staff, f"{labels(before)} → {labels(roles)}", at)


def reset_password(session: Session, actor: Actor, staff: Staff, at: datetime) -> str:
    """A readable one-time password, shown once; the person must choose an own one at the next sign-in."""
    given = readable_password()
    _hold(session, staff)
    _set_password(staff, given)
    staff.must_change_password = True
    _unlock(staff)
    _note(session, actor, "account.reset", staff, "", at)
    return given


def set_active(session: Session, actor: Actor, staff: Staff, active: bool, at: datetime) -> None:
    """Disable or enable. Accounts are never deleted: their name stands in the events."""
    if actor.id is not None and actor.id == staff.id:
        raise InputError("账号", staff.login, "不能停用自己的账号。", "请由另一位系统管理员办理。")
    _hold(session, staff)
    staff.active = active
    staff.session_epoch += 1
    _note(session, actor, "account.enable" if active else "account.disable", staff, "", at)


def unlock(session: Session, actor: Actor, staff: Staff, at: datetime) -> None:
    _hold(session, staff)
    _unlock(staff)
    _note(session, actor, "account.unlock", staff, "", at)


# --- passwords --------------------------------------------------------------------------------------------------


@cache
def hasher() -> PasswordHasher:
    """argon2id with the library's current parameters (RFC 9106, low-memory)."""
    return PasswordHasher()


@cache
def _nobody_hash() -> str:
    return hasher().hash(secrets.token_hex(16))


def readable_password() -> str:
    """Sixteen readable characters in groups of four: about 79 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))


def weaknesses(password: str, *, login: str, name: str, least: int = MIN_PASSWORD) -> list[str]:
    """Everything that is wrong with a chosen password, each as a sentence; empty when it may be used."""
    found = []
    if len(password) < least:
        found.append(f"密码至少要有 {least} 个字符。")
    if len(password) > MAX_PASSWORD:
        found.append(f"密码最多 {MAX_PASSWORD} 个字符。")
    kinds = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum() or ord(c) > 127)
    if sum(any(kind(c) for c in password) for kind in kinds) < 2:
        found.append("密码应至少包含大写字母、小写字母、数字、其他字符中的两类。")
    if len(set(password)) < 5:
        found.append("密码中不同的字符太少。")
    low = password.lower()
    if (len(login) >= 3 and login in low) or (name and name in password):
        found.append("密码不能包含登录名或姓名。")
    if any(low.startswith(weak) for weak in WEAK):
        found.append("这个密码太常见，容易被猜到。")
    return found


def refuse_weak(password: str, *, login: str, name: str, least: int = MIN_PASSWORD) -> None:
    if found := weaknesses(password, login=login, name=name, least=least):
        # The value itself never goes into a message: messages are shown and logged.
        raise InputError("新密码", "……", "".join(found), "请另选一个密码，例如用几个互不相干的词连在一起。")


def change_password(
    session: Session, staff: Staff, old: str, new: str, at: datetime, least: int = MIN_PASSWORD
) -> None:
    """The person's own change. Ends every other session of the account: the caller renews its own epoch."""
    if not _matches(staff.password_hash, old):
        raise InputError("原密码", "……", "与现在的密码不一致。", "请重新输入；忘记了请找安全管理员重置。")
    if new == old:
        raise InputError("新密码", "……", "与原密码相同。", "请另选一个密码。")
    refuse_weak(new, login=staff.login, name=staff.name, least=least)
    _set_password(staff, new)
    staff.must_change_password = False
    session.add(SignIn(at=at, login=staff.login, staff_id=staff.id, result="password"))


# --- signing in -------------------------------------------------------------------------------------------------


def compare(session: Session, login: str, password: str) -> Attempt:
    """Compare a password without writing. Takes the same time whether or not there is such an account."""
    login = clean_login(login)[:80]
    staff = by_login(session, login)
    stored = staff.password_hash if staff is not None and staff.password_hash else _nobody_hash()
    right = _matches(stored, password[:MAX_PASSWORD]) and staff is not None
    rehash = hasher().hash(password) if right and hasher().check_needs_rehash(stored) else None
    return Attempt(login=login, staff_id=None if staff is None else staff.id, right=right, rehash=rehash)


def conclude(session: Session, attempt: Attempt, *, address: str, at: datetime, rule: LockRule) -> Staff | None:
    """Count the attempt and answer the account when it may come in, else None, always for the same outward reason.

    The lock is asked here, after the comparison and with the row held: a hundred guesses sent at once
    still count one by one, and a right guess that comes after the lock does not get in.
    The caller commits also when the answer is None.
    """
    staff = None
    if attempt.staff_id is not None:
        staff = session.exec(select(Staff).where(Staff.id == attempt.staff_id).with_for_update()).one_or_none()
    result = _judge(staff, attempt, at, rule)
    session.add(SignIn(at=at, login=attempt.login, staff_id=attempt.staff_id, result=result, address=address[:64]))
    session.flush()
    return staff if result == "ok" else None


def _judge(staff: Staff | None, attempt: Attempt, at: datetime, rule: LockRule) -> str:
    if staff is None:
        return "wrong"
    if not staff.active:
        return "inactive"
    if staff.locked_until is not None:
        if at < staff.locked_until:
            return "locked"
        _unlock(staff)
    if attempt.right:
        staff.failed_count = 0
        if attempt.rehash is not None:
            staff.password_hash = attempt.rehash
        return "ok"
    staff.failed_count += 1
    if staff.failed_count >= rule.after:
        staff.locked_until = at + timedelta(minutes=rule.minutes)
    return "wrong"


def sign_out(session: Session, staff: Staff, *, address: str, at: datetime) -> None:
    """End every session of the account: a copied cookie is worth nothing afterwards."""
    staff.session_epoch += 1
    session.add(SignIn(at=at, login=staff.login, staff_id=staff.id, result="out", address=address[:64]))


def recent_sign_ins(session: Session, limit: int = 100, staff_id: int | None = None) -> Sequence[SignIn]:
    """The latest attempts, newest first, of everybody or of one account."""
    query = select(SignIn).order_by(col(SignIn.at).desc(), col(SignIn.id).desc()).limit(limit)
    if staff_id is not None:
        query = query.where(SignIn.staff_id == staff_id)
    return session.exec(query).all()


# --- pieces -----------------------------------------------------------------------------------------------------


def _matches(stored: str, password: str) -> bool:
    try:
        return hasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _set_password(staff: Staff, password: str) -> None:
    staff.password_hash = hasher().hash(password)
    staff.session_epoch += 1


def _unlock(staff: Staff) -> None:
    staff.failed_count = 0
    staff.locked_until = None


def _hold(session: Session, staff: Staff) -> None:
    """Lock the row and read it anew, so that what is decided next is decided about the present."""
    session.refresh(staff, with_for_update=True)


def _slot(role: str) -> str:
    return "admin" if role in ADMIN_ROLES else role


def labels(roles: Collection[str]) -> str:
    """The Chinese names of roles, for logs and the command line."""
    return "、".join(LABELS[role][0] for role in sorted(roles)) or "无"


def _saved(key: int | None) -> int:
    assert key is not None
    return key


def _note(session: Session, actor: Actor, what: str, staff: Staff, detail: str, at: datetime) -> None:
    about = f"{staff.login}（{staff.name}）"
    session.add(AdminAct(at=at, actor_id=actor.id, actor_name=actor.name, what=what, about=about, detail=detail))
