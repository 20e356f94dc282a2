"""Time and memory of making an award PDF: first and steady state, and the one-time costs.

Run as: .venv/bin/python benchmarks/award_pdf.py [--rounds 30] [--notices 300] [--json]
The award is the sample of tests/papers, shortened to 4 pages with and without rare characters in the
names, and whole (6 pages with tables). Aim: warm under 0.3 s for an award of 3-4 pages.
Then 300 hearing notices one after the other, and LibreOffice turning a docx of the same words into PDF in
the same run: each document by a process of its own, and several by one (its warm state). Without soffice
(apt-get install libreoffice-writer-nogui) that part is left out and said so.
"""

import argparse
import copy
import importlib
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/papers")]


def memory() -> float:
    """Peak resident memory so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def shortened(facts: dict[str, Any]) -> dict[str, Any]:
    """An award of 3-4 pages: one claim, no table of evidence, no issues."""
    short = copy.deepcopy(facts)
    short["award"] |= {"evidence": [], "issues": [], "facts_found": facts["award"]["facts_found"].split("\n")[0]}
    short["award"]["items"] = short["award"]["items"][:1]
    short["claims"] = short["claims"][:1]
    return short


def with_common_names(facts: dict[str, Any]) -> dict[str, Any]:
    """The same without characters that need the fall-back face."""
    text = json.dumps(facts, ensure_ascii=False)
    for rare, common in (("王喆玥", "王丽"), ("㛃", "杰"), ("𬱖", "强"), ("郭赟", "郭文")):
        text = text.replace(rare, common)
    return json.loads(text)  # type: ignore[no-any-return]


def rounds_of(facts: dict[str, Any], rounds: int) -> dict[str, Any]:
    make_pdf = importlib.import_module("app.rendering.papers").make_pdf
    times = []
    for serial in range(rounds):
        own = {**facts, "paper": {**facts["paper"], "number": f"东劳人仲案字〔2026〕第{serial + 1}号"}}
        start = time.perf_counter()
        made = make_pdf("award", own)
        times.append(time.perf_counter() - start)
    return {
        "pages": made.pages,
        "kilobytes": round(len(made.pdf) / 1024),
        "first_s": round(times[0], 3),
        "median_s": round(statistics.median(times[1:]), 3),
        "p95_s": round(sorted(times[1:])[int(0.95 * (rounds - 1))], 3),
    }


def notices(count: int) -> dict[str, Any]:
    """Hearing notices for a collective case, each to another worker."""
    make_pdf = importlib.import_module("app.rendering.papers").make_pdf
    kind, facts = importlib.import_module("paper_samples").SAMPLES["hearing_notice"]
    start = time.perf_counter()
    for serial in range(count):
        make_pdf(kind, {**facts, "addressee": {"name": f"刘工{serial + 1}", "role_title": "申请人"}})
    seconds = time.perf_counter() - start
    return {"count": count, "seconds": round(seconds, 1), "each_s": round(seconds / count, 3), "peak_memory_mb": round(memory())}


WATCH = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def like_document(text: str, path: Path) -> None:
    """A docx of the award's words: a paragraph for each line, a table row for each row, the same page and size of type."""

    def run(words: str) -> str:
        return (
            '<w:p><w:pPr><w:spacing w:line="580" w:lineRule="exact"/></w:pPr><w:r><w:rPr><w:rFonts w:eastAsia="Noto Serif CJK SC"/>'
            f'<w:sz w:val="32"/></w:rPr><w:t>{escape(words)}</w:t></w:r></w:p>'
        )

    body = []
    for line in text.splitlines():
        cells = line.split(" ｜ ")
        row = "".join(f"<w:tc>{run(cell)}</w:tc>" for cell in cells)
        body.append(run(line) if len(cells) == 1 else f"<w:tbl><w:tr>{row}</w:tr></w:tbl>{run('')}")
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"/></w:sectPr>'
    document = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{"".join(body)}{page}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in (("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", document)):
            out.writestr(name, content)


def libreoffice(facts: dict[str, Any], rounds: int) -> dict[str, Any] | None:
    """The same words through LibreOffice: a process for each document, then `rounds` documents in one process."""
    soffice = shutil.which("soffice")
    if soffice is None:
        return None
    text = importlib.import_module("app.rendering.papers").make_pdf("award", facts).text
    with tempfile.TemporaryDirectory() as folder:
        documents = [Path(folder) / f"award{n}.docx" for n in range(rounds)]
        for one in documents:
            like_document(text, one)
        command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder]
        times = []
        for one in documents[: min(rounds, 6)]:
            start = time.perf_counter()
            subprocess.run([*command, str(one)], check=True, capture_output=True)
            times.append(time.perf_counter() - start)
        start = time.perf_counter()
        # By a small process in between: a child of this one would start with this one's own peak.
        peak = subprocess.run([sys.executable, "-S", "-c", WATCH, *command, *map(str, documents)], check=True, capture_output=True)
        together = (time.perf_counter() - start) / rounds
        made = (Path(folder) / "award0.pdf").stat().st_size
    return {
        "first_s": round(times[0], 2),
        "own_process_median_s": round(statistics.median(times[1:]), 2),
        "one_process_each_s": round(together, 2),
        "kilobytes": round(made / 1024),
        "peak_memory_mb": round(int(peak.stdout.split()[-1]) / 1024),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--notices", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    start = time.perf_counter()
    samples = importlib.import_module("paper_samples").SAMPLES
    importlib.import_module("app.rendering.press")
    figures: dict[str, Any] = {"import_s": round(time.perf_counter() - start, 3)}
    rare = shortened(samples["award_non_final"][1])
    for name, facts in (("plain", with_common_names(rare)), ("rare", rare), ("long", samples["award_final"][1])):
        figures[name] = rounds_of(facts, chosen.rounds) | {"peak_memory_mb": round(memory())}
    figures["notices"] = notices(chosen.notices)
    figures["libreoffice"] = libreoffice(samples["award_final"][1], min(chosen.rounds, 12))
    if chosen.json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    print(f"import: {figures['import_s']} s")
    for name, title in (("plain", "ordinary names"), ("rare", "rare names"), ("long", "rare names, two claims")):
        f = figures[name]
        print(
            f"{title}: {f['pages']} pages, {f['kilobytes']} KiB: first {f['first_s']} s, "
            f"then median {f['median_s']} s, p95 {f['p95_s']} s ({chosen.rounds} rounds); "
            f"peak memory {f['peak_memory_mb']} MB"
        )
    n, office = figures["notices"], figures["libreoffice"]
    print(f"{n['count']} hearing notices: {n['seconds']} s, {n['each_s']} s each; peak memory {n['peak_memory_mb']} MB")
    if office is None:
        print("LibreOffice: not installed (apt-get install libreoffice-writer-nogui), not compared")
        return
    print(
        f"LibreOffice, docx of the 6-page award: first {office['first_s']} s, a process each median {office['own_process_median_s']} s, "
        f"several in one process {office['one_process_each_s']} s each; {office['kilobytes']} KiB; peak memory {office['peak_memory_mb']} MB"
    )


if __name__ == "__main__":
    main()
