"""What is wrong with a file handed in, said in words: what it is, why it is not taken, what to do instead.

A file must be wholly what its name says: a PDF that is also an archive, an image that is also a page, a document that
fetches something from elsewhere or carries a program is refused, whatever its ending.
"""

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

import filetype
import pikepdf
from PIL import Image, UnidentifiedImageError

from workflows.errors import InputError

MOST_PARTS = 5000
MOST_UNPACKED = 512 * 1024 * 1024
"""Bytes an office document may unpack to; real ones stay far below."""
MOST_RATIO = 200
"""How many times its packed size a part may unpack to; sheets of repeated rows reach a hundred."""
RATIO_FROM = 4 * 1024 * 1024
MOST_PIXELS = 120_000_000
"""An A4 page at 1200 dots an inch has 140 million: a photograph or a scan stays below."""
MOST_SIDE = 30_000
MOST_PDF_PAGES = 3000
HEAD = 8192
MARKUP = re.compile(rb"<\s*(?:script|html|iframe|!doctype\s+html)\b|<\?php|javascript:", re.IGNORECASE)
OUTSIDE = re.compile(rb'TargetMode\s*=\s*["\']External["\']', re.IGNORECASE)
LINK_ONLY = re.compile(rb"/relationships/hyperlink[\"']", re.IGNORECASE)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
FIELDS = re.compile(rb"\bDDE(?:AUTO)?\b|\bINCLUDE(?:TEXT|PICTURE)\b", re.IGNORECASE)
RUNS = (".exe", ".js", ".vbs", ".bat", ".cmd", ".com", ".scr", ".ps1", ".jar", ".msi", ".dll", ".hta", ".lnk")
ACTIONS = (pikepdf.Name.Launch, pikepdf.Name.SubmitForm, pikepdf.Name.ImportData, pikepdf.Name.GoToR)
MACRO_ENDINGS = ("docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "ppam")
OLD_OFFICE = ("doc", "xls", "ppt", "wps", "et")


@dataclass(frozen=True)
class Kind:
    """One kind of file that is taken in."""

    content_type: str
    check: Callable[[str, bytes], int]
    """Raises InputError; answers the number of pages, 0 for what has none."""
    media: bool = False
    """Sound or film: larger, never read whole."""
    image: bool = False


def refuse(name: str, why: str, remedy: str) -> InputError:
    return InputError("材料", name, why, remedy)


def kind_of(name: str) -> Kind:
    """The kind the ending stands for. Raises InputError."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in KINDS:
        return KINDS[ending]
    if ending in MACRO_ENDINGS:
        raise refuse(name, "是带宏的文件，不收：宏打开时会自动运行。", "请另存为不带宏的 docx、xlsx、pptx，或者打印成 PDF 后登记。")
    if ending in OLD_OFFICE:
        raise refuse(name, "是旧格式的文件，无法检查里面有没有宏，不收。", "请另存为 docx、xlsx、pptx，或者打印成 PDF 后登记。")
    raise refuse(name, "不收这种文件。", f"请转换为以下格式之一：{ENDINGS}。")


def check_media(name: str, stream: BinaryIO) -> None:
    """Sound and film: by their first bytes, and not an archive at the same time. Raises InputError."""
    stream.seek(0)
    head = stream.read(HEAD)
    _guessed(name, head)
    stream.seek(0)
    if zipfile.is_zipfile(stream):
        raise refuse(name, "既是录音录像，又是压缩包。", "请用播放软件重新导出后登记。")
    stream.seek(0)


# ---- PDF ----


def _pdf(name: str, content: bytes) -> int:
    if not content.startswith(b"%PDF-"):
        raise _not_what_it_says(name, content)
    _not_an_archive(name, content, "PDF")
    _, end, tail = content.rpartition(b"%%EOF")
    if end and tail.strip(b"\r\n\t \x00"):
        raise refuse(name, "文件末尾附有 PDF 以外的内容。", "请用阅读软件“打印为 PDF”重新生成后登记。")
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            _nothing_runs(name, pdf)
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise refuse(name, "设有打开密码，办案人员和法院都打不开。", "请去掉密码后重新登记。") from None
    except pikepdf.PdfError:
        raise refuse(name, "是损坏的 PDF，打不开。", "请重新扫描或者重新生成后登记。") from None
    if pages == 0:
        raise refuse(name, "是没有一页的 PDF。", "请核对后重新选择。")
    if pages > MOST_PDF_PAGES:
        raise refuse(name, f"有{pages}页，超过一份材料{MOST_PDF_PAGES}页的上限。", "请分成几份登记。")
    return pages


def _nothing_runs(name: str, pdf: pikepdf.Pdf) -> None:
    """No script, no program started, no form sent away when the file is opened."""
    waiting: list[Any] = list(pdf.objects)
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Array):
            waiting += [one for one in found if _inside(one)]
        if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            continue
        if "/JS" in found or found.get("/S") == pikepdf.Name.JavaScript:
            raise refuse(name, "PDF 里有脚本，打开时会运行。", "请用阅读软件“打印为 PDF”重新生成后登记。")
        if found.get("/S") in ACTIONS:
            raise refuse(name, "PDF 里有启动程序、向外发送或者打开别处文件的动作。", "请用阅读软件“打印为 PDF”重新生成后登记。")
        waiting += [value for _, value in found.items() if _inside(value)]
    for attached in pdf.attachments:
        if attached.lower().endswith(RUNS):
            raise refuse(name, f"PDF 里夹带程序“{attached[:40]}”。", "请去掉附件后重新登记。")


def _inside(value: Any) -> bool:
    """Written where it stands; what is only pointed at is met by itself."""
    return isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect


# ---- images ----


def _image(*formats: str) -> Callable[[str, bytes], int]:
    def check(name: str, content: bytes) -> int:
        if MARKUP.search(content):
            raise refuse(name, "图片里夹带网页代码。", "请用画图软件另存一份后登记。")
        _not_an_archive(name, content, "图片")
        try:
            with Image.open(BytesIO(content), formats=("JPEG", "PNG", "TIFF")) as picture:
                found, (width, height) = picture.format, picture.size
                frames = int(getattr(picture, "n_frames", 1))
        except Image.DecompressionBombError:
            raise _too_many_pixels(name) from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            raise _not_what_it_says(name, content) from None
        if found not in formats:
            raise _not_what_it_says(name, content)
        if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
            raise _too_many_pixels(name, width, height)
        return frames

    return check


def _too_many_pixels(name: str, width: int = 0, height: int = 0) -> InputError:
    size = f"（{width}×{height}）" if width else ""
    return refuse(name, f"图片的尺寸过大{size}，超过{MOST_PIXELS // 10000}万像素。", "请缩小到能看清文字的尺寸后登记。")


# ---- office documents ----


def _office(folder: str) -> Callable[[str, bytes], int]:
    """An Office document is a zip with its own table of contents; it is unpacked no further than needed to look."""

    def check(name: str, content: bytes) -> int:
        if not content.startswith(b"PK\x03\x04"):
            raise _not_what_it_says(name, content)
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                parts = archive.infolist()
                _not_a_bomb(name, parts)
                names = [part.filename for part in parts]
                if "[Content_Types].xml" not in names or not any(n.startswith(f"{folder}/") for n in names):
                    raise _not_what_it_says(name, content)
                _stays_inside(name, parts)
                for part in parts:
                    _part(name, part, archive)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, zipfile.zlib.error):  # type: ignore[attr-defined]
            raise refuse(name, "是损坏或者加密的文档，打不开。", "请用原来的程序重新保存后登记。") from None
        return 0

    return check


def _not_a_bomb(name: str, parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    swollen = any(p.file_size > RATIO_FROM and p.file_size > MOST_RATIO * max(p.compress_size, 1) for p in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or swollen or (unpacked > RATIO_FROM and unpacked > MOST_RATIO * packed):
        megabytes = unpacked // (1024 * 1024)
        raise refuse(name, f"解开以后有{megabytes}兆字节，是压缩炸弹或者损坏的文件。", "请用原来的程序重新保存后登记。")


def _stays_inside(name: str, parts: list[zipfile.ZipInfo]) -> None:
    for part in parts:
        # `orig_filename` is what stands in the file; `filename` was already tidied up.
        path = part.orig_filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or ":" in path or "\x00" in path:
            raise refuse(name, f"文档里有指向文件夹以外的路径“{path[:40]}”。", "请用原来的程序另存一份后登记。")


def _part(name: str, part: zipfile.ZipInfo, archive: zipfile.ZipFile) -> None:
    path = part.filename.lower()
    if path.endswith(("vbaproject.bin", "vbadata.xml")) or "/activex/" in path or "/macrosheets/" in path:
        raise refuse(name, "文档里有宏或者控件，打开时会自动运行。", "请另存为不带宏的格式，或者打印成 PDF 后登记。")
    if "/embeddings/" in path and path.endswith((*RUNS, ".bin")):
        raise refuse(name, "文档里嵌有程序或者无法检查的对象。", "请去掉嵌入的对象，或者打印成 PDF 后登记。")
    if "/externallinks/" in path and path.endswith(".xml"):
        raise refuse(name, "表格引用了别的文件里的数据，打开时会去取。", "请在原程序里“断开链接”后另存，或者打印成 PDF 后登记。")
    if not path.endswith((".xml", ".rels")):
        return
    with archive.open(part) as stream:
        text = stream.read(MOST_UNPACKED)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise refuse(name, "文档里有自定义实体，可能引用别处的内容。", "请用原来的程序另存一份后登记。")
    if path.endswith(".rels"):
        for relation in RELATION.findall(text):
            if OUTSIDE.search(relation) and not LINK_ONLY.search(relation):
                raise refuse(
                    name,
                    "文档引用了外部的模板、图片或者对象，打开时会连接别处。",
                    "请把引用的内容插入文档本身，或者打印成 PDF 后登记。",
                )
    elif path.startswith("word/") and b"instrText" in text and FIELDS.search(text):
        raise refuse(name, "文档里有取外部数据的域（DDE 或者 INCLUDE）。", "请去掉这些域，或者打印成 PDF 后登记。")


# ---- text, sound, film ----


def _text(name: str, content: bytes) -> int:
    if b"\x00" not in content and filetype.guess(content) is None:
        for encoding in ("utf-8", "gb18030"):
            try:
                content.decode(encoding)
            except UnicodeDecodeError:
                continue
            return 0
    raise _not_what_it_says(name, content)


def _guessed(name: str, head: bytes) -> int:
    ending = name.rpartition(".")[2].lower()
    found = filetype.guess(head)
    if found is None or found.extension not in SAME.get(ending, (ending,)):
        raise _not_what_it_says(name, head)
    if MARKUP.search(head):
        raise refuse(name, "录音录像里夹带网页代码。", "请用播放软件重新导出后登记。")
    return 0


SAME: Mapping[str, tuple[str, ...]] = {"mp4": ("mp4", "m4v", "mov"), "mov": ("mov", "mp4"), "m4a": ("m4a", "mp4")}


def _not_an_archive(name: str, content: bytes, what: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            inside = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return
    if inside:
        raise refuse(name, f"既是{what}，又是压缩包（里面有“{inside[0][:40]}”等{len(inside)}个文件）。", "请用原来的程序重新保存后登记。")


def _not_what_it_says(name: str, content: bytes) -> InputError:
    ending = name.rpartition(".")[2].lower()
    found: Any = filetype.guess(content[:HEAD])
    real = f"实际是 {found.extension}" if found is not None else "内容无法识别"
    return refuse(name, f"内容与扩展名“.{ending}”不符（{real}）。", "请用原来的程序另存为正确的格式，不要只改扩展名。")


_WORD = "application/vnd.openxmlformats-officedocument."
KINDS: Mapping[str, Kind] = {
    "pdf": Kind("application/pdf", _pdf),
    "jpg": Kind("image/jpeg", _image("JPEG"), image=True),
    "jpeg": Kind("image/jpeg", _image("JPEG"), image=True),
    "png": Kind("image/png", _image("PNG"), image=True),
    "tif": Kind("image/tiff", _image("TIFF"), image=True),
    "docx": Kind(_WORD + "wordprocessingml.document", _office("word")),
    "xlsx": Kind(_WORD + "spreadsheetml.sheet", _office("xl")),
    "pptx": Kind(_WORD + "presentationml.presentation", _office("ppt")),
    "txt": Kind("text/plain; charset=utf-8", _text),
    "mp3": Kind("audio/mpeg", _guessed, media=True),
    "m4a": Kind("audio/mp4", _guessed, media=True),
    "wav": Kind("audio/wav", _guessed, media=True),
    "amr": Kind("audio/amr", _guessed, media=True),
    "mp4": Kind("video/mp4", _guessed, media=True),
    "mov": Kind("video/quicktime", _guessed, media=True),
}
ENDINGS = "、".join(KINDS)
