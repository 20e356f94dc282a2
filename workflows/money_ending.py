"""Sums owed when a contract ends: severance, damages, pay in lieu, non-compete, extra damages (rules §14)."""

from datetime import date
from fractions import Fraction

from workflows import parameters
from workflows.errors import InputError
from workflows.money_inputs import Sheet, fraction, shown, yuan
from workflows.money_spans import MONTHS_PER_YEAR, ONE_DAY, add_months, in_order


def severance(sheet: Sheet) -> Fraction:
    """N: one month's wage a year, capped for high earners (pay.severance, .cap, .pre2008)."""
    first, last = in_order(sheet, "from", "to")
    since = _since(sheet, last)
    counted = max(first, since)
    if first < since:
        sheet.line(f"{since} 以前的工作年限按当时的规定处理，以后的自 {since} 起计算", "LCL 97")
        sheet.warn("2008 年以前应补偿的月数没有自动计算（当时的规定没有核对），请人工确定后填写 earlier_months。")
    return _n(sheet, counted, last, sheet.number("earlier_months"))


def wrongful(sheet: Sheet) -> Fraction:
    """2N from the first day of work, no split at 2008 (pay.wrongful)."""
    first, last = in_order(sheet, "from", "to")
    _since(sheet, last)
    n = _n(sheet, first, last, Fraction(0))
    multiple = sheet.parameter("wrongful_multiple", last)
    total = n * fraction(multiple.value)
    sheet.line(f"赔偿金：{yuan(n)} × {multiple.value} = {yuan(total)} 元", multiple.basis)
    sheet.warn("已付赔偿金的，不再支付经济补偿（LCR 25）；年限自用工之日起连续计算，不以 2008 年分段。")
    sheet.warn("合法理由的解除没有事先通知已建立的工会、起诉前又没有补正的，按违法解除处理（I1 47）。")
    return total


def _since(sheet: Sheet, last: date) -> date:
    """The day the counting of LCL 47 begins. Raises InputError for a contract that ended before."""
    start = parameters.shipped()["severance_units"].entries[0].start
    if last < start:
        why = f"劳动合同法自 {start.isoformat()} 起施行，此前结束的劳动关系不适用。"
        raise InputError("to", last.isoformat(), why, "请按当时的规定人工计算。", "LCL 97")
    return start


def _n(sheet: Sheet, first: date, last: date, earlier: Fraction) -> Fraction:
    """The LCL 47 standard for `first`..`last` (both counted) and `earlier` months added by hand."""
    count = _months_due(sheet, first, last) + earlier
    if earlier:
        sheet.line(f"加上 2008 年以前的 {shown(earlier)} 个月，共 {shown(count)} 个月", "LCL 97")
    average = _average(sheet)
    base = average
    cap = sheet.parameter("severance_cap", last)
    if sheet.has("local_average"):
        line = sheet.money("local_average") * cap.value["average_multiple"]
        if average > line:
            base = line
            sheet.line(
                f"月工资 {yuan(average)} 元高于 {yuan(line)} 元（上年度月平均工资的 {cap.value['average_multiple']} 倍），"
                f"基数按 {yuan(line)} 元",
                cap.basis,
            )
            if count > cap.value["years"]:
                sheet.line(f"年限最高 {cap.value['years']} 年：{shown(count)} → {cap.value['years']}", cap.basis)
                count = Fraction(cap.value["years"])
            sheet.warn(
                "只有基数封顶的劳动者才有十二年的上限；略低于三倍线的劳动者不封顶，总额可能更高，这是法律规定的结果。"
            )
        else:
            sheet.line(f"月工资 {yuan(average)} 元不高于 {yuan(line)} 元，基数和年限都不封顶", cap.basis)
    else:
        sheet.warn("没有填写所在市上年度职工月平均工资（local_average），没有检查三倍封顶。")
    floor = sheet.local_minimum(last)
    if floor is not None and base < floor:
        sheet.line(f"月工资低于当地最低工资，基数按 {yuan(floor)} 元", "LCR 27")
        base = floor
    total = base * count
    sheet.line(f"{shown(count)} 个月 × {yuan(base)} 元 = {yuan(total)} 元", "LCL 47")
    months = sheet.parameter(
        "severance_average_months", max(last, parameters.shipped()["severance_average_months"].entries[0].start)
    )
    sheet.warn(
        f"平均工资按解除前 {months.value} 个月的应得工资（含奖金、津贴，扣缴前）计算，不满的按实际月数（{months.basis}）；"
        "是否含加班工资、年终奖怎样折算，按当地口径（北京 55：含加班工资，年终奖除以十二，标记 P）。"
    )
    return total


def _average(sheet: Sheet) -> Fraction:
    """The average wage under the view taken on overtime and the year-end bonus (rules §14.2)."""
    average = sheet.base("average", "overtime_average", "overtime_in_base", "excluded")
    if sheet.has("year_bonus"):
        bonus = sheet.money("year_bonus")
        with_bonus = average + bonus / MONTHS_PER_YEAR
        sheet.line(f"年终奖：{yuan(average)} + {yuan(bonus)} ÷ {MONTHS_PER_YEAR} = {yuan(with_bonus)} 元", "北京 55")
        sheet.warn("年终奖除以十二计入月平均工资是北京 55 的口径（标记 P），请按当地口径确认；已计入 average 的不要再填。")
        return with_bonus
    return average


def _months_due(sheet: Sheet, first: date, last: date) -> Fraction:
    """Months of wage by length of service: a year one, six months or more one, less a half."""
    units = sheet.parameter("severance_units", last)
    after = last + ONE_DAY
    years = 0
    while add_months(first, MONTHS_PER_YEAR * (years + 1)) <= after:
        years += 1
    reached = add_months(first, MONTHS_PER_YEAR * years)
    months = 0
    while add_months(first, MONTHS_PER_YEAR * years + months + 1) <= after:
        months += 1
    count = Fraction(years) * fraction(units.value["year"])
    length = f"{first} 至 {last}：{years} 年 {months} 个月"
    if reached == after:
        sheet.line(f"{length}，{shown(count)} 个月", units.basis)
    elif years and reached == last:
        # `to` is often written as the anniversary itself; one day is too thin a ground for half a month's wage.
        sheet.line(f"{length}，终止日恰为满 {years} 年的周年日，按满 {years} 年计，{shown(count)} 个月", units.basis)
        sheet.warn("终止日恰为周年日：如果当天仍在职，多出的一天不满六个月，另加半个月，请核对最后工作日。")
    elif months >= units.value["threshold_months"]:
        count += fraction(units.value["year"])
        sheet.line(f"{length}，余下满六个月按一年，{shown(count)} 个月", units.basis)
    else:
        count += fraction(units.value["part"])
        sheet.line(f"{length}，余下不满六个月加半个月，{shown(count)} 个月", units.basis)
    return count


def notice(sheet: Sheet) -> Fraction:
    """The previous month's wage (pay.notice)."""
    amount = sheet.money("previous_month")
    sheet.line(f"上一个月工资 {yuan(amount)} 元")
    if sheet.has("average") and sheet.money("average") != amount:
        sheet.warn(f"标准是上一个月的工资，不是十二个月平均工资 {yuan(sheet.money('average'))} 元。")
    sheet.warn("只适用于劳动合同法第四十条的三种情形；法条没有规定上限。")
    return amount


def extra_damages(sheet: Sheet) -> Fraction:
    """50 to 100 per cent more, once a labour authority's order was not obeyed (pay.extra_damages)."""
    span = sheet.parameter("extra_damages_range")
    percent = sheet.number("percent")
    least, most = span.value["least"], span.value["most"]
    if not least <= percent <= most:
        why = f"加付的比例只能在 {least}% 到 {most}% 之间。"
        raise InputError("percent", sheet.given["percent"], why, "请核对比例。", span.basis)
    due = sheet.money("due")
    if not sheet.flag("ordered"):
        sheet.line("劳动行政部门没有责令限期支付，不能加付 = 0.00 元", "LCL 85; I1 1")
        return Fraction(0)
    total = due * percent / 100
    sheet.line(f"{yuan(due)} × {shown(percent)}% = {yuan(total)} 元", span.basis)
    sheet.warn("以劳动行政部门责令限期支付、用人单位逾期不付为前提。")
    return total


def noncompete(sheet: Sheet) -> Fraction:
    """The agreed sum, or 30 per cent of the average and not under the minimum wage (pay.noncompete)."""
    terms = sheet.parameter("noncompete_terms")
    average = sheet.money("average")
    if sheet.has("agreed"):
        monthly = sheet.money("agreed")
        sheet.line(f"按约定，每月 {yuan(monthly)} 元", "LCL 23")
    else:
        rate = fraction(terms.value["rate"])
        monthly = average * rate
        sheet.line(f"没有约定：{yuan(average)} × {shown(rate * 100)}% = {yuan(monthly)} 元", "I1 36")
        floor = sheet.local_minimum()
        if floor is None:
            sheet.warn("没有填写当地最低工资（minimum_wage 或 place），没有检查下限。")
        elif monthly < floor:
            sheet.line(f"低于当地最低工资，按每月 {yuan(floor)} 元", "I1 36")
            monthly = floor
    months, most = sheet.number("months"), terms.value["most_months"]
    if months > most:
        sheet.line(f"竞业限制最长 {most} 个月，{shown(months)} → {most}", "LCL 24")
        months = Fraction(most)
    total = monthly * months
    sheet.line(f"{shown(months)} 个月 × {yuan(monthly)} 元 = {yuan(total)} 元", terms.basis)
    if sheet.flag("employer_ends"):
        extra = monthly * terms.value["ending_months"]
        sheet.line(f"用人单位提前解除，额外 {terms.value['ending_months']} 个月：{yuan(extra)} 元", "I1 39")
        total += extra
    return total
