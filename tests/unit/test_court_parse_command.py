"""`hengjian court parse`: what a judgment says, as text and as JSON; bad input in one line."""

import json
from pathlib import Path

from click.testing import CliRunner

from app.commands.court import court

TEXT = "（2026）鲁05民终88号 判决如下：一、甲公司于本判决生效之日起十日内支付乙某加班费五千元；二、驳回乙某的其他诉讼请求。"


def test_the_lines_come_with_confidence_and_reason(tmp_path: Path) -> None:
    file = tmp_path / "判决.txt"
    file.write_text(TEXT, "utf-8")
    said = CliRunner().invoke(court, ["parse", str(file)])
    assert said.exit_code == 0, said.output
    assert "（2026）鲁05民终88号 二审" in said.output
    assert "加班费；5,000.00元；写明支付的金额" in said.output
    answer = json.loads(CliRunner().invoke(court, ["parse", "-", "--json"], input=TEXT).output)
    assert (answer["ending"], answer["instance"]) == ("judgment", "second_instance")
    assert answer["lines"][0]["amounts"] == [{"yuan": "5000.00", "kinds": ["overtime"], "monthly": False, "total": False}]
    assert "没有找到法院名称。" in answer["missing"]


def test_bad_input_is_one_line_and_exit_2(tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7\x00\x01")
    for arguments, words in (([str(tmp_path / "none.txt")], "打不开"), ([str(scan)], "不是可以读出文字的文件")):
        said = CliRunner().invoke(court, ["parse", *arguments])
        assert said.exit_code == 2
        assert words in said.output
        assert said.output.count("\n") == 1
