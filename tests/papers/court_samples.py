"""Samples of the papers of the court stage: certificate of effect, letters to a court, the decision to terminate."""

from collections.abc import Callable
from typing import Any

Base = Callable[..., dict[str, Any]]


def samples(base: Base) -> dict[str, tuple[str, dict[str, Any]]]:
    """Name → kind of paper and its facts."""
    return {
        "effect_certificate": (
            "effect_certificate",
            base(
                "东劳人仲生效字〔2026〕第1号",
                "2026-05-18",
                certificate={
                    "party": "邹玥",
                    "paper_title": "裁决书",
                    "paper_number": "东川劳人仲案字〔2026〕第1-2号",
                    "made_on": "2026-03-24",
                    "effective_on": "2026-04-16",
                    "articles": ["LMA 50", "LMA 51"],
                },
            ),
        ),
        "preservation_letter": (
            "preservation_letter",
            base(
                "东劳人仲保字〔2026〕第1号",
                "2026-03-12",
                preservation={
                    "court": "河湾区人民法院",
                    "party": "邹玥",
                    "against": "东川云帆物流有限公司",
                    "amount": "60000.00元",
                    "property": "被申请人在工商银行河湾支行的账户；近一月有转移车辆的情形。",
                    "acceptance_number": "东劳人仲受字〔2026〕第1号",
                },
            ),
        ),
        "enforcement_transfer_letter": (
            "enforcement_transfer_letter",
            base(
                "东劳人仲移执字〔2026〕第1号",
                "2026-04-08",
                transfer={
                    "court": "河湾区人民法院",
                    "award_number": "东川劳人仲案字〔2026〕第1-1号",
                    "made_on": "2026-03-30",
                    "creditor": "邹玥",
                    "debtor": "东川云帆物流有限公司",
                    "amount": "8000.00元",
                    "served": [
                        {"party": "邹玥", "on": "2026-04-01"},
                        {"party": "东川云帆物流有限公司", "on": "2026-04-02"},
                    ],
                },
            ),
        ),
        "termination_decision": (
            "termination_decision",
            base(
                "东劳人仲决字〔2026〕第3号",
                "2026-04-27",
                suit={
                    "court": "河湾区人民法院",
                    "number": "（2026）鲁0591民初88号",
                    "accepted_on": "2026-04-24",
                    "plaintiff": "邹玥",
                },
            ),
        ),
    }
