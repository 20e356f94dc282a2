"""Identity numbers: GB 11643 for people, GB 32100 for organisations, each with its check digit."""

import re
from datetime import date

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from app.models import Party
from workflows.errors import InputError


def person(field: str, text: str) -> tuple[str, date, str]:
    """A resident identity number → the number, birth date and sex it says. Raises InputError."""
    number = str(ric.compact(text))
    try:
        if not re.fullmatch(r"\d{17}[\dX]", number) or ric.calc_check_digit(number) != number[-1]:
            raise InvalidChecksum
        born: date = ric.get_birth_date(number)
    except ValidationError:
        raise InputError(
            field,
            text,
            "不是有效的公民身份号码（18位，末位为校验码）。",
            "请对照身份证核对每一位。",
            "GB 11643",
        ) from None
    # The six digits of the place are not judged: districts come and go, and old numbers keep theirs.
    return number, born, "男" if int(number[16]) % 2 else "女"


def organisation(field: str, text: str) -> str:
    """A unified social credit code. Raises InputError."""
    code = text.strip().upper().replace(" ", "")
    try:
        return str(uscc.validate(code))
    except ValidationError:
        raise InputError(
            field,
            text,
            "不是有效的统一社会信用代码（18位，末位为校验码）。",
            "请对照营业执照核对每一位。",
            "GB 32100",
        ) from None


def put(party: Party, label: str, text: str) -> None:
    """Keep the number typed for a party. `label` leads the message. Raises InputError.

    Who is neither worker nor employer is a person (an heir, an individual contractor) or an organisation (a platform,
    a school): the number itself says which, as its check digit fits one rule or the other.
    """
    if party.kind == "employer" or (party.kind == "other" and not _is_person(text)):
        party.uscc = organisation(f"{label}统一社会信用代码", text)
    else:
        party.id_number, party.birth_date, party.sex = person(f"{label}公民身份号码", text)


def _is_person(text: str) -> bool:
    try:
        person("", text)
    except InputError:
        return False
    return True
