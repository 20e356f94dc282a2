"""材料: a file handed in is what its name says it is, is kept under the hash of its content, and stands in the file."""

import hashlib
import re
import unicodedata
from io import BytesIO
from typing import BinaryIO

import img2pdf
from PIL import Image, ImageOps
from sqlmodel import select

from app.models import Attachment, Case
from app.services import papers, scanning, upload_checks
from app.services.desk import Desk
from app.services.upload_checks import Kind
from workflows import file_order
from workflows.errors import InputError

LONGEST_NAME = 150
LONGEST_PURPOSE = 300
A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
MARGIN = img2pdf.mm_to_pt(10)


def clean_name(name: str) -> str:
    """The name of a file without path, control and direction marks: what is shown is what it is."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    text = "".join(c for c in text if c.isprintable() and unicodedata.category(c) not in ("Cf", "Cc", "Co", "Cs"))
    text = re.sub(r'[<>:"|?*]+', "_", text).strip(" .")
    stem, dot, ending = text.rpartition(".")
    return f"{stem[: LONGEST_NAME - 10]}{dot}{ending[:9]}" if dot else text[:LONGEST_NAME]


def receive(
    desk: Desk,
    case: Case,
    name: str,
    given: bytes | BinaryIO,
    *,
    purpose: str = "",
    party_id: int | None = None,
    inner: bool = False,
    place: str = "",
    scanner: scanning.Scanner | None = None,
) -> Attachment:
    """Put a file into the case. Raises InputError: no file, empty, unknown kind, content not what the name says,
    dangerous, too large, already there, a party of another case. The caller has asked whether the person may.

    `place` is its place in the file (workflows/catalogue/file_order.toml); by default the evidence of its side.
    """
    assert case.id is not None
    stream = BytesIO(given) if isinstance(given, bytes) else given
    shown = clean_name(name)
    if not shown:
        raise InputError("材料", name, "没有选择文件。", "请选择要登记的文件。")
    if upload_checks.MARKUP.search(name.encode()):
        raise InputError("材料", shown, "文件名里夹带网页代码。", "请把文件改成普通的名称后登记。")
    kind = upload_checks.kind_of(shown)
    size = _size(desk, shown, stream, kind)
    if len(purpose.strip()) > LONGEST_PURPOSE:
        raise InputError("证明内容", purpose, f"超过{LONGEST_PURPOSE}个字。", "请精简。")
    if party_id is not None and party_id not in {p.id for p in case.parties}:
        raise InputError("提交人", party_id, "不是本案的当事人。", "请从列表中选择。")
    folder = "inner" if inner else "main"
    place = place or file_order.usual(folder, by_party=party_id is not None).id
    if place not in {one.id for one in file_order.open_to_uploads(folder)}:
        raise InputError("归入", place, "卷内没有这个位置。", "请从列表中选择。", "CHR 22")
    pages, as_pdf = 0, b""
    if kind.media:
        upload_checks.check_media(shown, stream)
    else:
        stream.seek(0)
        content = stream.read()
        pages = kind.check(shown, content)
        as_pdf = image_as_pdf(shown, content) if kind.image else b""
    scan = scanning.look(scanner or scanning.of_settings(desk.settings), shown, stream)
    sha256 = papers.keep_stream(desk.settings, stream)
    there = desk.session.exec(
        select(Attachment).where(Attachment.case_id == case.id, Attachment.sha256 == sha256)
    ).first()
    if there is not None:
        raise InputError("材料", shown, f"同样内容的文件已经登记过（{there.name}）。", "不需要再次登记。")
    attachment = Attachment(
        case_id=case.id,
        party_id=party_id,
        name=shown,
        purpose=purpose.strip(),
        folder=folder,
        place=place,
        content_type=kind.content_type,
        size=size,
        sha256=sha256,
        pages=pages,
        pdf_sha256=papers.keep(desk.settings, as_pdf) if as_pdf else "",
        scan=scan,
        added_at=desk.now,
        added_by_id=desk.actor.id,
    )
    desk.session.add(attachment)
    desk.session.flush()
    return attachment


def _size(desk: Desk, shown: str, stream: BinaryIO, kind: Kind) -> int:
    size = stream.seek(0, 2)
    stream.seek(0)
    if size == 0:
        raise InputError("材料", shown, "是空文件。", "请核对后重新选择。")
    most = desk.settings.media_megabytes if kind.media else desk.settings.upload_megabytes
    if size > most * 1024 * 1024:
        what = "请剪去无关的部分或者压缩后登记。" if kind.media else "请分成几个文件，或者压缩清晰度后登记。"
        raise InputError("材料", shown, f"有{size / 1024 / 1024:.1f}兆字节，超过{most}兆字节的上限。", what)
    return size


def image_as_pdf(shown: str, content: bytes) -> bytes:
    """An image on A4 sheets, upright, for binding; JPEG data go in as they are. Raises InputError for a broken image."""
    layout = img2pdf.get_layout_fun(pagesize=A4, border=(MARGIN, MARGIN), fit=img2pdf.FitMode.shrink, auto_orient=True)
    try:
        plain = _without_transparency(content)
        made = img2pdf.convert(
            plain, layout_fun=layout, rotation=img2pdf.Rotation.ifvalid, nodate=True, creator="", producer=""
        )
    except (OSError, ValueError, SyntaxError, img2pdf.ImageOpenError, img2pdf.AlphaChannelError) as error:
        raise upload_checks.refuse(shown, "是损坏的图片，打不开。", "请重新拍照或者扫描后登记。") from error
    assert isinstance(made, bytes)
    return made


def _without_transparency(content: bytes) -> bytes:
    """PDF pages are white paper: what is transparent becomes white. Everything else stays as it is."""
    with Image.open(BytesIO(content)) as picture:
        picture.load()
        if "A" not in picture.getbands() and "transparency" not in picture.info and picture.mode != "P":
            return content
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        sheet = Image.new("RGB", upright.size, "white")
        sheet.paste(upright, mask=upright.getchannel("A"))
        out = BytesIO()
        sheet.save(out, "PNG")
        return out.getvalue()


def keep_once(desk: Desk, case: Case, name: str, content: bytes, *, purpose: str = "") -> Attachment:
    """As `receive`; what is in the file already is that one. Raises InputError."""
    there = desk.session.exec(
        select(Attachment).where(
            Attachment.case_id == case.id, Attachment.sha256 == hashlib.sha256(content).hexdigest(), Attachment.folder == "main"
        )
    ).first()
    return there or receive(desk, case, name, content, purpose=purpose)


def content_of(desk: Desk, attachment: Attachment) -> bytes:
    """The bytes as they were handed in."""
    return papers.store_path(desk.settings, attachment.sha256).read_bytes()
