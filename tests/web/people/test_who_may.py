"""Every address of the site against everybody who may come to it: a new one needs a row here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
import time_machine
from flask.testing import FlaskClient

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.articles.feed_state import feed_id
from webapp.newsroom.staff import DUTIES
from webapp.panel.auth import OPEN_WRITES
from webapp.panel.people.browser_sessions import SAFE_METHODS

PASSWORD = "three-words-of-nothing"
FEED = "https://radyo.example/feed"
STATION = f'[[feeds]]\nurl = "{FEED}"\ntitle = "Our own site"\n'

EVERYBODY = {"nobody", *DUTIES}
STAFF = {"anchor", "producer", "editor", "admin"}
ADMIN = {"admin"}
SEND_NEWS, ON_THE_AIR = {"anchor", "producer", "editor", "admin"}, {"anchor", "producer", "admin"}
PLAN, EDIT, ADVERTISE, HINT = (
    {"producer", "admin"},
    {"editor", "admin"},
    {"producer", "editor", "admin"},
    {"admin", "encoder"},
)
RUN = {"admin"}
A_BROWSER = "a browser that signs in"
"""Tokens have no account; who of the signed in may do it is in test_accounts_page.py and test_second_factor.py."""

MAY: dict[str, Any] = {
    # what listeners, partners and machines read
    **dict.fromkeys(
        ["GET listen.live", "GET listen.lite", "GET listen.article", "GET listen.articles", "GET listen.most_read",
         "GET listen.schedule", "GET read_api.snapshot", "GET read_api.time", "GET read_api.article",
         "GET read_api.articles", "GET read_api.schedule", "GET reads_api.most_read", "GET reads_api.read_token",
         "GET sse.events", "GET assets.asset", "GET dictionaries.dictionary", "GET static", "GET pictures.picture",
         "GET embed.script", "GET embed.page", "GET embed.ticker_json", "GET oembed.oembed", "GET feeds.rss_feed",
         "GET headlines.record", "GET headlines.headline", "GET headlines_api.headlines", "GET headlines_api.headline",
         "GET since_api.since", "GET radiovis.vis", "GET spi.service", "GET spi.programmes", "GET drawn.slide", "GET drawn.card",
          "GET drawn.favicon", "GET drawn.touch_icon", "GET drawn.icon", "GET manifest.manifest", "GET worker_script.script",
         "GET notices.notices",
         "GET alerts.alerts",
         "GET embed_builder.builder", "GET embed.pinned_script", "GET station_pages.about", "GET station_pages.contact",
         "GET station_pages.corrections", "GET station_pages.privacy", "GET station_pages.sheet",
         "GET status.status", "GET security.text", "GET descriptions.openapi_json", "GET descriptions.asyncapi_json",
         "GET following.topic", "GET following.topic_feed", "GET following.host", "GET following.host_feed",
         "GET following.following", "GET programmes.programmes",
         "GET programmes.one", "GET programmes.calendar",
         "GET headline_feeds.rss_feed", "GET headline_feeds.json_feed",
         "GET feeds.json_feed_", "GET feeds.calendar", "GET sitemaps.index", "GET sitemaps.part", "GET sitemaps.news",
         "GET sitemaps.robots", "GET health.healthz", "GET health.readyz", "GET health.metrics", "GET websub.verify",
         "GET sign_in.sign_in", "GET sign_in.second", "GET sign_in.invitation",
         "GET first_run.link", "GET first_run.shown"],
        EVERYBODY,
    ),
    # what anybody tells us, with a seal or a signature of its own
    **dict.fromkeys(
        ["POST reads_api.reads", "POST gone_api.gone", "GET push_api.key", "POST push_api.subscribe",
         "DELETE push_api.unsubscribe", "POST websub.notify"],
        EVERYBODY,
    ),
    # the newsroom
    **dict.fromkeys(
        ["GET own_account.me", "GET read_aloud.newest", "GET read_aloud.one",
         "GET panel.panel", "GET wall.wall", "GET panel.state", "GET rundown.rundown", "GET airtime.story",
         "GET airtime.programme",
         "GET panel_listeners.listeners", "GET listeners_api.listeners", "GET listeners_api.deliveries",
         "GET panel_reads.the_list", "GET panel_reads.story", "GET sources.sources", "GET streams.streams",
         "GET streams.as_json", "GET outlets.outlets", "GET panel_embeds.fleet",
         "GET checks.checks", "GET rundown_api.rundown", "GET rundown_api.as_run",
         "GET outlets_api.outlets"],
        STAFF,
    ),
    "GET write_api.revisions": SEND_NEWS, "POST write_api.publish": SEND_NEWS, "PATCH write_api.correct": SEND_NEWS,
    "DELETE write_api.withdraw": SEND_NEWS,
    "POST panel_embeds.decide": EDIT,
    "POST alerts_api.take": SEND_NEWS, "GET panel_alerts.alerts": STAFF, "POST panel_alerts.decide": SEND_NEWS,
    "POST panel_alerts.act": SEND_NEWS,
    **dict.fromkeys(
        ["GET waiting_api.waiting", "POST waiting_api.approve", "POST waiting_api.release", "POST waiting_api.undo",
         "POST desk_notes.leave", "POST desk_notes.take",
         "POST waiting_api.review", "POST waiting_api.keep", "PUT waiting_api.change"],
        SEND_NEWS,
    ),
    **dict.fromkeys(
        [f"GET {of}panel_audit.{name}" for of in ("", "rehearsal_pages.") for name in ("record", "as_csv", "as_json_lines")],
        EDIT,
    ),
    "POST checks.run": RUN,
    **dict.fromkeys(
        ["GET settings.overview", "GET settings.section", "POST settings.change", "POST settings.back",
         "GET settings_text.text", "POST settings_text.change"],
        RUN,
    ),
    "PUT write_api.stream": ON_THE_AIR, "PUT write_api.on_air": ON_THE_AIR, "POST rundown_api.read_on_air": ON_THE_AIR,
    "PUT rundown_api.change": PLAN, "DELETE rundown_api.give_back": PLAN,
    "PUT write_api.promo": ADVERTISE,
    "PUT write_api.choose": EDIT, "POST panel_reads.choose": EDIT, "POST sources.act": EDIT, "POST sources.decide": EDIT,
    "GET wires.wires": STAFF, "POST wires.settle": EDIT,
    "GET panel_articles.articles": STAFF, "GET panel_articles.new": EDIT, "GET panel_articles.draft": EDIT,
    "GET panel_articles.edit": EDIT, "GET panel_articles.picture": EDIT, "POST panel_articles.own": EDIT,
    "GET panel_promo.promo": STAFF, "POST panel_promo.decide": ADVERTISE,
    "PATCH articles_api.edit": EDIT, "PUT articles_api.own": EDIT, "GET articles_api.drafts": EDIT,
    "POST articles_api.keep": EDIT, "PUT articles_api.change": EDIT, "DELETE articles_api.discard": EDIT,
    "POST articles_api.see": EDIT, "POST articles_api.upload": EDIT,
    "POST write_api.put_out": EDIT, "PUT write_api.update": EDIT, "DELETE write_api.pull": EDIT,
    "POST encoder.encoder": HINT,
    # the rehearsal: the same duties, and reading is for staff alone
    **dict.fromkeys(
        [*(f"GET rehearsal.{name}" for name in ("about", "snapshot", "alerts", "headlines", "headline", "outlets")),
         *(f"GET rehearsal_pages.{name}" for name in ("desk", "state", "outlets", "panel_alerts.alerts", "wall.wall",
                                                      "read_aloud.newest", "read_aloud.one"))],
        STAFF,
    ),
    **dict.fromkeys(
        ["DELETE rehearsal.clear", "POST rehearsal_pages.clear", "POST rehearsal_pages.panel_alerts.decide",
         "POST rehearsal_pages.panel_alerts.act", "POST rehearsal.alerts_api.take",
         *(f"POST rehearsal.{name}" for name in ("desk_notes.leave", "desk_notes.take", "write_api.publish")),
         *(f"POST rehearsal.waiting_api.{name}" for name in ("approve", "release", "undo", "review", "keep")),
         "PUT rehearsal.waiting_api.change", "GET rehearsal.waiting_api.waiting", "GET rehearsal.write_api.revisions",
         "PATCH rehearsal.write_api.correct", "DELETE rehearsal.write_api.withdraw"],
        SEND_NEWS,
    ),
    "PUT rehearsal.write_api.stream": ON_THE_AIR, "PUT rehearsal.write_api.on_air": ON_THE_AIR,
    "PUT rehearsal.write_api.promo": ADVERTISE,
    "GET people.people": ADMIN,
    **dict.fromkeys(
        ["POST first_run.take", "POST first_run.act",
         "POST sign_in.submit", "POST sign_in.sign_out", "POST sign_in.submit_code", "POST sign_in.passkey_options",
         "POST sign_in.submit_passkey", "POST sign_in.accept", "POST own_account.password", "POST own_account.end_sessions",
         "POST own_account.begin_proof",
         "POST own_account.begin_app", "POST own_account.confirm_app", "POST own_account.passkey_options",
         "POST own_account.add_passkey", "POST own_account.change_factors", "POST people.make", "POST people.act",
         "POST people.make_token", "POST people.revoke"],
        A_BROWSER,
    ),
}  # fmt: skip

NAMED = {
    "slug": "rice", "entry_id": "20260302t040000z", "item_id": "none", "headline_id": "none",
    "programme_id": "none", "piece": "ticker", "digest": "0123456789abcdef", "name": feed_id(FEED), "key": "k",
    "owner": "rice", "upload": "none",
    "section": "streams", "row": "new",
    "of": "articles", "about": "rice", "version": "1", "bearer": "fm/5e0/5abc/09390", "day": "20260302",
    "secret": "none", "width": 640, "kind": "webp", "number": 1, "asked": "x", "filename": "none.css",
}  # fmt: skip
"""What stands in the addresses; it need not be there, for who may not is told that first."""


@dataclass(frozen=True)
class Route:
    method: str
    endpoint: str
    path: str

    @property
    def row(self) -> str:
        return f"{self.method} {self.endpoint}"


@pytest.fixture(scope="module")
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        folder: Path = tmp_path_factory.mktemp("who-may")
        site = open_site(valkey_server, clock, folder, STATION)
        site.put_out("rice")
        yield site


@pytest.fixture(scope="module")
def routes(site: InProcessSite) -> list[Route]:
    found = []
    adapter = site.app.url_map.bind("localhost")
    for rule in site.app.url_map.iter_rules():
        values = {name: NAMED[name] for name in rule.arguments if name not in (rule.defaults or {})}
        path = adapter.build(rule.endpoint, values, rule.methods - {"HEAD", "OPTIONS"} and None)
        found += [Route(method, rule.endpoint, path) for method in rule.methods - {"HEAD", "OPTIONS"}]
    return found


@pytest.fixture(scope="module")
def sessions(site: InProcessSite) -> dict[str, FlaskClient]:
    """A signed-in browser of each role; an encoder has no account by any command, but what if one were in the store?"""
    browsers = {}
    for role in DUTIES:
        site.running.services.staff.set_account(role, role, PASSWORD)
        browsers[role] = site.client()
        form = {"csrf_token": csrf(browsers[role]), "name": role, "password": PASSWORD}
        assert browsers[role].post("/panel/sign-in", data=form).status_code == 302
    return browsers


def csrf(browser: FlaskClient, path: str = "/panel/sign-in") -> str:
    found = re.search(r'name="csrf" content="([^"]+)"', browser.get(path).text)
    assert found
    return found[1]


def test_every_address_has_a_row(routes: list[Route]) -> None:
    rows = {route.row for route in routes}
    assert rows - MAY.keys() == set(), "say in MAY who may come there"
    assert MAY.keys() - rows == set(), "there is no such address any more"


@pytest.mark.parametrize("role", ["nobody", *DUTIES])
def test_a_token_opens_what_its_role_may_and_nothing_else(site: InProcessSite, routes: list[Route], role: str) -> None:
    staff = site.running.services.staff
    headers = {} if role == "nobody" else {"authorization": f"Bearer {staff.add_token(role, role)}"}
    for route in routes:
        may = MAY[route.row]
        if may == A_BROWSER or route.row == "GET sse.events":
            continue
        answer = site.client(**headers).open(
            route.path, method=route.method, json=None if route.method == "GET" else {}
        )
        # pages go by sessions
        for_a_person = (
            may <= STAFF and route.method == "GET" and answer.mimetype == "text/html" and "." not in route.path
        )
        if role in may and not for_a_person:
            assert answer.status_code not in (401, 403) or "token" in answer.text, f"{role}: {route.row} {answer.text}"
        elif for_a_person:
            assert (answer.status_code, answer.location) == (302, "/panel/sign-in"), route.row
        else:
            assert answer.status_code == (401 if role == "nobody" else 403), f"{role}: {route.row} {answer.text}"


@pytest.mark.parametrize("role", DUTIES)
def test_a_session_opens_what_its_role_may_and_nothing_else(
    routes: list[Route], sessions: dict[str, FlaskClient], role: str
) -> None:
    browser = sessions[role]
    token = orjson.loads(browser.get("/panel/state.json").data).get("csrf") if role in STAFF else None
    for route in routes:
        may = MAY[route.row]
        if may == A_BROWSER or route.row == "GET sse.events" or (route.method != "GET" and token is None):
            continue
        headers = {"X-CSRFToken": token} if token else {}
        answer = browser.open(
            route.path, method=route.method, json=None if route.method == "GET" else {}, headers=headers
        )
        if role in may:
            assert answer.status_code not in (401, 403) or "token: " in answer.text, (
                f"{role}: {route.row} {answer.text}"
            )
        else:
            assert answer.status_code == 403, f"{role}: {route.row} {answer.text}"


def test_no_write_goes_by_a_cookie_alone(routes: list[Route], sessions: dict[str, FlaskClient]) -> None:
    writes = [route for route in routes if route.method not in SAFE_METHODS]
    assert {route.endpoint for route in writes if MAY[route.row] == EVERYBODY} == OPEN_WRITES
    for route in writes:
        if route.endpoint in OPEN_WRITES:
            continue
        bodies: list[dict[str, Any]] = [
            {"data": '{"said": "connected"}', "content_type": "text/plain"},
            {"data": {"act": "now"}},
            {"json": {}},
        ]
        for body in bodies:
            answer = sessions["admin"].open(route.path, method=route.method, **body)
            assert answer.status_code == 403 and "CSRF" in answer.text, f"{route.row} {answer.text}"


def test_a_page_of_the_panel_reaches_nothing_but_the_station(sessions: dict[str, FlaskClient]) -> None:
    for browser, path in (
        (sessions["admin"], "/panel/"),
        (sessions["admin"], "/panel/none"),
        (sessions["anchor"], "/panel/sign-in"),
    ):
        policy = browser.get(path).headers["Content-Security-Policy"]
        assert "connect-src 'self' ws://localhost wss://localhost;" in policy and "http:" not in policy, path


def test_nothing_of_the_panel_is_kept_by_a_cache(
    site: InProcessSite, routes: list[Route], sessions: dict[str, FlaskClient]
) -> None:
    for browser in (site.client(), sessions["anchor"]):
        for route in routes:
            if route.method == "GET" and route.path.startswith("/panel"):
                kept = browser.get(route.path).headers.get("Cache-Control", "")
                assert "no-store" in kept or "private" in kept, f"{route.row} {kept}"
