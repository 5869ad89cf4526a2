"""Our own network trouble never reads as theirs."""

from __future__ import annotations

import pytest

from tests.ports import free_port
from webapp.monitor.probes.answers import NO_ANSWER
from webapp.monitor.probes.prober import Prober
from webapp.monitor.probes.witness import Witness
from webapp.newsroom.station import FeedConfig, Station, StreamConfig

LIVE = "https://stream.example:8443/live"


def witness(*urls: str, up: set[str]) -> Witness:
    return Witness(urls, reach=lambda url: url in up, clock=lambda: 0.0)


def test_another_host_that_answers_speaks_for_our_network() -> None:
    assert witness(LIVE, "https://feeds.example/rss", up={"https://feeds.example/rss"}).network_works(LIVE)


def test_nobody_speaks_where_nobody_answers_or_nobody_else_is_known() -> None:
    assert not witness(LIVE, "https://feeds.example/rss", up=set()).network_works(LIVE)
    assert not witness(LIVE, up={LIVE}).network_works(LIVE)


def test_another_port_of_the_same_host_is_no_witness() -> None:
    assert not witness("https://stream.example/backup", up={"https://stream.example/backup"}).network_works(LIVE)


def test_an_address_without_a_name_is_no_witness_for_our_names_may_not_be_resolved() -> None:
    assert not witness("https://198.41.0.4/rss", up={"https://198.41.0.4/rss"}).network_works(LIVE)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/live", "http://[::1]:8000/live", "http://localhost:8000/live"])
def test_no_network_lies_between_us_and_ourselves(url: str) -> None:
    assert witness(up=set()).network_works(url)


def test_a_witness_is_asked_once_in_ten_seconds() -> None:
    asked: list[str] = []
    at = [0.0]

    def reach(url: str) -> bool:
        asked.append(url)
        return True

    several = Witness(["https://feeds.example/rss"], reach=reach, clock=lambda: at[0])
    several.network_works(LIVE)
    several.network_works("https://backup.example/live")
    assert len(asked) == 1
    at[0] = 11.0
    several.network_works(LIVE)
    assert len(asked) == 2


def test_a_stream_that_cannot_be_reached_with_no_witness_to_be_had_is_unknown() -> None:
    config = StreamConfig(id="live", title="Live", url="http://no-such-station.invalid/live", kind="audio")
    feed = FeedConfig(url="http://no-such-feed.invalid/rss")
    reading = Prober(Station(streams=(config,), feeds=(feed,)), "http://127.0.0.1:8000").look("live")
    assert (reading.reached, reading.others_reached, reading.moving) == (False, False, "unknown")


def test_our_own_pages_that_are_only_starting_are_no_news_of_the_stream() -> None:
    config = StreamConfig(id="live", title="Live", url="/demo/stream/live.m3u8", kind="hls")
    reading = Prober(Station(streams=(config,)), f"http://127.0.0.1:{free_port()}").look("live")
    assert (reading.moving, reading.doubt, reading.reason) == ("unknown", True, NO_ANSWER)


def test_a_fault_of_the_probe_is_not_a_fault_of_the_stream() -> None:
    config = StreamConfig(id="live", title="Live", url="http://radio.example/live", kind="audio")
    prober = Prober(Station(streams=(config,)), "http://127.0.0.1:8000")
    prober._probes["live"] = lambda: 1 / 0  # type: ignore[assignment,return-value]
    reading = prober.look("live")
    assert (reading.moving, reading.reason) == ("unknown", "the monitor could not look at the stream")
