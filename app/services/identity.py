"""Identity numbers: GB 11643 for people, GB 32100 for organisations, each with its check digit."""

from datetime import date

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from workflows.errors import InputError

MASK = "*"


def person(field: str, text: str) -> tuple[str, date, str]:
    """A resident identity number → the number, birth date and sex it says. Raises InputError."""
    number = text.strip().upper().replace(" ", "")
    try:
        number = ric.validate(number)
    except ValidationError:
        raise InputError(
            field,
            text,
            "不是有效的公民身份号码（18位，末位为校验码）。",
            "请对照身份证核对每一位。",
            "GB 11643",
        ) from None
    born = ric.get_birth_date(number)
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
