"""办案台 in real browsers: the hearing is set and recorded, the server dies meanwhile, the tribunal deliberates and writes."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import pytest
from browsing import Person, squeezed
from factories import SECRET, FixedClock, Office
from flask import Flask
from playwright.sync_api import Browser, expect

from app.database import transaction
from app.models import Staff
from app.runtime import Runtime
from app.settings import Settings
from app.storytelling import agreed

SERVE = """
import sys
from datetime import datetime
from pathlib import Path
from werkzeug.serving import make_server
from app.factory import create_app
from app.settings import Settings
folder = Path(sys.argv[1])
settings = Settings(environment="test", data=folder, secret_key=sys.argv[3], search_engine="memory", idle_minutes=600000)
app = create_app(settings, lambda: datetime.fromisoformat((folder / "now").read_text()))
make_server("127.0.0.1", int(sys.argv[2]), app, threaded=True).serve_forever()
"""
SOON = int(os.environ.get("PATIENCE", "30")) * 1000


@dataclass
class Desk:
    """One office behind a server of its own process, which can be killed and started again."""

    office: Office
    folder: Path
    port: int
    server: "subprocess.Popen[bytes] | None" = None
    people: list[Person] = field(default_factory=list)

    def on(self, month: int, day: int) -> None:
        self.office.clock.to(2026, month, day)
        (self.folder / "now").write_text(self.office.clock().isoformat())

    def starts(self) -> None:
        command = [sys.executable, "-W", "ignore", "-c", SERVE, str(self.folder), str(self.port), SECRET]
        self.server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                urlopen(f"http://127.0.0.1:{self.port}/sign-in", timeout=1).read()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def dies(self) -> None:
        assert self.server is not None
        os.kill(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def signs_out_elsewhere(self, login: str) -> None:
        """The session of every window of this person ends."""
        with transaction(self.office.runtime.engine) as session:
            session.get_one(Staff, self.office.staff_id(login)).session_epoch += 1


@pytest.fixture
def desk(office_template: Path, tmp_path: Path, pages: Flask) -> Iterator[Desk]:
    shutil.copy(office_template, tmp_path / "hengjian.db")
    clock = FixedClock()
    settings = Settings(environment="test", data=tmp_path, secret_key=SECRET, search_engine="memory")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    made = Desk(Office(Runtime(settings, clock), clock, pages), tmp_path, port)
    made.on(3, 2)
    made.starts()
    yield made
    for person in made.people:
        person.leaves()
    made.dies()
    made.office.runtime.engine.dispose()


def test_a_case_is_heard_recorded_deliberated_and_written(desk: Desk, chromium: Browser) -> None:
    """LMA 35, 40, 42, 45, 46; CHR 38, 41, 42, 52, 53: from the calendar to the preview of the award."""
    office = desk.office
    case_id = office.files()
    office.accepts(case_id)
    office.forms_tribunal(case_id)
    office.takes(case_id, "arb.notify_respondent", "filing", evidence_until="2026-03-20")
    office.serves(case_id, "response_notice", "respondent")
    clerk = Person(office, chromium, f"http://127.0.0.1:{desk.port}", "clerk")
    desk.people.append(clerk)
    _sets_the_hearing(clerk, case_id)
    for side in ("applicant", "respondent"):
        office.serves(case_id, "hearing_notice", side, party_id=office.party(case_id, side))
    desk.on(3, 16)
    _records(desk, clerk, case_id)
    arbitrator = Person(office, chromium, f"http://127.0.0.1:{desk.port}", "arbitrator")
    desk.people.append(arbitrator)
    arbitrator.opens_case(case_id)
    arbitrator.takes("庭审调解", mediation_result="failed", mediation_note="未能达成协议")
    arbitrator.opens_case(case_id)
    arbitrator.takes("评议", deliberation_text="支持加班费和工资。", **agreed(office.case(case_id).panel))
    _writes(arbitrator, office, case_id)


def _sets_the_hearing(clerk: Person, case_id: int) -> None:
    clerk.opens_case(case_id)
    clerk.starts("排期开庭")
    clerk.types(room="第二仲裁庭", hearing_at="2026-03-04T09:00")
    clerk.page.locator("#hearing_at").blur()
    expect(clerk.page.locator("#main")).to_contain_text("最早可以定在2026-03-09", timeout=SOON)
    clerk.types(hearing_at="2026-03-16T09:00")
    clerk.page.locator("#hearing_at").blur()
    expect(clerk.page.locator("#main")).to_contain_text("在这个时间都有空", timeout=SOON)
    clerk.shot("80-choosing")
    clerk.sends("排期开庭")
    clerk.goes("/hearings/?day=2026-03-16")
    clerk.sees("第二仲裁庭", "邹玥")
    clerk.shot("81-calendar")


def _records(desk: Desk, clerk: Person, case_id: int) -> None:
    """CHR 41, 42; nothing typed is lost to a killed server or to a session that ended."""
    clerk.opens_case(case_id)
    clerk.follows("写庭审笔录")
    page, kept = clerk.page, clerk.page.locator("#kept")
    page.locator("[data-phase=opening] summary").click()
    for say in page.locator("[data-phase=opening] [data-say]").all():
        say.click()
    page.locator("[data-phase=questions] [data-say]", has_text="加班的日期和时长").click()
    questions = page.locator("#part-questions")
    questions.press_sequentially("\n申请人：每周六上班。")
    expect(kept).to_contain_text("已保存", timeout=SOON)
    desk.dies()
    questions.press_sequentially("\n被申请人：服务器停了也照样说。")
    expect(kept).to_contain_text("没有保存成功", timeout=SOON)
    desk.starts()
    expect(kept).to_contain_text("已保存", timeout=SOON)
    desk.signs_out_elsewhere("clerk")
    questions.press_sequentially("\n首席仲裁员：登录过期了也照样记。")
    expect(kept).to_contain_text("登录已经过期", timeout=SOON)
    clerk.shot("82-record-ended")
    window = clerk.context.new_page()
    window.goto("/sign-in")
    window.get_by_label("用户名").fill("clerk")
    window.get_by_label("密码", exact=True).fill("Dongchuan-2026")
    window.get_by_role("button", name="登录").click()
    expect(kept).to_contain_text("已保存", timeout=SOON)
    window.close()
    page.reload()
    text = page.locator("#part-questions").input_value()
    for said in ("加班的日期和时长", "每周六上班", "服务器停了也照样说", "登录过期了也照样记"):
        assert said in text, text
    clerk.shot("83-record")
    clerk.complaints.clear()  # a dead server is an error to the browser, as it should be
    clerk.follows("结束庭审，登记到庭并归卷")
    came = {f"came-{desk.office.party(case_id, side)}": way for side, way in (("applicant", "came"), ("respondent", "agent"))}
    clerk.types(**came)
    clerk.sends("开庭")
    clerk.sees("已办理")
    assert "被申请人：服务器停了也照样说。" in clerk.reads_pdf("庭审笔录", nth=-1)


def _writes(arbitrator: Person, office: Office, case_id: int) -> None:
    page = arbitrator.page
    arbitrator.opens_case(case_id)
    arbitrator.follows("撰写裁决稿")
    first, second, third = (item.id for item in office.case(case_id).items)
    arbitrator.types(
        facts_found="查明：申请人2021年2月入职，每周六上班。",
        reasoning="应当足额支付。",
        **{f"item-{first}-disposition": "granted", f"item-{first}-awarded": "9000", f"item-{first}-articles": "CPL 244"},
    )
    here = page.locator(f"#item-{first}")
    expect(here).to_contain_text("超过请求金额", timeout=SOON)
    expect(here).to_contain_text("第248条", timeout=SOON)
    arbitrator.shot("84-draft-live")
    rest = {second: ("granted", "20000"), third: ("granted", "60000")}
    arbitrator.types(**{f"item-{first}-awarded": "8000", f"item-{first}-articles": "LL 44"})
    for item, (result, amount) in rest.items():
        arbitrator.types(**{f"item-{item}-disposition": result, f"item-{item}-awarded": amount})
    expect(page.locator(f"#item-{second} .live-upper")).to_have_text("贰万元整", timeout=SOON)
    for item in (first, second, third):
        arbitrator.types(**{f"item-{item}-reasoning": "考勤表和工资表可以证明。"})
    page.keyboard.press("Control+s")
    page.wait_for_url("**/draft", timeout=SOON)
    expect(page.locator("#main")).to_contain_text("第1稿", timeout=SOON)
    arbitrator.presses("保存并与类案、口径比对")
    arbitrator.sees("与类案和口径比对", "没有问题，可以送审", "终局裁决", "非终局裁决")
    expect(page.locator(f"#item-{second} .live-lines")).to_contain_text("条文", timeout=SOON)
    expect(page.locator("aside").get_by_role("link", name="送审", exact=True)).to_be_visible()
    arbitrator.shot("85-draft")
    award = arbitrator.reads_pdf("预览这份裁决书")
    assert "裁决书" in award
    assert squeezed("每周六上班") in award
    assert not arbitrator.complaints
