"""Text that people and systems send, made what it looks like: the one place where titles and notes are cleaned.

What is taken out silently has no meaning in a text and only hides or turns it; what may have one is refused in words.
"""

from __future__ import annotations

import re
import unicodedata

DIRECTION_CONTROLS = r"\u202a-\u202e\u2066-\u2069"
"""These turn the direction of what follows: a text then reads as what it does not say. Pages set a text's direction."""

_HIDDEN = re.compile(rf"[{DIRECTION_CONTROLS}\u200b\u2060-\u2065\u180e\ufeff\ufff9-\ufffb\ufffe\uffff]")
_C1 = re.compile(r"[\x80-\x9f]")
_BREAKS = re.compile(r"[\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_CONTROLS_BUT_BREAKS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SHOW_NOTHING = frozenset(("Cc", "Cf", "Cs", "Zs", "Zl", "Zp"))
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that show nothing."""


class NotPlain(ValueError):
    """Text that cannot be taken; `code` is for whoever says so in another language (`field_errors`)."""

    def __init__(self, code: str, problem: str) -> None:
        super().__init__(problem)
        self.code = code


def fix_c1_controls(text: str) -> str:
    """`It\\x92s` → `It’s`: no text has those controls; whoever sends them, or `&#146;`, means what Windows has there."""
    return _C1.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "ignore") or " ", text)


def one_line(text: str) -> str:
    """A title, a headline, a name. Raises `ValueError` for a line break or another control, and where nothing is seen."""
    if _CONTROLS.search(text):
        raise NotPlain("line", "is one line of text: no line breaks, tabs or other control characters")
    text = fix_c1_controls(_BREAKS.sub(" ", _HIDDEN.sub("", text))).strip()
    return visible_text(text)


def multi_line(text: str) -> str:
    """A note of several lines, or none. Raises `ValueError` for control characters other than line breaks and tabs."""
    text = text.replace("\r\n", "\n")
    if _CONTROLS_BUT_BREAKS.search(text):
        raise NotPlain("text", "is plain text: no control characters but line breaks and tabs")
    return fix_c1_controls(_BREAKS.sub("\n", _HIDDEN.sub("", text))).strip()


def visible_text(text: str) -> str:
    """`text`, if any of it shows. Raises `ValueError`."""
    if not is_visible(text):
        raise NotPlain("missing", "has nothing in it that can be seen")
    return text


def is_visible(text: str) -> bool:
    """Whether any of it shows."""
    return any(unicodedata.category(letter) not in _SHOW_NOTHING and letter not in _UNSEEN for letter in text)


_OPENS_A_FORMULA = ("=", "+", "-", "@")


def spreadsheet_cell(cell: str) -> str:
    """A title that a spreadsheet would take for a formula stays a text, also one in wide letters or behind what is not seen."""
    seen = next((letter for letter in cell if is_visible(letter)), "")
    return f"'{cell}" if unicodedata.normalize("NFKC", seen).startswith(_OPENS_A_FORMULA) else cell
