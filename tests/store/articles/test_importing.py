"""Importing into a real newsroom: once, twice, changed, withdrawn, and with the store away; and the command's words."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner, Result
from structlog.testing import capture_logs

from tests.any_store import connect
from tests.conftest import NOON, Room, Valkey, make_room
from tests.unit.intake.intake_desk import FIXTURES, STATION, fixture, item, rss
from webapp.commands.import_ import import_
from webapp.desk import Desk, Receipt
from webapp.intake.importing.documents import Document, Outcome, SourcePicture
from webapp.intake.importing.importer import Importer
from webapp.newsroom.errors import StoreAway
from webapp.newsroom.staff import Actor

BY = Actor(name="import", role="system")
LATER = NOON + timedelta(hours=1)


def told(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(outcome.kind, outcome.label) for outcome in outcomes]


def bring(room: Room, body: str | bytes, now: object = NOON, name: str = "feed") -> list[Outcome]:
    data = body.encode() if isinstance(body, str) else body
    return Importer(room.desk, room.articles, STATION).bring([Document(name, data)], now, BY)  # type: ignore[arg-type]


def rain(title: str = "Rain in Manila", body: str = "It rained.", date: str = "Sun, 01 Mar 2026 08:00:00 +0800") -> str:
    return rss(item(title, body, f"<link>https://a.example/rain</link><pubDate>{date}</pubDate>"))


def test_stories_come_in_oldest_first_and_those_refused_are_told(room: Room) -> None:
    outcomes = bring(room, fixture("station.rss"))
    assert told(outcomes) == [
        ("imported", "Tatlong kalsada sa Maynila, isasara sa Lunes"),
        ("imported", "Rice prices ease in Metro Manila markets"),
        ("refused", "A headline with nothing under it"),
    ]
    assert [article.slug for article in room.articles.newest(5)] == [outcomes[1].slug, outcomes[0].slug]
    events = room.log.since(room.log.board().epoch, 0).events
    assert [(event.type, event.body["action"], event.body["slug"]) for event in events] == [
        ("article", "published", outcomes[0].slug), ("article", "published", outcomes[1].slug),
    ]  # fmt: skip


def test_bringing_the_same_again_makes_no_doubles_and_no_event(room: Room) -> None:
    for name in sorted(path.name for path in FIXTURES.iterdir()):
        bring(room, fixture(name), name=name)
    before = room.log.board().seq
    again = [outcome for path in FIXTURES.iterdir() for outcome in bring(room, path.read_bytes(), LATER, path.name)]
    assert {outcome.kind for outcome in again} == {"unchanged", "refused"}
    assert room.log.board().seq == before
    assert len(list(room.articles.every())) == sum(outcome.kind == "unchanged" for outcome in again)


def test_a_story_without_a_date_keeps_the_one_it_came_in_with(room: Room) -> None:
    undated = rss(item("Rain", more="<guid>7</guid>"))
    assert bring(room, undated, NOON)[0].kind == "imported"
    assert bring(room, undated, LATER)[0].kind == "unchanged"
    assert room.articles.newest(1)[0].published_at == NOON


def test_a_changed_story_is_updated_under_its_old_address(room: Room) -> None:
    (first,) = bring(room, rain())
    (second,) = bring(room, rain(title="Rain in Manila stops", body="It stopped."), LATER)
    assert (second.kind, second.slug) == ("updated", first.slug)
    article = room.articles.get(first.slug or "")
    assert article is not None
    assert (article.rev, article.title, article.body_html) == (2, "Rain in Manila stops", "<p>It stopped.</p>")


def test_an_older_version_that_comes_late_changes_nothing(room: Room) -> None:
    newer = orjson.loads(fixture("ninjs-1.json"))
    older = {**newer, "versioncreated": "2026-03-01T01:30:00+0000", "headline": "Storm nears"}
    assert bring(room, orjson.dumps(newer))[0].kind == "imported"
    (late,) = bring(room, orjson.dumps(older), LATER)
    assert (late.kind, late.reason) == ("unchanged", "older than the version here")
    assert room.articles.newest(1)[0].title == "Storm leaves the Visayas"


def test_the_same_page_by_feed_and_by_itself_is_one_story(room: Room) -> None:
    feed = rss(item("Bridge closes", "Soon.", "<link>http://dwkb.example/news/bridge-closes/?utm_source=x</link>"))
    (by_feed,) = bring(room, feed)
    (by_page,) = bring(room, fixture("page.html"), LATER)
    assert (by_feed.kind, by_page.kind) == ("imported", "updated")
    assert by_feed.slug == by_page.slug


def test_two_stories_of_one_title_get_addresses_of_their_own(room: Room) -> None:
    one, two = (bring(room, rain().replace("/rain", f"/{n}"))[0] for n in "12")
    assert one.slug == "rain-in-manila"
    assert (
        two.slug is not None and two.slug.startswith("rain-in-manila-") and len(two.slug) == len("rain-in-manila-") + 6
    )
    assert bring(room, rain().replace("/rain", "/2"))[0].slug == two.slug


def test_a_canceled_item_withdraws_its_story_once(room: Room) -> None:
    kill = orjson.dumps({"uri": "urn:newsml:isla.example:20260301:4711", "pubstatus": "canceled", "ednote": "Wrong."})
    assert bring(room, kill)[0].reason == "withdrawn by its source; it never came in here"
    (came,) = bring(room, fixture("ninjs-1.json"))
    (gone,) = bring(room, kill, LATER)
    assert (gone.kind, gone.slug, gone.reason) == ("withdrawn", came.slug, "Wrong.")
    assert room.articles.newest(5) == []
    assert bring(room, kill, LATER)[0].kind == "unchanged"


def test_a_story_that_was_withdrawn_here_does_not_come_back(room: Room) -> None:
    (came,) = bring(room, rain())
    room.desk.withdraw_article(came.slug or "", "A court said so.", BY, NOON)
    (again,) = bring(room, rain(body="It rained more."), LATER)
    assert (again.kind, again.reason) == ("refused", "was withdrawn here: A court said so.")


def test_an_embargoed_story_comes_in_once_its_time_has_come(room: Room) -> None:
    embargoed = orjson.dumps({**orjson.loads(fixture("ninjs-1.json")), "embargoed": "2026-03-02T04:30:00Z"})
    assert bring(room, embargoed, NOON)[0].kind == "held"
    assert bring(room, embargoed, LATER)[0].kind == "imported"


def test_a_picture_is_measured_once_and_stays_while_the_story_does(room: Room) -> None:
    asked: list[SourcePicture] = []

    def measure(pictures: Iterable[SourcePicture]) -> dict[SourcePicture, SourcePicture]:
        asked.extend(pictures)
        return {picture: replace(picture, width=640, height=480) for picture in asked}

    def bring_once(body: str) -> Outcome:
        importer = Importer(room.desk, room.articles, STATION, measure)
        return importer.bring([Document("feed", body.encode())], LATER, BY)[0]

    feed = rss(
        item("Rain", "It rained.", "<guid>7</guid><enclosure type='image/jpeg' url='https://a.example/rain.jpg'/>")
    )
    assert bring_once(feed).kind == "imported"
    picture = room.articles.newest(1)[0].picture
    assert picture is not None and (picture.url, picture.width) == ("https://a.example/rain.jpg", 640)
    assert bring_once(feed).kind == "unchanged"
    assert bring(room, feed, LATER)[0].kind == "unchanged", "nor does it go where nobody measures"
    assert len(asked) == 1
    assert bring_once(feed.replace("rained", "poured")).kind == "updated"


def test_with_the_store_away_the_import_stops_and_says_so(own_valkey: Valkey) -> None:
    room = make_room(connect(own_valkey.url))
    bring(room, rain())
    own_valkey.kill()
    with pytest.raises(StoreAway):
        bring(room, fixture("station.rss"))


# -- the command ------------------------------------------------------------------------------------------------------


def run(*arguments: str, store: Valkey | None = None) -> Result:
    env = {"REDIS_URL": store.url if store else "", "SECRET_KEY": "x" * 32, "AIRWIRE_STATION": "", "AIRWIRE_DEMO": "0"}
    with capture_logs():  # in a process of its own it says nothing but its answer
        return CliRunner().invoke(import_, list(arguments), env={name: value or None for name, value in env.items()})


def test_the_command_tells_of_each_story_in_a_line(room: Room, valkey_server: Valkey) -> None:
    first = run(str(FIXTURES / "station.rss"), store=valkey_server)
    assert first.exit_code == 0, first.output
    assert first.stdout.splitlines() == [
        "imported   Tatlong kalsada sa Maynila, isasara sa Lunes (tatlong-kalsada-sa-maynila-isasara-sa-lunes)",
        "imported   Rice prices ease in Metro Manila markets (rice-prices-ease-in-metro-manila-markets)",
        "refused    A headline with nothing under it: has a title but no text",
    ]
    assert "station.rss: 3 stories: 2 imported, 1 refused" in first.stderr
    assert run(str(FIXTURES / "station.rss"), store=valkey_server).stdout.startswith("unchanged  Tatlong")


def test_the_command_fails_if_a_source_gave_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "empty.rss"
    empty.write_bytes(b"")
    done = run("--check", str(FIXTURES / "feed.json"), str(empty), str(tmp_path / "none.rss"), "http://localhost/feed")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[-3:] == [
        "refused    empty.rss: empty",
        f"refused    {tmp_path / 'none.rss'}: cannot be read: No such file or directory",
        "refused    http://localhost/feed: 'localhost' is a name of this network, not of the internet",
    ]
    assert run("--check", str(FIXTURES / "feed.json")).exit_code == 0


@pytest.mark.parametrize(
    "source", ["file:///etc/passwd", "ftp://a.example/x", "http://10.0.0.1/", "/", "\0", "//evil.example/feed"]
)
def test_a_source_that_we_do_not_go_to_is_refused_in_a_line(source: str) -> None:
    done = run("--check", source)
    assert done.exit_code == 1
    assert done.output.startswith("refused    ") and len(done.output.splitlines()) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_import_that_is_stopped_ends_between_two_stories_and_goes_on_when_it_is_run_again(
    number: signal.Signals, room: Room, valkey_server: Valkey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = tmp_path / "many.rss"
    saved.write_text(
        rss(
            *(
                item(f"Rain on day {n}", f"It rained in {n} towns.", f"<link>https://a.example/{n}</link>")
                for n in range(6)
            )
        )
    )
    put, calls = Desk.put_article, iter(range(100))

    def put_and_be_stopped(self: Desk, *arguments: Any, **named: Any) -> Receipt:
        if next(calls) == 2:
            os.kill(os.getpid(), number)  # in the midst of the third story
        return put(self, *arguments, **named)

    monkeypatch.setattr(Desk, "put_article", put_and_be_stopped)
    first = run(str(saved), store=valkey_server)
    assert first.exit_code == 1 and len(room.articles.newest(10)) == 3
    assert [line.split()[0] for line in first.stdout.splitlines()] == ["imported"] * 3
    assert "stopped; what is in is whole" in first.stderr
    again = run(str(saved), store=valkey_server)
    assert [line.split()[0] for line in again.stdout.splitlines()] == ["unchanged"] * 3 + ["imported"] * 3


def test_checking_changes_nothing_and_needs_no_store(room: Room) -> None:
    done = run("--check", str(FIXTURES / "page.html"))
    assert done.exit_code == 0
    assert done.stdout.startswith("imported   Bridge in Guadalupe closes for repairs")
    assert room.articles.newest(1) == []


def test_the_address_a_file_was_saved_from_makes_its_links_whole(
    tmp_path: Path, room: Room, valkey_server: Valkey
) -> None:
    saved = tmp_path / "saved.rss"
    saved.write_text(rss(item(more="<link>/stories/1</link>")))
    done = run("--address", "https://a.example/feed", str(saved), store=valkey_server)
    assert done.exit_code == 0, done.output
    assert room.articles.newest(1)[0].canonical == "https://a.example/stories/1"
    assert run("--address", "not an address", str(saved)).exit_code == 2


def test_without_a_running_station_the_command_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRWIRE_DATA", str(tmp_path))
    done = run(str(FIXTURES / "feed.json"))
    assert done.exit_code == 1
    assert "airwire up" in done.output
