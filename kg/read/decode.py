"""Decoding with detection of the encoding.

UTF-8 (with or without BOM), UTF-16 and UTF-32 with BOM are recognised by their bytes; the share of common characters decides
between GB18030, Big5, and UTF-16 and UTF-32 without BOM.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before that of UTF-16, which begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LEGACY = ("gb18030", "big5")
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
LEAST_COMMON = 0.1  # share of common characters in what is text
COMMON = frozenset(
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开"
    "美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感見門問間說話國會學來時們這個為著後過對發"
    "市省县委党政府会议记者报讯新闻工作企业经济公司，。、：“”（）"
)
LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded file: the text, with line ends as "\n" and no BOM, and the detected encoding."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded | None:
    """Return the text of a file, or None if it is not text.

    >>> decode("云川日报".encode("gb18030")).text
    '云川日报'
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding)
    without_end = data.rstrip(b"\x00")  # some programs fill a file's last block with NUL
    if b"\x00" in without_end[:8192] or (data and not without_end):
        return _likeliest(data, WIDE)
    return _strictly(without_end, "utf-8") or _likeliest(without_end, LEGACY + WIDE)


def _strictly(data: bytes, encoding: str) -> Decoded | None:
    """Decode strictly; only an incomplete character at the end, as of a truncated file, becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(data)
    except UnicodeError:
        return None
    cut = bool(decoder.getstate()[0])
    return Decoded(clean(text) + "\ufffd" * cut, encoding) if text or not cut else None


def _likeliest(data: bytes, encodings: tuple[str, ...]) -> Decoded | None:
    """Choose between encodings by the share of common characters; None if it is low in all of them."""
    tried = [d for encoding in encodings if (d := _strictly(data, encoding))]
    scored = [(_score(d.text), -i, d) for i, d in enumerate(tried)]
    best = max(scored, key=lambda s: s[:2], default=None)
    return best[2] if best and best[0] >= LEAST_COMMON else None


def _score(text: str) -> float:
    sample = [c for c in text[:20000] if ord(c) > 127]
    return sum(c in COMMON for c in sample) / len(sample) if sample else 0.0


def clean(text: str) -> str:
    """Normalise line ends and page breaks to "\n", and replace characters that are invalid in XML by U+FFFD.

    >>> clean("a\\r\\nb\\u2028c\\fd\\x07")
    'a\\nb\\nc\\nd�'
    """
    return CONTROL.sub("\ufffd", LINE_END.sub("\n", text))
