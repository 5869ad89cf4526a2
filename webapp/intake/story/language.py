"""The language of a story: by its own words and script where they are clear, else as its source states it.

A source's statement weighs little: publishing systems say `en-US` of everything until somebody changes the setting.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from webapp.intake.story.small_words import SMALL_WORDS
from webapp.newsroom.model import primary_language

_TAG = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?![A-Za-z])")
_SYNONYMS = {
    "tl": "fil",
    "tgl": "fil",
    "eng": "en",
    "iw": "he",
    "in": "id",
    "no": "nb",
    "jp": "ja",
    "kr": "ko",
    "cn": "zh",
}

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]"), ()),
    ("ko", re.compile(r"[\uac00-\ud7af]"), ()),
    ("zh", re.compile(r"[\u4e00-\u9fff]"), ("yue",)),
    ("th", re.compile(r"[\u0e00-\u0e7f]"), ()),
    ("el", re.compile(r"[\u0370-\u03ff]"), ()),
    ("he", re.compile(r"[\u0590-\u05ff]"), ("yi",)),
    ("ar", re.compile(r"[\u0600-\u06ff]"), ("fa", "ur", "ps", "ug", "ckb", "sd")),
    ("hi", re.compile(r"[\u0900-\u097f]"), ("mr", "ne", "sa", "bho", "mai", "kok")),
    ("uk", re.compile(r"[іїєґІЇЄҐ]"), ("be", "kk")),
    ("ru", re.compile(r"[\u0400-\u04ff]"), ("uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "tt", "uz")),
)
"""A language, a pattern of its letters, and other languages written in the same letters."""

_LANGUAGES_OF: dict[str, list[str]] = {}
for _code, _small in SMALL_WORDS.items():
    for _word in _small:
        _LANGUAGES_OF.setdefault(_word, []).append(_code)

_WORD = re.compile(r"[^\W\d_]+")

SAMPLE_CHARS = 3000
MIN_SMALL_WORDS = 3
"""A text with this many common small words of a language can be attributed to it."""


def parse_language_tag(tag: str) -> str | None:
    """`en-GB` → `en`, `tl` → `fil`, `zh_Hant_TW` → `zh-Hant`; `None` where no language is stated."""
    found = _TAG.match(tag)
    if found is None:
        return None
    code = _SYNONYMS.get(found[1].lower(), found[1].lower())
    if code == "zh" and found[2]:
        return f"zh-{found[2].title()}"
    return None if code in ("und", "mul", "zxx", "xx") else code


def decide_language(stated_tag: str, text: str, ours: Sequence[str]) -> str:
    """The language of `text`. `stated_tag` is its source's statement, `ours` the station's languages, the usual one first.

    A short or mixed text decides nothing: then the source's statement counts, and after it the station's language.
    """
    stated = parse_language_tag(stated_tag)
    if letters := _language_by_script(text):
        code, others = letters
        return stated if stated and primary_language(stated) in (code, *others) else code
    counts, words = _count_small_words(text)
    own = {primary_language(one) for one in ours}
    for code in sorted(counts, key=lambda code: (-counts[code], code not in own)):
        if _is_clearly(
            code, counts, words, own, min_hits=MIN_SMALL_WORDS if code in own or stated is None else 2 * MIN_SMALL_WORDS
        ):
            if stated is None or _outweighs(code, stated, counts):
                return code
            break
    return stated or ours[0]


def guess_language(text: str, default: str) -> str:
    """The language of `text` when nothing is stated; `default` where the text is too short or ambiguous."""
    return decide_language("", text, [default])


def _language_by_script(text: str) -> tuple[str, tuple[str, ...]] | None:
    sample = text[:SAMPLE_CHARS]
    letters = sum(map(str.isalpha, sample))
    for code, letter, others in _SCRIPTS:
        if letters and len(letter.findall(sample)) * (20 if code in ("ja", "uk") else 3) > letters:
            return code, others
    return None


def _count_small_words(text: str) -> tuple[dict[str, int], int]:
    words = _WORD.findall(text[:SAMPLE_CHARS].lower())
    counts = dict.fromkeys(SMALL_WORDS, 0)
    for word in words:
        for code in _LANGUAGES_OF.get(word, ()):
            counts[code] += 1
    return counts, len(words)


def _is_clearly(code: str, counts: dict[str, int], words: int, own: set[str], *, min_hits: int) -> bool:
    """Whether the text is clearly in `code`. One of our languages need only be slightly ahead of a foreign one."""
    hits = counts[code]
    ahead = {other: 1.01 if code in own and other not in own else 1.3 for other in counts if other != code}
    return hits >= min_hits and hits * 10 >= words and all(hits >= counts[other] * by for other, by in ahead.items())


def _outweighs(code: str, stated: str, counts: dict[str, int]) -> bool:
    """Whether `code` is found although the source states another; we trust it on languages whose words we do not know."""
    stated = primary_language(stated)
    return stated in counts and counts[code] >= 2 * counts[stated]
