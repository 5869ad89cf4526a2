"""Sheets and scripts: few requests before a page is seen, kept for good under an address that changes with them."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
import requests

from tests.web.server import Web
from webapp.web import assets
from webapp.web.assets import JOINED_SHEETS

SHEETS = Path(__file__).parents[2] / "static" / "css"


def test_a_listeners_page_waits_for_one_sheet_and_it_has_all_of_them(web: Web) -> None:
    for path in ("/", "/articles", "/schedule", "/most-read", "/nowhere"):
        page = requests.get(f"{web.url}{path}", timeout=10).text
        first, *others = re.findall(r'<link rel="stylesheet" href="([^"]+)"([^>]*)>', page)
        assert [media for _, media in others] == [' media="print"'], path
    answer = requests.get(web.url + first[0], timeout=10)
    assert answer.headers["Content-Type"].startswith("text/css") and "immutable" in answer.headers["Cache-Control"]
    for name in JOINED_SHEETS["css/listeners.css"]:
        assert (SHEETS / f"{name}.css").read_text("utf-8") in answer.text
    again = requests.get(web.url + first[0], headers={"If-None-Match": answer.headers["ETag"]}, timeout=10)
    assert again.status_code == 304


def test_what_is_no_file_of_ours_is_not_there(web: Web) -> None:
    build = re.search(r"/assets/(\w+)/", requests.get(web.url, timeout=10).text)
    assert build
    for name in ("css/nothing.css", "css/listeners.css/x", "css", "..%2f..%2fwsgi.py", "css/listeners.css%00"):
        assert requests.get(f"{web.url}/assets/{build[1]}/{name}", timeout=10).status_code == 404, name


def test_two_machines_with_the_same_files_are_one_build(tmp_path: Path) -> None:
    """Whenever and in whatever order they were copied, and whatever else the set-up left beside them."""
    here, there = tmp_path / "here", tmp_path / "there"
    for root, order in ((here, 1), (there, -1)):
        for name in ("css/base.css", "js/app.js", "js/page/dom.js")[::order]:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(SHEETS.parent / name, path)
    os.utime(there / "js/app.js", (1, 1))
    (there / ".served").write_text("set up in another folder")
    assert assets.build_id(here) == assets.build_id(there)


def test_any_change_of_what_is_served_is_another_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "app.js"
    builds = []
    for text in ("let a;", "let b;"):  # as long as before, and in the same moment
        script.write_text(text)
        os.utime(script, (1, 1))
        builds.append(assets.build_id(tmp_path))
    script.rename(tmp_path / "other.js")
    builds.append(assets.build_id(tmp_path))
    monkeypatch.setitem(JOINED_SHEETS, "css/listeners.css", ("tokens",))
    builds.append(assets.build_id(tmp_path))
    monkeypatch.setattr(assets, "lean", str.upper)  # a new release serves the same file in another form
    builds.append(assets.build_id(tmp_path))
    assert len(set(builds)) == len(builds)
