"""The one clock. Everything that needs the time is handed it; tests and the demonstration hand in their own."""

from datetime import UTC, datetime


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)
