"""Fills a believable sample office once: the story of the demonstration, told to different ends, dated around today."""

from app.demonstration import prepare_office
from app.runtime import Runtime
from app.services import people

SAMPLE_PASSWORD = "Dongchuan-2026"  # noqa: S105 - the sample office is fictional and refuses to run in production


def fill(runtime: Runtime) -> None:
    """An empty instance becomes the sample office."""
    prepare_office(runtime, people.hasher().hash(SAMPLE_PASSWORD))
