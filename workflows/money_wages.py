"""Sums owed for work: wages, overtime, leave, second wage, probation (rules §14). Fen in, exact fen out."""

from datetime import date
from fractions import Fraction
from itertools import zip_longest

from workflows import limits
from workflows.errors import InputError
from workflows.money_inputs import Sheet, fraction, shown, yuan
from workflows.money_spans import MONTHS_PER_YEAR, ONE_DAY, Span, add_months, in_order, span, working_days, worth

NOTHING = Fraction(0)


def daily_hourly(sheet: Sheet) -> Fraction:
    """A month's wage as a day's or an hour's (pay.daily_hourly)."""
    monthly = sheet.money("monthly")
    by_day = sheet.choice("unit") == "day"
    divisor = sheet.parameter("pay_month_days" if by_day else "pay_month_hours")
    found = monthly / fraction(divisor.value)
    sheet.line(f"{yuan(monthly)} 元 ÷ {divisor.value} = {yuan(found)} 元", divisor.basis)
    work = sheet.parameter("work_month_days")
    sheet.warn(f"{work.value} 天是计算工作时间的月工作日，不能用来折算工资。")
    return found


def arrears(sheet: Sheet) -> Fraction:
    """Due less paid, period by period; an overpaid period does not make up for another (pay.arrears)."""
    due, paid = sheet.moneys("due"), sheet.moneys("paid")
    if len(paid) > len(due):
        why = f"有 {len(paid)} 个周期的实发，只有 {len(due)} 个周期的应发。"
        raise InputError("paid", sheet.given["paid"], why, "请一一对应地填写。", sheet.rule.basis)
    total = NOTHING
    for number, (owed, got) in enumerate(zip_longest(due, paid, fillvalue=NOTHING), start=1):
        gap = max(owed - got, NOTHING)
        sheet.line(f"第 {number} 个周期：应发 {yuan(owed)} − 实发 {yuan(got)} = {yuan(gap)} 元")
        if got > owed:
            sheet.warn(f"第 {number} 个周期实发多于应发，不用来抵扣其他周期，请核对。")
        total += gap
    sheet.warn("劳动合同解除或者终止的，用人单位应当一次付清工资。")
    return total


def overtime(sheet: Sheet) -> Fraction:
    """Hours at 150, 200 and 300 per cent of the hourly wage (pay.overtime)."""
    monthly = sheet.money("monthly")
    hours = sheet.parameter("pay_month_hours")
    rates = sheet.parameter("overtime_rates")
    hourly = monthly / fraction(hours.value)
    sheet.line(f"小时工资：{yuan(monthly)} 元 ÷ {hours.value} = {yuan(hourly)} 元", hours.basis)
    total = NOTHING
    named = (("workday", "工作日延长工时"), ("rest_day", "休息日"), ("holiday", "法定节日"))
    for key, title in named:
        worked = sheet.number(f"{key}_hours")
        if worked:
            rate = fraction(rates.value[key])
            pay = hourly * rate * worked
            sheet.line(
                f"{title}：{shown(worked)} 小时 × {yuan(hourly)} 元 × {shown(rate * 100)}% = {yuan(pay)} 元",
                rates.basis,
            )
            total += pay
    paid = sheet.money("paid")
    if paid:
        sheet.line(f"减去已付加班费：{yuan(total)} − {yuan(paid)} = {yuan(max(total - paid, NOTHING))} 元")
        total = max(total - paid, NOTHING)
    if sheet.number("rest_day_hours"):
        sheet.warn("休息日加班后已安排补休的，不再支付加班费。")
    if sheet.number("holiday_hours"):
        sheet.warn("只有法定节日按三倍支付，补休不能代替；长假中的其他日子是休息日。")
    sheet.warn("实行不定时工作制的不适用；加班事实由劳动者举证，用人单位掌握的证据由用人单位提供（I1 42）。")
    return total


def annual_leave(sheet: Sheet) -> Fraction:
    """Days not taken at twice a day's wage beyond the normal pay (pay.annual_leave)."""
    average = sheet.money("average")
    divisor = sheet.parameter("pay_month_days")
    rate = sheet.parameter("annual_leave_rate")
    days = _leave_days(sheet, int(rate.value["year_days"]))
    daily = average / fraction(divisor.value)
    sheet.line(f"日工资：{yuan(average)} 元 ÷ {divisor.value} = {yuan(daily)} 元", divisor.basis)
    if sheet.flag("waived"):
        sheet.line("劳动者书面提出不休年休假，只付正常工作期间的工资，不另付 = 0.00 元", "ALM 10")
        return NOTHING
    extra = fraction(rate.value["extra"])
    total = daily * extra * days
    sheet.line(f"{shown(days)} 天 × {yuan(daily)} 元 × {shown(extra * 100)}% = {yuan(total)} 元", rate.basis)
    sheet.warn("三倍工资报酬包含已经支付的正常工资，这里只算另付的部分。")
    return total


def _leave_days(sheet: Sheet, year_days: int) -> Fraction:
    entitlement = _entitlement(sheet)
    taken = sheet.number("taken")
    if not sheet.has("leaving") and not sheet.has("joined"):
        left = max(entitlement - taken, NOTHING)
        sheet.line(f"未休天数：{shown(entitlement)} − {shown(taken)} = {shown(left)} 天")
        return left
    first, last = _year_part(sheet)
    passed = (last - first).days + 1
    exact = Fraction(passed, year_days) * entitlement - taken
    whole = Fraction(max(int(exact), 0) if exact > 0 else 0)
    sheet.line(
        f"当年 {first} 至 {last} 共 {passed} 天：{passed} ÷ {year_days} × {shown(entitlement)} − {shown(taken)} = {shown(exact)}，"
        f"不足一整天的舍去，{shown(whole)} 天",
        "ALM 5, 12",
    )
    if exact < 0:
        sheet.warn("多休的年休假不再扣回。")
    return whole


def _year_part(sheet: Sheet) -> tuple[date, date]:
    leaving = sheet.day("leaving") if sheet.has("leaving") else None
    joined = sheet.day("joined") if sheet.has("joined") else None
    year = leaving.year if leaving else joined.year if joined else 0
    first = joined if joined and joined.year == year else date(year, 1, 1)
    last = leaving or date(year, 12, 31)
    if last < first:
        raise InputError("leaving", last.isoformat(), "离职日早于入职日。", "请核对两个日期。", sheet.rule.basis)
    return first, last


def _entitlement(sheet: Sheet) -> Fraction:
    if sheet.has("entitlement"):
        return sheet.number("entitlement")
    if not sheet.has("working_years"):
        remedy = "请填写 entitlement=…（5、10 或 15）或者 working_years=…。"
        raise InputError("entitlement", "", "没有填写全年应休天数，也没有填写累计工作年限。", remedy, "ALR 3")
    years = sheet.number("working_years")
    table = sheet.parameter("annual_leave_days")
    step = next(s for s in table.value if "under" not in s or years < s["under"])
    sheet.line(f"累计工作 {shown(years)} 年，全年应休 {step['days']} 天", table.basis)
    return Fraction(step["days"])


def double_wage(sheet: Sheet) -> Fraction:
    """The second wage from the day after one month to the day before one year, or before signing (pay.double_wage)."""
    start, monthly = sheet.day("start"), sheet.base("monthly", "irregular", "base", "regular")
    expired_at_once = sheet.choice("term") == "expired_at_once"
    term = sheet.parameter("double_wage_after_expiry" if expired_at_once else "double_wage_span", start)
    if sheet.choice("term") == "expired_after_month":
        sheet.warn("合同期满续用未签的起算，地方口径不一，本次按满一个月后起算（江西 5，标记 P）；start 填期满次日。")
    first = add_months(start, int(term.value["free_months"]))
    if sheet.choice("count") == "cc201":
        first += ONE_DAY
    year_end = add_months(start, int(term.value["end_months"])) - ONE_DAY
    last = min(_double_wage_last(sheet, start, year_end), year_end)
    sheet.line(
        f"用工之日 {start}；应付期间自 {first} 起，至 {year_end} 止，最多 {term.value['most_months']} 个月", term.basis
    )
    sheet.warn("基数按当地口径：北京 55、江西 11 只计按月固定发放的项目，不计提成和不固定的奖金（标记 P）。")
    sheet.warn("不可抗力、劳动者故意或者重大过失未签，以及合同依法续延期间，不支付二倍工资（I2 6-9）。")
    actual = sheet.choice("divisor") == "actual"
    most = int(term.value["most_months"])
    first, last, barred = _double_wage_time(sheet, first, last, year_end)
    if barred:
        return NOTHING
    found = span(first, last, most) if last >= first else Span(first, last, 0, first)
    return worth(sheet, found, monthly, what="二倍工资差额", actual=actual)


def _double_wage_last(sheet: Sheet, start: date, year_end: date) -> date:
    """The last day the second wage may run to, before the one-year line."""
    if sheet.has("signed"):
        signed = sheet.day("signed")
        if signed < start:
            raise InputError(
                "signed", signed.isoformat(), f"早于用工之日 {start}。", "请核对两个日期。", sheet.rule.basis
            )
        return signed - ONE_DAY
    if sheet.has("end"):
        return in_order(sheet, "start", "end")[1]
    sheet.warn(
        f"没有填写签订日和用工结束日，按一直没有签订计算到 {year_end}；满一年后视为已订立无固定期限劳动合同，不再支付。"
    )
    return year_end


def _double_wage_time(sheet: Sheet, first: date, last: date, year_end: date) -> tuple[date, date, bool]:
    """What the time bar leaves under the view chosen; the bar is never applied unless asked for."""
    view = sheet.choice("time_bar")
    if view == "none":
        return first, last, False
    claimed = sheet.day("claimed")
    year_before = add_months(claimed, -MONTHS_PER_YEAR * limits.rule("lim.general", claimed).length)
    basis = "LMA 27; 规则书 §14.2"
    if view in ("whole_first", "whole_last"):
        origin = first if view == "whole_first" else year_end
        if year_before > origin:
            sheet.line(f"时效：自 {origin} 起一年，申请日 {claimed} 已经超过 = 0.00 元", basis)
            return first, last, True
        sheet.line(f"时效：自 {origin} 起一年，申请日 {claimed} 没有超过", basis)
        return first, last, False
    if view == "daily":
        kept = max(first, year_before)
    else:
        kept = first
        while kept <= last and add_months(kept, 1) - ONE_DAY < year_before:
            kept = add_months(kept, 1)
    if kept > first:
        sheet.line(f"时效：自申请日 {claimed} 向前一年，{kept} 以前的部分不计", basis)
    return kept, last, False


def double_wage_open_ended(sheet: Sheet) -> Fraction:
    """Extra wage from the day an open-ended contract was due (pay.double_wage.open_ended)."""
    first, last = in_order(sheet, "due", "end")
    sheet.warn("法条没有规定十一个月的上限；是否设上限请按当地口径。")
    return worth(sheet, span(first, last), sheet.money("monthly"), what="二倍工资差额")


def probation(sheet: Sheet) -> Fraction:
    """Full wage for the time of probation served beyond the lawful length (pay.probation)."""
    first, last = in_order(sheet, "start", "served_to")
    table = sheet.parameter("probation_limits", None if sheet.has("on") else first)
    length = sheet.whole("contract_months") if sheet.has("contract_months") else None
    step = next(s for s in table.value if "under" not in s or (length is not None and length < s["under"]))
    lawful_end = add_months(first, int(step["most"]))
    term = f"合同期限 {length} 个月" if length is not None else "无固定期限合同"
    sheet.line(f"{term}，试用期最长 {step['most']} 个月，合法部分到 {lawful_end - ONE_DAY} 为止", table.basis)
    found = span(lawful_end, last) if last >= lawful_end else Span(lawful_end, last, 0, lawful_end)
    return worth(sheet, found, sheet.money("monthly"), what="超过法定试用期的部分")


def minimum(sheet: Sheet) -> Fraction:
    """What is missing to the minimum wage after what does not count (pay.minimum)."""
    floor = sheet.local_minimum()
    if floor is None:
        remedy = "请填写 minimum_wage=… 或者 place=…。"
        raise InputError("minimum_wage", "", "没有填写当地最低工资。", remedy, sheet.rule.basis)
    paid = sheet.money("paid")
    out = sheet.money("overtime") + sheet.money("allowances") + sheet.money("benefits")
    if out > paid:
        raise InputError(
            "paid", sheet.given["paid"], "剔除项目之和超过实发工资。", "请核对各项金额。", sheet.rule.basis
        )
    sheet.line(f"可比工资：{yuan(paid)} − {yuan(out)}（加班工资、特殊环境津贴、福利）= {yuan(paid - out)} 元")
    gap = max(floor - (paid - out), NOTHING)
    sheet.line(
        f"差额：{yuan(floor)} − {yuan(paid - out)} = {yuan(gap)} 元" if gap else f"不低于 {yuan(floor)} 元，没有差额"
    )
    sheet.warn("最低工资适用于提供了正常劳动的劳动者；法定休假视为正常劳动。")
    return gap


def parttime(sheet: Sheet) -> Fraction:
    """Hours at the agreed rate, not under the hourly minimum (pay.parttime)."""
    rate = sheet.money("hourly")
    if sheet.has("hourly_minimum") and sheet.money("hourly_minimum") > rate:
        rate = sheet.money("hourly_minimum")
        sheet.line(f"约定小时工资低于最低标准，按 {yuan(rate)} 元计算", "LCL 72")
    total = rate * sheet.number("hours")
    sheet.line(f"{shown(sheet.number('hours'))} 小时 × {yuan(rate)} 元 = {yuan(total)} 元")
    paid = sheet.money("paid")
    if paid:
        total = max(total - paid, NOTHING)
        sheet.line(f"减去已付 {yuan(paid)} 元 = {yuan(total)} 元")
    cycle = sheet.parameter("parttime_pay_cycle")
    sheet.warn(f"非全日制用工终止不支付经济补偿；工资结算周期最长 {cycle.value} 日（{cycle.basis}）。")
    return total


def reinstatement(sheet: Sheet) -> Fraction:
    """Normal-work wage from the decision to the day before work resumes, less the worker's share of fault."""
    first, last = in_order(sheet, "from", "to")
    total = worth(sheet, span(first, last), sheet.money("monthly"), what="违法解除期间工资")
    share = sheet.number("worker_share")
    if share > 100:
        raise InputError(
            "worker_share", sheet.given["worker_share"], "比例不能超过 100。", "请填写 0 到 100。", "I2 18"
        )
    if share:
        reduced = total * (100 - share) / 100
        sheet.line(
            f"双方都有过错，劳动者承担 {shown(share)}%：{yuan(total)} × {shown(100 - share)}% = {yuan(reduced)} 元",
            "I2 18",
        )
        total = reduced
    sheet.warn("不能继续履行的六种情形（I2 16）不适用本项；I2 自 2025-09-01 起施行。")
    return total


__all__ = [
    "annual_leave", "arrears", "daily_hourly", "double_wage", "double_wage_open_ended", "minimum", "overtime",
    "parttime", "probation", "reinstatement", "working_days",
]  # fmt: skip
