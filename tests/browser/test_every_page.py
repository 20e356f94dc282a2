"""Every page for the people who may open it: axe finds nothing serious, it is light, and nothing of it leaves the machine."""

import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from browsing import DESK, PHONE, PICTURES, fits
from playwright.sync_api import Browser, BrowserContext, Error, Page
from werkzeug.serving import WSGIRequestHandler, make_server

WEB = Path(__file__).parents[1] / "web"
HEAVIEST = 300_000
"""Bytes of one page with everything it needs, as they come over the line."""
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]},
}
LOOK = """async (options) => {
  const found = await axe.run(document, options);
  const parts = performance.getEntriesByType("resource").map(e => e.encodedBodySize);
  const page = performance.getEntriesByType("navigation")[0].encodedBodySize;
  return {
    bad: found.violations.filter(v => ["serious", "critical"].includes(v.impact))
      .map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | ")),
    weight: parts.reduce((a, b) => a + b, page),
    jumps: document.querySelectorAll("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").length,
    language: document.documentElement.lang,
  };
}"""
NO_PAGE = re.compile(r"\.(pdf|xlsx|csv|json|zip|py|jsonl)$|^/typed|^/sign-in|^/$")
SHORT = {
    "filing": ["/", "/cases/new", "/cases/2"],
    "industry": ["/", "/referrals/3", "/referrals/3/steps/referral.record_outcome"],
    "head": ["/", "/cases/1"],
    "judge": ["/", "/court/matters/1"],
    "security": ["/walls"],
    "audit": ["/audit/searches"],
    "analyst": ["/search?q=LCL 47"],
}
"""What bin/test looks at: each kind of page once. The whole walk is the nightly form."""
TWICE = ("/cases/1", "/cases/2", "/referrals/3", "/search?q=邹玥", "/search?q=LCL 47")
"""What one reader sees otherwise than another."""


class Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Nothing: what goes wrong shows in the browser."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The office in which one dispute has run to the judgment, served; with it the table of who may open what."""
    sys.path.insert(0, str(WEB))
    book, table = importlib.import_module("told"), importlib.import_module("test_access_table")
    folder = tmp_path_factory.mktemp("every-page")
    book.tell_both(folder)
    app = importlib.import_module("app.factory").create_app(book.settings_in(folder), lambda: book.NOW)
    office = book.Office(app)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    office.address, office.table = f"http://127.0.0.1:{server.server_port}", table
    yield office
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["hengjian"].engine.dispose()
    sys.path.remove(str(WEB))


def walk(told: Any) -> dict[str, list[str]]:
    """Person → pages: each address once, by the first who may open it, and what differs from reader to reader by each."""
    head, *lines = [line.split(" | ") for line in (WEB / "access_table.txt").read_text(encoding="utf-8").splitlines()]
    found: dict[str, list[str]] = {who: ["/"] for who in head[1:] if who != "nobody"}
    for line in lines:
        method, rule = line[0].split(" ", 1)
        if method != "GET" or NO_PAGE.search(rule):
            continue
        who = next((who for who, said in zip(head[1:], line[1:], strict=True) if said.startswith("200")), "nobody")
        if who != "nobody":
            found[who].append(told.table.filled(told, rule, True, who))
    for who in ("filing", "clerk", "head", "judge", "industry", "analyst"):
        found[who] += [address for address in TWICE if address not in found[who]]
    found["industry"].append("/referrals/3/steps/referral.record_outcome")
    found["filing"].append("/cases/2/steps/arb.refuse")
    return found


def test_the_pages_of_each_desk_are_easy_to_use_light_and_silent(told: Any, chromium: Browser) -> None:
    """GB/T 37668 and WCAG 2.1 AA as far as a machine can tell: names, labels, contrast, language, order, structure."""
    looked_at(told, chromium, SHORT)


@pytest.mark.nightly
def test_every_page_is_easy_to_use_light_and_silent(told: Any, chromium: Browser) -> None:
    """The same for every address of the access table, and for each reader what they see otherwise than another."""
    assert looked_at(told, chromium, walk(told)) > 90


def looked_at(told: Any, chromium: Browser, pages: Mapping[str, Sequence[str]]) -> int:
    """Open the pages as these people, and let axe and the scales judge. Answers how many were pages."""
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    wrong: list[str] = []
    seen = 0
    for login, addresses in pages.items():
        phone = login == "industry"
        context = chromium.new_context(
            base_url=told.address, viewport=PHONE if phone else DESK, is_mobile=phone, has_touch=phone, locale="zh-CN"
        )
        context.set_default_timeout(60_000)
        _signed_in(context, told, login)
        page = context.new_page()
        page.on("request", _watch(told, wrong, login))
        page.on("pageerror", _broken(wrong, login))
        for address in addresses:
            try:
                answer = page.goto(address, wait_until="load")
            except Error as error:
                if "Download" in str(error) or "ERR_ABORTED" in str(error):
                    continue
                raise
            if answer is None or "text/html" not in answer.headers.get("content-type", ""):
                continue
            seen += 1
            wrong += [f"{login} {address}: {line}" for line in _look(page, axe, answer.status)]
            if phone:
                fits(page)
        context.close()
        if PICTURES:  # an artefact to read beside the pictures
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            Path(PICTURES, "every-page.txt").write_text(f"{seen} pages, last {login}\n" + "\n".join(wrong), encoding="utf-8")
    assert not wrong, "\n".join(wrong)
    return seen


def _signed_in(context: BrowserContext, told: Any, login: str) -> None:
    cookie = told.as_(login).client.get_cookie("hengjian")
    context.add_cookies([{"name": "hengjian", "value": cookie.value, "url": told.address}])


def _watch(told: Any, wrong: list[str], login: str) -> Callable[[Any], None]:
    def look(request: Any) -> None:
        if not request.url.startswith((told.address, "data:", "blob:")):
            wrong.append(f"{login}: asked for {request.url}")

    return look


def _broken(wrong: list[str], login: str) -> Callable[[Any], None]:
    return lambda error: wrong.append(f"{login}: {error}")


def _look(page: Page, axe: str, status: int) -> list[str]:
    if status >= 400:
        return [f"answered {status}"]
    page.evaluate(axe)
    found = page.evaluate(LOOK, json.loads(json.dumps(OPTIONS)))
    said = list(found["bad"])
    if found["weight"] > HEAVIEST:
        said.append(f"weighs {found['weight']} bytes")
    if found["jumps"]:
        said.append("has an order of its own for the Tab key")
    if found["language"] not in ("zh-CN", "en"):
        said.append("does not say its language")
    return said
