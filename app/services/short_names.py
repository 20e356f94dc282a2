"""What an employer is called for short in a decision: 恒岳建筑安装, 恒岳公司, 恒岳 for 东川市恒岳建筑安装有限公司."""

import re

from search_index.analysis import is_word

LEGAL_FORM = re.compile(
    r"(?:有限责任公司|股份有限公司|集团有限公司|有限公司|集团公司|分公司|公司|集团|合伙企业|个人独资企业|合作社|事务所|"
    r"工作室|经营部|服务部|门市部|营业部|项目部|中心|医院|学校|幼儿园|酒店|饭店|宾馆|商行|超市|工厂|厂|店|部|站)(?:（[^）]{1,12}）)?$"
)
PLACE = re.compile(r"^(?:[一-鿿]{2,7}?(?:省|自治区|特别行政区))?(?:[一-鿿]{2,6}?(?:市|州|盟))?(?:[一-鿿]{1,5}?(?:区|县|旗|镇|乡))?")
TRADES = (
    "建筑", "安装", "建设", "工程", "装饰", "机械", "制造", "精铸", "铸造", "机电", "电子", "电气", "科技", "技术", "信息",
    "网络", "软件", "数据", "贸易", "商贸", "商业", "物流", "运输", "快递", "供应链", "餐饮", "食品", "酒店", "物业", "保洁",
    "保安", "人力", "劳务", "家政", "教育", "培训", "文化", "传媒", "广告", "咨询", "管理", "服务", "投资", "置业", "房地产",
    "地产", "化工", "石油", "石化", "能源", "电力", "新材料", "材料", "纺织", "服装", "服饰", "家具", "医药", "医疗", "生物",
    "农业", "环保", "汽车", "轮胎", "橡胶", "塑料", "塑业", "印刷", "包装", "金属", "钢铁", "实业", "产业", "发展", "集团", "国际",
)  # fmt: skip
AFTER = "公司|集团|单位|企业|项目部|厂|店"


def of_employer(name: str, place: str = "") -> tuple[str, ...]:
    """The shorter names under which readers would know the employer again, longest first. Regular expressions.

    `place` is the office's ("山东省/东川市"): firms are named after it with and without 市.
    A short core that is an ordinary word (保安, 长城) is only taken where 公司 or the like follows it.
    """
    bare = LEGAL_FORM.sub("", name)
    if bare == name and len(name) < 5:
        return ()
    core = PLACE.sub("", bare) or bare
    for part in place.split("/"):
        stem = part[:-1] if len(part) > 2 else part
        if stem and core.startswith(stem) and len(core) >= len(stem) + 2:
            core = core.removeprefix(stem)
    brand = core
    for trade in sorted(TRADES, key=len, reverse=True):
        at = brand.find(trade)
        if at >= 2:
            brand = brand[:at]
    found = {one for one in (bare, core, PLACE.sub("", name)) if len(one) >= 4 and one != name}
    found |= {brand} if len(brand) >= 3 and brand != name else set()
    patterns = [re.escape(one) for one in sorted(found, key=len, reverse=True)]
    if len(brand) == 2:
        ordinary = is_word(brand)
        patterns.append(f"{re.escape(brand)}(?:{AFTER})" + ("" if ordinary else "?"))
    return tuple(patterns)
