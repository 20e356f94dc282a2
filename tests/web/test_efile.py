"""电子卷宗: one file told from the desk to the judgment — its catalogue, its volumes, its package, and what stays out of all."""

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pikepdf
import pytest
from click.testing import CliRunner
from PIL import Image
from sqlmodel import col, select
from told import NOW, Browser, Office, settings_in

from app.commands.file import file_group
from app.database import transaction
from app.factory import create_app
from app.models import (
    Attachment,
    Case,
    CaseRead,
    Event,
    Evidence,
    Export,
    FileShare,
    MediationSession,
    Paper,
    ReadingMark,
    Referral,
    Staff,
    Volume,
)
from app.services import evidence, package, papers, people, uploads, volume_making
from app.verify_package import verify
from workflows import file_order

PLANTED = {
    "notes": "印记手记甲", "offers": "印记让步乙", "deliberated": "印记评议丙", "approval": "印记审批丁",
    "inner event": "印记内部戊", "inner file": "印记副卷己", "mark": "印记批注庚", "outcome": "印记不成辛",
}  # fmt: skip


@dataclass
class Filed:
    """The told office with material in its file and words of the inner file planted wherever they can be."""

    office: Office
    case_id: int = 1

    def as_(self, login: str) -> Browser:
        return self.office.as_(login)

    def bytes_of(self, login: str, address: str) -> bytes:
        with self.as_(login).bytes(address) as answer:
            assert answer.status_code == 200, answer.text[:2000]
            return bytes(answer.data)

    def address(self, end: str = "") -> str:
        return f"/cases/{self.case_id}/file{end}"


@pytest.fixture(scope="module")
def filed(told_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filed]:
    folder = tmp_path_factory.mktemp("filed") / "office"
    shutil.copytree(told_folder, folder)
    app = create_app(settings_in(folder), lambda: NOW)
    office = Office(app)
    with transaction(office.engine) as session:
        clerk = session.exec(select(Staff).where(Staff.login == "clerk")).one()
        desk = app.extensions["hengjian"].desk(session, people.actor_of(session, clerk))
        case = session.get_one(Case, 1)
        worker = next(p.id for p in case.parties if p.side == "applicant")
        picture = BytesIO()
        Image.new("RGB", (60, 40), "red").save(picture, "PNG")
        photo = uploads.receive(desk, case, "考勤照片.png", picture.getvalue(), party_id=worker, purpose="证明加班")
        uploads.receive(desk, case, "通话录音.wav", b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 40, party_id=worker)
        uploads.receive(desk, case, f"{PLANTED['inner file']}.txt", PLANTED["inner file"].encode(), inner=True)
        session.add(
            Evidence(
                case_id=1, ordinal=1, name="考勤照片", party_id=worker, proves="休息日加班", attachment_id=photo.id, pages=1,
                handed_in_on=date(2026, 3, 5), finding="admitted", finding_reason="与工资表相互印证", added_at=NOW,
            )
        )  # fmt: skip
        _plant(session, case)
    yield Filed(office)
    office.engine.dispose()


def _plant(session: Any, case: Case) -> None:
    for row in session.exec(select(MediationSession)).all():
        row.private_notes, row.offers = PLANTED["notes"], PLANTED["offers"]
    case.deliberation = PLANTED["deliberated"]
    case.votes = [{"staff": 1, "text": PLANTED["deliberated"]}]
    for event in session.exec(select(Event).where(col(Event.inner).is_(True))).all():
        event.note = PLANTED["inner event"]
    for referral in session.exec(select(Referral).where(col(Referral.ended_on).is_not(None))).all():
        referral.outcome_reason = PLANTED["outcome"]
    for paper in session.exec(select(Paper).where(Paper.folder == "inner")).all():
        mark = PLANTED["deliberated" if paper.kind == "deliberation_record" else "approval"]
        paper.title, paper.sha256 = mark, ""
    main = session.exec(select(Paper).where(Paper.case_id == 1, Paper.folder == "main")).all()
    judge = session.exec(select(Staff).where(Staff.login == "judge")).one()
    session.add(
        ReadingMark(
            case_id=1, staff_id=judge.id, body_id=judge.body_id, paper_id=main[0].id, page=1, note=PLANTED["mark"],
            shared=True, at=datetime(2026, 9, 1, tzinfo=UTC),
        )
    )  # fmt: skip


@pytest.fixture(scope="module")
def volume(filed: Filed) -> bytes:
    """The main file as the judge gets it."""
    return filed.bytes_of("judge", filed.address("/main.pdf"))


@pytest.fixture(scope="module")
def packed(filed: Filed, volume: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as the court clerk gets it."""
    browser = filed.as_("courtclerk")
    page = browser.get(filed.address())
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    path = tmp_path_factory.mktemp("packed") / "package.zip"
    with browser.client.post(
        filed.address("/export"), data={"csrf_token": token[1], "reason": "一审"}, headers={"Sec-Fetch-Site": "same-origin"}
    ) as answer:
        assert answer.status_code == 200, answer.text[:2000]
        path.write_bytes(answer.data)
    return path


def text_of(pdf: bytes, folder: Path) -> str:
    (folder / "v.pdf").write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", folder / "v.pdf", "-"], capture_output=True, text=True, check=True).stdout


# ---- catalogue and volume ----


def test_the_catalogue_is_in_the_order_of_the_rule(filed: Filed, volume: bytes) -> None:
    """CHR 22: 正卷按申请书、受理通知书、答辩书……送达回证的次序排列；法院看到的没有副卷。"""
    page = filed.as_("judge").get(filed.address())
    titles = re.findall(r'<th scope="rowgroup" colspan="5">([^<]+)</th>', page)
    ranks = [[p.title for p in file_order.order()["main"]].index(t) for t in titles]
    assert ranks == sorted(ranks)
    assert {"受理（不予受理）通知书", "当事人提交的证据材料", "裁决书", "送达回证"} <= set(titles)
    assert "副卷" not in page.replace("副卷和批注不在其中", "")
    assert filed.as_("arbitrator").get(filed.address()).count("副卷目录") == 1


def test_every_page_is_numbered_as_its_label_and_the_catalogue_say(filed: Filed, volume: bytes, tmp_path: Path) -> None:
    """Cover and catalogue i, ii …, the documents 1, 2 …; bookmarks lead to each document."""
    text = text_of(volume, tmp_path).split("\f")
    with pikepdf.open(BytesIO(volume)) as pdf:
        labels = [page.label for page in pdf.pages]
        assert labels[:2] == ["i", "ii"]
        inside = [label for label in labels if label.isdecimal()]
        assert inside == [str(n) for n in range(1, len(inside) + 1)]
        for number, label in enumerate(labels):
            assert re.search(rf"(?<!\S){label}(?!\S)", text[number]), f"page {number} does not show {label}"
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
            documents = [child.title for item in outline.root for child in item.children]
        assert (titles[0], titles[1], titles[-1]) == ("案卷封面", "卷内目录", "备考表")
        assert pdf.Root.get("/Names") is None  # no attachment of any document travels along
    page = filed.as_("judge").get(filed.address())
    assert len(documents) == len(re.findall(r'<td class="num">\d+</td>', page))
    assert "说明页" in "".join(text).replace(" ", "")  # the recording has a sheet of its own


def test_the_volume_is_bound_once_for_the_same_documents(filed: Filed, volume: bytes) -> None:
    assert filed.bytes_of("judge", filed.address("/main.pdf")) == volume


def test_volumes_of_a_file_that_changed_since_are_dropped_and_nothing_else_is(filed: Filed, volume: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store keeps the latest few; what a material or a paper names stays, whatever else it was."""
    settings = filed.office.app.extensions["hengjian"].settings
    monkeypatch.setattr(volume_making, "KEPT", 1)
    with transaction(filed.office.engine) as session:
        case = session.get_one(Case, 1)
        files = session.exec(select(Attachment)).all()
        old = papers.keep(settings, b"an old volume")
        for serial, sha256 in enumerate((old, files[0].sha256)):
            session.add(
                Volume(case_id=1, folder="main", fingerprint=str(serial), sha256=sha256, pages=1, made_at=datetime(2026, 1, 1, tzinfo=UTC))
            )
        session.flush()
        assert volume_making._outdated(session, case, "main") == [old]
        [left] = session.exec(select(Volume).where(Volume.case_id == 1, Volume.folder == "main")).all()
    assert filed.bytes_of("judge", filed.address("/main.pdf")) == volume
    assert left.starts[0] == 1


def test_the_inner_file_is_bound_apart_and_for_the_office_alone(filed: Filed, tmp_path: Path) -> None:
    """CHR 22、23: 正卷、副卷分立；评议记录只给仲裁庭，不给立案窗口。"""
    for login in ("judge", "courtclerk", "analyst", "industry"):
        assert filed.as_(login).bytes(filed.address("/inner.pdf")).status_code in (403, 404), login
    tribunal = text_of(filed.bytes_of("arbitrator", filed.address("/inner.pdf")), tmp_path)
    assert "评议" in re.sub(r"\s", "", tribunal)
    catalogue = filed.as_("filing").get(filed.address())
    assert PLANTED["deliberated"] not in catalogue
    assert PLANTED["approval"] in catalogue


def test_the_copy_for_parties_holds_only_what_parties_may_have(filed: Filed, tmp_path: Path) -> None:
    """CHR 23: 当事人及其代理人可以查阅、复制正卷。"""
    text = text_of(filed.bytes_of("clerk", filed.address("/main.pdf?for=party")), tmp_path)
    assert "供当事人及其代理人查阅" in re.sub(r"\s", "", text)
    assert not any(mark in text for mark in PLANTED.values())


# ---- the package ----


def test_the_package_is_green_and_says_what_the_file_says(filed: Filed, packed: Path, volume: bytes) -> None:
    """Issue 5 §4: main file, catalogue, facts after the published schema, manifest, signature."""
    answer = verify(str(packed))
    assert (answer.green, answer.why) == (True, "")
    key = filed.as_("judge").get("/signing-key")
    assert answer.fingerprint in key
    with zipfile.ZipFile(packed) as archive_:
        assert archive_.testzip() is None
        facts, catalogue = (json.loads(archive_.read(name)) for name in ("facts.json", "catalogue.json"))
        names = set(archive_.namelist())
        assert archive_.read("main-file.pdf") == volume
    jsonschema.Draft202012Validator(package.schema(package.FACTS_SCHEMA)).validate(facts)
    jsonschema.Draft202012Validator(package.schema(package.CATALOGUE_SCHEMA)).validate(catalogue)
    assert {one["file"] for one in catalogue["documents"]} <= names
    assert [one["type"] for one in facts["awards"]] == ["final", "non_final"]
    assert facts["evidence"][0]["finding"] == "予以采信"
    assert {one["result"]["disposition"] for one in facts["claims"]} <= {"granted", "partly", "refused"}
    assert any(name.startswith("attachments/") and name.endswith(".wav") for name in names)
    pages = [(one["first_page"], one["pages"]) for one in catalogue["documents"]]
    assert all(first + count == following for (first, count), (following, _) in pairwise(pages))


def test_nothing_of_the_inner_file_is_in_a_single_byte_of_it(packed: Path, tmp_path: Path) -> None:
    """CHR 22、23；NEG 11：评议、审批、让步、手记、批注不随案卷移送。每个字节都查，压缩的先解开。"""
    with zipfile.ZipFile(packed) as archive_:
        content = {name: archive_.read(name) for name in archive_.namelist()}
    searched = list(content.values()) + [name.encode() for name in content]
    for name, one in content.items():
        if name.endswith(".pdf"):
            searched.append(text_of(one, tmp_path).replace(" ", "").replace("\n", "").encode())
            with pikepdf.open(BytesIO(one)) as pdf:
                for found in pdf.objects:
                    if isinstance(found, pikepdf.Stream):
                        try:
                            searched.append(found.read_bytes())
                        except pikepdf.PdfError:  # an image as it was taken: no text in it
                            searched.append(found.read_raw_bytes())
                    else:
                        searched.append(found.unparse())
    whole = b"\n".join(searched)
    for word in PLANTED.values():
        for encoding in ("utf-8", "utf-16-be", "utf-16-le", "gb18030"):
            assert word.encode(encoding) not in whole, (word, encoding)
        assert json.dumps(word)[1:-1].encode() not in whole
    assert "考勤照片".encode() in whole  # the search finds what is there


def test_a_package_goes_only_to_a_court_the_file_is_open_to_and_is_on_record(filed: Filed, packed: Path) -> None:
    assert filed.as_("judge-mid").bytes(filed.address()).status_code == 404
    with filed.office.reading() as session:
        made = session.exec(select(Export).order_by(col(Export.id))).all()[0]
        assert (made.reason, made.pages > 10) == ("一审", True)
        assert session.exec(select(CaseRead).where(col(CaseRead.what).startswith("导出移送包"))).first() is not None
        assert "导出移送包" in filed.as_("clerk").get(filed.address())
    with transaction(filed.office.engine) as session:
        share = session.exec(select(FileShare).where(FileShare.case_id == 1)).one()
        share.until = date(2026, 9, 1)
    try:
        assert filed.as_("courtclerk").bytes(filed.address()).status_code == 404
        page = filed.as_("clerk").get(filed.address())
        assert "案卷还没有向法院开放，不能制作移送包" in page
    finally:
        with transaction(filed.office.engine) as session:
            session.exec(select(FileShare).where(FileShare.case_id == 1)).one().until = None


def test_the_commands_make_a_package_and_name_what_is_broken(filed: Filed, packed: Path, tmp_path: Path) -> None:
    """`hengjian file export`, `hengjian file verify`: green, or the first broken item."""
    runner, settings = CliRunner(), filed.office.app.extensions["hengjian"].settings
    env = {"HENGJIAN_DATA": str(settings.data), "HENGJIAN_SIGNING_KEY": settings.signing_key, "HENGJIAN_ENV": "test"}
    out = tmp_path / "made.zip"
    with filed.office.reading() as session:
        number = session.get_one(Case, 1).number
    wrong = runner.invoke(file_group, ["export", "没有的案号", "--out", str(out), "--by", "clerk"], env=env)
    assert (wrong.exit_code, out.exists()) == (2, False)
    assert "没有找到这件案件" in wrong.output
    made = runner.invoke(file_group, ["export", number or "", "--out", str(out), "--by", "clerk"], env=env)
    assert made.exit_code == 0, made.output
    key = runner.invoke(file_group, ["key"], env=env).output.rpartition("指纹：")[2].strip()
    green = runner.invoke(file_group, ["verify", str(out), "--key", key])
    assert (green.exit_code, "通过（绿）" in green.output) == (0, True)
    content = bytearray(packed.read_bytes())
    content[content.index(b"PK", 4_000 + content.index(b"%PDF"))] ^= 1
    out.write_bytes(content)
    broken = runner.invoke(file_group, ["verify", str(out), "--json"])
    said = json.loads(broken.output)
    assert (broken.exit_code, said["green"], bool(said["broken"])) == (1, False, True)


# ---- reading marks ----


def test_reading_marks_stay_with_their_writer_and_house(filed: Filed) -> None:
    """Issue 5 §1: reading marks private to the court."""
    assert PLANTED["mark"] in filed.as_("courtclerk").get(filed.address())  # a colleague, and it is shared
    assert PLANTED["mark"] not in filed.as_("arbitrator").get(filed.address())
    document = re.search(r'<option value="(paper-\d+)"', filed.as_("courtclerk").get(filed.address()))
    assert document is not None
    browser = filed.as_("courtclerk")
    page = browser.post(filed.address(), 303, filed.address("/marks"), document=document[1], page="1", colour="red", note="此处日期待核")
    assert "此处日期待核" in page
    assert "此处日期待核" not in filed.as_("judge").get(filed.address())
    assert "没有这一页" in browser.post(filed.address(), 422, filed.address("/marks"), document=document[1], page="9998", note="记住的字")
    with filed.office.reading() as session:
        own = session.exec(select(ReadingMark).where(ReadingMark.note == "此处日期待核")).one().id
    filed.as_("judge").post(filed.address(), 404, filed.address(f"/marks/{own}/remove"))
    assert "此处日期待核" not in browser.post(filed.address(), 303, filed.address(f"/marks/{own}/remove"))


# ---- evidence ----


def test_the_list_takes_proof_remarks_and_findings_and_keeps_findings_to_the_tribunal(filed: Filed) -> None:
    """CHR 15；LMA 39：证据经质证；裁决作出以前认定只给仲裁庭。"""
    with transaction(filed.office.engine) as session:
        case = session.get_one(Case, 2)
        case.chief_id = case.hearing_officer_id = session.exec(select(Staff.id).where(Staff.login == "arbitrator")).one()
        worker, firm = (next(str(p.id) for p in case.parties if p.side == side) for side in ("applicant", "respondent"))
    new, clerk = "/cases/2/evidence/new", filed.as_("clerk")
    item = {"name": "工资条", "source": "party", "kept_as": "copy", "proves": "月工资数额", "pages": "2", "handed_in_on": "2026-08-30"}
    assert "没有写明提交人" in clerk.post(new, 422, **item)
    assert "工资条" in clerk.post(new, 303, party=worker, **item)
    with filed.office.reading() as session:
        row = session.exec(select(Evidence).where(Evidence.case_id == 2)).one().id
    here = f"/cases/2/evidence/{row}"
    said = {"do": "remark", "remark_party": firm, "authentic": "accepted", "lawful": "accepted", "relevant": "disputed"}
    assert "没有写明理由" in clerk.post(here, 422, text="", **said)
    page = clerk.post(here, 303, text="与本案无关", **said)
    assert "认可：真实性、合法性；不认可：关联性" in page
    assert "与本案无关" in page
    found = {"do": "finding", "finding": "not_admitted", "finding_reason": "没有原件核对"}
    arbitrator = filed.as_("arbitrator")
    assert "没有原件核对" in arbitrator.post(here, 303, **found)
    assert "没有原件核对" not in filed.as_("filing").get("/cases/2/evidence")
    with filed.office.reading() as session:
        desk = filed.office.app.extensions["hengjian"].desk(session, people.actor_of(session, session.get_one(Staff, 1)))
        assert evidence.for_award(desk, session.get_one(Case, 2)) == [
            {"title": "工资条", "by": "申请人", "proves": "月工资数额", "finding": "没有原件核对，不予采信"}
        ]
    assert "没有原件核对" in filed.as_("head").get("/cases/2/evidence")
    register = filed.as_("filing").get("/cases/2/file")
    assert all(what in register for what in ("登记证据1：工资条", "登记对证据1的质证意见", "认定证据1"))
    assert "没有原件核对" not in register
    token = re.search(r'name="csrf_token" value="([^"]+)"', clerk.get(here))
    assert token is not None
    refused = clerk.client.post(here, data={"csrf_token": token[1], **found}, headers={"Sec-Fetch-Site": "same-origin"})
    assert refused.status_code == 403
    assert filed.as_("arbitrator").get("/cases/1/evidence").count("予以采信") >= 1
    assert "证据清单不再改动" in arbitrator.post("/cases/1/evidence/1", 409, do="item", party=worker, **item)


# ---- archive ----


def test_the_archive_lists_what_is_past_its_term_and_not_held(filed: Filed) -> None:
    """CHR 24: 裁决结案十年、其他五年；法律保全期间不列入处置。"""
    with transaction(filed.office.engine) as session:
        case = session.get_one(Case, 2)
        before = (case.state, case.closed_on, case.closed_by)
        case.state, case.closed_on, case.closed_by, case.keep_until = "closed", date(2020, 3, 1), "withdrawn", date(2025, 3, 1)
        number = case.title
    clerk = filed.as_("clerk")
    assert number in clerk.get("/archive").split("暂停处置")[0].split("保管期届满")[1]
    with transaction(filed.office.engine) as session:
        case = session.get_one(Case, 2)
        case.legal_hold, case.hold_until = "当事人申请再审", date(2026, 9, 2)
        case.held_by_id = session.exec(select(Staff.id).where(Staff.login == "head")).one()
    page = clerk.get("/archive")
    assert number not in page.split("暂停处置")[0]
    assert "当事人申请再审" in page
    with filed.office.reading() as session:
        case = session.get_one(Case, 2)
        assert case.held_on(date(2026, 9, 2))
        assert not case.held_on(date(2026, 9, 3))
    with transaction(filed.office.engine) as session:
        case = session.get_one(Case, 2)
        (case.state, case.closed_on, case.closed_by), case.legal_hold = before, ""
