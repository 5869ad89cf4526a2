"""Texts for receivers that know few characters: EBU Latin (DAB, ETSI TS 101 756 annex C) and ASCII (RDS encoders).

A receiver shows a blank for what it lacks, and `₱15 – ₱17` would lose both signs. So what is missing is written with what there
is, and only then are lengths and places counted: after this each character is one byte.
"""

from __future__ import annotations

import unicodedata

EBU_LATIN = (
    "\0ĘĮŲĂĖĎȘȚĊ\n\vĠĹŻŃąęįųăėďșțċŇĚġĺż\x82"
    " !\"#ł%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[Ů]Ł_"
    "Ąabcdefghijklmnopqrstuvwxyz«ů»ĽĦ"
    "áàéèíìóòúùÑÇŞß¡Ÿâäêëîïôöûüñçşğıÿ"
    "ĶŅ©ĢĞěňőŐ€£$ĀĒĪŪķņĻģļİńűŰ¿ľ°āēīū"
    "ÁÀÉÈÍÌÓÒÚÙŘČŠŽÐĿÂÄÊËÎÏÔÖÛÜřčšžđŀ"
    "ÃÅÆŒŷÝÕØÞŊŔĆŚŹŤðãåæœŵýõøþŋŕćśźťħ"
)
"""By its byte. The first 32 are letters too, but receivers take some of them for control codes, so only the rest is used."""

USABLE_EBU_LATIN = frozenset(EBU_LATIN[32:])
PRINTABLE_ASCII = frozenset(map(chr, range(32, 127)))

_WRITTEN = str.maketrans(
    {
        "₱": "P", "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "´": "'", "`": "'",
        "“": '"', "”": '"', "„": '"', "″": '"', "‹": "'", "›": "'",
        "–": "-", "—": "-", "‒": "-", "―": "-", "−": "-", "‐": "-", "‑": "-", "·": "-", "•": "-", "~": "-",
        "…": "...", "\\": "/", "|": "/", "{": "(", "}": ")", "^": "", "⁄": "/", "×": "x", "÷": "/", "±": "+/-",
        "¤": "", "¥": "Y", "₩": "W", "₹": "Rs", "€": "EUR", "£": "GBP", "©": "(c)", "®": "(R)", "§": "S.", "°": " deg",
        "«": '"', "»": '"', "¿": "?", "¡": "!", "$": "USD", "#": "No.", "ß": "ss", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe",
        "Ø": "O", "ø": "o", "Ð": "D", "ð": "d", "Þ": "Th", "þ": "th", "Đ": "D", "đ": "d", "Ł": "L", "ł": "l", "ı": "i",
        "Ħ": "H", "ħ": "h", "Ŋ": "Ng", "ŋ": "ng", "Ŀ": "L", "ŀ": "l",
    }
)  # fmt: skip
"""How a character that is missing is written. What stands here and is not missing stays as it is."""


def written_with(text: str, known: frozenset[str]) -> str:
    """`text` with the characters in `known` alone, on one line; what has no likeness in them is left out."""
    written = "".join(_in(char, known) for char in unicodedata.normalize("NFC", text))
    return " ".join(written.split())


def _in(char: str, known: frozenset[str]) -> str:
    if char in known:
        return char
    if char.isspace():
        return " "
    likeness = char.translate(_WRITTEN)
    if likeness == char:
        plain = unicodedata.normalize("NFKD", char).translate(_WRITTEN)
        likeness = "".join(one for one in plain if not unicodedata.combining(one))
    return "".join(one for one in likeness if one in known)


def shortened(text: str, most: int) -> str:
    """`text` in at most `most` characters: cut between words where that loses little, with three points at its end."""
    if len(text) <= most:
        return text
    cut = text[: most - 3]
    if text[most - 3] != " " and cut.rfind(" ") > most * 0.7:
        cut = cut[: cut.rfind(" ")]
    return cut.rstrip(" ,;:-") + "..."
