"""Every kind of paper, made from the facts of a believable office."""

import copy
import hashlib
import io
import json
import logging
import re
import subprocess
import sys
import warnings
from functools import cache
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_samples import FIRM, SAMPLES, base

from app.rendering import fonts
from app.rendering.errors import MissingFacts, PaperError
from app.rendering.kinds import kinds
from app.rendering.papers import MadePaper, make_pdf, missing, render_html, visible_text
from app.rendering.stated import stated

APPROVED = Path(__file__).parent / "approved"
ROOT = Path(__file__).parents[2]


@cache
def made(sample: str) -> MadePaper:
    return make_pdf(*SAMPLES[sample])


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("sample", SAMPLES)
def test_each_paper_reads_as_approved(sample):
    """A person has read approved/<sample>.txt; rewrite with tests/papers/approve.py and read the diff."""
    approved = (APPROVED / f"{sample}.txt").read_text(encoding="utf-8")
    assert f"[{made(sample).pages} 页]\n{made(sample).text}" == approved


def test_every_kind_of_paper_has_a_sample_and_nothing_approved_is_left_over():
    assert {kind for kind, _ in SAMPLES.values()} == set(kinds())
    assert {file.stem for file in APPROVED.glob("*.txt")} == set(SAMPLES)


def test_another_process_makes_the_same_bytes():
    """Design 7: a paper is made from frozen facts, so it can be made again, byte for byte."""
    names = ["award_final", "service_return_posted", "consistency_report"]
    program = (
        "import sys, json; sys.path[:0] = sys.argv[1:3]\n"
        "from paper_samples import SAMPLES\n"
        "from app.rendering.papers import make_pdf\n"
        "facts = {n: json.loads(json.dumps(SAMPLES[n][1])) for n in sys.argv[3:]}\n"
        "print(json.dumps({n: make_pdf(SAMPLES[n][0], facts[n]).sha256 for n in sys.argv[3:]}))\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, str(ROOT), str(Path(__file__).parent), *names],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(answer.stdout) == {name: made(name).sha256 for name in names}


def test_the_hash_is_of_the_bytes():
    paper = made("award_final")
    assert paper.sha256 == hashlib.sha256(paper.pdf).hexdigest()


def test_other_facts_make_another_file():
    kind, facts = SAMPLES["extension_notice"]
    changed = copy.deepcopy(facts)
    changed["extension"]["new_due_on"] = "2026-05-25"
    assert make_pdf(kind, changed).sha256 != made("extension_notice").sha256


@pytest.mark.parametrize("sample", ["award_final", "award_non_final", "service_return_posted", "consistency_report"])
def test_the_pdf_says_what_the_text_says_and_holds_no_box(sample):
    """FandolFang lacks 玥 喆 堃 赟 㛃 𬱖: they must come out as characters, never as .notdef."""
    reader = pypdf.PdfReader(io.BytesIO(made(sample).pdf))
    printed = squeezed("".join(page.extract_text() for page in reader.pages))
    for line in made(sample).text.splitlines():
        for cell in line.split("｜"):
            for piece in squeezed(cell):
                assert piece in printed, f"{piece} of {cell!r} is not in the PDF"
    for page in reader.pages:
        for operands, operator in pypdf.generic.ContentStream(page.get_contents(), reader).operations:
            if operator in (b"Tj", b"TJ"):
                for part in operands[0] if operator == b"TJ" else operands:
                    if isinstance(part, (pypdf.generic.ByteStringObject, pypdf.generic.TextStringObject)):
                        codes = bytes(part.original_bytes)
                        assert b"\0\0" not in [codes[i : i + 2] for i in range(0, len(codes), 2)]


def test_the_file_is_made_for_the_archive():
    """PDF/A-3b with language, title, bookmarks and fixed dates taken from the paper's own date."""
    reader = pypdf.PdfReader(io.BytesIO(made("award_final").pdf))
    xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert 'part="3"' in xmp.replace("'", '"') or "<pdfaid:part>3" in xmp
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert reader.metadata["/Title"] == "东劳人仲案字〔2026〕第15-1号 裁决书"
    assert "20260508" in reader.metadata["/CreationDate"]
    top, below = reader.outline
    assert top["/Title"] == "裁决书"
    assert next(entry["/Title"] for entry in below if not isinstance(entry, list)) == "一、仲裁请求"


def test_pages_are_a4_with_the_type_area_of_the_standard():
    """GB/T 9704: A4."""
    for page in pypdf.PdfReader(io.BytesIO(made("award_final").pdf)).pages:
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842)


def test_only_what_the_caller_names_is_attached():
    kind, facts = SAMPLES["award_final"]
    assert list(pypdf.PdfReader(io.BytesIO(made("award_final").pdf)).attachments) == []
    paper = make_pdf(kind, facts, attachment={"number": facts["paper"]["number"], "type": "final"})
    inside = pypdf.PdfReader(io.BytesIO(paper.pdf)).attachments
    assert json.loads(inside["award.json"][0]) == {"number": "东劳人仲案字〔2026〕第15-1号", "type": "final"}
    assert make_pdf(kind, facts, attachment={"type": "final", "number": facts["paper"]["number"]}).pdf == paper.pdf


SPANS = re.compile(r'<span class="(?:rare|nowrap)">(.*?)</span>', re.DOTALL)
"""How a name is set depends on what is known to be a name, which is not all of it stated; the words do not."""


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_is_attached_can_be_what_the_paper_states_and_no_more(sample):
    """Facts frozen with a paper may hold more than it prints; those must not travel inside the file."""
    kind, facts = SAMPLES[sample]
    hidden = copy.deepcopy(facts)
    hidden["office"]["note"] = "内部备注"
    hidden["inner"] = {"offer": "愿以一万元和解"}
    for party in hidden.get("applicants", []):
        party["memo"] = "内部备注"
    part = stated(kind, hidden)
    assert "内部备注" not in json.dumps(part, ensure_ascii=False)
    assert "inner" not in part
    assert SPANS.sub(r"\1", render_html(kind, part)) == SPANS.sub(r"\1", render_html(kind, facts))


def test_a_granted_claim_that_is_no_sum_needs_its_words():
    """An award must not turn a granted claim without a sum into a dismissal."""
    kind, facts = SAMPLES["award_non_final"]
    changed = copy.deepcopy(facts)
    item = changed["award"]["items"][0]
    del item["awarded_fen"]
    with pytest.raises(MissingFacts, match="裁决结果的文字"):
        render_html(kind, changed)
    item["result_text"] = "确认双方自2016年3月1日起存在劳动关系"
    assert "1.确认双方自2016年3月1日起存在劳动关系。" in render_html(kind, changed)
    changed["award"]["items"][0] = {**item, "result_text": None, "disposition": "refused"}
    assert "驳回王喆玥关于违法解除劳动合同赔偿金的仲裁请求" in render_html(kind, changed).replace(
        '<span class="rare">', ""
    ).replace("</span>", "")


def test_an_award_without_remedies_is_stopped():
    """CHR 53: the award must state the rights of the parties."""
    kind, facts = SAMPLES["award_final"]
    with pytest.raises(MissingFacts, match="当事人的救济途径"):
        render_html(kind, {**facts, "award": {**facts["award"], "remedies": []}})


def test_missing_facts_are_all_named_at_once_in_chinese():
    kind, facts = SAMPLES["award_final"]
    broken = copy.deepcopy(facts)
    del broken["case"]["accepted_on"]
    broken["panel"]["chief"] = "  "
    broken["award"]["reasons"] = None
    del broken["applicants"][0]["address"]
    del broken["award"]["items"][1]["due"]
    del broken["award"]["remedies"][1]["court"]
    with pytest.raises(MissingFacts) as caught:
        make_pdf(kind, broken)
    assert set(caught.value.paths) == {
        "case.accepted_on",
        "panel.chief",
        "award.reasons",
        "applicants[0].address",
        "award.items[1].due",
        "award.remedies[1].court",
    }
    for words in (
        "受理日期",
        "首席（独任）仲裁员",
        "裁决理由",
        "申请人住址（第1项）",
        "履行期限（第2项）",
        "管辖法院名称（第2项）",
    ):
        assert words in str(caught.value)
    assert "不能制作《裁决书》：还缺 6 项内容" in str(caught.value)
    assert missing(kind, facts) == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_paper_can_be_made_from_nothing(sample):
    kind, _ = SAMPLES[sample]
    with pytest.raises(MissingFacts) as caught:
        make_pdf(kind, {})
    assert len(caught.value.paths) >= len(kinds()[kind].facts) // 2
    assert not any(label.isascii() for label in caught.value.labels), caught.value.labels


def test_each_declared_fact_is_missed_when_it_is_gone():
    for kind, facts in SAMPLES.values():
        for top in {path.split(".")[0].removesuffix("[]") for path in kinds()[kind].facts}:
            with pytest.raises(MissingFacts) as caught:
                render_html(kind, {k: v for k, v in facts.items() if k != top})
            assert any(p.split(".")[0].split("[")[0] == top for p in caught.value.paths), f"{kind}: {top}"


def test_a_preview_shows_gaps_in_red_and_signing_does_not():
    kind, facts = SAMPLES["hearing_notice"]
    broken = {**facts, "hearing": {**facts["hearing"], "room": ""}}
    page = render_html(kind, broken, preview=True)
    assert '<mark class="gap">〔缺：开庭地点（仲裁庭）〕</mark>' in page
    with pytest.raises(MissingFacts, match="开庭地点"):
        render_html(kind, broken)
    assert "缺：" not in render_html(kind, facts, preview=True)


HOSTILE = '<script>alert(1)</script>{{ office.name }}{% raw %}<img src=http://x/y.png><link rel=attachment href="file:///etc/passwd">'


def test_hostile_names_are_printed_as_they_are_typed():
    facts = base(applicants=[{"name": HOSTILE, "kind": "worker", "address": "x"}])
    page = render_html("acceptance_notice", facts)
    assert "<script" not in page
    assert "<img" not in page
    assert "<link" not in page
    paper = make_pdf("acceptance_notice", facts)
    assert HOSTILE in paper.text
    assert b"/EmbeddedFile" not in paper.pdf


PLAIN = base(applicants=[{"name": "甲", "kind": "worker"}], respondents=[{"name": "乙", "kind": "employer"}])


WRITABLE = (
    st.characters(min_codepoint=0x20, max_codepoint=0x7E)
    | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
    | st.sampled_from("<>&\"'{}%#喆玥元第号〔〕0\u202e\U0001f600")
)


@settings(deadline=None, max_examples=80)
@given(st.text(WRITABLE, min_size=1, max_size=40))
def test_no_name_whatever_adds_a_tag_or_changes_the_words_around_it(name):
    facts = {**PLAIN, "respondents": [{"name": name, "kind": "employer"}]}
    try:
        page = render_html("acceptance_notice", facts)
    except PaperError:
        return  # blank, invisible or unwritable: said, not printed
    plain = render_html("acceptance_notice", PLAIN)
    assert re.findall(r"<[^>]*>", SPANS.sub(r"\1", page)) == re.findall(r"<[^>]*>", SPANS.sub(r"\1", plain))
    assert squeezed(visible_text(page)) == squeezed(visible_text(plain)).replace("乙", squeezed(name))


def test_a_character_no_face_has_is_refused_by_name():
    facts = base(respondents=[{**FIRM, "name": "东川市\U0001f600机械有限公司"}])
    with pytest.raises(PaperError, match=r"不能制作《受理通知书》.*U\+1F600"):
        make_pdf("acceptance_notice", facts)


def test_invisible_characters_are_refused_by_number():
    """A name with a direction override would read otherwise than it is stored."""
    facts = base(respondents=[{**FIRM, "name": "东川市\u202e机械有限公司"}])
    with pytest.raises(PaperError, match=r"U\+202E"):
        make_pdf("acceptance_notice", facts)


def test_a_rare_name_is_set_as_a_whole_in_the_fall_back_face():
    page = render_html("acceptance_notice", base())
    assert f'<span class="rare">{FIRM["name"]}</span>' in page
    assert '<span class="rare">王喆玥</span>' in page


def test_common_words_stay_in_the_preferred_face():
    plain = base(applicants=[{"name": "李明", "kind": "worker"}], respondents=[{**FIRM, "name": "东川机械厂"}])
    assert 'class="rare"' not in render_html("acceptance_notice", plain)
    assert fonts.rare("东劳人仲案字〔2026〕第15号，共8,000.00元") == []


def test_a_log_that_is_not_empty_stops_the_paper():
    """A picture WeasyPrint cannot read is only logged by it; for us it is no paper."""
    kind, facts = SAMPLES["consistency_report"]
    broken = copy.deepcopy(facts)
    broken["report"]["sections"][0]["charts"][0]["svg"] = "<svg"
    with pytest.raises(PaperError, match="排版时出现问题"):
        make_pdf(kind, broken)


def test_a_warning_of_the_libraries_counts_as_much_as_a_line_in_the_log():
    """Other threads may warn of other things meanwhile; that is not about the paper."""
    from app.rendering.press import listening

    with listening() as heard:
        warnings.warn_explicit("glyph missing", UserWarning, "/x/site-packages/fontTools/subset/__init__.py", 1)
        warnings.warn_explicit("somebody else's", UserWarning, "/x/site-packages/flask/app.py", 1)
        logging.getLogger("weasyprint").warning("unknown property %s", "colour")
    assert heard == ["unknown property colour", "glyph missing"]


def test_a_picture_may_not_be_fetched_from_anywhere():
    from app.rendering.press import ClosedFetcher

    fetcher = ClosedFetcher(fonts.allowed_files())
    for url in ("http://example.invalid/a.png", "file:///etc/passwd", "ftp://example.invalid/", "file:///"):
        with pytest.raises(ValueError, match="不得读取外部资源"):
            fetcher.fetch(url)
    for url in fonts.allowed_files():
        assert fetcher.fetch(url).read(4) in (b"OTTO", b"\0\1\0\0", b"ttcf")


def test_a_final_award_names_both_courts_and_a_non_final_one_does_not_send_anyone_to_annul():
    """LMA 47–50: the worker sues, the employer asks the intermediate court; non-final: either side sues."""
    final, non_final = made("award_final").text, made("award_non_final").text
    assert "劳动者对本裁决不服的，可以自收到本裁决书之日起十五日内向东川市河滨区人民法院提起诉讼" in final
    assert "自收到本裁决书之日起三十日内向东川市中级人民法院申请撤销裁决" in final
    assert "本裁决为终局裁决" in final
    assert "当事人任何一方对本裁决不服的，可以自收到本裁决书之日起十五日内" in non_final
    assert "撤销裁决" not in non_final
    assert "本裁决为非终局裁决" in non_final


def test_each_split_award_says_that_the_other_claims_are_decided_separately():
    """Rules 18, element 8."""
    assert "本委另行作出东劳人仲案字〔2026〕第15-2号裁决书裁决" in made("award_final").text
    assert "本委另行作出东劳人仲案字〔2026〕第15-1号裁决书裁决" in made("award_non_final").text


def test_the_award_has_its_elements_in_the_order_of_the_rules():
    """Rules 18; LMA 46; CHR 53."""
    text = made("award_final").text
    marks = [
        "东川市劳动人事争议仲裁委员会",
        "裁决书",
        "（终局裁决）",
        "东劳人仲案字〔2026〕第15-1号",
        "申请人：王喆玥",
        "被申请人：",
        "2026年3月27日受理",
        "先行调解",
        "一、仲裁请求",
        "二、申请人主张的事实和理由",
        "三、被申请人的答辩意见",
        "四、争议焦点、证据和查明的事实",
        "五、裁决理由",
        "六、裁决结果",
        "本裁决为终局裁决",
        "申请执行",
        "首席仲裁员林若兰\n",
        "二〇二六年五月八日",
        "书记员",
    ]
    places = []
    at = 0
    for mark in marks:
        at = text.index(mark, at)
        places.append(at)
    assert places == sorted(places)


def test_inner_papers_say_so_on_their_face_and_main_papers_do_not():
    """CHR 22, 23: parties read the main file only."""
    for kind, facts in SAMPLES.values():
        assert ("副卷" in render_html(kind, facts)) == (kinds()[kind].folder == "inner")
