"""装订: many PDFs become one, with a number on every page, page labels that match it, and bookmarks.

Knows no database. Pages are taken over as they are; what else a source file carries — attachments, scripts, forms,
its own bookmarks and properties — stays behind.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

SIZE = 11
"""Points of the stamped number."""
FROM_RIGHT, FROM_TOP = 51, 40
"""Points from the corner the reader sees as the upper right: clear of holes and of text."""
DIGIT = 0.556
"""Width of a digit of Helvetica, of its size."""
MARK = Name.HengjianPage


@dataclass(frozen=True)
class Part:
    """One document of the volume."""

    path: Path
    title: str
    under: str = ""
    """The bookmark it stands below; "" for the top level."""
    front: bool = False
    """Cover, catalogue and closing note: numbered i, ii, iii, apart from the documents."""


def page_count(path: Path) -> int:
    """Raises pikepdf.PdfError for what is no PDF."""
    with _opened(path) as pdf:
        return len(pdf.pages)


def opens(path: Path) -> bool:
    """Whether a file can be bound at all."""
    try:
        return page_count(path) > 0
    except pikepdf.PdfError:
        return False


def _opened(path: Path) -> pikepdf.Pdf:
    """Read piece by piece: mapped into memory, hundreds of megabytes of scans would count as ours."""
    return pikepdf.open(path, access_mode=pikepdf.AccessMode.stream)


def bind(parts: Sequence[Part], target: Path, title: str) -> int:
    """Write the volume to `target`. Answers the number of pages. The same parts give the same bytes.

    Joined on disk first: taking pages over in memory would hold every scan of the file at once.
    """
    counts = [page_count(part.path) for part in parts]
    joined = target.with_name(f"{target.name}.joined")
    files = [text for part in parts for text in (str(part.path.resolve()), "1-z")]
    try:
        job = pikepdf.Job(["qpdf", "--empty", "--deterministic-id", "--warning-exit-0", "--pages", *files, "--", str(joined)])
        job.message_prefix = "binding"
        job.run()
        with _opened(joined) as volume:
            return _finish(volume, parts, counts, target, title)
    finally:
        joined.unlink(missing_ok=True)


def _finish(volume: pikepdf.Pdf, parts: Sequence[Part], counts: Sequence[int], target: Path, title: str) -> int:
    labels = list(_labels(parts, counts))
    font = volume.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for page, label in zip(volume.pages, labels, strict=True):
        _strip(page)
        _stamp(volume, page, label, font)
    if Name.AcroForm in volume.Root:
        del volume.Root.AcroForm
    volume.Root.PageLabels = Dictionary(Nums=_runs(parts, counts))
    _bookmarks(volume, parts, counts)
    volume.docinfo[Name.Title] = String(title)
    volume.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    volume.Root.PageMode = Name.UseOutlines
    volume.Root.Lang = String("zh-CN")
    volume.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return len(labels)


def _strip(page: pikepdf.Page) -> None:
    """Nothing that acts: links into a file that is no longer around, buttons, media."""
    for name in (Name.AA, Name.Annots, Name.StructParents, Name.Tabs):
        if name in page.obj:
            del page.obj[name]


def _labels(parts: Sequence[Part], counts: Sequence[int]) -> Iterator[str]:
    front = inside = 0
    for part, count in zip(parts, counts, strict=True):
        for _ in range(count):
            if part.front:
                front += 1
                yield _roman(front)
            else:
                inside += 1
                yield str(inside)


def _runs(parts: Sequence[Part], counts: Sequence[int]) -> Array:
    """Page labels as the format wants them: from which page on which style, starting at which number."""
    found: list[Any] = []
    page = front = inside = 0
    before: bool | None = None
    for part, count in zip(parts, counts, strict=True):
        if part.front is not before and count:
            style, start = (Name.r, front + 1) if part.front else (Name.D, inside + 1)
            found += [page, Dictionary(S=style, St=start)]
            before = part.front
        page += count
        front, inside = (front + count, inside) if part.front else (front, inside + count)
    return Array(found)


def _bookmarks(volume: pikepdf.Pdf, parts: Sequence[Part], counts: Sequence[int]) -> None:
    with volume.open_outline() as outline:
        page, above = 0, None
        for part, count in zip(parts, counts, strict=True):
            item = OutlineItem(part.title, page)
            if not part.under:
                outline.root.append(item)
                above = None
            else:
                if above is None or above.title != part.under:
                    above = OutlineItem(part.under, page)
                    outline.root.append(above)
                above.children.append(item)
            page += count


def _stamp(volume: pikepdf.Pdf, page: pikepdf.Page, label: str, font: pikepdf.Object) -> None:
    """The number in the upper right corner as the reader sees it, whichever way the sheet is turned."""
    left, bottom, right, top = (float(side) for side in page.cropbox)
    turned = int(page.obj.get(Name.Rotate, 0)) % 360
    back = FROM_RIGHT + SIZE * DIGIT * len(label) / 2
    matrix, x, y = {
        0: ("1 0 0 1", right - back, top - FROM_TOP),
        90: ("0 1 -1 0", left + FROM_TOP, top - back),
        180: ("-1 0 0 -1", left + back, bottom + FROM_TOP),
        270: ("0 -1 1 0", right - FROM_TOP, bottom + back),
    }[turned]
    resources = page.obj.get(Name.Resources, Dictionary())
    fonts = resources.get(Name.Font, Dictionary())
    # What pages of one file share must not be changed for one of them.
    page.obj[Name.Resources] = Dictionary({**dict(resources.items()), "/Font": Dictionary({**dict(fonts.items()), str(MARK): font})})
    text = f"\nQ\nq 0 g BT {MARK} {SIZE} Tf {matrix} {x:.2f} {y:.2f} Tm ({label}) Tj ET Q".encode()
    page.contents_add(volume.make_stream(b"q\n"), prepend=True)
    page.contents_add(volume.make_stream(text))


def _roman(number: int) -> str:
    pieces = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    found = ""
    for value, letters in pieces:
        while number >= value:
            found, number = found + letters, number - value
    return found
