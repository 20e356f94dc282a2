"""about.toml is checked when it is read: a bad one names its file and the reason."""

import shutil

import pytest

from app.rendering.kinds import FOLDER, NEVER_INNER, kind, kinds, label_of, load
from workflows.errors import DefinitionError

STORY = (
    "acceptance_notice",
    "mediation_proposal",
    "delegation_letter",
    "response_notice",
    "hearing_notice",
    "panel_notice",
    "award",
    "service_return",
    "refusal_notice",
    "withdrawal_decision",
    "deemed_withdrawal_decision",
    "suspension_notice",
    "extension_notice",
    "resumption_notice",
    "correction_request",
    "approval_form",
    "deliberation_record",
    "calculation_sheet",
    "referral_return",
    "mediation_statement",
    "consistency_report",
)


def test_every_paper_of_the_procedure_is_described():
    assert set(STORY) <= set(kinds())


def test_awards_and_mediation_statements_are_never_served_electronically():
    """CHR 59: phone, message, fax and mail never for 调解书 or 裁决书."""
    assert not kind("award").electronic_service
    assert not kind("mediation_statement").electronic_service
    assert kind("hearing_notice").electronic_service


def test_deliberation_and_approvals_never_leave_the_inner_file():
    """CHR 22, 23; design 7."""
    for name in ("deliberation_record", "approval_form", "referral_return"):
        assert kind(name).folder == "inner"
        assert not NEVER_INNER & set(kind(name).seen_by)


@pytest.mark.parametrize(
    ("find", "replace", "says"),
    [
        ('title = "评议笔录"\n', "", "缺少或多出 title"),
        ('folder = "inner"', 'folder = "middle"', "folder 不能是 'middle'"),
        ('"head"]', '"head", "judge"]', "副卷文书不得给 judge 看"),
        ('"head"]', '"king"]', "没有这些岗位：king"),
        ('"case.number"', '"case.nummer"', "case.nummer"),
        ('basis = "CHR 22, 52"', 'basis = " "', "basis 是空的"),
        ('signed_by = "panel"', 'signed_by = "anyone"', "signed_by 不能是 'anyone'"),
    ],
)
def test_a_description_that_is_not_sound_does_not_load(tmp_path, find, replace, says):
    folder = tmp_path / "deliberation_record"
    shutil.copytree(FOLDER / "deliberation_record", folder)
    file = folder / "about.toml"
    text = file.read_text(encoding="utf-8")
    assert find in text
    file.write_text(text.replace(find, replace), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load(file)
    assert "deliberation_record/about.toml" in str(caught.value)
    assert says in str(caught.value)


def test_an_unknown_kind_is_answered_with_the_known_ones():
    with pytest.raises(DefinitionError, match=r"没有「verdict」这种文书.*award"):
        kind("verdict")


def test_a_place_in_a_list_is_said_in_words():
    assert label_of("applicants[1].address") == "申请人住址（第2项）"
    assert label_of("case.number") == "案号"
