"""A sheet styles its own components: all of a page's sheets are one cascade, and a rule for one page reaches them all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

CSS = Path(__file__).parents[3] / "static" / "css"

OWN: dict[str, set[str]] = {
    "article": {"reading", "article", "topics", "notice", "aside-listen", "related"},
    "headline": {"headline", "breaking", "withdrawn", "flash", "alerts", "alert"},
    "record": {"record", "record-list", "record-page", "share", "since"},
    "list": {"cards", "card", "lines", "most-read", "rank", "move", "slot", "day-list", "aw-zone", "promo"},
    "live": {"live", "side", "most", "today"},
    "masthead": {"masthead", "wordmark", "nav", "tongues", "aw-theme"},
    "on-air": {"studio", "on-air", "status", "listen"},
    "studio/offer": {"video"},
    "studio/screen": {"video-screen"},
    "pages": {
        "page-head", "page-note", "tabs", "search", "found", "columns", "river", "paging", "charts", "error", "notify",
        "prose", "contact", "corrected", "builder", "follow", "followed",
    },
    "notices/form": {"notices"},
    "notices/dialog": {"notices-dialog"},
    "player": {"dock", "player", "aw-player", "connection", "newer", "pending"},
    "rotation": {"slide", "rotation", "aw-rotation"},
    "schedule": {"tabs--days", "week", "programmes", "programme"},
    "status/page": {"status-part", "cuts", "days-table", "now-status"},
    "status/strip": {"days-strip"},
    "panel/watch/audit": {"audit", "acts", "act"},
    "panel/watch/checks": {"check", "checks"},
    "panel/settings/page": {"settings", "setting", "tried", "duties"},
    "panel/settings/first-run": {"first-run"},
    "panel/settings/steps": {"steps", "desk-steps"},
    "panel/panel": {
        "panel-page", "panel-bar", "lamp", "panel-notice", "panel-degraded", "desk", "log", "field", "priorities",
        "priority", "compose", "preview", "button", "outcome", "confirm", "row", "inline", "air", "stream", "streams",
        "stream-by", "cut", "sign-in", "kbd", "earlier",
    },
    "panel/desk/menu": {"panel-menu", "panel-bar__menu", "panel-bar__pages"},
    "panel/alerts": {"warnings", "warning"},
    "panel/rehearsal": {"rehearsal", "rehearsal-band", "rehearsal-tools", "rehearsal-mark"},
    "panel/airtime": {"airtime", "rundown--one"},
    "panel/charts/chart": {"chart", "uplot", "u-cursor-x", "u-select"},
    "panel/articles/form": {"write"},
    "panel/articles/list": {"stories"},
    "panel/line": {"line"},
    "panel/outlets": {"ledger", "surfaces", "surface", "outlet-rows", "marks", "mark", "fleet"},
    "panel/charts/listeners": {"audience", "heard", "heard-now"},
    "panel/picker": {"picker"},
    "panel/read-aloud": {"aloud"},
    "panel/pushing": {"waiting", "waits", "asks", "alone", "sent-alone", "wording", "templates", "people", "notes", "note-form"},
    "panel/reads": {"reads", "places", "choose", "sheet", "choice", "facts", "numbers", "ways"},
    "panel/rundown": {"rundown", "button--small", "show", "tag", "compared", "editor", "beside"},
    "panel/sources": {"sources", "source", "takebacks", "takeback"},
    "panel/people/accounts": {"staff", "person"},
    "panel/people/set-up": {"set-up", "codes"},
    "panel/wall": {"wall"},
    "panel/streams": {"air-day", "days", "legend", "held", "stream-day", "layers", "layer", "changes"},
}  # fmt: skip
"""Each sheet's components: a class before `__` or `--`, an element of ours, or one modifier of another's component."""

WHOLE_PAGES = {"tokens", "base", "print", "lite", "frame", "panel/desk/phone"}
"""These speak of a document as a whole, or are all that there is to one."""

_NAMES = re.compile(r"[.#]([a-z][\w-]*)|(?<![\w.#-])(aw-[a-z-]+|kbd)")
_FRAME = re.compile(r"(?:from|to|[\d.]+%)(?:\s*,\s*(?:from|to|[\d.]+%))*")


def selectors(sheet: str) -> Iterator[str]:
    """Every selector of a sheet, lists of them taken apart."""
    text = re.sub(r"/\*.*?\*/", "", (CSS / f"{sheet}.css").read_text("utf-8"), flags=re.S)
    for found in re.findall(r"([^{}]+)\{", text):
        rule = found.split(";")[-1].strip()
        if rule and not rule.startswith("@") and not _FRAME.fullmatch(rule):
            yield from (one.strip() for one in _apart(rule))


def _apart(rule: str) -> Iterator[str]:
    """The selectors of a list; commas within brackets part none."""
    depth, start = 0, 0
    for at, char in enumerate(rule):
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            yield rule[start:at]
            start = at + 1
    yield rule[start:]


def named(selector: str) -> set[str]:
    """The classes, ids and elements of ours in a selector; what `:not()` keeps out is not named."""
    kept = re.sub(r":not\([^()]*\)", "", selector)
    return {name or element for name, element in _NAMES.findall(kept)}


def is_of(name: str, block: str) -> bool:
    return name == block or name.startswith((f"{block}__", f"{block}--"))


@pytest.mark.parametrize("sheet", OWN)
def test_a_sheet_reaches_no_further_than_its_components(sheet: str) -> None:
    stray = [s for s in selectors(sheet) if not any(is_of(name, block) for name in named(s) for block in OWN[sheet])]
    assert stray == []


def test_a_component_is_styled_in_one_place() -> None:
    twice = [block for block, count in Counter(chain.from_iterable(OWN.values())).items() if count > 1]
    assert not twice


def test_every_sheet_says_what_is_its_own() -> None:
    assert {str(path.relative_to(CSS).with_suffix("")) for path in CSS.rglob("*.css")} == OWN.keys() | WHOLE_PAGES


def test_no_line_of_a_sheet_is_too_long_to_be_read() -> None:
    long = [
        f"{sheet.name}:{n}" for sheet in CSS.rglob("*.css") for n, line in enumerate(sheet.open(), 1) if len(line) > 161
    ]
    assert long == []


PHYSICAL = re.compile(
    r"[{;]\s*(?:(?:margin|padding|border|inset)-)?(?:left|right|top|bottom)\b|text-align:\s*(?:left|right)"
)


def test_the_sheet_of_the_ticker_knows_no_left_and_right() -> None:
    """`.stylelintrc.json` says it of all other sheets."""
    style = (CSS.parent / "embed" / "ticker" / "style.js").read_text("utf-8")
    assert "padding-inline-start" in style
    assert PHYSICAL.findall(style) == []
