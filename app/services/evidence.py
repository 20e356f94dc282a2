"""证据清单: what each side handed in or the commission collected, what it is to prove, 质证 of each side, and 认定.

The clerk and the tribunal keep the list; only the tribunal finds. Until the award is made a finding is part of
what the tribunal deliberates: nobody else sees it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from app.models import Attachment, Award, Case, Evidence, EvidenceRemark, Party
from app.models.efile import FINDINGS, FORMS, SOURCES, STANCES
from app.permissions import May, allows
from app.services import access, readlog, typed
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed, NotYours
from workflows.errors import InputError, Reason, Refused

SOURCE_TITLES = {"party": "当事人提交", "inquiry": "调查取证", "inspection": "勘验", "appraisal": "鉴定", "third_party": "第三方提供"}
FORM_TITLES = {"original": "原件", "copy": "复印件", "compared": "经与原件核对无异的复印件", "electronic": "电子数据"}
FINDING_TITLES = {"admitted": "予以采信", "partly": "部分采信", "not_admitted": "不予采信"}
ASPECTS = {"authentic": "真实性", "lawful": "合法性", "relevant": "关联性"}
STANCE_TITLES = {"accepted": "认可", "disputed": "不认可", "not_stated": "未发表意见"}
LENGTHS = {"name": ("证据名称", 120), "source_note": ("来源说明", 200), "proves": ("证明内容", 500)}
LONGEST_REMARK = 1000
MOST_PAGES = 10_000
OVER = ("awarded", "settled", "closed")
"""States in which the list stands as the decision found it."""


@dataclass(frozen=True)
class ShownEvidence:
    """One line of the list as this reader may see it."""

    row: Evidence
    party: Party | None
    attachment: Attachment | None
    remarks: Mapping[int, EvidenceRemark]
    """Party → what that party says."""
    late: bool
    """Handed in after the time for evidence: CHR 15 asks for the reason first."""


def findings_are_public(desk: Desk, case: Case) -> bool:
    """Once an award states them; an advance payment finds nothing yet (LMA 44)."""
    made = select(Award.id).where(
        Award.case_id == case.id, col(Award.made_on).is_not(None), Award.type != "advance_payment", col(Award.partial).is_(False)
    )
    return desk.session.exec(made).first() is not None and case.state in OVER


def sees_findings(desk: Desk, case: Case) -> bool:
    """The tribunal and the head; everybody who may read the file once an award states them."""
    if findings_are_public(desk, case):
        return True
    return allows(desk.actor, May.SEE_DELIBERATION, access.concern_of(desk.session, case, desk.today))


def of_case(desk: Desk, case: Case) -> list[ShownEvidence]:
    """The list in its order."""
    rows = desk.session.exec(select(Evidence).where(Evidence.case_id == case.id).order_by(col(Evidence.ordinal))).all()
    remarks: dict[int, dict[int, EvidenceRemark]] = {}
    for one in desk.session.exec(
        select(EvidenceRemark).where(col(EvidenceRemark.evidence_id).in_([row.id for row in rows]))
    ).all():
        remarks.setdefault(one.evidence_id, {})[one.party_id] = one
    files = {
        file.id: file for file in desk.session.exec(select(Attachment).where(Attachment.case_id == case.id)).all()
    }
    parties = {party.id: party for party in case.parties}
    return [
        ShownEvidence(
            row,
            parties.get(row.party_id),
            files.get(row.attachment_id),
            remarks.get(row.id or 0, {}),
            case.evidence_until is not None and row.source == "party" and row.handed_in_on > case.evidence_until,
        )
        for row in rows
    ]


def save(desk: Desk, case: Case, evidence: Evidence | None, raw: Mapping[str, Any]) -> Evidence:
    """Put an item on the list, or change one. Raises InvalidInput with every problem at once, Refused after the decision."""
    _still_open(case, "登记证据")
    problems: list[InputError] = []
    values = {name: _text(name, title, raw, most, problems) for name, (title, most) in LENGTHS.items()}
    if not values["name"]:
        problems.append(_at("name", InputError("证据名称", "", "没有填写。", "请写明是什么证据，例如“2025年考勤表”。")))
    source = _choice("source", "来源", raw, SOURCES, problems)
    form = _choice("kept_as", "原件或复印件", raw, FORMS, problems)
    party = str(raw.get("party") or "")
    party_id = int(party) if party.isdecimal() and len(party) <= 12 else None
    if source == "party" and party_id is None:
        problems.append(_at("party", InputError("提交人", "", "当事人提交的证据没有写明提交人。", "请选择提交的当事人。")))
    if party_id is not None and party_id not in {one.id for one in case.parties}:
        problems.append(_at("party", InputError("提交人", party, "不是本案的当事人。", "请从列表中选择。")))
    attachment_id = _attachment(desk, case, str(raw.get("attachment") or ""), problems)
    pages = _pages(str(raw.get("pages") or ""), problems)
    handed_in_on = desk.today
    if str(raw.get("handed_in_on") or "").strip():
        try:
            handed_in_on = typed.day("提交日期", str(raw["handed_in_on"]))
        except InputError as problem:
            problems.append(_at("handed_in_on", problem))
    if handed_in_on > desk.today:
        problems.append(_at("handed_in_on", InputError("提交日期", handed_in_on, "这一天还没有到。", "请核对日期。")))
    if problems:
        raise InvalidInput(problems)
    if evidence is None:
        last = select(Evidence.ordinal).where(Evidence.case_id == case.id).order_by(col(Evidence.ordinal).desc())
        evidence = Evidence(
            case_id=case.id or 0,
            ordinal=(desk.session.exec(last).first() or 0) + 1,
            name="",
            handed_in_on=handed_in_on,
            added_at=desk.now,
            added_by_id=desk.actor.id,
        )
    for name, value in values.items():
        setattr(evidence, name, value)
    evidence.source, evidence.form, evidence.party_id = source, form, party_id
    evidence.attachment_id, evidence.pages, evidence.handed_in_on = attachment_id, pages, handed_in_on
    if attachment_id is not None and pages == 0:
        file = desk.session.get(Attachment, attachment_id)
        evidence.pages = file.pages if file is not None else 0
    desk.session.add(evidence)
    desk.session.flush()
    _noted(desk, case, f"登记证据{evidence.ordinal}：{evidence.name}")
    return evidence


def remark(desk: Desk, case: Case, evidence: Evidence, raw: Mapping[str, Any]) -> EvidenceRemark:
    """质证: what one party says about the item; said again, it replaces what was there."""
    _still_open(case, "登记质证意见")
    problems: list[InputError] = []
    party = str(raw.get("remark_party") or "")
    party_id = int(party) if party.isdecimal() and len(party) <= 12 else 0
    if party_id not in {one.id for one in case.parties}:
        problems.append(_at("remark_party", InputError("质证人", party, "不是本案的当事人。", "请从列表中选择。")))
    stances = {name: _choice(name, title, raw, STANCES, problems) for name, title in ASPECTS.items()}
    text = _text("text", "质证意见", raw, LONGEST_REMARK, problems)
    if "disputed" in stances.values() and not text:
        problems.append(_at("text", InputError("质证意见", "", "不认可的，没有写明理由。", "请记下不认可的理由。")))
    if problems:
        raise InvalidInput(problems)
    known = select(EvidenceRemark).where(
        EvidenceRemark.evidence_id == evidence.id, EvidenceRemark.party_id == party_id
    )
    row = desk.session.exec(known).first()
    row = row or EvidenceRemark(evidence_id=evidence.id or 0, party_id=party_id, at=desk.now)
    for name, value in stances.items():
        setattr(row, name, value)
    row.text, row.at, row.by_id = text, desk.now, desk.actor.id
    desk.session.add(row)
    desk.session.flush()
    _noted(desk, case, f"登记对证据{evidence.ordinal}的质证意见")
    return row


def find(desk: Desk, case: Case, evidence: Evidence, raw: Mapping[str, Any]) -> None:
    """认定, by those who sit in the case. Raises NotAllowed for anybody else, Refused once an award rests on it."""
    _still_open(case, "认定证据")
    concern = access.concern_of(desk.session, case, desk.today)
    if not allows(desk.actor, May.DRAFT_AWARD, concern):
        raise NotAllowed("认定证据", ["本案仲裁员"], "CHR 15")
    problems: list[InputError] = []
    finding = _choice("finding", "认定", raw, FINDINGS, problems)
    reason = _text("finding_reason", "认定理由", raw, LONGEST_REMARK, problems)
    if finding in ("partly", "not_admitted") and not reason:
        problems.append(
            _at("finding_reason", InputError("认定理由", "", "不采信或者部分采信，没有写明理由。", "请写明理由，裁决书要用到。", "LMA 46"))
        )
    if problems:
        raise InvalidInput(problems)
    evidence.finding, evidence.finding_reason, evidence.found_by_id = finding, reason, desk.actor.id
    desk.session.add(evidence)
    desk.session.flush()
    _noted(desk, case, f"认定证据{evidence.ordinal}")


def _noted(desk: Desk, case: Case, what: str) -> None:
    """Who changed the list and when stands with who read it; what was found does not."""
    readlog.record(desk.session, desk.actor, case.id or 0, what[:80], desk.now)


def _still_open(case: Case, what: str) -> None:
    if case.state in OVER:
        why = "本案已经作出裁决、达成调解或者结案，证据清单不再改动。确有错误的，通过补正或者重新处理解决。"
        raise Refused(what, [Reason(why, "CHR 54")], "CHR 54")


def one_of_case(desk: Desk, case: Case, evidence_id: int) -> Evidence:
    """An item of this case. Raises NotYours for another case's."""
    row = desk.session.get(Evidence, evidence_id)
    if row is None or row.case_id != case.id:
        raise NotYours
    return row


def stated(desk: Desk, case: Case, *, findings: bool) -> list[dict[str, Any]]:
    """The list in the words of a paper or a package; `findings` only where the tribunal's view may stand."""
    lines = []
    for one in of_case(desk, case):
        line: dict[str, Any] = {
            "ordinal": one.row.ordinal,
            "name": one.row.name,
            "source": SOURCE_TITLES[one.row.source],
            "submitted_by": one.party.name if one.party else "",
            "proves": one.row.proves,
            "form": FORM_TITLES[one.row.form],
            "pages": one.row.pages,
            "handed_in_on": one.row.handed_in_on.isoformat(),
            "remarks": [
                {"party": party.name, "text": remark_in_words(one.remarks[party.id or 0])}
                for party in case.parties
                if party.id in one.remarks
            ],
        }
        if findings and one.row.finding != "pending":
            line["finding"] = FINDING_TITLES[one.row.finding]
            line["finding_reason"] = one.row.finding_reason
        lines.append(line)
    return lines


def for_award(desk: Desk, case: Case) -> list[dict[str, str]]:
    """What the tribunal found of each item, as the award prints it; items it has not spoken on are left out."""
    sides = {"applicant": "申请人", "respondent": "被申请人", "third_party": "第三人"}
    return [
        {
            "title": one.row.name,
            "by": sides[one.party.side] if one.party else "本委",
            "proves": one.row.proves or "—",
            "finding": "，".join(word for word in (one.row.finding_reason.rstrip("。"), FINDING_TITLES[one.row.finding]) if word),
        }
        for one in of_case(desk, case)
        if one.row.finding != "pending"
    ]


def stances_of(remark: EvidenceRemark) -> list[tuple[str, list[str]]]:
    """Which of the three aspects are accepted and which disputed; aspects nothing was said about are left out."""
    found = [(stance, [name for name in ASPECTS if getattr(remark, name) == stance]) for stance in ("accepted", "disputed")]
    return [one for one in found if one[1]]


def remark_in_words(remark: EvidenceRemark) -> str:
    """“认可真实性、合法性，不认可关联性：……”, for papers and packages."""
    said = [STANCE_TITLES[stance] + "、".join(ASPECTS[name] for name in names) for stance, names in stances_of(remark)]
    words = "，".join(said) or STANCE_TITLES["not_stated"]
    return f"{words}：{remark.text}" if remark.text else words


def _attachment(desk: Desk, case: Case, text: str, problems: list[InputError]) -> int | None:
    if not text:
        return None
    file = desk.session.get(Attachment, int(text)) if text.isdecimal() and len(text) <= 9 else None
    if file is None or file.case_id != case.id or file.folder != "main":
        problems.append(_at("attachment", InputError("对应的材料", text, "不是本案正卷的材料。", "请从列表中选择。")))
        return None
    return file.id


def _pages(text: str, problems: list[InputError]) -> int:
    if not text.strip():
        return 0
    if not text.strip().isdecimal() or len(text.strip()) > 6 or int(text) > MOST_PAGES:
        problems.append(_at("pages", InputError("页数", text, "不是页数。", f"请填写0到{MOST_PAGES}的整数。")))
        return 0
    return int(text)


def _text(name: str, title: str, raw: Mapping[str, Any], most: int, problems: list[InputError]) -> str:
    text = str(raw.get(name) or "").strip()
    if len(text) > most:
        problems.append(_at(name, InputError(title, text, f"超过{most}个字。", "请精简。")))
    return text


def _choice(name: str, title: str, raw: Mapping[str, Any], known: Sequence[str], problems: list[InputError]) -> str:
    value = str(raw.get(name) or "")
    if value not in known:
        problems.append(_at(name, InputError(title, value, "没有这个选项。", "请从列表中选择。")))
        return known[0]
    return value


def _at(name: str, problem: InputError) -> InputError:
    problem.name = name  # type: ignore[attr-defined]
    return problem
