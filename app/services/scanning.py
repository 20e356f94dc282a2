"""查毒: the port a file passes before it is kept, and its adapter for ClamAV's clamd (INSTREAM over a socket).

Without a scanner in the settings files are kept and marked 未查毒; with one, a file it cannot look at is not kept.
"""

import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from app.settings import Settings
from workflows.errors import InputError

CHUNK = 256 * 1024
SECONDS = 60.0


class Scanner(Protocol):
    """Looks at a file. Answers the name of what it found, "" when it found nothing; raises Unreachable."""

    def scan(self, stream: BinaryIO) -> str: ...


class Unreachable(Exception):
    """The scanner did not answer, or answered that it cannot look."""


@dataclass(frozen=True)
class Clamd:
    """clamd at `unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`."""

    address: str

    def scan(self, stream: BinaryIO) -> str:
        try:
            with self._connect() as connection:
                connection.sendall(b"zINSTREAM\0")
                stream.seek(0)
                while chunk := stream.read(CHUNK):
                    connection.sendall(struct.pack("!I", len(chunk)) + chunk)
                connection.sendall(struct.pack("!I", 0))
                answer = b""
                while not answer.endswith(b"\0") and (more := connection.recv(4096)):
                    answer += more
        except (OSError, ValueError) as error:
            raise Unreachable(str(error)) from error
        finally:
            stream.seek(0)
        said = answer.rstrip(b"\0").decode("utf-8", "replace").removeprefix("stream:").strip()
        if said == "OK":
            return ""
        if said.endswith(" FOUND"):
            return said.removesuffix(" FOUND")
        raise Unreachable(said or "没有回答")

    def _connect(self) -> socket.socket:
        how, _, where = self.address.partition(":")
        if how == "unix":
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(SECONDS)
            try:
                connection.connect(where)
            except OSError:
                connection.close()
                raise
            return connection
        host, _, port = where.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=SECONDS)


def of_settings(settings: Settings) -> Scanner | None:
    """The scanner of this instance; None where none is set."""
    return Clamd(settings.clamd) if settings.clamd else None


def look(scanner: Scanner | None, name: str, stream: BinaryIO) -> str:
    """ "clean" or "not_scanned". Raises InputError for what carries malware or cannot be looked at now."""
    if scanner is None:
        return "not_scanned"
    try:
        found = scanner.scan(stream)
    except Unreachable:
        raise InputError(
            "材料", name, "查毒服务没有回应，文件没有收下。", "请稍后再试；一直如此的，请联系系统管理员检查查毒服务。"
        ) from None
    if found:
        raise InputError("材料", name, f"查出病毒（{found[:60]}），没有收下。", "请提交人清除病毒后重新提供，或者提供纸质材料由窗口扫描。")
    return "clean"
