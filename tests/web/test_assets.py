"""Sheets and scripts: few requests before a page is seen, kept for good under an address that changes with them."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
import requests

from tests.web.server import Web
from webapp.web.assets import served_files
from webapp.web.assets.script_bundle import joined_sheets
from webapp.web.assets.served_files import Assets
from webapp.web.folders import STATIC


def addresses_in(page: str) -> list[str]:
    return re.findall(r'(?:href|src)="(/assets/[^"]+)"', page)


@pytest.mark.parametrize("path", ["/", "/articles", "/breaking", "/schedule", "/most-read", "/nowhere"])
def test_a_listeners_page_waits_for_one_sheet_and_has_one_script_of_ours(web: Web, path: str) -> None:
    page = requests.get(f"{web.url}{path}", timeout=10).text
    names = [address.split("/", 3)[3] for address in addresses_in(page)]
    in_order = [
        "icon.svg",
        "bundle/css/listeners.css",
        "bundle/start.js",
        "bundle/app.js",
        "vendor/socket.io.esm.min.js",
    ]
    assert names == in_order, "scripts are asked for when all of the page is here"


def test_what_a_page_names_is_kept_for_good_and_an_older_address_is_not(web: Web) -> None:
    for address in addresses_in(requests.get(web.url, timeout=10).text):
        answer = requests.get(web.url + address, timeout=10)
        assert (answer.status_code, "immutable" in answer.headers["Cache-Control"]) == (200, True), address
        again = requests.get(web.url + address, headers={"If-None-Match": answer.headers["ETag"]}, timeout=10)
        assert again.status_code == 304
        _, _, _, name = address.split("/", 3)
        old = requests.get(f"{web.url}/assets/0123456789ab/{name}", timeout=10)
        assert (old.content, old.headers["Cache-Control"]) == (answer.content, "no-cache")


def test_scripts_and_sheets_come_in_brotli_to_who_takes_it_and_whole_to_who_takes_nothing(web: Web) -> None:
    for address in addresses_in(requests.get(web.url, timeout=10).text):
        plain, gzipped, best = (
            requests.get(web.url + address, headers={"Accept-Encoding": taken}, timeout=10, stream=True).raw
            for taken in ("identity", "gzip", "gzip, deflate, br, zstd")
        )
        if address.endswith((".svg", "start.js")):
            continue  # too small to be packed
        sizes = [len(answer.read(decode_content=False)) for answer in (best, gzipped, plain)]
        assert sizes == sorted(sizes), address
        assert (best.headers["Content-Encoding"], best.headers["Vary"]) == ("br", "Accept-Encoding"), address
        assert "Content-Encoding" not in plain.headers
        assert best.headers["ETag"] != gzipped.headers["ETag"]


def test_a_sheet_that_is_edited_while_the_server_runs_is_not_served_as_it_was_packed(tmp_path: Path) -> None:
    root = copied(tmp_path / "static")
    files = Assets(root)
    assert files.brotli("css/lite.css")
    (root / "css" / "lite.css").write_text("body { color: red; }")
    os.utime(root / "css" / "lite.css", (1, 1))
    assert files.brotli("css/lite.css") is None


def test_the_sheet_has_all_parts_bundled_or_not() -> None:
    served = Assets(bundled=False).read("css/listeners.css").decode()
    for part, medium in joined_sheets(STATIC)["css/listeners.css"]:
        assert (STATIC / part).read_text("utf-8") in served
        assert not medium or f"@media {medium} {{" in served
    colours = [Assets(bundled=bundled).address("css/listeners.css") for bundled in (True, False)]
    assert "/bundle/" in colours[0] and "/bundle/" not in colours[1]


def copied(root: Path) -> Path:
    for folder in ("js", "css", "bundle", "vendor"):
        shutil.copytree(STATIC / folder, root / folder)
    for name in ("bundles.json", "icon.svg"):
        shutil.copyfile(STATIC / name, root / name)
    return root


def test_a_checkout_whose_scripts_were_edited_serves_the_scripts_themselves(tmp_path: Path) -> None:
    root = copied(tmp_path / "static")
    assert "/bundle/" in Assets(root).address("js/app.js")
    (root / "js" / "clock" / "time.js").write_text("export const nothing = 1;")
    edited = Assets(root)
    assert "/bundle/" not in edited.address("js/app.js")
    assert len(edited.imported("js/app.js")) > 20
    tags = {address.split("/")[2] for address in [edited.address("js/app.js"), *edited.imported("js/app.js")]}
    assert len(tags) == 1, "modules name each other by relative paths"


def test_a_checkout_without_bundles_serves_all_the_same(tmp_path: Path) -> None:
    root = copied(tmp_path / "static")
    shutil.rmtree(root / "bundle")
    assert Assets(root).address("js/app.js").endswith("/js/app.js")
    (root / "bundle").mkdir()
    (root / "bundle" / "bundle.json").write_text("half of it {")
    assert Assets(root).address("js/app.js").endswith("/js/app.js")


def test_a_change_of_one_file_leaves_the_addresses_of_others_alone(tmp_path: Path) -> None:
    root = copied(tmp_path / "static")
    before = Assets(root)
    (root / "icon.svg").write_text("<svg/>")
    after = Assets(root)
    assert before.build != after.build and before.address("icon.svg") != after.address("icon.svg")
    for path in ("js/app.js", "css/listeners.css", "css/lite.css", "vendor/hls.light.min.js"):
        assert before.address(path) == after.address(path)


def test_what_is_no_file_of_ours_is_not_there(web: Web) -> None:
    build = re.search(r"/assets/(\w+)/", requests.get(web.url, timeout=10).text)
    assert build
    for name in ("css/nothing.css", "css/listeners.css/x", "css", "..%2f..%2fwsgi.py", "css/listeners.css%00"):
        assert requests.get(f"{web.url}/assets/{build[1]}/{name}", timeout=10).status_code == 404, name


def test_two_machines_with_the_same_files_are_one_build(tmp_path: Path) -> None:
    """Whenever and in whatever order they were copied, and whatever else the set-up left beside them."""
    here, there = copied(tmp_path / "here"), copied(tmp_path / "there")
    os.utime(there / "js/app.js", (1, 1))
    (there / ".served").write_text("set up in another folder")
    assert Assets(here).build == Assets(there).build


def test_any_change_of_what_is_served_is_another_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copied(tmp_path / "static")
    script, builds = root / "js" / "new.js", []
    for text in ("let a;", "let b;"):  # as long as before, and in the same moment
        script.write_text(text)
        os.utime(script, (1, 1))
        builds.append(Assets(root).build)
    script.rename(root / "js" / "other.js")
    builds.append(Assets(root).build)
    monkeypatch.setattr(served_files, "lean", str.upper)  # a new release serves the same file in another form
    builds.append(Assets(root).build)
    assert len(set(builds)) == len(builds)
