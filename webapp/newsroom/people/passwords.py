"""What makes a password one that is taken: its length, and that nobody would guess it among the first million.

As NIST 800-63B has it: no rules about kinds of characters, any character counts, and what is weak is refused by name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MIN_PASSWORD_CHARS, MAX_PASSWORD_CHARS = 10, 1000

MIN_ZXCVBN_SCORE = 2
"""Of zxcvbn: a million guesses or more. At the pace of `sign_in_limits` that takes years."""

MAX_ESTIMATED_CHARS = 72
"""So many characters are estimated; it takes longer for more, and what is as long is strong or says the same again."""

MIN_OTHER_CHARS = 6
"""Characters that must stand beside the names of the account and of the station."""

ADVICE = "several words that do not belong together make a good one"


def normalized(password: str) -> str:
    """However it was typed: keyboards write one letter in more than one way."""
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, names: Iterable[str] = ()) -> str | None:
    """Why `password` is not taken, `None` if it is. `names` are what anybody would try first: the account, the station."""
    password = normalized(password)
    if len(password) < MIN_PASSWORD_CHARS:
        return f"at least {MIN_PASSWORD_CHARS} characters; {ADVICE}"
    if len(password) > MAX_PASSWORD_CHARS:
        return f"at most {MAX_PASSWORD_CHARS} characters"
    words = {word for name in names for word in _words(name)}
    rest = password.casefold()
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest) < min(MIN_OTHER_CHARS, len(password)) and rest != password.casefold():
        return f"is little more than the name of the account or of the station; {ADVICE}"
    from zxcvbn import zxcvbn  # reads its lists, which takes a tenth of a second

    if zxcvbn(password[:MAX_ESTIMATED_CHARS], user_inputs=sorted(words))["score"] < MIN_ZXCVBN_SCORE:
        return f"is among those that are guessed first; {ADVICE}"
    return None


def _words(name: str) -> set[str]:
    whole = normalized(name).casefold()
    parts = {*re.findall(r"\w+", whole), whole, re.sub(r"\W", "", whole)}
    return {part for part in parts if len(part) > 3}
