"""公开文本: whoever reads the published award learns what was decided, not about whom; the finished file is searched for it."""

import copy
import io
from functools import cache

import pytest
from paper_samples import FIRM, SAMPLES, WORKER
from pypdf import PdfReader, PdfWriter

from app.models import Paper
from app.services import publication
from workflows.errors import Refused


def paper(**changed: str) -> Paper:
    """The sample award, with free text that names what must not be published."""
    facts = copy.deepcopy(SAMPLES["award_final"][1])
    facts["award"]["facts_found"] += (
        f"{WORKER['name']}（身份证号{WORKER['id_number']}，电话13912345678，户籍地{WORKER['address']}）的工资由恒㛃精密机械公司"
        "汇入6222021234567890123账户；车辆鲁E12345由其驾驶，邮件发至hr.wang@hengjie.example。王喆玥的配偶王强未到庭。"
    )
    facts["award"].update(changed)
    return Paper(case_id=1, kind="award", title="裁决书", number="东劳人仲案字〔2026〕第15-1号", facts=facts)


@cache
def made() -> publication.PublicCopy:
    return publication.copy_of(paper())


def test_names_and_numbers_are_hidden_by_rule_and_the_result_still_reads():
    """P: persons by surname, firms by letter; addresses to the district; numbers not at all."""
    text = made().text
    for gone in (WORKER["name"], FIRM["name"], "恒㛃", WORKER["id_number"], "13912345678", "6222021234567890123", "鲁E12345",
                 "hengjie.example", WORKER["address"], FIRM["address"], "孙𬱖", FIRM["uscc"]):  # fmt: skip
        assert gone not in text, gone
    assert "申请人：王某，女，住东川市河滨区。" in text
    assert "1.甲公司于本裁决书生效之日起十日内支付王某拖欠的工资20,000.00元（大写：贰万元整）" in text
    assert "首席仲裁员林若兰" in text
    assert "东川市中级人民法院" in text
    assert "公开文本" in text


def test_nothing_hidden_is_anywhere_in_the_file_and_nothing_is_attached_to_it():
    reader = PdfReader(io.BytesIO(made().pdf))
    assert list(reader.attachments) == []
    assert publication.surviving(made().pdf, made().hidden) == []
    assert {one.what for one in made().hidden} >= {"姓名", "单位名称", "单位简称", "手机号码", "银行账号", "车牌号码", "电子邮箱", "住址"}


@pytest.mark.parametrize("where", ["文件属性", "附件 facts.json", "书签"])
def test_a_hidden_string_that_survives_anywhere_is_found(where):
    writer = PdfWriter(clone_from=io.BytesIO(made().pdf))
    if where == "文件属性":
        writer.add_metadata({"/Subject": f"裁决书（{WORKER['name']}）"})
    elif where == "书签":
        writer.add_outline_item(title=f"关于{WORKER['name']}", page_number=0)
    else:
        writer.add_attachment("facts.json", f'{{"name": "{WORKER["name"]}"}}'.encode())
    out = io.BytesIO()
    writer.write(out)
    assert [(one.text, place) for one, place in publication.surviving(out.getvalue(), made().hidden)] == [(WORKER["name"], where)]


def test_a_name_written_apart_stops_the_copy_and_says_where():
    """A rule cannot know every way to write a name; what it missed must not get out."""
    with pytest.raises(Refused, match="姓名“王喆玥”还在正文里"):
        publication.copy_of(paper(reasons="本委认为，王 喆 玥的请求成立。"))


def test_only_awards_are_published():
    with pytest.raises(Refused, match="公开文本只从裁决书制作"):
        publication.copy_of(Paper(case_id=1, kind="mediation_statement", title="调解书", number="x", facts={}))
