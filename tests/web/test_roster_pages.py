"""按名册收件和裁决的页面：先核对，再导入；同一个文件；有一处有误就什么也不变。"""

from collections.abc import Callable
from io import BytesIO

from factories import Browser, Office, words
from roster_books import book, line
from sqlmodel import func, select

from app.models import Case

SignIn = Callable[[str], Browser]
FIRM = {
    "filed_on": "",
    "firm-name": "东川市某某机械有限公司",
    "firm-identity": "",
    "firm-address": "东川市河湾区工业园6号",
    "facts_and_reasons": "被申请人停产，拖欠申请人工资。",
}


def count(office: Office) -> int:
    with office.reading() as session:
        return session.exec(select(func.count()).select_from(Case)).one()


def test_a_roster_is_looked_at_and_then_becomes_a_collective_case(office: Office, client_as: SignIn) -> None:
    client = client_as("filing")
    assert "按名册收件" in words(client.get("/cases/new/roster"))
    typed = {**FIRM, "filed_on": f"{office.clock.now:%Y-%m-%d}"}
    wrong = [line(n) for n in range(1, 12)]
    wrong[3][7] = "八千"
    answer = client.post("/cases/new/roster", data={**typed, "file": (BytesIO(book(wrong)), "名册.xlsx")})
    assert answer.status_code == 422
    assert "有 1 处有误" in words(answer)
    before = count(office)
    assert client.post("/cases/new/roster/confirm", data=typed).status_code == 422  # nothing was kept
    assert count(office) == before
    good = book([line(n) for n in range(1, 12)])
    answer = client.post("/cases/new/roster", data={**typed, "file": (BytesIO(good), "名册.xlsx")})
    assert answer.status_code == 200
    assert "劳动者 11 人，请求 22 项" in words(answer)
    assert count(office) == before
    assert client.post("/cases/new/roster/confirm", data=typed).status_code == 303
    with office.reading() as session:
        case = session.exec(select(Case).where(Case.collective)).one()
        assert (case.procedure, len(case.parties), len(case.items)) == ("collective", 12, 22)
        assert case.items[0].claimed_fen == 800101
