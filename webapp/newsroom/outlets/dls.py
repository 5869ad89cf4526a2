"""The file that ODR-PadEnc reads for DAB's dynamic label, with DL Plus: which part of the text means what. Pure.

##### parameters { #####
DL_PLUS=1
DL_PLUS_ITEM_TOGGLE=0
DL_PLUS_ITEM_RUNNING=0
DL_PLUS_TAG=12 0 27        content type, first character, length less one
##### parameters } #####
Bridge in Marikina is closed
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from webapp.newsroom.outlets.characters import USABLE_EBU_LATIN, shortened, written_with

MAX_BYTES = 128
MAX_TAGS = 4

NEWS, STATION, PROGRAMME = 12, 32, 33
"""Content types of ETSI TS 102 980: INFO.NEWS, STATIONNAME.LONG, PROGRAMME.NOW."""


def dls_text(text: str) -> str:
    """`text` as the label takes it: at most 128 characters of EBU Latin, so as many bytes."""
    return shortened(written_with(text, USABLE_EBU_LATIN), MAX_BYTES)


def dls_file(text: str, parts: Sequence[tuple[int, str]], toggle: int) -> str:
    """The file for `text` (as `dls_text` made it), in which each of `parts` (content type, words) that stands in it is tagged.

    `toggle` is 0 or 1, and another with each new text. Without `text` the label is blank.
    """
    tags = []
    for kind, words in parts:
        written = written_with(words, USABLE_EBU_LATIN)
        at = text.find(written) if written else -1
        if at < 0 and text.endswith("...") and written.startswith(text[:-3]):
            at, written = 0, text
        if at >= 0:
            tags.append(f"DL_PLUS_TAG={kind} {at} {len(written) - 1}")
    return "\n".join(
        [
            "##### parameters { #####",
            "DL_PLUS=1",
            f"DL_PLUS_ITEM_TOGGLE={toggle}",
            "DL_PLUS_ITEM_RUNNING=0",
            *tags[:MAX_TAGS],
            "##### parameters } #####",
            text,
            "",
        ]
    )


def toggle_of(file: str) -> int:
    """The toggle in a file written before; 0 where there is none."""
    found = re.search(r"^DL_PLUS_ITEM_TOGGLE=([01])$", file, re.MULTILINE)
    return int(found[1]) if found else 0


def text_of(file: str) -> str:
    """The label's text in a file written before."""
    return file.rpartition("##### parameters } #####\n")[2].rstrip("\n")
