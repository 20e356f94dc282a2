"""The few icons of the menu, each written into the page: the package's sheet of all two thousand is a megabyte."""

import re
from functools import cache
from pathlib import Path

import flask_bootstrap
from markupsafe import Markup

SHEET = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "icons" / "bootstrap-icons.svg"


@cache
def icon(name: str) -> Markup:
    """The drawing of a bootstrap icon; it says nothing by itself, so readers of screens do not hear it."""
    drawn = re.search(rf'<symbol[^>]*\bid="{re.escape(name)}"[^>]*>(.*?)</symbol>', _sheet(), re.DOTALL)
    if drawn is None:
        raise KeyError(name)
    # The sheet is part of an installed package, not something anybody typed.
    return Markup(  # noqa: S704
        f'<svg class="bi" width="1em" height="1em" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">{drawn[1]}</svg>'
    )


def _sheet() -> str:
    return SHEET.read_text(encoding="utf-8")
