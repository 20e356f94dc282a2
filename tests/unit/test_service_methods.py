"""送达方式的数据：与填写项、文书自洽；没有送到以后的下一种方式。"""

from datetime import date

import pytest

from app.rendering.kinds import kinds
from workflows.limits_rules import rules
from workflows.service_methods import Attempt, Recipient, Setting, book, next_method, objections
from workflows.statute import statute

DAY = date(2026, 3, 2)
ORDINARY = Setting(DAY, "ordinary", 1)
FIRM = Recipient("恒岳公司", "employer")
WORKER = Recipient("邹玥", "worker", has_consented=True, e_address="13800012345")


def failed(*tries: tuple[str, str]) -> Recipient:
    return Recipient("恒岳公司", "employer", attempts=tuple(Attempt(1, method, "failed", why) for method, why in tries))


def test_the_data_speak_of_what_the_forms_and_the_papers_have() -> None:
    """方式、原因、代收人与填写项一一对应；期限、文书都在；裁决书、调解书不用简便方式（CHR 59），与文书说明一致。"""
    fields, known = statute().fields, book()
    assert set(known.methods) == {c[0] for c in fields["service_method"].choices}
    assert list(known.failures) == [c[0] for c in fields["failure"].choices]
    assert list(known.takers) == [c[0] for c in fields["relation"].choices]
    assert {m.counts for m in known.methods.values()} <= set(rules())
    assert {n.field for m in known.methods.values() for n in m.needs} <= set(fields)
    assert set(known.addressed) <= set(kinds())
    assert {a.due for a in known.addressed.values()} - {"", "hearing"} <= set(rules())
    barred = {k for refusal in known.methods["simple"].refused for k in refusal.kinds}
    assert barred == {"award", "advance_award", "mediation_statement"}
    assert not any(kinds()[kind].electronic_service for kind in barred)


ON_ITS_WAY = Recipient("恒岳公司", "employer", attempts=(Attempt(1, "direct", "failed", "refused"), Attempt(1, "post", "sent")))


@pytest.mark.parametrize(
    ("person", "kind", "wanted"),
    [
        (FIRM, "response_notice", "direct"),
        (WORKER, "response_notice", "electronic"),
        (WORKER, "award", "direct"),
        (failed(("direct", "refused")), "award", "left_or_posted"),
        (failed(("direct", "refused")), "mediation_statement", "co_resident"),
        (failed(("direct", "absent")), "award", "co_resident"),
        (ON_ITS_WAY, "award", "post"),
        (failed(("direct", "moved"), ("post", "returned")), "award", "entrusted"),
        (failed(("direct", "moved"), ("post", "returned"), ("entrusted", "not_carried_out")), "award", "public_notice"),
    ],
)
def test_the_next_method_follows_from_what_failed(person: Recipient, kind: str, wanted: str) -> None:
    """CHR 20；CPL 89、91、95：拒收的留置，无人的代收，退回的委托，都不成的公告；调解书不留置、不公告。"""
    assert next_method(kind, 1, person, Setting(DAY, "ordinary", 1, frozenset(("statement_by_post",)))).method == wanted


def test_leaving_for_a_stopped_firm_needs_as_many_workers_as_the_law_says() -> None:
    """CHR 20(2)：停产歇业且涉及劳动者十人以上；九人不行，十人可以，劳动者一方不适用。"""
    asked = {"leave_ground": "stopped"}
    few, many = Setting(DAY, "collective", 9), Setting(DAY, "collective", 10)
    assert "10人以上" in objections("response_notice", "left_or_posted", FIRM, few, asked)[0].text
    assert objections("response_notice", "left_or_posted", FIRM, many, asked) == []
    assert objections("response_notice", "left_or_posted", WORKER, many, asked)


def test_an_award_goes_electronically_only_where_the_office_has_said_so() -> None:
    """rules svc.electronic_award（P）：默认不采用，理由写明是本委设置；改为采用后，同意的人可以。"""
    (reason,) = objections("award", "electronic", WORKER, ORDINARY, {})
    assert "本委设置" in reason.text
    lifted = Setting(DAY, "ordinary", 1, frozenset(("electronic_awards",)))
    assert objections("award", "electronic", WORKER, lifted, {}) == []
    assert objections("award", "electronic", FIRM, lifted, {})
