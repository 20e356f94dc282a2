#!/usr/bin/env python3
"""核验移送包：只用 Python 标准库，可以单独复制到任何有 Python 3.8 以上的机器上运行。

    python3 verify_package.py 移送包.zip [--key 公钥指纹或公钥]

全部相符，打印“通过（绿）”，退出码 0；否则说出第一个坏的条目，退出码 1。包里的每一个字节都由清单决定：
条目的次序、名称、大小、内容，连同压缩包自身的结构，多一个字节、少一个字节、换一个字节都会被发现。
清单由制作机构用 Ed25519（RFC 8032）签名；公钥写在包里，请与该机构公布的公钥指纹核对（--key）。
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
import zlib
from typing import Any, BinaryIO, NamedTuple

FORMAT = "hengjian-case-file/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig.json"
LARGEST_MANIFEST = 64 * 1024 * 1024
CHUNK = 1 << 20
DOS_DATE = 33  # 1980-01-01
MODE = 0o644 << 16


class Answer(NamedTuple):
    """What the verifier says. `broken` is "" when all is as it was signed."""

    broken: str
    why: str
    entries: int
    case: str
    office: str
    made_at: str
    public_key: str

    @property
    def green(self) -> bool:
        return not self.broken

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key)


class Broken(Exception):
    """The first item that is not as it was signed."""

    def __init__(self, item: str, why: str) -> None:
        self.item = item
        self.why = why
        super().__init__(f"{item}：{why}")


class Entry(NamedTuple):
    """One item of the package as the manifest has it."""

    path: str
    size: int
    sha256: str
    crc32: int


def fingerprint(public_key: str) -> str:
    """A public key in a form to be read aloud: the first 32 hex digits of its hash, in groups of four."""
    digits = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:32] if public_key else ""
    return " ".join(digits[n : n + 4] for n in range(0, len(digits), 4))


def verify(path: str, key: str = "") -> Answer:
    """Look at every byte of the package. `key`: the public key or its fingerprint, where the reader knows it.

    Raises OSError when the file cannot be read.
    """
    known: dict[str, Any] = {}
    try:
        with open(path, "rb") as stream:
            entries = _verify(stream, key, known)
    except Broken as problem:
        return Answer(problem.item, problem.why, 0, *_said(known))
    return Answer("", "", entries, *_said(known))


def _said(known: dict[str, Any]) -> tuple[str, str, str, str]:
    return (str(known.get("case", "")), str(known.get("office", "")), str(known.get("made_at", "")), str(known.get("public_key", "")))


def _verify(stream: BinaryIO, key: str, known: dict[str, Any]) -> int:
    manifest_bytes, manifest_crc = _small(stream, MANIFEST)
    signature_bytes, signature_crc = _small(stream, SIGNATURE)
    manifest = _signed(manifest_bytes, signature_bytes, key)
    known.update(manifest)
    try:
        listed = [Entry(str(e["path"]), int(e["size"]), str(e["sha256"]), int(e["crc32"])) for e in manifest["entries"]]
    except (KeyError, TypeError, ValueError):
        raise Broken(MANIFEST, "清单的写法不对") from None
    names = {e.path for e in listed}
    for entry in listed:
        _entry(stream, entry, names)
    whole = [
        Entry(MANIFEST, len(manifest_bytes), "", manifest_crc),
        Entry(SIGNATURE, len(signature_bytes), "", signature_crc),
        *listed,
    ]
    _ending(stream, whole)
    return len(whole)


# ---- the archive: laid out in one way only ----


def local_header(entry: Entry) -> bytes:
    name = entry.path.encode("utf-8")
    return struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, _flag(name), 0, 0, DOS_DATE, entry.crc32, entry.size, entry.size, len(name), 0) + name


def _flag(name: bytes) -> int:
    return 0 if name.isascii() else 0x800


def directory(entries: list[Entry]) -> bytes:
    """The table of contents at the end of the archive, and the mark that closes it."""
    table, offset = b"", 0
    for entry in entries:
        name = entry.path.encode("utf-8")
        table += struct.pack(
            "<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, _flag(name), 0, 0, DOS_DATE, entry.crc32, entry.size, entry.size,
            len(name), 0, 0, 0, 0, MODE, offset,
        ) + name  # fmt: skip
        offset += len(local_header(entry)) + entry.size
    return table + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(table), offset, 0)


def _small(stream: BinaryIO, wanted: str) -> tuple[bytes, int]:
    """The manifest or the signature: read whole, its header as it must be."""
    head = stream.read(30)
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        raise Broken(wanted, "文件不完整，或者不是移送包")
    crc, size = struct.unpack("<L4xL", head[14:26])
    if size > LARGEST_MANIFEST:
        raise Broken(wanted, "大得不合理")
    entry = Entry(wanted, size, "", crc)
    rest = stream.read(len(local_header(entry)) - 30)
    if head + rest != local_header(entry):
        raise Broken(wanted, "不在应在的位置，或者条目的头部被改动")
    content = stream.read(size)
    if len(content) < size:
        raise Broken(wanted, "在这里被截断")
    if zlib.crc32(content) != crc:
        raise Broken(wanted, "内容被改动")
    return content, crc


def _entry(stream: BinaryIO, entry: Entry, names: set[str]) -> None:
    wanted = local_header(entry)
    found = stream.read(len(wanted))
    if found != wanted:
        raise _other(stream, entry, found, names)
    digest, left = hashlib.sha256(), entry.size
    while left:
        chunk = stream.read(min(CHUNK, left))
        if not chunk:
            raise Broken(entry.path, "在这里被截断")
        digest.update(chunk)
        left -= len(chunk)
    if digest.hexdigest() != entry.sha256:
        raise Broken(entry.path, "内容被改动（散列与清单不符）")


def _other(stream: BinaryIO, entry: Entry, found: bytes, names: set[str]) -> Broken:
    """What stands where an entry should be."""
    if len(found) < 30:
        return Broken(entry.path, "在这里被截断")
    if found.startswith(b"PK\x01\x02"):
        return Broken(entry.path, "缺少这个条目")
    if not found.startswith(b"PK\x03\x04"):
        return Broken(entry.path, "条目的头部被改动")
    length = struct.unpack("<H", found[26:28])[0]
    name = (found[30:] + stream.read(max(0, length - len(found) + 30)))[:length].decode("utf-8", "replace")
    if name == entry.path:
        return Broken(entry.path, "条目的头部被改动（大小、校验值或者名称与清单不符）")
    if name in names:
        return Broken(entry.path, f"不在应在的位置，这里是“{name}”：条目缺少或者次序被调换")
    return Broken(name or entry.path, f"清单里没有这个条目，是后来加进去的（在“{entry.path}”之前）")


def _ending(stream: BinaryIO, entries: list[Entry]) -> None:
    wanted = directory(entries)
    found = stream.read(len(wanted))
    if found.startswith(b"PK\x03\x04") and len(found) >= 30:
        length = struct.unpack("<H", found[26:28])[0]
        raise Broken(found[30 : 30 + length].decode("utf-8", "replace"), "清单里没有这个条目，是后来加在末尾的")
    if len(found) < len(wanted):
        raise Broken("压缩包目录", "末尾被截断")
    if found != wanted:
        raise Broken("压缩包目录", "压缩包末尾的目录被改动")
    if stream.read(1):
        raise Broken("压缩包末尾", "目录之后还有多出的内容")


# ---- the signature ----


def _signed(manifest_bytes: bytes, signature_bytes: bytes, key: str) -> dict[str, Any]:
    try:
        seal = json.loads(signature_bytes)
        public, signature = bytes.fromhex(seal["public_key"]), bytes.fromhex(seal["signature"])
        stated = str(seal["manifest_sha256"])
    except (ValueError, KeyError, TypeError):
        raise Broken(SIGNATURE, "签名文件的写法不对") from None
    if hashlib.sha256(manifest_bytes).hexdigest() != stated:
        raise Broken(MANIFEST, "清单被改动（散列与签名文件不符）")
    if not ed25519_verifies(public, manifest_bytes, signature):
        raise Broken(SIGNATURE, "签名不成立")
    try:
        manifest = json.loads(manifest_bytes)
    except ValueError:
        raise Broken(MANIFEST, "清单的写法不对") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT or manifest.get("public_key") != public.hex():
        raise Broken(MANIFEST, "不是这个版本的移送包，或者公钥与签名文件不一致")
    wanted = "".join(key.split()).lower()
    if wanted and wanted not in (public.hex(), fingerprint(public.hex()).replace(" ", "")):
        raise Broken(SIGNATURE, f"不是所指公钥的签名；签名用的公钥指纹是 {fingerprint(public.hex())}")
    return manifest


# Ed25519 as in RFC 8032, section 5.1; only what verifying needs.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _x_of(y: int, sign: int) -> int | None:
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _point(encoded: bytes) -> tuple[int, int, int, int] | None:
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def _add(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    one, two = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    three, four = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = two - one, four - three, four + three, two + one
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _add(found, point)
        point, number = _add(point, point), number >> 1
    return found


def ed25519_verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) over `message` was made with the private half of `public` (32 bytes)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, nonce = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    base_y = 4 * pow(5, P - 2, P) % P
    base_x = _x_of(base_y, 0)
    assert base_x is not None
    left = _times(scalar, (base_x, base_y, 1, base_x * base_y % P))
    right = _add(nonce, _times(challenge, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def report(answer: Answer) -> str:
    """What the command prints."""
    if answer.green:
        return (
            f"通过（绿）：{answer.case} 的移送包，{answer.entries} 个条目逐字节与清单相符，签名成立。\n"
            f"制作：{answer.office}，{answer.made_at}\n"
            f"公钥指纹：{answer.fingerprint}（请与制作机构公布的指纹核对）"
        )
    return f"不通过：第一个坏的条目是“{answer.broken}”：{answer.why}。"


def main(arguments: list[str]) -> int:
    key = ""
    if "--key" in arguments:
        where = arguments.index("--key")
        key = arguments[where + 1] if where + 1 < len(arguments) else ""
        del arguments[where : where + 2]
    if len(arguments) != 1:
        print("用法：python3 verify_package.py 移送包.zip [--key 公钥指纹或公钥]", file=sys.stderr)
        return 2
    try:
        answer = verify(arguments[0], key)
    except OSError as error:
        print(f"打不开 {arguments[0]}：{error.strerror}。请核对路径和读取权限。", file=sys.stderr)
        return 2
    print(report(answer))
    return 0 if answer.green else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
