"""Facts of the sheets a bound file brings along itself."""

from collections.abc import Callable
from typing import Any

EVIDENCE = [
    {
        "ordinal": 1,
        "name": "2025年3月至2026年2月考勤截图",
        "source": "当事人提交",
        "submitted_by": "王喆玥",
        "proves": "休息日加班25天",
        "form": "电子数据",
        "pages": 12,
        "handed_in_on": "2026-04-02",
        "remarks": [{"party": "东川市恒㛃精密机械有限公司", "text": "认可真实性、合法性，不认可关联性：不能证明加班经过批准"}],
        "finding": "予以采信",
        "finding_reason": "与班组微信群排班记录相互印证",
    },
    {
        "ordinal": 2,
        "name": "工资支付情况调查笔录",
        "source": "调查取证",
        "proves": "欠付工资的月份和数额",
        "form": "原件",
        "pages": 3,
        "handed_in_on": "2026-04-09",
        "remarks": [],
    },
]
SLIP = {
    "name": "2026-01-30解除通话录音.mp3",
    "kind": "录音",
    "content_type": "audio/mpeg",
    "size": "1,048,576字节",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "from": "王喆玥",
    "purpose": "证明单位口头解除劳动合同",
    "added_on": "2026-04-02",
}


def samples(base: Callable[..., dict[str, Any]]) -> dict[str, tuple[str, dict[str, Any]]]:
    return {
        "evidence_list": ("evidence_list", base(evidence=EVIDENCE)),
        "file_slip_sheet": ("file_slip_sheet", base(slip=SLIP)),
        "inner_file_slip_sheet": ("inner_file_slip_sheet", base(slip={**SLIP, "name": "会议录音.mp3", "from": "办案机构"})),
    }
