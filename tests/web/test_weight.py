"""What a page weighs on the line: style sheets and scripts come compressed, pages with their tokens never do."""

import gc
import re
from collections.abc import Callable

from factories import Browser, Office

SignIn = Callable[[str], Browser]


def test_a_page_with_all_it_needs_is_under_three_hundred_kilobytes(office: Office, client_as: SignIn) -> None:
    client = client_as("filing")
    wants = {"Accept-Encoding": "br, gzip"}
    page = client.get("/cases/new", headers=wants)
    assert "Content-Encoding" not in page.headers, "a token in a compressed page can be guessed (BREACH)"
    weight = len(page.data)
    parts = re.findall(r'(?:src|href)="(/[^"]+\.(?:css|js|svg)[^"]*)"', page.text)
    assert len(parts) >= 4
    for part in parts:
        answer = client.get(part, headers=wants)
        assert answer.status_code == 200
        weight += len(answer.data)
        answer.close()
    assert weight < 300_000
    gc.collect()  # a file left open would be said here: warnings are errors
