"""The sample office: fictional bodies, people and settings of 东川市 — for a first look, tests and the demonstration."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from app.models import Body, ParameterValue, Setting, Staff, StaffRole, Standard

SAMPLE_MARK = "sample_office"
PLACE = "山东省/东川市"


@dataclass(frozen=True)
class SampleBody:
    """One fictional body; `parent`, `basic` and `intermediate` are codes of others."""

    code: str
    name: str
    name_en: str
    kind: str
    level: str
    parent: str = ""
    channel: str | None = None
    court_level: str | None = None
    place: str = PLACE
    address: str = ""
    phone: str = ""
    office_name: str = ""
    prefix: str = ""
    basic: str = ""
    intermediate: str = ""


BODIES = (
    SampleBody("bureau", "东川市人力资源和社会保障局", "Dongchuan Bureau of Human Resources", "bureau", "city"),
    SampleBody(
        "court-mid", "东川市中级人民法院", "Dongchuan Intermediate Court", "court", "city", court_level="intermediate",
        address="东川市滨海大道118号", phone="0599-8300100",
    ),
    SampleBody(
        "court-hewan", "东川市河湾区人民法院", "Hewan District Court", "court", "district", "court-mid",
        court_level="basic", place=f"{PLACE}/河湾区", address="东川市河湾区府前街9号", phone="0599-8311200",
    ),
    SampleBody(
        "court-shiqiao", "石桥县人民法院", "Shiqiao County Court", "court", "district", "court-mid",
        court_level="basic", place=f"{PLACE}/石桥县", address="石桥县人民路66号", phone="0599-5220100",
    ),
    SampleBody(
        "city", "东川市劳动人事争议仲裁委员会", "Dongchuan Labour Arbitration Commission", "commission", "city", "bureau",
        address="东川市河湾区运河路21号三楼", phone="0599-8355012", office_name="东川市劳动人事争议仲裁院",
        prefix="东川劳人仲", basic="court-hewan", intermediate="court-mid",
    ),
    SampleBody(
        "shiqiao", "石桥县劳动人事争议仲裁委员会", "Shiqiao Labour Arbitration Commission", "commission", "district",
        "city", place=f"{PLACE}/石桥县", address="石桥县人民路12号", phone="0599-5221330",
        office_name="石桥县劳动人事争议仲裁院", prefix="石桥劳人仲", basic="court-shiqiao", intermediate="court-mid",
    ),
    SampleBody(
        "med-out", "东川市劳动人事争议调解中心", "City Mediation Centre", "mediation_body", "city", "city",
        channel="out_of_case", address="东川市河湾区运河路21号一楼", phone="0599-8355020",
    ),
    SampleBody(
        "med-pre", "东川市仲裁院裁前调解室", "Pre-award Mediation Room", "mediation_body", "city", "city",
        channel="pre_award", address="东川市河湾区运河路21号二楼", phone="0599-8355021",
    ),
    SampleBody(
        "med-arb", "东川市仲裁院派驻调解庭", "Arbitral Mediation Panel", "mediation_body", "city", "city",
        channel="arbitral", address="东川市河湾区运河路21号三楼", phone="0599-8355022",
    ),
    SampleBody(
        "med-div", "东川市人社局劳动关系科", "Labour Relations Division", "division", "city", "bureau",
        channel="divisional", address="东川市河湾区运河路21号六楼", phone="0599-8355060",
    ),
    SampleBody(
        "med-ind", "东川市建筑业劳动争议调解委员会", "Construction Industry Mediation Committee", "mediation_body",
        "city", "bureau", channel="industry", address="东川市河湾区工匠巷5号", phone="0599-8366001",
    ),
    SampleBody(
        "med-people", "东川市人民调解中心", "People's Mediation Centre", "mediation_body", "city", "",
        channel="peoples", address="东川市河湾区和顺街30号", phone="0599-8377090",
    ),
    SampleBody(
        "med-people-hw", "河湾区人民调解中心", "Hewan District People's Mediation Centre", "mediation_body", "district",
        "med-people", channel="peoples", place=f"{PLACE}/河湾区", address="东川市河湾区府前街11号", phone="0599-8377101",
    ),
    SampleBody(
        "med-people-lx", "柳溪街道人民调解委员会", "Liuxi Street People's Mediation Committee", "mediation_body", "town",
        "med-people-hw", channel="peoples", place=f"{PLACE}/河湾区", address="柳溪街道办事处二楼", phone="0599-8377120",
    ),
    SampleBody(
        "med-people-qh", "柳溪街道清河社区人民调解委员会", "Qinghe Community People's Mediation Committee", "mediation_body",
        "community", "med-people-lx", channel="peoples", place=f"{PLACE}/河湾区", address="清河社区居委会一楼",
        phone="0599-8377133",
    ),
    SampleBody(
        "med-union", "东川市总工会劳动争议调解室", "Union Mediation Room", "mediation_body", "city", "",
        channel="enterprise_union", address="东川市河湾区劳动路8号", phone="0599-8388033",
    ),
    SampleBody(
        "med-firm", "东川市恒岳建筑安装有限公司劳动争议调解委员会", "Hengyue Enterprise Mediation Committee",
        "mediation_body", "enterprise", "med-people-qh", channel="enterprise_union", place=f"{PLACE}/河湾区",
        address="东川市河湾区工匠巷18号工会办公室", phone="0599-8388218",
    ),
    SampleBody(
        "med-chamber", "东川市工商联商会调解中心", "Chamber Mediation Centre", "mediation_body", "city", "",
        channel="chamber", address="东川市河湾区金桥路77号", phone="0599-8399044",
    ),
)  # fmt: skip

PEOPLE = (
    ("filing", "立案窗口 沈禾", "沈禾", "city", ("filing_clerk",)),
    ("arbitrator", "仲裁员 顾文渊", "顾文渊", "city", ("arbitrator",)),
    ("arbitrator2", "仲裁员 白若琳", "白若琳", "city", ("arbitrator",)),
    ("arbitrator3", "仲裁员 韩铎", "韩铎", "city", ("arbitrator",)),
    ("clerk", "书记员 罗小满", "罗小满", "city", ("hearing_clerk",)),
    ("sectionhead", "庭长 梁慎言", "梁慎言", "city", ("section_head",)),
    ("deputy", "仲裁院副院长 石婉", "石婉", "city", ("arbitrator",)),
    ("head", "仲裁院负责人 方之远", "方之远", "city", ("head",)),
    ("analyst", "分析员 夏知微", "夏知微", "city", ("analyst",)),
    ("industry", "行业调解员 马成", "马成", "med-ind", ("mediator",)),
    ("peoples", "人民调解员 陶淑贞", "陶淑贞", "med-people", ("mediator",)),
    ("outofcase", "案外调解员 林一帆", "林一帆", "med-out", ("mediator",)),
    ("preaward", "裁前调解员 程安", "程安", "med-pre", ("mediator",)),
    ("division", "科室调解员 于静", "于静", "med-div", ("mediator",)),
    ("union", "工会调解员 贺军", "贺军", "med-union", ("mediator",)),
    ("arbitral", "仲裁调解员 梁思远", "梁思远", "med-arb", ("mediator",)),
    ("peoples2", "人民调解员 周牧", "周牧", "med-people", ("mediator",)),
    ("community", "社区调解员 田秋", "田秋", "med-people-qh", ("mediator",)),
    ("committee", "企业调委会调解员 何穗", "何穗", "med-firm", ("mediator",)),
    ("chamber", "商会调解员 孟晓", "孟晓", "med-chamber", ("mediator",)),
    ("judge", "法官 郑怀瑾", "郑怀瑾", "court-hewan", ("judge",)),
    ("courtclerk", "法院书记员 苏芮", "苏芮", "court-hewan", ("court_clerk",)),
    ("judge-mid", "中院法官 江行", "江行", "court-mid", ("judge",)),
    ("filing-shiqiao", "石桥立案 丁宁", "丁宁", "shiqiao", ("filing_clerk",)),
    ("system", "系统管理员", "钱系", "bureau", ("system_admin",)),
    ("security", "安全管理员", "安权", "bureau", ("security_admin",)),
    ("audit", "审计管理员", "审思", "bureau", ("audit_admin",)),
)
"""Sign-in name, what the start page says, name, body, roles."""
SPECIALITIES = {"peoples2": "wages,overtime", "industry": "wages,injury_medical", "division": "social_insurance_loss"}


def add_bodies(session: Session) -> dict[str, Body]:
    """The fictional bodies, by code."""
    made: dict[str, Body] = {}
    for one in BODIES:
        body = Body(
            code=one.code,
            name=one.name,
            name_en=one.name_en,
            kind=one.kind,
            level=one.level,
            parent_id=made[one.parent].id if one.parent else None,
            channel=one.channel,
            court_level=one.court_level,
            place=one.place,
            address=one.address,
            phone=one.phone,
            office_name=one.office_name,
            number_prefix=one.prefix,
            basic_court_id=made[one.basic].id if one.basic else None,
            intermediate_court_id=made[one.intermediate].id if one.intermediate else None,
        )
        session.add(body)
        session.flush()
        made[one.code] = body
    session.add(
        ParameterValue(
            name="minimum_wage",
            place=PLACE,
            start=date(2023, 10, 1),
            value={"value": 2200},
            basis="样例数据（虚构城市东川，按一档填写）",
            mark="P",
        )
    )
    session.add(Setting(key=SAMPLE_MARK, value="yes"))
    session.flush()
    return made


def add_people(session: Session, bodies: dict[str, Body], password_hash: str) -> dict[str, Staff]:
    """The fictional officials, by sign-in name, all with one password."""
    made = {}
    for login, _, name, body, roles in PEOPLE:
        staff = Staff(
            login=login,
            name=name,
            body_id=bodies[body].id or 0,
            password_hash=password_hash,
            must_change_password=False,
            specialities=SPECIALITIES.get(login, ""),
        )
        session.add(staff)
        session.flush()
        for role in roles:
            slot = "admin" if role.endswith("_admin") else role
            session.add(StaffRole(staff_id=staff.id or 0, role=role, slot=slot))
        made[login] = staff
    session.flush()
    return made


def add_standards(session: Session) -> None:
    """Two fictional standards (口径) from a fictional joint meeting."""
    session.add_all(
        (
            Standard(
                number="东川裁审口径〔2025〕1号",
                title="赔偿金和经济补偿的计算基数",
                text="以解除或者终止前十二个月的平均应得工资为基数，包括奖金、津贴；不足十二个月的按实际月数平均。",
                meeting="2025年第二季度裁审联席会议",
                adopted_on=date(2025, 6, 20),
                kinds=["wrongful_termination", "severance"],
                source_cases=["sample-04"],
                articles=["LCL 47", "LCR 27"],
            ),
            Standard(
                number="东川裁审口径〔2025〕2号",
                title="未经审批的加班",
                text="考勤记录与工作成果能够相互印证的，不以未履行审批手续为由否定加班事实。",
                meeting="2025年第四季度裁审联席会议",
                adopted_on=date(2025, 12, 18),
                kinds=["overtime"],
                source_cases=["sample-02"],
                articles=["LL 44", "I1 42"],
            ),
        )
    )
    session.flush()


def is_sample(session: Session) -> bool:
    """Whether this instance holds the sample office: such an instance refuses to run in production."""
    return session.exec(select(Setting).where(Setting.key == SAMPLE_MARK)).first() is not None
