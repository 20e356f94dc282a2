"""The evidence of the sample cases: what both sides hand in, what each says of it, and what the tribunal finds."""

from collections.abc import Mapping

from app.database import transaction
from app.models import Case
from app.services import evidence, uploads
from app.storytelling import Story

APPLICATION = """仲裁申请书（窗口扫描件的文字版）

申请人请求事项和事实理由见系统登记的内容。此件为虚构样例。
"""
EXHIBITS: tuple[Mapping[str, str], ...] = (
    {"name": "劳动合同书", "party": "applicant", "kept_as": "compared", "pages": "6", "proves": "双方存在劳动关系，约定的月工资标准"},
    {"name": "休息日考勤截图", "party": "applicant", "kept_as": "electronic", "pages": "12", "proves": "休息日加班的天数",
     "source_note": "单位考勤系统导出"},
    {"name": "工资支付明细", "party": "respondent", "kept_as": "copy", "pages": "3", "proves": "已经支付的工资"},
)  # fmt: skip
SAID: tuple[Mapping[str, str], ...] = (
    {"authentic": "accepted", "lawful": "accepted", "relevant": "accepted", "text": ""},
    {"authentic": "accepted", "lawful": "accepted", "relevant": "disputed", "text": "没有经过加班审批，不能证明是单位安排的加班"},
    {"authentic": "disputed", "lawful": "accepted", "relevant": "accepted", "text": "只有单位盖章，没有本人签收，与银行流水不一致"},
)


def hand_in(story: Story) -> None:
    """Both sides hand in their evidence, and the other side speaks on it, on the day the clock shows."""
    with transaction(story.runtime.engine) as session:
        desk = story.runtime.desk(session, story.actor("clerk"))
        case = session.get_one(Case, story.case_id)
        sides = {side: str(next(p.id for p in case.parties if p.side == side)) for side in ("applicant", "respondent")}
        uploads.receive(
            desk, case, "仲裁申请书.txt", (APPLICATION + case.title).encode(), party_id=int(sides["applicant"]), place="application"
        )
        for item, said in zip(EXHIBITS, SAID, strict=True):
            row = evidence.save(desk, case, None, {"source": "party", **item, "party": sides[item["party"]]})
            other = sides["respondent" if item["party"] == "applicant" else "applicant"]
            evidence.remark(desk, case, row, {"remark_party": other, **said})
