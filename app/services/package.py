"""移送包: the main file as it leaves for a court — volume, single documents, catalogue, facts, manifest, signature.

Only what a court may read is gathered; whoever asks for the package, the inner file is never opened for it.
"""

import hashlib
import json
import re
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from app.database import transaction
from app.models import Body, Case, Export, FileShare
from app.permissions import COURT_ROLES
from app.rendering.papers import canonical
from app.services import file_facts, papers, readlog, signing, volume_making, volumes
from app.services.desk import Desk
from app.services.volumes import Catalogue, Entry
from app.verify_package import FORMAT, MANIFEST, MODE, SIGNATURE, fingerprint
from workflows.errors import Reason, Refused

PROJECT = Path(__file__).resolve().parents[2]
SCHEMAS, VERIFIER = PROJECT / "docs" / "schema", PROJECT / "app" / "verify_package.py"
FACTS_SCHEMA, CATALOGUE_SCHEMA = "case-file-facts.schema.json", "case-file-catalogue.schema.json"
LARGEST = 4_000_000_000
"""Bytes of a package; beyond four thousand million the archive would need another format."""
README = """{case} 移送包

main-file.pdf        正卷，按《劳动人事争议仲裁办案规则》第二十二条的次序装订，每页有页码，带书签
catalogue.json       卷内目录（结构见 {catalogue}）
facts.json           案件事实（结构见 {facts}）
documents/           卷内各份文书和材料，一份一个文件
attachments/         录音录像、电子文档和图片的原件
manifest.json        清单：每个条目的大小和散列；manifest.sig.json 是清单的签名（Ed25519）
verify_package.py    核验程序，只需要 Python 3：python3 verify_package.py 移送包.zip --key 公钥指纹

制作：{office}，{made_at}
公钥指纹：{fingerprint}
核验以制作机构公布的核验程序和公钥指纹为准。副卷（评议、审批）和调解中的让步不在包内。
"""


@dataclass(frozen=True)
class Item:
    """One thing to put into the archive: from memory, or from a file."""

    path: str
    content: bytes = b""
    source: Path | None = None


def courts_open_to(desk: Desk, case: Case) -> list[Body]:
    """The courts to which the main file is open today; a court sees itself only."""
    shares = desk.session.exec(select(FileShare).where(FileShare.case_id == case.id)).all()
    ids = [s.court_id for s in shares if s.since <= desk.today and (s.until is None or desk.today <= s.until)]
    if desk.actor.has(*COURT_ROLES):
        ids = [one for one in ids if one == desk.actor.body_id]
    return [body for one in ids if (body := desk.session.get(Body, one)) is not None]


def make(engine: Engine, desk: Desk, case: Case, court: Body, target: Path, *, reason: str = "", address: str = "") -> Export:
    """Write the package to `target` and put on record that it was made. Raises Refused: nothing in the file, the
    file not open to this court, no key, too large. `desk` only reads."""
    if court.id not in {one.id for one in courts_open_to(desk, case)}:
        why = f"案卷（正卷）没有向{court.name}开放。请先登记诉讼（系统随即开放案卷），或者由该院申请查阅并经批准。"
        raise Refused("制作移送包", [Reason(why, "O70 三")], "O70 三")
    bound, listed = volume_making.bound(engine, desk, case, volumes.catalogue(desk, case, "main", "court"))
    with tempfile.TemporaryDirectory(dir=desk.settings.files) as folder:
        items = _items(engine, desk, case, listed, bound, Path(folder))
        key = signing.public_key(desk.settings)
        entries = [_entry(item) for item in items]
        if sum(entry["size"] for entry in entries) > LARGEST:
            raise Refused("制作移送包", [Reason("案卷超过四十亿字节，不能装进一个移送包。请将录音录像另行移送。")])
        manifest = canonical(
            {
                "format": FORMAT,
                "case": case.title,
                "office": _office(desk, case),
                "court": court.name,
                "made_at": desk.now.isoformat(timespec="seconds"),
                "public_key": key,
                "entries": entries,
            }
        )
        seal = canonical(
            {
                "algorithm": "Ed25519",
                "manifest_sha256": hashlib.sha256(manifest).hexdigest(),
                "public_key": key,
                "signature": signing.sign(desk.settings, manifest).hex(),
            }
        )
        _write(target, [Item(MANIFEST, manifest), Item(SIGNATURE, seal), *items])
    made = Export(
        case_id=case.id or 0,
        court_id=court.id,
        staff_id=desk.actor.id,
        reason=reason.strip()[:200],
        at=desk.now,
        pages=sum(entry.pages for entry in listed.entries),
        entries=entries,
        manifest_sha256=hashlib.sha256(manifest).hexdigest(),
        key_fingerprint=fingerprint(key),
    )
    with transaction(engine) as session:
        session.add(made)
        readlog.record(session, desk.actor, case.id or 0, f"导出移送包（{court.name}）"[:80], desk.now, address)
    return made


def _office(desk: Desk, case: Case) -> str:
    return desk.session.get_one(Body, case.office_id).name


def _items(engine: Engine, desk: Desk, case: Case, listed: Catalogue, bound: Path, folder: Path) -> list[Item]:
    documents, paths = _documents(engine, desk, case, listed, folder)
    key = signing.public_key(desk.settings)
    words = README.format(
        case=case.title, catalogue=CATALOGUE_SCHEMA, facts=FACTS_SCHEMA, office=_office(desk, case),
        made_at=desk.now.isoformat(timespec="seconds"), fingerprint=fingerprint(key),
    )  # fmt: skip
    return [
        Item("main-file.pdf", source=bound),
        Item("catalogue.json", canonical(file_facts.of_catalogue(case, listed, paths))),
        Item("facts.json", canonical(file_facts.of_case(desk, case, listed))),
        *(Item(name, (SCHEMAS / name).read_bytes()) for name in (CATALOGUE_SCHEMA, FACTS_SCHEMA)),
        *documents,
        Item("verify_package.py", VERIFIER.read_bytes()),
        Item("README.txt", words.encode()),
    ]


def _documents(
    engine: Engine, desk: Desk, case: Case, listed: Catalogue, folder: Path
) -> tuple[Sequence[Item], dict[int, str]]:
    """The single documents, then the originals of what is bound as something else; ordinal → its path."""
    found, originals, paths = [], [], {}
    for entry in listed.entries:
        file = entry.attachment
        name = f"{entry.ordinal:03} {_plain(entry)}"
        if file is None or file.pages:
            paths[entry.ordinal] = f"documents/{name}.pdf"
            found.append(Item(paths[entry.ordinal], source=volume_making.document(engine, desk, case, entry, folder)))
        if file is not None and file.content_type != "application/pdf":
            original = f"attachments/{name}.{file.name.rpartition('.')[2]}"
            paths.setdefault(entry.ordinal, original)
            originals.append(Item(original, source=papers.store_path(desk.settings, file.sha256)))
    return [*found, *originals], paths


def _plain(entry: Entry) -> str:
    """A title as a file name on every system: no path, no sign a system forbids, not too long."""
    title = entry.title.rpartition(".")[0] if entry.attachment else entry.title
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "_", title or entry.title).strip(" .")[:40] or "材料"


def _entry(item: Item) -> dict[str, Any]:
    digest, crc, size = hashlib.sha256(), 0, 0
    for chunk in _chunks(item):
        digest.update(chunk)
        crc, size = zlib.crc32(chunk, crc), size + len(chunk)
    return {"path": item.path, "size": size, "sha256": digest.hexdigest(), "crc32": crc}


def _chunks(item: Item) -> Any:
    if item.source is None:
        yield item.content
        return
    with item.source.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            yield chunk


def _write(target: Path, items: Sequence[Item]) -> None:
    """The archive in the one layout the verifier knows: stored, in this order, without dates."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for item in items:
            about = zipfile.ZipInfo(item.path, (1980, 1, 1, 0, 0, 0))
            about.create_system, about.external_attr = 3, MODE
            about.file_size = item.source.stat().st_size if item.source else len(item.content)
            with archive.open(about, "w") as stream:
                for chunk in _chunks(item):
                    stream.write(chunk)


def public_facts(desk: Desk) -> dict[str, str]:
    """What the office publishes so that others can verify its packages."""
    key = signing.public_key(desk.settings)
    return {"public_key": key, "fingerprint": fingerprint(key)}


def schema(name: str) -> dict[str, Any]:
    """A published schema by its file name."""
    found: dict[str, Any] = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return found
