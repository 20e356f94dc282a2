"""被判决取代、被撤销或者被起诉的裁决，出现在哪一页，那一页就写明它现在的效力。"""

import re
from html import unescape

from sqlmodel import select
from told import Office

from app.models import Award
from workflows.states import label

PAGES = 45
"""So many pages are opened for each reader, in the order the links lead to them."""
SKIPPED = re.compile(r"\.(?:pdf|docx|xlsx|zip|json)\b|/sign-out|/language|/static/|steps/|/typed|/export|/calculator|/court/file$")
"""Not the form for a suit: its example of a number is an example."""


def test_an_award_a_court_has_overturned_is_never_shown_without_its_mark(told: Office) -> None:
    """practice §8.6：已被改判、撤销的裁决不会不加说明地出现。"""
    with told.reading() as session:
        award = session.exec(select(Award).where(Award.type == "non_final")).one()
    mark = label("award", award.state)
    assert award.state in ("no_effect", "superseded")
    shown_on = {login: pages_with(told, login, award.number or "", mark) for login in ("judge", "head", "analyst")}
    assert {"/court/", "/court/matters/1", "/divergences/1"} <= shown_on["judge"] & shown_on["head"]


def pages_with(told: Office, login: str, number: str, mark: str) -> set[str]:
    """Follow the links of the site as this reader; every page that names the award must carry the mark."""
    browser = told.as_(login)
    waiting = ["/", "/court/", "/divergences/", "/court/matters/1", "/divergences/1", "/cases/1"]
    seen: set[str] = set()
    found: set[str] = set()
    while waiting and len(seen) < PAGES:
        address = waiting.pop(0)
        if address in seen or SKIPPED.search(address):
            continue
        seen.add(address)
        answer = browser.client.get(address)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        text = re.sub(r"<[^>]+>", "", unescape(answer.text))
        if number in text:
            found.add(address)
            assert mark in text, f"{login} {address}: {number} without {mark}"
        waiting += [link.partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', unescape(answer.text))]
    return found
