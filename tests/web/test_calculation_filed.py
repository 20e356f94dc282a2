"""The calculator's working goes into a case as 计算清单, by the step's own form and the one door."""

import re
from collections.abc import Callable
from html import unescape

from factories import Browser, Office


def test_a_computed_sum_is_filed_with_its_item(office: Office, client_as: Callable[[str], Browser]) -> None:
    """CHR 53：算出金额，点案号，选请求项，存入案件；算法和计算清单都在案件里。"""
    case_id = office.files()
    office.accepts(case_id)
    office.forms_tribunal(case_id)
    arbitrator = client_as("arbitrator")
    asked = {"from": "2021-02-01", "to": "2026-01-30", "average": "6000", "local_average": "8500"}
    page = arbitrator.get("/calculator/sums/pay.wrongful", query_string=asked).text
    link = re.search(r'href="(/cases/\d+/steps/arb\.file_calculation[^"]+)"', page)
    assert link is not None
    form = arbitrator.get(unescape(link[1])).text
    assert "average=6000" in form
    token = re.search(r'name="token"[^>]*value="([^"]+)"', form)
    assert token is not None
    item = office.case(case_id).items[-1]
    sent = {
        "token": token[1],
        "claim_item": str(item.id),
        "sum_name": "pay.wrongful",
        "sum_inputs": "\n".join(f"{key}={value}" for key, value in asked.items()),
    }
    answer = arbitrator.post(f"/cases/{case_id}/steps/arb.file_calculation", data=sent)
    assert answer.status_code == 303
    assert office.case(case_id).items[-1].working[-1]["amount_fen"] == 6_000_000
    assert "计算清单" in arbitrator.get(f"/cases/{case_id}").text
    # A sum that cannot be computed comes back with what was typed, and nothing is filed.
    again = arbitrator.post(f"/cases/{case_id}/steps/arb.file_calculation", data={**sent, "token": "x"})
    assert again.status_code == 409
