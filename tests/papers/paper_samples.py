"""Facts of a believable office for every kind of paper. All persons, firms and numbers are invented."""

from typing import Any

import court_samples
import efile_samples
import group_samples
import office_samples

OFFICE = {
    "name": "东川市劳动人事争议仲裁委员会",
    "court_name": "东川市劳动人事争议仲裁院",
    "place": "山东省/东川市",
    "address": "东川市河滨区府前街8号",
    "phone": "0546-0000000",
    "basic_court": "东川市河滨区人民法院",
    "intermediate_court": "东川市中级人民法院",
}
WORKER = {
    "name": "王喆玥",
    "kind": "worker",
    "sex": "女",
    "birth_date": "1991-06-18",
    "id_number": "370599199106180022",
    "address": "东川市河滨区柳园小区3号楼2单元",
    "postal_address": "东川市河滨区柳园小区3号楼2单元",
    "phone": "13000000001",
    "agents": [{"name": "赵明远", "kind": "山东衡平律师事务所律师", "powers": "一般授权"}],
}
WORKER_2 = {
    "name": "马晓堃",
    "kind": "worker",
    "sex": "男",
    "birth_date": "1986-11-02",
    "id_number": "370599198611020019",
    "address": "东川市广源县稻庄镇",
    "phone": "13000000003",
}
FIRM = {
    "name": "东川市恒㛃精密机械有限公司",
    "kind": "employer",
    "uscc": "91370500MA00000007",
    "address": "东川市河滨区工业园三路16号",
    "phone": "0546-0000111",
    "legal_representative": "孙𬱖",
    "legal_representative_post": "总经理",
    "agents": [
        {"name": "周凯", "kind": "该公司人事经理", "powers": "特别授权（代为承认、放弃、变更仲裁请求，进行和解）"}
    ],
}
FIRM_2 = {
    "name": "东川润泽物流有限公司",
    "kind": "employer",
    "uscc": "91370500MA00000015",
    "address": "东川市港城区海防路2号",
    "legal_representative": "钱镕",
    "legal_representative_post": "执行董事",
}
CASE = {
    "number": "东劳人仲案字〔2026〕第15号",
    "cause": "追索劳动报酬、违法解除劳动合同赔偿金",
    "filed_on": "2026-03-02",
    "accepted_on": "2026-03-27",
    "procedure": "ordinary",
    "evidence_until": "2026-04-10",
    "award_due_on": "2026-05-11",
}
CLAIMS = [
    {"ordinal": 1, "text": "被申请人支付2025年9月至2026年2月的工资20,000.00元", "claimed_fen": 2000000},
    {"ordinal": 2, "text": "被申请人支付2025年3月至2026年2月的加班工资8,200.00元", "claimed_fen": 820000},
    {"ordinal": 3, "text": "被申请人支付违法解除劳动合同赔偿金60,000.00元", "claimed_fen": 6000000},
]
PANEL = {"chief": "林若兰", "members": ["高志诚", "郭赟"], "recorder": "何小满"}
SOLE = {"chief": "林若兰", "recorder": "何小满"}
INDUSTRY_BODY = {
    "name": "东川市装备制造行业劳动争议调解委员会",
    "address": "东川市河滨区商会大厦5楼",
    "phone": "0546-0000222",
}


def base(number: str = "", day: str = "2026-03-27", **blocks: Any) -> dict[str, Any]:
    """The blocks every paper has."""
    facts: dict[str, Any] = {
        "office": OFFICE,
        "case": CASE,
        "applicants": [WORKER],
        "respondents": [FIRM],
        "third_parties": [],
        "claims": CLAIMS,
        "paper": {"number": number or CASE["number"], "date": day},
    }
    return {**facts, **blocks}


WAGES = {
    "ordinal": 1,
    "kind_title": "拖欠的工资",
    "claimed_fen": 2000000,
    "disposition": "granted",
    "awarded_fen": 2000000,
    "payer": FIRM["name"],
    "payee": WORKER["name"],
    "due": "于本裁决书生效之日起十日内",
    "reasoning": "工资应当以货币形式按月支付给劳动者本人，不得克扣或者无故拖欠。被申请人对欠付月份和月工资标准均无异议，"
    "以生产经营困难为由长期拖欠，于法无据，对该项请求予以支持。",
    "working": [
        {"text": "2025年9月至12月：每月3,500.00元 × 4个月 = 14,000.00元", "basis": "LL 50; 工资表"},
        {"text": "2026年1月至2月：每月3,000.00元 × 2个月 = 6,000.00元", "basis": "LL 50; 银行流水"},
        {"text": "合计：14,000.00元 + 6,000.00元 = 20,000.00元", "basis": "LCL 30"},
    ],
}
OVERTIME = {
    "ordinal": 2,
    "kind_title": "休息日加班工资",
    "claimed_fen": 820000,
    "disposition": "partly",
    "awarded_fen": 800050,
    "payer": FIRM["name"],
    "payee": WORKER["name"],
    "due": "于本裁决书生效之日起十日内",
    "reasoning": "申请人提交的考勤截图与班组微信群排班记录能够相互印证，可以证明加班事实的存在。考勤原始记录由被申请人掌握，"
    "被申请人在指定期限内拒不提供，应当承担不利后果。被申请人主张已经安排补休，未提交证据，不予采信。",
    "working": [
        {"text": "日工资：3,480.22元 ÷ 21.75天 = 160.01元", "basis": "OW25"},
        {"text": "休息日加班25天：160.01元 × 200% × 25天 = 8,000.50元", "basis": "LL 44; I1 42"},
    ],
}
DAMAGES = {
    "ordinal": 1,
    "kind_title": "违法解除劳动合同赔偿金",
    "claimed_fen": 6000000,
    "disposition": "granted",
    "awarded_fen": 6000000,
    "payer": FIRM["name"],
    "payee": WORKER["name"],
    "due": "于本裁决书生效之日起十日内",
    "reasoning": "因用人单位作出解除劳动合同决定而发生的争议，由用人单位负举证责任。被申请人以“严重违反规章制度”为由解除，"
    "但所依据的《员工手册》未经民主程序，也未向申请人公示，解除缺乏事实和制度依据，构成违法解除。",
    "working": [
        {"text": "工作年限：2016年3月1日至2026年2月28日，满10年，计10个月", "basis": "LCL 47"},
        {"text": "解除前十二个月平均工资：3,000.00元", "basis": "LCL 47(3); LCR 27"},
        {"text": "赔偿金：3,000.00元 × 10个月 × 2倍 = 60,000.00元", "basis": "LCL 87"},
    ],
}
FOUND = """申请人于2016年3月1日入职被申请人，从事数控车床操作工作，双方签订了书面劳动合同，约定实行标准工时制度，每月15日发放上月工资。
2025年9月至2026年2月，被申请人未足额发放工资。被申请人的工资表和申请人的银行流水显示，上述期间欠付工资合计20,000.00元，被申请人对此不持异议。
2025年3月至2026年2月，申请人于休息日加班25天，有考勤截图、排班记录在卷，被申请人未安排补休，也未支付加班工资。
2026年2月28日，被申请人向申请人送达《解除劳动合同通知书》，称申请人连续两次未完成月度产量指标，属严重违反规章制度。"""


def award(kind: str) -> dict[str, Any]:
    """The two awards of the story: wages and overtime (final), damages (non-final)."""
    final = kind == "final"
    number = "东劳人仲案字〔2026〕第15-1号" if final else "东劳人仲案字〔2026〕第15-2号"
    other = "东劳人仲案字〔2026〕第15-2号" if final else "东劳人仲案字〔2026〕第15-1号"
    remedies = (
        [
            {"party": "worker", "action": "sue", "court": OFFICE["basic_court"], "days": 15},
            {"party": "employer", "action": "annul", "court": OFFICE["intermediate_court"], "days": 30},
        ]
        if final
        else [
            {"party": party, "action": "sue", "court": OFFICE["basic_court"], "days": 15}
            for party in ("worker", "employer")
        ]
    )
    block = {
        "type": "final" if final else "non_final",
        "hearings": [
            {
                "date": "2026-04-21",
                "public": True,
                "appearance": "申请人王喆玥及其委托代理人赵明远、被申请人的委托代理人周凯到庭参加了仲裁活动",
            }
        ],
        "mediation_attempt": {"on": "2026-04-21", "result_text": "因双方意见分歧较大，调解未成"},
        "facts_claimed": "申请人自2016年3月1日起在被申请人处工作。被申请人自2025年9月起拖欠工资，长期安排休息日加班而不支付加班工资，"
        "并于2026年2月28日以莫须有的理由解除劳动合同。\n申请人多次索要未果，故申请仲裁。",
        "facts_answered": "欠薪属实，系因生产经营困难所致，并非恶意拖欠。\n加班已经安排补休，不应再支付加班工资。\n"
        "申请人连续两次未完成产量指标，严重违反规章制度，解除劳动合同合法，不应支付赔偿金。",
        "issues": ["被申请人是否拖欠工资及数额", "休息日加班是否已经补休"]
        if final
        else ["被申请人解除劳动合同是否合法"],
        "evidence": [
            {
                "title": "劳动合同书、银行流水",
                "by": "申请人",
                "proves": "劳动关系和工资发放情况",
                "finding": "双方无异议，予以采信",
            },
            {
                "title": "考勤截图12张、微信群排班记录",
                "by": "申请人",
                "proves": "休息日加班25天",
                "finding": "相互印证，予以采信",
            },
            {
                "title": "《员工手册》及会议纪要",
                "by": "被申请人",
                "proves": "规章制度的内容",
                "finding": "无职工签收和公示记录，不予采信",
            },
        ],
        "facts_found": FOUND,
        "reasons": "申请人与被申请人之间的劳动关系合法有效，双方均应当依法行使权利、履行义务。",
        "items": [WAGES, OVERTIME] if final else [DAMAGES],
        "articles": ["LCL 30", "LL 44", "LMA 6, 47"] if final else ["LCL 47, 48, 87", "LMA 6, 50"],
        "other_award_number": other,
        "remedies": remedies,
    }
    if final:
        block["minimum"] = {
            "text": "以上各项数额均不超过本地月最低工资标准十二个月金额26,400.00元（月最低工资标准2,200.00元），依法应作终局裁决。"
        }
    return base(number, "2026-05-08", award=block, panel=PANEL)


REFERRAL = {
    "stage": "before_acceptance",
    "channel_title": "行业调解",
    "pair_title": "行业调解与人民调解对接",
    "body": INDUSTRY_BODY,
    "reason": "争议双方均属装备制造行业，该组织熟悉行业工时和计件工资惯例，便于查清事实。",
    "reply_by": "2026-03-05",
    "consents": [
        {"party": "申请人王喆玥", "on": "2026-03-03", "how": "书面"},
        {"party": "被申请人东川市恒㛃精密机械有限公司", "on": "2026-03-04", "how": "电话记录"},
    ],
    "period_text": "自双方同意之日起十个工作日",
    "due_on": "2026-03-18",
    "attachments": ["仲裁申请书副本", "双方同意调解的记录"],
}
RETURN = {
    **REFERRAL,
    "letter_number": "东劳人仲委调〔2026〕第4号",
    "received_on": "2026-03-06",
    "sessions": [
        {"on": "2026-03-10", "place": "商会大厦5楼调解室", "present": ["王喆玥", "周凯", "调解员冯旭"]},
        {"on": "2026-03-13", "place": "商会大厦5楼调解室", "present": ["王喆玥", "周凯", "调解员冯旭"]},
    ],
    "outcome": "failed",
    "outcome_title": "调解不成",
    "outcome_reason": "双方对解除劳动合同的责任各执一词，未能达成一致意见。",
    "ended_on": "2026-03-13",
    "mediator": "冯旭",
    "handed_over_to": "人民调解（河滨区人民调解委员会）",
}
CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 150"><g fill="#767676"><rect x="30" y="40" width="90" '
    'height="80"/><rect x="180" y="30" width="90" height="90"/><rect x="330" y="50" width="90" height="70"/></g>'
    '<text x="40" y="140" font-size="14" font-family="Noto Sans CJK SC">四月</text></svg>'
)
REVIEW = {
    "applied_on": "2026-06-05",
    "accepted_on": "2026-06-08",
    "body": "河湾区人民调解委员会",
    "made_on": "2026-06-01",
    "effective_on": "2026-06-02",
    "arbitrator": "何小满",
    "days": 5,
    "more_days": 5,
}
SAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "acceptance_notice": ("acceptance_notice", base(day="2026-03-27")),
    "mediation_proposal": (
        "mediation_proposal",
        base("东劳人仲调建〔2026〕第6号", "2026-03-02", referral=REFERRAL),
    ),
    "delegation_letter": (
        "delegation_letter",
        base("东劳人仲委调〔2026〕第4号", "2026-03-04", referral=REFERRAL),
    ),
    "referral_return": ("referral_return", base("装调反〔2026〕第2号", "2026-03-14", referral=RETURN)),
    "response_notice": ("response_notice", base(answer={"days": 10, "due_on": "2026-04-14"})),
    "hearing_notice": (
        "hearing_notice",
        base(
            day="2026-04-10",
            panel=PANEL,
            addressee={"name": FIRM["name"], "role_title": "被申请人"},
            hearing={
                "date": "2026-04-21",
                "time": "09:00",
                "room": "第二仲裁庭",
                "address": "东川市河滨区府前街8号三楼",
                "public": True,
                "postpone_days": 3,
            },
        ),
    ),
    "panel_notice": ("panel_notice", base(day="2026-03-30", panel=PANEL)),
    "collective_notice": (
        "collective_notice",
        base(
            day="2026-03-30",
            panel=PANEL,
            applicants=[{**WORKER_2, "name": f"马晓{n}"} for n in "一二三四五六七八九十甲乙"],
            answer={"days": 10},
            group={"count": 12, "delegates": "马晓一、马晓二、马晓三"},
            hearing={
                "date": "2026-04-20",
                "time": "上午09:00",
                "room": "恒㛃公司职工之家（就地开庭）",
                "address": "东川市河滨区工业园三路16号",
                "postpone_days": 3,
            },
        ),
    ),
    "award_final": ("award", award("final")),
    "award_non_final": ("award", award("non_final")),
    "mediation_statement": (
        "mediation_statement",
        base(
            "东劳人仲案字〔2026〕第33号",
            "2026-06-10",
            case={**CASE, "number": "东劳人仲案字〔2026〕第33号", "cause": "经济补偿金", "accepted_on": "2026-05-20"},
            applicants=[WORKER_2],
            respondents=[FIRM_2],
            claims=[{"ordinal": 1, "text": "被申请人支付经济补偿金27,000.00元"}],
            panel=SOLE,
            settlement={
                "reached_on": "2026-06-10",
                "terms": [
                    {"text": "被申请人一次性支付申请人经济补偿金", "amount_fen": 2200000, "due": "2026-06-30"},
                    {"text": "双方就本案劳动关系存续期间的权利义务再无其他争议"},
                ],
            },
        ),
    ),
    "mediation_statement_review": (
        "mediation_statement",
        base(
            "东劳人仲调字〔2026〕第8号",
            "2026-06-12",
            applicants=[WORKER_2],
            respondents=[FIRM_2],
            case={**CASE, "cause": "经济补偿金"},
            claims=[{"ordinal": 1, "text": "被申请人支付经济补偿金27,000.00元"}],
            review=REVIEW,
            settlement={
                "reached_on": "2026-06-01",
                "terms": [
                    {"text": "双方的劳动合同于2026年5月31日协商解除"},
                    {"text": "被申请人一次性支付申请人经济补偿金", "amount_fen": 2200000, "due": "2026-06-30"},
                ],
            },
        ),
    ),
    "review_acceptance_notice": (
        "review_acceptance_notice",
        base("东劳人仲审受字〔2026〕第3号", "2026-06-08", review=REVIEW),
    ),
    "review_refusal_notice": (
        "review_refusal_notice",
        base("东劳人仲审不受字〔2026〕第2号", "2026-06-08", review={**REVIEW, "ground": "确认劳动关系", "reason": "协议第一项确认双方存在劳动关系"}),
    ),
    "review_no_statement_notice": (
        "review_no_statement_notice",
        base("东劳人仲不制调字〔2026〕第1号", "2026-06-12", review={**REVIEW, "ground": "内容不明确", "reason": "没有写明付款日期"}),
    ),
    "review_termination_decision": (
        "review_termination_decision",
        base("东劳人仲审终字〔2026〕第1号", "2026-06-10", review={**REVIEW, "reason": "双方改为申请司法确认"}),
    ),
    "service_return": (
        "service_return",
        base(
            day="2026-05-11",
            service={
                "paper_title": "裁决书",
                "paper_number": "东劳人仲案字〔2026〕第15-1号",
                "copies": 1,
                "recipient": FIRM["name"],
                "recipient_role": "被申请人",
                "address": FIRM["address"],
                "method_title": "直接送达",
                "sent_on": "2026-05-11",
                "served_on": "2026-05-12",
                "signed_by": "周凯",
                "servers": ["何小满", "郭赟"],
            },
        ),
    ),
    "service_return_posted": (
        "service_return",
        base(
            day="2026-09-30",
            service={
                "paper_title": "开庭通知书",
                "paper_number": "东劳人仲案字〔2026〕第15号",
                "recipient": FIRM_2["name"],
                "recipient_role": "被申请人",
                "address": FIRM_2["address"],
                "method_title": "留置送达（张贴）",
                "sent_on": "2026-09-30",
                "deemed_on": "2026-10-10",
                "deemed_basis": "CHR 20(2), 80",
                "remarks": "受送达人前台人员拒绝签收，已在其住所张贴并拍照录像。",
                "evidence": ["现场照片4张", "执法记录仪录像1段"],
                "servers": ["何小满", "郭赟"],
            },
        ),
    ),
    "refusal_notice": (
        "refusal_notice",
        base(
            "东劳人仲不字〔2026〕第2号",
            "2026-03-06",
            refusal={
                "reasons": ["申请人请求事项不属于劳动人事争议仲裁的受案范围"],
                "articles": ["LMA 2, 29", "CHR 30, 31"],
            },
        ),
    ),
    "withdrawal_decision": (
        "withdrawal_decision",
        base(
            "东劳人仲决字〔2026〕第3号",
            "2026-04-16",
            withdrawal={"requested_on": "2026-04-15", "reason": "双方已自行和解"},
            panel=SOLE,
        ),
    ),
    "deemed_withdrawal_decision": (
        "deemed_withdrawal_decision",
        base(
            "东劳人仲决字〔2026〕第4号",
            "2026-04-22",
            absence={
                "hearing_on": "2026-04-21",
                "notified_on": "2026-04-10",
                "notice_method": "邮寄送达",
                "kind": "absent",
            },
            panel=SOLE,
        ),
    ),
    "suspension_notice": (
        "suspension_notice",
        base(
            "东劳人仲中字〔2026〕第1号",
            "2026-04-02",
            suspension={"from_on": "2026-04-02", "ground": "申请人正在申请工伤认定，本案须以认定结果为依据"},
        ),
    ),
    "advance_award": (
        "advance_award",
        base(
            "东劳人仲案字〔2026〕第15-1号",
            "2026-04-24",
            panel=SOLE,
            advance={
                "asked_on": "2026-04-22",
                "asker": WORKER["name"],
                "request": "住院治疗，无力垫付，请求先予支付工伤医疗费8,000元",
                "item_ordinal": 1,
                "kind_title": "工伤医疗费",
                "payer": FIRM["name"],
                "payee": WORKER["name"],
                "amount_fen": 800000,
                "reason": "工伤认定决定书和住院费用清单在卷，双方对用工和受伤经过没有异议",
            },
        ),
    ),
    "correction_decision": (
        "correction_decision",
        base(
            "东劳人仲补决字〔2026〕第1号",
            "2026-05-20",
            panel=PANEL,
            correction={
                "award_number": "东劳人仲案字〔2026〕第15-2号",
                "award_on": "2026-05-11",
                "kind_title": "计算错误",
                "before": "50,000元",
                "after": "54,000元",
                "item": "第3项仲裁请求（违法解除或者终止劳动合同赔偿金）",
                "before_fen": 5000000,
                "after_fen": 5400000,
                "running": [{"party": WORKER["name"], "what": "对非终局裁决起诉", "due_on": "2026-05-27"}],
            },
        ),
    ),
    "reopening_decision": (
        "reopening_decision",
        base(
            "东劳人仲监字〔2026〕第1号",
            "2026-08-20",
            reopening={
                "what": "东劳人仲案字〔2026〕第15-1号裁决书",
                "made_on": "2026-05-11",
                "reason": "该裁决认定的加班天数与考勤记录不符，影响裁决结果",
            },
        ),
    ),
    "postponement_notice": (
        "postponement_notice",
        base(
            "东劳人仲延开字〔2026〕第1号",
            "2026-04-17",
            addressee={"name": WORKER["name"], "role_title": "申请人"},
            hearing={"date": "2026-04-22", "time": "上午09:00", "room": "第二仲裁庭", "address": "东川市"},
            postponement={"reason": "申请人住院治疗，不能到庭"},
        ),
    ),
    "extension_notice": (
        "extension_notice",
        base(
            "东劳人仲延字〔2026〕第2号",
            "2026-05-07",
            extension={
                "reason": "需要向社会保险经办机构和银行调取多年记录",
                "days": 15,
                "old_due_on": "2026-05-11",
                "new_due_on": "2026-05-26",
            },
        ),
    ),
    "resumption_notice": (
        "resumption_notice",
        base(
            "东劳人仲复字〔2026〕第1号",
            "2026-05-15",
            suspension={"from_on": "2026-04-02", "ground": "等待工伤认定结果"},
            resumption={"on": "2026-05-15", "reason": "工伤认定决定书已经送达", "new_due_on": "2026-06-23"},
        ),
    ),
    "correction_request": (
        "correction_request",
        base(
            "东劳人仲补字〔2026〕第5号",
            "2026-03-03",
            correction={
                "by_on": "2026-03-10",
                "items": [
                    {"text": "仲裁请求第3项的金额和计算方法", "note": "请求应当明确、具体"},
                    {"text": "被申请人的统一社会信用代码和住所地", "note": "可在企业信用信息公示系统查询"},
                    {"text": "授权委托书原件"},
                ],
            },
        ),
    ),
    "approval_form": (
        "approval_form",
        base(
            day="2026-05-07",
            approval={
                "matter": "裁决书签发",
                "summary": "王喆玥追索工资、加班工资和违法解除赔偿金一案，已于2026年4月21日开庭，调解未成，已经评议。",
                "proposal": "拟分别作出终局裁决（工资、加班工资）和非终局裁决（赔偿金）。\n两份裁决的类型逐项核对无误，请审批。",
                "basis": "LMA 45, 46; CHR 50, 53",
                "steps": [
                    {"role_title": "仲裁庭", "opinion": "评议意见一致，同意。", "name": "林若兰", "on": "2026-05-06"},
                    {"role_title": "仲裁院负责人", "opinion": "同意签发。", "name": "秦晓雯", "on": "2026-05-07"},
                ],
            },
        ),
    ),
    "deliberation_record": (
        "deliberation_record",
        base(
            day="2026-04-28",
            panel=PANEL,
            deliberation={
                "on": "2026-04-28",
                "time": "14:30",
                "place": "评议室",
                "opinions": [
                    {"name": "林若兰", "post": "首席仲裁员", "text": "欠薪事实清楚，加班证据能够印证，应予支持。"},
                    {"name": "高志诚", "post": "仲裁员", "text": "同意。解除程序未经公示，属违法解除。"},
                    {
                        "name": "郭赟",
                        "post": "仲裁员",
                        "text": "工资和加班工资同意支持；赔偿金的年限应当再核对社保记录。",
                    },
                ],
                "items": [
                    {"ordinal": 1, "kind_title": "工资", "result_text": "支持20,000.00元", "vote": "3:0"},
                    {"ordinal": 2, "kind_title": "加班工资", "result_text": "支持8,000.50元", "vote": "3:0"},
                    {"ordinal": 3, "kind_title": "赔偿金", "result_text": "支持60,000.00元", "vote": "2:1"},
                ],
                "conclusion": "按多数意见分别作出终局裁决和非终局裁决。",
                "dissent": [{"name": "郭赟", "text": "赔偿金的工作年限应按社保缴费起始时间计算。"}],
            },
        ),
    ),
    "calculation_sheet": (
        "calculation_sheet",
        base(
            day="2026-05-06",
            calculation={
                "items": [
                    {
                        "title": "加班工资",
                        "articles": ["LL 44"],
                        "amount_fen": OVERTIME["awarded_fen"],
                        "working": OVERTIME["working"],
                    },
                    {
                        "title": "赔偿金",
                        "articles": ["LCL 87"],
                        "amount_fen": DAMAGES["awarded_fen"],
                        "working": DAMAGES["working"],
                    },
                ],
                "total_fen": 6800050,
                "parameters": [
                    {"title": "月计薪天数", "value": "21.75天", "basis": "人社部发〔2025〕2号"},
                    {"title": "月最低工资标准", "value": "2,200元", "basis": "东川市一档", "needs_check": True},
                ],
            },
        ),
    ),
    "consistency_report": (
        "consistency_report",
        {
            "office": OFFICE,
            "paper": {"number": "", "date": "2026-07-03"},
            "report": {
                "month": "2026年6月",
                "edition": 1,
                "sha256": "3b7e0c5d1f2a49688d0f7a51c2e4b6a9d8f70123456789abcdef00112233aa44",
                "summary": ["本月比对裁判结果23件，按请求项从宽一致率为82.6%（19/23，95%区间62.9%～93.0%）。"],
                "sections": [
                    {
                        "title": "一、覆盖和数据质量",
                        "paragraphs": ["应当比对25件，已经关联23件，2件等待判决文书。"],
                        "tables": [
                            {
                                "caption": "表1　关联情况",
                                "columns": ["项目", "分子", "分母", "比例"],
                                "rows": [
                                    ["已关联", 23, 25, {"text": "92.0%", "figure": "coverage.month"}],
                                    ["待判决", 2, 25, "8.0%"],
                                ],
                                "notes": ["分母为本月起诉期届满且已起诉的裁决。"],
                            }
                        ],
                        "charts": [
                            {
                                "caption": "图1　近四个月一致率",
                                "svg": CHART,
                            }
                        ],
                    },
                    {"title": "二、分歧明细", "tables": [{"columns": ["请求项", "原因", "件数"], "rows": []}]},
                ],
                "definitions": [
                    {
                        "title": "从宽一致率",
                        "text": "裁判结果与裁决一致，或者差异系当事人合意、新证据所致",
                        "formula": "一致件数／已比对件数",
                    }
                ],
            },
        },
    ),
}
"""Sample name → (kind of paper, facts)."""
SAMPLES |= court_samples.samples(base)
SAMPLES |= efile_samples.samples(base)
SAMPLES |= group_samples.samples(award("non_final"), WORKER)


def decided(number: str, **decision: Any) -> dict[str, Any]:
    """The facts of a decision on the way: what was asked, why, on what ground, what was decided."""
    return base(number, decision={"to": [WORKER["name"], FIRM["name"]], **decision})


TO_SHIQIAO = {"commission": "石桥县劳动人事争议仲裁委员会", "reason": "劳动合同履行地和用人单位所在地都在石桥县"}
SAMPLES |= {
    "procedural_decision": (
        "procedural_decision",
        decided(
            "东劳人仲决字〔2026〕第3号",
            opening="被申请人东川市恒㛃精密机械有限公司在答辩期内书面提出管辖异议",
            reason="申请人实际工作地点在河滨区，属于劳动合同履行地",
            articles=["LMA 21", "CHR 8", "CHR 10"],
            result="驳回管辖异议，本案继续审理",
        ),
    ),
    "procedural_notice": (
        "procedural_notice",
        decided(
            "东劳人仲程通字〔2026〕第2号",
            opening="被申请人东川市恒㛃精密机械有限公司于答辩期内提出反申请",
            reason="反申请符合受理条件，可以与本案合并处理",
            articles=["CHR 36", "CHR 46"],
            result="受理反申请并与本案合并处理；仲裁期限自受理反申请之日起重新计算",
        ),
    ),
    "claim_change_notice": (
        "claim_change_notice",
        {
            **decided(
                "东劳人仲程通字〔2026〕第3号",
                opening="申请人王喆玥申请变更仲裁请求",
                reason="申请在举证期限届满前提出",
                articles=["CHR 44", "CHR 46"],
                result="受理增加、变更的仲裁请求；仲裁期限自受理变更之日起重新计算",
            ),
            "answer": {"days": 10},
        },
    ),
    "counterclaim_notice": (
        "counterclaim_notice",
        {
            **decided(
                "东劳人仲程通字〔2026〕第5号",
                opening="被申请人东川市恒㛃精密机械有限公司于答辩期内提出反申请（用人单位请求劳动者赔偿损失5,000.00元）",
                reason="反申请符合受理条件，与本案有事实上的联系，可以合并处理",
                articles=["LMA 30", "CHR 36", "CHR 46"],
                result="受理反申请并与本案合并处理；仲裁期限自受理反申请之日起重新计算",
                rights="请自收到本通知书和反申请书副本之日起十个工作日内对反申请提交答辩书；不提交答辩书的，不影响仲裁程序的进行。",
            ),
        },
    ),
    "added_party_notice": (
        "added_party_notice",
        {
            **decided(
                "东劳人仲程通字〔2026〕第4号",
                opening="申请人王喆玥申请追加东川润泽物流有限公司参加本案",
                reason="劳务派遣：派遣单位、用工单位为共同当事人",
                articles=["LMA 22", "CHR 46"],
                result="追加东川润泽物流有限公司为本案被申请人；仲裁期限自决定追加之日起重新计算",
                rights="请自收到本通知书和仲裁申请书副本之日起十个工作日内提交答辩书；不提交答辩书的，不影响仲裁程序的进行。",
            ),
            "respondents": [FIRM, FIRM_2],
        },
    ),
    "cancellation_decision": (
        "cancellation_decision",
        decided(
            "东劳人仲决字〔2026〕第4号",
            opening="申请人王喆玥申请仲裁一案，本委受理后发现不符合受理条件",
            reason="本案不属于受理范围：双方为承揽关系",
            articles=["CHR 30", "CHR 32"],
            result="撤销本案",
        ),
    ),
    "jurisdiction_explanation": ("jurisdiction_explanation", base("东劳人仲管字〔2026〕第1号", jurisdiction=TO_SHIQIAO)),
    "transfer_letter": ("transfer_letter", base("东劳人仲移字〔2026〕第1号", jurisdiction=TO_SHIQIAO)),
}
SAMPLES |= office_samples.samples(base, PANEL)
for _kind, _facts in SAMPLES.values():
    if not _kind.startswith("form_") and _facts["paper"]["number"]:  # a form for parties has neither number nor check code
        _facts["paper"] = {**_facts["paper"], "check": "3f2a91c0d4e5b687"}
