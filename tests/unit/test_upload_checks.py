"""敌意文件: what is more, or other, than its name says is refused, and the message says what, why and what now."""

import socket
import threading
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from app.services import scanning, upload_checks
from app.services.scanning import Clamd
from app.services.uploads import image_as_pdf
from workflows.errors import InputError

TYPES = b'<?xml version="1.0"?><Types/>'
RELS = "word/_rels/document.xml.rels"


def pdf(**root: Any) -> bytes:
    out = BytesIO()
    made = pikepdf.new()
    made.add_blank_page()
    for name, value in root.items():
        made.Root[f"/{name}"] = value
    made.save(out)
    return out.getvalue()


def image(kind: str = "PNG", size: tuple[int, int] = (8, 8), mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


def office(folder: str = "word", **parts: bytes) -> bytes:
    return zipped(**{"[Content_Types].xml": TYPES, f"{folder}/document.xml": b"<w/>", **parts})


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def action(kind: str, **more: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **more)


def relation(what: str, target: str) -> bytes:
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{what}"
    return f'<Relationships><Relationship Id="r1" Type="{kind}" Target="{target}" TargetMode="External"/></Relationships>'.encode()


def wave() -> bytes:
    return b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 40


def with_a_number_that_lies(content: bytes) -> bytes:
    """A PNG whose header says forty thousand by forty thousand."""
    import struct
    import zlib

    ihdr = struct.pack("!IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    chunk = struct.pack("!I", 13) + b"IHDR" + ihdr + struct.pack("!I", zlib.crc32(b"IHDR" + ihdr))
    return content[:8] + chunk + content[33:]


HOSTILE = {
    "script in a PDF": ("合同.pdf", pdf(OpenAction=action("JavaScript", JS=pikepdf.String("app.alert(1)"))), "有脚本"),
    "program started by a PDF": ("合同.pdf", pdf(OpenAction=action("Launch", F=pikepdf.String("cmd.exe"))), "启动程序"),
    "PDF that sends a form away": ("合同.pdf", pdf(OpenAction=action("SubmitForm", F=pikepdf.String("x"))), "向外发送"),
    "PDF and archive": ("合同.pdf", pdf() + zipped(a=b"x"), "既是PDF，又是压缩包"),
    "something behind the PDF": ("合同.pdf", pdf() + b"MZ\x90\x00 program", "末尾附有"),
    "cut PDF": ("合同.pdf", pdf()[:60], "损坏的 PDF"),
    "page in an image": ("照片.png", image() + b"<html><script>alert(1)</script>", "夹带网页代码"),
    "image and archive": ("照片.png", image() + zipped(a=b"x"), "既是图片，又是压缩包"),
    "image under another ending": ("照片.jpg", image(), "与扩展名“.jpg”不符（实际是 png）"),
    "image of 1600 million pixels": ("照片.png", with_a_number_that_lies(image()), "尺寸过大"),
    "zip bomb": ("表.docx", office(**{"word/media/a.bmp": b"\x00" * (20 * 1024 * 1024)}), "压缩炸弹"),
    "macro": ("表.docx", office(**{"word/vbaProject.bin": b"x"}), "有宏"),
    "macro by its ending": ("表.docm", office(), "带宏的文件"),
    "old format": ("表.doc", b"\xd0\xcf\x11\xe0", "旧格式"),
    "path out of the folder": ("表.docx", office(**{"../../etc/cron.d/x": b"x"}), "文件夹以外的路径"),
    "absolute path": ("表.docx", office(**{"/etc/x": b"x"}), "文件夹以外的路径"),
    "template from elsewhere": ("表.docx", office(**{RELS: relation("attachedTemplate", "https://example.invalid/a.dotm")}), "外部的模板"),
    "image from elsewhere": ("表.docx", office(**{RELS: relation("image", "file://server/a.png")}), "外部的模板"),
    "entity": ("表.docx", office(**{"word/document.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><w/>'}), "自定义实体"),
    "field that fetches": ("表.docx", office(**{"word/document.xml": b"<w:instrText>DDEAUTO c:\\x</w:instrText>"}), "取外部数据的域"),
    "sheet that fetches": ("表.xlsx", office("xl", **{"xl/externalLinks/externalLink1.xml": b"<a/>"}), "引用了别的文件"),
    "embedded program": ("表.docx", office(**{"word/embeddings/oleObject1.bin": b"x"}), "嵌有程序"),
    "plain archive": ("表.docx", zipped(a=b"x"), "与扩展名“.docx”不符"),
    "broken archive": ("表.docx", office()[:80], "损坏或者加密"),
    "program": ("录音.mp3", b"MZ\x90\x00" + b"\x00" * 200, "与扩展名“.mp3”不符"),
    "page as text": ("说明.txt", b"\x00\x01", "与扩展名“.txt”不符"),
}  # fmt: skip


def check(name: str, content: bytes) -> int:
    kind = upload_checks.kind_of(name)
    if kind.media:
        upload_checks.check_media(name, BytesIO(content))
        return 0
    return kind.check(name, content)


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused_with_what_and_why_and_what_now(case: str) -> None:
    """Issue 5 §5: hostile uploads are refused with a clear message."""
    name, content, why = HOSTILE[case]
    with pytest.raises(InputError) as refused:
        check(name, content)
    assert why in refused.value.why
    assert refused.value.value == name
    assert "登记" in refused.value.remedy or "请" in refused.value.remedy


@pytest.mark.parametrize(
    ("name", "content", "pages"),
    [
        ("合同.pdf", pdf(), 1),
        ("照片.png", image(), 1),
        ("照片.JPG", image("JPEG"), 1),
        ("说明.docx", office(**{RELS: relation("hyperlink", "https://example.invalid")}), 0),
        ("录音.wav", wave(), 0),
        ("说明.txt", "情况说明".encode("gb18030"), 0),
    ],
)
def test_what_is_only_what_it_says_is_taken(name: str, content: bytes, pages: int) -> None:
    """A link a person may click fetches nothing by itself."""
    assert check(name, content) == pages


def test_sound_that_is_also_an_archive_is_refused() -> None:
    with pytest.raises(InputError, match="又是压缩包"):
        check("录音.wav", wave() + zipped(a=b"x"))


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB"), ("TIFF", "L")])
def test_an_image_becomes_a_sheet_of_a4(kind: str, mode: str) -> None:
    """For binding; the same image gives the same bytes."""
    content = image(kind, (1200, 800), mode)
    made = image_as_pdf("照片", content)
    assert made == image_as_pdf("照片", content)
    with pikepdf.open(BytesIO(made)) as found:
        [page] = found.pages
        width, height = (float(side) / 72 * 25.4 for side in page.mediabox[2:])
        assert sorted((round(width), round(height))) == [210, 297]


# ---- 查毒 ----


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[tuple[str, list[bytes]]]:
    """A clamd that finds anything with EICAR in it, and keeps what it was sent."""
    path, heard = str(tmp_path / "clamd.ctl"), []
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()

        def answer() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection, connection.makefile("rb") as stream:
                    assert stream.read(10) == b"zINSTREAM\0"
                    content = b""
                    while size := int.from_bytes(stream.read(4), "big"):
                        content += stream.read(size)
                    heard.append(content)
                    connection.sendall(b"stream: Eicar-Signature FOUND\0" if b"EICAR" in content else b"stream: OK\0")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"unix:{path}", heard
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def test_clamd_is_sent_the_whole_file_and_believed(clamd: tuple[str, list[bytes]]) -> None:
    address, heard = clamd
    content = b"x" * 600_000
    assert scanning.look(Clamd(address), "一.pdf", BytesIO(content)) == "clean"
    assert heard == [content]
    with pytest.raises(InputError, match="查出病毒（Eicar-Signature）"):
        scanning.look(Clamd(address), "二.pdf", BytesIO(b"EICAR"))


def test_without_the_scanner_that_was_set_nothing_is_taken(tmp_path: Path) -> None:
    """A scanner that does not answer is no clean bill; none set is said openly."""
    with pytest.raises(InputError, match="查毒服务没有回应"):
        scanning.look(Clamd(f"unix:{tmp_path}/nothing"), "一.pdf", BytesIO(b"x"))
    assert scanning.look(None, "一.pdf", BytesIO(b"x")) == "not_scanned"
