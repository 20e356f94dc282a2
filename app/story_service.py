"""What stories type as proof of a service: every method has its own."""

import struct
import zlib
from collections.abc import Mapping

PROOFS: Mapping[str, Mapping[str, str]] = {
    "direct": {"proof": "送达回证签收"},
    "co_resident": {"proof": "送达回证签收"},
    "post": {"proof": "签收回执在卷", "tracking_number": "XA 1029 3847 5"},
    "electronic": {"proof": "平台到达记录截屏", "e_address": "13800012345"},
    "simple": {"proof": "通话录音在卷", "e_address": "13800012345"},
    "left_or_posted": {"proof": "照片在卷", "leave_ground": "refused"},
    "entrusted": {"proof": "受托机关寄回的送达回证", "entrusted_to": "石桥市劳动人事争议仲裁委员会"},
    "public_notice": {
        "proof": "报纸在卷",
        "published_in": "《东川日报》第四版",
        "notice_ground": "unknown",
        "inquiry": "登记住所已经搬空，电话停机，邮件退回",
    },
}


def picture(number: int) -> bytes:
    """A small picture, another one for each number."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    width, height = 64, 48
    line = b"\x00" + bytes((90 + number * 7 % 120, 130, 160)) * width
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(line * height)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
