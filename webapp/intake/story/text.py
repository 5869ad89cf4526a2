"""Bytes of any encoding → text, and text with markup, escapes and odd spaces in it → one clean line."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterable, Iterator

import charset_normalizer

from webapp.intake.story.latin import as_latin
from webapp.newsroom.plain_text import as_meant

_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_IN_TYPE = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_BOMS = (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")

# what people mean by a label, as browsers read it
_MEANT = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "gb2312": "gb18030",
    "gbk": "gb18030", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "tis-620": "cp874", "iso-8859-11": "cp874",
    "iso-8859-9": "cp1254", "big5": "big5hkscs",
}  # fmt: skip
_SEVEN_BIT = ("iso-2022-jp", "iso-2022-kr", "utf-16", "utf-16le", "utf-16be", "utf-32")
_NOT_FOR_US = ("utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined")

_SAMPLE = 60_000

SURELY, STATED = 10, 2
"""So many letters whole for every one broken make a body UTF-8 by its looks, and where it says that it is."""

_INLINE_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_RUBBISH = re.compile(r"""<|(?<!\s)>|>(?!\s)|^["'“”‘’]\s*[)>\]}/]""")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def decode(body: bytes, content_type: str = "") -> str:
    """The text in `body`: by its mark, else UTF-8 if it can be that, else as it says itself, else by what it looks like.

    Never raises; what fits no encoding has U+FFFD in it, and so has the letter that somebody cut in two in UTF-8.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    said = [_said(content_type), _declared(body)]
    wide = [label for label in said if label in _SEVEN_BIT]
    for encoding in [*wide, "utf-8"]:
        if text := _strictly(body, encoding):
            return text
    is_stated = any(label in ("utf-8", "utf8") for label in said)
    if text := _nearly_utf8(body, STATED if is_stated else SURELY):
        return text
    for encoding in said:
        if text := _strictly(body, encoding):
            return text
    if text := as_latin(body):
        return text
    guess = charset_normalizer.from_bytes(body[:_SAMPLE]).best()
    if guess is not None and (text := _strictly(body, _MEANT.get(guess.encoding.replace("_", "-"), guess.encoding))):
        return text
    loose = (_decoded(body, label, "replace") for label in said)
    return next(filter(None, loose), body.decode("cp1252", "replace"))


def _said(content_type: str) -> str:
    found = _IN_TYPE.search(content_type)
    return found[1].lower() if found else ""


def _declared(body: bytes) -> str:
    found = _DECLARED.search(body[:4000])
    return (found[1] or found[2]).decode("ascii", "replace").lower() if found else ""


def _nearly_utf8(body: bytes, whole_for_each: int) -> str:
    """`body` as UTF-8 with U+FFFD for what is broken, if that is little: no other encoding looks like that by chance."""
    text = body.decode("utf-8", "replace")
    marks = text.count("\ufffd")
    broken = marks - body.count("\ufffd".encode())
    whole = len(text) - len(text.encode("ascii", "ignore")) - marks
    return text if whole >= broken * whole_for_each else ""


def _strictly(body: bytes, label: str) -> str:
    return _decoded(body, label, "strict")


def _decoded(body: bytes, label: str, errors: str) -> str:
    encoding = _MEANT.get(label, label)
    if not encoding or encoding in _NOT_FOR_US:
        return ""
    try:
        return body.decode(encoding, errors)
    except (LookupError, UnicodeError, ValueError):
        return ""


def line(text: str, longest: int = 300) -> str:
    """One clean line: no markup, escapes resolved (also those escaped twice), no control or direction characters."""
    text = text[: longest * 20]
    for _ in range(2):
        if "&" in text:
            text = html.unescape(text)
    if "<" in text:
        text = _INLINE_TAG.sub(" " if text.count("<") > 20 else "", text)
    text = _SURROGATE.sub("", _UNSEEN.sub(" ", as_meant(text)))
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:-–—") + "…"


def paragraphs(text: str) -> str:
    """HTML of a text whose paragraphs are set apart by empty lines, whatever its line ends; nothing in it is escaped."""
    parts = re.split(r"\n\s*\n", "\n".join(text.splitlines()))
    return "".join(f"<p>{part.strip()}</p>" for part in parts if part.strip())


def names_alone(said: Iterable[str]) -> Iterator[str]:
    """Without those that are the rest of somebody's markup, such as `">alert(3)>`: better no name than that."""
    return (name for name in said if not _RUBBISH.search(line(name)))


def core(text: str) -> str:
    """Letters and digits alone, for telling whether two texts say the same."""
    return "".join(filter(str.isalnum, text.casefold()))
