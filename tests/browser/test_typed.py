"""What is typed into a long form survives a server that is killed and a session that ends, for real: kill -9, one browser."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from browsing import DESK
from factories import PASSWORD
from playwright.sync_api import Browser, Page, expect

from app.database import make_engine, transaction
from app.services import people

SERVE = """
import sys
from werkzeug.serving import make_server
from app.factory import create_app
from app.settings import Settings
app = create_app(Settings(environment="test", data=__import__("pathlib").Path(sys.argv[1]), secret_key="k" * 32, search_engine="memory"))
make_server("127.0.0.1", int(sys.argv[2]), app, threaded=True).serve_forever()
"""


def served(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """A server of its own process over the folder, once it answers."""
    process = subprocess.Popen([sys.executable, "-W", "ignore", "-c", SERVE, str(folder), str(port)], stderr=subprocess.DEVNULL)
    for _ in range(300):
        try:
            urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=1).read()
            return process
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def sign_in(page: Page, login: str) -> None:
    page.get_by_label("用户名").fill(login)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator("header .me")).to_be_visible()


def test_nothing_typed_is_lost_to_a_killed_server_and_an_ended_session(
    office_template: Path, tmp_path: Path, chromium: Browser
) -> None:
    shutil.copy(office_template, tmp_path / "hengjian.db")
    port = free_port()
    server = served(tmp_path, port)
    context = chromium.new_context(base_url=f"http://127.0.0.1:{port}", viewport=DESK, locale="zh-CN")
    page = context.new_page()
    try:
        page.goto("/sign-in")
        sign_in(page, "filing")
        page.goto("/cases/new")
        line = page.locator("[data-autosave-line]")
        page.get_by_role("button", name="增加第三人").click()
        page.locator("[id='party-2-name']").fill("邹玥")
        page.locator("#facts_and_reasons").fill("2025年11月起拖欠工资，多次催要。")
        expect(line).to_contain_text("已自动保存", timeout=10_000)
        # The server dies while the clerk goes on typing.
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
        page.locator("#facts_and_reasons").press_sequentially("又及：")
        expect(line).to_contain_text("没有连上服务器", timeout=10_000)
        server = served(tmp_path, port)
        expect(line).to_contain_text("已自动保存", timeout=20_000)
        # The computer goes off; another window finds everything, the third row too.
        page.close()
        page = context.new_page()
        page.goto("/cases/new")
        page.get_by_role("link", name="恢复填写的内容").click()
        expect(page.locator("[id='party-2-name']")).to_have_value("邹玥")
        assert "拖欠工资" in page.locator("#facts_and_reasons").input_value()
        assert "又及：" in page.locator("#facts_and_reasons").input_value()
        # The session ends elsewhere; after signing in again in a second window the first page goes on.
        engine = make_engine(f"sqlite:///{tmp_path}/hengjian.db")
        with transaction(engine) as session:
            staff = people.by_login(session, "filing")
            assert staff is not None
            staff.session_epoch += 1
            session.add(staff)
        engine.dispose()
        line = page.locator("[data-autosave-line]")
        page.locator("[id='party-0-name']").fill("周宁")
        expect(line).to_contain_text("登录已失效", timeout=10_000)
        other = context.new_page()
        other.goto("/sign-in")
        sign_in(other, "filing")
        expect(line).to_contain_text("已自动保存", timeout=20_000)
        # Somebody else's window offers nothing of it, and a form that was taken is not offered again.
        page.locator("[id='party-1-name']").fill("东川市恒岳建筑安装有限公司")
        page.locator("[id='item-0-amount']").fill("20000")
        page.get_by_role("button", name="删去第3位").click()
        page.locator("#main").get_by_role("button", name="收件", exact=True).click()
        expect(page.get_by_role("status").first).to_contain_text("已收件")
        page.goto("/cases/new")
        expect(page.get_by_role("link", name="恢复填写的内容")).to_have_count(0)
    finally:
        context.close()
        server.kill()
        server.wait()
