"""The history of a case reads by itself: days with their reasons, papers, and the step that puts a mistake right."""

from told import Office

from workflows.statute import statute
from workflows.undo import ways


def test_each_step_says_which_days_it_set_and_why_and_what_it_made(told: Office) -> None:
    """LMA 43, 32: acceptance sets the forty-five days; the link leads to the working beside it."""
    page = told.as_("head").get("/cases/1?events=all")
    accepted = page.split("<strong>受理</strong>")[1].split("</li>\n  <li>")[0]
    assert "开始计算「仲裁期限」，最后一日 2026-" in accepted
    assert "《受理通知书》" in accepted
    anchor = accepted.split('href="#limit-')[1].split('"')[0]
    assert f'id="limit-{anchor}"' in page


def test_a_mistake_is_put_right_by_another_step_and_never_by_editing(told: Office) -> None:
    """A referral sent by mistake is withdrawn: offered at its event to those whose step it is, with the article."""
    page = told.as_("filing").get("/cases/2")
    sent = page.split("<strong>发出委托调解函</strong>")[1].split("</ol>")[0]
    assert "办错了可以用" in sent
    assert "referral.withdraw" in sent
    assert "更正，记录仍然保留" in sent
    assert "办错了可以用" not in told.as_("analyst").get("/cases/2")


def test_every_way_to_put_right_is_a_step_of_the_articles_and_most_first_steps_have_one() -> None:
    """Undo by a compensating step (feature 24): the table names steps there are, and starts where it is wanted most."""
    rules = {rule.id: rule for rule in statute().rules}
    for step, others in ways().items():
        for other in others:
            reachable = {branch.to for branch in rules[step].branches}
            starts = set(rules[other].sources)
            assert rules[other].machine != rules[step].machine or "stay" in reachable or reachable & starts or step == other, (step, other)
    assert {"arb.accept", "arb.set_hearing", "arb.sign", "referral.delegate", "approval.request"} <= set(ways())
