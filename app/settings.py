"""Every setting: meaning, default, type. The only reader of the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """How one instance runs. Made by `load`; tests make their own."""

    environment: str = "development"
    """HENGJIAN_ENV: development, test or production. Production refuses the sample office."""

    data: Path = PROJECT / "instance"
    """HENGJIAN_DATA: folder of the database, the made papers and the index."""

    database_url: str = ""
    """DATABASE_URL: SQLAlchemy address; empty means SQLite in the data folder."""

    secret_key: str = field(default="", repr=False)
    """HENGJIAN_SECRET: signs sessions and event tokens; empty means one kept in the data folder."""

    redis_url: str = ""
    """HENGJIAN_REDIS: background work through Redis; empty means SQLite in the data folder."""

    search_engine: str = "whoosh"
    """HENGJIAN_SEARCH: which index adapter answers (whoosh, tantivy from about 50,000 decisions, memory)."""

    idle_minutes: int = 30
    """HENGJIAN_IDLE_MINUTES: a session unused for so long must sign in again."""

    lock_after: int = 5
    """HENGJIAN_LOCK_AFTER: failed sign-ins in a row that lock an account."""

    lock_minutes: int = 15
    """HENGJIAN_LOCK_MINUTES: how long it stays locked."""

    token_minutes: int = 480
    """HENGJIAN_TOKEN_MINUTES: how long the step offered on an open page can be taken."""

    upload_megabytes: int = 20
    """HENGJIAN_UPLOAD_MEGABYTES: the largest file or form taken in."""

    media_megabytes: int = 300
    """HENGJIAN_MEDIA_MEGABYTES: the largest sound or film handed in as material."""

    clamd: str = ""
    """HENGJIAN_CLAMD: the malware scanner, unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310; empty: files are marked 未查毒."""

    signing_key: str = field(default="", repr=False)
    """HENGJIAN_SIGNING_KEY: the Ed25519 private key of the office as 64 hex digits; empty means one kept in the data folder."""

    typed_days: int = 7
    """HENGJIAN_TYPED_DAYS: how long what was typed and never sent is kept."""

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'hengjian.db'}"

    @property
    def files(self) -> Path:
        """Made papers and uploads, each named by its content hash."""
        return self.data / "files"

    @property
    def index(self) -> Path:
        return self.data / "index"

    @property
    def production(self) -> bool:
        return self.environment == "production"


def load(environ: Mapping[str, str] | None = None, data: Path | None = None) -> Settings:
    """Settings from the environment; `data` overrides the folder.

    Makes the data folder and, where none is given, a secret key kept in it with mode 0600.
    """
    env = os.environ if environ is None else environ
    folder = (data or Path(env.get("HENGJIAN_DATA") or PROJECT / "instance")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    defaults = Settings()
    return Settings(
        environment=env.get("HENGJIAN_ENV", defaults.environment),
        data=folder,
        database_url=env.get("DATABASE_URL", ""),
        secret_key=env.get("HENGJIAN_SECRET") or _kept_secret(folder, "secret.key"),
        redis_url=env.get("HENGJIAN_REDIS", ""),
        search_engine=env.get("HENGJIAN_SEARCH", defaults.search_engine),
        idle_minutes=int(env.get("HENGJIAN_IDLE_MINUTES", defaults.idle_minutes)),
        lock_after=int(env.get("HENGJIAN_LOCK_AFTER", defaults.lock_after)),
        lock_minutes=int(env.get("HENGJIAN_LOCK_MINUTES", defaults.lock_minutes)),
        token_minutes=int(env.get("HENGJIAN_TOKEN_MINUTES", defaults.token_minutes)),
        typed_days=int(env.get("HENGJIAN_TYPED_DAYS", defaults.typed_days)),
        upload_megabytes=int(env.get("HENGJIAN_UPLOAD_MEGABYTES", defaults.upload_megabytes)),
        media_megabytes=int(env.get("HENGJIAN_MEDIA_MEGABYTES", defaults.media_megabytes)),
        clamd=env.get("HENGJIAN_CLAMD", ""),
        signing_key=env.get("HENGJIAN_SIGNING_KEY") or _kept_secret(folder, "signing.key"),
    )


def _kept_secret(folder: Path, name: str) -> str:
    """A key of 32 random bytes in the data folder, made on the first start; two starts at once agree on one."""
    path = folder / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        key = secrets.token_hex(32)
        stream.write(key)
    return key
