"""Nothing typed is lost, everything works from the keyboard and on a phone, and English is whole."""

import re
from collections.abc import Callable

from browsing import Person, fits
from conftest import stay_signed_in
from factories import PASSWORD, Office
from playwright.sync_api import Browser, Page, expect

from app.models import Party, Referral
from app.services.filing import ItemInput

CHINESE = re.compile(r"[\u4e00-\u9fff]")
Sit = Callable[..., Person]


def test_a_session_that_ended_while_typing_gives_everything_back(office: Office, person: Sit) -> None:
    """Half an hour unused ends a session; the application typed meanwhile is filed after signing in again."""
    stay_signed_in(office, 30)
    filing = person("filing")
    filing.goes("/cases/new")
    filing.types(
        **{
            "party-0-name": "邹玥",
            "party-1-name": "东川市恒岳建筑安装有限公司",
            "item-0-kind": "wages",
            "item-0-amount": "20000",
            "facts_and_reasons": "拖欠三个月工资。",
        }
    )
    office.clock.to(2026, 3, 3)
    filing.presses("收件")
    filing.sees("没有操作", "已经保留")
    filing.shot("50-session-over")
    filing.signs_in()
    filing.sees("还没有提交", "拖欠三个月工资。", "邹玥", "事实和理由")
    filing.sees_not("party-0-name</")
    filing.shot("51-resume")
    filing.presses("重新提交")
    filing.sees("已收件", "邹玥", "20,000.00")


def test_a_page_that_grew_stale_says_what_changed_and_keeps_what_was_typed(office: Office, person: Sit) -> None:
    """Design §3: a step is taken from the state it was offered in, or the page is told what happened since (409)."""
    case_id = office.files()
    office.takes(
        case_id, "referral.propose", "filing", channel="industry", receiving_body=str(office.body_id("med-ind"))
    )
    referral = (Referral, office.latest(Referral, case_id))
    filing = person("filing")
    filing.opens_case(case_id)
    filing.starts("登记当事人答复")
    respondent = str(office.party(case_id, "respondent"))
    filing.types(party=respondent, agrees="yes", consent_way="written")
    office.takes(
        case_id,
        "referral.record_consent",
        "filing",
        referral,
        party=str(office.party(case_id, "applicant")),
        agrees="yes",
        consent_way="phone",
    )
    filing.sends("登记当事人答复")
    expect(filing.page.locator("#problems")).to_contain_text("您填写的内容都还在")
    filing.sees("登记当事人答复", "沈禾")
    assert filing.page.locator("#party").input_value() == respondent
    assert filing.page.locator("#consent_way").input_value() == "written"
    filing.shot("52-stale")
    filing.sends("登记当事人答复")
    filing.sees("已办理")
    with office.reading() as session:
        assert session.get_one(Referral, referral[1]).state == "agreed"
        assert session.get_one(Party, int(respondent)).name in (filing.page.content())


def test_a_page_that_fetched_from_elsewhere_would_be_noticed(person: Sit) -> None:
    """The watch every test here relies on: a foreign script, a style in the page and an error of a script all count."""
    filing = person("filing")
    for trick in (
        "document.head.append(Object.assign(document.createElement('script'), {src: 'https://elsewhere.invalid/x.js'}))",
        "document.body.setAttribute('style', 'color: red')",
        "setTimeout(() => { throw new Error('broken') }, 0)",
    ):
        filing.page.evaluate(trick)
        filing.page.wait_for_timeout(150)
        assert filing.complaints, trick
        filing.complaints.clear()


def test_a_task_is_done_from_the_keyboard_alone(office: Office, chromium: Browser, site: tuple[object, str]) -> None:
    """Sign in, go to the task, accept the application: only Tab, Space, Enter and letters, and the focus always shows."""
    case_id = office.files()
    context = chromium.new_context(base_url=site[1], viewport={"width": 1366, "height": 850})
    page = context.new_page()
    page.goto("/")
    keys = page.keyboard
    keys.type("filing")
    keys.press("Tab")
    keys.type(PASSWORD)
    _enter(page)
    keys.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main", "first comes the skip link"
    keys.press("Enter")
    _tab_to(page, "决定是否受理")
    _enter(page)
    _tab_to(page, "受理")
    _enter(page)
    assert page.locator("h1").inner_text() == "受理"
    _tab_to(page, field="conditions")
    keys.press("Space")
    keys.press("Tab")
    keys.type("205(5)")
    _tab_to(page, field="note_optional")
    keys.type("材料齐全")
    _tab_to(page, "办理「受理」")
    _enter(page)
    expect(page.get_by_role("status").first).to_contain_text("「受理」已办理")
    assert office.case(case_id).cause == "205(5)"
    context.close()


def _enter(page: Page) -> None:
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.keyboard.press("Enter")


def _tab_to(page: Page, words: str = "", field: str = "") -> None:
    """Press Tab until the focus stands there; what has the focus must be seen to have it."""
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        text, name, shown = page.evaluate(
            """() => {
              const e = document.activeElement, s = getComputedStyle(e);
              return [e.textContent.trim(), e.name || "", s.outlineStyle !== "none" || s.boxShadow !== "none"];
            }"""
        )
        assert shown, f"focus does not show on {text or name}"
        if (words and text == words) or (field and name == field):
            return
        seen.append(text or name)
    raise AssertionError(f"Tab never reaches {words or field}: {seen}")


def test_pages_of_a_mediator_fit_a_phone(office: Office, person: Sit) -> None:
    """Mediators work in a corridor with a telephone: nothing runs out of the screen sideways."""
    referral = office.refers(office.files())
    industry = person("industry", phone=True)
    fits(industry.page)
    for path in (
        "/",
        "/referrals/",
        "/referrals/?state=ended",
        f"/referrals/{referral}",
        f"/referrals/{referral}/steps/referral.accept_by_body",
        f"/referrals/{referral}/steps/referral.decline_by_body",
        "/precedents/?q=加班费",
        "/standards/",
        "/account",
        "/nowhere",
    ):
        industry.goes(path)
        fits(industry.page)
        industry.shot("60" + re.sub(r"\W+", "-", path).rstrip("-"))
    industry.goes(f"/referrals/{referral}")
    industry.takes("调解组织接收")
    for step in ("登记一次调解", "登记调解结果", "撤回调解"):
        industry.goes(f"/referrals/{referral}")
        industry.starts(step)
        fits(industry.page)
        short = industry.page.evaluate(
            "Math.min(...[...document.querySelectorAll('main button, main .btn')].map(e => e.offsetHeight))"
        )
        assert short >= 36, f"{step}: a button of {short} px is hard to hit with a thumb"
    industry.goes(f"/referrals/{referral}")
    industry.starts("登记调解结果")
    industry.shot("61-outcome")


FRAME = """() => {
  const parts = "nav.menu a, h1, h2, h3, legend, label, main button, main a.btn, th[scope=col], dt, summary, "
    + ".state, .due-words, .empty";
  const own = e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent).join("").trim();
  return [document.title, ...[...document.querySelectorAll(parts)].map(own)];
}"""
# Numbers of files, names and titles of law stay as they are written.
STAYS = re.compile(r"东川|石桥|邹玥|恒岳|《")


def test_english_is_whole(office: Office, person: Sit) -> None:
    """The frame of each page is English for who chooses so: menu, headings, labels, buttons, table heads."""
    leave = [ItemInput("annual_leave", "3000", "请求支付未休年休假工资报酬3,000元")]
    filed, deliberated = office.files(items=leave), office.deliberated()
    office.clock.to(2026, 3, 17)
    more = {
        "filing": [f"/cases/{filed}", f"/cases/{filed}/steps/arb.accept", f"/cases/{filed}/steps/svc.record"],
        "arbitrator": [f"/cases/{deliberated}", f"/cases/{deliberated}/draft"],
    }
    left, seen = [], set()
    for login in ("filing", "arbitrator", "courtclerk", "analyst", "industry", "system", "security", "audit"):
        one = person(login)
        one.page.locator("header .me summary").click()
        one.clicks(one.page.get_by_role("button", name="English"))
        menu = [str(link.get_attribute("href")) for link in one.page.locator("nav.menu a").all()]
        for path in [path for path in menu + more.get(login, []) if path not in seen]:
            seen.add(path)
            one.goes(path)
            one.shot("70-en" + re.sub(r"\W+", "-", path).rstrip("-"))
            assert one.page.locator("html").get_attribute("lang") == "en"
            name = office.actor(login).name
            left += [
                f"{path}: {text}" for text in one.page.evaluate(FRAME) if CHINESE.search(text) and name not in text
            ]
    assert len(seen) >= 18, seen
    assert not [line for line in left if not STAYS.search(line)], "\n".join(left)
