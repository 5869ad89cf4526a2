"""A status is the truth, or says that it does not know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from webapp.newsroom.model import Stream, StreamSource
from webapp.newsroom.stream.burst import Burst
from webapp.newsroom.stream.dates import Dates
from webapp.newsroom.stream.facts import Observation, Watch
from webapp.newsroom.stream.watch import (
    LOOK_EVERY_S,
    LOOK_JITTER_S,
    OFF_AIR_LOOK_EVERY_S,
    SECOND_LOOK_S,
    STATUS_REFRESH,
    after_look,
    continue_since,
    next_look_s,
    remembered,
    station_stream,
    status_needs_event,
)
from webapp.pages.html.filters import OLD

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PLAYS = Observation(connected="yes", moving="yes", heard_s=3)
GONE = Observation(connected="no", moving="no", reason="nothing is on the mount")
NO_ANSWER = Observation(reached=False, reason="no answer")
UNSURE = Observation(reason="may not look")


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def watched(*readings: Observation, watch: Watch | None = None, start: float = 0) -> Watch:
    """The watch after looks ten seconds apart."""
    watch = watch or Watch()
    for number, reading in enumerate(readings):
        watch = after_look(watch, reading, at(start + 10 * number))
    return watch


def source(name: str) -> StreamSource:
    return StreamSource(id=name, title=name, url=f"https://{name}.example/live", kind="icecast")


def test_nothing_is_claimed_before_the_second_look() -> None:
    once = watched(PLAYS)
    assert (once.status, once.settled) == ("unknown", False)
    assert watched(GONE).reason == GONE.reason, "though it says at once why"
    twice = watched(PLAYS, PLAYS)
    assert (twice.status, twice.settled, twice.since) == ("on_air", True, NOON)


def test_one_bad_look_changes_nothing_and_two_do() -> None:
    on_air = watched(PLAYS, PLAYS)
    doubted = watched(GONE, watch=on_air, start=20)
    assert (doubted.status, doubted.reason) == ("on_air", None)
    assert watched(PLAYS, watch=doubted, start=30).pending_since is None
    gone = watched(GONE, watch=doubted, start=30)
    assert (gone.status, gone.reason) == ("off_air", "nothing is on the mount")
    assert gone.since == at(20), "it was gone when that was first seen, not when it was confirmed"


def test_looks_that_contradict_one_another_leave_it_unknown() -> None:
    watch = watched(GONE, UNSURE, watch=watched(PLAYS, PLAYS), start=20)
    assert (watch.moving.holds, watch.status) == ("unknown", "unknown")
    assert watched(PLAYS, PLAYS, watch=watch, start=40).status == "on_air"


def test_the_encoder_does_not_decide_while_it_is_being_found_out_whether_audio_moves() -> None:
    fallback = Observation(connected="no", moving="yes")
    watch = watched(GONE, fallback)
    assert (watch.connected.holds, watch.status) == ("no", "unknown")
    assert watched(fallback, watch=watch, start=20).status == "on_air"
    by_encoder = watched(Observation(connected="yes"), Observation(connected="yes"))
    assert watched(Observation(connected="yes", moving="no"), watch=by_encoder, start=20).status == "on_air"


def test_a_stream_that_changes_its_mind_at_every_look_is_never_told_as_known() -> None:
    assert watched(*[PLAYS, GONE] * 8).status == "unknown"


def test_our_own_network_trouble_never_reads_as_theirs() -> None:
    on_air = watched(PLAYS, PLAYS)
    assert watched(NO_ANSWER, NO_ANSWER, NO_ANSWER, watch=on_air, start=20).status == "unknown"


def test_a_server_that_is_gone_while_others_answer_is_off_air() -> None:
    on_air = watched(PLAYS, PLAYS)
    gone = NO_ANSWER.model_copy(update={"others_reached": True})
    assert watched(gone, gone, watch=on_air, start=20).status == "off_air"


@pytest.mark.parametrize(
    ("reading", "status"),
    [
        (Observation(connected="no", moving="yes"), "on_air"),
        (Observation(connected="yes", moving="no"), "off_air"),
        (Observation(connected="yes"), "on_air"),
        (Observation(connected="no"), "off_air"),
        (Observation(), "unknown"),
    ],
)
def test_what_moves_decides_and_the_encoder_only_where_that_is_not_known(reading: Observation, status: str) -> None:
    assert watched(reading, reading).status == status


def quiet(seconds: float, of: float = 4) -> Observation:
    return Observation(connected="yes", moving="yes", heard_s=of, quiet_s=seconds)


def test_a_pause_in_the_news_is_no_dead_air() -> None:
    watch = watched(PLAYS, PLAYS, quiet(2), PLAYS, quiet(4), PLAYS, quiet(4))
    assert (watch.status, watch.audible.holds) == ("on_air", "yes")
    pauses = watched(PLAYS, PLAYS, quiet(2), quiet(2), quiet(2), quiet(2))
    assert pauses.status == "on_air", "each began after a voice"


def test_dead_air_is_told_once_it_has_lasted_twenty_seconds_and_dated_back_to_its_beginning() -> None:
    on_air = watched(PLAYS, PLAYS)
    nearly = watched(quiet(3), quiet(4), watch=on_air, start=20)
    assert nearly.status == "on_air"
    assert next_look_s(nearly, at(30), jitter=0) == pytest.approx(7), (
        "the next look is when the twenty seconds are over"
    )
    dead = watched(quiet(4), watch=nearly, start=37)
    assert (dead.status, dead.since) == ("silent", at(17))
    assert dead.moving.holds == "yes"


def test_one_long_quiet_segment_alone_is_not_enough() -> None:
    watch = watched(quiet(30, of=30), watch=watched(PLAYS, PLAYS), start=20)
    assert watch.status == "on_air"
    assert watched(quiet(30, of=30), watch=watch, start=30).status == "silent"


def test_sound_that_comes_back_ends_the_silence_after_two_looks() -> None:
    silent = watched(PLAYS, PLAYS, quiet(4), quiet(4), quiet(4))
    assert silent.status == "silent"
    assert watched(PLAYS, watch=silent, start=50).status == "silent"
    assert watched(PLAYS, PLAYS, watch=silent, start=50).status == "on_air"


def test_a_level_that_cannot_be_measured_for_a_while_stays_believed_and_then_is_unknown() -> None:
    silent = watched(PLAYS, PLAYS, quiet(4), quiet(4), quiet(4))
    deaf = Observation(connected="yes", moving="yes")
    assert watched(deaf, deaf, watch=silent, start=50).status == "silent"
    later = watched(deaf, deaf, watch=silent, start=110)
    assert (later.status, later.audible.holds) == ("on_air", "unknown")


def test_a_stream_is_asked_within_ten_seconds_and_sooner_when_in_doubt() -> None:
    steady = watched(PLAYS, PLAYS)
    assert next_look_s(steady, NOON, jitter=0) == LOOK_EVERY_S
    assert next_look_s(steady, NOON, jitter=1) == LOOK_EVERY_S - LOOK_JITTER_S
    assert next_look_s(watched(GONE, watch=steady, start=20), NOON, jitter=0) == SECOND_LOOK_S
    assert next_look_s(watched(GONE, GONE), NOON, jitter=0) == OFF_AIR_LOOK_EVERY_S
    assert next_look_s(watched(PLAYS.model_copy(update={"again_s": 60.0})), NOON, jitter=0) == 60


def test_the_title_carries_the_time_at_which_it_came_and_goes_with_the_stream() -> None:
    song = PLAYS.model_copy(update={"title": "Balita ngayon"})
    watch = watched(song, song, PLAYS, song)
    assert (watch.title, watch.title_since) == ("Balita ngayon", NOON)
    assert watched(GONE, GONE, watch=watch, start=40).title is None


def test_listeners_are_told_what_plays_while_it_plays_and_no_more_than_a_line_of_it() -> None:
    song = PLAYS.model_copy(update={"title": "Anak " * 100})
    watch = watched(song, song)
    (told,) = station_stream([(source("a"), watch)], None, at(20)).streams
    assert told.playing and told.playing.startswith("Anak") and len(told.playing) <= 120
    silent = watched(*[song.model_copy(update={"heard_s": 3, "quiet_s": 3})] * 4, watch=watch, start=20)
    (told,) = station_stream([(source("a"), silent)], None, at(80)).streams
    assert (told.status, told.playing) == ("silent", None)


def test_the_station_is_on_air_while_any_of_its_streams_is() -> None:
    main, backup = watched(GONE, GONE), watched(PLAYS, PLAYS)
    stream = station_stream([(source("main"), main), (source("backup"), backup)], None, at(20))
    assert stream.status == "on_air"
    assert [(s.id, s.status) for s in stream.streams] == [("main", "off_air"), ("backup", "on_air")]


def test_the_station_is_off_air_only_when_all_its_streams_are_known_to_be() -> None:
    gone, unsure = watched(GONE, GONE), watched(UNSURE, UNSURE)
    assert station_stream([(source("a"), gone), (source("b"), unsure)], None, NOON).status == "unknown"
    assert station_stream([(source("a"), gone), (source("b"), gone)], None, NOON).status == "off_air"
    assert station_stream([], None, NOON).status == "unknown"


def test_a_monitor_that_starts_anew_changes_no_times_and_tells_nothing_new() -> None:
    old = station_stream([(source("a"), watched(PLAYS, PLAYS))], None, at(10))
    new = station_stream([(source("a"), watched(PLAYS, PLAYS, start=40))], None, at(50))
    assert new.since == at(40)
    assert continue_since(old, new).since == old.since
    assert not status_needs_event(old, new, at(50))


def test_an_unchanged_status_is_told_before_pages_say_how_old_it_is_and_no_sooner() -> None:
    old = Stream(status="on_air", since=NOON, checked_at=NOON)
    assert not status_needs_event(old, old.model_copy(update={"checked_at": at(104)}), at(104))
    assert status_needs_event(old, old.model_copy(update={"checked_at": at(105)}), at(105))
    assert STATUS_REFRESH + timedelta(seconds=LOOK_EVERY_S) < OLD


@pytest.mark.parametrize("change", [{"status": "off_air"}, {"by": "hand"}, {"streams": (source("b"),)}])
def test_a_change_is_told_at_once(change: dict[str, object]) -> None:
    old = Stream(status="on_air", since=NOON, checked_at=NOON, streams=(source("a"),))
    assert status_needs_event(old, old.model_copy(update=change), NOON)


# -- what is playing ---------------------------------------------------------------------------------------------------


def test_a_title_goes_when_the_stream_has_none_any_more() -> None:
    titled = PLAYS.model_copy(update={"title": "Ulat ng bayan"})
    watch = watched(titled, titled)
    assert watch.title == "Ulat ng bayan"
    assert watched(PLAYS.model_copy(update={"title": ""}), watch=watch, start=20).title is None


def test_a_title_that_is_not_told_again_stays_for_a_minute_and_no_longer() -> None:
    watch = watched(PLAYS.model_copy(update={"title": "Ulat ng bayan"}))
    watch = watched(*[PLAYS] * 5, watch=watch, start=10)
    assert watch.title == "Ulat ng bayan"
    watch = watched(PLAYS, watch=watch, start=60)
    assert (watch.title, watch.title_since) == (None, at(60))


# -- a monitor that starts again ---------------------------------------------------------------------------------------


def test_the_next_monitor_knows_how_the_server_sends_and_how_late_its_dates_are_and_nothing_else() -> None:
    known = Watch(burst=Burst(told=8.0), dates=Dates(late_s=30, usual_s=0.5))
    last = watched(PLAYS, PLAYS, watch=known)
    assert (last.status, last.dates.late_s) == ("on_air", 30)
    kept = remembered(last, at(300))
    assert (kept.burst.told, kept.dates.late_s, kept.status, kept.looks) == (8.0, 30, "unknown", 0)
    assert remembered(last, at(3600)) == Watch()
