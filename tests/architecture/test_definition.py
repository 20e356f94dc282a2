"""条目与程序相合：后果、文书、填写项、权限、期限，一处对不上就被指出（hengjian procedure check）。"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner

from app.commands import procedure as commands
from app.services import definition
from app.services.definition import VALIDATORS
from app.services.definition.source import Source, read_source
from workflows.statute import Clock, FieldDefinition, Opens, Rule, Statute, read

BOOK = read()
SOURCE = read_source()


def changed(rule_id: str, **values: Any) -> Statute:
    return replace(BOOK, rules=tuple(replace(r, **values) if r.id == rule_id else r for r in BOOK.rules))


def rule(rule_id: str) -> Rule:
    return next(r for r in BOOK.rules if r.id == rule_id)


UNFIT: dict[str, tuple[Callable[[], Statute], str]] = {
    "没有的文书": (lambda: changed("arb.accept", issues=("never_described",)), "没有文书 'never_described'"),
    "起算期限的文书没有": (
        lambda: replace(BOOK, clocks=(*BOOK.clocks, Clock("never_described", "arb.answer"))), "没有文书",
    ),
    "后果没有条目": (
        lambda: replace(BOOK, rules=tuple(r for r in BOOK.rules if r.id != "arb.suspend")), r"arb.suspend\) 有误：没有这个条目",
    ),
    "从无到有没有后果": (
        lambda: changed("award.draft", by=("arbitrator",)), "award.draft 有误：由人办理、从无到有",
    ),
    "系统的步骤没有程序": (
        lambda: replace(BOOK, rules=(*BOOK.rules, replace(rule("award.approve"), id="award.forgotten"))), "award.forgotten",
    ),
    "岗位没有权限": (lambda: changed("arb.accept", by=("judge",)), "岗位 judge 对案件没有办理的权限"),
    "期限没有人结束": (
        lambda: changed("arb.accept", opens=(Opens("arb.evidence_term"),)), "arb.evidence_term 有误：.*没有一处结束",
    ),
    "填写项没有读法": (
        lambda: replace(BOOK, fields={**BOOK.fields, "note": replace(BOOK.fields["note"], type="colour")}), "不认识的类型",
    ),
    "填写了没有人读": (
        lambda: replace(
            changed("arb.accept", asks=(*rule("arb.accept").asks, "favourite_colour_of_the_clerk_")),
            fields={**BOOK.fields, "favourite_colour_of_the_clerk_": FieldDefinition("x", "色", "colour", "text")},
        ),
        "填写了却没有一处读取",
    ),
    "后果要读的没有问": (lambda: changed("arb.form_tribunal", asks=("chief",)), "form_tribunal.*要读 'members'"),
    "条件要读的没有问": (lambda: changed("arb.extend", asks=("extension_reason",)), "extension_is_within_the_limit 有误：要读"),
}  # fmt: skip


def found(book: Statute, source: Source = SOURCE) -> list[str]:
    return [str(one) for check in VALIDATORS for one in check(book, source)]


def test_articles_and_program_fit() -> None:
    """现行条目与程序处处相合。"""
    assert [str(one) for one in definition.findings(BOOK)] == []


@pytest.mark.parametrize("what", UNFIT)
def test_what_does_not_fit_is_named(what: str) -> None:
    """每一种不相合都被认出。"""
    import re

    make, said = UNFIT[what]
    assert any(re.search(said, one) for one in found(make())), found(make())


def test_the_command_prints_every_finding_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """hengjian procedure check：列出全部问题，以 1 结束；没有问题时说出版本。"""
    good = CliRunner().invoke(commands.procedure, ["check"])
    assert good.exit_code == 0
    assert BOOK.version in good.stdout
    monkeypatch.setattr(commands, "read", lambda: changed("arb.accept", by=("porter", "sailor")))
    bad = CliRunner().invoke(commands.procedure, ["check"])
    assert bad.exit_code == 1
    assert "porter" in bad.stderr
    assert "sailor" in bad.stderr


def test_what_follows_a_step_is_read_from_its_effect() -> None:
    """签发裁决书带来“作出裁决”；双方同意调解带来暂缓受理或者委托调解。"""
    known = frozenset(r.id for r in BOOK.rules)
    assert "award.sign" in SOURCE.follows("arb.sign", known)
    assert {"med.hold", "med.delegate"} <= SOURCE.follows("referral.record_consent", known)
    assert SOURCE.follows("arb.extend", known) == frozenset()
