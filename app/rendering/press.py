"""The printing itself: WeasyPrint with its log read, its doors shut and its fonts fixed."""

import hashlib
import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from app.rendering import fonts
from app.rendering.errors import PaperError
from app.rendering.kinds import FOLDER, PaperKind

LOGGERS = ("weasyprint", "fontTools")
LIBRARIES = frozenset(("weasyprint", "fontTools", "pydyf", "tinyhtml5", "tinycss2", "cssselect2", "PIL"))


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Fetches what is inside the paper (data:) and the paper's own faces; no other file, no network."""

    def __init__(self, files: frozenset[str]) -> None:
        super().__init__(allowed_protocols={"data", "file"})
        self._files = files

    def fetch(self, url: str, headers: Any = None) -> Any:
        if not url.startswith("data:") and url not in self._files:
            raise ValueError(f"文书不得读取外部资源：{url}")
        return super().fetch(url, headers)


class Heard(logging.Handler):
    """Keeps what this thread's rendering says."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread_id = threading.get_ident()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread_id:
            self.messages.append(record.getMessage())


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collect every warning of the libraries, by log or by `warnings`; other threads' warnings are not about the paper."""
    heard = Heard()
    loggers = [logging.getLogger(name) for name in LOGGERS]
    for logger in loggers:
        logger.addHandler(heard)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            # WeasyPrint leaves its colour profile to the garbage collector: untidy, but nothing about the paper.
            warnings.simplefilter("ignore", ResourceWarning)
            yield heard.messages
        heard.messages.extend(str(w.message) for w in caught if LIBRARIES & set(Path(w.filename).parts))
    finally:
        for logger in loggers:
            logger.removeHandler(heard)


class Press:
    """One process's printing works: the font configuration and the parsed style sheet, used again for each paper.

    Papers are printed one at a time: threads gain nothing here, and the log belongs to one paper.
    """

    def __init__(self) -> None:
        fonts.check()
        self._lock = threading.Lock()
        self._fetcher = ClosedFetcher(fonts.allowed_files())
        self._fonts = FontConfiguration()
        with listening() as log:
            self._style = CSS(
                string="".join(face.css for face in fonts.faces()) + (FOLDER / "paper.css").read_text(encoding="utf-8"),
                font_config=self._fonts,
                url_fetcher=self._fetcher,
            )
        if log:
            raise PaperError("文书样式表有误：" + "；".join(log))

    def print(self, kind: PaperKind, page: str, attached: bytes | None, made_on: str) -> tuple[bytes, int]:
        """(PDF, number of pages). Raises PaperError when the rendering log is not empty."""
        identity = hashlib.sha256(page.encode() + (attached or b"")).digest()[:16]
        made_at = datetime.fromisoformat(made_on).replace(tzinfo=UTC) if made_on else datetime(2000, 1, 1, tzinfo=UTC)
        attachments = (
            [
                Attachment(
                    file_obj=BytesIO(attached),
                    name=f"{kind.id}.json",
                    description=kind.title,
                    created=made_at,
                    modified=made_at,
                    relationship="Data",
                    url_fetcher=self._fetcher,
                )
            ]
            if attached is not None
            else []
        )
        with self._lock, listening() as log:
            document = HTML(string=page, url_fetcher=self._fetcher).render(
                font_config=self._fonts,
                stylesheets=[self._style],
                pdf_variant="pdf/a-3b",
                attachments=attachments,
                pdf_identifier=identity,
            )
            pdf = document.write_pdf(pdf_variant="pdf/a-3b", attachments=attachments, pdf_identifier=identity)
        if log:
            raise PaperError(f"不能制作《{kind.title}》：排版时出现问题——{'；'.join(dict.fromkeys(log))}")
        return pdf, len(document.pages)


@cache
def press() -> Press:
    """The process's press, set up at the first paper."""
    return Press()
