"""当事人信息: what the application left open is completed; the record keeps it with the next step's snapshot."""

import re
from collections.abc import Mapping

from app.models import Case, Party
from app.services import identity
from app.services.desk import Desk
from app.services.errors import InvalidInput
from workflows.errors import InputError, Reason, Refused

OPEN = ("filed", "correcting", "on_hold", "accepted", "in_delegated_mediation", "tribunal_formed", "hearing_set", "heard")
TEXTS = {
    "address": ("住所", 300),
    "postal_address": ("送达地址", 300),
    "legal_representative": ("法定代表人", 60),
    "legal_representative_post": ("职务", 60),
}


def complete(desk: Desk, case: Case, raw: Mapping[str, str]) -> None:
    """Save identity, address and phone of the parties; fields party-<id>-<name>. Names and sides stay as filed.

    Raises InvalidInput with every problem at once; Refused once the draft award is being written.
    """
    if case.state not in OPEN:
        why = "评议之后不能再改当事人信息：裁决稿已经据此撰写。有误的，请在裁决书送达后以补正决定书补正。"
        raise Refused("补全当事人信息", [Reason(why, "CHR 54")], "CHR 54")
    problems: list[InputError] = []
    for party in case.parties:
        for name, (title, most) in TEXTS.items():
            text = raw.get(f"party-{party.id}-{name}")
            if text is None:
                continue
            if len(text.strip()) > most:
                problems.append(_at(party, name, InputError(f"{party.name}{title}", text, f"超过{most}个字。", "请精简。")))
            else:
                setattr(party, name, text.strip())
        _phone(party, raw, problems)
        _identity(party, raw, problems)
        desk.session.add(party)
    if problems:
        raise InvalidInput(problems)
    desk.session.flush()


def _at(party: Party, name: str, problem: InputError) -> InputError:
    problem.name = f"party-{party.id}-{name}"  # type: ignore[attr-defined]
    return problem


def _phone(party: Party, raw: Mapping[str, str], problems: list[InputError]) -> None:
    text = raw.get(f"party-{party.id}-phone")
    if text is None:
        return
    if text.strip() and not re.fullmatch(r"[\d\-+() ]{5,40}", text.strip()):
        problems.append(_at(party, "phone", InputError(f"{party.name}电话", text, "不是电话号码。", "只填数字和连字符。")))
    else:
        party.phone = text.strip()


def _identity(party: Party, raw: Mapping[str, str], problems: list[InputError]) -> None:
    text = (raw.get(f"party-{party.id}-identity") or "").strip()
    if not text:
        return
    try:
        identity.put(party, party.name, text)
    except InputError as problem:
        problems.append(_at(party, "identity", problem))
