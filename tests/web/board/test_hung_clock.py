"""No clock runs: what time has ended is shown nowhere all the same, the air turns, and whoever must know is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.reads.test_panel_reads import sign_in
from tests.web.server import SECRET
from webapp import pages
from webapp.cli import main
from webapp.delivery.editions import Editions
from webapp.newsroom.drafts import BreakingDraft, OnAirHoldDraft, PromoDraft, StreamHoldDraft
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.staff import Actor
from webapp.store.core import keys
from webapp.store.core.lease import LATE_S, Lease

ANCHOR = Actor(name="Ligaya", role="anchor")
ADMIN = Actor(name="Efren", role="admin")

TWO_SHOWS = b"""
zone = "Asia/Manila"
[[programme]]
id = "tanghali"
title = "Tanghalian"
[[programme.segment]]
id = "ulat"
title = "Ulat sa Tanghali"
start = "12:00"
end = "12:15"
[[programme.segment]]
id = "panayam"
title = "Panayam"
start = "12:15"
end = "13:00"
[[programme.slot]]
days = ["mon"]
start = "12:00"
end = "13:00"
[[programme]]
id = "hapon"
title = "Hapon na"
[[programme.slot]]
days = ["mon"]
start = "13:00"
end = "17:00"
[[programme]]
id = "gabi"
title = "Gabi ng Bayan"
[[programme.slot]]
days = ["mon"]
start = "17:00"
end = "18:00"
"""


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    """Monday noon: the first segment, a headline for a minute, one for three hours, a promo for ten minutes."""
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path)
        desk = site.room.desk
        desk.set_grid(parse_grid(TWO_SHOWS), ADMIN, NOON)
        desk.publish_breaking(
            BreakingDraft(headline="The ferry is late", priority="bulletin", expires_in=3 * 3600), ANCHOR, NOON
        )
        desk.publish_breaking(BreakingDraft(headline="Bridge closed", priority="urgent", expires_in=60), ANCHOR, NOON)
        promo = PromoDraft(title="Parada bukas", link="/articles", until=NOON + timedelta(minutes=10))
        desk.set_promo(promo, ADMIN, NOON)
        site.follow()
        yield site


SHOWN_AT = ["/", "/lite", "/articles", "/schedule", "/api/v1/snapshot", "/embed/ticker", "/embed/ticker.json"]
WITH_THE_AIR = {"/", "/lite", "/api/v1/snapshot"}


@pytest.mark.parametrize("path", SHOWN_AT)
def test_what_time_has_ended_is_shown_at_no_address(site: InProcessSite, path: str) -> None:
    browser = site.client()
    before = browser.get(path).text
    assert "Bridge closed" in before
    site.wait(hours=2, minutes=59)
    after = browser.get(path).text
    assert "Bridge closed" not in after
    assert "Parada bukas" not in after
    assert "The ferry is late" in after
    if path in WITH_THE_AIR:
        assert "Ulat sa Tanghali" in before
        assert "Hapon na" in after
    if path in WITH_THE_AIR - {"/"}:  # the live page has the whole day's list
        assert "Ulat sa Tanghali" not in after


def snapshot(site: InProcessSite, **headers: str) -> Any:
    return site.client().get("/api/v1/snapshot", headers=headers)


def test_an_answer_that_was_remembered_ends_with_the_headline_and_its_etag_too(site: InProcessSite) -> None:
    shortly = BreakingDraft(headline="Bridge open", priority="urgent", expires_in=60)
    site.room.desk.publish_breaking(shortly, ANCHOR, NOON + timedelta(seconds=0.5))
    site.follow()
    site.wait(seconds=60.4)
    first = snapshot(site)
    assert [item["headline"] for item in first.get_json()["breaking"]] == ["Bridge open", "The ferry is late"]
    assert snapshot(site, **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    site.wait(seconds=0.1)  # within the second for which answers are remembered
    again = snapshot(site, **{"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert [item["headline"] for item in again.get_json()["breaking"]] == ["The ferry is late"]
    assert snapshot(site, **{"If-None-Match": again.headers["ETag"]}).status_code == 304


def test_the_tickers_etag_ends_with_the_headline_too(site: InProcessSite) -> None:
    ticker = site.client().get("/embed/ticker.json")
    site.wait(seconds=60)
    again = site.client().get("/embed/ticker.json", headers={"If-None-Match": ticker.headers["ETag"]})
    assert [item["headline"] for item in again.get_json()["breaking"]] == ["The ferry is late"]
    assert "Date" in again.headers["Access-Control-Expose-Headers"]


def test_a_newcomers_first_message_has_nothing_that_is_over(site: InProcessSite) -> None:
    editions = Editions(site.running.services.replica, lambda: site.now)
    assert b"Bridge closed" in editions.snapshot().json
    site.wait(seconds=60)
    assert b"Bridge closed" not in editions.snapshot().json
    assert b"The ferry is late" in editions.snapshot().json


def test_the_air_turns_by_the_grid_with_what_is_next(site: InProcessSite) -> None:
    assert snapshot(site).get_json()["on_air"]["segment"]["id"] == "ulat"
    site.wait(minutes=15)
    air = snapshot(site).get_json()["on_air"]
    assert (air["segment"]["id"], air["by"], air["next"]["programme"]["id"]) == ("panayam", "schedule", "hapon")
    site.wait(hours=8)
    assert snapshot(site).get_json()["on_air"].get("programme") is None


def test_a_hold_of_the_air_ends_at_its_end(site: InProcessSite) -> None:
    until = NOON + timedelta(minutes=30)
    site.room.desk.hold_on_air(OnAirHoldDraft(title="Bagyo", until=until), ANCHOR, NOON)
    site.follow()
    lea = sign_in(site, "Lea", "admin")
    assert snapshot(site).get_json()["on_air"]["by"] == "hand"
    assert "Overridden by <bdi>Ligaya</bdi>" in lea.get("/panel/rundown").text
    site.wait(minutes=30)
    air = snapshot(site).get_json()["on_air"]
    assert (air["by"], air["segment"]["id"]) == ("schedule", "panayam")
    assert "Overridden by <bdi>Ligaya</bdi>" not in lea.get("/panel/rundown").text


def test_a_status_held_by_hand_is_unknown_from_its_end_on(site: InProcessSite) -> None:
    until = NOON + timedelta(minutes=30)
    site.room.desk.hold_stream(StreamHoldDraft(status="off_air", until=until), ANCHOR, NOON)
    site.follow()
    assert snapshot(site).get_json()["stream"]["status"] == "off_air"
    site.wait(minutes=30)
    stream = snapshot(site).get_json()["stream"]
    assert (stream["status"], stream["by"]) == ("unknown", "probe")


def seen(site: InProcessSite) -> Any:
    """All that is shown, without the number of the last event and the time of asking."""
    aside = {"seq", "now", "as_of"}
    return {name: part for name, part in snapshot(site).get_json().items() if name not in aside}


def test_the_clock_that_comes_back_writes_down_what_everybody_sees_already(site: InProcessSite) -> None:
    site.put_out("rice", topics=("food",))
    site.running.services.clock.settle_once()
    site.follow()
    site.wait(hours=2)
    before, seq = seen(site), site.running.services.replica.board.seq
    site.running.services.clock.settle_once()
    site.follow()
    assert site.running.services.replica.board.seq >= seq + 3  # the headline, the promo, the turn
    assert seen(site) == before


# -- who is told ---------------------------------------------------------------------------------------------------


def acted_ago(store: Store, seconds: float) -> None:
    """A clock kept the lease so long ago and never again."""
    now_s, microseconds = store.time()
    store.set(keys.ACTED, int((now_s + microseconds / 1e6 - seconds) * 1000))


def look(site: InProcessSite) -> list[str]:
    site.running.site.health.look(site.now)
    return [one["what"] for one in site.client().get("/readyz").get_json()["degraded"]]


def test_a_clock_that_acts_is_not_spoken_of(site: InProcessSite) -> None:
    Lease(site.room.store, "a clock").take()
    assert "clock" not in look(site)


def test_a_clock_that_starts_with_the_site_is_not_missed_yet(site: InProcessSite) -> None:
    site.room.store.delete(keys.ACTED)
    assert "clock" not in look(site)
    site.wait(seconds=LATE_S)
    assert "clock" in look(site)


def test_a_hung_clock_degrades_the_site_and_takes_it_from_no_listener(site: InProcessSite) -> None:
    acted_ago(site.room.store, 300)
    assert "clock" in look(site)
    answer = site.client().get("/readyz")
    assert answer.status_code == 200
    assert "end the one that hangs" in answer.get_json()["degraded"][0]["detail"]
    pages.record_metrics(site.running.site)
    figures = dict(line.rsplit(" ", 1) for line in site.client().get("/metrics").text.splitlines() if "{" not in line)
    assert 299 < float(figures["airwire_clock_age_seconds"]) < 360
    assert 'airwire_degraded{what="clock"} 1.0' in site.client().get("/metrics").text


def test_the_desk_has_words_for_a_clock_that_stands_still(site: InProcessSite) -> None:
    acted_ago(site.room.store, 300)
    look(site)
    services, health = site.running.services, site.running.site.health
    services.presence.announce("web-1", 3, 7, site.now, [one.dump() for one in health.degraded])
    lea = sign_in(site, "Lea", "anchor")
    assert [one["what"] for one in lea.get("/panel/state.json").get_json()["degraded"]] == ["clock"]
    assert "The clock stands still:" in lea.get("/panel/").text


def test_the_check_of_a_set_up_says_how_long_no_clock_has_acted(
    site: InProcessSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", site.running.services.redis_url)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    Lease(site.room.store, "a clock").take()
    assert "ok   clock: a clock holds the lease, kept 0 s ago" in CliRunner().invoke(main, ["check"]).output
    site.room.store.delete(keys.LEASE)
    acted_ago(site.room.store, 300)
    told = CliRunner().invoke(main, ["check"])
    assert "BAD  clock: nobody has kept the lease for 300 s" in told.output
    assert told.exit_code == 1
