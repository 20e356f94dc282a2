"""Every sample paper as pictures on contact sheets, for a person to look at.

Run as: .venv/bin/python tests/papers/contact_sheet.py FOLDER [NAME…]   (needs pdftoppm of poppler-utils)
"""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from paper_samples import SAMPLES
from PIL import Image, ImageDraw

from app.rendering.papers import make_pdf

ACROSS, DOWN, WIDE, HIGH = 5, 2, 380, 538


def pictures(folder: Path, names: list[str]) -> list[tuple[str, Path]]:
    """(name, picture) of every page of the papers named."""
    found = []
    for name in names:
        (folder / f"{name}.pdf").write_bytes(make_pdf(*SAMPLES[name]).pdf)
        subprocess.run(["pdftoppm", "-png", "-r", "60", f"{name}.pdf", name], cwd=folder, check=True)
        found += [(page.stem, page) for page in sorted(folder.glob(f"{name}-*.png")) if page.stem.removeprefix(name)[1:].isdigit()]
    return found


def sheets(folder: Path, pages: list[tuple[str, Path]]) -> int:
    """Ten pages on a sheet, each with its name above it. Answers how many sheets there are."""
    step = ACROSS * DOWN
    for number, start in enumerate(range(0, len(pages), step)):
        sheet = Image.new("RGB", (ACROSS * WIDE, DOWN * HIGH), "white")
        draw = ImageDraw.Draw(sheet)
        for place, (name, page) in enumerate(pages[start : start + step]):
            left, top = place % ACROSS * WIDE, place // ACROSS * HIGH
            with Image.open(page) as picture:
                sheet.paste(picture.resize((WIDE - 12, int((WIDE - 12) * picture.height / picture.width))), (left, top + 14))
            draw.text((left + 4, top), name, fill="red")
            draw.rectangle((left, top + 13, left + WIDE - 10, top + HIGH - 4), outline="#999")
        sheet.save(folder / f"sheet{number:02}.png")
    return -(-len(pages) // step)


if __name__ == "__main__":
    where = Path(sys.argv[1])
    for old in where.glob("*.png"):
        old.unlink()
    where.mkdir(parents=True, exist_ok=True)
    chosen = sys.argv[2:] or list(SAMPLES)
    sys.stdout.write(f"{sheets(where, pictures(where, chosen))} sheets in {where}\n")
