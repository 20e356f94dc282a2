"""判决书识别：粘贴文字，登记表按识别结果填好，标明由系统识别；由法官核对、改过以后才登记。"""

import re
from io import BytesIO

from sqlmodel import col, select
from told import Office

from app.models import Award, ClaimItem, CourtMatter, Outcome

TEXT = """东川市河湾区人民法院
民事判决书
（2026）鲁0591民初1300号
原告：邹玥，女。
被告：东川市恒岳建筑安装有限公司。
本院认为，加班费按实际出勤计算。判决如下：
一、被告东川市恒岳建筑安装有限公司于本判决生效之日起十日内支付原告邹玥加班费1000元；
二、被告东川市恒岳建筑安装有限公司于本判决生效之日起十日内支付原告邹玥住房补贴2400元；
三、驳回原告邹玥的其他诉讼请求。
案件受理费10元，由被告负担。
审判员 郑怀瑾
二〇二六年九月二日
"""


def suit(told: Office) -> int:
    """A worker's suit over the final award, accepted and not yet judged."""
    with told.reading() as session:
        number = session.exec(select(Award.number).where(Award.type == "final")).one() or ""
    clerk = told.as_("courtclerk")
    clerk.post(
        "/court/file", 302, award_number=number, plaintiff_name="邹玥", matter_kind="first_instance", filed_on="2026-05-10"
    )
    with told.reading() as session:
        found = session.exec(select(CourtMatter.id).order_by(col(CourtMatter.id).desc())).first() or 0
    address = f"/matters/{found}/steps/court.accept"
    clerk.post(address, 303, court_number="（2026）鲁0591民初1300号", trial_procedure="ordinary")
    return found


def test_a_pasted_judgment_fills_the_form_and_a_person_confirms_it(told: Office) -> None:
    """O70 四；I1 14：逐项登记；没有经过仲裁的请求另列，不计入一致率。"""
    matter = suit(told)
    judge, address = told.as_("judge"), f"/court/matters/{matter}/judgment"
    says_what_does_not_fit(told, address)
    page = judge.post(address, 303, text="", file=(BytesIO(TEXT.encode("gb18030")), "判决.txt"))
    for words in ("由系统识别", "把握", "主文第1项", 'value="2026-09-02"', "可能是未经仲裁的新请求", "请对照判决书逐项核对"):
        assert words in page, words
    with told.reading() as session:
        assert not session.exec(select(Outcome).where(Outcome.matter_id == matter)).all(), "reading registers nothing"
        items = {i.kind: i.id for i in session.exec(select(ClaimItem).where(ClaimItem.case_id == 1))}
    fields = dict(_filled(page))
    assert fields[f"outcome-{items['overtime']}-amount"] == "1000.00"
    assert fields[f"outcome-{items['wages']}-disposition"] == "refused"
    assert fields[f"outcome-{items['wrongful_termination']}-disposition"] == "", "another award's claim is not this suit's"
    step = f"/matters/{matter}/steps/court.enter_judgment"
    overtime = f"outcome-{items['overtime']}"
    wrong = judge.post(step, 422, **{**fields, f"{overtime}-amount": "很多", f"{overtime}-disposition": "partly"})
    assert "由系统识别" in wrong, "the marks stay when the form comes back"
    judge.post(step, 303, **{**fields, f"{overtime}-disposition": "partly", f"{overtime}-amount": "1200", f"{overtime}-reason": "calculation"})
    with told.reading() as session:
        rows = {o.kind if o.claim_item_id else "new": o for o in session.exec(select(Outcome).where(Outcome.matter_id == matter))}
    assert (rows["overtime"].recognised, rows["overtime"].amount_fen) == ("changed", 120_000)
    assert (rows["new"].recognised, rows["new"].amount_fen, rows["new"].kind) == ("kept", 240_000, "other_remuneration")


def says_what_does_not_fit(told: Office, address: str) -> None:
    """Before anything is registered: another number, another court, an order, no text, a scan."""
    judge = told.as_("judge")
    page = judge.post(address, 303, text=TEXT.replace("民初1300", "民初77").replace("河湾区人民法院", "石桥区人民法院"))
    assert page.count("请核对是不是同一件") == 2
    assert "没有文字" in judge.post(address, 422, text="  ")
    assert "这不是逐项作出判决的文书" in judge.post(address, 303, text="裁定如下：本案发回重审。")
    for content, name in ((b"\x89PNG\r\n\x1a\n\x00\x00", "scan.png"), (b"PK\x03\x04broken", "x.docx")):
        assert "文本框" in judge.post(address, 422, text="", file=(BytesIO(content), name))
    told.as_("judge-mid").get(address, 404)
    told.as_("filing").get(address, 403)


def _filled(page: str) -> list[tuple[str, str]]:
    """The fields of the form as a browser would send them."""
    form = page.partition("data-keep")[2].partition("</form>")[0]
    found = re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form)
    for name, inner in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found.append((name, chosen[1] if chosen else ""))
    found += re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.S)
    return [(n, v) for n, v in found if n not in ("csrf_token", "token")]
