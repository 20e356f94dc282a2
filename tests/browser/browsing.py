"""People at their browsers: they read, click and type what is on the page, and nothing else."""

import os
import re
from io import BytesIO
from pathlib import Path
from typing import Any

from factories import PASSWORD, Office
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, Route, expect
from pypdf import PdfReader

DESK = {"width": 1366, "height": 850}
PHONE = {"width": 390, "height": 844}
# Where to put a picture of every page that is looked at; none unless asked for.
PICTURES = os.environ.get("HENGJIAN_PICTURES", "")
# Chromium repeats the status of a page as an error; what a page answers is for the test to judge.
STATUS_OF_A_PAGE = "the server responded with a status of 4"


class Person:
    """One signed-in official with a browser of their own."""

    def __init__(self, office: Office, chromium: Browser, address: str, login: str, *, phone: bool = False) -> None:
        self.office, self.login, self.address = office, login, address
        self.phone = phone
        self.context = chromium.new_context(
            base_url=address,
            viewport=PHONE if phone else DESK,
            has_touch=phone,
            is_mobile=phone,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
        )
        self.context.set_default_timeout(int(os.environ.get("PATIENCE", "15")) * 1000)
        self.complaints: list[str] = []
        self.context.route(re.compile(r"^(?!data:|blob:|http://127\.0\.0\.1[:/])"), self._leaves_the_machine)
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{login}: {error}"))
        self.page.on("response", self._answer)
        self.goes("/")
        self.signs_in()

    # -- what the browser says ----------------------------------------------------

    def _leaves_the_machine(self, route: Route) -> None:
        self.complaints.append(f"{self.login}: {self.page.url} asked for {route.request.url}")
        route.abort()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and STATUS_OF_A_PAGE not in message.text:
            self.complaints.append(f"{self.login}: {self.page.url}: {message.text}")

    def _answer(self, response: Response) -> None:
        # A session that ended while somebody types answers the saving of it with a refusal; the page says so.
        part = response.request.resource_type != "document" and response.status >= 400 and "/typed" not in response.url
        if response.status >= 500 or part:
            self.complaints.append(f"{self.login}: {response.status} {response.url}")

    # -- going about ------------------------------------------------------------

    def signs_in(self) -> None:
        self.page.get_by_label("用户名").fill(self.login)
        self.page.get_by_label("密码", exact=True).fill(PASSWORD)
        self.presses("登录")
        expect(self.page.locator("header .me")).to_contain_text(self.office.actor(self.login).name)

    def goes(self, path: str) -> int:
        """Open an address of the site. Returns the status."""
        answer = self.page.goto(path)
        assert answer is not None
        return answer.status

    def follows(self, words: str) -> None:
        """Click the link that says so."""
        self.clicks(self.page.get_by_role("link", name=words).first)

    def presses(self, words: str) -> None:
        """Press the button of the form that says exactly so."""
        self.clicks(self.page.locator("#main").get_by_role("button", name=words, exact=True))

    def clicks(self, what: Locator) -> None:
        """Click, and wait for the page it leads to."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            what.click()

    def opens_task(self, words: str) -> None:
        """From 我的工作, the first task of that name."""
        self.goes("/")
        self.clicks(self.page.locator("#main").get_by_role("link", name=words).first)

    def opens_case(self, case_id: int) -> None:
        assert self.goes(f"/cases/{case_id}") == 200

    def shot(self, name: str) -> None:
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{PICTURES}/{name}-{self.login}.png", full_page=True)

    # -- reading -------------------------------------------------------------------

    def sees(self, *words: str) -> None:
        """All of this stands on the page, open or folded."""
        text = self.page.locator("#main").text_content() or ""
        missing = [word for word in words if word not in text]
        assert not missing, f"{self.login} at {self.page.url} does not see {missing}\n{squeezed(text)[:3000]}"

    def sees_not(self, *words: str) -> None:
        text = self.page.content()
        found = [word for word in words if word in text]
        assert not found, f"{self.login} at {self.page.url} sees {found}"

    def state(self) -> str:
        return self.page.locator(".state").first.inner_text()

    def reads_pdf(self, title: str, nth: int = 0) -> str:
        """The text of the PDF behind a link of this page."""
        link = self.page.locator("#main").get_by_role("link", name=title).nth(nth)
        answer = self.context.request.get(str(link.get_attribute("href")))
        assert answer.status == 200, answer.text()[:300]
        assert answer.headers["content-type"] == "application/pdf"
        return squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages))

    # -- doing ---------------------------------------------------------------------

    def types(self, **fields: Any) -> None:
        """Fill the fields of the form by name, as their kind wants it."""
        for name, value in fields.items():
            self._type(name, value)

    def _type(self, name: str, value: Any) -> None:
        if isinstance(value, list):
            for one in value:
                self.page.get_by_label(re.compile(rf"^\s*{re.escape(one)}\s*(（|$)")).check()
            return
        box = self.page.locator(f"[id='{name}']")
        kind = box.evaluate("e => e.type || e.tagName")
        if kind == "checkbox":
            box.set_checked(bool(value))
        elif kind == "select-one":
            choose(box, str(value))
        else:
            box.fill(str(value))

    def starts(self, step: str) -> None:
        """Open the form of a step from the list of next steps."""
        self.clicks(self.page.locator(".steps").get_by_role("link", name=step, exact=True).first)
        expect(self.page.locator("h1")).to_have_text(step)

    def sends(self, step: str) -> None:
        self.presses(f"办理「{step}」")

    def takes(self, step: str, picture: str = "", /, **fields: Any) -> None:
        """A step from the list of next steps, through its form, done."""
        self.starts(step)
        self.types(**fields)
        if picture:
            self.shot(picture)
        self.sends(step)
        done = self.page.get_by_role("status").filter(has_text=f"「{step}」已办理")
        if not done.count():
            raise AssertionError(f"{step} not done:\n{squeezed(self.page.locator('#main').inner_text())}")

    def grey(self, step: str) -> str:
        """The reasons under a step that is not possible now."""
        box = self.page.locator("details.step-no").filter(has=self.page.locator("summary", has_text=step)).first
        return squeezed(box.text_content() or "")

    def leaves(self) -> None:
        self.context.close()


def choose(box: Locator, wanted: str) -> None:
    """An option by its value, else by the words its label contains."""
    options = box.locator("option").evaluate_all("all => all.map(o => [o.value, o.textContent])")
    if wanted in [value for value, _ in options]:
        box.select_option(value=wanted)
        return
    hits = [value for value, label in options if all(word in label for word in wanted.split())]
    assert hits, f"no option {wanted!r} in {options}"
    box.select_option(value=hits[0])


def fits(page: Page) -> None:
    """No sideways scrolling, and nothing hangs out of the page."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


def squeezed(text: str) -> str:
    """Text without its line breaks and spaces."""
    return re.sub(r"\s+", "", text)
