"""Titles as streaming servers and encoders send them, with the damage undone that they do to letters.

Icecast reads an encoder's titles as Latin-1 unless the mount's `<charset>` or the encoder says otherwise: UTF-8 then comes
out as `NiÃ±o`. Where the encoder does say UTF-8 and the mount is Latin-1, what Latin-1 lacks becomes `&#8369;`.
"""

from __future__ import annotations

import re

from webapp.newsroom.plain_text import fix_c1_controls

MAX_TITLE_CHARS = 300

_TYPOGRAPHIC = {bytes([n]).decode("cp1252"): n for n in range(0x80, 0xA0) if n not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
"""Windows-1252's letters in the place of the C1 controls."""

_SIGNS = re.escape("".join(_TYPOGRAPHIC))
_NEXT = rf"[\x80-\xbf{_SIGNS}]"
_UTF8_AS_LATIN1 = re.compile(
    # a quotation mark after Ã may be one (“AMANHÔ); within a word it is not
    rf"[\xc2-\xdf](?:[\x80-\xbf]|[{_SIGNS}](?=\w))|[\xe0-\xef]{_NEXT}{_NEXT}|[\xf0-\xf4]{_NEXT}{_NEXT}{_NEXT}"
)
_CUT_OFF = re.compile(r"[\xc2-\xf4][\x80-\xbf]{0,2}\Z")
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def clean_title(value: str) -> str:
    """One line of at most `MAX_TITLE_CHARS`, mended; "" where no letter or digit is in it (` - `)."""
    mended = fix_c1_controls(mend(value))
    line = " ".join("".join(char if char.isprintable() else " " for char in mended).split())
    if not any(char.isalnum() for char in line):
        return ""
    # the dash of an encoder that knows the artist or the title only
    return line.removeprefix("- ").removesuffix(" -")[:MAX_TITLE_CHARS].strip()


def mend(value: str) -> str:
    """`value` with UTF-8 that was read as Latin-1 or Windows-1252 read as such, and with character references resolved."""
    for _ in range(2):  # some encoders do it once more
        mended = _as_utf8(value)
        if mended == value:
            break
        value = mended
    return _REFERENCE.sub(_resolve, value)


def is_damaged(value: str) -> bool:
    """Whether the server did not know the title's letters: an operator can mend that at its source."""
    return _as_utf8(value) != value or any(not name for *_, name in _REFERENCE.findall(value))


def _as_utf8(value: str) -> str:
    """All of what is not ASCII must come out as UTF-8, or it was meant as it stands."""
    rest = _UTF8_AS_LATIN1.sub("", value)
    if rest == value or not _CUT_OFF.sub("", rest).isascii():
        return value
    try:
        return _UTF8_AS_LATIN1.sub(lambda found: _bytes(found[0]).decode("utf-8"), _CUT_OFF.sub("", value))
    except UnicodeDecodeError:
        return value


def _bytes(sequence: str) -> bytes:
    return bytes(_TYPOGRAPHIC.get(char, ord(char)) for char in sequence)


def _resolve(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
