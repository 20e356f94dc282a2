"""Court fees around a labour dispute (FEE 8, 13-16)."""

from fractions import Fraction

from workflows.money_inputs import Sheet, fraction, in_fen, shown, yuan
from workflows.parameters import Entry


def court(sheet: Sheet) -> Fraction:
    """Ten yuan a case, halved on withdrawal, mediation or simplified procedure; special procedure is free (fee.court)."""
    fee = sheet.parameter("court_fee_labour")
    outcome, procedure = sheet.choice("outcome"), sheet.choice("procedure")
    if procedure == "special":
        sheet.line("特别程序案件不交案件受理费 = 0.00 元", "FEE 8")
        return Fraction(0)
    total = in_fen(fee.value)
    sheet.line(f"劳动争议案件每件 {yuan(total)} 元", fee.basis)
    if outcome != "judged" or procedure == "simplified":
        half = sheet.parameter("court_fee_reduction")
        total *= fraction(half.value)
        sheet.line(f"撤诉、调解或者适用简易程序，减半：{yuan(total)} 元", half.basis)
    return total


def scaled(sheet: Sheet, scale: Entry, amount: Fraction) -> Fraction:
    """A fee by steps: each step's share of `amount` at its rate; writes a line for each."""
    total, below = Fraction(0), Fraction(0)
    for step in scale.value:
        top = in_fen(step["up_to"]) if "up_to" in step else None
        share = (amount if top is None else min(amount, top)) - below
        if "fixed" in step:
            part = in_fen(step["fixed"])
            sheet.line(f"不超过 {yuan(in_fen(step['up_to']))} 元：{yuan(part)} 元", scale.basis)
        else:
            part = share * fraction(step["rate"]) / 100
            sheet.line(
                f"超过 {yuan(below)} 元的部分：{yuan(share)} × {shown(fraction(step['rate']))}% = {yuan(part)} 元",
                scale.basis,
            )
        total += part
        if top is None or amount <= top:
            break
        below = top
    return total


def enforcement(sheet: Sheet) -> Fraction:
    """The enforcement fee by scale (fee.enforcement)."""
    total = scaled(sheet, sheet.parameter("enforcement_fee_scale"), sheet.money("amount"))
    sheet.warn("申请执行费由被执行人负担，不由申请人预交。")
    return total


def payment_order(sheet: Sheet) -> Fraction:
    """A third of the property scale (fee.payment_order)."""
    whole = scaled(sheet, sheet.parameter("property_fee_scale"), sheet.money("amount"))
    share = sheet.parameter("payment_order_fee_share")
    total = whole / fraction(share.value)
    sheet.line(f"支付令：{yuan(whole)} ÷ {share.value} = {yuan(total)} 元", share.basis)
    return total


def annul(sheet: Sheet) -> Fraction:
    """The table's sum for annulling an award; whether it is charged for labour awards is not known (fee.annul)."""
    fee = sheet.parameter("annul_fee")
    sheet.line(f"申请撤销仲裁裁决每件 {yuan(in_fen(fee.value))} 元", fee.basis)
    return in_fen(fee.value)
