"""Which language a story is in: as its source says, else by its script, else by its small words."""

from __future__ import annotations

import re

_TAG = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?![A-Za-z])")
_SAME = {"tl": "fil", "tgl": "fil", "eng": "en", "iw": "he", "in": "id", "no": "nb", "jp": "ja", "kr": "ko", "cn": "zh"}

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("uk", re.compile(r"[іїєґІЇЄҐ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
_SMALL_WORDS = {
    "en": "the of and to in that is for on with was as it by from said has have will at be",
    "fil": "ang ng sa mga na ay si ni kay nang para ito hindi mga kung din rin niya may siya nila naman",
    "ceb": "ang sa nga og mga ug kini dili iyang gikan alang kay usa niini",
    "de": "der die das und nicht mit von für ist ein eine den auf dem zu im sich des auch",
    "fr": "le la les des et une est pour dans que qui du sur pas au par avec ce il",
    "es": "el los las de que y en una por con para del se no su es al lo",
    "pt": "o os as de que e em uma por com para do da não se no na dos ao",
    "it": "il di che la per un una con del non sono della dei gli le nel alla",
    "nl": "de het een van en dat niet voor met op zijn aan ook te bij door",
    "id": "yang dan di dengan untuk dari ini itu pada tidak akan dalam oleh",
    "nb": "og det som på er ikke til av en et har med for at å var",
    "sv": "och att det som på är inte en ett för med av till har",
}
_LISTS = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")


def language(said: str) -> str | None:
    """`en-GB` → `en`, `tl` → `fil`, `zh_Hant_TW` → `zh-Hant`; `None` where nothing is said."""
    found = _TAG.match(said)
    if found is None:
        return None
    code = _SAME.get(found[1].lower(), found[1].lower())
    if code == "zh" and found[2]:
        return f"zh-{found[2].title()}"
    return None if code in ("und", "mul", "zxx", "xx") else code


def guess(text: str, default: str) -> str:
    """The language of `text`; `default` where it is too short or too like several."""
    sample = text[:3000]
    letters = sum(map(str.isalpha, sample))
    for code, letter in _SCRIPTS:
        if letters and len(letter.findall(sample)) * (20 if code in ("ja", "uk") else 3) > letters:
            return code
    words = _WORD.findall(sample.lower())
    counts = sorted(((sum(word in small for word in words), code) for code, small in _LISTS.items()), reverse=True)
    (best, code), (second, _) = counts[:2]
    return code if best >= 3 and best * 10 >= len(words) and best >= second * 1.3 else default
