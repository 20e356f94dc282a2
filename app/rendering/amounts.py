"""Numbers and sums of money in Chinese writing. Money is integer fen throughout."""

DIGITS = "〇一二三四五六七八九"
UPPER_DIGITS = "零壹贰叁肆伍陆柒捌玖"
SMALL_UNITS = ("", "十", "百", "千")
UPPER_UNITS = ("", "拾", "佰", "仟")
GROUP_UNITS = ("", "万", "亿")
LARGEST = 10**12


def cn_int(number: int) -> str:
    """147 → 一百四十七, 15 → 十五: as article numbers and day counts are written."""
    written = _grouped(number, "零" + DIGITS[1:], SMALL_UNITS)
    return written[1:] if written.startswith("一十") else written


def cn_year(year: int) -> str:
    """2026 → 二〇二六."""
    return "".join(DIGITS[int(d)] for d in str(year))


def yuan(fen: int) -> str:
    """800000 → 8,000.00元. Refuses anything but whole fen."""
    _whole_fen(fen)
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}元"


def cn_money_upper(fen: int) -> str:
    """800050 → 捌仟元零伍角整: the form of sums in words used on bills and papers (大写)."""
    _whole_fen(fen)
    whole, rest = divmod(abs(fen), 100)
    jiao, cents = divmod(rest, 10)
    text = f"{_grouped(whole, UPPER_DIGITS, UPPER_UNITS)}元" if whole or not rest else ""
    if rest and whole and (jiao == 0 or whole % 10 == 0):
        text += "零"
    if jiao:
        text += f"{UPPER_DIGITS[jiao]}角"
    text += f"{UPPER_DIGITS[cents]}分" if cents else "整"
    return ("负" if fen < 0 else "") + text


def _whole_fen(fen: object) -> None:
    if not isinstance(fen, int) or isinstance(fen, bool):
        raise TypeError(f"金额须为整数（分），收到的是 {fen!r}")


def _grouped(number: int, digits: str, units: tuple[str, ...]) -> str:
    """A number of 0 to 10^12-1 in groups of four, with a single zero for every gap."""
    if not 0 <= number < LARGEST:
        raise ValueError(f"{number} 超出可书写的范围")
    if number == 0:
        return digits[0]
    text = ""
    gap = False
    for power in range(11, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + units[power % 4]
            gap = False
        else:
            gap = True
        if power % 4 == 0 and number // 10**power % 10000:
            text += GROUP_UNITS[power // 4]
    return text
