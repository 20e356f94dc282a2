"""Names of files sent to a browser. Header lines carry Latin letters only, so other names go encoded (RFC 6266)."""

import re
from urllib.parse import quote


def disposition(how: str, name: str) -> str:
    """A Content-Disposition line: `how` is "inline" or "attachment", `name` is what the reader's disk shall show."""
    ending = re.search(r"\.[A-Za-z0-9]{1,8}$", name)
    plain = "file" + (ending[0] if ending else "")
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
