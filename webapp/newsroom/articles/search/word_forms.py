"""Other forms under which a word is found: without English endings and Filipino affixes, in one piece, or with one letter wrong.

A form need not be a word, as long as words that belong together have one in common.
"""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_lowercase
from unicodedata import normalize

from webapp.newsroom.articles.search.filler_words import FILLER_WORDS

WORD = re.compile(r"[^\W_]+")
COMPOUND = re.compile(r"[^\W_]+(?:(?:[-\u2010\u2011'\u2019]|(?<=\d),(?=\d{3}))[^\W_]+)+")
"""Words joined by hyphens or apostrophes, or a number with its thousands."""

_MARKS = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")
_THOUSANDS = re.compile(r"[^\W\d_]{0,3}?(\d{1,3}(?:,\d{3})+)(?!\d)")
_PREFIXES = (
    "nakapag", "makapag", "ipinag", "pinaki", "nakaka", "makaka", "nagpa", "magpa", "pagpa", "pinag", "nakiki", "makiki",
    "naka", "maka", "nag", "mag", "pag", "ipa", "ika", "pina", "pang", "nang", "mang", "pan", "pam", "mam", "nam", "kina",
    "napa", "mapa", "tag", "na", "ma", "pa", "ka", "ni", "i",
)  # fmt: skip
_SUFFIXES = ("nan", "han", "hin", "an", "in")
_INFIX = re.compile(r"^([bcdfghjklmnprstwy]?)(?:um|in)(?=[aeiou])")
_DOUBLED = re.compile(r"([bcdfghjklmnprstwy]?[aeiou])(?=\1)")
_PLURAL = re.compile(r"(?<=[isxz])es$|(?<=[cs]h)es$|(?<![su])s$")
_ENDING = re.compile(r"(?<=...)(?:ing|(?<!e)ed)$")
_TWICE = re.compile(r"([bdgmnprt])\1$")
_ROOT = re.compile(r"(?=....)(?!in[aeiou])(?:[^aeiou][rlwy]?)?[aeiou]")
"""How a root begins: at most two consonants, then a vowel."""

MIN_ROOT_CHARS = 4
"""`kain`, `aral`, `isda`: a shorter rest of a word is taken for chance."""

MIN_MISSPELT_CHARS = 4


def plain(text: str) -> str:
    """Case-folded and without accents, as in the index."""
    if text.isascii():
        return text.casefold()
    return _MARKS.sub("", normalize("NFKD", text.casefold()))


@lru_cache(maxsize=50_000)
def forms(word: str) -> tuple[str, ...]:
    """The forms of a `plain` word, at least one: as an English word, and as a Filipino one."""
    if not word.isascii() or not word.isalpha() or len(word) < MIN_ROOT_CHARS:
        return (word,)
    linked = word.removesuffix("ng") if word[-3] in "aeiou" else word
    # Twice, since affixes come in twos: `pinag-aralan` → `pag-aralan` → `aralan`.
    root = _without_suffix(_without_prefix(_without_prefix(linked)))
    return tuple(dict.fromkeys([_without_ending(word), *filter(_is_root, (linked, root))]))


def _without_ending(word: str) -> str:
    """`ferries` and `ferry` → `ferri`, `voting`, `votes` and `vote` → `vot`."""
    bare = _PLURAL.sub("", word)
    if (ending := _ENDING.search(bare)) and any(letter in "aeiouy" for letter in bare[: ending.start()]):
        bare = _TWICE.sub(r"\1", bare[: ending.start()])
    bare = bare.removesuffix("e")
    return f"{bare[:-1]}i" if bare.endswith("y") else bare


def _is_root(form: str) -> bool:
    return len(form) >= MIN_ROOT_CHARS and form not in FILLER_WORDS


def _without_prefix(word: str) -> str:
    if (bare := _without_infix(word)) != word:
        return _without_doubling(bare)
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and _ROOT.match(rest):
            return _without_doubling(_without_infix(rest))
    return _without_doubling(word)


def _without_infix(word: str) -> str:
    """`kumain` → `kain`, `umulan` → `ulan`."""
    bare = _INFIX.sub(r"\1", word, count=1)
    return bare if len(bare) >= MIN_ROOT_CHARS else word


def _without_doubling(word: str) -> str:
    """`kakain` → `kain`, `aaral` → `aral`."""
    doubled = _DOUBLED.match(word)
    return word[doubled.end() :] if doubled and len(word) - doubled.end() >= MIN_ROOT_CHARS else word


def _without_suffix(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= MIN_ROOT_CHARS:
            bare = word.removesuffix(suffix)
            return f"{bare[:-1]}o" if bare[-1] == "u" else bare  # luto, lutuin
    return word


def joined(compound: str) -> str:
    """A `COMPOUND` in one piece: `COVID-19` → `COVID19`; a number with its thousands → its digits (`P1,250` → `1250`)."""
    number = _THOUSANDS.match(compound)
    return number[1].replace(",", "") if number else "".join(WORD.findall(compound))


def words_in(text: str) -> list[str]:
    """The words of `text`, `plain`, and after them its compounds in one piece."""
    text = plain(text)
    compounds = [found[0] for piece in text.split() if not piece.isalnum() and (found := COMPOUND.search(piece))]
    return [*WORD.findall(text), *map(joined, compounds)]


def misspellings(word: str) -> set[str]:
    """The words that differ from `word` by one letter: dropped, added, wrong, or two swapped. The first letter is right."""
    if len(word) < MIN_MISSPELT_CHARS or not word.isascii() or not word.isalpha():
        return set()
    cuts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    added = {before + letter + after for before, after in cuts for letter in ascii_lowercase}
    wrong = {before + letter + after[1:] for before, after in cuts if after for letter in ascii_lowercase}
    dropped = {before + after[1:] for before, after in cuts if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    return (added | wrong | dropped | swapped) - {word}
