"""移送包的签名: Ed25519 with the key of this instance (HENGJIAN_SIGNING_KEY, else made at the first start)."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.settings import Settings
from app.verify_package import fingerprint
from workflows.errors import Reason, Refused


def _private(settings: Settings) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.signing_key))
    except ValueError:
        why = "本系统没有可用的签名密钥。请由系统管理员检查设置 HENGJIAN_SIGNING_KEY（64 位十六进制），或者数据文件夹里的 signing.key。"
        raise Refused("制作移送包", [Reason(why)]) from None


def sign(settings: Settings, content: bytes) -> bytes:
    """64 bytes. Raises Refused when the instance has no usable key."""
    return _private(settings).sign(content)


def public_key(settings: Settings) -> str:
    """The public half, as 64 hex digits."""
    return _private(settings).public_key().public_bytes_raw().hex()


def public_fingerprint(settings: Settings) -> str:
    """What the office publishes and a court compares."""
    return fingerprint(public_key(settings))
