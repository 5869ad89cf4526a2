"""Bytes in any encoding → text."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from webapp.intake.story.latin_encodings import decode_latin

_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_IN_TYPE = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_BOMS = (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")

# what labels mean in practice (WHATWG Encoding Standard)
_WEB_ENCODINGS = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "gb2312": "gb18030",
    "gbk": "gb18030", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "tis-620": "cp874", "iso-8859-11": "cp874",
    "iso-8859-9": "cp1254", "big5": "big5hkscs",
}  # fmt: skip
_CHECK_FIRST = ("iso-2022-jp", "iso-2022-kr", "utf-16", "utf-16le", "utf-16be", "utf-32")
_REFUSED = ("utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined")

SAMPLE_BYTES = 60_000

MIN_WHOLE_PER_BROKEN, MIN_WHOLE_PER_BROKEN_IF_STATED, MIN_WHOLE_PER_BROKEN_IF_ALONE = 10, 2, 2
"""Whole non-ASCII characters per broken one from which a body counts as damaged UTF-8; fewer are needed if it states UTF-8,
or if no stated encoding fits."""


def decode(body: bytes, content_type: str = "") -> str:
    """The text in `body`. Never raises; undecodable bytes become U+FFFD.

    Tries, in order: the byte order mark, strict UTF-8 (or a stated 7-bit or wide encoding), slightly damaged UTF-8, the
    stated encodings, more damaged UTF-8, Latin encodings by their looks, and a detector.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    labels = [_charset_in(content_type), _declared_charset(body)]
    wide = [label for label in labels if label in _CHECK_FIRST]
    for encoding in [*wide, "utf-8"]:
        if text := _decode_strictly(body, encoding):
            return text
    is_stated = any(label in ("utf-8", "utf8") for label in labels)
    if text := _decode_damaged_utf8(body, MIN_WHOLE_PER_BROKEN_IF_STATED if is_stated else MIN_WHOLE_PER_BROKEN):
        return text
    for encoding in labels:
        if text := _decode_strictly(body, encoding):
            return text
    if text := _decode_damaged_utf8(body, MIN_WHOLE_PER_BROKEN_IF_ALONE) or decode_latin(body):
        return text
    guess = charset_normalizer.from_bytes(body[:SAMPLE_BYTES]).best()
    if guess is not None and (
        text := _decode_strictly(body, _WEB_ENCODINGS.get(guess.encoding.replace("_", "-"), guess.encoding))
    ):
        return text
    loose = (_try_decode(body, label, "replace") for label in labels)
    return next(filter(None, loose), body.decode("cp1252", "replace"))


def _charset_in(content_type: str) -> str:
    found = _IN_TYPE.search(content_type)
    return found[1].lower() if found else ""


def _declared_charset(body: bytes) -> str:
    found = _DECLARED.search(body[:4000])
    return (found[1] or found[2]).decode("ascii", "replace").lower() if found else ""


def _decode_damaged_utf8(body: bytes, whole_for_each: int) -> str:
    """`body` as UTF-8 with U+FFFD for a few broken bytes, else empty: no other encoding looks like mostly valid UTF-8."""
    text = body.decode("utf-8", "replace")
    marks = text.count("\ufffd")
    broken = marks - body.count("\ufffd".encode())
    whole = len(text) - len(text.encode("ascii", "ignore")) - marks
    return text if whole >= broken * whole_for_each else ""


def _decode_strictly(body: bytes, label: str) -> str:
    return _try_decode(body, label, "strict")


def _try_decode(body: bytes, label: str, errors: str) -> str:
    encoding = _WEB_ENCODINGS.get(label, label)
    if not encoding or encoding in _REFUSED:
        return ""
    try:
        return body.decode(encoding, errors)
    except (LookupError, UnicodeError, ValueError):
        return ""
