"""`airwire check` on the sources and webhooks of a station: what was never asked, what fails, what is well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.any_store import Store
from tests.conftest import Valkey
from tests.web.server import SECRET
from webapp.cli import main
from webapp.newsroom.articles.feed_state import FeedState, feed_id
from webapp.newsroom.stream.notices import Delivery, webhook_id
from webapp.store.articles.feed_state import Feeds
from webapp.store.core.lease import Lease
from webapp.store.stream.notices import Notices

FEED, WEBHOOK = "https://agency.example/rss", "https://pager.example/hook"
STATION = f"""
[[feeds]]
url = "{FEED}"
[[webhooks]]
url = "{WEBHOOK}"
secret = "sixteen characters or more"
"""


@pytest.fixture
def check(
    store: Store, valkey_server: Valkey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], list[str]]:
    """The lines of `airwire check` about the feed and the webhook of `STATION`."""
    station = tmp_path / "station.toml"
    station.write_text(STATION)
    for name, value in (("REDIS_URL", valkey_server.url), ("SECRET_KEY", SECRET), ("AIRWIRE_STATION", str(station))):
        monkeypatch.setenv(name, value)

    def lines() -> list[str]:
        output = CliRunner().invoke(main, ["check"]).output
        return [line for line in output.splitlines() if FEED in line or WEBHOOK in line]

    return lines


def test_a_source_and_a_webhook_that_no_clock_looks_after_are_bad(check: Callable[[], list[str]]) -> None:
    assert check() == [
        f"BAD  feed {FEED}: not looked after yet, and no clock acts",
        f"BAD  webhook {WEBHOOK}: not looked after yet, and no clock acts",
    ]


def test_a_source_and_a_webhook_that_are_new_put_no_blame_on_a_clock_that_acts(
    store: Store, check: Callable[[], list[str]]
) -> None:
    Lease(store, "a clock").take()
    assert [line[:4] for line in check()] == ["ok  ", "ok  "]


@pytest.mark.parametrize("error", [None, "answers 503"])
def test_a_source_and_a_webhook_are_well_until_they_fail_and_then_say_why(
    store: Store, check: Callable[[], list[str]], error: str | None
) -> None:
    name = feed_id(FEED)
    Feeds(store).put(FeedState(id=name, url=FEED, tried_at=datetime.now(UTC), taken=7, error=error))
    Notices(store).put(webhook_id(WEBHOOK), Delivery(failures=3 if error else 0, given_up=1, error=error))
    feed, webhook = check()
    if error is None:
        assert feed.startswith(f"ok   feed {FEED}: 7 articles so far, asked ")
        assert webhook.startswith(f"ok   webhook {WEBHOOK}: ")
    else:
        assert feed.startswith(f"BAD  feed {FEED}: answers 503, asked ")
        assert webhook == f"BAD  webhook {WEBHOOK}: answers 503; 3 tries, 1 given up"


def test_a_source_that_somebody_paused_is_not_bad_for_being_quiet(store: Store, check: Callable[[], list[str]]) -> None:
    Feeds(store).wish(feed_id(FEED), "paused")
    assert check()[0] == f"ok   feed {FEED}: paused"
