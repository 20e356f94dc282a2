"""What was typed is never lost to an expired session, and no address leads away from this site."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Request, Response, current_app, make_response, render_template
from itsdangerous import BadData, URLSafeTimedSerializer

from app.web.kept_words import said

KEPT_SECONDS = 3600
MOST_CHARACTERS = 2_000_000
NOT_KEPT = ("csrf_token", "kept")


@dataclass(frozen=True)
class KeptForm:
    """A form that arrived too late: where it was going, who had opened it, and what stood in it."""

    path: str
    who: int | None
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()
    back: str = "/"
    """The page the form stood on."""

    @classmethod
    def of(cls, request: Request, who: int | None) -> "KeptForm | None":
        """The form of this request; None when there is nothing to keep or it did not come from our own pages."""
        if request.method != "POST" or not from_our_pages(request):
            return None
        fields = tuple(
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in NOT_KEPT and "password" not in name
        )
        files = tuple(file.filename for file in request.files.values() if file.filename)
        if not fields or sum(len(value) for _, value in fields) > MOST_CHARACTERS:
            return None
        source = urlsplit(request.headers.get("Referer", ""))
        return cls(
            path=safe_path(request.full_path.rstrip("?")) or "/",
            who=who,
            fields=fields,
            files=files,
            back=safe_path(source.path) or "/" if source.netloc == request.host else "/",
        )

    def shown(self, locale: str) -> list[tuple[str, str]]:
        """What was typed, for its reader to check before it is sent again."""
        return [line for name, value in self.fields if (line := said(name, value, self.path, locale))]

    def sealed(self) -> str:
        """As text for a hidden field: signed, so nobody else can put words into it."""
        return _seal().dumps([self.path, self.who, self.fields, self.files, self.back])

    @classmethod
    def opened(cls, text: str) -> "KeptForm | None":
        """What `sealed` wrote, unless it is older than an hour or not ours."""
        try:
            path, who, fields, files, back = _seal().loads(text, max_age=KEPT_SECONDS)
        except BadData:
            return None
        return cls(path, who, tuple((name, value) for name, value in fields), tuple(files), back)

    def page(self, status: int) -> Response:
        """The page that shows what was typed and sends it again, under a fresh token."""
        return make_response(render_template("pages/auth/resume.html", kept=self), status)


def from_our_pages(request: Request) -> bool:
    """Whether a browser says that this request comes from a page of this very site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    parts = urlsplit(source)
    return bool(parts.netloc) and parts.netloc == request.host


def safe_path(target: Any) -> str | None:
    """`target` if it is a plain path inside this site, else None.

    Browsers read a backslash as a slash and skip control characters, so both are refused rather than repaired.
    """
    if not isinstance(target, str) or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(not character.isprintable() for character in target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else target


def _seal() -> URLSafeTimedSerializer:
    key = current_app.secret_key
    assert key is not None
    return URLSafeTimedSerializer(key, salt="kept-form")
