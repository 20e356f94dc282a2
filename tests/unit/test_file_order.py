"""卷内次序: the order of the rule as data, and every paper the office makes has its place in it."""

from app.rendering.kinds import kinds
from workflows import file_order
from workflows.approvals import approvals

MAIN = [
    "仲裁申请书", "受理（不予受理）通知书", "答辩书", "身份证明", "授权委托书", "调查取证", "勘验笔录", "证据材料", "鉴定", "开庭通知书",
    "庭审笔录", "延期", "撤回仲裁申请书", "调解书", "裁决书", "决定书", "案件移送函", "送达回证", "其他",
]  # fmt: skip
INNER = ["立案审批表", "延期审理审批表", "中止审理审批表", "调查提纲", "阅卷笔录", "会议笔录", "评议记录", "结案审批表", "其他"]
SHEETS = ("file_cover", "file_catalogue", "file_closing_note", "file_slip_sheet")
"""What the volume brings along itself; the monthly report belongs to no case."""


def test_the_places_stand_in_the_order_the_rule_lists_them() -> None:
    """CHR 22: 正卷……；副卷……，按下列顺序排列。"""
    for folder, wanted in (("main", MAIN), ("inner", INNER)):
        found = [place.title for place in file_order.order()[folder]]
        assert len(found) == len(wanted)
        assert all(word in title for word, title in zip(wanted, found, strict=True)), found


def test_every_paper_of_a_case_has_a_place_in_its_own_file_and_no_other() -> None:
    """A paper nobody placed would lie last, behind the returns of service."""
    placed = {folder: {k for p in places for k in p.kinds} for folder, places in file_order.order().items()}
    known = {
        name: about.folder
        for name, about in kinds().items()
        if name.removeprefix("inner_") not in SHEETS and name != "consistency_report" and not about.handout
    }
    assert sorted(name for name, folder in known.items() if name not in placed[folder]) == []
    assert placed["main"] & placed["inner"] == set()


def test_every_approval_form_lies_with_what_it_approves_or_last() -> None:
    forms = {name: file_order.of_paper("inner", "approval_form", name).id for name in approvals().kinds}
    assert (forms["extension"], forms["suspension"], forms["closing"]) == ("extension_approval", "suspension_approval", "closing_approval")
    assert file_order.of_paper("inner", "approval_form", "something else").id == "other"
