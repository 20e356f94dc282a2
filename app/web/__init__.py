"""The pages, one module per noun. Each exposes `bp`."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

from app.web import autosave, context

PAGES = (
    "auth",
    "autosave",
    "accounts",
    "work",
    "search",
    "approvals",
    "cases",
    "filing",
    "steps",
    "service",
    "drafts",
    "draft_states",
    "hearings",
    "rosters",
    "papers",
    "uploads",
    "efile",
    "evidence",
    "archive",
    "imports",
    "leads",
    "referrals",
    "court",
    "file_requests",
    "precedents",
    "divergences",
    "meetings",
    "standards",
    "analysis",
    "reports",
    "drill",
    "calculator",
    "admin",
    "walls",
    "policies",
    "audit",
)


def register(app: Flask) -> None:
    """Every page the product has."""
    context.init(app)
    autosave.init(app)
    for name in PAGES:
        if find_spec(f"app.web.{name}") is not None:
            app.register_blueprint(import_module(f"app.web.{name}").bp)
