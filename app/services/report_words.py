"""What each figure means: the definitions page, printed with every report (part 9)."""

from dataclasses import dataclass

PARTS = (
    "",
    "一、关联覆盖与数据质量",
    "二、受理、办理与八调衔接",
    "三、裁决之后",
    "四、裁审一致率",
    "五、差异分布",
    "六、差异逐项说明",
    "七、提交联席会议的问题与口径执行",
    "八、提示",
    "九、指标定义",
)


@dataclass(frozen=True)
class Meaning:
    """One definition: title, what is divided by what, and where the definition comes from."""

    title: str
    formula: str
    ground: str = "本系统定义"


OBSERVED = "见于公开报告的算法之一，同类名称各地口径不一，请连同分子分母引用"
STATISTICS = "参照年鉴“劳动争议处理情况”栏目"

MEANINGS: dict[str, Meaning] = {
    "coverage": Meaning("关联覆盖率", "已确认与裁决关联的一审案件 ÷ 同期审结的一审案件"),
    "quality.waiting_judgment": Meaning("尚待一审裁判", "月末未审结的一审案件"),
    "quality.unlinked": Meaning("未关联", "月末未结及本月审结的一审案件中，没有经确认的裁决关联的"),
    "quality.items_entered": Meaning("逐项登记率", "本月一审判决中已逐项登记裁判结果的 ÷ 本月一审判决"),
    "quality.service_known": Meaning("送达日期登记率", "本月裁决中送达日期已登记、起诉期可计算的 ÷ 本月裁决"),
    "quality.amount_missing": Meaning("金额缺失", "一方支持而缺金额、另一方有金额的请求项，不进入比较"),
    "flow.carried_in": Meaning("上期未结", "本月一日前受理、一日时未结的案件", STATISTICS),
    "flow.filed": Meaning("本期收件", "本月收到申请的案件"),
    "flow.accepted": Meaning("本期受理", "本月受理的案件；十人以上为一件集体劳动争议", STATISTICS),
    "flow.collective": Meaning("集体劳动争议", "本期受理中登记为集体劳动争议的", STATISTICS),
    "flow.closed": Meaning("本期结案", "受理后在本月结案的案件", STATISTICS),
    "flow.ended_unaccepted": Meaning("未受理而终结", "没有受理而在本月终结的案件"),
    "flow.open_end": Meaning("期末未结", "上期未结 + 本期受理 − 本期结案", STATISTICS),
    "flow.closed_by": Meaning("结案方式", "该方式结案的 ÷ 本期结案", STATISTICS),
    "flow.closing_a": Meaning("仲裁结案率（甲）", "本期结案 ÷（上期未结 + 本期受理）", OBSERVED),
    "flow.closing_b": Meaning("仲裁结案率（乙）", "本期受理并在本期结案的 ÷ 本期受理", OBSERVED),
    "flow.closing_c": Meaning("仲裁结案率（丙）", "审限在本期届满的案件中按期结案的 ÷ 审限在本期届满的案件"),
    "flow.overdue": Meaning("超审限率", "本期结案中超过审限的 ÷ 本期结案"),
    "flow.settled": Meaning("仲裁调解率", "以调解书结案的 ÷ 本期结案", OBSERVED),
    "flow.days_gross": Meaning("办案天数（毛）", "受理日至结案日的天数；同列平均数、中位数、第九十百分位（最近秩法）"),
    "flow.days_net": Meaning("办案天数（净）", "毛天数减去审限台账中不计入的天数（中止、公告等，CHR 46）"),
    "pair.referred": Meaning("提议", "本月向当事人提议调解的次数，按渠道对统计"),
    "pair.consented": Meaning("同意率", "双方同意的 ÷ 本月提议中双方已答复的"),
    "pair.succeeded": Meaning(
        "调解成功率",
        "达成或部分达成协议的 ÷ 双方同意后在本月结束的调解（达成、部分达成、不成、中途拒绝、撤回、逾期）；自始不同意调解的不在内",
        "由 MA1 表“调解结案数”的构成推知",
    ),
    "pair.forced": Meaning("执行保障率", "协议已履行、仲裁审查、司法确认或申请支付令的 ÷ 调解成功"),
    "pair.handed_over": Meaning("移交", "本月调解不成后移交同对另一渠道的次数"),
    "pair.returned": Meaning("退回", "本月调解不成后退回仲裁的次数"),
    "award.final": Meaning("终局裁决率（按裁决）", "本月作出的终局裁决 ÷ 本月作出的裁决"),
    "award.final_items": Meaning("终局裁决率（按请求项）", "终局裁决所决定的请求项 ÷ 本月裁决所决定的请求项"),
    "award.sued": Meaning(
        "起诉率（按裁决）",
        "各方救济期限全部在本月届满、且有已确认关联的一审诉讼的裁决 ÷ 期限在本月届满的裁决；双方都起诉计一次",
    ),
    "award.sued_persons": Meaning("起诉率（按人）", "本人起诉期在本月届满而已起诉的 ÷ 本人起诉期在本月届满的"),
    "suit.filed": Meaning("新收一审", "本月起诉的一审案件"),
    "suit.filed_by": Meaning("起诉主体", "该类当事人起诉的 ÷ 本月起诉的一审案件"),
    "suit.ended_by": Meaning("一审结案方式", "该方式审结的 ÷ 本月审结的一审案件"),
    "suit.changed": Meaning("改裁率", "判决改变至少一项的 ÷ 本月可比较的一审案件；等于 1 − 案件一致率（严格）"),
    "annulment.set_aside": Meaning("撤裁率", "裁决被撤销的 ÷ 本月审结的撤销裁决案件", OBSERVED),
    "second.affirmed": Meaning("二审维持率", "各项结果与一审相同的二审判决 ÷ 本月二审判决"),
    "award.ended_here": Meaning(
        "仲裁终结率", "没有进入诉讼的 ÷（本月非裁决结案的案件 + 全部裁决的救济期限到本月届满的案件）"
    ),
    "service.electronic": Meaning(
        "电子送达率", "本月以电子方式送达的 ÷ 本月送达的（一份文书送一人为一次，撤回的不计）；裁决书、调解书等结案文书另列"
    ),
    "court.preservation": Meaning("申请财产保全", "本月收到的财产保全申请（转交法院的）"),
    "court.preservation_days": Meaning("保全申请至答复天数", "本月得到答复的保全申请，自收到至答复的天数"),
    "court.enforcement": Meaning("申请强制执行", "本月向法院申请执行裁决、调解书的案件"),
    "court.enforced": Meaning("执行完毕率", "执行完毕的 ÷ 本月终结的执行案件"),
    "ladder.case_strict": Meaning(
        "案件一致率（严格）", "每一可比较请求项的结果和金额（按分）都相同的案件 ÷ 可比较案件"
    ),
    "ladder.case_lenient": Meaning(
        "案件一致率（宽松）", "每一可比较请求项方向相同、金额相差不超过较大者 5% 的案件 ÷ 可比较案件"
    ),
    "ladder.item": Meaning("请求项一致率", "结果和金额都相同的请求项 ÷ 可比较请求项"),
    "ladder.money": Meaning("金额一致率", "Σ较小数 ÷ Σ较大数，即 1 − Σ|裁决 − 判决| ÷ Σmax(裁决, 判决)"),
    "ladder.all_awards": Meaning(
        "按全部裁决的一致率",
        "（未起诉的裁决 + 判决一致的裁决）÷（未起诉的裁决 + 已比较的裁决），取近十二个月作出的裁决；未起诉的视为一致",
    ),
}

NOTES = (
    "可比较案件：与裁决的关联已经确认、以一审判决结案、裁判已生效且至少有一个经仲裁裁决的请求项。有上诉尚未审结的，视为尚未生效。"
    "系统不登记判决书送达日，未登记上诉的一审判决按已生效统计。",
    "调解、撤诉、程序驳回、未审结、未关联、尚未生效的案件和未经仲裁的新增请求不计入，另行列出。",
    "比率旁的区间为 95% 置信区间：件数、项数用 Wilson 法；金额以案件为单位按 Kish 有效样本量再用 Wilson 法。分母为零的不计算比率。",
    "完整定义和可复算的算例见 docs/consistency/definition.md；本期全部底数随 JSON、XLSX 一并发布。",
)
