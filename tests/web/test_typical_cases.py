"""Real published cases, entered through the pages from the filing form to the award (docs/model.md says what they taught).

The texts are official and anonymised; identity numbers and addresses are invented. Days are the office's own.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from factories import FIRM_CODE, WORKER_ID, Browser, Office, words
from sqlmodel import select

from app.models import Approval, Award, Paper
from app.settings import PROJECT
from app.storytelling import BOTH_CAME, agreed

CASES = PROJECT.parent / "shared" / "data" / "typical-cases" / "cases.jsonl"
TOKEN = re.compile(r'name="token" value="([^"]*)"')
MARK = re.compile(r'name="mark" value="([^"]*)"')


@dataclass(frozen=True)
class Told:
    """How the desk would enter one published case."""

    id: str
    applicant: tuple[str, str]
    respondent: tuple[str, str]
    items: tuple[tuple[str, str, str], ...]
    """Kind of the catalogue, yuan claimed, the claim in words."""
    cause: str
    decided: tuple[tuple[str, str], ...]
    """Disposition and yuan, or the words of the ruling where no money is asked."""
    type: str
    """What the engine makes of it; where the publisher says 终局, that is what it must say."""


TOLD = (
    Told(
        "rsb-spc-2021b2-04",
        ("周某", "worker"),
        ("某汽车服务公司", "employer"),
        (("overtime", "17000", "请求裁决某汽车服务公司支付加班费差额17000元。"),),
        "205(5)",
        (("granted", "17000"),),
        "final",
    ),
    Told(
        "rsb-spc-2021b2-05",
        ("张某", "worker"),
        ("某报刊公司", "employer"),
        (("wrongful_termination", "14000", "请求裁决某报刊公司支付违法解除劳动合同赔偿金14000元。"),),
        "205(6)",
        (("granted", "14000"),),
        "final",
    ),
    Told(
        "bjrs-2024-05",
        ("袁某", "worker"),
        ("某实业公司", "employer"),
        (("wrongful_termination", "112000", "要求某实业公司支付违法解除劳动合同赔偿金112000元。"),),
        "205(6)",
        (("granted", "112000"),),
        "non_final",
    ),
    Told(
        "bjrs-2024-02",
        ("孔某", "worker"),
        ("某企业管理公司", "employer"),
        (
            (
                "double_wage",
                "120000",
                "要求某企业管理公司支付2021年12月3日至2022年8月2日期间未订立劳动合同双倍工资差额120000元。",
            ),
        ),
        "205(5)",
        # The open question of finality_options.toml: a refused claim counts as nothing awarded, so it is final.
        (("refused", ""),),
        "final",
    ),
    Told(
        "bjrs-2019-09",
        ("施某", "worker"),
        ("某投资公司", "employer"),
        (("severance", "200000", "施某所主张的金额20万元（计算方法为：5万元×4个月）。"),),
        "205(6)",
        (("partly", "127104"),),
        "non_final",
    ),
    # The worker has died: a relative applies, who is neither worker nor employer.
    Told(
        "bjrs-2023-01",
        ("连某", "other"),
        ("某保安公司", "employer"),
        (
            (
                "relation_confirmation",
                "",
                "要求确认连某某与某保安公司在2021年9月1日至2022年9月6日期间存在劳动关系。",
            ),
        ),
        "205(1)",
        (("granted", "确认连某某与某保安公司在2021年9月1日至2022年9月6日期间存在劳动关系"),),
        "non_final",
    ),
    # The employer applies, against a teacher on its staff; the counterclaim is a file of its own (docs/model.md).
    Told(
        "bjrs-2022-10",
        ("某大学附属中学", "employer"),
        ("姚某", "worker"),
        (("employer_service_penalty", "120000", "要求姚某支付违约金120000元。"),),
        "210",
        (("partly", "80000"),),
        "non_final",
    ),
)


@cache
def published(case_id: str) -> dict[str, Any]:
    with CASES.open(encoding="utf-8") as lines:
        return next(found for line in lines if (found := json.loads(line))["id"] == case_id)


class Desk:
    """The pages of one case, as each official fills them in."""

    def __init__(self, office: Office, client_as: Callable[[str], Browser]) -> None:
        self.office, self.client_as = office, client_as
        self.case_id = 0

    def files(self, told: Told, text: dict[str, Any]) -> None:
        form = {
            "filed_on": "2026-03-02",
            "procedure": "ordinary",
            "key": told.id,
            "facts_and_reasons": text["facts"],
        }
        for n, (side, (name, kind)) in enumerate((("applicant", told.applicant), ("respondent", told.respondent))):
            number = FIRM_CODE if kind == "employer" else WORKER_ID
            form |= {
                f"party-{n}-side": side,
                f"party-{n}-kind": kind,
                f"party-{n}-name": name,
                f"party-{n}-identity": number,
                f"party-{n}-address": "东川市河湾区和顺街8号",
                f"party-{n}-phone": "13800010086",
            }
        for n, (kind, amount, claim) in enumerate(told.items):
            form |= {f"item-{n}-kind": kind, f"item-{n}-amount": amount, f"item-{n}-text": claim}
        answer = self.client_as("filing").post("/cases/new", data=form)
        assert answer.status_code == 303, words(answer)
        self.case_id = int(re.findall(r"/cases/(\d+)", answer.location)[0])

    def takes(self, rule: str, login: str, on: str = "", **typed: Any) -> None:
        client, address = self.client_as(login), f"/{on or f'cases/{self.case_id}'}/steps/{rule}"
        page = client.get(address)
        assert page.status_code == 200, words(page)
        token = TOKEN.search(page.text)
        assert token is not None
        answer = client.post(address, data={"token": token[1], **typed})
        assert answer.status_code == 303, words(answer)

    def serves(self, kind: str, side: str, **which: Any) -> None:
        today = self.office.clock.now.date().isoformat()
        self.takes(
            "svc.record",
            "clerk",
            paper=str(self.office.latest(Paper, self.case_id, kind=kind, **which)),
            party=str(self.office.party(self.case_id, side)),
            service_method="direct",
            sent_on=today,
            served_on=today,
            proof="送达回证签收",
        )

    def drafts(self, told: Told, text: dict[str, Any]) -> None:
        client, address = self.client_as("arbitrator"), f"/cases/{self.case_id}/draft"
        form = {"facts_found": text["facts"], "reasoning": text["reasoning"]}
        for item, (disposition, result) in zip(self.office.case(self.case_id).items, told.decided, strict=True):
            base = f"item-{item.id}-"
            form |= {
                f"{base}disposition": disposition,
                f"{base}reasoning": text["award_text"],
                f"{base}deviation_reason": "依本案事实",
                f"{base}decision_text" if item.claimed_fen is None else f"{base}awarded": result,
            }
        mark = MARK.search(client.get(address).text)
        assert mark is not None
        answer = client.post(address, data={"do": "check", "mark": mark[1], **form})
        assert answer.status_code == 303, words(answer)


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.id)
def test_a_published_case_goes_through_the_pages_to_its_award(
    told: Told, office: Office, client_as: Callable[[str], Browser]
) -> None:
    """调解仲裁法第四十七条: where the publisher says 裁决为终局裁决, so does the award made here."""
    text = published(told.id)
    desk = Desk(office, client_as)
    desk.files(told, text)
    desk.takes("arb.accept", "filing", conditions="yes", cause=told.cause, note_optional="")
    desk.takes(
        "arb.form_tribunal", "head", chief=str(office.staff_id("arbitrator")), recorder=str(office.staff_id("clerk"))
    )
    desk.takes("arb.notify_respondent", "filing", evidence_until="2026-03-20")
    desk.serves("response_notice", "respondent")
    desk.takes("arb.set_hearing", "clerk", hearing_at="2026-03-16T09:00", room="第二仲裁庭")
    for side in ("applicant", "respondent"):
        desk.serves("hearing_notice", side, party_id=office.party(desk.case_id, side))
    office.clock.to(2026, 3, 16)
    desk.takes("arb.hear", "clerk", hearing_record=text["facts"], **BOTH_CAME)
    desk.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="未能达成协议")
    desk.takes("arb.deliberate", "arbitrator", deliberation_text="评议意见一致", **agreed([office.staff_id("arbitrator")]))
    desk.drafts(told, text)
    desk.takes("arb.submit_draft", "arbitrator", note_optional="")
    desk.takes("approval.approve", "head", on=f"approvals/{office.latest(Approval, desk.case_id)}", approval_opinion="")
    desk.takes("arb.sign", "arbitrator", note_optional="")
    with office.reading() as session:
        awards = session.exec(select(Award).where(Award.case_id == desk.case_id)).all()
        assert [award.type for award in awards] == [told.type]
        assert awards[0].remedies
    if "终局裁决" in text["award_text"]:
        assert told.type == "final"
    page = client_as("filing").get(f"/cases/{desk.case_id}")
    assert told.applicant[0] in words(page)


def test_the_cases_come_from_the_publishers_file() -> None:
    """The texts are beside the project, whole; nothing of them is kept here."""
    assert CASES.is_relative_to(Path(PROJECT).parent)
    assert all(published(told.id)["facts"] and published(told.id)["award_text"] for told in TOLD)
