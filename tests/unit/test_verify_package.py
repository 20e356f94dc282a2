"""移送包的核验: each byte is accounted for, and the first broken item is named. Needs nothing but Python."""

import hashlib
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app import verify_package
from app.verify_package import MANIFEST, MODE, SIGNATURE, ed25519_verifies, verify

CONTENT = {
    "main-file.pdf": b"%PDF-1.7 " + bytes(range(256)) * 8,
    "facts.json": b'{"case": 1}',
    "documents/001 \xe4\xbb\xb2\xe8\xa3\x81\xe7\x94\xb3\xe8\xaf\xb7\xe4\xb9\xa6.pdf".encode("latin-1").decode("utf-8"): b"one",
    "documents/002 award.pdf": b"two",
    "README.txt": b"readme",
}
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = KEY.public_key().public_bytes_raw().hex()

VECTORS = [
    # RFC 8032, section 7.1: TEST 1, TEST 2, TEST 3 — public key, message, signature.
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


def package(path: Path, content: dict[str, bytes] = CONTENT, *, key: Ed25519PrivateKey = KEY) -> Path:
    """A small package of the same layout the product writes."""
    entries = [
        {"path": p, "size": len(c), "sha256": hashlib.sha256(c).hexdigest(), "crc32": zlib.crc32(c)} for p, c in content.items()
    ]
    public = key.public_key().public_bytes_raw().hex()
    manifest = json.dumps(
        {"format": verify_package.FORMAT, "case": "试1号", "office": "试委", "made_at": "2026-09-02", "public_key": public, "entries": entries}
    ).encode()
    seal = {"manifest_sha256": hashlib.sha256(manifest).hexdigest(), "public_key": public, "signature": key.sign(manifest).hex()}
    written(path, {MANIFEST: manifest, SIGNATURE: json.dumps(seal).encode(), **content})
    return path


def written(path: Path, items: dict[str, bytes] | list[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in items.items() if isinstance(items, dict) else items:
            about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            about.create_system, about.external_attr = 3, MODE
            archive.writestr(about, content)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return package(tmp_path / "package.zip")


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_signatures_of_the_standard_verify_and_none_of_their_bits_may_change(public: str, message: str, signature: str) -> None:
    """RFC 8032 §7.1; and by the library the product signs with."""
    key, text, seal = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert ed25519_verifies(key, text, seal)
    for place in (0, 31, 32, 62):
        changed = bytearray(seal)
        changed[place] ^= 1
        assert not ed25519_verifies(key, text, bytes(changed))
    assert not ed25519_verifies(key, text + b"x", seal)
    # The same scalar plus the order of the group is another spelling of the same signature: refused.
    spelled = (int.from_bytes(seal[32:], "little") + verify_package.ORDER).to_bytes(32, "little")
    assert not ed25519_verifies(key, text, seal[:32] + spelled)


def test_the_product_and_the_verifier_agree_on_signatures() -> None:
    for number in range(8):
        key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        message = b"m" * number
        assert ed25519_verifies(key.public_key().public_bytes_raw(), message, key.sign(message))


def test_a_package_nobody_touched_is_green(good: Path) -> None:
    answer = verify(str(good))
    assert (answer.green, answer.entries, answer.case, answer.public_key) == (True, len(CONTENT) + 2, "试1号", PUBLIC)
    assert verify(str(good), answer.fingerprint).green
    assert verify(str(good), PUBLIC).green


def test_any_single_changed_byte_is_found_and_an_item_named(good: Path, tmp_path: Path) -> None:
    """Headers, names, contents, the archive's own table: no byte is nobody's."""
    whole, copy = good.read_bytes(), tmp_path / "changed.zip"
    items = {MANIFEST, SIGNATURE, *CONTENT, "压缩包目录"}
    # Verifying one signature costs ten milliseconds: every byte outside the manifest, and samples inside it.
    inside = whole.index(b"main-file.pdf", whole.rindex(b"signature")) - 30
    for place in [*range(0, inside, 97), *range(inside, len(whole), 11)]:
        changed = bytearray(whole)
        changed[place] ^= 0x41
        copy.write_bytes(changed)
        answer = verify(str(copy))
        assert not answer.green, place
        assert answer.broken in items or place >= inside, (place, answer)


def test_what_stands_first_is_named_when_two_are_broken(good: Path, tmp_path: Path) -> None:
    changed = good.read_bytes().replace(b"two", b"TWO").replace(b'"case": 1', b'"case": 2')
    (tmp_path / "b.zip").write_bytes(changed)
    assert verify(str(tmp_path / "b.zip")).broken == "facts.json"


Items = list[tuple[str, bytes]]


def _without(items: Items) -> Items:
    return [one for one in items if one[0] != "facts.json"]


def _inserted(items: Items) -> Items:
    return [*items[:4], ("documents/001a.pdf", b"new"), *items[4:]]


def _at_the_end(items: Items) -> Items:
    return [*items, ("documents/003.pdf", b"new")]


def _swapped(items: Items) -> Items:
    return [*items[:4], items[5], items[4], *items[6:]]


def _twice(items: Items) -> Items:
    return [*items[:3], items[2], *items[3:]]


def _replaced(items: Items) -> Items:
    return [(n, b"THREE" if n == "documents/002 award.pdf" else c) for n, c in items]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_without, "facts.json"),
        (_inserted, "documents/001a.pdf"),
        (_at_the_end, "documents/003.pdf"),
        (_swapped, "documents/001 仲裁申请书.pdf"),
        (_twice, "facts.json"),
        (_replaced, "documents/002 award.pdf"),
    ],
)
def test_dropped_inserted_swapped_and_replaced_items_are_named(
    good: Path, tmp_path: Path, change: Callable[[Items], Items], named: str
) -> None:
    with zipfile.ZipFile(good) as archive:
        items = [(name, archive.read(name)) for name in archive.namelist()]
    items = change(items)
    with pytest.warns(UserWarning, match="Duplicate") if change is _twice else nullcontext():
        written(tmp_path / "b.zip", items)
    answer = verify(str(tmp_path / "b.zip"))
    assert (answer.green, answer.broken) == (False, named)


def test_a_cut_tail_names_where_it_was_cut(good: Path, tmp_path: Path) -> None:
    whole, cut = good.read_bytes(), tmp_path / "cut.zip"
    for length in (0, 20, 200, whole.index(b"%PDF") + 40, len(whole) - 40, len(whole) - 1):
        cut.write_bytes(whole[:length])
        assert not verify(str(cut)).green, length
    cut.write_bytes(whole[: whole.index(b"%PDF") + 40])
    assert verify(str(cut)).broken == "main-file.pdf"
    assert "截断" in verify(str(cut)).why
    cut.write_bytes(whole + b"more")
    assert verify(str(cut)).broken == "压缩包末尾"


def test_a_package_signed_by_somebody_else_is_green_only_to_who_does_not_ask_whose(tmp_path: Path) -> None:
    """Whoever repacks can sign anew; the published fingerprint tells."""
    other = package(tmp_path / "b.zip", key=Ed25519PrivateKey.from_private_bytes(b"o" * 32))
    assert verify(str(other)).green
    answer = verify(str(other), PUBLIC)
    assert answer.broken == SIGNATURE
    assert "不是所指公钥的签名" in answer.why


def test_the_verifier_runs_by_itself_on_the_standard_library(good: Path, tmp_path: Path) -> None:
    """-I -S: neither our packages nor anybody else's can be imported."""
    alone = tmp_path / "verify_package.py"
    alone.write_bytes(Path(verify_package.__file__).read_bytes())
    done = subprocess.run([sys.executable, "-I", "-S", alone, good], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "通过（绿）" in done.stdout
    assert verify_package.main([str(tmp_path / "nothing.zip")]) == 2
