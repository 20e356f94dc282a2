"""Sums owed for an injury at work (rules §14, §15.3). Each part says who pays: the fund, or an employer that did not insure."""

from fractions import Fraction
from typing import Any

from workflows import parameters
from workflows.amounts import FEN_PER_YUAN
from workflows.errors import InputError
from workflows.money_inputs import Sheet, fraction, shown, yuan

EMPLOYER = "用人单位支付"


def fund(sheet: Sheet) -> str:
    """Who pays what the fund owes: the employer itself when it did not insure (WII 62)."""
    if sheet.flag("insured"):
        return "工伤保险基金支付"
    sheet.warn("用人单位没有参加工伤保险，全部待遇由用人单位按同一标准支付（WII 62）。")
    return EMPLOYER


def graded(sheet: Sheet, name: str) -> tuple[Any, str]:
    """The table's entry for the grade asked about, and its article. Raises InputError for a grade not in it."""
    table = sheet.parameter(name)
    grade = sheet.whole("grade")
    if str(grade) not in table.value:
        grades = "、".join(table.value)
        why = f"「{table.title}」没有 {grade} 级。"
        raise InputError("grade", grade, why, f"可用的等级：{grades}。", table.basis)
    return table.value[str(grade)], table.basis


def onetime(sheet: Sheet) -> Fraction:
    """Months of the worker's own contribution wage by grade (injury.onetime)."""
    months, basis = graded(sheet, "injury_onetime_months")
    wage = sheet.money("own_wage")
    if sheet.has("area_average"):
        bounds = sheet.parameter("injury_own_wage_bounds")
        area = sheet.money("area_average")
        low, high = area * fraction(bounds.value["least"]), area * fraction(bounds.value["most"])
        if not low <= wage <= high:
            kept = min(max(wage, low), high)
            sheet.line(f"本人工资 {yuan(wage)} 元超出 {yuan(low)} 至 {yuan(high)} 元，按 {yuan(kept)} 元", bounds.basis)
            wage = kept
    else:
        sheet.warn("没有填写统筹地区职工月平均工资（area_average），没有检查本人工资的上下限。")
    total = wage * fraction(months)
    sheet.line(f"{sheet.whole('grade')} 级：{months} 个月 × {yuan(wage)} 元 = {yuan(total)} 元", basis)
    sheet.warn("本人工资是受伤前十二个月的平均缴费工资，不是实发工资；少报缴费工资造成的差额由用人单位承担。")
    return sheet.part("一次性伤残补助金", total, fund(sheet))


def monthly(sheet: Sheet) -> Fraction:
    """The monthly disability allowance of grades 1 to 6 (injury.monthly)."""
    percent, basis = graded(sheet, "injury_monthly_rates")
    wage = sheet.money("own_wage")
    total = wage * fraction(percent) / 100
    grade = sheet.whole("grade")
    sheet.line(f"{grade} 级：{yuan(wage)} × {percent}% = {yuan(total)} 元/月", basis)
    floor = sheet.local_minimum()
    if floor is not None and total < floor:
        sheet.line(f"低于当地最低工资，补足到 {yuan(floor)} 元/月", basis)
        total = floor
    if floor is None:
        sheet.warn("没有填写当地最低工资（minimum_wage 或 place），没有检查下限。")
    by_employer = grade > sheet.parameter("injury_monthly_fund_grade").value
    if by_employer:
        sheet.warn("五级、六级由用人单位在难以安排工作时按月支付。")
    return sheet.part("伤残津贴（每月）", total, EMPLOYER if by_employer else fund(sheet))


def leaving(sheet: Sheet) -> Fraction:
    """The two lump sums of grades 5 to 10 when the relation ends (injury.leaving)."""
    if not sheet.has("place"):
        remedy = "请填写 place=山东省 或者更具体的地方。"
        raise InputError("place", "", "月数由各省规定，没有填写地方。", remedy, "WII 36-37")
    area = sheet.money("area_average")
    disease = sheet.flag("occupational_disease")
    medical_name = "injury_medical_subsidy_disease" if disease else "injury_medical_subsidy_months"
    medical, medical_basis = graded(sheet, medical_name)
    job, job_basis = graded(sheet, "injury_employment_subsidy_months")
    total = Fraction(0)
    if sheet.flag("retired"):
        sheet.line("达到法定退休年龄或者已办退休手续，不付一次性工伤医疗补助金 = 0.00 元", medical_basis)
        sheet.warn("临近退休的就业补助金是否递减没有核对（标记 U），请按当地规定确认。")
    else:
        sum_medical = area * fraction(medical)
        sheet.line(f"一次性工伤医疗补助金：{medical} 个月 × {yuan(area)} 元 = {yuan(sum_medical)} 元", medical_basis)
        total += sheet.part("一次性工伤医疗补助金", sum_medical, fund(sheet))
    sum_job = area * fraction(job)
    sheet.line(f"一次性伤残就业补助金：{job} 个月 × {yuan(area)} 元 = {yuan(sum_job)} 元", job_basis)
    total += sheet.part("一次性伤残就业补助金", sum_job, EMPLOYER)
    sheet.warn("五级、六级由劳动者提出；七级至十级在合同期满终止或者劳动者提出解除时支付。")
    return total


def leave_pay(sheet: Sheet) -> Fraction:
    """The original pay during paid leave, at most twelve months, or twenty-four (injury.leave_pay)."""
    terms = sheet.parameter("injury_leave_months")
    most = terms.value["first"] + (terms.value["extension"] if sheet.flag("extended") else 0)
    months = sheet.number("months")
    if months > most:
        sheet.line(f"停工留薪期最长 {most} 个月：{shown(months)} → {most}", terms.basis)
        sheet.warn("超过十二个月的部分须经设区的市劳动能力鉴定委员会确认（extended=yes），总共不超过二十四个月。")
        months = Fraction(most)
    wage = sheet.base("monthly", "overtime", "base", "without_overtime")
    total = wage * months
    sheet.line(f"{shown(months)} 个月 × {yuan(wage)} 元 = {yuan(total)} 元", terms.basis)
    sheet.warn("原工资福利待遇的口径各地不一（江西 13：十二个月平均，不含加班工资，标记 P）。")
    paid = sheet.money("paid")
    if paid:
        total = max(total - paid, Fraction(0))
        sheet.line(f"减去已付 {yuan(paid)} 元 = {yuan(total)} 元")
    return total


def death(sheet: Sheet) -> Fraction:
    """Funeral and lump sum; the relatives' monthly pension is a part of its own (injury.death)."""
    day = sheet.day("death")
    terms = sheet.parameter("injury_death", day)
    payer = fund(sheet)
    if sheet.has("income"):
        income, income_basis = sheet.money("income"), "由使用者填写"
    else:
        entry = parameters.on(day, "urban_disposable_income", extra=sheet.extra)
        income, income_basis = Fraction(int(entry.value) * FEN_PER_YUAN), entry.basis
    lump = income * terms.value["lump_multiple"]
    sheet.line(
        f"一次性工亡补助金：{terms.value['lump_multiple']} × {yuan(income)} 元 = {yuan(lump)} 元",
        f"{terms.basis}; {income_basis}",
    )
    total = sheet.part("一次性工亡补助金", lump, payer)
    if sheet.has("area_average"):
        area = sheet.money("area_average")
        funeral = area * terms.value["funeral_months"]
        sheet.line(
            f"丧葬补助金：{terms.value['funeral_months']} 个月 × {yuan(area)} 元 = {yuan(funeral)} 元", terms.basis
        )
        total += sheet.part("丧葬补助金", funeral, payer)
    else:
        sheet.warn("没有填写统筹地区上年度职工月平均工资（area_average），合计不含丧葬补助金。")
    _pension(sheet, terms.value, payer)
    return total


def _pension(sheet: Sheet, rates: Any, payer: str) -> None:
    """The relatives' monthly pension: named as a part, not added to the lump sums."""
    spouse, others, alone = sheet.whole("spouse"), sheet.whole("others"), sheet.whole("alone")
    if not spouse and not others:
        return
    if spouse > 1:
        raise InputError("spouse", spouse, "配偶只能有一人。", "请填写 0 或者 1。", sheet.rule.basis)
    if alone > spouse + others:
        raise InputError("alone", alone, "孤寡老人和孤儿人数超过供养亲属人数。", "请核对人数。", sheet.rule.basis)
    wage = sheet.money("own_wage")
    percent = Fraction(spouse * rates["spouse_rate"] + others * rates["other_rate"] + alone * rates["alone_rate"])
    if percent > 100:
        sheet.line(f"各供养亲属合计 {shown(percent)}%，不得高于本人工资，按 100%", "WII 39")
        percent = Fraction(100)
    pension = wage * percent / 100
    sheet.line(
        f"供养亲属抚恤金：{yuan(wage)} × {shown(percent)}% = {yuan(pension)} 元/月（另按月支付，不在合计内）", "WII 39"
    )
    sheet.part("供养亲属抚恤金（每月，不在合计内）", pension, payer)
