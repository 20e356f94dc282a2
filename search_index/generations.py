"""A folder of index generations: one serves, a rebuild fills the next and swaps the name. For every engine on disk.

`<folder>/CURRENT` names the generation that serves (`g000001/` …), its engine and the analysis it was made with. Readers
are served while a rebuild runs, and a crash leaves the old one. One process writes at a time (`WRITING`, a lock that
dies with its process). The database stays the source: whatever happens to the files, rebuild.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from search_index.port import Stats

# Raised when stored documents or the analysis change shape; an older index then says it must be rebuilt.
FORMAT = 2
# How often a reader looks again when the generation it was opening has been replaced meanwhile.
LOOKS = 5
ANALYSIS = ("vocabulary.toml", "analysis.py", "citations.py", "vectors.py")


class IndexBusy(Exception):
    """Another process is writing. Nothing is lost: the caller keeps its work in the outbox and tries again."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"索引 {folder} 正由另一个进程写入。待办留在发件箱中，稍后自动重试。")


@cache
def analysis_fingerprint() -> str:
    """Changes whenever vocabulary, segmentation or format change, since old terms would then not be found."""
    digest = sha256(str(FORMAT).encode())
    for name in ANALYSIS:
        digest.update(files("search_index").joinpath(name).read_bytes())
    return digest.hexdigest()[:16]


class Generations:
    """The folder of one index and one engine."""

    def __init__(self, folder: Path, engine: str, *, read_only: bool) -> None:
        self.folder = folder
        self.engine = engine
        self.read_only = read_only
        if not read_only:
            folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One writer at a time over all generations. Raises IndexBusy."""
        if self.read_only:
            raise IndexBusy(self.folder)
        with (self.folder / "WRITING").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise IndexBusy(self.folder) from None
            yield

    def current(self) -> dict[str, str]:
        """What serves: generation, analysis, built; empty before the first, or when another engine or format made it."""
        try:
            told: dict[str, str] = json.loads((self.folder / "CURRENT").read_text("utf-8"))
        except FileNotFoundError:
            return {}
        fits = told.get("engine") == self.engine and told.get("format") == str(FORMAT)
        return told if fits and (self.folder / told["generation"]).is_dir() else {}

    @property
    def serving(self) -> str:
        return self.current().get("generation", "")

    def place(self, name: str) -> Path:
        return self.folder / name

    def fresh(self) -> Path:
        """An empty folder for the next generation; what a crash left behind is cleared away. Call while writing."""
        served = self.serving
        numbers = [0]
        for there in self.folder.glob("g[0-9]*"):
            numbers.append(int(there.name[1:]))
            if there.name != served:
                shutil.rmtree(there)
        place = self.folder / f"g{max(numbers) + 1:06d}"
        place.mkdir()
        return place

    def serve(self, name: str) -> None:
        """Let this generation answer from now on: one rename, so a reader sees the old one or the new one."""
        told = {
            "generation": name,
            "engine": self.engine,
            "format": str(FORMAT),
            "analysis": analysis_fingerprint(),
            "built": datetime.now(UTC).isoformat("T", "seconds"),
        }
        beside = self.folder / "CURRENT.new"
        with beside.open("w", encoding="utf-8") as stream:
            stream.write(json.dumps(told))
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, self.folder / "CURRENT")

    def drop(self, name: str) -> None:
        """Readers that still have it open keep their open files; the next refresh takes them over."""
        if name:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def size(self) -> int:
        """Bytes of the generation that serves."""
        served = self.serving
        return sum(file.stat().st_size for file in (self.folder / served).iterdir()) if served else 0

    def stats(self, documents: int) -> Stats:
        """What there is to say of the index that serves."""
        told = self.current()
        return Stats(
            documents=documents,
            where=str(self.folder),
            bytes=self.size(),
            updated=told.get("built", ""),
            stale=bool(told) and told["analysis"] != analysis_fingerprint(),
        )

    def open_serving(self, opens: Callable[[str], None]) -> None:
        """Open the generation that serves; a rebuild may take it away between its name being read and its files being opened."""
        for _ in range(LOOKS):
            generation = self.serving
            try:
                opens(generation)
                return
            except Exception:
                if self.serving == generation:
                    raise
        opens(self.serving)
