"""Write the text of every sample paper to approved/, to be read as a diff before it is committed.

Run as: .venv/bin/python tests/papers/approve.py
"""

import sys
from pathlib import Path

FOLDER = Path(__file__).parent / "approved"
sys.path.insert(0, str(Path(__file__).parents[2]))

from paper_samples import SAMPLES  # noqa: E402

from app.rendering.papers import make_pdf  # noqa: E402


def approve() -> None:
    """One text file for every sample; a sample that is gone takes its file with it."""
    FOLDER.mkdir(exist_ok=True)
    for file in FOLDER.glob("*.txt"):
        if file.stem not in SAMPLES:
            file.unlink()
    for name, (kind, facts) in SAMPLES.items():
        made = make_pdf(kind, facts)
        (FOLDER / f"{name}.txt").write_text(f"[{made.pages} 页]\n{made.text}", encoding="utf-8")


if __name__ == "__main__":
    approve()
