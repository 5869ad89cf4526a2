"""Pages as differences to a dictionary that the browser keeps (RFC 9842), from whichever process it comes back to."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
import time_machine
from zstandard import DICT_TYPE_RAWCONTENT, ZstdCompressionDict, ZstdDecompressor

from tests.any_store import Store, connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.drafts import BreakingDraft
from webapp.newsroom.staff import Actor
from webapp.store.core import keys
from webapp.web.compression.dictionaries import KEPT_S

MODERN = "gzip, deflate, br, zstd"
WITH_DICTIONARY = f"{MODERN}, dcb, dcz"
MAGIC = bytes.fromhex("5e2a4d1820000000")
LIGAYA = Actor(name="Ligaya", role="anchor")
STATION = 'name = "Radyo"\nurl = "%s"\nlanguages = ["en", "fil"]\n'


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path, clock: time_machine.Traveller) -> InProcessSite:
    return opened(valkey_server, tmp_path, clock)


@pytest.fixture(scope="module")
def still(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    """A site on which nothing changes."""
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        yield opened(valkey_server, tmp_path_factory.mktemp("still"), clock)


def opened(
    valkey: Valkey, folder: Path, clock: time_machine.Traveller, url: str = "https://radyo.example"
) -> InProcessSite:
    site = open_site(valkey, clock, folder, STATION % url)
    if not site.running.services.replica.articles:
        for number in range(9):
            text = f"<p>Rice at the market of Marikina costs {number} pesos less than before the harvest of 20{number}.</p>"
            site.put_out(f"rice-{number}", title=f"Rice is {number} pesos cheaper", body_html=text * 9)
        for town in ("Nasugbu", "Lubang", "Calapan", "Batangas"):
            publish(site, f"The ferry to {town} is delayed by the storm; passengers wait at the pier")
    site.running.dictionary_maker.look_once()
    return site


def offered(site: InProcessSite) -> str:
    """The address of the dictionary that a browser is to fetch that has none."""
    hints = {"Accept-Encoding": MODERN, "Sec-CH-UA": '"Chromium";v="156"', "Sec-Fetch-Dest": "empty"}
    return str(site.client().get("/api/v1/time", headers=hints).get_json().get("dictionary", ""))


def fetched(site: InProcessSite) -> bytes:
    packed = site.client().get(offered(site), headers={"Accept-Encoding": MODERN}).data
    return bytes(brotli.decompress(packed))


def having(dictionary: bytes, encodings: str = WITH_DICTIONARY) -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(dictionary).digest()).decode()
    return {"Accept-Encoding": encodings, "Available-Dictionary": f":{digest}:"}


def restored(answer: Any, dictionary: bytes) -> bytes:
    """The page, as a browser makes it of a difference."""
    assert answer.headers["Content-Encoding"] == "dcz"
    assert answer.data[:40] == MAGIC + hashlib.sha256(dictionary).digest()
    known = ZstdCompressionDict(dictionary, dict_type=DICT_TYPE_RAWCONTENT)
    return ZstdDecompressor(dict_data=known).decompress(answer.data[40:], max_output_size=1_000_000)


def publish(site: InProcessSite, headline: str) -> None:
    site.room.desk.publish_breaking(BreakingDraft(headline=headline, priority="urgent"), LIGAYA, site.now)
    site.follow()


def test_a_dictionary_says_what_it_is_for_and_is_kept(still: InProcessSite) -> None:
    answer = still.client().get(offered(still), headers={"Accept-Encoding": MODERN})
    assert answer.headers["Use-As-Dictionary"] == 'match="/*", match-dest=("document" "")'
    assert answer.headers["Cache-Control"] == f"public, max-age={KEPT_S}, immutable"
    assert answer.mimetype == "application/octet-stream"
    assert offered(still).endswith(hashlib.sha256(brotli.decompress(answer.data)).hexdigest())
    assert still.client().get(f"/dictionaries/{'0' * 64}").status_code == 404


def test_after_a_headline_pages_and_board_are_a_few_hundred_bytes(site: InProcessSite) -> None:
    dictionary = fetched(site)
    publish(site, "Ferry to Lubang runs again after the storm; first boat leaves Nasugbu at five")
    for path, most in (
        ("/", 400),
        ("/api/v1/snapshot", 300),
        ("/articles", 300),
        ("/articles/rice-1", 1600),
        ("/lite", 1600),
    ):
        plain = site.client().get(path, headers={"Accept-Encoding": "identity"})
        answer = site.client().get(path, headers=having(dictionary))
        assert restored(answer, dictionary) == plain.data, path
        assert len(answer.data) <= most, path
        assert {"Accept-Encoding", "Available-Dictionary"} <= {
            part.strip() for part in answer.headers["Vary"].split(",")
        }
        assert answer.headers["Cache-Control"].startswith("private, max-age=0")
        assert "public" not in answer.headers["Cache-Control"] and "s-maxage" not in answer.headers["Cache-Control"]


def test_who_has_the_page_does_not_get_it_again(still: InProcessSite) -> None:
    dictionary = fetched(still)
    first = still.client().get("/", headers=having(dictionary))
    whole = still.client().get("/", headers={"Accept-Encoding": MODERN})
    assert first.headers["ETag"] != whole.headers["ETag"]
    for has in (first.headers["ETag"], whole.headers["ETag"]):
        again = still.client().get("/", headers={**having(dictionary), "If-None-Match": has})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", has)


@pytest.mark.parametrize("case", ["unknown", "malformed", "not taken"])
def test_without_a_dictionary_that_is_known_here_the_page_comes_whole(still: InProcessSite, case: str) -> None:
    dictionary = fetched(still)
    headers = having(dictionary)
    if case == "unknown":
        headers = having(b"of another station")
    elif case == "malformed":
        headers["Available-Dictionary"] = headers["Available-Dictionary"].strip(":")
    else:
        headers = having(dictionary, MODERN)
    for path in ("/", "/api/v1/snapshot", "/articles/rice-1"):
        comes_whole(still, path, headers)


def comes_whole(site: InProcessSite, path: str, headers: dict[str, str]) -> None:
    answer = site.client().get(path, headers=headers)
    assert answer.headers["Content-Encoding"] == "br" and answer.headers["Cache-Control"].startswith("public")
    assert brotli.decompress(answer.data) == site.client().get(path, headers={"Accept-Encoding": "identity"}).data


def test_outside_of_a_secure_context_there_are_none(
    valkey_server: Valkey, store: Store, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    site = opened(valkey_server, tmp_path, clock, url="http://radyo.example")
    (dictionary,) = [one for one in site.running.site.dictionaries.every() if one.language == "en"]
    assert offered(site) == ""
    assert site.client().get("/", headers=having(dictionary.body)).headers["Content-Encoding"] == "br"
    assert "Use-As-Dictionary" not in site.client().get(dictionary.path).headers
    here = {"base_url": "http://localhost:8000", "headers": having(dictionary.body)}
    assert site.client("127.0.0.1").get("/", **here).headers["Content-Encoding"] == "dcz"


def test_what_somebody_looks_for_and_what_staff_see_is_no_difference(still: InProcessSite) -> None:
    dictionary = fetched(still)
    for path in ("/articles?q=rice", "/panel/", "/api/v1/articles?q=rice", "/there-is-no-such-page"):
        answer = still.client().get(path, headers=having(dictionary))
        assert answer.headers.get("Content-Encoding") != "dcz", path
        assert "Available-Dictionary" not in answer.headers.get("Vary", "")


def test_only_browsers_that_use_dictionaries_are_told_of_one_and_not_who_saves_data(still: InProcessSite) -> None:
    chromium = {"Accept-Encoding": MODERN, "Sec-CH-UA": '"Chromium";v="156"'}
    firefox = {"Accept-Encoding": MODERN, "Sec-Fetch-Dest": "empty"}
    behind_a_cache = {**chromium, "Accept-Encoding": "gzip"}
    saving = {**chromium, "Save-Data": "on"}
    told = [
        "dictionary" in still.client().get("/api/v1/time", headers=headers).get_json()
        for headers in (chromium, firefox, behind_a_cache, saving, having(fetched(still)))
    ]
    assert told == [True, False, False, False, False]
    assert "Link" not in still.client().get("/", headers=chromium).headers


def test_every_process_knows_the_dictionary_that_one_has_made(
    site: InProcessSite, valkey_server: Valkey, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    dictionary = fetched(site)
    (tmp_path / "other").mkdir()
    other = opened(valkey_server, tmp_path / "other", clock)
    assert offered(other) == offered(site)
    answer = other.client().get("/", headers=having(dictionary))
    assert restored(answer, dictionary) == other.client().get("/").data
    assert len(site.running.site.dictionaries.every()) == 2, "one for each language"


def test_each_language_has_its_own(still: InProcessSite) -> None:
    english = fetched(still)
    filipino = next(one for one in still.running.site.dictionaries.every() if one.language == "fil")
    answer = still.client().get("/", headers={**having(filipino.body), "Accept-Language": "fil"})
    assert b'lang="fil"' in restored(answer, filipino.body)
    told = still.client().get("/", headers={**having(english), "Accept-Language": "fil"}).headers["Link"]
    assert told == f'<{filipino.path}>; rel="compression-dictionary"'


def test_a_page_that_became_another_gets_a_new_dictionary_as_a_difference_and_the_old_one_counts_on(
    site: InProcessSite, valkey_server: Valkey
) -> None:
    old, maker = fetched(site), site.running.dictionary_maker
    made_of = offered(site)

    def look_again(**span: float) -> None:
        site.wait(**span)
        connect(valkey_server.url).delete(keys.DICTIONARY_TURN)
        site.running.services.replica.confirm(site.now)
        maker.look_once()

    publish(site, "One headline is no reason")
    look_again(minutes=30)
    assert offered(site) == made_of
    for number in range(12):
        publish(site, f"{hashlib.sha256(bytes([number])).hexdigest()} is something that nobody has heard of {number}")
    look_again(minutes=30)
    assert offered(site) != made_of
    told = site.client().get("/", headers=having(old))
    assert told.headers["Link"] == f'<{offered(site)}>; rel="compression-dictionary"'
    assert restored(told, old) == site.client().get("/").data
    newer = site.client().get(offered(site), headers=having(old))
    assert len(newer.data) < 4_000 and newer.headers["Cache-Control"] == f"private, max-age={KEPT_S}, immutable"
    new = restored(newer, old)
    answer = site.client().get("/", headers=having(new))
    assert restored(answer, new) == site.client().get("/").data and "Link" not in answer.headers


def test_one_process_at_a_time_sees_to_them_and_old_ones_go(
    site: InProcessSite, valkey_server: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker, raw, old = site.running.dictionary_maker, connect(valkey_server.url), fetched(site)
    raw.delete(keys.DICTIONARIES)
    maker.look_once()
    comes_whole(site, "/", having(old))
    assert raw.hkeys(keys.DICTIONARIES) == [], "somebody else has just looked"
    monkeypatch.setattr("webapp.pages.dictionaries.maker.DICTIONARIES_KEPT", 3)
    for number in range(5):
        site.wait(minutes=number)
        site.running.services.replica.confirm(site.now)
        maker._make("en", site.now)
    assert len(raw.hkeys(keys.DICTIONARIES)) == 3
    raw.hset(keys.DICTIONARIES, f"en:9999999999999:{'0' * 64}", b"damaged")
    maker.look_once()
    assert len(site.running.site.dictionaries.every()) == 3
