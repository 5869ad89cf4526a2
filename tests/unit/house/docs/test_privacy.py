"""The page on privacy names everything that a browser keeps of ours, and nothing that it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.unit.house.docs.doc_pages import ROOT
from webapp.newsroom.reads.identity import READER_COOKIE
from webapp.pages.html.closed_flashes import CLOSED_COOKIE
from webapp.pages.html.reader_settings import ARTICLES_COOKIE, HEADLINES_COOKIE, TEXT_COOKIE
from webapp.pages.html.saver import SAVER_COOKIE
from webapp.web.languages import LANGUAGE_COOKIE

SET_HERE = {
    "webapp/pages/html/frame.py": {LANGUAGE_COOKIE},
    "webapp/pages/html/reader_settings.py": {ARTICLES_COOKIE, HEADLINES_COOKIE},
    "webapp/pages/api/reads.py": {READER_COOKIE},
    "webapp/panel/people/known_browser.py": {"airwire_known_"},
    "webapp/panel/people/wall_pass.py": {"airwire_wall"},
    "webapp/app.py": {"airwire_staff"},
}
"""The modules that set cookies, with their names."""

READ_OF_SCRIPTS = {TEXT_COOKIE, SAVER_COOKIE, CLOSED_COOKIE}
KEPT = re.compile(
    r"""document\.cookie\s=\s[`"](\w+)=               # a cookie of a script
      | \b(?:recall|remember)\("(\w+)"                  # local storage, by page.js
      | ["`](airwire\.(?!player")[a-z]+)                # a key written out; the player's is a channel between tabs too
      | "(airwire-[a-z]+-\d+)"                          # a cache of the worker
    """,
    re.VERBOSE,
)


def files(folder: str, kind: str) -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / folder).rglob(f"*.{kind}")):
        yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def kept_by_scripts() -> set[str]:
    found: set[str] = set()
    for name, text in files("static/js", "js"):
        for cookie, key, storage, cache in KEPT.findall(text):
            found.add(cookie or (f"airwire.{key}" if key else "") or storage or cache)
        if key := re.search(r'^const KEY = "([a-z]+)";', text, re.MULTILINE):
            found.add(f"airwire.{key[1]}")
        assert "indexedDB" not in text, name
    return found


def named_on(page: Path) -> set[str]:
    table = page.read_text("utf-8").partition("## What a browser keeps")[2]
    first = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    return {name.rstrip("…") for cell in first for name in re.findall(r"`([^`]+)`", cell)}


def test_each_module_that_sets_a_cookie_is_known() -> None:
    setting = {name for name, text in files("webapp", "py") if re.search(r"\.set_cookie\(|SESSION_COOKIE_NAME=", text)}
    assert setting == SET_HERE.keys()
    for name, cookies in SET_HERE.items():
        text = (ROOT / name).read_text("utf-8")
        assert all(cookie in text or "COOKIE" in text for cookie in cookies), name


def test_the_page_names_what_is_kept_and_no_more() -> None:
    kept = kept_by_scripts() | set().union(*SET_HERE.values()) | READ_OF_SCRIPTS | {"__Host-airwire_staff"}
    assert named_on(ROOT / "docs/operate/privacy.md") == kept
