"""Reads over HTTP: a token when an article is opened, a beacon when it was read, and what is wrong with other ones."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import PHONE, InProcessSite, open_site
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.reads.identity import READER_COOKIE
from webapp.newsroom.staff import Actor

EDITOR = Actor(name="Efren", role="editor")
TOKEN = "/api/v1/read-token?article="
Opener = Callable[..., InProcessSite]


@pytest.fixture
def opened(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[Opener]:
    """Doors on an empty store, with two articles out."""
    with time_machine.travel(NOON, tick=False) as clock:

        def make(station: str = "") -> InProcessSite:
            site = open_site(valkey_server, clock, tmp_path, station)
            for slug in ("rice", "ferry"):
                site.put_out(slug)
            return site

        yield make


@pytest.fixture
def site(opened: Opener) -> InProcessSite:
    return opened()


def open_article(browser: FlaskClient, slug: str = "rice") -> str:
    answer = browser.get(TOKEN + slug)
    assert answer.status_code == 200, answer.text
    return str(answer.get_json()["token"])


def tell(browser: FlaskClient, body: Any, **how: Any) -> Any:
    return browser.post("/api/v1/reads", json=body, **how)


def read(site: InProcessSite, browser: FlaskClient, slug: str = "rice", seconds: float = 6) -> Any:
    token = open_article(browser, slug)
    site.wait(seconds=seconds)
    return tell(browser, {"article": slug, "token": token})


def reads(site: InProcessSite, slug: str = "rice") -> int:
    return {tally.article: tally.reads for tally in site.room.reads.top("24h", site.now)}.get(slug, 0)


def test_a_read_is_counted_by_token_and_beacon(site: InProcessSite) -> None:
    answer = read(site, site.client())
    assert (answer.status_code, answer.data) == (204, b"")
    assert reads(site) == 1


def test_a_token_is_never_kept_by_a_cache_and_comes_with_a_cookie_that_scripts_cannot_see(site: InProcessSite) -> None:
    answer = site.client().get(TOKEN + "rice")
    assert answer.headers["Cache-Control"] == "no-store"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(READER_COOKIE) and "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert "Access-Control-Allow-Origin" not in answer.headers, "another site's page could read for its visitors"


def test_a_reader_keeps_their_cookie(site: InProcessSite) -> None:
    browser = site.client()
    browser.get(TOKEN + "rice")
    assert "Set-Cookie" not in browser.get(TOKEN + "ferry").headers


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain;charset=UTF-8", "", "application/x-www-form-urlencoded"]
)
def test_a_beacon_is_read_whatever_type_the_browser_gives_it(site: InProcessSite, kind: str) -> None:
    browser = site.client()
    token = open_article(browser)
    site.wait(seconds=6)
    body = f'{{"article": "rice", "token": "{token}"}}'
    assert browser.post("/api/v1/reads", data=body, content_type=kind).status_code == 204
    assert reads(site) == 1


def test_a_reader_whose_browser_keeps_no_cookie_is_counted_too(site: InProcessSite) -> None:
    token = open_article(site.client())
    site.wait(seconds=6)
    assert tell(site.client(), {"article": "rice", "token": token}).status_code == 204
    assert reads(site) == 1


def test_repeats_and_bots_hear_nothing_of_being_left_out(site: InProcessSite) -> None:
    browser, bot = site.client(), site.client(agent="Googlebot/2.1")
    assert [read(site, who).status_code for who in (browser, browser, bot)] == [204, 204, 204]
    assert reads(site) == 1


@pytest.mark.parametrize("header", ["DNT", "SEC_GPC"])
def test_who_asks_not_to_be_counted_gets_no_token_and_no_cookie(site: InProcessSite, header: str) -> None:
    answer = site.client(**{header: "1"}).get(TOKEN + "rice")
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (204, None)


def test_who_asks_so_later_is_not_counted_from_then_on(site: InProcessSite) -> None:
    browser = site.client()
    token = open_article(browser)
    site.wait(seconds=6)
    assert tell(browser, {"article": "rice", "token": token}, headers={"Sec-GPC": "1"}).status_code == 204
    assert reads(site) == 0


def test_a_station_may_set_those_signals_aside(opened: Opener) -> None:
    site = opened("[reads]\nhonour_privacy_signals = false\n")
    assert read(site, site.client(SEC_GPC="1")).status_code == 204
    assert reads(site) == 1


def refused(answer: Any) -> tuple[int, str, str]:
    """Status, the problem's code and the field that was wrong."""
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json()
    return problem["status"], problem["type"].rpartition(":")[2], problem["errors"][0]["field"]


def test_a_token_too_young_too_old_or_used_is_refused_for_that_reason(site: InProcessSite) -> None:
    browser = site.client()
    early, late, used = (open_article(browser) for _ in range(3))
    site.wait(seconds=4.9)
    assert refused(tell(browser, {"article": "rice", "token": early})) == (403, "token-early", "token")
    site.wait(minutes=5)
    tell(browser, {"article": "rice", "token": used})
    assert refused(tell(browser, {"article": "rice", "token": used})) == (409, "token-used", "token")
    site.wait(minutes=26)
    assert refused(tell(browser, {"article": "rice", "token": late})) == (403, "token-expired", "token")


def test_forged_and_foreign_tokens_are_refused(site: InProcessSite) -> None:
    browser, other = site.client(), site.client("198.51.100.9")
    token = open_article(browser)
    open_article(other)
    site.wait(seconds=6)
    forged = (403, "token-forged", "token")
    assert refused(tell(browser, {"article": "ferry", "token": token})) == forged
    assert refused(tell(other, {"article": "rice", "token": token})) == forged
    assert refused(tell(browser, {"article": "rice", "token": "9" + token})) == forged
    assert refused(tell(browser, {"article": "rice", "token": token.replace(".", ".x", 1)})) == forged
    assert refused(tell(site.client("198.51.100.1"), {"article": "rice", "token": token})) == forged
    assert reads(site) == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"token": "t"}, "article"), ({"article": "rice"}, "token"), ({"article": 7, "token": "t"}, "article"),
        ({"article": "rice", "token": ["t"]}, "token"), ({"article": "", "token": "t"}, "article"),
        ({"article": "rice", "token": ""}, "token"), ({"article": "rice", "token": "t", "reads": 9}, "reads"),
        ([], ""), (None, ""), ("rice", ""),
    ],
)  # fmt: skip
def test_a_body_of_the_wrong_shape_names_the_field(site: InProcessSite, body: Any, field: str) -> None:
    assert refused(tell(site.client(), body)) == (422, "invalid", field)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"article": "rice"', b'{"token": "\\ud800"}'])
def test_what_is_not_json_is_refused(site: InProcessSite, body: bytes) -> None:
    assert refused(site.client().post("/api/v1/reads", data=body))[:2] == (422, "invalid")


def test_a_large_body_is_refused_before_it_is_held(site: InProcessSite) -> None:
    assert site.client().post("/api/v1/reads", data=b"x" * 5000).status_code == 413


def test_a_withdrawn_article_takes_no_reads(site: InProcessSite) -> None:
    browser = site.client()
    token = open_article(browser)
    site.wait(seconds=6)
    site.room.desk.withdraw_article("rice", "Wrong", EDITOR, site.now)
    assert refused(tell(browser, {"article": "rice", "token": token})) == (422, "invalid", "article")
    site.follow()
    assert browser.get(TOKEN + "rice").status_code == 410


@pytest.mark.parametrize(
    ("asked", "status"), [("no-such", 404), ("", 422), ("x" * 300, 422), ("../etc", 404), ("%00", 404)]
)
def test_a_token_is_for_an_article_that_is_out(site: InProcessSite, asked: str, status: int) -> None:
    assert site.client().get(TOKEN + asked).status_code == status
    assert site.client().get("/api/v1/read-token").status_code == 422


def test_most_read_in_every_window(site: InProcessSite) -> None:
    for n, slug in enumerate(("rice", "rice", "ferry")):
        read(site, site.client(f"198.51.100.{n}"), slug)
    for window in ("1h", "24h", "7d"):
        answer = site.client().get(f"/api/v1/most-read?window={window}")
        listed = answer.get_json()
        assert (listed["window"], answer.headers["Access-Control-Allow-Origin"]) == (window, "*")
        assert [(i["article"], i["title"], i["reads"], i["rank"]) for i in listed["items"]] == [
            ("rice", "Rice", 2, 1),
            ("ferry", "Ferry", 1, 2),
        ]
    assert len(site.client().get("/api/v1/most-read?window=7d&limit=1").get_json()["items"]) == 1


def test_the_list_of_a_day_is_the_one_on_the_board(site: InProcessSite) -> None:
    read(site, site.client())
    site.room.desk.rank_most_read(site.room.reads.rank(site.now), site.now)
    site.follow()
    board = site.client().get("/api/v1/snapshot").get_json()["most_read"]
    assert site.client().get("/api/v1/most-read").get_json() == board


def test_a_withdrawn_story_is_on_no_list_from_that_moment(site: InProcessSite) -> None:
    for slug in ("rice", "ferry"):
        read(site, site.client(), slug)
    assert len(site.client().get("/api/v1/most-read?window=7d").get_json()["items"]) == 2
    site.room.desk.withdraw_article("rice", "Wrong", EDITOR, site.now)
    site.follow()
    for where in ("/api/v1/most-read?window=7d", "/api/v1/most-read?window=24h", "/api/v1/most-read?window=1h"):
        assert [(i["article"], i["rank"]) for i in site.client().get(where).get_json()["items"]] == [("ferry", 1)]
    assert "/articles/rice" not in site.client().get("/most-read?window=7d").text


def test_the_list_is_answered_304_while_it_is_the_same(site: InProcessSite) -> None:
    first = site.client().get("/api/v1/most-read?window=7d")
    again = site.client().get("/api/v1/most-read?window=7d", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("window=1y", "window"),
        ("window=", "window"),
        ("limit=0", "limit"),
        ("limit=51", "limit"),
        ("limit=ten", "limit"),
        ("limit=１", "limit"),
    ],
)
def test_a_list_that_there_is_not_names_the_field(site: InProcessSite, query: str, field: str) -> None:
    assert refused(site.client().get(f"/api/v1/most-read?{query}")) == (422, "invalid", field)


def test_with_the_store_away_reads_answer_503_and_lists_and_pages_stay(own_valkey: Valkey, tmp_path: Path) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(own_valkey, clock, tmp_path)
        site.put_out("rice")
        browser = site.client()
        read(site, browser)
        week = site.client().get("/api/v1/most-read?window=7d").get_json()
        token = open_article(browser)
        own_valkey.kill()
        site.wait(seconds=30)
        away = tell(browser, {"article": "rice", "token": token})
        assert (away.status_code, away.get_json()["retry"]) == (503, True)
        assert site.client("198.51.100.7").get(TOKEN + "rice").status_code == 503
        assert site.client().get("/api/v1/most-read?window=7d").get_json() == week
        assert site.client().get("/api/v1/most-read?window=1h").get_json() == {
            "window": "1h",
            "as_of": None,
            "items": [],
        }
        for page in (
            "/most-read?window=7d",
            "/most-read?window=1h",
            "/articles/rice",
            "/embed/ticker.json",
            "/feed.xml",
        ):
            assert site.client().get(page).status_code == 200, page


def test_one_address_that_sends_ten_thousand_forged_beacons_moves_an_article_by_one_at_most(
    site: InProcessSite,
) -> None:
    token = open_article(site.client())
    site.wait(seconds=6)
    beacons, told = site.running.read_beacons, Counter[str]()
    environ = {"HTTP_USER_AGENT": PHONE}
    for n in range(10_000):
        if n % 10 == 0:
            site.wait(seconds=0.1)  # slowly enough not to be held up each time
        forged = token if n in (1, 5_000, 9_999) else f"{token[:-5]}{n:05}"
        body = json.dumps({"article": "rice", "token": forged}).encode()
        try:
            beacons.counted(environ, "203.0.113.7", body)
            told["counted"] += 1
        except NewsroomError as error:
            told[error.code] += 1
    assert told["counted"] <= 1 and told["token-forged"] > 4_000 and told["too-many"] > 4_000
    for _ in range(200):
        site.client(agent=PHONE).get(TOKEN + "rice")
    assert reads(site) <= 1


def test_a_flood_is_held_up_with_a_time_to_come_back_and_nobody_else_is(opened: Opener) -> None:
    site = opened("[reads]\nreports_at_once = 5\nreports_per_second = 0.5\n")
    flood, neighbour = site.client("198.51.100.66"), site.client("198.51.100.67")
    token = open_article(neighbour)
    site.wait(seconds=6)
    answers = [tell(flood, {"article": "rice", "token": "x"}) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429] * 2
    assert answers[-1].mimetype == "application/problem+json" and answers[-1].get_json()["retry"] is True
    assert answers[-1].headers["Retry-After"] == "2"
    assert tell(neighbour, {"article": "rice", "token": token}).status_code == 204
    site.wait(seconds=2)
    assert tell(flood, {"article": "rice", "token": "x"}).status_code == 403
    openings = [flood.get(TOKEN + "rice").status_code for _ in range(6)]
    assert openings == [200] * 5 + [429]
    assert flood.get("/articles/rice").status_code == 200


def test_a_subscriber_of_ipv6_is_one_address_to_the_limits(opened: Opener) -> None:
    site = opened("[reads]\nreports_at_once = 2\nreports_per_second = 0.1\n")
    told = [tell(site.client(f"2001:db8:1:2::{n}"), {"article": "rice", "token": "x"}).status_code for n in range(3)]
    assert told == [403, 403, 429]


@pytest.mark.parametrize("claimed", ["198.51.100.1", '"198.51.100.1', "a\\", "x, y", ""])
def test_behind_a_proxy_nobody_is_another_by_what_they_claim(
    opened: Opener, monkeypatch: pytest.MonkeyPatch, claimed: str
) -> None:
    monkeypatch.setenv("AIRWIRE_PROXY_HOPS", "1")
    site = opened("[reads]\nreports_at_once = 2\nreports_per_second = 0.1\n")
    says = (", 203.0.113.7", ", 203.0.113.7:50123", f"{claimed}, 203.0.113.7")
    through = [site.client("10.0.0.1", x_forwarded_for=said) for said in says]
    assert [browser.get(TOKEN + "rice").status_code for browser in through] == [200, 200, 429]
    assert site.client("10.0.0.1", x_forwarded_for="203.0.113.8").get(TOKEN + "rice").status_code == 200
