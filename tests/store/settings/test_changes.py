"""A change of the settings: kept with who made it, in force in every process, put back by one act, and never by two at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.any_store import connect
from tests.conftest import NOON, TEST_SECRET, Room
from webapp.desk.settings import SettingsDesk
from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.errors import Invalid, NotAllowed, NotFound, StoreAway
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.settings.layers import SettingsLayers
from webapp.newsroom.settings.revisions import REVISIONS_KEPT, SettingsChanged
from webapp.newsroom.staff import Actor
from webapp.newsroom.station import Station
from webapp.store.audit.audit import Audit
from webapp.store.audit.chains import Chains
from webapp.store.core import keys
from webapp.store.settings.settings import Settings
from webapp.wiring.settings_watch import SettingsWatch

LIGAYA, DIEGO = Actor(name="Ligaya", role="admin"), Actor(name="Diego", role="admin")
LIVE = {"id": "live", "title": "Live", "url": "https://stream.example/live", "kind": "icecast"}


@dataclass
class Office:
    """`process()` is a process of the station, which looks for changes when its watch steps."""

    room: Room
    layers: SettingsLayers = field(default_factory=SettingsLayers)

    def __post_init__(self) -> None:
        self.settings = Settings(self.room.store)
        self.desk = SettingsDesk(self.settings, self.layers, self.room.desk, self.room.audit)

    def process(self, name: str = "web") -> tuple[CurrentStation, SettingsWatch]:
        current = CurrentStation(self.layers.station({}))
        return current, SettingsWatch(self.settings, current, self.layers, lambda: name)

    def put(self, by: Actor = LIGAYA, at: datetime = NOON, **changes: Any) -> int:
        return self.desk.put(changes, self.settings.number(), by, at).rev


@pytest.fixture
def office(room: Room) -> Office:
    return Office(room)


def test_a_change_is_in_force_in_every_process_at_its_next_look(office: Office) -> None:
    processes = [office.process("web"), office.process("clock")]
    for _, watch in processes:
        watch.step()
    office.put(name="Radyo Dagat")
    assert [current.station.name for current, _ in processes] == ["Airwire", "Airwire"]
    for _, watch in processes:
        watch.step()
        watch.note()
    assert [(current.station.name, current.revision) for current, _ in processes] == [("Radyo Dagat", 1)] * 2
    assert office.settings.in_force({"web", "clock"}) == {"web": 1, "clock": 1}
    assert office.settings.in_force({"web"}) == {"web": 1}


def test_whoever_made_something_of_the_settings_is_told_of_the_change_once(office: Office) -> None:
    current, watch = office.process()
    seen: list[tuple[str, str]] = []
    current.follow(lambda before, after: seen.append((before.name, after.name)))
    office.put(name="Radyo Dagat")
    watch.step()
    watch.step()
    assert seen == [("Airwire", "Radyo Dagat")]


def test_what_was_changed_stands_in_the_record_with_who_and_when(office: Office) -> None:
    office.put(name="Radyo Dagat", tagline="Sa dagat")
    newest = office.desk.history()[0]
    assert (newest.by, newest.at, newest.changed) == ("Ligaya", NOON, ("name", "tagline"))
    row = office.room.audit.newest(1)[0]
    assert (row["by"], row["did"], row["what"]) == ("Ligaya", "settings changed", "1: name, tagline")


def test_a_mistake_is_undone_by_one_act(office: Office) -> None:
    office.put(name="Radyo Dagat")
    office.put(name="Radio Mistake", tagline="Oops")
    office.desk.put_back(1, DIEGO, NOON)
    current, watch = office.process()
    watch.step()
    assert (current.station.name, current.station.tagline, current.revision) == ("Radyo Dagat", None, 3)
    assert office.desk.history()[0].put_back == 1
    office.desk.put_back(0, DIEGO, NOON)
    watch.step()
    assert current.station == Station()


def test_a_change_that_is_not_kept_any_more_cannot_be_put_back(office: Office) -> None:
    with pytest.raises(NotFound):
        office.desk.put_back(7, LIGAYA, NOON)


def test_of_two_admins_at_once_the_second_is_told_and_the_first_stays(office: Office) -> None:
    office.put(name="Radyo Dagat")
    with pytest.raises(SettingsChanged) as told:
        office.desk.put({"name": "Radyo Lupa"}, 0, DIEGO, NOON)
    assert told.value.extra == {"current": 1} and office.desk.newest().values == {"name": "Radyo Dagat"}
    assert [row["by"] for row in office.room.audit.newest(5)] == ["Ligaya"]


def test_a_change_and_its_entry_in_the_record_are_one_step_whoever_wrote_there_meanwhile(office: Office) -> None:
    office.put(name="Radyo Dagat")
    other = Audit(office.room.store, Chains(lambda: TEST_SECRET))
    other.note(AuditEntry(NOON, "Elena", "editor", "article published", "Water is back"))
    office.put(name="Radyo Lupa")
    rows = office.room.audit.newest(3)
    assert [row["what"] for row in rows] == ["2: name", "Water is back", "1: name"]
    office.room.store.config_set("min-replicas-to-write", 1)
    try:
        with pytest.raises(StoreAway):
            office.put(name="Radyo Hangin")
    finally:
        office.room.store.config_set("min-replicas-to-write", 0)
    assert office.settings.number() == 2 and len(office.room.audit.newest(9)) == 3


def test_what_changes_nothing_is_no_change(office: Office) -> None:
    office.put(name="Radyo Dagat")
    assert office.put(name="Radyo Dagat") == 1


def test_only_so_many_changes_are_kept(office: Office) -> None:
    for number in range(REVISIONS_KEPT + 3):
        office.put(tagline=f"Number {number}")
    assert len(office.desk.history()) == REVISIONS_KEPT


def test_only_admins_change_settings(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.put(by=Actor(name="Elena", role="editor"), name="Radyo Dagat")


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"name": " "}, "name", "missing"),
        ({"languages": []}, "languages", "missing"),
        ({"zone": "Manila"}, "zone", "wrong"),
        ({"streams": [LIVE, LIVE]}, "streams", "wrong"),
        ({"streams": [{**LIVE, "kind": "tape"}]}, "streams.0.kind", "choice"),
        ({"feeds": [{"url": "radyo.example"}]}, "feeds.0.url", "wrong"),
        ({"nmae": "x"}, "nmae", "unknown_field"),
        ({"demo": True}, "demo", "unknown_field"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_kept(
    office: Office, changes: dict[str, Any], where: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        office.put(**changes)
    assert [(wrong["field"], wrong["code"]) for wrong in refused.value.fields] == [(where, code)]
    assert office.settings.number() == 0


def test_a_stream_that_is_added_is_on_the_board_and_the_others_keep_their_status(office: Office) -> None:
    office.put(streams=[LIVE])
    night = {"id": "night", "title": "Night", "url": "https://stream.example/night", "kind": "hls"}
    office.put(streams=[LIVE, night])
    assert [stream.id for stream in office.room.log.board().stream.streams] == ["live", "night"]
    office.put(streams=[{**LIVE, "title": "Live now"}])
    assert [stream.title for stream in office.room.log.board().stream.streams] == ["Live now"]


# The operator's file


def test_what_the_file_sets_cannot_be_changed_here_and_stays_in_force(room: Room) -> None:
    file = SettingsLayers(file={"name": "From the file"}, path=Path("/etc/airwire/station.toml"))
    with pytest.raises(Invalid, match="cannot be used"):
        Office(room, file).put(name="From the panel")
    Office(room).put(name="From the panel", tagline="From the panel")
    current, watch = Office(room, file).process()
    watch.step()
    assert (current.station.name, current.station.tagline) == ("From the file", "From the panel")
    assert file.idle(Office(room).desk.newest().values) == ("name",)


def test_what_the_build_brings_along_can_be_changed_and_taken_away(room: Room) -> None:
    office = Office(room, SettingsLayers(brought={"name": "Demo", "tagline": "Tried out"}))
    office.put(tagline=None, name="Radyo Dagat")
    current, watch = office.process()
    watch.step()
    assert (current.station.name, current.station.tagline) == ("Radyo Dagat", None)


# Other builds, other times


def test_settings_of_a_newer_build_leave_all_as_it_was(office: Office) -> None:
    current, watch = office.process()
    office.put(name="Radyo Dagat")
    watch.step()
    newer = {"rev": 2, "by": "Mara", "values": {"name": "Radyo", "hologram": True}, "more": 1}
    office.room.store.hset(keys.SETTINGS, "2", orjson.dumps(newer))
    office.room.store.set(keys.SETTINGS_REV, 2)
    watch.step()
    assert (current.station.name, current.revision) == ("Radyo Dagat", 1)


def test_a_store_that_was_emptied_takes_the_settings_back(office: Office) -> None:
    current, watch = office.process()
    office.put(name="Radyo Dagat")
    watch.step()
    office.room.store.delete(keys.SETTINGS_REV, keys.SETTINGS)
    watch.step()
    assert (current.station.name, current.revision) == ("Airwire", 0)


def test_while_the_store_is_away_the_settings_stay(office: Office) -> None:
    current, watch = office.process()
    office.put(name="Radyo Dagat")
    watch.step()
    SettingsWatch(Settings(connect("redis://127.0.0.1:1/0")), current, SettingsLayers(), lambda: "web").step()
    assert current.station.name == "Radyo Dagat"
