"""材料: a file handed in is what its name says it is, is kept under the hash of its content, and stands in the file."""

import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

import filetype
from sqlmodel import select

from app.models import Attachment, Case
from app.services import papers
from app.services.desk import Desk
from workflows.errors import InputError

LONGEST_NAME = 150
LONGEST_PURPOSE = 300
MOST_PARTS = 5000


@dataclass(frozen=True)
class Accepted:
    """One kind of file: its type as sent to browsers, and the test that content is of it."""

    content_type: str
    fits: Callable[[bytes], bool]


def _guessed(*extensions: str) -> Callable[[bytes], bool]:
    def fits(content: bytes) -> bool:
        found = filetype.guess(content)
        return found is not None and found.extension in extensions

    return fits


def _office(folder: str) -> Callable[[bytes], bool]:
    """An Office document is a zip with its own table of contents; macros make it another kind."""

    def fits(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                names = archive.namelist()[:MOST_PARTS]
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return False
        macros = any(name.lower().endswith("vbaproject.bin") for name in names)
        return "[Content_Types].xml" in names and any(n.startswith(f"{folder}/") for n in names) and not macros

    return fits


def _text(content: bytes) -> bool:
    if b"\x00" in content or filetype.guess(content) is not None:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


KINDS: Mapping[str, Accepted] = {
    "pdf": Accepted("application/pdf", lambda content: content.startswith(b"%PDF-")),
    "jpg": Accepted("image/jpeg", _guessed("jpg")),
    "jpeg": Accepted("image/jpeg", _guessed("jpg")),
    "png": Accepted("image/png", _guessed("png")),
    "docx": Accepted(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _office("word")
    ),
    "xlsx": Accepted("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _office("xl")),
    "txt": Accepted("text/plain; charset=utf-8", _text),
    "mp3": Accepted("audio/mpeg", _guessed("mp3")),
    "mp4": Accepted("video/mp4", _guessed("mp4", "m4v", "mov")),
}
ENDINGS = "、".join(KINDS)


def clean_name(name: str) -> str:
    """The name of a file without path, control and direction marks: what is shown is what it is."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    text = "".join(c for c in text if c.isprintable() and unicodedata.category(c) not in ("Cf", "Cc", "Co", "Cs"))
    text = re.sub(r'[<>:"|?*]+', "_", text).strip(" .")
    stem, dot, ending = text.rpartition(".")
    return f"{stem[: LONGEST_NAME - 10]}{dot}{ending[:9]}" if dot else text[:LONGEST_NAME]


def receive(
    desk: Desk, case: Case, name: str, content: bytes, *, purpose: str = "", party_id: int | None = None, inner: bool = False
) -> Attachment:
    """Put a file into the case. Raises InputError: no file, empty, unknown kind, content not what the name says,
    already there, a party of another case. The caller has asked whether the person may."""
    assert case.id is not None
    shown = clean_name(name)
    if not shown:
        raise InputError("材料", name, "没有选择文件。", "请选择要登记的文件。")
    if not content:
        raise InputError("材料", shown, "是空文件。", "请核对后重新选择。")
    ending = shown.rpartition(".")[2].lower() if "." in shown else ""
    accepted = KINDS.get(ending)
    if accepted is None:
        raise InputError("材料", shown, "不收这种文件。", f"请转换为以下格式之一：{ENDINGS}。")
    if not accepted.fits(content):
        found = filetype.guess(content)
        real = f"实际是 {found.extension}" if found is not None else "内容无法识别"
        raise InputError(
            "材料", shown, f"内容与扩展名“.{ending}”不符（{real}）。", "请用原来的程序另存为正确的格式，不要只改扩展名。"
        )
    if len(purpose.strip()) > LONGEST_PURPOSE:
        raise InputError("证明内容", purpose, f"超过{LONGEST_PURPOSE}个字。", "请精简。")
    if party_id is not None and party_id not in {p.id for p in case.parties}:
        raise InputError("提交人", party_id, "不是本案的当事人。", "请从列表中选择。")
    sha256 = papers.keep(desk.settings, content)
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
        folder="inner" if inner else "main",
        content_type=accepted.content_type,
        size=len(content),
        sha256=sha256,
        added_at=desk.now,
        added_by_id=desk.actor.id,
    )
    desk.session.add(attachment)
    desk.session.flush()
    return attachment


def content_of(desk: Desk, attachment: Attachment) -> bytes:
    """The bytes as they were handed in."""
    return papers.store_path(desk.settings, attachment.sha256).read_bytes()
