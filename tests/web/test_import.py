"""旧案导入: checked whole before a case is made; every bad line is named; all comes in, or nothing."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from factories import Browser, Office, words
from openpyxl import Workbook, load_workbook
from sqlmodel import func, select
from werkzeug.test import TestResponse

from app.commands.cases import cases
from app.models import Case
from app.services import case_import, events
from app.services.register_file import COLUMNS

SignIn = Callable[[str], Browser]
GOOD: dict[str, Any] = {
    "案号": "东川劳人仲案字〔2019〕第7号",
    "收件日期": "2019-03-05",
    "受理日期": "2019-03-08",
    "结案日期": "2019-04-20",
    "结案方式": "裁决",
    "申请人": "张三",
    "被申请人": "东川市某某机械有限公司",
    "请求类型": "拖欠工资",
    "请求金额": "12000",
    "结果": "支持",
    "裁决金额": "12,000.00",
}


def lines(*rows: Any) -> bytes:
    return "\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows).encode()


def book(headings: list[str], *rows: dict[str, Any]) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(headings)
    for row in rows:
        sheet.append([row.get(heading) for heading in headings])
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def send(client: Browser, content: bytes, name: str = "旧案.jsonl") -> TestResponse:
    return client.post("/cases/import", data={"file": (BytesIO(content), name)})


def count(office: Office) -> int:
    with office.reading() as session:
        return session.exec(select(func.count()).select_from(Case)).one()


def test_a_register_is_looked_at_first_and_then_comes_in_whole(office: Office, client_as: SignIn) -> None:
    client = client_as("filing")
    more = {"案号": GOOD["案号"], "请求类型": "加班费", "请求金额": "3000", "结果": "驳回"}
    shown = send(client, lines(GOOD, more, GOOD | {"案号": "东川劳人仲案字〔2019〕第8号"}))
    assert shown.status_code == 200
    assert "读到 3 行；可以导入 2 件" in words(shown)
    assert count(office) == 0, "looking changes nothing"
    assert client.post("/cases/import/confirm").status_code == 303
    assert count(office) == 2
    with office.reading() as session:
        case = session.exec(select(Case).where(Case.number == GOOD["案号"])).one()
        assert (case.state, case.source, case.closed_by, len(case.items)) == ("closed", "import", "awarded", 2)
        assert [p.kind for p in case.parties] == ["worker", "employer"]
        assert case.items[0].awarded_fen == 1_200_000
        assert events.verify_case(session, case) is None
    assert "东川劳人仲案字〔2019〕第7号" in client.get("/cases").text
    assert client.post("/cases/import/confirm").status_code == 422, "the same file is not confirmed twice"


def test_the_same_register_again_changes_nothing(office: Office, client_as: SignIn) -> None:
    client = client_as("filing")
    for _ in range(2):
        send(client, lines(GOOD))
        client.post("/cases/import/confirm")
    assert count(office) == 1
    assert "已在册 1 件" in words(send(client, lines(GOOD)))


BAD_LINES = [
    ('{"案号": "x", ', "整行", "不是完整的 JSON"),
    ("[1, 2]", "整行", "不是一个对象"),
    ("[" * 20000, "整行", "嵌套过深"),
    (GOOD | {"案号": ""}, "案号", "没有填写"),
    (GOOD | {"案号": "长" * 61}, "案号", "过长"),
    (GOOD | {"收件日期": "2019-13-05"}, "收件日期", "没有这一天"),
    (GOOD | {"收件日期": "2007-01-05"}, "收件日期", "早于调解仲裁法施行"),
    (GOOD | {"结案日期": "2019-01-01"}, "结案日期", "早于收件日期"),
    (GOOD | {"结案日期": "2029-01-01"}, "结案日期", "晚于今天"),
    (GOOD | {"结案日期": ""}, "结案日期", "没有填写"),
    (GOOD | {"受理日期": "2019-03-01"}, "受理日期", "早于收件日期"),
    (GOOD | {"结案方式": "不知道"}, "结案方式", "不在可选范围内"),
    (GOOD | {"申请人": ""}, "申请人", "没有填写"),
    (GOOD | {"申请人证件号码": "370502199003152428"}, "申请人证件号码", "不是有效的公民身份号码"),
    (GOOD | {"被申请人证件号码": "123"}, "被申请人证件号码", "不是有效的统一社会信用代码"),
    (GOOD | {"请求类型": "别的"}, "请求类型", "目录中没有"),
    (GOOD | {"请求金额": "-1"}, "请求金额", "不能是负数"),
    (GOOD | {"请求金额": ""}, "请求金额", "没有填写"),
    (GOOD | {"裁决金额": "一万"}, "裁决金额", "这不是金额"),
    (GOOD | {"结果": "赢了"}, "结果", "不在可选范围内"),
]


@pytest.mark.parametrize(("row", "column", "said"), BAD_LINES, ids=[f"{b[1]}-{b[2]}" for b in BAD_LINES])
def test_a_bad_line_is_named_and_keeps_everything_out(
    office: Office, client_as: SignIn, row: Any, column: str, said: str
) -> None:
    client = client_as("filing")
    answer = send(client, lines(GOOD | {"案号": "好的一行"}, row))
    assert answer.status_code == 422
    page = words(answer)
    assert f"2 {column}" in page
    assert said in page
    assert "一件也没有导入" in page
    assert client.post("/cases/import/confirm").status_code == 422
    assert count(office) == 0


def test_all_bad_lines_are_named_at_once(office: Office) -> None:
    with office.reading() as session:
        found = case_import.plan(
            office.desk(session, "filing"), lines(*(b[0] for b in BAD_LINES)), "旧案.jsonl"
        )
    assert {p.line for p in found.problems} == set(range(1, len(BAD_LINES) + 1))


def test_a_case_that_contradicts_itself_is_told(office: Office) -> None:
    with office.reading() as session:
        found = case_import.plan(
            office.desk(session, "filing"), lines(GOOD, GOOD | {"收件日期": "2019-03-06", "被申请人": "另一家公司"}), "旧案.jsonl"
        )
    assert [(p.line, p.column) for p in found.problems] == [(2, "收件日期"), (2, "被申请人")]
    assert found.cases == []


def bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (250 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("旧案.xlsx", book(["号码", "日期"]), "列名不对：缺少案号、收件日期"),
        ("旧案.xlsx", book([*GOOD, "案号"], GOOD), "列名重复：案号"),
        ("旧案.xlsx", book(list(GOOD)), "没有一行案件"),
        ("旧案.xlsx", b"plain text", "内容不是 xlsx 工作簿"),
        ("旧案.xlsx", b"PK\x03\x04broken", "内容不是 xlsx 工作簿"),
        ("旧案.xlsx", b"", "内容不是 xlsx 工作簿"),
        ("旧案.csv", b"a,b", "不是 xlsx 或者 jsonl 文件"),
        ("旧案.jsonl", "案号".encode("gb18030"), "不是 UTF-8"),
        ("旧案.jsonl", b"\n\n", "没有一行案件"),
    ],
)
def test_a_file_that_is_no_register_is_refused_in_words(
    office: Office, client_as: SignIn, name: str, content: bytes, said: str
) -> None:
    answer = send(client_as("filing"), content, name)
    assert answer.status_code == 422
    assert said in words(answer)
    assert count(office) == 0


def test_a_workbook_that_unpacks_without_end_is_not_opened(office: Office, client_as: SignIn) -> None:
    assert "解压后过大" in words(send(client_as("filing"), bomb(), "旧案.xlsx"))


def test_a_zip_that_is_no_workbook_is_refused_in_words(office: Office, client_as: SignIn) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "x")
    assert "打不开这个工作簿" in words(send(client_as("filing"), out.getvalue(), "旧案.xlsx"))


def test_the_template_filled_in_comes_in(office: Office, client_as: SignIn) -> None:
    client = client_as("filing")
    answer = client.get("/cases/import/template.xlsx")
    filled = load_workbook(BytesIO(answer.data))
    sheet = filled.worksheets[0]
    assert [cell.value for cell in sheet[1]] == [column.title for column in COLUMNS]
    sheet.append([GOOD.get(column.title) for column in COLUMNS])
    out = BytesIO()
    filled.save(out)
    assert "可以导入 1 件" in words(send(client, out.getvalue(), "旧案登记簿.xlsx"))


def test_only_the_filing_desk_brings_old_cases_in(office: Office, client_as: SignIn) -> None:
    for login in ("arbitrator", "judge", "system"):
        assert send(client_as(login), lines(GOOD)).status_code == 403
        assert client_as(login).post("/cases/import/confirm").status_code == 403


def test_the_command_does_the_same_and_says_the_same(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HENGJIAN_DATA", str(office.runtime.settings.data))
    monkeypatch.setenv("HENGJIAN_ENV", "test")
    run = CliRunner()
    file = tmp_path / "旧案.jsonl"
    file.write_bytes(lines(GOOD, "{broken"))
    bad = run.invoke(cases, ["import", str(file), "--by", "filing"])
    assert bad.exit_code == 1
    assert "第2行「整行」" in bad.output
    assert "一件也没有导入" in bad.output
    assert count(office) == 0
    file.write_bytes(lines(GOOD))
    assert "没有导入" in run.invoke(cases, ["import", str(file), "--by", "filing", "--preview"]).output
    assert count(office) == 0
    done = run.invoke(cases, ["import", str(file), "--by", "filing", "--json"])
    assert (done.exit_code, json.loads(done.output)["imported"]) == (0, 1)
    whose = run.invoke(cases, ["import", str(file)])
    assert whose.exit_code == 2
    assert "请写明立案人员的登录名" in whose.output
    assert run.invoke(cases, ["import", str(tmp_path / "none.xlsx"), "--by", "filing"]).exit_code == 2
    made = tmp_path / "模板.xlsx"
    assert run.invoke(cases, ["template", str(made)]).exit_code == 0
    assert run.invoke(cases, ["template", str(made)]).exit_code == 2, "nothing is written over"
