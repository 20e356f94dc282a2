"""Facts of an award over many workers, as `app.services.group_award` makes them. All persons are invented."""

from copy import deepcopy
from typing import Any

FIRM = "东川市恒㛃精密机械有限公司"
NAMES = ("马晓一", "马晓二", "马晓三", "马晓四", "马晓五", "马晓六", "马晓七")
WAGES, DAMAGES = 8000000, 6000050
LAST = len(NAMES)


def group() -> dict[str, Any]:
    """Seven workers, two claims each but for the last; the third is awarded half of the wages."""
    half = WAGES // 2
    rows = []
    for number, name in enumerate(NAMES, start=1):
        wages = {"claimed_fen": WAGES, "awarded_fen": half if number == 3 else WAGES}
        damages = {"nothing": True} if number == LAST else {"claimed_fen": DAMAGES, "awarded_fen": DAMAGES}
        total = wages["awarded_fen"] + (0 if number == LAST else DAMAGES)
        rows.append({"ordinal": number, "name": name, "cells": [wages, damages], "total_fen": total})
    told = "马晓一、马晓二、马晓三、马晓四、马晓五等7人"
    paid = WAGES * LAST - half
    return {
        "count": LAST,
        "told": told,
        "delegates": "马晓一、马晓二、马晓三",
        "ordinals": list(range(1, 2 * LAST)),
        "people": [
            {"ordinal": n, "name": name, "sex": "女", "id_number": f"37059919910618{n:04d}", "address": "东川市河滨区工业园三路16号"}
            for n, name in enumerate(NAMES, start=1)
        ],
        "columns": ["拖欠工资", "违法解除或者终止劳动合同赔偿金"],
        "kinds": [
            {
                "title": "拖欠工资",
                "count": LAST,
                "claimed_fen": WAGES * LAST,
                "awarded_fen": paid,
                "payments": [{"payer": FIRM, "payees": told, "amount_fen": paid}],
                "partly": "马晓三（序号3）",
                "refused": "",
                "reasons": [
                    {"text": "被申请人没有举证证明已经足额支付工资，应当支付。", "whom": "马晓一、马晓二、马晓四、马晓五、马晓六、马晓七（序号1、2、4至7）"},
                    {"text": "马晓三已经签收一半工资，对其余部分予以支持。", "whom": "马晓三（序号3）"},
                ],
            },
            {
                "title": "违法解除或者终止劳动合同赔偿金",
                "count": LAST - 1,
                "claimed_fen": DAMAGES * (LAST - 1),
                "awarded_fen": DAMAGES * (LAST - 1),
                "payments": [{"payer": FIRM, "payees": "马晓一、马晓二、马晓三、马晓四、马晓五等6人", "amount_fen": DAMAGES * (LAST - 1)}],
                "partly": "",
                "refused": "",
                "reasons": [{"text": "被申请人没有说明解除的理由，属于违法解除。", "whom": ""}],
            },
        ],
        "rows": rows,
        "claimed_fen": WAGES * LAST + DAMAGES * (LAST - 1),
        "awarded_fen": paid + DAMAGES * (LAST - 1),
        "workings": [{"ordinal": 3, "name": "马晓三", "kind_title": "拖欠工资", "lines": ["80,000.00÷2=40,000.00元"]}],
    }


def samples(award: dict[str, Any], worker: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    """The non-final award of the story, made one of seven workers."""
    made = deepcopy(award)
    made["award"] |= {"group": group()}
    made["award"]["items"] = [{**made["award"]["items"][0], "ordinal": n} for n in group()["ordinals"]]
    made["award"]["hearings"][0]["appearance"] = "申请人的代表马晓一、马晓二、被申请人的委托代理人周凯到庭参加了仲裁活动"
    made["applicants"] = [{**worker, "name": name} for name in NAMES]
    made["claims"] = [{"ordinal": n, "text": "请求支付"} for n in group()["ordinals"]]
    return {"award_of_many": ("award", made)}
