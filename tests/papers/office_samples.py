"""Samples of the papers of the file, the forms handed to parties, service, evidence and the hearing. All invented."""

from collections.abc import Callable, Mapping
from typing import Any

Base = Callable[..., dict[str, Any]]
CATALOGUE = [
    {"ordinal": 1, "title": "仲裁申请书", "made_on": "2026-03-02", "pages": "1—4"},
    {"ordinal": 2, "title": "受理通知书", "number": "东劳人仲受字〔2026〕第12号", "made_on": "2026-03-27", "pages": "5"},
    {"ordinal": 3, "title": "答辩书", "made_on": "2026-04-08", "pages": "6—9"},
    {"ordinal": 4, "title": "证据", "about": "申请人：考勤截图、工资流水", "pages": "10—31", "note": "复印件"},
    {"ordinal": 5, "title": "庭审录像", "made_on": "2026-04-20", "pages": "32", "note": "光盘一张"},
    {"ordinal": 6, "title": "裁决书", "number": "东劳人仲案字〔2026〕第15-1号", "made_on": "2026-05-08", "pages": "33—41"},
    {"ordinal": 7, "title": "送达回证", "made_on": "2026-05-11", "pages": "42—45"},
]
FILE = {
    "volume": "正卷",
    "filed_on": "2026-03-02",
    "accepted_on": "2026-03-27",
    "closed_on": "2026-05-12",
    "closed_how": "裁决",
    "archived_on": "2026-06-01",
    "archive_number": "2026-裁-015",
    "keep_text": "10年（至2036年5月12日）",
    "pages": 45,
    "count": 7,
    "entries": CATALOGUE,
    "gathered_by": "何小满",
    "gathered_on": "2026-05-20",
    "checked_by": "高志诚",
    "checked_on": "2026-05-22",
}
INNER = {
    **FILE,
    "volume": "副卷",
    "pages": 6,
    "count": 2,
    "entries": [
        {"ordinal": 1, "title": "立案审批表", "made_on": "2026-03-27", "pages": "1"},
        {"ordinal": 2, "title": "评议笔录", "made_on": "2026-05-06", "pages": "2—6"},
    ],
}
READINGS = [
    {"at": "2026-05-25 09:12", "who": "赵明远", "as": "申请人的委托代理人", "what": "正卷全卷", "purpose": "准备起诉"},
    {"at": "2026-06-03 15:40", "who": "沈岳", "as": "东川市河滨区人民法院法官", "what": "《裁决书》、庭审笔录", "purpose": "（2026）鲁0502民初1088号案审理"},
]
INQUIRY = {
    "to": "东川市社会保险事业中心",
    "people": ["郭赟", "何小满"],
    "matter": "被申请人为申请人王喆玥缴纳社会保险费的起止时间和缴费基数",
    "valid_days": 7,
    "on": "2026-04-12",
    "time": "上午9:30",
    "place": "东川市社会保险事业中心二楼档案室，工作人员陈立",
    "credentials_shown": True,
    "text": "问：被申请人自何时起为申请人缴纳养老保险费？\n答：根据系统记录，自2019年4月起缴纳，缴费至2026年2月。\n"
    "问：缴费基数是多少？\n答：2025年度为3,500元。现将缴费明细打印件交给你们。",
}
RECORD = {
    "on": "2026-04-20",
    "began": "上午9:00",
    "ended": "11:40",
    "ordinal": 1,
    "place": "第一仲裁庭",
    "public": True,
    "phases": [
        {"title": "宣布庭审纪律、核对身份", "entries": [
            {"who": "书记员", "text": "请肃静，现在宣布仲裁庭纪律。申请人本人及其委托代理人到庭；被申请人的委托代理人到庭。"},
            {"who": "首席仲裁员", "text": "现在开庭。宣布案由和仲裁庭组成人员名单。双方对对方出庭人员的身份有无异议？"},
            {"who": "申请人", "text": "没有异议。"},
            {"who": "被申请人", "text": "没有异议。"},
        ]},
        {"title": "告知权利义务、询问回避", "entries": [
            {"who": "首席仲裁员", "text": "当事人的权利义务已经书面告知，是否清楚？是否申请回避？"},
            {"who": "申请人", "text": "清楚，不申请回避。"},
            {"who": "被申请人", "text": "清楚，不申请回避。"},
        ]},
        {"title": "仲裁请求和答辩", "entries": [
            {"who": "申请人", "text": "请求支付2025年9月至2026年2月的工资20,000元；加班工资8,200元；违法解除劳动合同赔偿金60,000元。"},
            {"who": "被申请人", "text": "欠付工资属实，因经营困难；加班未经审批；系协商解除，不同意支付赔偿金。"},
        ]},
        {"title": "举证、质证", "entries": [
            {"who": "申请人", "text": "提交考勤截图12页，证明休息日加班。"},
            {"who": "被申请人", "text": "真实性认可，关联性不认可。"},
        ]},
        {"title": "辩论和最后意见", "entries": [{"who": "申请人", "text": "坚持仲裁请求。"}, {"who": "被申请人", "text": "坚持答辩意见。"}]},
        {"title": "调解", "entries": [{"who": "首席仲裁员", "text": "经征询，双方未能达成调解协议。"}]},
    ],
    "corrections": [{"who": "被申请人", "text": "第三项答辩中“协商解除”后补记“有微信记录为证”", "outcome": "经核对，予以补记"}],
    "signatures": [
        {"role_title": "首席仲裁员", "name": "林若兰"},
        {"role_title": "仲裁员", "name": "高志诚"},
        {"role_title": "仲裁员", "name": "郭赟"},
        {"role_title": "书记员", "name": "何小满"},
        {"role_title": "申请人", "name": "王喆玥"},
        {"role_title": "被申请人代理人", "name": "周凯", "note": "拒绝签名，记录在案"},
    ],
}
PHOTO = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEUlEQVR4nGOorq8DIgYIBQAgUwWd9H0N5QAAAABJRU5ErkJggg=="
)


SIMILAR = {
    "asked": "公司以末位淘汰为由解除劳动合同，劳动者请求赔偿金",
    "filters": "违法解除或者终止劳动合同赔偿金；2020-01-01 起",
    "stock": 1240,
    "compared": 200,
    "by": "林昭",
    "conclusion": "第一件认为末位不等于不能胜任工作；本案公司同样没有培训或者调岗，拟参照处理。第二件已被改判，不采纳。",
    "cases": [
        {
            "title": "以末位淘汰为由解除劳动合同违法",
            "source": "东川市中级人民法院，(2024)东01民终88号",
            "day": "2024-06-18",
            "authority": "上级法院裁判",
            "fate": "后续情况未登记",
            "outcome": "违法解除或者终止劳动合同赔偿金 支持 60,000.00 元（请求 60,000.00 元）",
            "articles": "《劳动合同法》第40条、《劳动合同法》第87条",
            "point": "末位不等于不能胜任工作，公司未经培训或者调岗即解除，构成违法解除。",
        },
        {
            "title": "违法解除或者终止劳动合同赔偿金",
            "source": "东川市劳动人事争议仲裁委员会，东川劳人仲案字〔2024〕第31号",
            "day": "2024-03-02",
            "authority": "本机构裁决",
            "fate": "注意：本案裁决已被法院改判（(2024)东01民初56号改变了：赔偿金）。",
            "outcome": "违法解除或者终止劳动合同赔偿金 不支持",
            "articles": "《劳动合同法》第39条",
            "point": "考核制度经过民主程序。",
        },
    ],
}


def decision(base: Base, number: str, articles: list[str], opening: str, reason: str, result: str, **more: Any) -> dict[str, Any]:
    said = {"opening": opening, "reason": reason, "articles": articles, "result": result, **more}
    return base(number, decision={"to": ["王喆玥", "东川市恒㛃精密机械有限公司"], **said})


def samples(base: Base, panel: Mapping[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Name → kind of paper and its facts."""
    firm = base()["respondents"][0]
    served = {
        "paper_title": "裁决书",
        "paper_number": "东劳人仲案字〔2026〕第15-1号",
        "recipient": firm["name"],
        "recipient_role": "被申请人",
        "address": firm["address"],
        "sent_on": "2026-05-12",
        "servers": ["何小满", "高志诚"],
    }
    found = {
        "file_cover": base(day="2026-06-01", file=FILE, panel=panel),
        "inner_file_cover": base(day="2026-06-01", file=INNER, panel=panel),
        "file_catalogue": base(day="2026-06-01", file=FILE),
        "inner_file_catalogue": base(day="2026-06-01", file=INNER),
        "file_closing_note": base(day="2026-06-01", file={**FILE, "sha256": "9f2c" * 16}),
        "inner_file_closing_note": base(day="2026-06-01", file=INNER),
        "reading_register": base(day="2026-06-30", readings=READINGS),
        "similar_case_report": base(day="2026-05-20", similar=SIMILAR),
        "filing_receipt": {
            **base("东劳人仲收执字〔2026〕第21号", "2026-03-02"),
            "case": {"receipt_number": "东劳人仲收〔2026〕第30号", "filed_on": "2026-03-02", "cause": "追索劳动报酬"},
            "receipt": {
                "materials": [{"title": "仲裁申请书", "copies": 2}, {"title": "身份证复印件"}, {"title": "银行流水（2025年9月至2026年2月）"}],
                "days": 5,
                "received_by": "方晓",
            },
        },
        "filing_approval_form": base(
            approval={
                "matter": "立案",
                "summary": "申请人主张被申请人拖欠工资、未支付加班工资并违法解除劳动合同。",
                "proposal": "经审查：属于劳动争议；有明确的仲裁请求和事实理由；申请人与本案有直接利害关系，被申请人明确；属于本委管辖。拟予受理。",
                "basis": "LMA 29; CHR 30",
                "steps": [
                    {"role_title": "立案人员", "opinion": "符合受理条件，予以受理。", "name": "方晓", "on": "2026-03-27"},
                    {"role_title": "审批人"},
                ],
            }
        ),
        "transfer_notice": decision(
            base, "东劳人仲程通字〔2026〕第6号", ["LMA 21", "CHR 8", "CHR 9"], "本委受理后发现本案不属于本委管辖",
            "劳动合同履行地和用人单位所在地都在石桥县", "将本案移送石桥县劳动人事争议仲裁委员会；仲裁期限自受移送的仲裁委员会受理之日起重新计算",
        ),
        "counterclaim_refusal_notice": decision(
            base, "东劳人仲决字〔2026〕第6号", ["LMA 29", "CHR 31", "CHR 36"], "被申请人提出反申请（请求劳动者赔偿损失5,000.00元）",
            "反申请没有具体的事实和理由，经告知未补正", "对反申请不予受理",
            rights="反申请人对不予受理不服的，可以就该争议事项依法向有管辖权的人民法院提起诉讼。",
        ),
        "separate_application_notice": decision(
            base, "东劳人仲程通字〔2026〕第7号", ["CHR 36"], "被申请人提出反申请（竞业限制违约金30,000.00元）",
            "反申请与本案没有事实上的联系", "反申请不与本案合并处理，请另行申请仲裁",
        ),
        "objection_decision": decision(
            base, "东劳人仲决字〔2026〕第5号", ["LMA 21", "CHR 8", "CHR 10"], "被申请人在答辩期内书面提出管辖异议",
            "劳动合同履行地在河滨区，属于本委管辖", "驳回管辖异议，本案继续审理",
        ),
        "recusal_decision": decision(
            base, "东劳人仲决字〔2026〕第7号", ["LMA 33", "CHR 11", "CHR 12"], "被申请人申请高志诚回避",
            "高志诚与申请人代理人曾为同事，可能影响公正裁决", "经仲裁委员会主任（或者其授权的仲裁院负责人）决定，高志诚回避",
        ),
        "simplified_notice": decision(
            base, "东劳人仲程通字〔2026〕第8号", ["CHR 56"], "本委审查了本案的办理程序", "本案事实清楚、权利义务关系明确、争议不大", "本案简易处理",
        ),
        "ordinary_notice": decision(
            base, "东劳人仲程通字〔2026〕第9号", ["CHR 61"], "本案此前简易处理", "案情复杂，需要由三名仲裁员审理", "本案转为一般程序",
        ),
        "evidence_time_decision": decision(
            base, "东劳人仲决字〔2026〕第8号", ["CHR 15"], "被申请人申请延长举证期限：考勤原始记录存放于外地，需要调取", "在举证期限内提供该项证据确有困难",
            "准许，举证期限延长至2026年4月20日",
        ),
        "designation_request": base(
            "东劳人仲移字〔2026〕第2号",
            designation={
                "department": "共同的上一级仲裁委员会主管部门",
                "reason": "本案由石桥县劳动人事争议仲裁委员会移送，本委审查后认为劳动合同履行地和用人单位所在地均不在本委管辖区域",
                "other": "石桥县劳动人事争议仲裁委员会",
            },
        ),
        "evidence_notice": base("东劳人仲举字〔2026〕第12号", addressee={"name": firm["name"], "role_title": "被申请人"}),
        "inquiry_letter": base("东劳人仲介字〔2026〕第3号", "2026-04-11", inquiry=INQUIRY),
        "inquiry_record": base("东劳人仲调查字〔2026〕第3号", "2026-04-12", inquiry=INQUIRY),
        "inspection_record": base(
            "东劳人仲勘字〔2026〕第1号", "2026-04-13",
            inquiry={**INQUIRY, "place": "被申请人二车间，双方当事人到场", "text": "经查看，车间门口装有人脸考勤机一台，系统保存自2025年1月起的记录。"},
        ),
        "appraisal_letter": base(
            "东劳人仲鉴字〔2026〕第1号", "2026-04-14",
            appraisal={
                "institution": "东川市正衡司法鉴定所",
                "question": "落款为2025年12月31日的《协商解除协议》上“王喆玥”签名是否为其本人书写",
                "chosen": "鉴定机构由双方当事人约定",
                "asker": "申请人王喆玥",
                "attachments": ["检材：《协商解除协议》原件一份", "样本：劳动合同、入职登记表各一份"],
            },
        ),
        "hearing_record": base(day="2026-04-20", panel=panel, record=RECORD),
        "service_address_confirmation": base(
            day="2026-03-27",
            address={
                "party": "王喆玥", "role_title": "申请人", "recipient": "王喆玥", "recipient_relation": "本人",
                "postal": "东川市河滨区柳园小区3号楼2单元", "postcode": "257000", "phone": "13000000001", "electronic": True,
                "account": "13000000001", "signed_on": "2026-03-27", "clerk": "方晓",
            },
        ),
        "service_left_record": base(
            day="2026-05-12",
            service={
                **served, "method_title": "留置送达", "time": "上午10:20", "witnesses": ["工业园社区工作人员韩青"],
                "reason": "前台人员称负责人不在并拒绝签收。送达人说明来意后将文书留置于前台，并拍照、录像。",
                "evidence": ["照片2张：门牌、留置的文书", "录像1段（3分12秒）"],
                "deemed_on": "2026-05-15", "deemed_basis": "CHR 20",
                "photos": [{"data": PHOTO, "caption": "留置于前台的文书"}],
            },
        ),
        "public_notice": base(
            "东劳人仲公字〔2026〕第2号", "2026-05-20", service=served,
            notice={
                "days": 30, "decided": True, "reason": "你单位下落不明，采用其他方式无法送达",
                "consequences": ["对本裁决不服的，可以自公告期满之日起十五日内向有管辖权的人民法院提起诉讼；期满不起诉的，裁决书发生法律效力。"],
            },
        ),
        "entrusted_service_letter": base(
            "东劳人仲委送字〔2026〕第1号", "2026-05-14", service=served, entrusted={"to": "石桥县劳动人事争议仲裁委员会"},
        ),
        "overdue_suit_record": base(
            day="2026-05-20",
            suit={"court": "东川市河滨区人民法院", "number": "（2026）鲁0502民初1088号", "accepted_on": "2026-05-18", "plaintiff": "王喆玥"},
            notified={"on": "2026-05-20", "how": "书面告知函", "by": "方晓", "informant": "东川市河滨区人民法院民事审判庭 周宁"},
        ),
        "file_loan_slip": base(
            day="2026-06-05",
            loan={
                "borrower": "沈岳", "unit": "东川市河滨区人民法院", "purpose": "（2026）鲁0502民初1088号案审理需要", "on": "2026-06-05",
                "until": "2026-07-05", "handed_by": "何小满", "pages": 45, "form": "电子卷宗",
            },
        ),
        "judgment_feedback": base(
            day="2026-09-10",
            feedback={
                "award_number": "东劳人仲案字〔2026〕第15-2号", "made_on": "2026-05-08", "court": "东川市河滨区人民法院",
                "number": "（2026）鲁0502民初1088号", "decided_on": "2026-08-28", "manner": "判决", "effective_on": "2026-09-16",
                "items": [
                    {"title": "违法解除劳动合同赔偿金", "award": "支持60,000.00元", "court": "部分支持42,000.00元", "verdict": "不一致", "reason": "工作年限认定不同"},
                    {"title": "拖欠的工资", "award": "支持20,000.00元", "court": "支持20,000.00元", "verdict": "一致"},
                ],
            },
        ),
    }
    filled = {
        "form_application": base(form={"facts": "申请人于2019年4月入职，2026年2月28日被口头辞退。"}),
        "form_mandate": base(form={"name": "王喆玥"}),
        "form_legal_representative": base(
            form={"name": firm["name"], "legal_representative": "孙𬱖", "post": "总经理", "title": "法定代表人", "address": firm["address"]}
        ),
        "form_answer": base(form={"name": firm["name"]}),
        "form_counterclaim": base(form={"name": firm["name"]}),
        "form_recusal": base(form={"name": "王喆玥"}),
        "form_jurisdiction_objection": base(form={"name": firm["name"]}),
        "form_withdrawal": base(form={"name": "王喆玥"}),
        "form_review_application": base(form={"body": "东川市装备制造行业劳动争议调解委员会"}),
        "form_delegates": base(form={}),
    }
    blank = {"office": base()["office"], "paper": {"date": "2026-03-27"}, "form": {}}
    return (
        {name: (name, facts) for name, facts in (found | filled).items()}
        | {"form_application_blank": ("form_application", blank), "form_delegates_blank": ("form_delegates", blank)}
    )
