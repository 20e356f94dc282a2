"""What the fields of a kept form are called, and what was chosen in them, in the words the form itself used."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workflows.items import KINDS
from workflows.statute import statute

CARRIED = ("token", "step", "key", "mark", "do")
TYPED = {
    "filed_on": _l("收件日期"),
    "procedure": _l("程序"),
    "facts_and_reasons": _l("事实和理由"),
    "performance_place": _l("劳动合同履行地（实际工作地点）"),
    "infringed_on": _l("知道权利被侵害的日期"),
    "relation_ended_on": _l("劳动关系终止日期（仍在职的不填）"),
    "facts_found": _l("查明的事实"),
    "reasoning": _l("理由"),
    "side": _l("地位"),
    "kind": _l("类型"),
    "name": _l("姓名或者名称"),
    "identity": _l("身份号码或统一社会信用代码"),
    "address": _l("住所"),
    "postal_address": _l("送达地址"),
    "phone": _l("电话"),
    "legal_representative": _l("法定代表人"),
    "legal_representative_post": _l("职务"),
    "agent_name": _l("代理人"),
    "agent_powers": _l("代理事项和权限"),
    "amount": _l("金额（元）"),
    "text": _l("请求的表述（写入裁决书）"),
    "disposition": _l("结果"),
    "awarded": _l("裁决金额（元）"),
    "articles": _l("适用条文（分号隔开）"),
    "working": _l("计算过程（一行一步，“|”后写依据）"),
    "decision_text": _l("裁决主文"),
    "deviation_reason": _l("与类案或者口径不同的理由"),
}
CHOSEN = {
    "ordinary": _l("一般程序"),
    "simplified": _l("简易处理"),
    "collective": _l("集体劳动争议"),
    "applicant": _l("申请人"),
    "respondent": _l("被申请人"),
    "third_party": _l("第三人"),
    "worker": _l("劳动者"),
    "employer": _l("用人单位"),
    "other": _l("其他"),
    "pending": _l("未裁决"),
    "granted": _l("支持"),
    "partly": _l("部分支持"),
    "refused": _l("驳回"),
}
LISTED = ("procedure", "side", "kind", "disposition")
ROW = re.compile(r"(party|item)-(\d+)-([a-z_]+)")


def said(name: str, value: str, path: str, locale: str) -> tuple[str, str] | None:
    """Label and value as a reader knows them; None for what a form carries for itself. `path` is where it was going."""
    row = ROW.fullmatch(name)
    plain = row[3] if row else name
    if name in CARRIED or not value or (row and plain not in TYPED):
        return None
    english = locale.startswith("en")
    if plain in TYPED:
        label = str(TYPED[plain])
        # On the application rows are counted from 0; on the draft they carry the numbers of their claims.
        if row and path == "/cases/new":
            n = int(row[2]) + 1
            label = (_("第%(n)s位", n=n) if row[1] == "party" else _("第%(n)s项", n=n)) + " " + label
        if plain in LISTED and value in KINDS:
            value = KINDS[value].title_en if english else KINDS[value].title
        elif plain in LISTED:
            value = str(CHOSEN.get(value, value))
        return label, value
    field = statute().fields.get(name)
    if field is None:
        return name, value
    label = field.title_en if english else field.title
    if field.type in ("party", "staff", "staff_list", "mediator", "body", "court", "paper", "award"):
        return label, _("（已选择）")
    return label, next((choice[2] if english else choice[1] for choice in field.choices if choice[0] == value), value)
