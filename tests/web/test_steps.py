"""One form for every step: what it asks, what it refuses and why, and that nothing typed is ever lost."""

import re
from collections.abc import Callable

import pytest
from factories import Browser, Office, words
from sqlmodel import func, select

from app.models import Case, CourtMatter, Event, Referral, RefusedStep
from app.services.machines import MACHINES
from workflows.statute import statute

SignIn = Callable[[str], Browser]


def token_on(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def events(office: Office) -> int:
    with office.reading() as session:
        return session.exec(select(func.count()).select_from(Event)).one()


def refusals(office: Office) -> list[tuple[str, str]]:
    with office.reading() as session:
        return [(row.kind, row.rule) for row in session.exec(select(RefusedStep)).all()]


def test_a_step_is_taken_through_its_form(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    client = client_as("filing")
    url = f"/cases/{case_id}/steps/arb.accept"
    page = client.get(url)
    assert "已逐项核对四项受理条件" in page.text
    assert "205(5)" in page.text, "causes of the day of filing are offered"
    assert "《受理通知书》" in page.text, "the papers that will be made are named"
    answer = client.post(url, data={"token": token_on(page.text), "conditions": "yes", "cause": "205(5)"})
    assert answer.status_code == 303
    assert "「受理」已办理" in client.get(answer.location).text
    assert office.case(case_id).state == "accepted"


def test_a_refused_step_gives_all_reasons_and_keeps_what_was_typed(office: Office, client_as: SignIn) -> None:
    """CHR 30: four conditions, each confirmed."""
    case_id = office.files()
    client = client_as("filing")
    url = f"/cases/{case_id}/steps/arb.accept"
    before = events(office)
    answer = client.post(
        url, data={"token": token_on(client.get(url).text), "cause": "205(5)", "note_optional": "材料齐全"}
    )
    assert answer.status_code == 409
    assert "四项受理条件须逐项核对" in words(answer)
    assert "《办案规则》第三十条" in words(answer)
    assert "材料齐全" in answer.text
    assert 'value="205(5)" selected' in answer.text
    assert (events(office), office.case(case_id).state) == (before, "filed")
    assert refusals(office) == [("refused", "arb.accept")]


def test_values_that_cannot_be_used_are_told_at_their_fields(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    office.accepts(case_id)
    client = client_as("filing")
    url = f"/cases/{case_id}/steps/arb.notify_respondent"
    answer = client.post(url, data={"token": token_on(client.get(url).text), "evidence_until": "2026-02-31"})
    assert answer.status_code == 422
    assert "没有这一天" in answer.text
    assert 'value="2026-02-31"' in answer.text
    assert 'href="#evidence_until"' in answer.text
    assert refusals(office) == [("input", "arb.notify_respondent")]


def test_a_stale_page_says_what_changed_and_keeps_everything(office: Office, client_as: SignIn) -> None:
    """Design 3: a case that has moved on answers 409 with what changed."""
    case_id = office.files()
    client = client_as("filing")
    url = f"/cases/{case_id}/steps/arb.accept"
    old = token_on(client.get(url).text)
    office.takes(case_id, "referral.propose", "filing", channel="industry", receiving_body=str(office.body_id("med-ind")))
    office.takes(
        case_id, "referral.withdraw", "filing", (Referral, office.latest(Referral, case_id)), outcome_reason="当事人改变主意"
    )
    answer = client.post(
        url, data={"token": old, "conditions": "yes", "cause": "205(5)", "note_optional": "我写的备注"}
    )
    assert answer.status_code == 409
    assert "沈禾 办理了「提议调解」" in words(answer)
    assert "我写的备注" in answer.text
    fresh = client.post(
        url, data={"token": token_on(answer.text), "conditions": "yes", "cause": "205(5)", "note_optional": "我写的备注"}
    )
    assert fresh.status_code == 303, "the fresh form that came back can be sent"


def test_a_doubled_click_takes_the_step_once(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    client = client_as("filing")
    url = f"/cases/{case_id}/steps/arb.accept"
    form = {"token": token_on(client.get(url).text), "conditions": "yes", "cause": "205(5)", "note_optional": "只办一次"}
    first, second = client.post(url, data=form), client.post(url, data=form)
    assert (first.status_code, second.status_code) == (303, 409)
    assert "沈禾 办理了「受理」" in words(second)
    assert "只办一次" in second.text
    assert office.events(case_id).count("arb.accept") == 1


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "\x00"])
def test_a_made_up_token_is_worth_nothing(office: Office, client_as: SignIn, token: str) -> None:
    case_id = office.files()
    answer = client_as("filing").post(
        f"/cases/{case_id}/steps/arb.accept", data={"token": token, "conditions": "yes", "cause": "205(5)"}
    )
    assert answer.status_code == 409
    assert office.case(case_id).state == "filed"


def test_a_token_of_another_case_or_step_is_worth_nothing(office: Office, client_as: SignIn) -> None:
    first, second = office.files(key="1"), office.files(key="2")
    client = client_as("filing")
    token = token_on(client.get(f"/cases/{first}/steps/arb.accept").text)
    form = {"token": token, "conditions": "yes", "cause": "205(5)"}
    assert client.post(f"/cases/{second}/steps/arb.accept", data=form).status_code == 409
    assert client.post(f"/cases/{first}/steps/arb.refuse", data=form | {"refusal_ground": "repeated"}).status_code == 409
    assert office.case(second).state == office.case(first).state == "filed"


@pytest.mark.parametrize(
    ("login", "status", "said"),
    [
        ("head", 403, "由立案人员办理"),
        ("arbitrator", 403, "由立案人员办理"),
        ("filing-shiqiao", 404, "没有找到"),
        ("judge", 404, "没有找到"),
        ("industry", 404, "没有找到"),
        ("audit", 403, "不能打开"),
    ],
)
def test_the_wrong_person_is_told_whose_step_it_is_or_nothing_at_all(
    office: Office, client_as: SignIn, login: str, status: int, said: str
) -> None:
    case_id = office.files()
    client, url = client_as(login), f"/cases/{case_id}/steps/arb.accept"
    for answer in (client.get(url), client.post(url, data={"conditions": "yes", "cause": "205(5)"})):
        assert answer.status_code == status
        assert said in words(answer)
        assert "邹玥" not in answer.text
    assert office.case(case_id).state == "filed"


@pytest.mark.parametrize(
    "path",
    ["/cases/99999/steps/arb.accept", "/cases/1/steps/no.such.step", "/referrals/1/steps/arb.accept",
     "/awards/1/steps/award.annul", "/nonsense/1/steps/arb.accept"],
)  # fmt: skip
def test_steps_that_are_not_there_are_not_found(office: Office, client_as: SignIn, path: str) -> None:
    office.files()
    assert client_as("filing").get(path).status_code == 404
    assert client_as("filing").post(path, data={"token": "x"}).status_code == 404


def test_what_the_system_does_by_itself_is_nobodys_step(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    client, url = client_as("filing"), f"/cases/{case_id}/steps/med.hold"
    assert client.get(url).status_code == 404
    assert client.post(url, data={"token": "x"}).status_code == 403
    assert office.case(case_id).state == "filed"


def test_a_step_that_does_not_start_here_says_where_the_case_stands(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    answer = client_as("head").get(f"/cases/{case_id}/steps/arb.form_tribunal")
    assert answer.status_code == 409
    assert "现在的状态是「已收件」" in words(answer)


def test_a_mediator_takes_the_steps_of_a_referral_to_their_body_only(office: Office, client_as: SignIn) -> None:
    referral = office.refers(office.files())
    url = f"/referrals/{referral}/steps/referral.accept_by_body"
    assert client_as("peoples").get(url).status_code == 404
    client = client_as("industry")
    answer = client.post(url, data={"token": token_on(client.get(url).text)})
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200


def test_the_outcome_form_needs_a_reason_when_no_agreement_came(office: Office, client_as: SignIn) -> None:
    """LMA 14; CHR 70."""
    referral = office.refers(office.files())
    client = client_as("industry")
    office.takes(1, "referral.accept_by_body", "industry", (Referral, referral), note_optional="")
    url = f"/referrals/{referral}/steps/referral.record_outcome"
    form = {"token": token_on(client.get(url).text), "outcome": "no_agreement"}
    assert "请填写原因" in words(client.post(url, data=form))
    done = client.post(url, data=form | {"outcome_reason_optional": "分歧较大"})
    assert done.status_code == 303


def test_a_body_that_is_not_on_the_list_cannot_be_chosen(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    client, url = client_as("filing"), f"/cases/{case_id}/steps/referral.propose"
    form = {"token": token_on(client.get(url).text), "channel": "industry"}
    for body in (str(office.body_id("court-mid")), "99999", "-1", "x"):
        answer = client.post(url, data=form | {"receiving_body": body})
        assert answer.status_code == 422
        assert "请从列表中选择" in words(answer)


def test_members_of_the_panel_are_chosen_by_ticking(office: Office, client_as: SignIn) -> None:
    """LMA 31; ORG 13: one or three."""
    case_id = office.files()
    office.accepts(case_id)
    client, url = client_as("head"), f"/cases/{case_id}/steps/arb.form_tribunal"
    page = client.get(url)
    form = {
        "token": token_on(page.text),
        "chief": str(office.staff_id("arbitrator")),
        "recorder": str(office.staff_id("clerk")),
    }
    two = client.post(url, data=form | {"members": [str(office.staff_id("arbitrator2"))]})
    assert two.status_code == 409
    assert re.search(rf'value="{office.staff_id("arbitrator2")}" checked', two.text), "the tick is kept"
    three = [str(office.staff_id(one)) for one in ("arbitrator2", "arbitrator3")]
    assert client.post(url, data=form | {"members": three}).status_code == 303
    assert office.case(case_id).panel == [office.staff_id(f"arbitrator{n}") for n in ("", "2", "3")]


def test_every_step_of_the_articles_has_a_form_for_each_kind_of_field() -> None:
    """A new type of field in the articles needs a reader and a way to be shown."""
    shown = {"text", "long_text", "number", "choice", "money", "yes_no", "date", "instant", "party", "item", "staff", "staff_list",
             "body", "court", "channel", "paper", "award", "cause", "outcomes",
             "appearance", "votes", "item_list", "mediator", "choice_list", "signer", "payment_line", "payment_lines",
             "worker_list", "left_workers", "meeting", "item_kind", "link_candidate", "commission", "agent", "service", "attachment_list",
             "service_rows"}  # fmt: skip
    assert {field.type for field in statute().fields.values()} <= shown
    assert {one.model for one in MACHINES.values()} >= {Case, Referral, CourtMatter}
