"""The signed token a page carries for a step it offers: which case, step, state, version and definition."""

from datetime import datetime

from itsdangerous import BadData, URLSafeSerializer

from app.settings import Settings

SALT = "hengjian.step"


def sign(
    settings: Settings, machine: str, subject_id: int, rule: str, state: str, version: int, definition: str, at: datetime
) -> str:
    """A token good for `settings.token_minutes` from `at`."""
    said = [machine, subject_id, rule, state, version, definition, int(at.timestamp()) + settings.token_minutes * 60]
    return str(URLSafeSerializer(settings.secret_key, salt=SALT).dumps(said))


def read(
    settings: Settings, token: str, machine: str, subject_id: int, rule: str, at: datetime
) -> tuple[str, int, str] | None:
    """State, version and definition the page was shown with; None when the token is not for this step, or too old."""
    try:
        said = URLSafeSerializer(settings.secret_key, salt=SALT).loads(token)
    except BadData:
        return None
    if not isinstance(said, list) or len(said) != 7 or said[:3] != [machine, subject_id, rule]:
        return None
    state, version, definition, until = said[3:]
    if at.timestamp() > until:
        return None
    return str(state), int(version), str(definition)
