"""How far the stories between filing and hearing go before their own part begins."""

from datetime import date

from teller import Told

from app.models import Request


def is_served(story: Told, *items: tuple[str, str]) -> None:
    """Filed, accepted, a sole arbitrator, the copy of the application served, all on 2 March; evidence until 27 March."""
    story.files_application(*items)
    story.is_accepted()
    story.has_a_tribunal(alone=True)
    story.serves("response_notice", "respondent", "filing", method="direct", sent=date(2026, 3, 2), served=date(2026, 3, 2))


def at_hearing_set(story: Told, *items: tuple[str, str]) -> None:
    """Set down on 2 March for 31 March: after the evidence period."""
    is_served(story, *items)
    story.is_set_down_and_notified("2026-03-31 09:00")


def request_of(story: Told, kind: str) -> tuple[type[Request], int]:
    """The newest request of a kind, to take steps on."""
    return Request, story.latest(Request, kind=kind)
