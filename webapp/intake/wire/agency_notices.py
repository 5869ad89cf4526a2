"""Tells an agency's notices to editors from stories: kills, corrections, embargoes, notes, advisories, tests. Pure.

    KILL-Storm leaves the Visayas            → a kill of “Storm leaves the Visayas”
    CORRECTION: Oil story, read in para 4    → a correction

Headlines use the same words (Kill Bill, Test cricket, ADVISORY: Boil your water), so a word alone never decides:
it must stand in capitals before a separator, or the title or text must address editors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from webapp.intake.wire import notice_words as words

Kind = Literal["kill", "correction", "embargo", "note", "advisory", "test"]

REASONS: dict[Kind, str] = {
    "kill": "an agency's notice that withdraws a story",
    "correction": "an agency's correction: a note to editors, no story",
    "embargo": "its title says that it is under embargo, and no field says until when",
    "note": "a note to editors, no story",
    "advisory": "an agency's advisory to editors, no story",
    "test": "a test, no story",
}

HEAD_CHARS, OPENING_CHARS = 600, 300
"""How much of the text is looked at (`HEAD_CHARS`), and where a notice has stated its purpose (`OPENING_CHARS`)."""

_REST = rf"{words.STOP}(?P<rest>.*)"
_KILL = re.compile(rf"(?:{words.BEFORE_A_KILL}[\s:,-]+)?{words.KILL_MARKS}{_REST}", re.DOTALL)
_KILL_IN_BRACKETS = re.compile(
    rf"{words.KILL_IN_BRACKETS}[\s:–—-]*(?P<behind>\S.*)|(?P<before>.*\S)[\s:–—-]*{words.KILL_IN_BRACKETS}", re.DOTALL
)
_KILL_ALONE = re.compile(
    r"(?:URGENT |MANDATORY |STORY )?KILL(?: (?:NOTICE|ADVISORY|ORDER))?\W*"
    r"|(?:KILL|TAKE ?DOWN) (?:NOTICE|ADVISORY)\b\s*(?P<rest>.*)",
    re.DOTALL,
)
_KILL_NAMED = re.compile(
    rf"(?:(?P<sure>{words.KILL_NAMES_CERTAIN})|{words.KILL_NAMES_UNCERTAIN})(?:\s+[-–—]+\s+|\s*:\s*)(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_KILL_ABROAD = re.compile(rf"(?P<mark>{words.KILL_MARKS_OTHER_LANGUAGES})(?P<stop>{words.STOP})(?P<rest>.*)", re.DOTALL)
_ADVISORY_TO_EDITORS = re.compile(
    r"(?P<mark>ADVISORY|ATTENTION|ACHTUNG|AVIS|AVISO|EDITORS|EDS)\b(?P<stop>[\s:,–—-]*)(?P<rest>.+)", re.DOTALL
)
_CORRECTION = re.compile(rf"{words.CORRECTION_MARKS}{words.STOP}(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_NOTE = re.compile(rf"(?P<mark>{words.NOTE_MARKS}){words.STOP}(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_ADVISORY = re.compile(r"ADVISORY(?P<stop>-(?=\S)|\s*[:–—]\s*|\s+-+\s+)(?P<rest>.+)", re.DOTALL)


@dataclass(frozen=True)
class Notice:
    """`meant` are titles or slug lines by which the notice may name its story; `text` is its beginning."""

    kind: Kind
    meant: tuple[str, ...] = ()
    text: str = ""


def classify_notice(title: str, text: str = "", slug_line: str = "") -> Notice | None:
    """The notice that these texts make up, or `None` for a story.

    `text` is plain; `slug_line` is the agency's own short name for the story.
    """
    title, head = title.strip(), text.strip()[:HEAD_CHARS]
    if words.TEST.match(title):
        return Notice("test", text=head)
    killed = _kill_target(title, head)
    if killed is not None or words.SLUG_KILL.search(slug_line):
        return Notice("kill", _story_names(killed or "", head, slug_line), head)
    if (correction := _CORRECTION.match(title)) and _is_correction(correction["rest"], head):
        return Notice("correction", _story_names(correction["rest"], head, slug_line), head)
    if words.EMBARGO.match(title):
        return Notice("embargo", text=head)
    if (note := _NOTE.match(title)) and _is_note(note["mark"], note["rest"], head):
        return Notice("embargo" if "embargo" in note["rest"][:20].lower() else "note", text=head)
    if any(words.SLUG_ADVISORY.match(name) for name in (title, slug_line)) or _is_advisory(title):
        return Notice("advisory", text=head)
    return None


def _kill_target(title: str, head: str) -> str | None:
    """What follows the mark of a kill (the title of the withdrawn story); `None` if it is no kill."""
    if (marked := _KILL.match(title)) and not words.KILL_COMPOUNDS.match(title):
        is_feature = title.startswith(("WITHDRAWN", "RETRACTED")) and words.BEGINS_A_FEATURE.match(marked["rest"])
        if not is_feature or _speaks_of_withdrawal(head):
            return marked["rest"]
    if bracketed := _KILL_IN_BRACKETS.fullmatch(title):
        return bracketed["behind"] or bracketed["before"]
    if words.TITLE_SAYS_THAT_IT_IS_GONE.fullmatch(title):
        return ""
    if alone := _KILL_ALONE.fullmatch(title):
        return alone["rest"] or ""
    if (named := _KILL_NAMED.match(title)) and (named["sure"] or _speaks_of_withdrawal(head)):
        return named["rest"]
    if (
        (advised := _ADVISORY_TO_EDITORS.match(title))
        and words.ADVISES_EDITORS.match(title)
        and words.WITHDRAWS.search(advised["rest"])
    ):
        to_editors = advised["mark"] in ("EDITORS", "EDS", "ATTENTION") or title.startswith("ADVISORY-")
        if to_editors or words.MENTIONS_A_STORY.search(f"{advised['rest']} {head}"):
            return advised["rest"]
    if abroad := _KILL_ABROAD.match(title):
        is_agencys = abroad["mark"] in words.KILL_MARKS_OF_AGENCIES and ":" not in abroad["stop"]
        if is_agencys or words.MENTIONS_A_STORY.search(f"{abroad['rest']} {head}"):
            return abroad["rest"]
    if ordered := words.TITLE_ASKS_TO_KILL.match(title):
        return ordered["rest"]
    if words.SLUG_KILL.search(title):
        return words.SLUG_KILL_MARK.sub("", title)
    opening = head[:OPENING_CHARS]
    folded = opening.casefold()
    may = any(word in folded for word in words.TAKE_BACK_HINTS)
    return title if may and words.WITHDRAWS_BY_OPENING.search(opening) else None


def _speaks_of_withdrawal(head: str) -> bool:
    """Whether a text withdraws something and speaks of stories."""
    return bool(words.WITHDRAWS.search(head) and words.MENTIONS_A_STORY.search(head))


def _is_correction(rest: str, head: str) -> bool:
    return bool(
        words.POINTS_INTO_TEXT.search(rest)
        or words.CORRECTION_OF_A_STORY.fullmatch(rest)
        or words.POINTS_INTO_TEXT.search(head[:OPENING_CHARS])
    )


def _is_note(mark: str, rest: str, head: str) -> bool:
    """A note to editors: in capitals, or by its text. "Editor's Note" alone is often a magazine's column."""
    is_column = re.match(r"EDITOR['’]?S NOTE", mark, re.IGNORECASE) is not None
    return (mark.isupper() and not is_column) or bool(words.TO_EDITORS.search(f"{rest} {head[:200]}"))


def _is_advisory(title: str) -> bool:
    """`ADVISORY-Reuters plans …`. Before a colon it is usually a town or weather service that addresses the public."""
    found = _ADVISORY.match(title)
    return found is not None and (found["stop"] == "-" or bool(words.TO_CLIENTS.search(found["rest"])))


def _story_names(rest: str, head: str, slug_line: str) -> tuple[str, ...]:
    """Every name by which the notice may mean its story: the rest of its title, with and without the words around it."""
    bare = rest.strip(" -–—:,.")
    while bare != (shorter := words.AFTER_A_TITLE.sub("", _without_words_before(bare))):
        bare = shorter
    quoted = [*_quoted(rest), *_quoted(head)]
    slugged = [name.strip() for name in words.SLUGGED.findall(f"{rest} {head}")]
    names = (rest.strip(" -–—:"), *quoted, *slugged, bare, slug_line.strip())
    return tuple(dict.fromkeys(name for name in names if name))


def _quoted(text: str) -> list[str]:
    found = words.QUOTED.finditer(text)
    return [
        name[1]
        for name in found
        if not words.REPLACEMENT_FOLLOWS.search(text[max(0, name.start() - 40) : name.start()])
    ]


def _without_words_before(title: str) -> str:
    before = words.BEFORE_A_TITLE.match(title)
    return title[before.end() :] if before else title
