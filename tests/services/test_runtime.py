"""One instance put together: what it refuses to run with, and that its database has the shape of its models."""

from pathlib import Path

import pytest
from sqlmodel import SQLModel

from app import migrations
from app.database import transaction
from app.factory import create_app
from app.runtime import Runtime, SampleInProduction
from app.services import sample
from app.settings import Settings


def settings(folder: Path, environment: str) -> Settings:
    return Settings(environment=environment, data=folder, secret_key="a key for tests")


def test_the_sample_office_refuses_to_run_in_production(tmp_path: Path) -> None:
    """Fictional people and one public password: development only."""
    runtime = Runtime(settings(tmp_path, "development"))
    runtime.prepare()
    with transaction(runtime.engine) as session:
        sample.add_bodies(session)
    with pytest.raises(SampleInProduction, match="不能用于正式环境"):
        create_app(settings(tmp_path, "production"))
    runtime.engine.dispose()


def test_an_empty_production_instance_starts(tmp_path: Path) -> None:
    """Before the first migration there is no sample to refuse."""
    app = create_app(settings(tmp_path, "production"))
    assert app.config["SESSION_COOKIE_SECURE"] is True
    app.extensions["hengjian"].engine.dispose()


def test_no_migration_is_missing(tmp_path: Path) -> None:
    """A changed model without its migration would fail on the next office's machine."""
    runtime = Runtime(settings(tmp_path, "test"))
    runtime.prepare()
    assert migrations.differences(runtime.engine) == []
    assert len(SQLModel.metadata.tables) > 30
    runtime.engine.dispose()
