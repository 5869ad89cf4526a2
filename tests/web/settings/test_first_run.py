"""The first run's page: one link for one browser, what the site tells, each of it changed and tried, and a station in force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.unit.intake.scripted_server import ScriptedServer
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.server import wait_for
from tests.web.settings.station_site import TITLES, station_site
from webapp.commands.settings import settings
from webapp.store.core import keys

LIGAYA = {"account": "Ligaya", "password": "three-words-of-nothing"}


@pytest.fixture(scope="module")
def world() -> Iterator[ScriptedServer]:
    with station_site() as server:
        yield server


@pytest.fixture(scope="module")
def whole_site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path_factory.mktemp("first-run"))


@pytest.fixture
def site(whole_site: InProcessSite, valkey_server: Valkey) -> InProcessSite:
    """As it is after a first start: an admin whose password was made up, and nothing set."""
    store = connect(valkey_server.url)
    store.delete(keys.SETTINGS, keys.SETTINGS_REV, keys.STAFF, keys.FIRST_RUN, *store.scan_iter("*:counted:*"))
    whole_site.running.services.load_settings()
    whole_site.running.services.staff.set_account("admin", "admin", "made-up-at-the-start")
    return whole_site


@pytest.fixture
def link(site: InProcessSite) -> str:
    return f"/panel/first-run/{site.running.services.first_run.new_link(site.running.services.now())}"


def sent(browser: FlaskClient, path: str, form: dict[str, Any]) -> Any:
    """What a person sends who sees the page at `path`."""
    shown = browser.get(path, follow_redirects=True).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown)
    return browser.post(path, data={"csrf_token": token[1] if token else "", **form})


def searched(browser: FlaskClient, link: str, address: str) -> str:
    """The page with what was found."""
    assert sent(browser, link, {"address": address, "private": "1", "act": "search"}).status_code == 303
    wait_for(lambda: "<progress" not in browser.get("/panel/first-run").text)
    return browser.get("/panel/first-run").text


def typed(shown: str) -> dict[str, Any]:
    """What stands in the form, as a browser sends it."""
    form: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", shown):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") != "checkbox" or " checked" in tag:
            form[attributes["name"]] = attributes.get("value", "")
    form |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', shown))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', shown, re.DOTALL):
        chosen = re.search(r'value="([^"]+)" selected', options)
        form[name] = chosen[1] if chosen else re.findall(r'value="([^"]+)"', options)[0]
    return form


def test_an_address_becomes_a_station_with_sound_articles_schedule_and_its_admin(
    site: InProcessSite, link: str, world: ScriptedServer
) -> None:
    browser = site.client()
    shown = searched(browser, link, f"{world.base}/")
    assert f'<audio class="tried__player" controls preload="none" src="{world.base}/live"' in shown
    assert all(title in shown for title in TITLES) and "Bangon na" in shown and "heading and title of" in shown
    answer = browser.post(
        "/panel/first-run", data={**typed(shown), **LIGAYA, "zone": "Asia/Manila", "tagline": "Sa dagat", "act": "put"}
    )
    assert (answer.status_code, answer.location) == (302, "/panel/"), answer.text
    station = site.running.site.station
    assert (station.name, station.tagline, station.languages) == ("Radyo Dagat", "Sa dagat", ("fil",))
    assert [station.streams[0].url, station.feeds[0].url] == [f"{world.base}/live", f"{world.base}/feed"]
    assert station.contact.call == "+63285550777" and station.streams[0].private and station.colours.accent == "#8a1538"
    assert [one.title for one in site.running.services.rundown.grid().programmes] == ["Bangon na"]
    assert [(one.name, one.role) for one in site.running.services.staff.accounts()] == [("Ligaya", "admin")]
    assert browser.get("/panel/").status_code == 200, "whoever set it up is signed in"
    assert "Radyo Dagat" in site.client().get("/").text


def test_the_link_works_once_and_for_one_browser(site: InProcessSite, link: str, world: ScriptedServer) -> None:
    browser, other = site.client(), site.client()
    assert other.get(link).status_code == 200, "what looks at links, as mail programs do, takes nothing away"
    shown = searched(browser, link, f"{world.base}/")
    assert "Another browser has used this link." in sent(other, link, {"address": world.base, "act": "search"}).text
    assert other.get("/panel/first-run").status_code == 404
    assert browser.get(link).location == "/panel/first-run", "the same browser goes on"
    browser.post("/panel/first-run", data={**typed(shown), **LIGAYA, "zone": "Asia/Manila", "act": "put"})
    for one in (browser, other):
        assert one.get(link).status_code == 404 and one.get("/panel/first-run").status_code == 404


def test_a_link_is_printed_on_demand_for_who_has_only_containers(
    site: InProcessSite, link: str, valkey_server: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", valkey_server.url)
    printed = CliRunner().invoke(settings, ["first-run", "--at", "https://radyo.example/"])
    assert printed.exit_code == 0 and printed.stdout.startswith("https://radyo.example/panel/first-run/")
    browser = site.client()
    assert browser.get(link).status_code == 404, "it takes the place of the one before"
    assert browser.get(urlsplit(printed.stdout.strip()).path).status_code == 200
    site.running.services.staff.set_account("Ligaya", "admin", "three-words-of-nothing")
    refused = CliRunner().invoke(settings, ["first-run"])
    assert refused.exit_code == 1 and "set up already" in refused.output


def test_the_link_is_over_after_an_hour_and_once_somebody_has_set_something(site: InProcessSite, link: str) -> None:
    site.wait(minutes=61)
    assert site.client().get(link).status_code == 404
    kept, now = site.running.services.first_run, site.running.services.now()
    fresh = f"/panel/first-run/{kept.new_link(now)}"
    assert site.client().get(link).status_code == 404, "a new one takes the place of the one before"
    assert site.client().get(fresh).status_code == 200
    admin = site.running.services.staff.account("admin")
    assert admin
    site.running.services.settings_desk.put({"name": "Radyo"}, 0, admin.actor, now)
    assert site.client().get(fresh).status_code == 404


def test_wrong_links_are_told_and_paced_and_the_right_one_opens_all_the_same(site: InProcessSite, link: str) -> None:
    browser = site.client(address="203.0.113.99")
    answers = [browser.get(f"/panel/first-run/wrong-{number}") for number in range(8)]
    assert [one.status_code for one in answers[:5]] == [404] * 5 and answers[-1].status_code == 429
    assert "This link opens nothing" in answers[0].text and int(answers[-1].headers["Retry-After"]) > 0
    right = browser.get(link)
    assert right.status_code == 200 and right.headers["Referrer-Policy"] == "no-referrer"
    assert right.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "said"),
    [("/none", "answers 404"), ("/round", "more than 5 redirects"), ("/big", "bytes"), ("/song.zip", "no page")],
)
def test_a_site_that_gives_nothing_is_said_and_another_one_can_be_named(
    site: InProcessSite, link: str, world: ScriptedServer, path: str, said: str
) -> None:
    shown = searched(site.client(), link, f"{world.base}{path}")
    assert "Nothing came of this address." in shown and said in shown and f'value="{world.base}{path}"' in shown


@pytest.mark.parametrize("address", ["", "radyo", "ftp://radyo.example", "https://a b.example", "javascript:alert(1)"])
def test_what_is_no_address_is_said_before_anything_is_asked(site: InProcessSite, link: str, address: str) -> None:
    answer = sent(site.client(), link, {"address": address, "act": "search"})
    assert answer.status_code == 422 and "An address is meant" in answer.text


def test_an_address_inside_the_network_is_asked_only_where_that_is_said(
    site: InProcessSite, link: str, world: ScriptedServer
) -> None:
    browser = site.client()
    sent(browser, link, {"address": world.base, "act": "search"})
    wait_for(lambda: "<progress" not in browser.get("/panel/first-run").text)
    assert "is an address inside a network" in browser.get("/panel/first-run").text


def test_mistakes_are_said_at_their_fields_and_nothing_typed_is_lost(
    site: InProcessSite, link: str, world: ScriptedServer
) -> None:
    browser = site.client()
    form = {**typed(searched(browser, link, f"{world.base}/")), "zone": "Manila", "streams-1-url": "not an address"}
    answer = browser.post("/panel/first-run", data={**form, **LIGAYA, "act": "put"})
    assert answer.status_code == 422 and "is no time zone" in answer.text and 'value="not an address"' in answer.text
    form |= {"zone": "Asia/Manila", "streams-1-url": ""}
    weak = browser.post("/panel/first-run", data={**form, "account": "Ligaya", "password": "short", "act": "put"})
    assert weak.status_code == 422 and "at least 10 characters" in weak.text and 'value="Ligaya"' in weak.text
    unnamed = browser.post("/panel/first-run", data={**form, **LIGAYA, "account": " ", "act": "put"})
    assert unnamed.status_code == 422 and "1 to 60 characters" in unnamed.text
    assert site.running.site.station.name == "Airwire" and len(site.running.services.staff.accounts()) == 1


def test_what_was_changed_is_tried_and_a_silent_stream_can_be_taken_all_the_same(
    site: InProcessSite, link: str, world: ScriptedServer
) -> None:
    browser = site.client()
    form = {**typed(searched(browser, link, f"{world.base}/")), **LIGAYA, "zone": "Asia/Manila"}
    form["streams-0-url"] = f"{world.base}/silent"
    held = browser.post("/panel/first-run", data={**form, "act": "put"})
    assert held.status_code == 200 and "sends no sound now" in held.text and "Put in force all the same" in held.text
    assert site.running.site.station.name == "Airwire"
    answer = browser.post("/panel/first-run", data={**typed(held.text), **LIGAYA, "act": "put"})
    assert answer.status_code == 302 and site.running.site.station.streams[0].url == f"{world.base}/silent"


def test_without_a_site_all_is_typed_and_what_was_left_out_is_left_out(site: InProcessSite, link: str) -> None:
    browser = site.client()
    sent(browser, link, {"act": "none"})
    form = {
        "csrf_token": typed(browser.get("/panel/first-run").text)["csrf_token"],
        "name": "Radyo Uno",
        "zone": "Asia/Manila",
    }
    answer = browser.post("/panel/first-run", data={**form, **LIGAYA, "account": "admin", "act": "put"})
    assert answer.status_code == 302 and site.running.site.station.name == "Radyo Uno"
    assert [one.name for one in site.running.services.staff.accounts()] == ["admin"]


def test_a_write_without_the_pages_own_token_is_refused(site: InProcessSite, link: str) -> None:
    assert site.client().post(link, data={"act": "none"}).status_code == 403


def test_streams_can_be_heard_where_they_are_tried_and_nowhere_else_in_the_panel(
    site: InProcessSite, link: str
) -> None:
    browser = site.client()
    assert "media-src 'self' https: http:;" in browser.get(link).headers["Content-Security-Policy"]
    assert "media-src 'self';" in browser.get("/panel/sign-in").headers["Content-Security-Policy"]


def test_a_search_whose_process_is_gone_is_said_and_begun_anew(site: InProcessSite, link: str, tmp_path: Path) -> None:
    browser, kept = site.client(), site.running.services.first_run
    sent(browser, link, {"act": "none"})
    search = kept.search()
    assert search
    kept.note(
        search.model_copy(
            update={"state": "searching", "address": "https://radyo.example", "at": site.running.services.now()}
        )
    )
    assert "<progress" in browser.get("/panel/first-run").text
    site.wait(minutes=5)
    assert "took too long" in browser.get("/panel/first-run").text
