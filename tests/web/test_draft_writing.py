"""The draft award while it is written: what stands against it at once, its versions, and what is in force."""

from collections.abc import Callable

import pytest
from factories import Browser, Office, words

from app.models import ClaimItem

SignIn = Callable[[str], Browser]


@pytest.fixture
def case_id(office: Office) -> int:
    return office.deliberated()


def test_the_draft_is_looked_over_as_it_is_typed_and_nothing_is_saved(
    office: Office, client_as: SignIn, case_id: int
) -> None:
    """CHR 53; LMA 28: undecided, beyond the claim, a sum other than its working, a text no longer in force."""
    client, url = client_as("arbitrator"), f"/cases/{case_id}/draft"
    fields = office.draft_fields(case_id, ("granted", "8000"), ("granted", "30000"), ("pending", ""))
    first, second, third = office.case(case_id).items
    fields |= {
        f"item-{first.id}-working": "平日加班 3,000.00元 | LL 44\n休息日加班 4,000.00元 | LL 44",
        f"item-{first.id}-articles": "《侵权责任法》第六条; CPL 244",
        "reasoning": "参照劳社部发〔2008〕3号折算。",
    }
    found = client.post(f"{url}/live", data=fields).get_json()
    said = {one["id"]: " ".join(line["text"] for line in one["lines"]) for one in found["items"]}
    assert "不一致" in said[first.id]
    assert "废止" in said[first.id]
    assert "第248条" in said[first.id]
    assert "超过请求金额" in said[second.id]
    assert "还没有裁决意见" in said[third.id]
    assert "劳社部发〔2008〕3号" in " ".join(line["text"] for line in found["whole"])
    assert found["items"][0]["upper"] == "捌仟元整"
    assert "未裁决 1 项" in found["said"]
    assert "裁决合计 38,000.00元" in found["said"]
    assert not found["ready"]
    assert [one["title"] for one in found["awards"]] == ["终局裁决", "非终局裁决"]
    assert all(one["rights"] for one in found["awards"])
    assert {item.disposition for item in office.case(case_id).items} == {"pending"}

    fields[f"item-{first.id}-working"] = "平日加班 3,000.00元 | LL 44\n休息日加班 5,000.00元 | LL 44"
    mended = client.post(f"{url}/live", data=fields).get_json()["items"][0]
    assert not [line for line in mended["lines"] if "计算过程" in line["text"]]
    half = client.post(f"{url}/live", data=fields | {f"item-{first.id}-awarded": "八千"}).get_json()["items"][0]
    assert "这不是金额" in half["lines"][0]["text"]
    assert client_as("judge").post(f"{url}/live", data=fields).status_code == 403


def test_a_repealed_text_is_kept_only_with_a_sentence_why(office: Office, client_as: SignIn, case_id: int) -> None:
    """O70 四: the draft goes up with the reason, or with the text in force."""
    client, url = client_as("arbitrator"), f"/cases/{case_id}/draft"
    fields = office.draft_fields(case_id, ("granted", "8000"), ("granted", "20000"), ("refused", ""))
    item: ClaimItem = office.case(case_id).items[0]
    fields[f"item-{item.id}-articles"] = "《违反和解除劳动合同的经济补偿办法》第三条"
    client.post(url, data=fields | {"do": "check"})
    page = words(client.get(url))
    assert "2017年11月24日起废止" in page
    assert "人社部发〔2017〕87号" in page
    assert "请写一句理由" in page
    client.post(url, data=fields | {f"item-{item.id}-deviation_reason": "欠薪发生在2016年，适用当时的规定。"})
    assert "没有问题，可以送审" in words(client.get(url))
    # So with what the reasons of the whole case rest on.
    client.post(url, data=fields | {f"item-{item.id}-articles": "LL 50", "reasoning": "依《侵权责任法》第六条。", "do": "check", f"item-{item.id}-deviation_reason": ""})
    assert "民法典侵权责任编" in words(client.get(url))
    assert "第1项与类案或者口径不一致" in words(client.get(url))
    # Another article, and the comparison no longer counts.
    client.post(url, data=fields | {f"item-{item.id}-articles": "LCL 85"})
    assert "还没有与类案和口径比对" in words(client.get(url))


def test_every_saving_is_a_version_that_can_be_compared_and_brought_back(
    office: Office, client_as: SignIn, case_id: int
) -> None:
    """CHR 22, 53: the states of the draft stay in the inner file, for the tribunal and then for who approves."""
    client, url = client_as("arbitrator"), f"/cases/{case_id}/draft"
    fields = office.draft_fields(case_id, ("granted", "8000"), ("granted", "20000"), ("refused", ""))
    client.post(url, data=fields | {"facts_found": "查明：二月入职，三月离职。"})
    client.post(url, data=fields | {"facts_found": "查明：二月入职，四月离职。"})
    client.post(url, data=fields | {"facts_found": "查明：二月入职，四月离职。"})  # nothing new, no version
    page = client.get(f"{url}/versions")
    assert "第2稿与第1稿的不同" in words(page)
    assert "<del>三月离职。</del><ins>四月离职。</ins>" in page.text
    assert "第3稿" not in words(page)
    assert client_as("head").get(f"{url}/versions").status_code == 404
    assert client.post(f"{url}/versions/1/restore").status_code == 303
    assert office.case(case_id).facts_found == "查明：二月入职，三月离职。"
    assert client.post(f"{url}/versions/77/restore").status_code == 404
    # What was typed and not saved comes back, with a word when somebody else has saved meanwhile.
    office.clock.to(2026, 3, 17)
    client.post(f"/typed?at={url}&who={office.staff_id('arbitrator')}", data={"facts_found": "写到一半"})
    assert "恢复填写的内容" in words(client.get(url))
    assert "写到一半" in client.get(f"{url}?typed=1").text
    office.clock.to(2026, 3, 18)
    client_as("arbitrator2").post(url, data=fields | {"facts_found": "合议庭另一位写的。"})
    back = client.get(f"{url}?typed=1")
    assert "写到一半" in back.text
    assert f"{office.actor('arbitrator2').name}又保存过裁决稿" in words(back)
    client.post(url, data=fields | {"do": "check"})
    office.takes(case_id, "arb.submit_draft", "arbitrator", note_optional="")
    assert "送审稿" in words(client_as("head").get(f"{url}/versions"))
    assert client_as("filing").get(f"{url}/versions").status_code == 403
