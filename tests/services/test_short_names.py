"""单位的简称也能让人认出当事人：去标识时一并去掉。"""

import re

import pytest

from app.services.short_names import of_employer

PLACE = "山东省/东川市"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("东川市恒岳建筑安装有限公司", ["恒岳公司", "恒岳建筑安装", "恒岳", "东川市恒岳建筑安装"]),
        ("东川精铸机械有限公司", ["东川精铸机械", "精铸机械"]),
        ("长城物业服务有限公司", ["长城物业服务", "长城公司"]),
        ("石桥县鑫源轮胎有限公司", ["鑫源轮胎", "鑫源公司"]),
        ("海澜快递（东川）有限公司", ["海澜公司"]),
        ("山东省东川市河湾区云帆网络科技股份有限公司东川分公司", ["云帆公司", "云帆"]),
    ],
)
def test_every_short_form_of_an_employer_is_known(name: str, said: list[str]) -> None:
    forms = [re.compile(form) for form in of_employer(name, PLACE)]
    for short in said:
        text = f"申请人称{short}拖欠工资。"
        for form in forms:
            text = form.sub("被申请人", text)
        assert short not in text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("长城物业服务有限公司", "申请人在长城脚下的工地上班。"),
        ("东川市恒岳建筑安装有限公司", "东川市河湾区的建筑工地安装脚手架，工资由项目部发放。"),
        ("乙公司", "乙公司以外的另一公司。"),
        ("东川市人民医院", "人民法院应当依法审理。"),
    ],
)
def test_ordinary_words_stay_readable(name: str, text: str) -> None:
    for form in of_employer(name, PLACE):
        assert not re.search(form, text), form
