"""Running orders of the newsroom's system in the rundown: what listeners see of them, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import NOON, FrozenClock, Room
from tests.store.rundowns.mos_station import MosStation, config, mos_station, role_of, said
from tests.unit.rundowns.mos_messages import about, action, ids, item, message, order, script, status, story
from webapp.newsroom.drafts import OnAirHoldDraft
from webapp.newsroom.errors import StoreAway
from webapp.newsroom.rundowns.running_order import PlacedOrder
from webapp.newsroom.schedule.dated_entries import EntryDraft, EntryRemoval, entry_id_at
from webapp.newsroom.staff import Actor

LEA = Actor(name="lea", role="producer")
MIDDAY = entry_id_at(NOON - timedelta(hours=1))
THREE = [story("s1", "Floods", 1800), story("s2", "Rice prices", 1800), story("s3", "Traffic", 1800)]


@pytest.fixture
def station(room: Room, clock: FrozenClock) -> MosStation:
    return mos_station(room, clock)


def placed(station: MosStation) -> PlacedOrder:
    return station.role.writer._store.placed()["RO1"]


def on_air(station: MosStation) -> str | None:
    air = station.room.log.board().on_air
    return air.segment.title if air.segment else None


def seq(station: MosStation) -> int:
    return station.room.log.board().seq


def test_a_running_order_becomes_the_segments_of_its_programme_on_that_day(station: MosStation) -> None:
    assert station.send(order("roCreate", THREE)) == "OK"
    station.settle()
    assert station.segments() == ["11:00–11:30 Floods", "11:30–12:00 Rice prices", "12:00–12:30 Traffic"]
    assert on_air(station) == "Traffic"
    (entry,) = station.room.rundown.entries().values()
    assert entry.id == MIDDAY and (entry.override.starts_at, entry.override.ends_at) == (
        entry.slot_start,
        entry.slot_end,
    )
    assert entry.override.segments[2].articles == ("edsa",), "the programme's own segment of that name has its articles"


def test_a_change_in_the_newsroom_is_a_change_of_the_segments(station: MosStation) -> None:
    station.send(order("roCreate", THREE))
    assert station.send(action("MOVE", ids("s3"), ids("s1"))) == "OK"
    station.settle()
    assert station.segments() == ["11:00–11:30 Traffic", "11:30–12:00 Floods", "12:00–12:30 Rice prices"]


def test_listeners_are_told_once_of_many_changes_and_not_of_scripts(station: MosStation) -> None:
    station.send(order("roCreate", THREE))
    station.settle()
    before = seq(station)
    for name in ("s1", "s2", "s3"):
        assert station.send(script(name, "Good morning.")) == "OK"
        assert station.send(about("roItemInsert", ids(name) + ids("", of="itemID") + item(f"clip-{name}"))) == "OK"
    station.settle()
    assert seq(station) == before
    for _ in range(10):
        station.send(action("MOVE", ids("s3"), ids("s1")))
        station.send(action("MOVE", ids("s1"), ids("s3")))
    station.send(action("DELETE", ids("s1")))
    station.settle()
    assert seq(station) == before + 2, "the schedule and the turn"


def test_a_script_stands_in_no_event_and_on_no_board(station: MosStation) -> None:
    station.send(order("roCreate", THREE))
    station.send(script("s3", "The governor will resign."))
    station.settle()
    station.send(status("s3"))
    known = station.role.orders.get("RO1")
    assert known and known.stories[2].script == "The governor will resign."
    room = station.room
    public = [
        room.log.board().model_dump_json(),
        repr(room.store.xrange("{airwire}:log")),
        repr(room.rundown.entries()),
    ]
    assert not any("governor" in text for text in public)


def test_a_story_without_slug_or_hidden_takes_its_time_and_is_not_shown(room: Room, clock: FrozenClock) -> None:
    station = mos_station(room, clock, hidden=["BREAK*"])
    names = [("a", ""), ("b", "Floods"), ("c", "break 1"), ("d", "Rice")]
    station.send(order("roCreate", [story(name, slug, 600) for name, slug in names]))
    station.settle()
    assert station.segments() == ["11:10–11:20 Floods", "11:30–11:40 Rice"]


def test_two_stories_of_one_name_are_two_segments(station: MosStation) -> None:
    station.send(order("roCreate", [story("a", "Weather", 600), story("b", "News", 600), story("c", "Weather", 600)]))
    station.settle()
    assert station.segments() == ["11:00–11:10 Weather", "11:10–11:20 News", "11:20–11:30 Weather"]


def test_what_runs_beyond_the_programme_is_cut_off_there(station: MosStation) -> None:
    station.send(order("roCreate", [story("a", "Long", 7000), story("b", "Longer", 7000), story("c", "Never", 60)]))
    station.settle()
    assert station.segments() == ["11:00–12:56:40 Long", "12:56:40–13:00 Longer"]


def test_three_hundred_stories_are_three_hundred_segments(station: MosStation) -> None:
    station.send(order("roCreate", [story(f"s{n}", f"Story {n}", 20) for n in range(300)]))
    station.settle()
    assert len(station.segments()) == 300 and on_air(station) == "Story 180"


def test_a_running_order_outside_the_grid_is_a_broadcast_of_its_own(station: MosStation) -> None:
    station.send(order("roCreate", THREE, start="2026-03-02T18:00:00", length="01:30:00"))
    station.settle()
    (entry,) = station.room.rundown.entries().values()
    assert entry.id.startswith("mos-") and entry.override.ends_at == NOON + timedelta(hours=7, minutes=30)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"slug": "Evening"}, "no_programme"),
        ({"start": ""}, "no_time"),
        ({"start": "tomorrow"}, "no_time"),
        ({"start": "2026-05-02T11:00:00"}, "too_far"),
    ],
)
def test_a_running_order_that_stands_nowhere_says_why(station: MosStation, change: dict[str, str], why: str) -> None:
    assert station.send(order("roCreate", THREE, **change)) == "OK"
    station.settle()
    assert placed(station).problem == why and not station.room.rundown.entries()


def test_a_running_order_waits_until_it_is_ready_where_the_station_says_so(room: Room, clock: FrozenClock) -> None:
    station = mos_station(room, clock, wait_for_ready=True)
    station.send(order("roCreate", THREE))
    station.settle()
    assert placed(station).problem == "not_ready" and station.segments() == []
    assert station.send(about("roReadyToAir", "<roAir>READY</roAir>")) == "OK"
    station.settle()
    assert len(station.segments()) == 3
    station.send(about("roReadyToAir", "<roAir>NOT READY</roAir>"))
    station.settle()
    assert station.segments() == []


def test_a_producers_change_of_that_date_stays_until_it_is_given_back(station: MosStation) -> None:
    hour = timedelta(hours=1)
    draft = EntryDraft.load({"rev": 0, "starts_at": NOON - hour, "ends_at": NOON + hour, "title": "Lea's hour"})
    station.room.desk.set_entry(MIDDAY, draft, LEA, NOON)
    station.send(order("roCreate", THREE))
    station.settle()
    assert placed(station).problem == "by_hand" and placed(station).by == "lea"
    station.room.desk.drop_entry(MIDDAY, EntryRemoval(rev=1), LEA, NOON)
    station.role.writer.step(everything=True)
    assert len(station.segments()) == 3 and placed(station).problem is None


def test_what_a_producer_gave_back_stays_so_until_the_newsroom_changes_it(station: MosStation) -> None:
    station.send(order("roCreate", THREE))
    station.settle()
    station.room.desk.drop_entry(MIDDAY, EntryRemoval(rev=1), LEA, NOON)
    station.role.writer.step(everything=True)
    assert station.segments() == []
    station.send(action("DELETE", ids("s1")))
    station.settle()
    assert len(station.segments()) == 2


def test_a_story_that_starts_turns_the_segment(station: MosStation) -> None:
    station.send(order("roCreate", THREE))
    assert station.send(status("s1")) == "OK"
    assert on_air(station) == "Floods"
    station.send(status("s2", "STOP"))
    station.send(status("s3", element="ITEM"))
    assert on_air(station) == "Floods"
    station.send(status("s2", "play"))
    assert on_air(station) == "Rice prices"
    held = station.room.rundown.holds().on_air
    assert held and held.by == "MOS NEWS.STATION.NCS" and held.until == NOON + timedelta(hours=1)


def test_a_story_without_length_is_on_the_air_by_its_name(station: MosStation) -> None:
    station.send(order("roCreate", [*THREE, story("s4", "Just in", None)]))
    station.send(status("s4"))
    assert on_air(station) == "Just in"


def test_the_station_names_what_turns_a_segment(room: Room, clock: FrozenClock) -> None:
    station = mos_station(room, clock, play=["ON AIR"])
    station.send(order("roCreate", THREE))
    station.send(status("s1"))
    assert station.room.rundown.holds().on_air is None
    station.send(status("s1", "On Air"))
    assert on_air(station) == "Floods"


def test_a_rehearsal_hours_before_turns_nothing(station: MosStation, clock: FrozenClock) -> None:
    station.send(order("roCreate", THREE, start="2026-03-02T18:00:00", length="01:30:00"))
    assert station.send(status("s1")) == "OK"
    assert station.room.rundown.holds().on_air is None


def test_an_anchors_cut_is_not_ended_by_the_automation(station: MosStation) -> None:
    station.send(order("roCreate", THREE))
    station.settle()
    station.room.desk.hold_on_air(OnAirHoldDraft(title="Breaking"), LEA, NOON)
    assert station.send(status("s1")) == "OK"
    held = station.room.rundown.holds().on_air
    assert held and held.by == "lea"


def test_a_deleted_running_order_leaves_what_has_begun_and_gives_back_what_has_not(station: MosStation) -> None:
    station.send(order("roCreate", THREE))
    station.send(order("roCreate", THREE, name="RO2", start="2026-03-02T18:00:00", length="01:30:00"))
    station.settle()
    assert len(station.room.rundown.entries()) == 2
    assert station.send(about("roDelete")) == station.send(about("roDelete", name="RO2")) == "OK"
    assert list(station.room.rundown.entries()) == [MIDDAY]
    assert station.send(about("roDelete")) == "OK", "gone already is no mistake"


def test_after_a_restart_the_stored_running_orders_are_known_with_their_scripts(station: MosStation) -> None:
    station.send(order("roCreate", THREE))
    station.send(script("s2", "Five pesos."))
    station.send(action("DELETE", ids("s1")))
    again = role_of(station.room, station.clock, config())
    again.orders.load()
    assert again.orders.every() == station.role.orders.every()
    assert again.doubts.take_all(), "and all are asked for"


def test_what_could_not_be_stored_is_not_acknowledged_and_is_asked_for_again(
    station: MosStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    station.send(order("roCreate", THREE))

    def away(*_: object) -> None:
        raise StoreAway("the store does not answer")

    with monkeypatch.context() as broken:
        broken.setattr(station.role.orders._store, "put", away)
        text = message(action("SWAP", ids("s1", "s3")))
        assert "NACK" in said(station.role.receiver.answer(text))
    assert station.stories() == ["s1", "s2", "s3"] and station.role.doubts.take() == "RO1"
    assert said(station.role.receiver.answer(text)) == "OK", "repeated, it is tried again"
    assert station.stories() == ["s3", "s2", "s1"]
