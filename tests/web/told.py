"""An office in which one dispute has run from the desk to the judgment, and a second one lies with a mediator.

Told once by the door itself; each test gets a copy, a fixed day (2 September 2026) and signed-in browsers.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from app import demonstration
from app.database import open_session
from app.demonstration import APPLICATION, prepare_office
from app.models import Referral, Staff
from app.runtime import Runtime
from app.services import outbox
from app.services.desk import BEIJING
from app.settings import Settings
from app.storytelling import Story, StoryClock

NOW = datetime(2026, 9, 2, 10, 0, tzinfo=BEIJING)


class PaperlessRuntime(Runtime):
    """Leaves PDFs unmade until a page asks for one."""

    def deliver(self) -> int:
        return outbox.deliver_due(self.engine, {**self.handlers(), "paper.make": lambda *_: None}, self.now())


def settings_in(folder: Path) -> Settings:
    return Settings(environment="test", data=folder, secret_key="a key for tests", signing_key="5a" * 32)


def second_dispute(story: Story) -> None:
    """A dispute that the industry body has accepted and not yet mediated."""
    story.clock.to(8, 28)
    story.files(APPLICATION.__class__(**{**APPLICATION.__dict__, "filed_on": "2026-08-28", "key": "second"}), by="filing")
    story.takes("referral.propose", "filing", channel="industry", receiving_body=str(story.body_id("med-ind")))
    referral = (Referral, story.latest(Referral))
    for side in ("applicant", "respondent"):
        party = str(story.party(side))
        story.takes("referral.record_consent", "filing", referral, party=party, agrees="yes", consent_way="phone")
    story.takes("referral.delegate", "filing", referral, note_optional="")
    story.clock.to(8, 31)
    story.takes("referral.accept_by_body", "industry", referral, note_optional="")


def tell_both(folder: Path) -> None:
    """Both disputes, into an empty folder."""
    runtime = PaperlessRuntime(settings_in(folder), StoryClock())
    assert isinstance(runtime.now, StoryClock)
    story = Story(runtime, runtime.now)
    with pytest.MonkeyPatch.context() as quick:
        quick.setattr(demonstration, "_judge_reads", lambda story: None)
        quick.setattr(Story, "closes_month", lambda *_: [])
        prepare_office(runtime, "no password")
        demonstration.tell(story, folder)
        second_dispute(story)
    runtime.engine.dispose()


@dataclass
class Office:
    """The told office behind its pages."""

    app: Flask
    language: str = "zh"

    @property
    def engine(self) -> Engine:
        found = self.app.extensions["hengjian"].engine
        assert isinstance(found, Engine)
        return found

    def reading(self) -> Session:
        return open_session(self.engine, writing=False)

    def as_(self, login: str) -> "Browser":
        client = self.app.test_client()
        with self.reading() as session:
            staff = session.exec(select(Staff).where(Staff.login == login)).one()
        with client.session_transaction() as cookie:
            cookie.update(who=staff.id, epoch=staff.session_epoch, seen=int(NOW.timestamp()), language=self.language)
        return Browser(client)


@dataclass
class Browser:
    """A signed-in browser that looks over every page it gets."""

    client: FlaskClient

    def get(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, f"{address}: {answer.status_code}\n{answer.text[:2000]}"
        if answer.mimetype == "text/html":
            look_over(answer.text, address)
        return unescape(answer.text)

    def bytes(self, address: str) -> TestResponse:
        return self.client.get(address)

    def post(self, form: str, status: int, to: str = "", **fields: Any) -> str:
        """Open the page the form stands on, fill it in and send it."""
        page = self.client.get(form).text
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        answer = self.client.post(to or form, data={**hidden, **fields}, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == status, f"{to or form}: {answer.status_code}\n{answer.text[:3000]}"
        if answer.status_code in (302, 303):
            return self.get(answer.location)
        look_over(answer.text, to or form)
        return unescape(answer.text)


def look_over(page: str, address: str) -> None:
    """One h1, a title, no id twice, every input labelled, no inline style or script."""
    assert len(re.findall(r"<h1[\s>]", page)) == 1, f"{address}: needs exactly one h1"
    assert re.search(r"<title>\s*\S", page), f"{address}: has no title"
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids)), f"{address}: id twice: {[i for i in ids if ids.count(i) > 1]}"
    labelled = set(re.findall(r'<label[^>]*\sfor="([^"]+)"', page))
    for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", page):
        if re.search(r'type="(?:hidden|submit)"', tag) or "aria-label" in tag:
            continue
        named = re.search(r'\sid="([^"]+)"', tag)
        assert named, f"{address}: no id for {tag}"
        assert named[1] in labelled, f"{address}: no label for {tag}"
    assert not re.search(r"<[^>]+\sstyle=", page), f"{address}: inline style"
    assert not re.search(r"<script(?![^>]*\ssrc=)", page), f"{address}: inline script"
