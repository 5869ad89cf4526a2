"""Which passwords are accepted: long enough, and not among the first million guesses.

As in NIST SP 800-63B: no rules about kinds of characters, all characters allowed, weak passwords refused with a reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MIN_PASSWORD_CHARS, MAX_PASSWORD_CHARS = 10, 1000

MIN_ZXCVBN_SCORE = 2
"""zxcvbn's scale: at least a million guesses. At the rate of `sign_in_limits` that takes years."""

MAX_ESTIMATED_CHARS = 72
"""How many characters are estimated: the time grows with the length, and a longer password is strong or repeats itself."""

MIN_OTHER_CHARS = 6
"""Characters that must remain besides the names of the account and of the station."""


def normalized(password: str) -> str:
    """The password in NFKC: keyboards write the same letter in more than one way."""
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, names: Iterable[str] = ()) -> str | None:
    """Why `password` is refused; `None` if it is accepted. `names` are what an attacker tries first: account and
    station.
    """
    password = normalized(password)
    if len(password) < MIN_PASSWORD_CHARS:
        return f"at least {MIN_PASSWORD_CHARS} characters; several words that do not belong together make a good one"
    if len(password) > MAX_PASSWORD_CHARS:
        return f"at most {MAX_PASSWORD_CHARS} characters"
    words = {word for name in names for word in _words(name)}
    rest = password.casefold()
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest) < min(MIN_OTHER_CHARS, len(password)) and rest != password.casefold():
        return (
            "is little more than the name of the account or of the station; "
            "several words that do not belong together make a good one"
        )
    from zxcvbn import zxcvbn  # loading its lists takes 0.1 s

    if zxcvbn(password[:MAX_ESTIMATED_CHARS], user_inputs=sorted(words))["score"] < MIN_ZXCVBN_SCORE:
        return "is among those that are guessed first; several words that do not belong together make a good one"
    return None


def _words(name: str) -> set[str]:
    whole = normalized(name).casefold()
    parts = {*re.findall(r"\w+", whole), whole, re.sub(r"\W", "", whole)}
    return {part for part in parts if len(part) > 3}
