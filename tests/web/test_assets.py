"""Sheets and scripts: few requests before a page is seen, kept for good under an address that changes with them."""

from __future__ import annotations

import re
from pathlib import Path

import requests

from tests.web.server import Web
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
