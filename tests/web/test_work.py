"""My work: what waits, by when, in words; what changed in my cases."""

from collections.abc import Callable
from html.parser import HTMLParser

from factories import Browser, Office, words

from app.models import Referral

SignIn = Callable[[str], Browser]


def test_a_task_stands_with_its_day_and_the_days_left_in_words(office: Office, client_as: SignIn) -> None:
    """LMA 29: five days to decide on acceptance."""
    office.files()
    page = client_as("filing").get("/")
    assert "决定是否受理" in page.text
    assert "还有7天" in words(page)
    office.clock.to(2026, 3, 20)
    later = client_as("filing").get("/")
    assert "due-overdue" in later.text
    assert "已过11天" in words(later)


def test_a_task_goes_when_it_is_done_and_the_next_role_gets_its_own(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    office.accepts(case_id)
    assert "决定是否受理" not in client_as("filing").get("/").text
    assert "组庭" in client_as("head").get("/").text


def test_a_mediator_sees_only_what_waits_at_their_body(office: Office, client_as: SignIn) -> None:
    office.refers(office.files())
    assert "接收或者退回委托" in client_as("industry").get("/").text
    assert "接收或者退回委托" not in client_as("peoples").get("/").text


def test_what_others_did_since_the_last_working_day_is_told_and_older_is_not(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    office.accepts(case_id)
    assert "受理" in words(client_as("head").get("/")).split("2026年2月28日以来的变化")[1], "a swapped working Saturday"
    assert "受理" not in words(client_as("filing").get("/")).split("以来的变化")[1], "one's own acts are no news"
    office.clock.to(2026, 3, 3)
    assert "受理" in words(client_as("head").get("/")).split("2026年3月2日以来的变化")[1]
    office.clock.to(2026, 3, 9)
    assert "没有新的变化" in client_as("head").get("/").text


def test_what_is_due_stands_first_with_its_article(office: Office, client_as: SignIn) -> None:
    """LMA 29, 43: the nearest limits of what is in hand, with the days left; a mediator's are those of the own body."""
    case_id = office.files()
    assert "第二十九条" in words(client_as("filing").get("/")).split("待办")[0]
    office.refers(case_id)
    due = words(client_as("industry").get("/")).split("待办")[0]
    assert "调解期限" in due
    assert "第十四条" in due
    assert "调解期限" not in words(client_as("peoples").get("/"))


def test_a_mediator_logs_a_session_with_two_presses_from_the_first_page(office: Office, client_as: SignIn) -> None:
    """Under a minute on a phone: one press to the form, everything it needs already in it, one press to send it."""
    referral = office.refers(office.files())
    client = client_as("industry")
    assert f"/referrals/{referral}/steps/referral.accept_by_body" in client.get("/").text
    office.takes(1, "referral.accept_by_body", "industry", (Referral, referral), mediator="", note_optional="")
    first = client.get("/").text
    for step in ("record_session", "record_outcome"):
        assert f"/referrals/{referral}/steps/referral.{step}" in first
    assert "steps/referral.record_session" not in client_as("peoples").get("/").text
    address = f"/referrals/{referral}/steps/referral.record_session"
    form = Form(client.get(address).text)
    assert form.fields["session_came"] == "邹玥、东川市恒岳建筑安装有限公司"
    assert client.post(address, data=form.fields).status_code == 303
    again = Form(client.get(address).text)
    assert again.fields["session_place"] == form.fields["session_place"] != ""


class Form(HTMLParser):
    """The fields of a step's form as a browser would send them untouched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.select = ""
        self.feed(page.split('<form method="post" action="/referrals/')[1].split("</form>", maxsplit=1)[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given["name"] != "csrf_token":
            self.fields[given["name"]] = given.get("value", "")
        elif tag == "textarea":
            self.fields[given["name"]] = ""
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and "selected" in given:
            self.fields[self.select] = given["value"]


def test_administrators_start_at_their_own_desk(office: Office, client_as: SignIn) -> None:
    for login, desk in (("system", "/admin/bodies"), ("security", "/walls"), ("audit", "/audit/")):
        answer = client_as(login).get("/")
        assert answer.status_code == 302
        assert answer.location == desk
