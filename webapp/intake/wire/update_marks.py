"""The marks by which agencies show in a headline that a story is a new version, and how to strip them.

    UPDATE 2-Oil edges up · CORRECTED-(OFFICIAL)-Oil edges up · 1st Ld-Writethru: Oil edges up · Oil edges up (2nd LD)

Labels meant for readers stay: EXCLUSIVE, ANALYSIS, FACTBOX, EXPLAINER, and URGENT or BREAKING before a colon.
"""

from __future__ import annotations

import re

_NUMBER = r"(?: ?\d{1,2}\b)?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH|\.|[eE]|[èÈ][mM][eE])?"

_WORDS = "|".join(
    (
        "UPDATED?", "WRAPUP", "REFILE", "RECASTS?", "RPT", "REPEAT", "CORRECTED", "OFFICIAL[ -]CORRECTED", "CORRECTION",
        "CORRECTIVE", "WRITETHRU",
        "ACTUALISATION", "ACTUALISÉE?", "RECTIFICATIF", "RECTIFIÉE?", "ANNULE ET REMPLACE",
        "ACTUALIZACIÓN", "ACTUALIZACION", "AMPLIACIÓN", "AMPLIACION", "ACTUALIZA", "AMPLÍA", "CORREGIDO", "CORRECCIÓN", "REITERA",
        "ATUALIZA(?:ÇÃO)?", "CORRIGE",
        "AKTUALISIERUNG", "AKTUALISIERT", "BERICHTIGUNG", "BERICHTIGT", "KORREKTUR", "WIEDERHOLUNG", "WDHLG", "NEUFASSUNG",
        "PAGTUTUWID", "PAGWAWASTO", "PAGTATAMA", "ITINUWID", "BINAGO",
    )
)  # fmt: skip
_LEAD = (
    rf"(?:{_ORDINAL}[ -]?(?:LD|Ld|LEAD|Lead|UPDATE|Update|ZUSAMMENFASSUNG|Zusammenfassung)|(?:LD|Ld))"
    r"(?:\s?-\s?(?:WRITETHRU|Writethru|writethru|ALL|all))\b"
    rf"|{_ORDINAL}[ -]?(?:LD|Ld|LEAD|Lead|UPDATE|Update|ZUSAMMENFASSUNG|Zusammenfassung)\b"
    r"|(?:LEAD|ROUNDUP|RESUMEN|ZUSAMMENFASSUNG|Update) \d{1,2}\b"
)
"""`2nd LD`, `2ND LEAD`, `1st Ld-Writethru`, `2ème LEAD`, `ROUNDUP 3`; some are marks only with a number."""

_MARK = rf"(?:{_LEAD}|(?:{_WORDS}){_NUMBER})"
_STOP = r"\s?[-–—:]+\s*"
_IN_BRACKETS = (
    rf"[(\[](?:{_MARK}|(?:LD|LEAD|AMP\d?|CORR|URGENT){_NUMBER}|Updated|Corrected|Update|"
    r"Actuali[sz]aci[óo]n|Actualis[ée]e?|Corregido|Ampl[íi]a)[)\]]"
)

_BEFORE = re.compile(
    rf"(?:{_MARK}(?:[\s-]*\((?:OFFICIAL|\d)\))?{_STOP}|{_IN_BRACKETS}\s*[-–—:]*\s*|ROUNDUP/|BRIEF-(?=[^\W_a-z]))+"
)
_AFTER = re.compile(rf"(?:\s*{_IN_BRACKETS}|\s+/{_MARK}/|\s*(?:,|\s[-–—])\s*(?:{_LEAD}|UPDATE \d{{1,2}}))+$")
_ONLY_LABELS = re.compile(r"(?:BRIEF-|[(\[]URGENT[)\]]\s*)+")


def strip_update_marks(title: str) -> tuple[str, bool]:
    """`UPDATE 2-Oil edges up` → `Oil edges up`, and whether a mark says that it is a new version."""
    is_update = False
    if (marked := _BEFORE.match(title)) and marked.end() < len(title):
        title, is_update = title[marked.end() :], not _ONLY_LABELS.fullmatch(marked[0])
    if (marked := _AFTER.search(title)) and marked.start() > 0:
        title, is_update = title[: marked.start()], is_update or "URGENT" not in marked[0]
    return title, is_update
