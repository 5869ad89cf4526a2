"""Cleans text from people and other systems: the one place for titles and notes.

Characters that only hide or reorder text are removed silently; characters that may carry meaning are refused.
"""

from __future__ import annotations

import re
import unicodedata

DIRECTION_CONTROLS = r"\u202a-\u202e\u2066-\u2069"
"""Bidirectional controls change the direction of the text after them, so it can read as something else. Pages set a
text's direction themselves.
"""

_HIDDEN = re.compile(rf"[{DIRECTION_CONTROLS}\u200b\u2060-\u2065\u180e\ufeff\ufff9-\ufffb\ufffe\uffff]")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_C1 = re.compile(r"[\x80-\x9f]")
_BREAKS = re.compile(r"[\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_WORD = re.compile(r"[^\W_]+")
_CONTROLS_BUT_BREAKS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SHOW_NOTHING = frozenset(("Cc", "Cf", "Cs", "Zs", "Zl", "Zp"))
_UNSEEN = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters, marks and signs that render as nothing by themselves: Unicode's Default_Ignorable_Code_Point beyond the
categories above, and the Braille blank.
"""


class NotPlain(ValueError):
    """Text that is refused; `code` selects the translated message (`field_errors`)."""

    def __init__(self, code: str, problem: str) -> None:
        super().__init__(problem)
        self.code = code


def fix_c1_controls(text: str) -> str:
    """`It\\x92s` → `It’s`: C1 controls, also from `&#146;`, are taken for Windows-1252, as HTML parsers do."""
    return _C1.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "ignore") or " ", text)


def without_non_xml(text: str) -> str:
    """`text` without characters that no XML document may hold (XML 1.0, section 2.2): controls, lone surrogates."""
    return _NOT_XML.sub("", text)


def one_line(text: str) -> str:
    """Cleans a title, headline or name. Raises `NotPlain` for line breaks and other controls, and when nothing is
    visible.
    """
    if _CONTROLS.search(text):
        raise NotPlain("line", "is one line of text: no line breaks, tabs or other control characters")
    text = fix_c1_controls(_BREAKS.sub(" ", _HIDDEN.sub("", text))).strip()
    return visible_text(text)


def multi_line(text: str) -> str:
    """Cleans a note of any number of lines. Raises `NotPlain` for control characters other than line breaks and tabs."""
    text = text.replace("\r\n", "\n")
    if _CONTROLS_BUT_BREAKS.search(text):
        raise NotPlain("text", "is plain text: no control characters but line breaks and tabs")
    return fix_c1_controls(_BREAKS.sub("\n", _HIDDEN.sub("", text))).strip()


def prose(text: str) -> str:
    """Cleans a text that somebody writes at length, and may have pasted: controls are dropped, line ends are `\\n`."""
    return multi_line(without_non_xml(text.replace("\r\n", "\n").replace("\r", "\n").replace("\x7f", "")))


def visible_text(text: str) -> str:
    """Returns `text` unchanged. Raises `NotPlain` when none of it is visible."""
    if not is_visible(text):
        raise NotPlain("missing", "has nothing in it that can be seen")
    return text


def is_visible(text: str) -> bool:
    """Whether any character of `text` is visible."""
    return any(unicodedata.category(letter) not in _SHOW_NOTHING and not _UNSEEN.match(letter) for letter in text)


def folded(text: str) -> str:
    """`text` for comparing: lower case, without accents, its words separated by one space and without punctuation."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter))))


_OPENS_A_FORMULA = ("=", "+", "-", "@")


def spreadsheet_cell(cell: str) -> str:
    """`cell`, quoted when a spreadsheet would take it for a formula, also behind wide or invisible characters (CSV
    injection).
    """
    seen = next((letter for letter in cell if is_visible(letter)), "")
    return f"'{cell}" if unicodedata.normalize("NFKC", seen).startswith(_OPENS_A_FORMULA) else cell
