"""Materials: a file is what its name says, or it is not taken; its name is only a name."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from factories import Browser, Office, words
from openpyxl import Workbook
from PIL import Image
from sqlmodel import select
from werkzeug.test import TestResponse

from app.models import Attachment
from app.services import uploads

SignIn = Callable[[str], Browser]
EXE = b"MZ\x90\x00" + b"\x00" * 200


def _pdf() -> bytes:
    out = BytesIO()
    made = pikepdf.new()
    made.add_blank_page()
    made.save(out)
    return out.getvalue()


def _png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


PDF, PNG = _pdf(), _png()


def workbook() -> bytes:
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


def zipped(**names: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in names.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def send(client: Browser, case_id: int, name: str, content: bytes, **other: str) -> TestResponse:
    return client.post(f"/cases/{case_id}/materials/new", data={"file": (BytesIO(content), name), **other})


def kept(office: Office) -> list[Attachment]:
    with office.reading() as session:
        return list(session.exec(select(Attachment)).all())


def test_a_file_is_kept_under_its_hash_and_stands_in_the_case(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    client = client_as("filing")
    party = str(office.party(case_id, "applicant"))
    assert send(client, case_id, "考勤表.pdf", PDF, purpose="证明加班", party=party).status_code == 303
    page = client.get(f"/cases/{case_id}")
    assert "考勤表.pdf" in page.text
    assert "证明加班" in page.text
    [row] = kept(office)
    answer = client.get(f"/materials/{row.id}")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content"),
    [("工资表.xlsx", workbook()), ("照片.png", PNG), ("说明.txt", "情况说明".encode()), ("旧说明.TXT", "情况说明".encode("gb18030"))],
)  # fmt: skip
def test_what_is_what_it_says_is_taken(office: Office, client_as: SignIn, name: str, content: bytes) -> None:
    assert send(client_as("filing"), office.files(), name, content).status_code == 303


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("考勤表.pdf", EXE, "与扩展名“.pdf”不符（实际是 exe）"),
        ("考勤表.pdf", PNG, "与扩展名“.pdf”不符（实际是 png）"),
        ("照片.jpg", PNG, "与扩展名“.jpg”不符"),
        ("工资表.xlsx", zipped(a=b"x"), "与扩展名“.xlsx”不符"),
        ("工资表.docx", workbook(), "与扩展名“.docx”不符"),
        ("宏.xlsx", zipped(**{"[Content_Types].xml": b"<a/>", "xl__vbaProject.bin": b"x"}), "文档里有宏或者控件"),
        ("说明.txt", b"\x00\x01\x02", "与扩展名“.txt”不符"),
        ("程序.exe", EXE, "不收这种文件"),
        ("页面.html", b"<script>alert(1)</script>", "不收这种文件"),
        ("图.svg", b"<svg onload='x'/>", "不收这种文件"),
        ("没有扩展名", PDF, "不收这种文件"),
        ("<script>alert(1)<script>.pdf", PDF, "文件名里夹带网页代码"),
        ("空.pdf", b"", "是空文件"),
        ("", PDF, "没有选择文件"),
    ],
)
def test_what_is_not_what_it_says_is_refused_in_words(
    office: Office, client_as: SignIn, name: str, content: bytes, said: str
) -> None:
    case_id = office.files()
    answer = send(client_as("filing"), case_id, name, content, purpose="证明内容还在")
    assert answer.status_code == 422
    assert said in words(answer)
    assert "证明内容还在" in answer.text
    assert kept(office) == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\考勤.pdf", "考勤.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("a\nb\r.pdf", "ab.pdf"),
        ("<b>粗</b>.pdf", "b_.pdf"),
        ("长" * 400 + ".pdf", "长" * 140 + ".pdf"),
        ("...pdf", "pdf"),
    ],
)
def test_a_name_is_only_a_name(given: str, shown: str) -> None:
    assert uploads.clean_name(given) == shown


def test_a_file_never_lands_outside_the_store(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    send(client_as("filing"), case_id, "../../../escape.pdf", PDF)
    folder: Path = office.runtime.settings.data
    assert not list(folder.parent.rglob("escape.pdf"))
    assert kept(office)[0].name == "escape.pdf"


def test_the_same_content_is_registered_once(office: Office, client_as: SignIn) -> None:
    case_id, client = office.files(), client_as("filing")
    send(client, case_id, "一.pdf", PDF)
    assert "已经登记过" in words(send(client, case_id, "二.pdf", PDF))


def test_a_paper_above_the_limit_is_refused_in_words_and_a_recording_has_its_own(office: Office, client_as: SignIn) -> None:
    """Sound and film may be larger than a paper; the form says so, with what was typed."""
    office.runtime.settings = replace(office.runtime.settings, upload_megabytes=0, media_megabytes=1)
    case_id, client = office.files(), client_as("filing")
    answer = send(client, case_id, "a.pdf", PDF, purpose="证明内容还在")
    assert answer.status_code == 422
    assert "超过0兆字节的上限" in words(answer)
    assert "证明内容还在" in answer.text
    assert send(client, case_id, "录音.wav", b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 40).status_code == 303


def test_material_stands_where_it_belongs_and_says_that_nobody_scanned_it(office: Office, client_as: SignIn) -> None:
    """CHR 22: each paper has its place; without a scanner the page says so."""
    case_id, client = office.files(), client_as("filing")
    assert "未查毒" in client.get(f"/cases/{case_id}/materials/new").text
    send(client, case_id, "身份证.png", PNG, place="main.identity")
    send(client, case_id, "考勤.pdf", PDF, party=str(office.party(case_id, "applicant")))
    found = {row.name: row for row in kept(office)}
    assert (found["身份证.png"].place, found["考勤.pdf"].place) == ("identity", "evidence")
    assert found["身份证.png"].pdf_sha256 != ""
    assert {row.scan for row in found.values()} == {"not_scanned"}
    assert "卷内没有这个位置" in words(send(client, case_id, "裁决.txt", b"x", place="main.award"))


def test_a_party_of_another_case_cannot_have_handed_it_in(office: Office, client_as: SignIn) -> None:
    first, second = office.files(key="1"), office.files(key="2")
    answer = send(client_as("filing"), first, "一.pdf", PDF, party=str(office.party(second, "applicant")))
    assert answer.status_code == 422
    assert "不是本案的当事人" in words(answer)


@pytest.mark.parametrize(("login", "status"), [("filing-shiqiao", 404), ("judge", 404), ("industry", 404), ("audit", 403)])
def test_materials_of_others_do_not_exist(office: Office, client_as: SignIn, login: str, status: int) -> None:
    case_id = office.files()
    send(client_as("filing"), case_id, "一.pdf", PDF)
    assert client_as(login).get(f"/materials/{kept(office)[0].id}").status_code == status
    assert send(client_as(login), case_id, "二.pdf", PDF + b"2").status_code in (403, 404)
    assert len(kept(office)) == 1


def test_materials_are_for_those_who_handle_the_case_and_not_for_the_analyst(office: Office, client_as: SignIn) -> None:
    """The analyst reads what was claimed and decided, not the parties' own papers."""
    case_id = office.files()
    send(client_as("filing"), case_id, "身份证.pdf", PDF)
    [row] = kept(office)
    assert client_as("analyst").get(f"/materials/{row.id}").status_code == 404
    assert client_as("analyst").get(f"/materials/{row.id}.pdf").status_code == 404
    assert "身份证.pdf" not in client_as("analyst").get(f"/cases/{case_id}").text
    assert client_as("arbitrator").get(f"/materials/{row.id}.pdf").mimetype == "application/pdf"


def test_inner_materials_are_not_for_the_analyst(office: Office, client_as: SignIn) -> None:
    """CHR 22: the inner file stays with the office's case handlers."""
    case_id = office.files()
    send(client_as("filing"), case_id, "内部.pdf", PDF, place="inner.other")
    [row] = kept(office)
    assert client_as("arbitrator").get(f"/materials/{row.id}").status_code == 200
    assert client_as("analyst").get(f"/materials/{row.id}").status_code == 404
    assert "内部.pdf" not in client_as("analyst").get(f"/cases/{case_id}").text
