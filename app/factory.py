"""Puts the web application of one instance together."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from flask import Flask, Response
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_compress import Compress

from app import clock
from app.rendering.filters import FILTERS
from app.runtime import Runtime
from app.settings import Settings, load
from app.web import errors, register, security

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
TRANSLATIONS = Path(__file__).resolve().parent / "translations"


def create_app(settings: Settings | None = None, now: Callable[[], datetime] = clock.now) -> Flask:
    """The web application of one instance. Tests hand in their settings and their clock."""
    settings = settings or load()
    runtime = Runtime(settings, now)
    runtime.refuse_sample_in_production()
    app = Flask(__name__, template_folder=str(TEMPLATES))
    app.config.update(
        TESTING=settings.environment == "test",
        MAX_CONTENT_LENGTH=settings.upload_megabytes * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=settings.upload_megabytes * 1024 * 1024,
        MAX_FORM_PARTS=20_000,
        BOOTSTRAP_SERVE_LOCAL=True,
        # Style sheets and scripts only: a page carries tokens, and compressed secrets can be guessed (BREACH).
        COMPRESS_MIMETYPES=["text/css", "text/javascript", "application/javascript"],
        COMPRESS_ALGORITHM=["br", "gzip"],
        BABEL_DEFAULT_LOCALE="zh",
        BABEL_TRANSLATION_DIRECTORIES=str(TRANSLATIONS),
    )
    app.extensions["hengjian"] = runtime
    Babel(app, locale_selector=security.locale, default_translation_directories=str(TRANSLATIONS))
    Bootstrap5(app)
    Compress(app)
    app.after_request(_close_what_was_sent)
    app.jinja_env.filters.update(FILTERS)
    security.init(app, settings, runtime.engine, now)
    errors.register(app)
    register(app)
    return app


def _close_what_was_sent(response: Response) -> Response:
    """A compressed file takes the place of the file: the file itself is closed with the answer. Runs before compression."""
    close = getattr(response.response, "close", None)
    if close is not None:
        response.call_on_close(close)
    return response
