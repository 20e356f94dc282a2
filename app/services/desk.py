"""What a service needs to act: the open transaction, who acts, and what time it is."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.services.actor import SYSTEM, Actor
from app.settings import Settings
from workflows.statute import Statute, statute

BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Desk:
    """One actor at work inside one transaction. Whoever made the session commits it."""

    session: Session
    actor: Actor
    now: datetime
    settings: Settings

    @property
    def today(self) -> date:
        """The legal day: the date in Beijing."""
        return self.now.astimezone(BEIJING).date()

    @property
    def book(self) -> Statute:
        return statute()

    def as_system(self) -> "Desk":
        """The same desk with the system acting, for steps that follow from another step."""
        return replace(self, actor=SYSTEM)
