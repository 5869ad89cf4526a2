"""The encoder's own word: it makes the monitor look, and changes nothing by itself. And the panel's day of the streams."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from click.testing import CliRunner

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.reads.test_panel_reads import chart_in
from tests.web.server import SECRET
from webapp.cli import main
from webapp.monitor.probes.stats import CHARSET_HINT
from webapp.newsroom.drafts import StreamHoldDraft
from webapp.newsroom.model import Stream, StreamSource
from webapp.newsroom.staff import Actor
from webapp.newsroom.stream.dates import Dates
from webapp.newsroom.stream.facts import Layer, Watch
from webapp.store.stream.streams import StreamRecords

STATION = """
[[streams]]
id = "main"
title = "Main <b>stream</b>"
kind = "icecast"
url = "https://icecast.example/live"
mount = "/live"
"""
PASSWORD = "three-words-of-nothing"


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path, STATION)


@pytest.fixture
def token(site: InProcessSite) -> str:
    return site.running.services.staff.add_token("icecast", "encoder")


def hinted(site: InProcessSite) -> list[str | None]:
    return StreamRecords(site.room.store).hints("0-0", 0.001)[1]


def test_an_encoder_says_that_it_is_gone_and_the_monitor_is_to_look(site: InProcessSite, token: str) -> None:
    before = site.room.log.board().seq
    answer = site.client(authorization=f"Bearer {token}").post(
        "/api/v1/encoder", json={"said": "disconnected", "stream": "main"}
    )
    assert (answer.status_code, hinted(site)) == (202, ["main"])
    assert site.room.log.board().seq == before, "nobody is believed"


def test_icecasts_own_calls_are_understood(site: InProcessSite, token: str) -> None:
    for action in ("mount_add", "mount_remove"):
        form = {"action": action, "mount": "/live", "server": "icecast.example", "port": "8000"}
        assert site.client().post("/api/v1/encoder", data=form, auth=("airwire", token)).status_code == 202
    assert hinted(site) == ["main", "main"]


def test_the_call_of_the_manual_is_understood_as_curl_sends_it(site: InProcessSite, token: str) -> None:
    """`curl -d` calls any body a form."""
    manual = (Path(__file__).parents[3] / "docs/operate/sound.md").read_text()
    call = next(line for line in manual.splitlines() if line.startswith("curl ") and "/api/v1/encoder" in line)
    options = shlex.split(call)
    assert (options[1], options[3]) == ("-H", "-d")
    header, body, address = options[2], options[4], options[5]
    name, value = header.replace("TOKEN", token).split(": ")
    sent = {"data": body, "headers": {name: value}, "content_type": "application/x-www-form-urlencoded"}
    answer = site.client().post(urlsplit(address).path, **sent)
    assert (answer.status_code, hinted(site)) == (202, ["main"])


def test_an_encoder_may_send_a_form(site: InProcessSite, token: str) -> None:
    encoder = site.client(authorization=f"Bearer {token}")
    assert encoder.post("/api/v1/encoder", data={"said": "connected", "stream": "main"}).status_code == 202
    assert hinted(site) == ["main"]
    answer = encoder.post("/api/v1/encoder", data={"said": "on"})
    assert (answer.status_code, (answer.json or {})["errors"][0]["field"]) == (422, "said")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"said": "on"}, 422),
        ({}, 422),
        ([], 422),
        ({"said": "connected", "stream": "other"}, 404),
        ({"said": ["connected"]}, 422),
    ],
)  # fmt: skip
def test_a_wrong_word_is_told_and_wakes_nobody(site: InProcessSite, token: str, body: object, status: int) -> None:
    answer = site.client(authorization=f"Bearer {token}").post("/api/v1/encoder", json=body)
    assert answer.status_code == status and answer.mimetype == "application/problem+json" and hinted(site) == []


@pytest.mark.parametrize(
    "form", [{"action": "listener_add", "mount": "/live"}, {"action": "mount_add", "mount": "/no"}, {}]
)
def test_a_call_of_icecast_about_something_else_wakes_nobody(
    site: InProcessSite, token: str, form: dict[str, str]
) -> None:
    answer = site.client().post("/api/v1/encoder", data=form or {"x": "y"}, auth=("airwire", token))
    assert answer.status_code in (404, 422) and hinted(site) == []


def test_without_a_token_nobody_says_anything_and_an_encoder_may_nothing_else(site: InProcessSite, token: str) -> None:
    said = {"said": "connected"}
    assert site.client().post("/api/v1/encoder", json=said).status_code == 401
    assert site.client().post("/api/v1/encoder", json=said, auth=("a", "wrong")).status_code == 401
    encoder = site.client(authorization=f"Bearer {token}")
    assert encoder.put("/api/v1/stream", json={"status": "off_air"}).status_code == 403
    assert hinted(site) == []


def seen(site: InProcessSite, status: str, minutes: float = 0) -> None:
    site.wait(minutes=minutes)
    source = StreamSource(id="main", title="Main", url="https://icecast.example/live", kind="icecast", status=status)  # type: ignore[arg-type]
    report = Stream(status=status, since=site.now, checked_at=site.now, streams=(source,))  # type: ignore[arg-type]
    holds = Layer(holds="yes", since=site.now, checked_at=site.now)
    watch = Watch(moving=holds, title="Anak — <i>Freddie</i>", listeners=1234, status=status, since=site.now)  # type: ignore[arg-type]
    site.room.desk.report_stream(report, site.now, {"main": watch})


def page(site: InProcessSite, path: str = "/panel/streams") -> str:
    site.running.services.staff.set_account("Ligaya", "anchor", PASSWORD)
    browser = site.client()
    found = re.search(r'name="csrf" content="([^"]+)"', browser.get("/panel/sign-in").text)
    assert found
    browser.post("/panel/sign-in", data={"csrf_token": found[1], "name": "Ligaya", "password": PASSWORD})
    return str(browser.get(path).text)


def test_the_panel_shows_the_day_its_layers_and_who_holds_the_status(site: InProcessSite) -> None:
    for _ in range(3):
        seen(site, "on_air", 1)
    seen(site, "off_air", 1)
    anchor = Actor(name="Ligaya", role="anchor")
    hold = StreamHoldDraft(status="silent", until=site.now + timedelta(minutes=30))
    site.room.desk.hold_stream(hold, anchor, site.now)
    site.wait(minutes=1)
    shown = page(site)
    strip = chart_in(shown, "strip-main")
    assert [band["tone"] for band in strip["bands"]] == ["unknown", "on_air", "off_air"]
    assert strip["end"] - strip["start"] == 7 * 86_400
    assert [band["start"] - NOON.timestamp() for band in strip["bands"][1:]] == [60, 240]
    assert "Anak — &lt;i&gt;Freddie&lt;/i&gt;" in shown and "1,234" in shown
    assert "Main &lt;b&gt;stream&lt;/b&gt;" in shown
    assert '<strong>Silent</strong> by <strong dir="auto">Ligaya</strong>' in shown
    assert "Ligaya" not in site.client().get("/api/v1/snapshot").text


def test_dates_that_fell_behind_and_mistaken_letters_are_told_to_the_panel_and_to_the_check_of_a_set_up(
    site: InProcessSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen(site, "on_air", 1)
    known = site.running.services.streams.watches()["main"]
    watch = known.model_copy(update={"dates": Dates(late_s=29.6), "detail": CHARSET_HINT})
    report = Stream(status="on_air", since=site.now, checked_at=site.now)
    site.room.desk.report_stream(report, site.now, {"main": watch})
    shown = " ".join(page(site).split())
    assert "<dt>Its dates</dt> <dd><strong>30 seconds late</strong>" in shown
    assert "&lt;charset&gt;UTF-8&lt;/charset&gt;" in shown
    monkeypatch.setenv("REDIS_URL", site.running.services.redis_url)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("AIRWIRE_STATION", str(site.running.services.config.airwire_station))
    said = CliRunner().invoke(main, ["check"]).output
    assert "BAD  stream main: its dates are 30 s late; our pages allow for it, other players do not" in said
    assert f"ok   stream main: {CHARSET_HINT}" in said


def test_another_day_can_be_looked_at_as_long_as_it_is_kept(site: InProcessSite) -> None:
    assert 'aria-current="date">Sun 1' in page(site, "/panel/streams?day=2026-03-01")
    for day in ("2026-03-03", "2026-02-01", "yesterday", "0000-00-00"):
        assert "Not found" in page(site, f"/panel/streams?day={day}")


def test_nobody_sees_the_layers_without_signing_in(site: InProcessSite) -> None:
    assert site.client().get("/panel/streams").location == "/panel/sign-in"
    assert site.client().get("/panel/streams.json").status_code == 401
